/* Next Up over a restart. */
#include "store_private.h"

#include <stdlib.h>

LiltStatus
lilt_store_set_queue(LiltStore *store, const LiltStoreQueue *queue, LiltDiag *diag)
{
    LiltStatus status = lilt_store_run_ints(store, "DELETE FROM queue", diag, 0);

    for (size_t i = 0; status == LILT_OK && i < queue->n_ids; i++)
        status = lilt_store_run_ints(store,
                                     "INSERT INTO queue (place, track_id, yours)"
                                     " SELECT ?1, id, ?3 FROM tracks WHERE id = ?2",
                                     diag, 3, (int64_t)i, queue->ids[i],
                                     (int64_t)(i < queue->n_yours));
    if (status == LILT_OK)
        status = lilt_store_run_ints(store,
                                     "INSERT OR REPLACE INTO playing (only, track_id, position_us)"
                                     " VALUES (1, ?1, ?2)",
                                     diag, 2, queue->current_id, queue->position_us);
    return status;
}

static LiltStatus
read_playing(LiltStore *store, LiltDiag *diag, LiltStoreQueue *queue)
{
    sqlite3_stmt *get = lilt_store_prepare(
        store, "SELECT track_id, position_us FROM playing JOIN tracks ON tracks.id = track_id"
               " WHERE NOT missing");

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    const int code = sqlite3_step(get);

    if (code == SQLITE_ROW) {
        queue->current_id = sqlite3_column_int64(get, 0);
        queue->position_us = sqlite3_column_int64(get, 1);
    }
    return lilt_store_end(store, get, code, diag);
}

LiltStatus
lilt_store_get_queue(LiltStore *store, LiltDiag *diag, LiltStoreQueue *ret_queue)
{
    sqlite3_stmt *get = lilt_store_prepare(
        store, "SELECT track_id, yours FROM queue JOIN tracks ON tracks.id = track_id"
               " WHERE NOT missing ORDER BY place");
    LiltStoreQueue queue = {0};
    IdList list = {0};
    int code;

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    while ((code = sqlite3_step(get)) == SQLITE_ROW) {
        if (!lilt_id_list_add(&list, sqlite3_column_int64(get, 0))) {
            code = SQLITE_NOMEM;
            break;
        }
        queue.n_yours += sqlite3_column_int(get, 1) != 0;
    }
    LiltStatus status = lilt_store_end(store, get, code, diag);

    if (status == LILT_OK)
        status = read_playing(store, diag, &queue);
    if (status != LILT_OK) {
        free(list.ids);
        return status;
    }
    queue.ids = list.ids;
    queue.n_ids = list.n;
    *ret_queue = queue;
    return LILT_OK;
}
