/* Statements: prepared at first use, bound, run, reset. */
#include "store_private.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

static bool
is_disk_full(sqlite3 *db, int code)
{
    const int error = db != NULL ? sqlite3_system_errno(db) : 0;

    return (code & 0xff) == SQLITE_FULL ||
           (((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN) &&
            (error == ENOSPC || error == EDQUOT));
}

LiltStatus
lilt_store_fail(LiltStore *store, int code, LiltDiag *diag)
{
    const char *path = store->path;

    store->damaged |= (code & 0xff) == SQLITE_CORRUPT;
    if (is_disk_full(store->db, code))
        return lilt_fail(diag, LILT_E_FULL, "%s: the disk is full", path);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return lilt_fail(diag, LILT_E_BUSY, "%s: another program holds this library", path);
    case SQLITE_NOTADB:
        return lilt_fail(diag, LILT_E_FORMAT, "%s: this is not a library of Lilt", path);
    case SQLITE_CORRUPT:
        return lilt_fail(diag, LILT_E_FORMAT, "%s: this library is damaged", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return lilt_fail(diag, LILT_E_DENIED, "%s: this library cannot be written", path);
    case SQLITE_INTERRUPT:
        return lilt_fail(diag, LILT_E_STOPPED, "%s: the search was given up", path);
    case SQLITE_CANTOPEN:
        return lilt_fail(diag, LILT_E_DENIED, "%s: this library cannot be opened", path);
    default:
        return lilt_fail(diag, LILT_E_IO, "%s: %s", path,
                         store->db != NULL ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
    }
}

sqlite3_stmt *
lilt_store_prepare(LiltStore *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    for (size_t i = 0; i < store->n_prepared; i++)
        if (store->prepared[i].sql == sql) {
            sqlite3_reset(store->prepared[i].statement);
            sqlite3_clear_bindings(store->prepared[i].statement);
            return store->prepared[i].statement;
        }
    assert(store->n_prepared < MAX_STATEMENTS);
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK)
        return NULL;
    store->prepared[store->n_prepared].sql = sql;
    store->prepared[store->n_prepared].statement = statement;
    store->n_prepared++;
    return statement;
}

LiltStatus
lilt_store_run(LiltStore *store, sqlite3_stmt *statement, LiltDiag *diag)
{
    int code;

    do
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW);
    return lilt_store_end(store, statement, code, diag);
}

LiltStatus
lilt_store_end(LiltStore *store, sqlite3_stmt *statement, int code, LiltDiag *diag)
{
    const LiltStatus status = code == SQLITE_DONE || code == SQLITE_ROW
                                  ? LILT_OK
                                  : lilt_store_fail(store, code, diag);

    sqlite3_reset(statement);
    return status;
}

void
lilt_store_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
}

const char *
lilt_store_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text != NULL ? (const char *)text : "";
}

bool
lilt_id_list_add(IdList *list, int64_t id)
{
    if (list->n == list->capacity) {
        const size_t capacity = list->capacity > 0 ? 2 * list->capacity : 64;
        int64_t *ids = realloc(list->ids, capacity * sizeof *ids);

        if (ids == NULL)
            return false;
        list->ids = ids;
        list->capacity = capacity;
    }
    list->ids[list->n++] = id;
    return true;
}

LiltStatus
lilt_store_collect(LiltStore *store, sqlite3_stmt *statement, LiltDiag *diag, IdList *ret_list)
{
    IdList list = {0};
    int code;

    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        if (!lilt_id_list_add(&list, sqlite3_column_int64(statement, 0))) {
            code = SQLITE_NOMEM;
            break;
        }
    const LiltStatus status = lilt_store_end(store, statement, code, diag);

    if (status != LILT_OK) {
        free(list.ids);
        list = (IdList){0};
    }
    *ret_list = list;
    return status;
}

LiltStatus
lilt_store_run_ints(LiltStore *store, const char *sql, LiltDiag *diag, int n, ...)
{
    sqlite3_stmt *statement = lilt_store_prepare(store, sql);
    va_list args;

    if (statement == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    va_start(args, n);
    for (int i = 1; i <= n; i++)
        sqlite3_bind_int64(statement, i, va_arg(args, int64_t));
    va_end(args);
    return lilt_store_run(store, statement, diag);
}
