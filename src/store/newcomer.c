/* A library for another listener: the songs and how they sound, and nothing of who heard them. */
#include "store_private.h"

#include <stdio.h>

/* All that a listener left. VACUUM writes the file anew, so that nothing of it stays in free pages.
 */
static const char forget[] =
    "PRAGMA foreign_keys = ON;" /* what belongs to a deleted row goes with it */
    "BEGIN;" LILT_STORE_FORGET_LISTENING "DELETE FROM felt; DELETE FROM queue; DELETE FROM playing;"
    "DELETE FROM playlist_tracks; DELETE FROM playlists WHERE mood IS NULL;"
    "DELETE FROM tracks WHERE size_bytes < 0;" /* what only lists named */
    "COMMIT;"
    "VACUUM";

LiltStatus
lilt_store_copy_for_newcomer(LiltStore *store, const char *to, LiltDiag *diag)
{
    char part[LILT_STORE_PATH + 8];
    LiltStore out = {.path = part};

    snprintf(part, sizeof part, "%s.new", to);
    LiltStatus status = lilt_store_copy_database(store->db, part, diag);

    if (status != LILT_OK)
        return status;
    int code = sqlite3_open(part, &out.db);

    if (code == SQLITE_OK) { /* indexes are made with them */
        lilt_store_add_collation(out.db);
        lilt_store_add_folder(out.db);
        code = sqlite3_exec(out.db, forget, NULL, NULL, NULL);
    }
    if (code != SQLITE_OK)
        status = lilt_store_fail(&out, code, diag);
    sqlite3_close(out.db);
    return lilt_store_put_in_place(part, to, status, diag);
}
