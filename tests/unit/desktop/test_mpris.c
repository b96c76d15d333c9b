/* MPRIS as other programs meet it: a session bus of its own, asked by playerctl and gdbus. */
#include "ask.h"
#include "check.h"

#include "lilt/desktop.h"

typedef struct {
    LiltMpris *mpris;
    GString *wishes;
    gint64 position_us;
} Desk;

static gint64
position_us(gpointer data)
{
    return ((Desk *)data)->position_us;
}

/* ---- wishes as words ------------------------------------------------------------------------ */

typedef struct {
    Desk *desk;
    const char *word;
} Wish;

static void
on_plain(LiltMpris *mpris, gpointer data)
{
    const Wish *wish = data;

    (void)mpris;
    g_string_append_printf(wish->desk->wishes, "%s ", wish->word);
}

static void
on_seek(LiltMpris *mpris, gint64 us, gpointer data)
{
    (void)mpris;
    g_string_append_printf(((Desk *)data)->wishes, "seek %.1f ", (double)us / 1e6);
}

static void
on_volume(LiltMpris *mpris, double volume, gpointer data)
{
    (void)mpris;
    g_string_append_printf(((Desk *)data)->wishes, "volume %.2f ", volume);
}

static void
on_open(LiltMpris *mpris, const char *path, gpointer data)
{
    (void)mpris;
    g_string_append_printf(((Desk *)data)->wishes, "open %s ", path);
}

static void
on_loop(LiltMpris *mpris, int loop, gpointer data)
{
    (void)mpris;
    g_string_append_printf(((Desk *)data)->wishes, "loop %d ", loop);
}

static void
on_shuffle(LiltMpris *mpris, gboolean shuffle, gpointer data)
{
    (void)mpris;
    g_string_append_printf(((Desk *)data)->wishes, "shuffle %d ", shuffle);
}

static void
desk_begin(Desk *desk)
{
    static const char *const plain[] = {"raise",      "quit", "play", "pause",
                                        "play-pause", "stop", "next", "previous"};
    static Wish wishes[G_N_ELEMENTS(plain)];

    desk->wishes = g_string_new(NULL);
    desk->position_us = 0;
    desk->mpris = lilt_mpris_new(position_us, desk);
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++) {
        wishes[i] = (Wish){desk, plain[i]};
        g_signal_connect(desk->mpris, plain[i], G_CALLBACK(on_plain), &wishes[i]);
    }
    g_signal_connect(desk->mpris, "seek", G_CALLBACK(on_seek), desk);
    g_signal_connect(desk->mpris, "volume", G_CALLBACK(on_volume), desk);
    g_signal_connect(desk->mpris, "loop", G_CALLBACK(on_loop), desk);
    g_signal_connect(desk->mpris, "shuffle", G_CALLBACK(on_shuffle), desk);
    g_signal_connect(desk->mpris, "open", G_CALLBACK(on_open), desk);
}

static void
desk_end(Desk *desk)
{
    lilt_mpris_close(desk->mpris);
    g_object_unref(desk->mpris);
    g_string_free(desk->wishes, TRUE);
}

#define CALL                                                                                       \
    "gdbus call --session --dest org.mpris.MediaPlayer2.lilt --object-path "                       \
    "/org/mpris/MediaPlayer2 --method org.mpris.MediaPlayer2."

static void
wait_for_name(void)
{
    for (int i = 0; i < 100; i++) {
        g_autofree char *names = ask("playerctl -l");

        if (strstr(names, "lilt") != NULL)
            return;
    }
    CHECK(false, "org.mpris.MediaPlayer2.lilt is not on the bus");
}

static const LiltMprisTrack track = {
    .ticket = 7,
    .title = "A Title",
    .artist = "Somebody",
    .album = "An Album",
    .album_artist = "Several",
    .genre = "Folk",
    .path = "/music/one two.ogg",
    .cover_path = "/cache/cover.png",
    .duration_us = 90 * G_USEC_PER_SEC,
};

/* ---- the tests ------------------------------------------------------------------------------ */

TEST(what_plays_is_shown)
{
    Desk desk;

    desk_begin(&desk);
    wait_for_name();
    CHECK_ASK("Stopped", "playerctl -p lilt status");
    desk.position_us = 12500000;
    lilt_mpris_set_can(desk.mpris, TRUE, TRUE, FALSE);
    lilt_mpris_set_track(desk.mpris, &track);
    lilt_mpris_set_status(desk.mpris, LILT_MPRIS_PAUSED);
    CHECK_ASK("Paused", "playerctl -p lilt status");
    CHECK_ASK("12.500000", "playerctl -p lilt position");
    lilt_mpris_set_status(desk.mpris, LILT_MPRIS_PLAYING);
    lilt_mpris_set_volume(desk.mpris, 0.25);
    CHECK_ASK("Playing", "playerctl -p lilt status");
    CHECK_ASK("A Title|Somebody|An Album",
              "playerctl -p lilt metadata --format '{{title}}|{{artist}}|{{album}}'");
    CHECK_ASK("90000000", "playerctl -p lilt metadata mpris:length");
    CHECK_ASK("file:///music/one%20two.ogg", "playerctl -p lilt metadata xesam:url");
    CHECK_ASK("file:///cache/cover.png", "playerctl -p lilt metadata mpris:artUrl");
    CHECK_ASK("0.250000", "playerctl -p lilt volume");
    CHECK_ASK("Several|Folk",
              "playerctl -p lilt metadata --format '{{xesam:albumArtist}}|{{xesam:genre}}'");
    CHECK_ASK("None", "playerctl -p lilt loop");
    lilt_mpris_set_order(desk.mpris, LILT_MPRIS_LOOP_PLAYLIST, TRUE);
    CHECK_ASK("Playlist", "playerctl -p lilt loop");
    CHECK_ASK("On", "playerctl -p lilt shuffle");
    lilt_mpris_set_track(desk.mpris, NULL);
    lilt_mpris_set_status(desk.mpris, LILT_MPRIS_STOPPED);
    CHECK_ASK("Stopped", "playerctl -p lilt status");
    desk_end(&desk);
}

TEST(wishes_arrive)
{
    Desk desk;

    desk_begin(&desk);
    wait_for_name();
    lilt_mpris_set_can(desk.mpris, TRUE, TRUE, TRUE);
    lilt_mpris_set_can_raise_and_quit(desk.mpris, TRUE);
    lilt_mpris_set_track(desk.mpris, &track);
    desk.position_us = 10 * G_USEC_PER_SEC;
    DO("playerctl -p lilt play-pause");
    DO("playerctl -p lilt play");
    DO("playerctl -p lilt pause");
    DO("playerctl -p lilt next");
    DO("playerctl -p lilt previous");
    DO("playerctl -p lilt stop");
    DO("playerctl -p lilt volume 0.5");
    DO("playerctl -p lilt loop Track");
    DO("playerctl -p lilt shuffle On");
    DO("playerctl -p lilt open 'file:///music/a%20b.ogg'");
    DO(CALL "Raise");
    DO(CALL "Quit");
    CHECK_TEXT(
        "play-pause play pause next previous stop volume 0.50 loop 1 shuffle 1 open /music/a b.ogg raise quit ",
        desk.wishes->str);
    desk_end(&desk);
}

TEST(seeking_follows_the_specification)
{
    Desk desk;

    desk_begin(&desk);
    wait_for_name();
    DO(CALL "Player.Seek 5000000"); /* nothing plays */
    lilt_mpris_set_track(desk.mpris, &track);
    desk.position_us = 10 * G_USEC_PER_SEC;
    DO(CALL "Player.Seek 5000000");
    DO(CALL "Player.Seek -- -99000000");
    DO(CALL "Player.Seek 99000000"); /* behind the end: the next track */
    DO(CALL "Player.SetPosition /io/github/lilt_player/Lilt/track/7 20000000");
    DO(CALL "Player.SetPosition /io/github/lilt_player/Lilt/track/8 30000000");
    DO(CALL "Player.SetPosition /io/github/lilt_player/Lilt/track/7 99000000");
    CHECK_TEXT("seek 15.0 seek 0.0 next seek 20.0 ", desk.wishes->str);
    desk_end(&desk);
}

TEST(an_address_is_refused)
{
    Desk desk;

    desk_begin(&desk);
    wait_for_name();
    DO(CALL "Player.OpenUri http://example.org/x.ogg");
    CHECK_TEXT("", desk.wishes->str);
    desk_end(&desk);
}

static void
on_signal(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
          const char *name, GVariant *arguments, gpointer data)
{
    g_autofree char *text = g_variant_print(arguments, FALSE);

    (void)bus, (void)sender, (void)path, (void)interface;
    g_string_append_printf(data, "%s%s ", name, text);
}

TEST(changes_are_announced)
{
    g_autoptr(GString) heard = g_string_new(NULL);
    g_autofree char *address = g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    g_autoptr(GDBusConnection) other = g_dbus_connection_new_for_address_sync(
        address,
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, NULL);
    Desk desk;

    desk_begin(&desk);
    wait_for_name();
    g_dbus_connection_signal_subscribe(other, "org.mpris.MediaPlayer2.lilt", NULL, NULL,
                                       "/org/mpris/MediaPlayer2", NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                       on_signal, heard, NULL);
    DO("playerctl -l"); /* the subscription has reached the bus by then */
    lilt_mpris_set_status(desk.mpris, LILT_MPRIS_PAUSED);
    lilt_mpris_set_status(desk.mpris, LILT_MPRIS_PAUSED);
    lilt_mpris_seeked(desk.mpris, 42);
    for (int i = 0; i < 100 && strstr(heard->str, "Seeked") == NULL; i++)
        DO("playerctl -l");
    CHECK_TEXT("PropertiesChanged('org.mpris.MediaPlayer2.Player', {'PlaybackStatus': <'Paused'>}, "
               "[]) Seeked(42,) ",
               heard->str);
    desk_end(&desk);
}

TEST_MAIN()
