/* What was listened to, here and elsewhere. */
#include "store_private.h"

#include <string.h>

LiltStatus
lilt_store_add_listen(LiltStore *store, const LiltStoreImport *listen, LiltDiag *diag)
{
    sqlite3_stmt *artist = lilt_store_prepare(store,
                                              "INSERT OR IGNORE INTO artists (name) VALUES (?1)");

    if (artist == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(artist, 1, listen->artist);
    const LiltStatus status = lilt_store_run(store, artist, diag);

    if (status != LILT_OK)
        return status;
    sqlite3_stmt *add = lilt_store_prepare(
        store, "INSERT OR IGNORE INTO listens (source, at_s, artist_id, title)"
               " SELECT ?1, ?2, id, ?4 FROM artists WHERE name = ?3");

    if (add == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(add, 1, listen->source);
    sqlite3_bind_int64(add, 2, listen->at_s);
    lilt_store_bind_text(add, 3, listen->artist);
    lilt_store_bind_text(add, 4, listen->title);
    return lilt_store_run(store, add, diag);
}

/* The newest rows of each kind, newest first. Sources are numbered by their names;
 * plays of this library come first. */
static const char newest[] =
    "SELECT * FROM ("
    " SELECT * FROM (SELECT 0 AS whose, ended_s AS at_s, artist_id, track_id, heard, mood,"
    "  tracks.title AS title FROM plays JOIN tracks ON tracks.id = track_id"
    "  ORDER BY ended_s DESC LIMIT ?1)"
    " UNION ALL"
    " SELECT * FROM (SELECT dense_rank() OVER (ORDER BY source), at_s, artist_id, 0, 1.0,"
    "  'unknown', title FROM listens ORDER BY at_s DESC LIMIT ?1))"
    " AS heard JOIN artists ON artists.id = artist_id ORDER BY whose, at_s DESC";

LiltStatus
lilt_store_each_listen(LiltStore *store, size_t most,
                       void (*listen)(void *data, const LiltStoreListen *listen), void *data,
                       LiltDiag *diag)
{
    sqlite3_stmt *each = lilt_store_prepare(store, newest);
    int code;

    if (each == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(each, 1, (int64_t)most);
    while ((code = sqlite3_step(each)) == SQLITE_ROW) {
        const LiltStoreListen row = {
            .whose = (uint32_t)sqlite3_column_int64(each, 0),
            .at_s = sqlite3_column_int64(each, 1),
            .artist_id = sqlite3_column_int64(each, 2),
            .track_id = sqlite3_column_int64(each, 3),
            .heard = (float)sqlite3_column_double(each, 4),
            .mood = lilt_emotion_from_label(lilt_store_text(each, 5)),
            .title = lilt_store_text(each, 6),
            .artist = lilt_store_text(each, 8),
        };

        listen(data, &row);
    }
    return lilt_store_end(store, each, code, diag);
}

int64_t
lilt_store_find_artist(LiltStore *store, const char *name)
{
    sqlite3_stmt *find = lilt_store_prepare(store, "SELECT id FROM artists WHERE name = ?1");

    if (find == NULL)
        return 0;
    lilt_store_bind_text(find, 1, name);
    const int64_t id = sqlite3_step(find) == SQLITE_ROW ? sqlite3_column_int64(find, 0) : 0;

    sqlite3_reset(find);
    return id;
}
