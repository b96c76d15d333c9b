/* Every command as a GAction: for the window's buttons and keys, for menus, and over D-Bus. Those
 * about moods, the queue and single songs lie in moods.c, arranging.c and judging.c. */
#include "session_private.h"

/* ---- music ---------------------------------------------------------------------------------- */

static void
play_pause(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action, (void)parameter;
    lilt_session_play_pause(data);
}

static void
next(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action, (void)parameter;
    lilt_session_next(data);
}

static void
previous(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action, (void)parameter;
    lilt_session_previous(data);
}

static void
seek(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action;
    lilt_session_seek(data, g_variant_get_int64(parameter));
}

static void
change_volume(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    const double volume = CLAMP(g_variant_get_double(value), 0.0, 1.0);

    g_simple_action_set_state(action, g_variant_new_double(volume));
    g_settings_set_double(self->settings, "volume", volume);
    lilt_player_set_volume(self->player, volume);
    lilt_session_notify(self, LILT_PROP_VOLUME);
}

static void
change_mute(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    const gboolean muted = g_variant_get_boolean(value);

    g_simple_action_set_state(action, value);
    g_settings_set_boolean(self->settings, "muted", muted);
    lilt_player_set_muted(self->player, muted);
    lilt_session_notify(self, LILT_PROP_MUTED);
}

static void
change_love(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    LiltSong *song = lilt_session_get_song(self);

    if (song == NULL)
        return;
    lilt_library_set_love(self->library, lilt_song_get_id(song), g_variant_get_boolean(value));
    g_simple_action_set_state(action, value);
}

/* ---- mood and camera ------------------------------------------------------------------------ */

static void
glance(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    if (self->watching != NULL)
        lilt_watching_glance(self->watching);
}

static void
change_camera_off(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;

    g_simple_action_set_state(action, value);
    g_settings_set_boolean(self->settings, "camera-off", g_variant_get_boolean(value));
    lilt_session_update_camera_off(self);
}

void
lilt_session_set_in_sight(LiltSession *self, gboolean in_sight)
{
    g_return_if_fail(LILT_IS_SESSION(self));
    if (self->out_of_sight == !in_sight)
        return;
    self->out_of_sight = !in_sight;
    lilt_session_update_camera_off(self);
}

static void
change_camera_allow(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;
    const LiltConsent consent = g_variant_get_boolean(value) ? LILT_CONSENT_YES : LILT_CONSENT_NO;

    g_simple_action_set_state(action, value);
    g_settings_set_enum(self->settings, "camera-consent", (int)consent);
    if (self->watching != NULL)
        lilt_watching_set_consent(self->watching, consent);
}

static void
change_show_camera(GSimpleAction *action, GVariant *value, gpointer data)
{
    LiltSession *self = data;

    g_simple_action_set_state(action, value);
    if (self->watching != NULL)
        lilt_watching_set_shown(self->watching, g_variant_get_boolean(value));
}

/* ---- Next Up and the library ---------------------------------------------------------------- */

static void
play_playlist(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const LiltEmotion emotion = lilt_emotion_from_label(g_variant_get_string(parameter, NULL));

    (void)action;
    if (emotion != LILT_EMOTION_UNKNOWN)
        lilt_session_play_list(data, emotion);
}

static void
play_song(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(LiltSong) song = lilt_library_dup_song(self->library, g_variant_get_int64(parameter));

    (void)action;
    if (song != NULL && lilt_session_can_be_played(self, song))
        lilt_session_play_song(self, song);
}

/* Put a song into your part of Next Up. */
static void
queue_song(LiltSession *self, GVariant *id, gboolean first)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song(self->library, g_variant_get_int64(id));

    if (song == NULL || !lilt_session_can_be_played(self, song))
        return;
    g_autoptr(LiltQueueItem) item = lilt_queue_item_new(song, TRUE, NULL);

    if (first)
        lilt_queue_prepend(self->queue, item);
    else
        lilt_queue_append(self->queue, item);
}

static void
play_next(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action;
    queue_song(data, parameter, TRUE);
}

static void
enqueue(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action;
    queue_song(data, parameter, FALSE);
}

static void
add_folder(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action;
    lilt_session_add_folder(data, g_variant_get_string(parameter, NULL));
}

static void
undo(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action, (void)parameter;
    lilt_session_undo(data);
}

static void
rescan(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action, (void)parameter;
    lilt_session_rescan(data);
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Name, activate, parameter, state, change. An action with a state and no activate of its own takes
 * its parameter as the new state, or toggles. */
static const GActionEntry entries[] = {
    {"play-pause", play_pause, NULL, NULL, NULL, {0}},
    {"next", next, NULL, NULL, NULL, {0}},
    {"previous", previous, NULL, NULL, NULL, {0}},
    {"seek", seek, "x", NULL, NULL, {0}},
    {"volume", NULL, "d", "1.0", change_volume, {0}},
    {"mute", NULL, NULL, "false", change_mute, {0}},
    {"love", NULL, NULL, "false", change_love, {0}},
    {"glance", glance, NULL, NULL, NULL, {0}},
    {"camera-off", NULL, NULL, "false", change_camera_off, {0}},
    {"camera-allow", NULL, NULL, "false", change_camera_allow, {0}},
    {"show-camera", NULL, NULL, "false", change_show_camera, {0}},
    {"play-playlist", play_playlist, "s", NULL, NULL, {0}},
    {"play-song", play_song, "x", NULL, NULL, {0}},
    {"play-next", play_next, "x", NULL, NULL, {0}},
    {"enqueue", enqueue, "x", NULL, NULL, {0}},
    {"add-folder", add_folder, "s", NULL, NULL, {0}},
    {"rescan", rescan, NULL, NULL, NULL, {0}},
    {"undo", undo, NULL, NULL, NULL, {0}},
};

GSimpleAction *
lilt_session_action(LiltSession *self, const char *name)
{
    return G_SIMPLE_ACTION(g_action_map_lookup_action(G_ACTION_MAP(self->actions), name));
}

void
lilt_session_add_settings(LiltSession *self, const char *const *names, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GAction) action = g_settings_create_action(self->settings, names[i]);

        g_action_map_add_action(G_ACTION_MAP(self->actions), action);
    }
}

static void
set_state(LiltSession *self, const char *name, GVariant *state)
{
    g_simple_action_set_state(lilt_session_action(self, name), state);
}

static void
set_enabled(LiltSession *self, const char *name, gboolean enabled)
{
    g_simple_action_set_enabled(lilt_session_action(self, name), enabled);
}

/* Enabled is what would do something now. */
void
lilt_session_update_actions(LiltSession *self)
{
    LiltSong *song = lilt_session_get_song(self);
    const gboolean can_play = lilt_session_can_play(self);
    const LiltCameraState camera = self->view.camera;

    set_enabled(self, "play-pause", can_play);
    set_enabled(self, "next", can_play);
    set_enabled(self, "previous", song != NULL || self->past->len > 0);
    set_enabled(self, "seek", song != NULL);
    set_enabled(self, "love", song != NULL);
    set_enabled(self, "clear-queue", lilt_queue_get(self->queue, 0) != NULL);
    set_enabled(self, "undo", !g_queue_is_empty(&self->undos));
    set_enabled(self, "glance",
                camera != LILT_CAMERA_OFF && camera != LILT_CAMERA_NOT_ALLOWED &&
                    camera != LILT_CAMERA_NOT_ASKED && camera != LILT_CAMERA_NO_MODEL);
    set_state(
        self, "love",
        g_variant_new_boolean(song != NULL &&
                              lilt_library_get_love(self->library, lilt_song_get_id(song)) > 0));
}

void
lilt_session_add_actions(LiltSession *self)
{
    GSettings *settings = self->settings;

    self->actions = g_simple_action_group_new();
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    lilt_session_add_mood_actions(self);
    lilt_session_add_queue_actions(self);
    lilt_session_add_judging_actions(self);
    lilt_session_add_history_actions(self);
    lilt_session_add_pinning(self);
    set_state(self, "volume", g_variant_new_double(g_settings_get_double(settings, "volume")));
    set_state(self, "mute", g_variant_new_boolean(g_settings_get_boolean(settings, "muted")));
    set_state(self, "camera-off",
              g_variant_new_boolean(g_settings_get_boolean(settings, "camera-off")));
    set_state(
        self, "camera-allow",
        g_variant_new_boolean(g_settings_get_enum(settings, "camera-consent") == LILT_CONSENT_YES));
}
