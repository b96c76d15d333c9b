/* personal.db: what the listener said about readings of the face, and how the face is read at rest.
 * A file of its own beside the
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

static int
open_file(const char *path, sqlite3 **ret_db)
{
    const int code = sqlite3_open(path, ret_db);

    return code != SQLITE_OK
               ? code
               : sqlite3_exec(*ret_db,
                              "PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;"
                              "CREATE TABLE IF NOT EXISTS corrections ("
                              " made_us INTEGER PRIMARY KEY, seen INTEGER NOT NULL,"
                              " confidence REAL NOT NULL, said INTEGER NOT NULL);"
                              "CREATE TABLE IF NOT EXISTS baseline ("
                              " emotion INTEGER PRIMARY KEY, probability REAL NOT NULL)",
                              NULL, NULL, NULL);
}

/* Run one statement with up to seven values on the file, which is made if it is not there. */
static LiltStatus
run(const char *path, const char *sql, const double *values, int n_values, LiltDiag *diag)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;
    int code = open_file(path, &db);

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
lilt_personal_set_baseline(const char *path, const float *baseline, LiltDiag *diag)
{
    double values[LILT_N_EMOTIONS];

    if (baseline == NULL)
        return access(path, F_OK) == 0 ? run(path, "DELETE FROM baseline", NULL, 0, diag) : LILT_OK;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        values[i] = (double)baseline[i];
    return run(path,
               "INSERT OR REPLACE INTO baseline (emotion, probability)"
               " VALUES (0, ?1), (1, ?2), (2, ?3), (3, ?4), (4, ?5), (5, ?6), (6, ?7)",
               values, LILT_N_EMOTIONS, diag);
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool
is_emotion(int64_t value)
{
    return value >= 0 && value < LILT_N_EMOTIONS;
}

static bool
take_correction(sqlite3_stmt *row, LiltPersonal *personal)
{
    const int64_t seen = sqlite3_column_int64(row, 1), said = sqlite3_column_int64(row, 3);

    if (is_emotion(said) && personal->n_corrections < LILT_CORRECTIONS)
        personal->corrections[personal->n_corrections++] = (LiltCorrection){
            .made_us = sqlite3_column_int64(row, 0),
            .seen = is_emotion(seen) ? (LiltEmotion)seen : LILT_EMOTION_UNKNOWN,
            .confidence = (float)sqlite3_column_double(row, 2),
            .said = (LiltEmotion)said,
        };
    return true;
}

/* One that is not whole, or no probabilities, is none. */
static bool
take_rest(sqlite3_stmt *row, LiltPersonal *personal)
{
    const int64_t emotion = sqlite3_column_int64(row, 0);
    const double probability = sqlite3_column_double(row, 1);

    if (!is_emotion(emotion) || !(probability >= 0.0 && probability <= 1.0))
        return false;
    personal->baseline[emotion] = (float)probability;
    personal->has_baseline = emotion == LILT_N_EMOTIONS - 1;
    return true;
}

static int
read_rows(sqlite3 *db, const char *sql, bool (*take)(sqlite3_stmt *, LiltPersonal *),
          LiltPersonal *personal)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
        code = take(statement, personal) ? SQLITE_OK : SQLITE_MISMATCH;
    sqlite3_finalize(statement);
    return code;
}

LiltStatus
lilt_personal_read(const char *path, LiltDiag *diag, LiltPersonal *ret_personal)
{
    LiltPersonal personal = {0};
    LiltStatus status = LILT_OK;
    sqlite3 *db = NULL;

    *ret_personal = personal;
    if (access(path, F_OK) != 0)
        return LILT_OK;
    int code = open_file(path, &db);

    if (code == SQLITE_OK)
        code = read_rows(db,
                         "SELECT made_us, seen, confidence, said FROM corrections"
                         " ORDER BY made_us DESC LIMIT 32",
                         take_correction, &personal);
    if (code == SQLITE_DONE)
        code = read_rows(db, "SELECT emotion, probability FROM baseline ORDER BY emotion",
                         take_rest, &personal);
    if (code == SQLITE_DONE)
        *ret_personal = personal;
    else
        status = fail(db, path, diag);
    sqlite3_close(db);
    return status;
}

LiltStatus
lilt_personal_erase(const char *path, LiltDiag *diag)
{
    LiltStatus status = lilt_personal_set_baseline(path, NULL, diag);

    if (status == LILT_OK && access(path, F_OK) == 0)
        status = run(path, "DELETE FROM corrections", NULL, 0, diag);
    if (status == LILT_OK)
        unlink(path);
    return status;
}
