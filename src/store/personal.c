/* personal.db: what the listener said about readings of the face. A file of its own beside the
 * library, so that it can be left out of a backup and erased as a whole; what is deleted from it is
 * overwritten. Written a few times a day at most: it is opened for each word and closed again. */
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "lilt/store.h"

static LiltStatus
fail(sqlite3 *db, const char *path, LiltDiag *diag)
{
    const char *why = db != NULL ? sqlite3_errmsg(db) : "out of memory";

    return lilt_fail(diag, LILT_E_IO, "%s: %s", path, why);
}

/* Run one statement with up to four values on the file, which is made if it is not there. */
static LiltStatus
run(const char *path, const char *sql, const double *values, int n_values, LiltDiag *diag)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    int code = sqlite3_open(path, &db);

    if (code == SQLITE_OK)
        code = sqlite3_exec(db,
                            "PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;"
                            "CREATE TABLE IF NOT EXISTS corrections ("
                            " made_us INTEGER PRIMARY KEY, seen INTEGER NOT NULL,"
                            " confidence REAL NOT NULL, said INTEGER NOT NULL)",
                            NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    for (int i = 0; code == SQLITE_OK && i < n_values; i++)
        code = sqlite3_bind_double(statement, i + 1, values[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    const LiltStatus status = code == SQLITE_DONE ? LILT_OK : fail(db, path, diag);

    sqlite3_finalize(statement);
    sqlite3_close(db);
    return status;
}

LiltStatus
lilt_personal_add_correction(const char *path, const LiltCorrection *correction, LiltDiag *diag)
{
    const double values[] = {(double)correction->made_us, (double)correction->seen,
                             (double)correction->confidence, (double)correction->said};

    return run(path,
               "INSERT OR REPLACE INTO corrections (made_us, seen, confidence, said)"
               " VALUES (CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), ?3, CAST(?4 AS INTEGER))",
               values, 4, diag);
}

LiltStatus
lilt_personal_drop_correction(const char *path, int64_t made_us, LiltDiag *diag)
{
    const double value = (double)made_us; /* exact below 2^53 us, in the year 2255 */

    return run(path, "DELETE FROM corrections WHERE made_us = CAST(?1 AS INTEGER)", &value, 1,
               diag);
}

LiltStatus
lilt_personal_erase(const char *path, LiltDiag *diag)
{
    const LiltStatus status = access(path, F_OK) == 0
                                  ? run(path, "DELETE FROM corrections", NULL, 0, diag)
                                  : LILT_OK;

    if (status == LILT_OK)
        unlink(path);
    return status;
}
