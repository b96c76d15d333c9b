/* store_private.h - an open database, and statements that are prepared once. */
#pragma once

#include <sqlite3.h>

#include "lilt/store.h"

enum { MAX_STATEMENTS = 48 };

struct LiltStore {
    sqlite3 *db;
    char *path;
    LiltArena *lent; /* texts of the last track given out */
    bool in_group;
    char *mark;   /* a file that is there until this store is closed, or NULL; see keep.c */
    bool damaged; /* was seen to be: the mark stays, so that the next opening checks */
    struct {
        const char *sql; /* static text; its address is the key */
        sqlite3_stmt *statement;
    } prepared[MAX_STATEMENTS];
    size_t n_prepared;
};

/* The status for an SQLite result code, with a text that names the file. */
LiltStatus lilt_store_fail(LiltStore *store, int code, LiltDiag *diag);

/* The statement for `sql`, which is static text, prepared at first use, reset and unbound.
 * NULL: it cannot be prepared; lilt_store_fail() with sqlite3_errcode() says why. */
sqlite3_stmt *lilt_store_prepare(LiltStore *store, const char *sql);

/* Run a statement that gives no rows, and reset it. */
LiltStatus lilt_store_run(LiltStore *store, sqlite3_stmt *statement, LiltDiag *diag);

/* Reset a statement that gave rows. `code` is the last result of sqlite3_step(); everything but
 * SQLITE_DONE and SQLITE_ROW is a failure. */
LiltStatus lilt_store_end(LiltStore *store, sqlite3_stmt *statement, int code, LiltDiag *diag);

/* Text that stays in place until the statement is run. */
void lilt_store_bind_text(sqlite3_stmt *statement, int place, const char *text);

/* A column as text that is never NULL. */
const char *lilt_store_text(sqlite3_stmt *statement, int column);

/* An order of tracks joined with their artists. */
#define BY_ARTIST                                                                                  \
    "artists.name = '', artists.name COLLATE names, album COLLATE names,"                          \
    " disc, track, title COLLATE names, path"

/* tracks.c: the id of the artist, who is made known if need be. */
LiltStatus lilt_store_put_artist(LiltStore *store, const char *name, LiltDiag *diag,
                                 int64_t *ret_id);

/* absent.c: the track at `from` is about to be moved to `to`, where lists may expect one. */
LiltStatus lilt_store_replace_absent(LiltStore *store, const char *from, const char *to,
                                     LiltDiag *diag);

/* A growing list of ids. */
typedef struct {
    int64_t *ids;
    size_t n, capacity;
} IdList;

/* False when memory is short. */
bool lilt_id_list_add(IdList *list, int64_t id);

/* Collect the first column of all rows of a bound statement. The caller frees list->ids, which is
 * NULL after a failure. */
LiltStatus lilt_store_collect(LiltStore *store, sqlite3_stmt *statement, LiltDiag *diag,
                              IdList *ret_list);

/* Statements that forget what was played, loved and banned, here and elsewhere. */
#define LILT_STORE_FORGET_LISTENING                                                                \
    "DELETE FROM plays; DELETE FROM listens;"                                                      \
    "UPDATE tracks SET love = 0, n_plays = 0, last_play_s = 0;"

/* Copy a whole database to `to`, which is there with all of it or not at all. */
LiltStatus lilt_store_copy_database(sqlite3 *from, const char *to, LiltDiag *diag);

/* The end of making a copy: `part` takes the place of `to` when all went well (`status`), else it
 * is deleted. Gives `status`, or why it cannot take its place. */
LiltStatus lilt_store_put_in_place(const char *part, const char *to, LiltStatus status,
                                   LiltDiag *diag);

/* Statements whose parameters are numbers only: bind them in order and run. */
LiltStatus lilt_store_run_ints(LiltStore *store, const char *sql, LiltDiag *diag, int n, ...);

/* keep.c: copy the whole database into its folder of copies; only the newest few stay. */
LiltStatus lilt_store_copy(LiltStore *store, int64_t now_s, LiltDiag *diag);
/* All copies are gone then, and what was set aside as damaged. */
void lilt_store_drop_copies(LiltStore *store);

/* Make COLLATE names known to the connection. Gives an SQLite result code. */
int lilt_store_add_collation(sqlite3 *db);

/* Make folder(path) known to it: the path up to the last slash. Gives an SQLite result code. */
int lilt_store_add_folder(sqlite3 *db);

/* Make nearest(valence, arousal) known to it: the number of the emotion there. Gives an SQLite
 * result code. */
int lilt_store_add_nearest(sqlite3 *db);
