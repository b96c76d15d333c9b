/* What is known of files before a scan, and files set aside. */
#include "store_private.h"

LiltStatus
lilt_store_set_aside(LiltStore *store, const char *path, int64_t size_bytes, int64_t mtime_ns,
                     const char *why, LiltDiag *diag)
{
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT OR REPLACE INTO set_aside (path, size_bytes, mtime_ns, why)"
               " VALUES (?1, ?2, ?3, ?4)");
    sqlite3_stmt *hide = lilt_store_prepare(store, "UPDATE tracks SET missing = 1 WHERE path = ?1");
    LiltStatus status;

    if (put == NULL || hide == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(put, 1, path);
    sqlite3_bind_int64(put, 2, size_bytes);
    sqlite3_bind_int64(put, 3, mtime_ns);
    lilt_store_bind_text(put, 4, why);
    status = lilt_store_run(store, put, diag);
    if (status != LILT_OK)
        return status;
    lilt_store_bind_text(hide, 1, path);
    return lilt_store_run(store, hide, diag);
}

LiltStatus
lilt_store_set_folder_missing(LiltStore *store, const char *folder, LiltDiag *diag)
{
    sqlite3_stmt *hide = lilt_store_prepare(
        store, "UPDATE tracks SET missing = 1 WHERE substr(path, 1, length(?1) + 1) = ?1 || '/'");

    if (hide == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(hide, 1, folder);
    return lilt_store_run(store, hide, diag);
}

LiltStatus
lilt_store_each_file(LiltStore *store, void (*file)(void *data, const LiltStoreFile *), void *data,
                     LiltDiag *diag)
{
    sqlite3_stmt *each = lilt_store_prepare(
        store, "SELECT id, path, size_bytes, mtime_ns, fingerprint, missing, NULL,"
               " coalesce(sounds.analyser, unheard.analyser, 0), cover <> '' FROM tracks"
               " LEFT JOIN sounds ON sounds.track_id = id"
               " LEFT JOIN unheard ON unheard.track_id = id WHERE tracks.size_bytes >= 0"
               " UNION ALL SELECT 0, path, size_bytes, mtime_ns, 0, 0, why, 0, 0 FROM set_aside");
    int code;

    if (each == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    while ((code = sqlite3_step(each)) == SQLITE_ROW) {
        const LiltStoreFile row = {
            .id = sqlite3_column_int64(each, 0),
            .path = lilt_store_text(each, 1),
            .size_bytes = sqlite3_column_int64(each, 2),
            .mtime_ns = sqlite3_column_int64(each, 3),
            .fingerprint = (uint64_t)sqlite3_column_int64(each, 4),
            .missing = sqlite3_column_int(each, 5) != 0,
            .why = (const char *)sqlite3_column_text(each, 6),
            .analyser = sqlite3_column_int(each, 7),
            .has_cover = sqlite3_column_int(each, 8) != 0,
        };

        file(data, &row);
    }
    return lilt_store_end(store, each, code, diag);
}
