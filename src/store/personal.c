/* personal.db: how the listener's face is read, and the mood journal. A file of its own beside the
 * library, so that it can be left out of a backup and erased as a whole; what is deleted from it is
 * overwritten. Written seldom, once a song at most: it is opened for each word and closed again. */
#include "personal.h"

#include <stdio.h>
#include <unistd.h>

LiltStatus
lilt_personal_fail(sqlite3 *db, const char *path, LiltDiag *diag)
{
    const char *why = db != NULL ? sqlite3_errmsg(db) : "out of memory";

    return lilt_fail(diag, LILT_E_IO, "%s: %s", path, why);
}

LiltStatus
lilt_personal_open(const char *path, LiltDiag *diag, sqlite3 **ret_db)
{
    LiltStatus status;
    sqlite3 *db = NULL;
    int code = sqlite3_open(path, &db);

    if (code == SQLITE_OK)
        code = sqlite3_exec(db,
                            "PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;"
                            "CREATE TABLE IF NOT EXISTS corrections ("
                            " made_us INTEGER PRIMARY KEY, seen INTEGER NOT NULL,"
                            " confidence REAL NOT NULL, said INTEGER NOT NULL);"
                            "CREATE TABLE IF NOT EXISTS baseline ("
                            " emotion INTEGER PRIMARY KEY, probability REAL NOT NULL);"
                            "CREATE TABLE IF NOT EXISTS journal ("
                            " id INTEGER PRIMARY KEY, began_s INTEGER NOT NULL,"
                            " lasted_s REAL NOT NULL, label TEXT NOT NULL, valence REAL NOT NULL,"
                            " arousal REAL NOT NULL, by_hand INTEGER NOT NULL,"
                            " led INTEGER NOT NULL, title TEXT NOT NULL, artist TEXT NOT NULL);"
                            "CREATE INDEX IF NOT EXISTS journal_by_time ON journal (began_s)",
                            NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        *ret_db = db;
        return LILT_OK;
    }
    status = lilt_personal_fail(db, path, diag);
    sqlite3_close(db);
    return status;
}

LiltStatus
lilt_personal_run(const char *path, const char *sql,
                  void (*bind)(sqlite3_stmt *statement, const void *data), const void *data,
                  LiltDiag *diag)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    LiltStatus status = lilt_personal_open(path, diag, &db);

    if (status != LILT_OK)
        return status;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        status = lilt_personal_fail(db, path, diag);
    } else {
        if (bind != NULL)
            bind(statement, data);
        if (sqlite3_step(statement) != SQLITE_DONE)
            status = lilt_personal_fail(db, path, diag);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return status;
}

static bool
is_empty(const char *path)
{
    sqlite3_stmt *rest = NULL;
    sqlite3 *db = NULL;
    bool empty = false;

    if (lilt_personal_open(path, NULL, &db) != LILT_OK)
        return false;
    if (sqlite3_prepare_v2(db,
                           "SELECT 1 FROM corrections UNION SELECT 1 FROM baseline"
                           " UNION SELECT 1 FROM journal LIMIT 1",
                           -1, &rest, NULL) == SQLITE_OK)
        empty = sqlite3_step(rest) == SQLITE_DONE;
    sqlite3_finalize(rest);
    sqlite3_close(db);
    return empty;
}

LiltStatus
lilt_personal_delete(const char *path, const char *sql,
                     void (*bind)(sqlite3_stmt *statement, const void *data), const void *data,
                     LiltDiag *diag)
{
    LiltStatus status;

    if (access(path, F_OK) != 0)
        return LILT_OK;
    status = lilt_personal_run(path, sql, bind, data, diag);
    if (status == LILT_OK && is_empty(path))
        unlink(path);
    return status;
}
