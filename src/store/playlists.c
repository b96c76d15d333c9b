/* The recommended playlists. */
#include "store_private.h"

static LiltStatus
put_playlist(LiltStore *store, LiltEmotion mood, int64_t now_s, LiltDiag *diag, int64_t *ret_id)
{
    const char *label = lilt_emotion_label(mood);
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT INTO playlists (name, mood, made_s) VALUES (?1, ?1, ?2)"
               " ON CONFLICT (mood) DO UPDATE SET made_s = ?2 RETURNING id");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(put, 1, label);
    sqlite3_bind_int64(put, 2, now_s);
    int code = sqlite3_step(put);

    if (code == SQLITE_ROW) {
        *ret_id = sqlite3_column_int64(put, 0);
        code = sqlite3_step(put);
    }
    return lilt_store_end(store, put, code, diag);
}

LiltStatus
lilt_store_set_playlist(LiltStore *store, LiltEmotion mood, const int64_t *ids, size_t n_ids,
                        int64_t now_s, LiltDiag *diag)
{
    int64_t playlist_id = 0;
    LiltStatus status = put_playlist(store, mood, now_s, diag, &playlist_id);

    if (status == LILT_OK)
        status = lilt_store_set_list_tracks(store, playlist_id, ids, n_ids, diag);
    return status;
}

LiltStatus
lilt_store_get_playlist(LiltStore *store, LiltEmotion mood, LiltDiag *diag, int64_t **ret_ids,
                        size_t *ret_n)
{
    sqlite3_stmt *get = lilt_store_prepare(store,
                                           "SELECT tracks.id FROM playlists"
                                           " JOIN playlist_tracks ON playlist_id = playlists.id"
                                           " JOIN tracks ON tracks.id = track_id"
                                           " WHERE mood = ?1 AND NOT missing ORDER BY place");
    IdList list = {0};

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(get, 1, lilt_emotion_label(mood));
    const LiltStatus status = lilt_store_collect(store, get, diag, &list);

    if (status == LILT_OK) {
        *ret_ids = list.ids;
        *ret_n = list.n;
    }
    return status;
}
