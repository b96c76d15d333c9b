/* Where the listener places a track, which counts more than what the analysis heard. */
#include "store_private.h"

LiltStatus
lilt_store_set_felt(LiltStore *store, int64_t id, const LiltPoint *point, LiltDiag *diag)
{
    if (point == NULL)
        return lilt_store_run_ints(store, "DELETE FROM felt WHERE track_id = ?1", diag, 1, id);
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT OR REPLACE INTO felt (track_id, valence, arousal)"
               " SELECT id, ?2, ?3 FROM tracks WHERE id = ?1");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(put, 1, id);
    sqlite3_bind_double(put, 2, (double)point->valence);
    sqlite3_bind_double(put, 3, (double)point->arousal);
    return lilt_store_run(store, put, diag);
}

LiltStatus
lilt_store_get_felt(LiltStore *store, int64_t id, LiltDiag *diag, LiltPoint *ret_point)
{
    sqlite3_stmt *get = lilt_store_prepare(store,
                                           "SELECT valence, arousal FROM felt WHERE track_id = ?1");

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(get, 1, id);
    const int code = sqlite3_step(get);

    if (code == SQLITE_ROW)
        *ret_point = (LiltPoint){(float)sqlite3_column_double(get, 0),
                                 (float)sqlite3_column_double(get, 1)};
    const LiltStatus status = lilt_store_end(store, get, code, diag);

    return status != LILT_OK || code == SQLITE_ROW
               ? status
               : lilt_fail(diag, LILT_E_ABSENT, "%s: track %lld is as it was heard", store->path,
                           (long long)id);
}
