/* The mood journal in personal.db. */
#include <unistd.h>

#include "personal.h"

static void
bind_entry(sqlite3_stmt *statement, const void *data)
{
    const LiltJournalEntry *entry = data;

    sqlite3_bind_int64(statement, 1, entry->began_s);
    sqlite3_bind_double(statement, 2, (double)entry->lasted_s);
    sqlite3_bind_text(statement, 3, entry->label, -1, SQLITE_TRANSIENT);
    sqlite3_bind_double(statement, 4, (double)entry->point.valence);
    sqlite3_bind_double(statement, 5, (double)entry->point.arousal);
    sqlite3_bind_int(statement, 6, entry->by_hand);
    sqlite3_bind_int(statement, 7, entry->led);
    sqlite3_bind_text(statement, 8, entry->title, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(statement, 9, entry->artist, -1, SQLITE_TRANSIENT);
}

LiltStatus
lilt_personal_add_entry(const char *path, const LiltJournalEntry *entry, LiltDiag *diag)
{
    return lilt_personal_run(path,
                             "INSERT OR REPLACE INTO journal (id, began_s, lasted_s, label,"
                             " valence, arousal, by_hand, led, title, artist)"
                             " VALUES ((SELECT id FROM journal WHERE began_s = ?1 AND label = ?3"
                             " AND title = ?8 AND artist = ?9),"
                             " ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                             bind_entry, entry, diag);
}

bool
lilt_personal_has_entries(const char *path)
{
    sqlite3_stmt *any = NULL;
    sqlite3 *db = NULL;
    bool has = false;

    if (access(path, F_OK) != 0 || lilt_personal_open(path, NULL, &db) != LILT_OK)
        return false;
    if (sqlite3_prepare_v2(db, "SELECT 1 FROM journal LIMIT 1", -1, &any, NULL) == SQLITE_OK)
        has = sqlite3_step(any) == SQLITE_ROW;
    sqlite3_finalize(any);
    sqlite3_close(db);
    return has;
}

static void
bind_before(sqlite3_stmt *statement, const void *before_s)
{
    sqlite3_bind_int64(statement, 1, *(const int64_t *)before_s);
}

LiltStatus
lilt_personal_forget_entries(const char *path, int64_t before_s, LiltDiag *diag)
{
    return lilt_personal_delete(path, "DELETE FROM journal WHERE began_s < ?1", bind_before,
                                &before_s, diag);
}

LiltStatus
lilt_personal_erase_journal(const char *path, LiltDiag *diag)
{
    return lilt_personal_delete(path, "DELETE FROM journal", NULL, NULL, diag);
}

static LiltJournalEntry
row_of(sqlite3_stmt *rows)
{
    return (LiltJournalEntry){
        .began_s = sqlite3_column_int64(rows, 0),
        .lasted_s = (float)sqlite3_column_double(rows, 1),
        .label = (const char *)sqlite3_column_text(rows, 2),
        .point = {(float)sqlite3_column_double(rows, 3), (float)sqlite3_column_double(rows, 4)},
        .by_hand = sqlite3_column_int(rows, 5) != 0,
        .led = sqlite3_column_int(rows, 6) != 0,
        .title = (const char *)sqlite3_column_text(rows, 7),
        .artist = (const char *)sqlite3_column_text(rows, 8),
    };
}

LiltStatus
lilt_personal_each_entry(const char *path, int64_t from_s, int64_t until_s,
                         void (*entry)(void *data, const LiltJournalEntry *entry), void *data,
                         LiltDiag *diag)
{
    sqlite3_stmt *rows = NULL;
    sqlite3 *db = NULL;
    LiltStatus status;
    int code;

    if (access(path, F_OK) != 0)
        return LILT_OK;
    status = lilt_personal_open(path, diag, &db);
    if (status != LILT_OK)
        return status;
    code = sqlite3_prepare_v2(db,
                              "SELECT began_s, lasted_s, label, valence, arousal, by_hand, led,"
                              " title, artist FROM journal WHERE began_s >= ?1 AND began_s < ?2"
                              " ORDER BY began_s, id",
                              -1, &rows, NULL);
    sqlite3_bind_int64(rows, 1, from_s);
    sqlite3_bind_int64(rows, 2, until_s);
    while (code == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
        const LiltJournalEntry row = row_of(rows);

        entry(data, &row);
    }
    if (sqlite3_errcode(db) != SQLITE_DONE)
        status = lilt_personal_fail(db, path, diag);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return status;
}
