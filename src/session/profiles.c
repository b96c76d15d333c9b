/* Who listens. The first profile keeps its data in $XDG_DATA_HOME/lilt and its settings with those
 * of the desktop. Each other has a folder of its own in `profiles` there: a library, a personal.db
 * and a file of settings, so that leaving is deleting a folder. */
#include "profiles.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "session_private.h"

enum { MAX_PROFILES = 64 };

/* ---- where a profile's things lie ------------------------------------------------------------ */

char *
lilt_profile_dup_folder(const char *id)
{
    return *id == '\0' ? g_build_filename(g_get_user_data_dir(), "lilt", NULL)
                       : g_build_filename(g_get_user_data_dir(), "lilt", "profiles", id, NULL);
}

GSettings *
lilt_profile_settings(const char *id)
{
    g_autofree char *folder = lilt_profile_dup_folder(id);
    g_autofree char *file = g_build_filename(folder, "settings", NULL);

    return lilt_settings_in(*id != '\0' ? file : NULL);
}

static gboolean
is_there(const char *id)
{
    g_autofree char *folder = lilt_profile_dup_folder(id);

    return *id == '\0' || (strchr(id, '/') == NULL && g_file_test(folder, G_FILE_TEST_IS_DIR));
}

char *
lilt_profile_dup_current(void)
{
    g_autoptr(GSettings) settings = lilt_profile_settings("");
    char *id = g_settings_get_string(settings, "profile");

    if (!is_there(id)) /* its folder was taken away: the first one goes on */
        *id = '\0';
    return id;
}

char *
lilt_profile_dup_language(void)
{
    if (!lilt_session_check(NULL))
        return g_strdup("");
    g_autofree char *id = lilt_profile_dup_current();
    g_autoptr(GSettings) settings = lilt_profile_settings(id);

    return g_settings_get_string(settings, "language");
}

/* ---- the list -------------------------------------------------------------------------------- */

static void
profile_free(gpointer data)
{
    LiltProfile *profile = data;

    g_free(profile->id);
    g_free(profile->name);
    g_free(profile);
}

char *
lilt_profile_dup_name(const char *id)
{
    g_autoptr(GSettings) settings = lilt_profile_settings(id);
    g_autofree char *name = g_settings_get_string(settings, "profile-name");
    const char *real = g_get_real_name();

    if (*name != '\0')
        return g_steal_pointer(&name);
    return g_strdup(g_str_equal(real, "Unknown") ? g_get_user_name() : real);
}

static int
compare_profiles(gconstpointer a, gconstpointer b)
{
    const LiltProfile *left = *(LiltProfile *const *)a, *right = *(LiltProfile *const *)b;
    const int place = atoi(left->id) - atoi(right->id);

    return place != 0 ? place : strcmp(left->id, right->id);
}

static void
add(GPtrArray *profiles, const char *id)
{
    LiltProfile *profile = g_new0(LiltProfile, 1);

    profile->id = g_strdup(id);
    profile->name = lilt_profile_dup_name(id);
    g_ptr_array_add(profiles, profile);
}

GPtrArray *
lilt_profiles_dup(void)
{
    GPtrArray *profiles = g_ptr_array_new_with_free_func(profile_free);
    g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "lilt", "profiles", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *id;

    add(profiles, "");
    while (dir != NULL && profiles->len < MAX_PROFILES && (id = g_dir_read_name(dir)) != NULL)
        if (is_there(id))
            add(profiles, id);
    g_ptr_array_sort(profiles, compare_profiles);
    return profiles;
}

char **
lilt_session_dup_other_folders(LiltSession *self)
{
    g_autofree char *current = g_settings_get_string(self->household, "profile");
    g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "lilt", "profiles", NULL);
    g_autoptr(GStrvBuilder) others = g_strv_builder_new();
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *id = "";

    for (int i = 0; id != NULL && i < MAX_PROFILES; i++) {
        g_autofree char *other = lilt_profile_dup_folder(id);

        if (!g_str_equal(id, current))
            g_strv_builder_add(others, other);
        id = dir != NULL ? g_dir_read_name(dir) : NULL;
    }
    return g_strv_builder_end(others);
}

/* ---- commands -------------------------------------------------------------------------------- */

/* A folder that was not there before; NULL with errno. */
static char *
make_folder(char **ret_id)
{
    for (int i = 1; i < MAX_PROFILES; i++) {
        g_autofree char *id = g_strdup_printf("%d", i);
        g_autofree char *folder = lilt_profile_dup_folder(id);
        g_autofree char *parent = g_path_get_dirname(folder);

        if (g_mkdir_with_parents(parent, 0700) == 0 && g_mkdir(folder, 0700) == 0) {
            *ret_id = g_steal_pointer(&id);
            return g_steal_pointer(&folder);
        }
        if (errno != EEXIST)
            return NULL;
    }
    return NULL;
}

/* The newcomer finds the household's music, and is asked about the camera anew. */
static void
add_profile(GSimpleAction *action, GVariant *name, gpointer data)
{
    LiltSession *self = data;
    g_autofree char *id = NULL, *folder = make_folder(&id);
    g_auto(GStrv) music = lilt_session_dup_folders(self);

    (void)action;
    if (folder == NULL) {
        g_autofree char *sentence = g_strdup_printf(_("No profile could be made: %s."),
                                                    g_strerror(errno));

        lilt_session_say(self, sentence);
        return;
    }
    g_autoptr(GSettings) settings = lilt_profile_settings(id);

    g_settings_set_string(settings, "profile-name", g_variant_get_string(name, NULL));
    g_settings_set_strv(settings, "music-folders", (const char *const *)music);
    g_settings_set_boolean(settings, "first-start-done", TRUE);
    lilt_library_copy_for_newcomer(self->library, folder);
    g_signal_emit_by_name(self, "profiles-changed");
}

static void
rename_profile(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *id, *name;

    (void)action;
    g_variant_get(parameter, "(&s&s)", &id, &name);
    if (!is_there(id))
        return;
    g_autoptr(GSettings) settings = lilt_profile_settings(id);

    g_settings_set_string(settings, "profile-name", name);
    g_signal_emit_by_name(data, "profiles-changed");
}

/* A folder and all in it. */
static gboolean
delete_folder(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        if (g_unlink(file) != 0 && errno == EISDIR)
            delete_folder(file);
    }
    return g_rmdir(path) == 0;
}

/* The first profile and the one in use stay. */
static void
remove_profile(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const char *id = g_variant_get_string(parameter, NULL);
    g_autofree char *current = lilt_profile_dup_current(), *folder = lilt_profile_dup_folder(id),
                    *name = lilt_profile_dup_name(id);

    (void)action;
    if (*id == '\0' || g_str_equal(id, current) || !is_there(id))
        return;
    if (delete_folder(folder)) {
        g_autofree char *sentence = g_strdup_printf(_("“%s” deleted"), name);

        lilt_session_say(self, sentence);
    } else {
        g_autofree char *sentence = g_strdup_printf(_("%s could not be deleted."), folder);

        lilt_session_say(self, sentence);
    }
    g_signal_emit_by_name(self, "profiles-changed");
}

static void
on_chosen(LiltSession *self)
{
    g_settings_sync(); /* the program that starts next reads them */
    g_signal_emit_by_name(self, "start-again");
}

void
lilt_session_add_profiles(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"add-profile", add_profile, "s", NULL, NULL, {0}},
        {"rename-profile", rename_profile, "(ss)", NULL, NULL, {0}},
        {"remove-profile", remove_profile, "s", NULL, NULL, {0}},
    };
    static const char *const language[] = {"language"};
    g_autoptr(GAction) profile = NULL;

    self->household = lilt_profile_settings("");
    profile = g_settings_create_action(self->household, "profile");
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    g_action_map_add_action(G_ACTION_MAP(self->actions), profile);
    lilt_session_add_settings(self, language, 1);
    g_signal_connect_object(self->household, "changed::profile", G_CALLBACK(on_chosen), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(self->settings, "changed::language", G_CALLBACK(on_chosen), self,
                            G_CONNECT_SWAPPED);
}
