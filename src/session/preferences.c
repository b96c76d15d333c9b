/* What Preferences asks for: settings as actions, the choice of a camera, and forgetting. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

enum { MAX_CAMERAS = 8 };

/* ---- cameras -------------------------------------------------------------------------------- */

static void
choice_free(gpointer data)
{
    LiltCameraChoice *choice = data;

    g_free(choice->id);
    g_free(choice->name);
    g_free(choice->more);
    g_free(choice);
}

static gboolean
has_namesake(const LiltCameraInfo *infos, size_t n, size_t at)
{
    for (size_t i = 0; i < n; i++)
        if (i != at && strcmp(infos[i].name, infos[at].name) == 0)
            return TRUE;
    return FALSE;
}

GPtrArray *
lilt_session_dup_cameras(LiltSession *self)
{
    LiltCameraInfo infos[MAX_CAMERAS];
    GPtrArray *choices = g_ptr_array_new_with_free_func(choice_free);

    g_return_val_if_fail(LILT_IS_SESSION(self), choices);
    const size_t n = lilt_camera_list(infos, MAX_CAMERAS);

    for (size_t i = 0; i < n; i++) {
        LiltCameraChoice *choice = g_new(LiltCameraChoice, 1);

        choice->id = g_utf8_make_valid(infos[i].id, -1);
        choice->name = g_utf8_make_valid(infos[i].name, -1);
        choice->more = has_namesake(infos, n, i) ? g_strdup(choice->id) : NULL;
        g_ptr_array_add(choices, choice);
    }
    return choices;
}

/* A camera is remembered by its id, since /dev/videoN is another one after every start; earlier
 * versions kept its name, which the id takes the place of once the camera is there. One that is
 * not there leaves the choice to Lilt. */
char *
lilt_session_dup_source(LiltSession *self)
{
    LiltCameraInfo infos[MAX_CAMERAS];
    g_autofree char *chosen = g_settings_get_string(self->settings, "camera");
    const size_t n = lilt_camera_list(infos, MAX_CAMERAS);
    const LiltCameraInfo *found = lilt_camera_find(infos, n, chosen);

    if (found == NULL)
        return g_strdup("auto");
    if (strcmp(found->id, chosen) != 0)
        g_settings_set_string(self->settings, "camera", found->id);
    return g_strconcat("camera:", found->id, NULL);
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
