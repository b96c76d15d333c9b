/* Playlists made by hand. */
#include "store_private.h"

LiltStatus
lilt_store_each_list(LiltStore *store, void (*list)(void *data, int64_t id, const char *name),
                     void *data, LiltDiag *diag)
{
    sqlite3_stmt *each = lilt_store_prepare(
        store, "SELECT id, name FROM playlists WHERE mood IS NULL ORDER BY name COLLATE names, id");
    int code;

    if (each == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    while ((code = sqlite3_step(each)) == SQLITE_ROW)
        list(data, sqlite3_column_int64(each, 0), lilt_store_text(each, 1));
    return lilt_store_end(store, each, code, diag);
}

LiltStatus
lilt_store_put_list(LiltStore *store, int64_t id, const char *name, int64_t now_s, LiltDiag *diag)
{
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT INTO playlists (id, name, made_s) VALUES (?1, ?2, ?3)"
               " ON CONFLICT (id) DO UPDATE SET name = ?2");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(put, 1, id);
    lilt_store_bind_text(put, 2, name);
    sqlite3_bind_int64(put, 3, now_s);
    return lilt_store_run(store, put, diag);
}

LiltStatus
lilt_store_drop_list(LiltStore *store, int64_t id, LiltDiag *diag)
{
    return lilt_store_run_ints(store, "DELETE FROM playlists WHERE id = ?1", diag, 1, id);
}

LiltStatus
lilt_store_next_list_id(LiltStore *store, LiltDiag *diag, int64_t *ret_id)
{
    sqlite3_stmt *get = lilt_store_prepare(store, "SELECT coalesce(max(id), 0) + 1 FROM playlists");

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    const int code = sqlite3_step(get);

    if (code == SQLITE_ROW)
        *ret_id = sqlite3_column_int64(get, 0);
    return lilt_store_end(store, get, code, diag);
}

LiltStatus
lilt_store_set_list_tracks(LiltStore *store, int64_t id, const int64_t *ids, size_t n_ids,
                           LiltDiag *diag)
{
    LiltStatus status = lilt_store_run_ints(
        store, "DELETE FROM playlist_tracks WHERE playlist_id = ?1", diag, 1, id);

    for (size_t i = 0; status == LILT_OK && i < n_ids; i++)
        status = lilt_store_run_ints(store,
                                     "INSERT INTO playlist_tracks (playlist_id, place, track_id)"
                                     " SELECT ?1, ?2, id FROM tracks WHERE id = ?3",
                                     diag, 3, id, (int64_t)i, ids[i]);
    return status;
}

LiltStatus
lilt_store_get_list_tracks(LiltStore *store, int64_t id, LiltDiag *diag, int64_t **ret_ids,
                           size_t *ret_n)
{
    sqlite3_stmt *get = lilt_store_prepare(
        store, "SELECT track_id FROM playlist_tracks WHERE playlist_id = ?1 ORDER BY place");
    IdList list = {0};

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(get, 1, id);
    const LiltStatus status = lilt_store_collect(store, get, diag, &list);

    if (status == LILT_OK) {
        *ret_ids = list.ids;
        *ret_n = list.n;
    }
    return status;
}
