/* Between the session and MPRIS: what changes here is told there, what is wished there is done
 * here. */
#include "session_private.h"

#include "lilt/desktop.h"

struct LiltRemote {
    LiltSession *session; /* outlives the remote */
    LiltMpris *mpris;
};

/* ---- telling -------------------------------------------------------------------------------- */

static void
tell_track(LiltRemote *self)
{
    LiltSong *song = lilt_session_get_song(self->session);

    if (song == NULL) {
        lilt_mpris_set_track(self->mpris, NULL);
        return;
    }
    lilt_mpris_set_track(self->mpris,
                         &(LiltMprisTrack){
                             .ticket = lilt_queue_item_get_ticket(self->session->current),
                             .title = lilt_song_get_title(song),
                             .artist = lilt_song_get_artist(song),
                             .album = lilt_song_get_album(song),
                             .album_artist = lilt_song_get_album_artist(song),
                             .genre = lilt_song_get_genre(song),
                             .disc = lilt_song_get_disc(song),
                             .track = lilt_song_get_track(song),
                             .path = lilt_song_get_path(song),
                             .cover_path = lilt_session_get_cover(self->session),
                             .duration_us = lilt_session_get_duration_us(self->session),
                         });
}

static void
tell_status(LiltRemote *self)
{
    lilt_mpris_set_status(self->mpris, lilt_session_get_playing(self->session) ? LILT_MPRIS_PLAYING
                                       : lilt_session_get_song(self->session) != NULL
                                           ? LILT_MPRIS_PAUSED
                                           : LILT_MPRIS_STOPPED);
}

static void
on_notify(LiltSession *session, GParamSpec *pspec, gpointer data)
{
    LiltRemote *self = data;

    (void)pspec;
    tell_track(self);
    tell_status(self);
    lilt_mpris_set_volume(self->mpris, lilt_player_get_volume(session->player));
}

static const struct {
    const char *repeat;
    LiltMprisLoop loop;
} loops[] = {
    {"none", LILT_MPRIS_LOOP_NONE},
    {"one", LILT_MPRIS_LOOP_TRACK},
    {"all", LILT_MPRIS_LOOP_PLAYLIST},
};

static void
on_state(GActionGroup *actions, const char *name, GVariant *state, gpointer data)
{
    LiltRemote *self = data;
    g_autoptr(GVariant) repeat = g_action_group_get_action_state(actions, "repeat");
    g_autoptr(GVariant) shuffle = g_action_group_get_action_state(actions, "shuffle");

    (void)name, (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(loops); i++)
        if (g_str_equal(loops[i].repeat, g_variant_get_string(repeat, NULL)))
            lilt_mpris_set_order(self->mpris, loops[i].loop, g_variant_get_boolean(shuffle));
}

/* Enabled actions are what can be done. */
static void
on_enabled(GActionGroup *actions, const char *name, gboolean enabled, gpointer data)
{
    LiltRemote *self = data;

    (void)name, (void)enabled;
    lilt_mpris_set_can(self->mpris, g_action_group_get_action_enabled(actions, "play-pause"),
                       g_action_group_get_action_enabled(actions, "next"),
                       g_action_group_get_action_enabled(actions, "previous"));
}

void
lilt_remote_seeked(LiltRemote *self, gint64 position_us)
{
    if (self != NULL)
        lilt_mpris_seeked(self->mpris, position_us);
}

static gint64
position_us(gpointer data)
{
    return lilt_session_get_position_us(data);
}

/* ---- doing ---------------------------------------------------------------------------------- */

static void
on_stop(LiltMpris *mpris, gpointer data)
{
    (void)mpris;
    lilt_session_pause(data);
    lilt_session_seek(data, 0);
}

static void
on_seek(LiltMpris *mpris, gint64 position, gpointer data)
{
    (void)mpris;
    lilt_session_seek(data, position);
}

static void
on_volume(LiltMpris *mpris, double volume, gpointer data)
{
    (void)mpris;
    g_action_group_activate_action(lilt_session_get_actions(data), "volume",
                                   g_variant_new_double(volume));
}

static void
on_loop(LiltMpris *mpris, int loop, gpointer data)
{
    (void)mpris;
    for (gsize i = 0; i < G_N_ELEMENTS(loops); i++)
        if ((int)loops[i].loop == loop)
            g_action_group_change_action_state(lilt_session_get_actions(data), "repeat",
                                               g_variant_new_string(loops[i].repeat));
}

static void
on_shuffle(LiltMpris *mpris, gboolean shuffle, gpointer data)
{
    (void)mpris;
    g_action_group_change_action_state(lilt_session_get_actions(data), "shuffle",
                                       g_variant_new_boolean(shuffle));
}

static void
on_open(LiltMpris *mpris, const char *path, gpointer data)
{
    (void)mpris;
    lilt_session_play_files(data, (const char *const[]){path, NULL});
}

/* The program's own affairs; a session in a test has no application. */
static void
on_raise(LiltMpris *mpris, gpointer data)
{
    (void)mpris, (void)data;
    if (g_application_get_default() != NULL)
        g_application_activate(g_application_get_default());
}

static void
on_quit(LiltMpris *mpris, gpointer data)
{
    (void)mpris, (void)data;
    if (g_application_get_default() != NULL)
        g_application_quit(g_application_get_default());
}

/* ---- beginning and end ---------------------------------------------------------------------- */

LiltRemote *
lilt_remote_new(LiltSession *session)
{
    LiltRemote *self = g_new0(LiltRemote, 1);
    LiltMpris *mpris = lilt_mpris_new(position_us, session);

    *self = (LiltRemote){session, mpris};
    g_signal_connect_swapped(mpris, "play", G_CALLBACK(lilt_session_play), session);
    g_signal_connect_swapped(mpris, "pause", G_CALLBACK(lilt_session_pause), session);
    g_signal_connect_swapped(mpris, "play-pause", G_CALLBACK(lilt_session_play_pause), session);
    g_signal_connect_swapped(mpris, "next", G_CALLBACK(lilt_session_next), session);
    g_signal_connect_swapped(mpris, "previous", G_CALLBACK(lilt_session_previous), session);
    g_signal_connect(mpris, "stop", G_CALLBACK(on_stop), session);
    g_signal_connect(mpris, "seek", G_CALLBACK(on_seek), session);
    g_signal_connect(mpris, "volume", G_CALLBACK(on_volume), session);
    g_signal_connect(mpris, "open", G_CALLBACK(on_open), session);
    g_signal_connect(mpris, "loop", G_CALLBACK(on_loop), session);
    g_signal_connect(mpris, "shuffle", G_CALLBACK(on_shuffle), session);
    g_signal_connect(mpris, "raise", G_CALLBACK(on_raise), session);
    g_signal_connect(mpris, "quit", G_CALLBACK(on_quit), session);
    lilt_mpris_set_can_raise_and_quit(mpris, g_application_get_default() != NULL);
    g_signal_connect(session, "notify", G_CALLBACK(on_notify), self);
    g_signal_connect(lilt_session_get_actions(session), "action-enabled-changed",
                     G_CALLBACK(on_enabled), self);
    g_signal_connect(lilt_session_get_actions(session), "action-state-changed",
                     G_CALLBACK(on_state), self);
    on_notify(session, NULL, self);
    on_state(lilt_session_get_actions(session), NULL, NULL, self);
    on_enabled(lilt_session_get_actions(session), NULL, TRUE, self);
    return self;
}

void
lilt_remote_free(LiltRemote *self)
{
    if (self == NULL)
        return;
    g_signal_handlers_disconnect_by_data(self->session, self);
    g_signal_handlers_disconnect_by_data(lilt_session_get_actions(self->session), self);
    lilt_mpris_close(self->mpris);
    g_object_unref(self->mpris);
    g_free(self);
}
