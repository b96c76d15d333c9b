/* The playlists made by hand and by rule: shown at once, written by the store thread. */
#include "library_private.h"

#include <stdlib.h>

#include "playlist.h"

/* ---- reading --------------------------------------------------------------------------------- */

static void
add_list(void *data, int64_t id, const char *name)
{
    LiltLibrary *self = data;
    g_autoptr(LiltPlaylist) list = playlist_new(self, id, name);

    g_list_store_append(self->lists, list);
}

static LiltPlaylist *
list_at(LiltLibrary *self, guint place)
{
    g_autoptr(LiltPlaylist) list = g_list_model_get_item(G_LIST_MODEL(self->lists), place);

    return list; /* the store holds it */
}

static void
read_ids(LiltLibrary *self, LiltPlaylist *list)
{
    int64_t *ids = NULL;
    size_t n = 0;

    if (lilt_store_get_list_tracks(self->reader, lilt_playlist_get_id(list), NULL, &ids, &n) ==
        LILT_OK)
        playlist_set_ids(list, ids, n);
    free(ids);
}

/* Whether it names a track that is not even remembered: another one has moved to where that was
 * expected, and the database knows which. It is asked only for those that the catalogue lacks. */
static gboolean
names_lost_tracks(LiltLibrary *self, LiltPlaylist *list)
{
    const GArray *ids = playlist_get_ids(list);
    g_autoptr(GArray) missing = g_array_new(FALSE, FALSE, sizeof(int64_t));
    bool all = true;

    for (guint i = 0; i < ids->len; i++) {
        const int64_t id = g_array_index(ids, gint64, i);

        if (lilt_catalogue_find(self->catalogue, id) < 0)
            g_array_append_val(missing, id);
    }
    return lilt_store_remembers(self->reader, (const int64_t *)(const void *)missing->data,
                                missing->len, NULL, &all) == LILT_OK &&
           !all;
}

void
library_load_lists(LiltLibrary *self)
{
    int64_t next_id = 1;

    if (lilt_store_each_list(self->reader, add_list, self, NULL) == LILT_OK &&
        lilt_store_next_list_id(self->reader, NULL, &next_id) == LILT_OK)
        self->next_list_id = next_id;
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->lists)); i++) {
        LiltPlaylist *list = list_at(self, i);
        LiltRule rule;

        if (lilt_store_get_rule(self->reader, lilt_playlist_get_id(list), NULL, &rule) == LILT_OK)
            playlist_set_rule(list, &rule);
        else
            read_ids(self, list);
    }
    library_show_lists(self);
    library_rules_changed(self, TRUE);
}

void
library_show_lists(LiltLibrary *self)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->lists)); i++) {
        LiltPlaylist *list = list_at(self, i);

        if (lilt_playlist_get_rule(list) == NULL && !self->loading && self->reader != NULL &&
            names_lost_tracks(self, list))
            read_ids(self, list);
        playlist_show(list, self->catalogue);
    }
}

GListModel *
lilt_library_get_lists(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    return G_LIST_MODEL(self->lists);
}

LiltPlaylist *
lilt_library_get_list(LiltLibrary *self, gint64 id)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->lists)); i++)
        if (lilt_playlist_get_id(list_at(self, i)) == id)
            return list_at(self, i);
    return NULL;
}

/* ---- writing --------------------------------------------------------------------------------- */

typedef struct {
    gint64 id, now_s;
    char *name;     /* NULL: it goes */
    LiltRule *rule; /* NULL: as it is */
    GArray *ids;    /* of gint64; NULL: they stay as they are */
} ListJob;

static void
list_job_free(gpointer data)
{
    ListJob *job = data;

    g_free(job->name);
    g_free(job->rule);
    g_clear_pointer(&job->ids, g_array_unref);
    g_free(job);
}

static LiltStatus
write_list(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const ListJob *job = data;
    LiltStatus status;

    if (job->name == NULL)
        return lilt_store_drop_list(store, job->id, diag);
    status = lilt_store_put_list(store, job->id, job->name, job->now_s, diag);
    if (status == LILT_OK && job->rule != NULL)
        status = lilt_store_set_rule(store, job->id, job->rule, diag);
    else if (status == LILT_OK && job->ids != NULL)
        status = lilt_store_set_list_tracks(
            store, job->id, (const int64_t *)(const void *)job->ids->data, job->ids->len, diag);
    return status;
}

static void
push(LiltLibrary *self, LiltPlaylist *list, gboolean keep, gboolean with_songs)
{
    const LiltRule *rule = lilt_playlist_get_rule(list);
    ListJob *job;

    if (self->store == NULL)
        return;
    job = g_new0(ListJob, 1);
    job->id = lilt_playlist_get_id(list);
    job->now_s = lilt_clock_wall_s();
    job->name = keep ? g_strdup(lilt_playlist_get_name(list)) : NULL;
    job->rule = with_songs && rule != NULL ? g_memdup2(rule, sizeof *rule) : NULL;
    job->ids = with_songs && rule == NULL ? lilt_playlist_dup_ids(list) : NULL;
    store_thread_push(self->store, STORE_JOB_WRITE, write_list, job, list_job_free);
}

static gint
compare_names(gconstpointer a, gconstpointer b, gpointer data)
{
    LiltPlaylist *left = LILT_PLAYLIST((gpointer)a), *right = LILT_PLAYLIST((gpointer)b);

    (void)data;
    return g_utf8_collate(lilt_playlist_get_name(left), lilt_playlist_get_name(right));
}

/* ---- changes --------------------------------------------------------------------------------- */

LiltPlaylist *
lilt_library_add_list(LiltLibrary *self, const char *name)
{
    g_autoptr(LiltPlaylist) list = NULL;

    g_return_val_if_fail(LILT_IS_LIBRARY(self) && name != NULL, NULL);
    list = playlist_new(self, self->next_list_id++, name);
    lilt_library_restore_list(self, list);
    return list; /* the store holds it */
}

LiltPlaylist *
lilt_library_add_rule(LiltLibrary *self, const char *name, const LiltRule *rule)
{
    g_autoptr(LiltPlaylist) list = NULL;

    g_return_val_if_fail(LILT_IS_LIBRARY(self) && name != NULL && rule != NULL, NULL);
    list = playlist_new(self, self->next_list_id++, name);
    playlist_set_rule(list, rule);
    lilt_library_restore_list(self, list);
    return list; /* the store holds it */
}

void
lilt_library_set_rule(LiltLibrary *self, LiltPlaylist *list, const LiltRule *rule)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && LILT_IS_PLAYLIST(list) && rule != NULL);
    g_return_if_fail(lilt_playlist_get_rule(list) != NULL);
    playlist_set_rule(list, rule);
    push(self, list, TRUE, TRUE);
    library_rules_changed(self, TRUE);
}

void
lilt_library_rename_list(LiltLibrary *self, LiltPlaylist *list, const char *name)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && LILT_IS_PLAYLIST(list) && name != NULL);
    playlist_set_name(list, name);
    g_list_store_sort(self->lists, compare_names, NULL);
    push(self, list, TRUE, FALSE);
}

void
lilt_library_drop_list(LiltLibrary *self, LiltPlaylist *list)
{
    guint place;

    g_return_if_fail(LILT_IS_LIBRARY(self) && LILT_IS_PLAYLIST(list));
    if (!g_list_store_find(self->lists, list, &place))
        return;
    push(self, list, FALSE, FALSE);
    g_list_store_remove(self->lists, place);
}

void
lilt_library_restore_list(LiltLibrary *self, LiltPlaylist *list)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && LILT_IS_PLAYLIST(list));
    playlist_show(list, self->catalogue);
    g_list_store_insert_sorted(self->lists, list, compare_names, NULL);
    push(self, list, TRUE, TRUE);
    library_rules_changed(self, TRUE);
}

void
lilt_library_set_list_ids(LiltLibrary *self, LiltPlaylist *list, const gint64 *ids, gsize n_ids)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && LILT_IS_PLAYLIST(list));
    g_return_if_fail(lilt_playlist_get_rule(list) == NULL);
    playlist_set_ids(list, ids, n_ids);
    playlist_show(list, self->catalogue);
    push(self, list, TRUE, TRUE);
}

static void
set_ids(LiltLibrary *self, LiltPlaylist *list, const GArray *ids)
{
    lilt_library_set_list_ids(self, list, (const gint64 *)(const void *)ids->data, ids->len);
}

void
lilt_library_append_to_list(LiltLibrary *self, LiltPlaylist *list, const gint64 *ids, gsize n_ids)
{
    g_autoptr(GArray) all = lilt_playlist_dup_ids(list);

    g_array_append_vals(all, ids, (guint)n_ids);
    set_ids(self, list, all);
}

void
lilt_library_remove_from_list(LiltLibrary *self, LiltPlaylist *list, guint place)
{
    g_autoptr(GArray) all = lilt_playlist_dup_ids(list);

    if (place >= all->len)
        return;
    g_array_remove_index(all, place);
    set_ids(self, list, all);
}

void
lilt_library_move_in_list(LiltLibrary *self, LiltPlaylist *list, guint from, guint to)
{
    g_autoptr(GArray) all = lilt_playlist_dup_ids(list);
    gint64 id;

    if (from == to || from >= all->len || to >= all->len)
        return;
    id = g_array_index(all, gint64, from);
    g_array_remove_index(all, from);
    g_array_insert_val(all, to, id);
    set_ids(self, list, all);
}
