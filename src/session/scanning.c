/* Folders and files on their way into the library. One scan after the other, then hearing; what a
 * scan found is told in a sentence when somebody asked for it, or there is something to tell. */
#include "session_private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    GStrv paths;
    gboolean by_hand;   /* tell the result even if nothing is new */
    gboolean play;      /* play these files once they are known */
    LiltPlaylist *list; /* or, with `play`, this that names them; or NULL */
} Scan;

static void
scan_free(gpointer data)
{
    Scan *scan = data;

    g_strfreev(scan->paths);
    g_clear_object(&scan->list);
    g_free(scan);
}

/* ---- playing files -------------------------------------------------------------------------- */

static int
compare_names(gconstpointer a, gconstpointer b)
{
    g_autofree char *left = g_utf8_collate_key_for_filename(*(char *const *)a, -1);
    g_autofree char *right = g_utf8_collate_key_for_filename(*(char *const *)b, -1);

    return strcmp(left, right);
}

/* The names in a folder, in order, without hidden ones. */
static GPtrArray *
names_in(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

/* The song at `path`, or those in the folder and below it, in the order of their names; what is not
 * known is left out. Links to folders are not followed: they may lead round in a circle. */
static void
add_songs_at(LiltSession *self, const char *path, GPtrArray *songs)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(self->library, path);

    if (song != NULL && lilt_song_is_there(song)) {
        g_ptr_array_add(songs, g_steal_pointer(&song));
        return;
    }
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return;
    g_autoptr(GPtrArray) names = names_in(path);

    for (guint i = 0; i < names->len; i++) {
        g_autofree char *inside = g_build_filename(path, names->pdata[i], NULL);

        if (!g_file_test(inside, G_FILE_TEST_IS_SYMLINK) ||
            !g_file_test(inside, G_FILE_TEST_IS_DIR))
            add_songs_at(self, inside, songs);
    }
}

/* The first one at once, the others next in their order. */
static void
play_known(LiltSession *self, const char *const *paths)
{
    g_autoptr(GPtrArray) songs = g_ptr_array_new_with_free_func(g_object_unref);

    for (; *paths != NULL; paths++)
        add_songs_at(self, *paths, songs);
    for (guint i = songs->len; i-- > 1;) {
        g_autoptr(LiltQueueItem) item = lilt_queue_item_new(songs->pdata[i], TRUE, NULL);

        lilt_queue_prepend(self->queue, item);
    }
    if (songs->len > 0)
        lilt_session_play_song(self, songs->pdata[0]);
}

/* ---- what a scan found ---------------------------------------------------------------------- */

void
lilt_session_say_unread(LiltSession *self, guint n_files)
{
    g_autofree char *sentence = g_strdup_printf(
        ngettext("%u file could not be read.", "%u files could not be read.", n_files), n_files);

    lilt_session_say(self, sentence);
}

static void
say_counts(LiltSession *self, const Scan *scan, const LiltScanResult *result)
{
    const guint n_songs = result->n_added + result->n_changed + result->n_unchanged;

    if (result->n_added > 0) {
        g_autofree char *added = g_strdup_printf(
            ngettext("%u song added.", "%u songs added.", result->n_added), result->n_added);

        lilt_session_say(self, added);
    } else if (scan->by_hand && n_songs == 0 && result->n_failed == 0) {
        g_autofree char *nothing = g_strdup_printf(_("No music was found in “%s”."),
                                                   scan->paths[0]);

        lilt_session_say(self, nothing);
    } else if (scan->by_hand && result->n_failed == 0) {
        lilt_session_say(self, _("Nothing new was found."));
    }
    if (result->n_failed > 0 && (scan->by_hand || result->n_added > 0))
        lilt_session_say_unread(self, result->n_failed);
}

/* A folder that was removed while it was read. */
static void
leave_unchosen(LiltSession *self, const Scan *scan)
{
    g_auto(GStrv) folders = lilt_session_dup_folders(self);

    for (char **path = scan->paths; !scan->play && scan->list == NULL && *path != NULL; path++)
        if (!g_strv_contains((const char *const *)folders, *path))
            lilt_library_leave_folder(self->library, *path);
}

static void
set_scanning(LiltSession *self, gboolean scanning)
{
    self->scanning = scanning;
    lilt_session_notify(self, LILT_PROP_SCANNING);
    lilt_session_notify(self, LILT_PROP_NEEDS_MUSIC);
}

static void
on_scanned(GObject *library, GAsyncResult *answer, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    g_autoptr(GError) error = NULL;
    Scan *scan = g_queue_pop_head(&self->scans);
    LiltScanResult result = {0};

    g_clear_object(&self->break_off);
    if (lilt_library_scan_finish(LILT_LIBRARY(library), answer, &result, &error)) {
        say_counts(self, scan, &result);
        if (scan->play && scan->list != NULL)
            lilt_session_play_playlist(self, scan->list);
        else if (scan->play)
            play_known(self, (const char *const *)scan->paths);
    } else if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED))
            lilt_session_say(self, error->message);
    } else if (!g_cancellable_is_cancelled(self->cancel)) { /* it is only paused */
        g_queue_push_head(&self->scans, scan);
        lilt_session_read_on(self);
        return;
    }
    g_strfreev(result.failed);
    leave_unchosen(self, scan);
    scan_free(scan);
    if (g_cancellable_is_cancelled(self->cancel))
        g_queue_clear_full(&self->scans, scan_free);
    lilt_session_read_on(self);
}

void
lilt_session_read_on(LiltSession *self)
{
    const Scan *scan = g_queue_peek_head(&self->scans);

    if (self->break_off != NULL && self->hearing && scan != NULL)
        g_cancellable_cancel(self->break_off); /* and comes back here */
    if (self->break_off != NULL || self->reading_paused)
        return;
    if (scan == NULL) {
        set_scanning(self, FALSE);
        if (!g_cancellable_is_cancelled(self->cancel)) {
            lilt_session_watch_folders(self);
            lilt_session_hear(self);
        }
        return;
    }
    if (!self->scanning) {
        set_scanning(self, TRUE);
        lilt_session_watch_folders(self); /* changes from now on are not missed */
    }
    self->break_off = g_cancellable_new();
    lilt_library_scan_async(self->library, (const char *const *)scan->paths, self->break_off,
                            on_scanned, g_object_ref(self));
}

/* Takes what `wanted` holds. */
static void
add_scan(LiltSession *self, Scan wanted)
{
    Scan *added = g_memdup2(&wanted, sizeof wanted);

    g_queue_push_tail(&self->scans, added);
    if (self->scans.length == 1)
        lilt_session_read_on(self);
}

/* Takes `paths`. */
static void
scan(LiltSession *self, GStrv paths, gboolean by_hand, gboolean play)
{
    add_scan(self, (Scan){paths, by_hand, play, NULL});
}

void
lilt_session_read_listed(LiltSession *self, GStrv paths, LiltPlaylist *list, gboolean play)
{
    if (*paths != NULL) {
        add_scan(self, (Scan){paths, FALSE, play, g_object_ref(list)});
        return;
    }
    g_strfreev(paths);
    if (play)
        lilt_session_play_playlist(self, list);
}

/* ---- folders -------------------------------------------------------------------------------- */

/* Scan the chosen folders. One that is not there is left alone, so that its songs are not taken for
 * deleted. */
static void
scan_folders(LiltSession *self, gboolean by_hand)
{
    g_auto(GStrv) folders = lilt_session_dup_folders(self);
    g_autoptr(GStrvBuilder) present = g_strv_builder_new();
    guint n_present = 0;

    for (guint i = 0; folders[i] != NULL; i++) {
        if (g_file_test(folders[i], G_FILE_TEST_IS_DIR)) {
            g_strv_builder_add(present, folders[i]);
            n_present++;
        } else {
            g_autofree char *gone = g_strdup_printf(
                _("“%s” is not there now. Nothing was forgotten; plug the drive in again."),
                folders[i]);

            lilt_session_say(self, gone);
        }
    }
    if (n_present > 0)
        scan(self, g_strv_builder_end(present), by_hand, FALSE);
}

static gboolean
lies_in(const char *path, const char *folder)
{
    const gsize n = strlen(folder);

    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

static void
choose_folders(LiltSession *self, GStrvBuilder *folders)
{
    g_auto(GStrv) all = g_strv_builder_end(folders);

    g_settings_set_strv(self->settings, "music-folders", (const char *const *)all);
    lilt_session_notify(self, LILT_PROP_NEEDS_MUSIC);
}

void
lilt_session_read_changes(LiltSession *self)
{
    scan_folders(self, FALSE);
}

void
lilt_session_rescan(LiltSession *self)
{
    scan_folders(self, TRUE);
}

void
lilt_session_add_folder(LiltSession *self, const char *path)
{
    g_autofree char *folder = g_canonicalize_filename(path, NULL);
    g_auto(GStrv) folders = lilt_session_dup_folders(self);

    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_autofree char *sentence = g_strdup_printf(_("“%s” is not a folder."), folder);

        lilt_session_say(self, sentence);
        return;
    }
    if (!g_strv_contains((const char *const *)folders, folder)) {
        g_autoptr(GStrvBuilder) more = g_strv_builder_new();

        g_strv_builder_addv(more, (const char **)folders);
        g_strv_builder_add(more, folder);
        choose_folders(self, more);
    }
    scan(self, g_strdupv((char *[]){folder, NULL}), TRUE, FALSE);
}

static void
take_folder_back(LiltSession *self, gpointer path)
{
    g_auto(GStrv) folders = lilt_session_dup_folders(self);
    g_autoptr(GStrvBuilder) more = g_strv_builder_new();

    if (g_strv_contains((const char *const *)folders, path))
        return;
    g_strv_builder_addv(more, (const char **)folders);
    g_strv_builder_add(more, path);
    choose_folders(self, more);
    scan(self, g_strdupv((char *[]){path, NULL}), FALSE, FALSE);
}

/* Folders may lie in each other: songs that another chosen folder holds stay, or come back. */
void
lilt_session_remove_folder(LiltSession *self, const char *path)
{
    g_auto(GStrv) folders = lilt_session_dup_folders(self);
    g_autoptr(GStrvBuilder) rest = g_strv_builder_new();
    gboolean is_inside = FALSE, holds_others = FALSE;

    if (!g_strv_contains((const char *const *)folders, path))
        return;
    for (char **folder = folders; *folder != NULL; folder++) {
        if (g_str_equal(*folder, path))
            continue;
        g_strv_builder_add(rest, *folder);
        is_inside |= lies_in(path, *folder);
        holds_others |= lies_in(*folder, path);
    }
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *sentence = g_strdup_printf(_("Folder “%s” removed"), name);

    choose_folders(self, rest);
    if (!is_inside)
        lilt_library_leave_folder(self->library, path);
    if (holds_others)
        scan_folders(self, FALSE);
    lilt_session_offer_undo(self, sentence, take_folder_back, g_strdup(path), g_free);
}

char **
lilt_session_dup_folders(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return g_settings_get_strv(self->settings, "music-folders");
}

void
lilt_session_play_files(LiltSession *self, const char *const *paths)
{
    g_return_if_fail(LILT_IS_SESSION(self) && paths != NULL);
    g_autoptr(GStrvBuilder) absolute = g_strv_builder_new();
    gboolean all_known = TRUE;

    for (; *paths != NULL; paths++) {
        g_autofree char *path = g_canonicalize_filename(*paths, NULL);
        g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(self->library, path);

        if (lilt_session_is_list_file(path)) {
            lilt_session_import_list(self, path, TRUE);
            continue;
        }
        all_known &= song != NULL && lilt_song_is_there(song);
        g_strv_builder_add(absolute, path);
    }
    g_auto(GStrv) files = g_strv_builder_end(absolute);

    if (files[0] == NULL)
        return;
    if (all_known)
        play_known(self, (const char *const *)files);
    else
        scan(self, g_steal_pointer(&files), FALSE, TRUE);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

static void
on_progress(LiltLibrary *library, guint n_done, guint n_found, gpointer data)
{
    (void)library;
    lilt_session_tell_scan(data, n_done, n_found);
}

static void
on_library_failed(LiltLibrary *library, const GError *error, gpointer data)
{
    g_autofree char *path = g_build_filename(g_get_user_data_dir(), "lilt", NULL);
    g_autofree char *folder = g_filename_display_name(path);
    g_autofree char *full = g_strdup_printf(_("The disk is full: the library in “%s” cannot be "
                                              "written."),
                                            folder);

    (void)library;
    lilt_session_say(
        data, g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? full : error->message);
}

void
lilt_session_begin_scanning(LiltSession *self)
{
    g_signal_connect_object(self->library, "failed", G_CALLBACK(on_library_failed), self, 0);
    self->cancel = g_cancellable_new();
    g_signal_connect_object(self->library, "scan-progress", G_CALLBACK(on_progress), self, 0);
    scan_folders(self, FALSE);
}

void
lilt_session_end_scanning(LiltSession *self)
{
    lilt_session_leave_folders(self);
    if (self->cancel != NULL)
        g_cancellable_cancel(self->cancel);
    if (self->break_off != NULL)
        g_cancellable_cancel(self->break_off);
    lilt_session_end_editing(self);
}
