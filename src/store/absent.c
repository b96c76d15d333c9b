/* Tracks that playlists name and nobody has read. */
#include "store_private.h"

static LiltStatus
insert_absent(LiltStore *store, const LiltStoreTrack *track, int64_t now_s, LiltDiag *diag)
{
    int64_t artist_id = 0;
    LiltStatus status = lilt_store_put_artist(store, track->artist, diag, &artist_id);

    if (status != LILT_OK)
        return status;
    sqlite3_stmt *put = lilt_store_prepare(
        store,
        "INSERT INTO tracks (path, size_bytes, mtime_ns, fingerprint, missing, added_s, title,"
        " artist_id, album_artist, album, genre, disc, track, year, duration_ms, cover)"
        " VALUES (?1, -1, 0, 0, 1, ?2, ?3, ?4, '', '', '', 0, 0, 0, ?5, '')");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(put, 1, track->path);
    sqlite3_bind_int64(put, 2, now_s);
    lilt_store_bind_text(put, 3, track->title);
    sqlite3_bind_int64(put, 4, artist_id);
    sqlite3_bind_int64(put, 5, track->duration_ms);
    return lilt_store_run(store, put, diag);
}

LiltStatus
lilt_store_put_absent(LiltStore *store, const LiltStoreTrack *track, int64_t now_s, LiltDiag *diag,
                      int64_t *ret_id)
{
    LiltStatus status = lilt_store_find_path(store, track->path, diag, ret_id);

    if (status != LILT_E_ABSENT)
        return status;
    status = insert_absent(store, track, now_s, diag);
    return status == LILT_OK ? lilt_store_find_path(store, track->path, diag, ret_id) : status;
}

LiltStatus
lilt_store_drop_absent(LiltStore *store, LiltDiag *diag)
{
    return lilt_store_run_ints(store,
                               "DELETE FROM tracks WHERE size_bytes < 0"
                               " AND id NOT IN (SELECT track_id FROM playlist_tracks)",
                               diag, 0);
}

/* Lists name the track at `from` where they named the absent one at `to`, which goes. */
LiltStatus
lilt_store_replace_absent(LiltStore *store, const char *from, const char *to, LiltDiag *diag)
{
    static const char *const steps[] = {
        "UPDATE playlist_tracks SET track_id = (SELECT id FROM tracks WHERE path = ?1)"
        " WHERE track_id = (SELECT id FROM tracks WHERE path = ?2 AND size_bytes < 0)",
        "DELETE FROM tracks WHERE path = ?2 AND size_bytes < 0 AND path <> ?1",
    };
    LiltStatus status = LILT_OK;

    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == LILT_OK; i++) {
        sqlite3_stmt *step = lilt_store_prepare(store, steps[i]);

        if (step == NULL)
            return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
        lilt_store_bind_text(step, 1, from);
        lilt_store_bind_text(step, 2, to);
        status = lilt_store_run(store, step, diag);
    }
    return status;
}
