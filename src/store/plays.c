/* What was heard, loved and banned. */
#include "store_private.h"

LiltStatus
lilt_store_add_play(LiltStore *store, int64_t id, int64_t ended_s, double heard, LiltEmotion mood,
                    const char *source, LiltDiag *diag)
{
    sqlite3_stmt *add = lilt_store_prepare(
        store, "INSERT INTO plays (track_id, ended_s, heard, mood, source)"
               " SELECT id, ?2, ?3, ?4, ?5 FROM tracks WHERE id = ?1");

    if (add == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(add, 1, id);
    sqlite3_bind_int64(add, 2, ended_s);
    sqlite3_bind_double(add, 3, heard);
    lilt_store_bind_text(add, 4, lilt_emotion_label(mood));
    lilt_store_bind_text(add, 5, source);
    return lilt_store_run(store, add, diag);
}

LiltStatus
lilt_store_set_love(LiltStore *store, int64_t id, int love, LiltDiag *diag)
{
    return lilt_store_run_ints(store, "UPDATE tracks SET love = ?2 WHERE id = ?1", diag, 2, id,
                               (int64_t)love);
}

LiltStatus
lilt_store_erase_listening(LiltStore *store, LiltDiag *diag)
{
    const int code = sqlite3_exec(store->db, LILT_STORE_FORGET_LISTENING, NULL, NULL, NULL);

    if (code != SQLITE_OK)
        return lilt_store_fail(store, code, diag);
    lilt_store_drop_copies(store); /* they remember it too */
    return LILT_OK;
}
