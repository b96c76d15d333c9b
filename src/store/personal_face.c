/* What personal.db knows of the listener's face: corrections of how it was read, and how it is read
 * at rest. */
#include "personal.h"

#include <unistd.h>

static void
bind_correction(sqlite3_stmt *statement, const void *data)
{
    const LiltCorrection *correction = data;

    sqlite3_bind_int64(statement, 1, correction->made_us);
    sqlite3_bind_int(statement, 2, (int)correction->seen);
    sqlite3_bind_double(statement, 3, (double)correction->confidence);
    sqlite3_bind_int(statement, 4, (int)correction->said);
}

static void
bind_time(sqlite3_stmt *statement, const void *made_us)
{
    sqlite3_bind_int64(statement, 1, *(const int64_t *)made_us);
}

LiltStatus
lilt_personal_add_correction(const char *path, const LiltCorrection *correction, LiltDiag *diag)
{
    return lilt_personal_run(path,
                             "INSERT OR REPLACE INTO corrections (made_us, seen, confidence, said)"
                             " VALUES (?1, ?2, ?3, ?4)",
                             bind_correction, correction, diag);
}

LiltStatus
lilt_personal_drop_correction(const char *path, int64_t made_us, LiltDiag *diag)
{
    return lilt_personal_run(path, "DELETE FROM corrections WHERE made_us = ?1", bind_time,
                             &made_us, diag);
}

static void
bind_baseline(sqlite3_stmt *statement, const void *data)
{
    const float *baseline = data;

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        sqlite3_bind_double(statement, i + 1, (double)baseline[i]);
}

LiltStatus
lilt_personal_set_baseline(const char *path, const float *baseline, LiltDiag *diag)
{
    if (baseline == NULL)
        return lilt_personal_delete(path, "DELETE FROM baseline", NULL, NULL, diag);
    return lilt_personal_run(
        path,
        "INSERT OR REPLACE INTO baseline (emotion, probability)"
        " VALUES (0, ?1), (1, ?2), (2, ?3), (3, ?4), (4, ?5), (5, ?6), (6, ?7)",
        bind_baseline, baseline, diag);
}

LiltStatus
lilt_personal_erase_face(const char *path, LiltDiag *diag)
{
    const LiltStatus status = lilt_personal_set_baseline(path, NULL, diag);

    return status != LILT_OK
               ? status
               : lilt_personal_delete(path, "DELETE FROM corrections", NULL, NULL, diag);
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
    sqlite3 *db = NULL;

    *ret_personal = personal;
    if (access(path, F_OK) != 0)
        return LILT_OK;
    LiltStatus status = lilt_personal_open(path, diag, &db);

    if (status != LILT_OK)
        return status;
    int code = read_rows(db,
                         "SELECT made_us, seen, confidence, said FROM corrections"
                         " ORDER BY made_us DESC LIMIT 32",
                         take_correction, &personal);

    if (code == SQLITE_DONE)
        code = read_rows(db, "SELECT emotion, probability FROM baseline ORDER BY emotion",
                         take_rest, &personal);
    if (code == SQLITE_DONE)
        *ret_personal = personal;
    else
        status = lilt_personal_fail(db, path, diag);
    sqlite3_close(db);
    return status;
}
