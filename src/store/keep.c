/* How a library is kept safe: copies of it, and what takes its place when it is damaged. Copies lie
 * in the folder "backups" beside the library and are named by the moment they were made. */
#include "store_private.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    N_COPIES = 5, /* that stay */
    WEEK_S = 7 * 24 * 3600,
    STAMP_CHARS = 15, /* 20261122-181500 */
};

/* ---- names ----------------------------------------------------------------------------------- */

static void
write_stamp(int64_t now_s, char stamp[STAMP_CHARS + 1])
{
    const time_t seconds = (time_t)now_s;
    struct tm parts;

    gmtime_r(&seconds, &parts);
    strftime(stamp, STAMP_CHARS + 1, "%Y%m%d-%H%M%S", &parts);
}

/* The part of a path behind its last slash. */
static const char *
name_in(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* The folder of copies of the library at `path`. False: too long. */
static bool
write_folder(const char *path, char *folder, size_t bytes)
{
    const int n = snprintf(folder, bytes, "%.*sbackups", (int)(name_in(path) - path), path);

    return n > 0 && (size_t)n < bytes;
}

/* The library's name without its ending, with the dash that stands before the moment. */
static void
write_stem(const char *path, char *stem, size_t bytes)
{
    const char *name = name_in(path), *dot = strrchr(name, '.');

    snprintf(stem, bytes, "%.*s-", dot != NULL ? (int)(dot - name) : (int)strlen(name), name);
}

static bool
is_copy(const char *name, const char *stem)
{
    const size_t n = strlen(stem);

    return strncmp(name, stem, n) == 0 && strlen(name) == n + STAMP_CHARS + 3 &&
           strcmp(name + n + STAMP_CHARS, ".db") == 0;
}

/* Where the stamp stands in the path of a copy. */
static const char *
moment_of(const char *copy)
{
    return copy + strlen(copy) - STAMP_CHARS - strlen(".db");
}

static int
newest_first(const struct dirent **a, const struct dirent **b)
{
    return -strcmp((*a)->d_name, (*b)->d_name);
}

/* The copies, newest first; *ret_names is the caller's, each of them and the array. */
static size_t
list_copies(const char *path, char ***ret_names)
{
    char folder[LILT_STORE_PATH], stem[256];
    struct dirent **entries = NULL;
    size_t n_copies = 0;

    *ret_names = NULL;
    if (!write_folder(path, folder, sizeof folder))
        return 0;
    write_stem(path, stem, sizeof stem);
    const int n = scandir(folder, &entries, NULL, newest_first);

    if (n > 0)
        *ret_names = calloc((size_t)n, sizeof **ret_names);
    for (int i = 0; i < n; i++) {
        char full[LILT_STORE_PATH + 258];

        if (*ret_names != NULL && is_copy(entries[i]->d_name, stem)) {
            snprintf(full, sizeof full, "%s/%s", folder, entries[i]->d_name);
            if (((*ret_names)[n_copies] = strdup(full)) != NULL)
                n_copies++;
        }
        free(entries[i]);
    }
    free(entries);
    return n_copies;
}

static void
free_copies(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}

/* Delete all copies of the library at `path` but the newest few. */
static void
keep_newest(const char *path, size_t n_kept)
{
    char **names;
    const size_t n = list_copies(path, &names);

    for (size_t i = n_kept; i < n; i++)
        unlink(names[i]);
    free_copies(names, n);
}

/* ---- copying --------------------------------------------------------------------------------- */

LiltStatus
lilt_store_put_in_place(const char *part, const char *to, LiltStatus status, LiltDiag *diag)
{
    if (status == LILT_OK && rename(part, to) != 0)
        status = lilt_fail(diag, LILT_E_IO, "%s: this copy cannot be put in its place", to);
    if (status != LILT_OK)
        unlink(part);
    return status;
}

LiltStatus
lilt_store_copy_database(sqlite3 *from, const char *to, LiltDiag *diag)
{
    char part[LILT_STORE_PATH + 300];
    LiltStore out = {.path = part};

    snprintf(part, sizeof part, "%s.part", to);
    unlink(part);
    int code = sqlite3_open(part, &out.db);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(out.db, "main", from, "main")
                                               : NULL;

    if (backup != NULL) {
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(out.db);
    }
    if (code == SQLITE_OK) /* one file, without a log beside it */
        code = sqlite3_exec(out.db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    const LiltStatus status = code == SQLITE_OK ? LILT_OK : lilt_store_fail(&out, code, diag);

    sqlite3_close(out.db);
    return lilt_store_put_in_place(part, to, status, diag);
}

LiltStatus
lilt_store_copy(LiltStore *store, int64_t now_s, LiltDiag *diag)
{
    char folder[LILT_STORE_PATH], stem[256], stamp[STAMP_CHARS + 1], to[LILT_STORE_PATH + 290];

    if (!write_folder(store->path, folder, sizeof folder))
        return lilt_fail(diag, LILT_E_IO, "%s: path too long", store->path);
    mkdir(folder, 0700); /* that it cannot be made shows when the copy cannot */
    write_stem(store->path, stem, sizeof stem);
    write_stamp(now_s, stamp);
    snprintf(to, sizeof to, "%s/%s%s.db", folder, stem, stamp);
    const LiltStatus status = lilt_store_copy_database(store->db, to, diag);

    keep_newest(store->path, N_COPIES);
    return status;
}

LiltStatus
lilt_store_copy_weekly(LiltStore *store, int64_t now_s, LiltDiag *diag)
{
    char stamp[STAMP_CHARS + 1], **names;
    const size_t n = list_copies(store->path, &names);

    write_stamp(now_s - WEEK_S, stamp);
    const bool is_due = n == 0 || strncmp(moment_of(names[0]), stamp, STAMP_CHARS) <= 0;

    free_copies(names, n);
    return is_due ? lilt_store_copy(store, now_s, diag) : LILT_OK;
}

/* Files beside the library that begin with its name and `.damaged-`. */
static void
drop_damaged(const char *path)
{
    const char *name = name_in(path);
    char folder[LILT_STORE_PATH], begin[300];

    snprintf(folder, sizeof folder, "%.*s", name > path ? (int)(name - path) : 2,
             name > path ? path : "./");
    snprintf(begin, sizeof begin, "%s.damaged-", name);
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, begin, strlen(begin)) == 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir != NULL)
        closedir(dir);
}

void
lilt_store_drop_copies(LiltStore *store)
{
    keep_newest(store->path, 0);
    drop_damaged(store->path);
}

/* ---- damage ---------------------------------------------------------------------------------- */

static int
note_trouble(void *trouble, int n, char **values, char **columns)
{
    (void)columns;
    if (n > 0 && values[0] != NULL && strcmp(values[0], "ok") != 0)
        *(bool *)trouble = true;
    return 0;
}

static bool
is_whole(sqlite3 *db)
{
    bool trouble = false;

    return sqlite3_exec(db, "PRAGMA quick_check(1)", note_trouble, &trouble, NULL) == SQLITE_OK &&
           !trouble;
}

/* Put the newest copy that is whole where the library lay. False: there is none. */
static bool
restore(const char *path, char *ret_copy, size_t bytes)
{
    char **names;
    const size_t n = list_copies(path, &names);
    bool done = false;

    for (size_t i = 0; i < n && !done; i++) {
        sqlite3 *db = NULL;

        if (sqlite3_open_v2(names[i], &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK && is_whole(db))
            done = lilt_store_copy_database(db, path, NULL) == LILT_OK;
        sqlite3_close(db);
        if (done)
            snprintf(ret_copy, bytes, "%s", names[i]);
    }
    free_copies(names, n);
    return done;
}

/* Give the library another name, and its log with it. */
static LiltStatus
set_aside(const char *path, int64_t now_s, char *ret_aside, size_t bytes, LiltDiag *diag)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char stamp[STAMP_CHARS + 1], aside[LILT_STORE_PATH + 64];

    do {
        write_stamp(now_s++, stamp);
        snprintf(aside, sizeof aside, "%s.damaged-%s", path, stamp);
    } while (access(aside, F_OK) == 0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char from[LILT_STORE_PATH + 8], to[sizeof aside + 8];

        snprintf(from, sizeof from, "%s%s", path, endings[i]);
        snprintf(to, sizeof to, "%s%s", aside, endings[i]);
        if (rename(from, to) != 0 && i == 0)
            return lilt_fail(diag, LILT_E_DENIED, "%s: damaged, and cannot be set aside", path);
    }
    snprintf(ret_aside, bytes, "%s", aside);
    return LILT_OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Whether the last run did not end well: its mark is still there. */
static bool
write_mark(const char *path, char *mark, size_t bytes)
{
    snprintf(mark, bytes, "%s-running", path);
    return access(mark, F_OK) == 0;
}

static LiltStatus
open_whole(const char *path, bool check, LiltDiag *diag, LiltStore **ret_store)
{
    LiltStore *store = NULL;
    const LiltStatus status = lilt_store_open(path, LILT_STORE_WRITE, diag, &store);

    if (status != LILT_OK)
        return status;
    if (check && !is_whole(store->db)) {
        lilt_store_close(store);
        return lilt_fail(diag, LILT_E_FORMAT, "%s: this library is damaged", path);
    }
    *ret_store = store;
    return LILT_OK;
}

LiltStatus
lilt_store_open_kept(const char *path, int64_t now_s, LiltDiag *diag, LiltStoreRescue *ret_rescue,
                     LiltStore **ret_store)
{
    char mark[LILT_STORE_PATH + 16];
    LiltStoreRescue rescue = {0};

    if (strlen(path) >= LILT_STORE_PATH)
        return lilt_fail(diag, LILT_E_IO, "%s: path too long", path);
    const bool check = write_mark(path, mark, sizeof mark);
    LiltStatus status = open_whole(path, check, diag, ret_store);

    if (status == LILT_E_FORMAT) {
        status = set_aside(path, now_s, rescue.set_aside, sizeof rescue.set_aside, diag);
        if (status == LILT_OK) {
            restore(path, rescue.copy, sizeof rescue.copy);
            status = open_whole(path, false, diag, ret_store);
        }
    }
    if (status != LILT_OK)
        return status;
    FILE *file = fopen(mark, "w");

    if (file != NULL)
        fclose(file);
    (*ret_store)->mark = strdup(mark);
    *ret_rescue = rescue;
    return LILT_OK;
}
