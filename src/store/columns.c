/* All tracks as columns. */
#include "store_private.h"

#include <string.h>

/* At least as many as will be read: the missing ones too, since an index answers that at once,
 * where looking for the others would read the whole table. */
static LiltStatus
count_tracks(LiltStore *store, LiltDiag *diag, size_t *ret_n)
{
    sqlite3_stmt *count = lilt_store_prepare(store, "SELECT count(*) FROM tracks");

    if (count == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    const int code = sqlite3_step(count);

    if (code == SQLITE_ROW)
        *ret_n = (size_t)sqlite3_column_int64(count, 0);
    return lilt_store_end(store, count, code, diag);
}

/* Genres that were told lately: a library has few, and telling one takes a while. */
enum { N_TOLD = 64 };
typedef struct {
    char text[64];
    LiltGenre genre;
} ToldGenre;

static LiltGenre
tell_genre(ToldGenre *told, const char *text)
{
    const size_t n = strlen(text);
    unsigned sum = 0;

    for (size_t i = 0; i < n; i++)
        sum = 31 * sum + (unsigned char)text[i];
    ToldGenre *place = &told[sum % N_TOLD];

    if (n >= sizeof place->text)
        return lilt_genre_from_text(text);
    if (strcmp(place->text, text) != 0) {
        place->genre = lilt_genre_from_text(text);
        memcpy(place->text, text, n + 1);
    }
    return place->genre;
}

/* A track that was not analysed lies in the middle of the plane. */
static void
read_row(sqlite3_stmt *each, ToldGenre *told, LiltCatalogue *c)
{
    const size_t row = c->n_tracks++;

    c->id[row] = sqlite3_column_int64(each, 0);
    c->artist[row] = sqlite3_column_int(each, 2) ? 0 : (uint32_t)sqlite3_column_int64(each, 1);
    c->genre[row] = (uint32_t)tell_genre(told, lilt_store_text(each, 3));
    c->n_plays[row] = (uint32_t)sqlite3_column_int64(each, 4);
    c->last_play_s[row] = sqlite3_column_int64(each, 5);
    c->love[row] = (int8_t)sqlite3_column_int(each, 6);
    c->tempo_bpm[row] = (float)sqlite3_column_double(each, 7);
    c->valence[row] = (float)sqlite3_column_double(each, 8);
    c->arousal[row] = (float)sqlite3_column_double(each, 9);
    c->energy[row] = (float)sqlite3_column_double(each, 10);
    c->brightness[row] = (float)sqlite3_column_double(each, 11);
    c->mode[row] = (float)sqlite3_column_double(each, 12);
    c->words[row] = (float)sqlite3_column_double(each, 13);
}

static LiltStatus
fill_catalogue(LiltStore *store, LiltCatalogue *c, LiltDiag *diag)
{
    sqlite3_stmt *each = lilt_store_prepare(
        store, "SELECT tracks.id, artist_id, artist_id IS (SELECT id FROM artists WHERE name = ''),"
               " genre, n_plays, last_play_s, love, tempo_bpm,"
               " coalesce(felt.valence, sounds.valence), coalesce(felt.arousal, sounds.arousal),"
               " energy, brightness, mode, words"
               " FROM tracks LEFT JOIN sounds ON sounds.track_id = tracks.id"
               " LEFT JOIN felt ON felt.track_id = tracks.id WHERE NOT missing ORDER BY tracks.id");
    ToldGenre told[N_TOLD] = {{"", LILT_GENRE_UNKNOWN}};
    int code = SQLITE_DONE;

    if (each == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    /* A row written by another connection since the rows were counted waits for the next time. */
    while (c->n_tracks < c->capacity && (code = sqlite3_step(each)) == SQLITE_ROW)
        read_row(each, told, c);
    return lilt_store_end(store, each, code, diag);
}

LiltStatus
lilt_store_load_catalogue(LiltStore *store, LiltDiag *diag, LiltCatalogue **ret_catalogue)
{
    LiltCatalogue *c;
    size_t n = 0;
    LiltStatus status = count_tracks(store, diag, &n);

    if (status != LILT_OK)
        return status;
    c = lilt_catalogue_new(n);
    if (c == NULL)
        return lilt_store_fail(store, SQLITE_NOMEM, diag);
    status = fill_catalogue(store, c, diag);
    if (status != LILT_OK) {
        lilt_catalogue_free(c);
        return status;
    }
    *ret_catalogue = c;
    return LILT_OK;
}
