/* personal.h - personal.db, which is opened for one job and closed again. */
#pragma once

#include <sqlite3.h>

#include "lilt/store.h"

/* The file with its tables, made if it is not there. The caller closes it. */
LiltStatus lilt_personal_open(const char *path, LiltDiag *diag, sqlite3 **ret_db);

/* One row, or what a statement does to all: `sql` with what `bind` (may be NULL) binds to it. */
LiltStatus lilt_personal_run(const char *path, const char *sql,
                             void (*bind)(sqlite3_stmt *statement, const void *data),
                             const void *data, LiltDiag *diag);

/* The same with a statement that deletes; a file that is not there stays so, and one with nothing
 * left in it is deleted. */
LiltStatus lilt_personal_delete(const char *path, const char *sql,
                                void (*bind)(sqlite3_stmt *statement, const void *data),
                                const void *data, LiltDiag *diag);

LiltStatus lilt_personal_fail(sqlite3 *db, const char *path, LiltDiag *diag);
