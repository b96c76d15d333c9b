/* What Preferences asks for: settings as actions, the choice of a camera, and forgetting. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

enum { MAX_CAMERAS = 8 };

/* ---- cameras -------------------------------------------------------------------------------- */

char **
lilt_session_dup_cameras(LiltSession *self)
{
    LiltCameraInfo infos[MAX_CAMERAS];
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();

    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    const size_t n = lilt_camera_list(infos, MAX_CAMERAS);

    for (size_t i = 0; i < n; i++)
        g_strv_builder_add(names, infos[i].name);
    return g_strv_builder_end(names);
}

/* Cameras are remembered by name, since /dev/videoN is another one after every start. One that is
 * not there leaves the choice to Lilt. */
char *
lilt_session_dup_source(LiltSession *self)
{
    LiltCameraInfo infos[MAX_CAMERAS];
    g_autofree char *name = g_settings_get_string(self->settings, "camera");
    const size_t n = lilt_camera_list(infos, MAX_CAMERAS);

    for (size_t i = 0; i < n; i++)
        if (g_str_equal(infos[i].name, name))
            return g_strdup(infos[i].path);
    return g_strdup("auto");
}

static void
on_camera_chosen(LiltSession *self)
{
    g_autofree char *source = lilt_session_dup_source(self);

    if (self->watching != NULL)
        lilt_watching_set_source(self->watching, source);
}

static void
on_rhythm_chosen(LiltSession *self)
{
    const int rhythm = g_settings_get_enum(self->settings, "camera-rhythm");

    if (self->watching != NULL)
        lilt_watching_set_rhythm(self->watching, (LiltRhythmKind)rhythm);
}

/* ---- commands ------------------------------------------------------------------------------- */

static void
remove_folder(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    (void)action;
    lilt_session_remove_folder(data, g_variant_get_string(parameter, NULL));
}

static void
ask_lift_again(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    g_settings_reset(self->settings, "lift-asked");
}

/* What was played and loved is gone for good; the playlists are made anew without it. */
static void
erase_listening(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    g_hash_table_remove_all(self->heard_s);
    lilt_library_erase_listening(self->library);
    lilt_session_say(self, _("Plays and favourites erased."));
}

static void
erase_corrections(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    lilt_library_erase_face(self->library);
    self->personal = (LiltPersonal){0};
    lilt_session_apply_numbers(self);
    lilt_session_say(self, _("Corrections erased."));
}

void
lilt_session_add_preferences(LiltSession *self, gboolean camera_is_given)
{
    static const GActionEntry entries[] = {
        {"remove-folder", remove_folder, "s", NULL, NULL, {0}},
        {"ask-lift-again", ask_lift_again, NULL, NULL, NULL, {0}},
        {"erase-listening", erase_listening, NULL, NULL, NULL, {0}},
        {"erase-corrections", erase_corrections, NULL, NULL, NULL, {0}},
    };
    static const char *const settings[] = {"camera", "camera-rhythm", "background", "tell-songs"};
    GActionMap *actions = G_ACTION_MAP(self->actions);
    const gsize n_left = camera_is_given ? 1 : 0; /* no choice of a camera then */

    g_action_map_add_action_entries(actions, entries, G_N_ELEMENTS(entries), self);
    lilt_session_add_settings(self, settings + n_left, G_N_ELEMENTS(settings) - n_left);
    g_settings_bind(self->settings, "lift-asked",
                    g_action_map_lookup_action(actions, "ask-lift-again"), "enabled",
                    G_SETTINGS_BIND_GET);
    if (!camera_is_given)
        g_signal_connect_object(self->settings, "changed::camera", G_CALLBACK(on_camera_chosen),
                                self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->settings, "changed::camera-rhythm", G_CALLBACK(on_rhythm_chosen),
                            self, G_CONNECT_SWAPPED);
}
