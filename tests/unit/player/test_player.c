/* The player on real files and a real sound server: order, gaps, broken files, seeking, volume, and
 * what it does without a device. Events are kept as words ("started 1 taken 2"). */
#include "ask.h"
#include "check.h"
#include "sound.h"

#include "lilt/base.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lilt/player.h"

#define TRACK(file, number) (&(LiltPlayerTrack){.path = (file), .ticket = (number)})

typedef struct {
    LiltPlayer *player;
    GString *events;
    const char *next_path; /* decided when `taken` comes; NULL: nothing */
    guint64 next_ticket;
} Listener;

/* ---- what happened -------------------------------------------------------------------------- */

static void
on_started(LiltPlayer *player, guint64 ticket, gpointer data)
{
    (void)player;
    g_string_append_printf(((Listener *)data)->events, "started %d ", (int)ticket);
}

static void
on_taken(LiltPlayer *player, guint64 ticket, gpointer data)
{
    Listener *listener = data;

    g_string_append_printf(listener->events, "taken %d ", (int)ticket);
    if (listener->next_path != NULL)
        lilt_player_set_next(player, TRACK(listener->next_path, listener->next_ticket), NULL);
    listener->next_path = NULL;
}

static void
on_returned(LiltPlayer *player, gpointer data)
{
    (void)player;
    g_string_append(((Listener *)data)->events, "returned ");
}

static void
on_failed(LiltPlayer *player, guint64 ticket, const char *path, const char *why, gpointer data)
{
    (void)player;
    CHECK(g_path_is_absolute(path) && *why != '\0', "path %s, why %s", path, why);
    g_string_append_printf(((Listener *)data)->events, "failed %d ", (int)ticket);
}

static void
on_drained(LiltPlayer *player, gpointer data)
{
    (void)player;
    g_string_append(((Listener *)data)->events, "drained ");
}

static void
on_no_sound(LiltPlayer *player, gpointer data)
{
    (void)player;
    g_string_append(((Listener *)data)->events, "no-sound ");
}

static void
on_unplugged(LiltPlayer *player, gpointer data)
{
    (void)player;
    g_string_append(((Listener *)data)->events, "unplugged ");
}

static Listener
listener_new(Listener *listener)
{
    listener->player = lilt_player_new();
    listener->events = g_string_new(NULL);
    listener->next_path = NULL;
    g_signal_connect(listener->player, "started", G_CALLBACK(on_started), listener);
    g_signal_connect(listener->player, "taken", G_CALLBACK(on_taken), listener);
    g_signal_connect(listener->player, "returned", G_CALLBACK(on_returned), listener);
    g_signal_connect(listener->player, "failed", G_CALLBACK(on_failed), listener);
    g_signal_connect(listener->player, "drained", G_CALLBACK(on_drained), listener);
    g_signal_connect(listener->player, "no-sound", G_CALLBACK(on_no_sound), listener);
    g_signal_connect(listener->player, "unplugged", G_CALLBACK(on_unplugged), listener);
    return *listener;
}

static void
listener_end(Listener *listener)
{
    g_object_unref(listener->player);
    g_string_free(listener->events, TRUE);
}

static gboolean
has_words(gpointer data)
{
    gpointer *pair = data;

    return strstr(((Listener *)pair[0])->events->str, pair[1]) != NULL;
}

/* False when the words have not come after ten seconds. */
static gboolean
run_until_events(Listener *listener, char *words)
{
    gpointer pair[] = {listener, words};

    return run_until(has_words, pair, 10);
}

/* A tone in the test's folder. The caller frees the path. */
static char *
tone(const char *name, double hz, double seconds)
{
    char *path = g_build_filename(check_temp_dir(), name, NULL);

    sound_write_tone(path, hz, seconds);
    return path;
}

static char *
text_file(const char *name, const char *text)
{
    char *path = g_build_filename(check_temp_dir(), name, NULL);

    CHECK(g_file_set_contents(path, text, -1, NULL), "%s", path);
    return path;
}

/* ---- the tests ------------------------------------------------------------------------------ */

/* The same tone in another format, by ffmpeg. The caller frees the path. */
static char *
coded_tone(const char *suffix, double hz, double seconds)
{
    g_autofree char *wav_name = g_strdup_printf("tone %.0f.wav", hz);
    g_autofree char *name = g_strdup_printf("tone %.0f%s", hz, suffix);
    g_autofree char *wav = tone(wav_name, hz, seconds);
    char *path = g_build_filename(check_temp_dir(), name, NULL);

    if (!g_str_equal(suffix, ".wav")) {
        g_autofree char *command = g_strdup_printf("ffmpeg -v error -y -i '%s' '%s'", wav, path);

        DO(command);
    }
    return path;
}

/* Play three tracks of 2 s and hear them. ret_length, ret_gap: seconds. */
static void
hear_three(const char *suffix, double *ret_length, double *ret_gap)
{
    g_autofree char *one = coded_tone(suffix, 441, 2.0), *two = coded_tone(suffix, 882, 2.0);
    SoundRecorder recorder;
    Listener listener;

    listener_new(&listener);
    REQUIRE(sound_record(&recorder), "parec");
    run_for(300);
    REQUIRE(lilt_player_open(listener.player, TRACK(one, 1), 0, TRUE, NULL), "open");
    lilt_player_set_next(listener.player, TRACK(two, 2), NULL);
    listener.next_path = one;
    listener.next_ticket = 3;
    CHECK(run_until_events(&listener, "drained"), "%s", listener.events->str);
    sound_stop(&recorder);
    CHECK_TEXT("started 1 taken 2 started 2 taken 3 started 3 drained ", listener.events->str);
    CHECK(!lilt_player_get_playing(listener.player), "still playing");
    *ret_length = sound_length(&recorder);
    *ret_gap = sound_longest_gap(&recorder);
    sound_free(&recorder);
    listener_end(&listener);
}

/* On a busy machine the sound server may stumble within any recording; a player that leaves a gap
 * between tracks leaves one in each. */
TEST(tracks_follow_each_other_without_a_gap)
{
    static const char *const suffixes[] = {".wav", ".flac", ".ogg"};

    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        double length = 0, gap = 1;

        for (int j = 0; j < 4 && !(gap >= 0 && gap < 0.001 && fabs(length - 6.0) < 0.05); j++)
            hear_three(suffixes[i], &length, &gap);
        printf("%s: %.3f s, longest silence %.2f ms\n", suffixes[i], length, gap * 1e3);
        CHECK_NEAR(6.0, length, 0.05, "%s: %.3f s", suffixes[i], length);
        CHECK(gap >= 0 && gap < 0.001, "%s: gap %.4f s", suffixes[i], gap);
    }
}

TEST(next_track_may_change_until_it_is_taken)
{
    g_autofree char *one = tone("one.wav", 441, 3.0), *two = tone("two.wav", 882, 0.5);
    Listener listener;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(one, 1), 0, TRUE, NULL);
    lilt_player_set_next(listener.player, TRACK(two, 2), NULL);
    lilt_player_set_next(listener.player, TRACK(two, 22), NULL);
    CHECK(run_until_events(&listener, "drained"), "%s", listener.events->str);
    CHECK_TEXT("started 1 taken 22 started 22 drained ", listener.events->str);
    listener_end(&listener);
}

typedef struct {
    const char *path;
    guint64 last; /* ticket decided last */
} Row;

static void
decide_another(LiltPlayer *player, guint64 ticket, gpointer data)
{
    Row *row = data;

    (void)ticket;
    if (row->last < 12)
        lilt_player_set_next(player, TRACK(row->path, ++row->last), NULL);
}

TEST(a_row_of_very_short_tracks_keeps_its_order)
{
    g_autofree char *path = tone("short.wav", 441, 0.5);
    g_autoptr(GString) want = g_string_new(NULL);
    g_autoptr(GString) have = g_string_new(NULL);
    Row row = {path, 2};
    Listener listener;

    listener_new(&listener);
    g_signal_connect(listener.player, "taken", G_CALLBACK(decide_another), &row);
    lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
    lilt_player_set_next(listener.player, TRACK(path, 2), NULL);
    CHECK(run_until_events(&listener, "drained"), "%s", listener.events->str);
    g_auto(GStrv) words = g_strsplit(listener.events->str, " ", -1);

    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal(words[i], "started"))
            g_string_append_printf(have, "%s ", words[i + 1]);
    for (int i = 1; i <= 12; i++)
        g_string_append_printf(want, "%d ", i);
    CHECK_TEXT(want->str, have->str);
    listener_end(&listener);
}

TEST(place_and_length_are_the_new_tracks_at_once)
{
    g_autofree char *one = tone("one.wav", 441, 3.0), *two = tone("two.wav", 882, 7.0);
    Listener listener;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(one, 1), 0, TRUE, NULL);
    lilt_player_set_next(listener.player, TRACK(two, 2), NULL);
    CHECK(run_until_events(&listener, "started 2 "), "%s", listener.events->str);
    CHECK(lilt_player_get_position_us(listener.player) < G_USEC_PER_SEC, "at %.2f s",
          (double)lilt_player_get_position_us(listener.player) / 1e6);
    CHECK_NEAR(7e6, lilt_player_get_duration_us(listener.player), 1e4, "length %.2f s",
               (double)lilt_player_get_duration_us(listener.player) / 1e6);
    run_for(2000);
    CHECK_NEAR(1.6e6, lilt_player_get_position_us(listener.player), 0.6e6, "at %.2f s",
               (double)lilt_player_get_position_us(listener.player) / 1e6);
    listener_end(&listener);
}

TEST(broken_files_are_told_and_cost_nothing_else)
{
    g_autofree char *one = tone("one.wav", 441, 2.0);
    g_autofree char *text = text_file("text.ogg", "this is no music, but words\n");
    g_autofree char *absent = g_build_filename(check_temp_dir(), "absent.ogg", NULL);
    Listener listener;
    SoundRecorder recorder;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(text, 1), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "failed 1 "), "%s", listener.events->str);
    lilt_player_open(listener.player, TRACK(absent, 2), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "failed 2 "), "%s", listener.events->str);
    CHECK(!lilt_player_get_playing(listener.player), "still playing");
    REQUIRE(sound_record(&recorder), "parec");
    run_for(300);
    lilt_player_open(listener.player, TRACK(one, 3), 0, TRUE, NULL);
    lilt_player_set_next(listener.player, TRACK(text, 4), NULL);
    CHECK(run_until_events(&listener, "drained"), "%s", listener.events->str);
    sound_stop(&recorder);
    CHECK_TEXT("failed 1 failed 2 started 3 taken 4 failed 4 drained ", listener.events->str);
    CHECK_NEAR(2.0, sound_length(&recorder), 0.2, "the good one: %.3f s", sound_length(&recorder));
    sound_free(&recorder);
    listener_end(&listener);
}

TEST(seeks_and_begins_where_it_is_told)
{
    g_autofree char *path = tone("long.wav", 441, 20.0);
    Listener listener;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(path, 1), 12 * G_USEC_PER_SEC, FALSE, NULL);
    CHECK(lilt_player_get_position_us(listener.player) == 12 * G_USEC_PER_SEC, "cued");
    CHECK(!lilt_player_get_playing(listener.player), "cued, not playing");
    lilt_player_play(listener.player);
    CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
    run_for(700);
    CHECK_NEAR(12.4e6, lilt_player_get_position_us(listener.player), 0.4e6, "at %.2f s",
               (double)lilt_player_get_position_us(listener.player) / 1e6);
    CHECK_NEAR(20e6, lilt_player_get_duration_us(listener.player), 0.01e6, "duration");
    lilt_player_seek(listener.player, 5 * G_USEC_PER_SEC);
    run_for(500);
    CHECK_NEAR(5.3e6, lilt_player_get_position_us(listener.player), 0.3e6, "at %.2f s",
               (double)lilt_player_get_position_us(listener.player) / 1e6);
    lilt_player_pause(listener.player);
    run_for(200);
    const gint64 paused = lilt_player_get_position_us(listener.player);

    run_for(300);
    CHECK(lilt_player_get_position_us(listener.player) == paused, "moves while paused");
    CHECK_TEXT("started 1 ", listener.events->str);
    listener_end(&listener);
}

TEST(a_seek_after_the_next_one_was_taken_stays_in_this_track)
{
    g_autofree char *one = tone("one.wav", 441, 6.0), *two = tone("two.wav", 882, 0.5);
    Listener listener;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(one, 1), 3 * G_USEC_PER_SEC, TRUE, NULL);
    lilt_player_set_next(listener.player, TRACK(two, 2), NULL);
    CHECK(run_until_events(&listener, "taken 2 "), "%s", listener.events->str);
    lilt_player_seek(listener.player, G_USEC_PER_SEC);
    run_for(700);
    CHECK_NEAR(1.4e6, lilt_player_get_position_us(listener.player), 0.4e6, "at %.2f s",
               (double)lilt_player_get_position_us(listener.player) / 1e6);
    CHECK_TEXT("started 1 taken 2 returned ", listener.events->str);
    lilt_player_set_next(listener.player, TRACK(two, 3), NULL);
    CHECK(run_until_events(&listener, "drained"), "%s", listener.events->str);
    CHECK_TEXT("started 1 taken 2 returned taken 3 started 3 drained ", listener.events->str);
    listener_end(&listener);
}

/* The sink closes while streaming threads still ask it: libpulse once aborted the program. */
TEST(opening_and_seeking_in_haste_does_no_harm)
{
    g_autofree char *one = tone("hasty.wav", 441, 0.4), *two = tone("hastier.wav", 882, 0.3);
    LiltRng rng = lilt_rng_new(check_seed(), 0);
    Listener listener;

    listener_new(&listener);
    for (guint64 ticket = 1; ticket < 120; ticket += 2) {
        lilt_player_open(listener.player, TRACK(one, ticket), 0, TRUE, NULL);
        lilt_player_set_next(listener.player, TRACK(two, ticket + 1), NULL);
        run_for(lilt_rng_below(&rng, 150));
        lilt_player_seek(listener.player, 0);
        run_for(lilt_rng_below(&rng, 50));
        lilt_player_retract_next(listener.player);
    }
    CHECK(strstr(listener.events->str, "failed") == NULL, "%s", listener.events->str);
    lilt_player_open(listener.player, TRACK(one, 1000), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "started 1000 "), "%s", listener.events->str);
    listener_end(&listener);
}

TEST(volume_is_the_cube_root_of_amplitude)
{
    g_autofree char *path = tone("long.wav", 441, 20.0);
    static const double volumes[] = {1.0, 0.5};
    double peaks[2];

    for (int i = 0; i < 2; i++) {
        SoundRecorder recorder;
        Listener listener;

        listener_new(&listener);
        lilt_player_set_volume(listener.player, volumes[i]);
        lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
        CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
        run_for(300);
        REQUIRE(sound_record(&recorder), "parec");
        run_for(1500);
        sound_stop(&recorder);
        peaks[i] = sound_peak(&recorder);
        sound_free(&recorder);
        listener_end(&listener);
    }
    CHECK_NEAR(0.5, peaks[0], 0.02, "full: %.3f", peaks[0]);
    CHECK_NEAR(0.125, peaks[1] / peaks[0], 0.01, "half: %.3f of it", peaks[1] / peaks[0]);
}

TEST(only_files_of_this_machine)
{
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    g_autoptr(GError) error = NULL;
    Listener listener;

    listener_new(&listener);
    CHECK(!lilt_player_open(listener.player, TRACK("http://127.0.0.1/x.ogg", 1), 0, TRUE, &error),
          "an address");
    CHECK(error != NULL, "without a word");
    CHECK(!lilt_player_set_next(listener.player, TRACK("x.ogg", 1), NULL), "a relative path");
    REQUIRE(bind(server, (struct sockaddr *)&address, length) == 0 && listen(server, 4) == 0,
            "a server");
    getsockname(server, (struct sockaddr *)&address, &length);
    g_autofree char *stream = g_strdup_printf(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXT-X-VERSION:3\n#EXTINF:9,\n"
        "http://127.0.0.1:%d/1.ts\n#EXT-X-ENDLIST\n",
        ntohs(address.sin_port));
    g_autofree char *path = text_file("stream.ogg", stream);

    lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "failed 1 "), "%s", listener.events->str);
    CHECK(accept(server, NULL, NULL) < 0, "the network was asked");
    close(server);
    listener_end(&listener);
}

/* ---- gains ---------------------------------------------------------------------------------- */

/* How loud what plays now is, 0..1. */
static double
hear_peak(void)
{
    SoundRecorder recorder;

    CHECK(sound_record(&recorder), "parec");
    run_for(1500);
    sound_stop(&recorder);
    const double peak = sound_peak(&recorder);

    sound_free(&recorder);
    return peak;
}

static void
check_peak(double want, double tolerance, const char *when)
{
    const double peak = hear_peak();

    CHECK_NEAR(want, peak, tolerance, "%s: %.3f", when, peak);
}

/* A tone with tags, by ffmpeg. The caller frees the path. */
static char *
tagged_tone(const char *name, double seconds, const char *tags)
{
    g_autofree char *wav = tone("untagged.wav", 441, seconds);
    char *path = g_build_filename(check_temp_dir(), name, NULL);
    g_autofree char *command = g_strdup_printf("ffmpeg -v error -y -i '%s' %s '%s'", wav, tags,
                                               path);

    DO(command);
    return path;
}

/* The tones peak at 0.5 of full scale. */
TEST(muted_nothing_is_heard_and_the_volume_stays)
{
    g_autofree char *path = tone("long.wav", 441, 20.0);
    Listener listener;

    listener_new(&listener);
    lilt_player_set_muted(listener.player, TRUE);
    lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
    run_for(500);
    check_peak(0.0, 0.001, "muted");
    lilt_player_set_muted(listener.player, FALSE);
    run_for(1000);
    check_peak(0.5, 0.02, "heard again");
    CHECK_NEAR(1.0, lilt_player_get_volume(listener.player), 1e-9, "the volume");
    listener_end(&listener);
}

TEST(tags_and_measured_loudness_level_the_tracks)
{
    g_autofree char *tagged = tagged_tone("tagged.flac", 10.0,
                                          "-metadata REPLAYGAIN_TRACK_GAIN='-6.02 dB'"
                                          " -metadata REPLAYGAIN_ALBUM_GAIN='-12.04 dB'");
    g_autofree char *plain = tone("plain.wav", 441, 20.0);
    const LiltPlayerTrack next = {.path = plain, .ticket = 2, .loudness_lufs = -5.96};
    Listener listener;

    listener_new(&listener);
    lilt_player_set_replay_gain(listener.player, LILT_REPLAY_GAIN_TRACK);
    lilt_player_open(listener.player, TRACK(tagged, 1), 0, TRUE, NULL);
    lilt_player_set_next(listener.player, &next, NULL);
    CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
    run_for(500);
    check_peak(0.25, 0.01, "by its tag");
    lilt_player_set_replay_gain(listener.player, LILT_REPLAY_GAIN_ALBUM);
    run_for(2500); /* what the device's buffer holds is heard first */
    check_peak(0.125, 0.01, "by its album's tag");
    CHECK(run_until_events(&listener, "started 2 "), "%s", listener.events->str);
    run_for(1000);
    check_peak(0.125, 0.01, "12.04 dB too loud, as measured");
    lilt_player_set_replay_gain(listener.player, LILT_REPLAY_GAIN_OFF);
    run_for(2500);
    check_peak(0.5, 0.01, "off");
    listener_end(&listener);
}

TEST(no_gain_makes_a_track_clip)
{
    static const char *const tags[] = {
        "-metadata REPLAYGAIN_TRACK_GAIN='+12 dB' -metadata REPLAYGAIN_TRACK_PEAK=0.5",
        "-metadata REPLAYGAIN_TRACK_GAIN='+12 dB'"};

    for (int i = 0; i < 2; i++) {
        g_autofree char *path = tagged_tone("quiet.flac", 20.0, tags[i]);
        Listener listener;

        listener_new(&listener);
        lilt_player_set_replay_gain(listener.player, LILT_REPLAY_GAIN_TRACK);
        lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
        CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
        run_for(500);
        const double peak = hear_peak();

        CHECK(peak > 0.9 && peak <= 1.0, "%s: %.3f", tags[i], peak);
        listener_end(&listener);
    }
}

/* ---- outputs -------------------------------------------------------------------------------- */

static gboolean
knows_headphones(gpointer data)
{
    g_autoptr(GPtrArray) outputs = lilt_player_dup_outputs(((Listener *)data)->player);

    for (guint i = 0; i < outputs->len; i++)
        if (g_str_equal(((LiltOutput *)outputs->pdata[i])->name, "headphones"))
            return TRUE;
    return FALSE;
}

TEST(outputs_can_be_chosen_and_a_pulled_plug_is_told)
{
    g_autofree char *path = tone("long.wav", 441, 30.0);
    Listener listener;

    listener_new(&listener);
    g_autofree char *module = ask("pactl load-module module-null-sink sink_name=headphones");
    CHECK(run_until(knows_headphones, &listener, 10), "the output is not known");
    lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
    run_for(500);
    check_peak(0.5, 0.02, "on the first output");
    lilt_player_set_output(listener.player, "headphones");
    run_for(1000);
    check_peak(0.0, 0.01, "still on the first output");
    CHECK(lilt_player_get_position_us(listener.player) > G_USEC_PER_SEC, "began anew");
    CHECK_TEXT("started 1 ", listener.events->str);
    g_autofree char *unload = g_strdup_printf("pactl unload-module %s", module);

    DO(unload);
    CHECK(run_until_events(&listener, "unplugged"), "%s", listener.events->str);
    lilt_player_close(listener.player);
    lilt_player_open(listener.player, TRACK(path, 2), 0, TRUE, NULL);
    CHECK(run_until_events(&listener, "started 2 "), "an absent output: %s", listener.events->str);
    run_for(500);
    check_peak(0.5, 0.02, "on the first output again");
    listener_end(&listener);
}

/* The last two: they take the sound server away. */
TEST(music_waits_when_the_device_is_lost)
{
    g_autofree char *path = tone("long.wav", 441, 20.0);
    Listener listener;

    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(path, 1), 4 * G_USEC_PER_SEC, TRUE, NULL);
    CHECK(run_until_events(&listener, "started 1 "), "%s", listener.events->str);
    run_for(500);
    REQUIRE(system("pactl exit") == 0, "pactl");
    CHECK(run_until_events(&listener, "no-sound"), "%s", listener.events->str);
    CHECK(!lilt_player_get_playing(listener.player), "still playing");
    CHECK_NEAR(4.5e6, lilt_player_get_position_us(listener.player), 0.5e6, "at %.2f s",
               (double)lilt_player_get_position_us(listener.player) / 1e6);
    listener_end(&listener);
}

TEST(no_device_is_told)
{
    g_autofree char *path = tone("long.wav", 441, 20.0);
    Listener listener;

    g_setenv("PULSE_SERVER", "unix:/nonexistent/socket", TRUE);
    listener_new(&listener);
    lilt_player_open(listener.player, TRACK(path, 1), 0, TRUE, NULL);
    CHECK_TEXT("no-sound ", listener.events->str);
    CHECK(!lilt_player_get_playing(listener.player), "playing into nothing");
    listener_end(&listener);
}

TEST_MAIN()
