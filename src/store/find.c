/* Finding tracks: by words, on an album, by an artist; in any order. */
#include "store_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tells albums apart. Compared and grouped by, never shown. */
#define ALBUM_KEY                                                                                  \
    "CASE WHEN album = '' THEN '' ELSE album || char(31) ||"                                       \
    " CASE WHEN album_artist <> '' THEN album_artist ELSE folder(path) END END"

static const char *const orders[LILT_N_SORTS] = {
    [LILT_SORT_ARTIST] = BY_ARTIST,
    [LILT_SORT_TITLE] = "title COLLATE names, artists.name COLLATE names, path",
    [LILT_SORT_ALBUM] = "album = '', album COLLATE names, album_key, disc, track,"
                        " title COLLATE names, path",
    [LILT_SORT_ADDED] = "added_s DESC, " BY_ARTIST,
    [LILT_SORT_PLAYS] = "n_plays DESC, last_play_s DESC, " BY_ARTIST,
    [LILT_SORT_LENGTH] = "duration_ms, " BY_ARTIST,
};

/* ---- words ----------------------------------------------------------------------------------- */

/* "hey jude" becomes {album} : ("hey"* "jude"*): each word a quoted prefix, so that no sign in it
 * is taken for a command. NULL when memory is short; "" when there is no word. */
static char *
make_words(const char *text, LiltStoreField field)
{
    static const char *const fields[] = {"", "{album} : ", "{artist} : "};
    static const char spaces[] = " \t\n\r\"";
    const size_t bytes = 4 * strlen(text) + 48;
    char *words = malloc(bytes), *to = words;

    if (words == NULL)
        return NULL;
    text += strspn(text, spaces);
    if (*text == '\0') {
        *words = '\0';
        return words;
    }
    to += snprintf(words, bytes, "%s(", fields[field]);
    for (; *text != '\0'; text += strspn(text, spaces)) {
        const size_t n = strcspn(text, spaces);

        *to++ = '"';
        memcpy(to, text, n);
        to += n;
        memcpy(to, "\"* ", 3);
        to += 3;
        text += n;
    }
    memcpy(to, ")", 2);
    return words;
}

/* ---- the statement --------------------------------------------------------------------------- */

/* Prepared anew each time: there are too many kinds to keep. NULL: lilt_store_fail() says why. */
static sqlite3_stmt *
prepare(LiltStore *store, const LiltStoreQuery *query, const char *words)
{
    sqlite3_stmt *find = NULL;
    char sql[2048];

    snprintf(sql, sizeof sql,
             "SELECT tracks.id, mtime_ns"
             " + CAST(coalesce(1000 * felt.valence + 100 * felt.arousal, 0) AS INTEGER),"
             " artist_id, " ALBUM_KEY " AS album_key, cover <> '',"
             " coalesce(felt.valence, sounds.valence), coalesce(felt.arousal, sounds.arousal)"
             " FROM tracks JOIN artists ON artists.id = artist_id"
             " LEFT JOIN sounds ON sounds.track_id = tracks.id"
             " LEFT JOIN felt ON felt.track_id = tracks.id WHERE NOT missing%s%s%s ORDER BY %s",
             *words == '\0' ? ""
             : query->most > 0
                 ? " AND tracks.id IN (SELECT hit.id FROM words CROSS JOIN tracks AS hit"
                   " ON hit.id = words.rowid WHERE words MATCH ?1 AND NOT hit.missing LIMIT ?4)"
                 : " AND tracks.id IN (SELECT rowid FROM words WHERE words MATCH ?1)",
             query->album_of != 0 ? " AND tracks.album = (SELECT album FROM tracks WHERE id = ?2)"
                                    " AND album_key = (SELECT " ALBUM_KEY
                                    " FROM tracks WHERE id = ?2)"
                                  : "",
             query->artist_of != 0 ? " AND artist_id = (SELECT artist_id FROM tracks WHERE id = ?3)"
                                   : "",
             orders[query->sort]);
    if (sqlite3_prepare_v2(store->db, sql, -1, &find, NULL) != SQLITE_OK)
        return NULL;
    if (*words != '\0')
        lilt_store_bind_text(find, 1, words);
    if (*words != '\0' && query->most > 0)
        sqlite3_bind_int64(find, 4, (sqlite3_int64)query->most);
    if (query->album_of != 0)
        sqlite3_bind_int64(find, 2, query->album_of);
    if (query->artist_of != 0)
        sqlite3_bind_int64(find, 3, query->artist_of);
    return find;
}

static LiltStoreRow
read_row(sqlite3_stmt *find)
{
    return (LiltStoreRow){
        .id = sqlite3_column_int64(find, 0),
        .stamp = sqlite3_column_int64(find, 1),
        .artist_id = sqlite3_column_int64(find, 2),
        .album_key = lilt_store_text(find, 3),
        .has_cover = sqlite3_column_int(find, 4) != 0,
        .point = {(float)sqlite3_column_double(find, 5), (float)sqlite3_column_double(find, 6)},
    };
}

LiltStatus
lilt_store_find(LiltStore *store, const LiltStoreQuery *query,
                bool (*row)(void *data, const LiltStoreRow *row), void *data, LiltDiag *diag)
{
    char *words = make_words(query->text != NULL ? query->text : "", query->field);
    sqlite3_stmt *find;
    int code;

    if (words == NULL)
        return lilt_store_fail(store, SQLITE_NOMEM, diag);
    find = prepare(store, query, words);
    if (find == NULL) {
        free(words);
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    }
    while ((code = sqlite3_step(find)) == SQLITE_ROW) {
        const LiltStoreRow found = read_row(find);

        if (!row(data, &found))
            break;
    }
    const LiltStatus status = lilt_store_end(store, find, code, diag);

    sqlite3_finalize(find);
    free(words);
    return status;
}

void
lilt_store_interrupt(LiltStore *store)
{
    sqlite3_interrupt(store->db);
}

/* ---- folder(path) ---------------------------------------------------------------------------- */

static void
folder(sqlite3_context *context, int n_values, sqlite3_value **values)
{
    const char *path = (const char *)sqlite3_value_text(values[0]);
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;

    (void)n_values;
    sqlite3_result_text(context, path, slash != NULL ? (int)(slash - path) : 0, SQLITE_TRANSIENT);
}

int
lilt_store_add_folder(sqlite3 *db)
{
    return sqlite3_create_function(db, "folder", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                   folder, NULL, NULL);
}
