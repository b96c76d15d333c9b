/* Opening, migrating, closing; groups of writes. */
#include "store_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "migrations.h"

enum {
    APPLICATION_ID = 0x4c696c74, /* "Lilt", in the header of the file */
    BUSY_MS = 5000,
};

static int
run_text(LiltStore *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL);
}

/* The value of a pragma, or of any statement that gives one number. */
static int
read_number(LiltStore *store, const char *sql, int *ret_number)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            *ret_number = sqlite3_column_int(statement, 0);
            code = SQLITE_OK;
        }
    }
    sqlite3_finalize(statement);
    return code;
}

/* One step, all of it or nothing. */
static LiltStatus
migrate_one(LiltStore *store, int version, LiltDiag *diag)
{
    char mark[96];
    int code = run_text(store, "BEGIN IMMEDIATE");

    if (code == SQLITE_OK)
        code = run_text(store, lilt_migrations[version]);
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d; PRAGMA application_id = %d", version + 1,
             APPLICATION_ID);
    if (code == SQLITE_OK)
        code = run_text(store, mark);
    if (code == SQLITE_OK)
        code = run_text(store, "COMMIT");
    if (code == SQLITE_OK)
        return LILT_OK;
    const LiltStatus status = lilt_store_fail(store, code, diag);

    run_text(store, "ROLLBACK");
    return status;
}

/* Is this a library, and of which version? An empty file is one of version 0. */
static LiltStatus
read_version(LiltStore *store, LiltDiag *diag, int *ret_version)
{
    int n_tables = 0, application = 0, version = 0;
    int code = read_number(store, "SELECT count(*) FROM sqlite_master", &n_tables);

    if (code == SQLITE_OK)
        code = read_number(store, "PRAGMA application_id", &application);
    if (code == SQLITE_OK)
        code = read_number(store, "PRAGMA user_version", &version);
    if (code != SQLITE_OK)
        return lilt_store_fail(store, code, diag);
    if (n_tables > 0 && application != APPLICATION_ID)
        return lilt_store_fail(store, SQLITE_NOTADB, diag);
    *ret_version = version;
    return LILT_OK;
}

static LiltStatus
migrate(LiltStore *store, LiltStoreMode mode, LiltDiag *diag)
{
    int version = 0, newest = 0;
    LiltStatus status = read_version(store, diag, &version);

    while (lilt_migrations[newest] != NULL)
        newest++;
    if (status == LILT_OK && version > newest)
        return lilt_fail(diag, LILT_E_UNSUPPORTED,
                         "%s: made by a newer Lilt (library version %d, this one knows %d)",
                         store->path, version, newest);
    if (status == LILT_OK && mode == LILT_STORE_READ && version < newest)
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: an older library, not brought up to date",
                         store->path);
    if (status == LILT_OK && version > 0 && version < newest)
        status = lilt_store_copy(store, lilt_clock_wall_s(), diag);
    for (; status == LILT_OK && version < newest; version++)
        status = migrate_one(store, version, diag);
    return status;
}

/* Why SQLite could not open the file. */
static LiltStatus
explain_closed(LiltStore *store, LiltStoreMode mode, LiltDiag *diag)
{
    const char *slash = strrchr(store->path, '/');
    const int n = slash == NULL ? 1 : slash == store->path ? 1 : (int)(slash - store->path);
    const char *from = slash == NULL ? "." : store->path;
    char folder[4096];

    snprintf(folder, sizeof folder, "%.*s", n, from);
    if (access(folder, F_OK) != 0)
        return lilt_fail(diag, LILT_E_ABSENT, "%s: there is no such folder", store->path);
    if (access(store->path, F_OK) == 0)
        return lilt_store_fail(store, SQLITE_CANTOPEN, diag);
    if (mode == LILT_STORE_WRITE)
        return lilt_fail(diag, LILT_E_DENIED, "%s: nothing can be written into its folder",
                         store->path);
    return lilt_fail(diag, LILT_E_ABSENT, "%s: there is no such library", store->path);
}

static LiltStatus
set_up(LiltStore *store, LiltStoreMode mode, LiltDiag *diag)
{
    const int flags = mode == LILT_STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                               : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_CANTOPEN)
        return explain_closed(store, mode, diag);
    if (code != SQLITE_OK)
        return lilt_store_fail(store, code, diag);
    if (mode == LILT_STORE_WRITE && sqlite3_db_readonly(store->db, "main") == 1)
        return lilt_store_fail(store, SQLITE_READONLY, diag);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    if (mode == LILT_STORE_WRITE)
        code = run_text(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    if (code == SQLITE_OK)
        code = run_text(store, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
    if (code == SQLITE_OK)
        code = lilt_store_add_collation(store->db);
    if (code == SQLITE_OK)
        code = lilt_store_add_folder(store->db);
    if (code == SQLITE_OK)
        code = lilt_store_add_nearest(store->db);
    if (code != SQLITE_OK)
        return (code & 0xff) == SQLITE_CANTOPEN ? explain_closed(store, mode, diag)
                                                : lilt_store_fail(store, code, diag);
    return migrate(store, mode, diag);
}

LiltStatus
lilt_store_open(const char *path, LiltStoreMode mode, LiltDiag *diag, LiltStore **ret_store)
{
    LiltStore *store = calloc(1, sizeof *store);
    LiltStatus status;

    if (store == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    store->path = strdup(path);
    store->lent = lilt_arena_new(4096);
    status = store->path != NULL && store->lent != NULL
                 ? set_up(store, mode, diag)
                 : lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    if (status != LILT_OK) {
        lilt_store_close(store);
        return status;
    }
    *ret_store = store;
    return LILT_OK;
}

void
lilt_store_close(LiltStore *store)
{
    if (store == NULL)
        return;
    if (store->in_group)
        lilt_store_commit(store, NULL);
    for (size_t i = 0; i < store->n_prepared; i++)
        sqlite3_finalize(store->prepared[i].statement);
    sqlite3_close(store->db);
    if (store->mark != NULL && !store->damaged)
        unlink(store->mark);
    free(store->mark);
    lilt_arena_free(store->lent);
    free(store->path);
    free(store);
}

LiltStatus
lilt_store_begin(LiltStore *store, LiltDiag *diag)
{
    const int code = run_text(store, "BEGIN IMMEDIATE");

    if (code != SQLITE_OK)
        return lilt_store_fail(store, code, diag);
    store->in_group = true;
    return LILT_OK;
}

LiltStatus
lilt_store_commit(LiltStore *store, LiltDiag *diag)
{
    const int code = run_text(store, "COMMIT");

    if (code != SQLITE_OK) {
        const LiltStatus status = lilt_store_fail(store, code, diag);

        lilt_store_rollback(store);
        return status;
    }
    store->in_group = false;
    return LILT_OK;
}

void
lilt_store_rollback(LiltStore *store)
{
    run_text(store, "ROLLBACK");
    store->in_group = false;
}

bool
lilt_store_in_group(const LiltStore *store)
{
    return store->in_group && !sqlite3_get_autocommit(store->db);
}

LiltStatus
lilt_store_write_whole(LiltStore *store,
                       LiltStatus (*write)(LiltStore *store, void *data, LiltDiag *diag),
                       void *data, LiltDiag *diag)
{
    LiltStatus status = lilt_store_run_ints(store, "SAVEPOINT whole", diag, 0);

    if (status == LILT_OK)
        status = write(store, data, diag);
    if (status == LILT_OK)
        status = lilt_store_run_ints(store, "RELEASE whole", diag, 0);
    if (status != LILT_OK && !sqlite3_get_autocommit(store->db))
        run_text(store, "ROLLBACK TO whole; RELEASE whole");
    return status;
}
