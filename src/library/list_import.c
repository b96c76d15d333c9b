/* Playlist files become playlists, and playlists files. */
#include "library_private.h"

#include <string.h>

#include "list_file.h"
#include "status.h"

/* ---- import ---------------------------------------------------------------------------------- */

/* An import on its way: from the main thread to the store thread and back. */
typedef struct {
    GTask *task;
    char *path;
    char *name;
    GArray *ids;          /* of gint64 */
    GStrvBuilder *unread; /* files that are there but not read yet */
    LiltImportedList result;
    GError *error;
} Import;

static void
import_free(gpointer data)
{
    Import *import = data;

    g_free(import->path);
    g_free(import->name);
    g_array_unref(import->ids);
    g_strv_builder_unref(import->unread);
    g_clear_object(&import->result.list);
    g_strfreev(import->result.unread);
    g_clear_error(&import->error);
    g_free(import);
}

/* The file's name without its ending. g_free(). */
static char *
stem_of(const char *path)
{
    char *name = g_filename_display_basename(path);
    char *ending = strrchr(name, '.');

    if (ending != NULL && ending != name)
        *ending = '\0';
    return name;
}

/* The song's own name, else its file's, else its address. g_free(). */
static char *
title_of(const ListEntry *entry)
{
    if (*entry->title != '\0')
        return g_strdup(entry->title);
    return entry->where[0] == '/' ? stem_of(entry->where) : g_strdup(entry->where);
}

/* Whether the song can be played is known by its track, or else by its file. */
static void
count_entry(Import *import, const ListEntry *entry, gboolean is_missing)
{
    if (!is_missing)
        return;
    if (entry->where[0] == '/' && g_file_test(entry->where, G_FILE_TEST_IS_REGULAR))
        g_strv_builder_add(import->unread, entry->where);
    else
        import->result.n_away++;
}

static LiltStatus
put_entry(LiltStore *store, Import *import, const ListEntry *entry, LiltDiag *diag)
{
    g_autofree char *title = title_of(entry);
    const LiltStoreTrack track = {.path = entry->where,
                                  .title = title,
                                  .artist = entry->artist,
                                  .duration_ms = entry->duration_ms};
    LiltStoreTrack known;
    int64_t id = 0;
    LiltStatus status = lilt_store_put_absent(store, &track, lilt_clock_wall_s(), diag, &id);

    if (status == LILT_OK)
        status = lilt_store_get_track(store, id, diag, &known);
    if (status != LILT_OK)
        return status;
    count_entry(import, entry, known.missing);
    g_array_append_vals(import->ids, &(gint64){id}, 1);
    return LILT_OK;
}

static LiltStatus
put_entries(LiltStore *store, Import *import, const ListFile *file, LiltDiag *diag)
{
    LiltStatus status = lilt_store_begin(store, diag);

    if (status != LILT_OK)
        return status;
    for (guint i = 0; i < file->entries->len && status == LILT_OK; i++)
        status = put_entry(store, import, file->entries->pdata[i], diag);
    if (status == LILT_OK)
        return lilt_store_commit(store, diag);
    lilt_store_rollback(store);
    return status;
}

static LiltPlaylist *
find_by_name(LiltLibrary *self, const char *name)
{
    GListModel *lists = lilt_library_get_lists(self);

    for (guint i = 0; i < g_list_model_get_n_items(lists); i++) {
        g_autoptr(LiltPlaylist) list = g_list_model_get_item(lists, i);

        if (g_str_equal(lilt_playlist_get_name(list), name))
            return list; /* the library holds it */
    }
    return NULL;
}

static gboolean
has_ids(LiltPlaylist *list, const GArray *ids)
{
    g_autoptr(GArray) own = lilt_playlist_dup_ids(list);

    return lilt_playlist_get_rule(list) == NULL && own->len == ids->len &&
           memcmp(own->data, ids->data, ids->len * sizeof(gint64)) == 0;
}

/* The list that is just so already, or a new one, whose name no other has. */
static LiltPlaylist *
dup_list(LiltLibrary *self, const char *name, const GArray *ids)
{
    g_autofree char *free_name = g_strdup(name);
    LiltPlaylist *list;

    for (guint i = 2; (list = find_by_name(self, free_name)) != NULL; i++) {
        if (has_ids(list, ids))
            return g_object_ref(list);
        g_free(free_name);
        free_name = g_strdup_printf("%s (%u)", name, i);
    }
    list = lilt_library_add_list(self, free_name);
    lilt_library_set_list_ids(self, list, (const gint64 *)(const void *)ids->data, ids->len);
    return g_object_ref(list);
}

static void
give_list(LiltLibrary *self, gpointer data)
{
    Import *import = data;
    GTask *task = import->task;

    if (import->error == NULL && self->store == NULL)
        g_set_error(&import->error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The library is closed");
    if (import->error == NULL)
        import->result.list = dup_list(self, import->name, import->ids);
    if (import->error != NULL)
        g_task_return_error(task, g_steal_pointer(&import->error));
    else
        g_task_return_boolean(task, TRUE);
    g_object_unref(task);
}

/* On the store thread. */
static LiltStatus
import_list(LiltStore *store, gpointer data, LiltDiag *diag)
{
    Import *import = data;
    ListFile *file = list_file_read(import->path, &import->error);

    if (file != NULL) {
        status_to_error(put_entries(store, import, file, diag), diag, &import->error);
        import->name = file->name != NULL && *file->name != '\0' ? g_strdup(file->name)
                                                                 : stem_of(import->path);
        import->result.n_songs = import->ids->len;
        import->result.unread = g_strv_builder_end(import->unread);
        list_file_free(file);
    }
    library_post(g_task_get_source_object(import->task), give_list, import, NULL);
    return LILT_OK;
}

void
lilt_library_import_list_async(LiltLibrary *self, const char *path, GAsyncReadyCallback callback,
                               gpointer user_data)
{
    Import *import;

    g_return_if_fail(LILT_IS_LIBRARY(self) && path != NULL);
    import = g_new0(Import, 1);
    import->path = g_canonicalize_filename(path, NULL);
    import->ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    import->unread = g_strv_builder_new();
    import->task = g_task_new(self, NULL, callback, user_data);
    g_task_set_task_data(import->task, import, import_free);
    if (self->store != NULL)
        store_thread_push(self->store, STORE_JOB_SETTLED, import_list, import, NULL);
    else
        give_list(self, import);
}

gboolean
lilt_library_import_list_finish(LiltLibrary *self, GAsyncResult *result, LiltImportedList *ret_list,
                                GError **error)
{
    Import *import;

    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    if (!g_task_propagate_boolean(G_TASK(result), error))
        return FALSE;
    import = g_task_get_task_data(G_TASK(result));
    *ret_list = import->result;
    import->result.list = NULL;
    import->result.unread = NULL;
    return TRUE;
}

/* ---- export ---------------------------------------------------------------------------------- */

gboolean
lilt_library_export_songs(GListModel *songs, const char *path, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(list_entry_free);
    g_autofree char *text = NULL;

    g_return_val_if_fail(G_IS_LIST_MODEL(songs) && path != NULL, FALSE);
    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        g_ptr_array_add(entries, list_entry_new(lilt_song_get_path(song), lilt_song_get_title(song),
                                                lilt_song_get_artist(song),
                                                lilt_song_get_duration_ms(song)));
    }
    text = list_file_write(path, entries);
    return g_file_set_contents(path, text, -1, error);
}
