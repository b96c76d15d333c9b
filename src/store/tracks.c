/* One track: put, get, find, move. */
#include "store_private.h"

LiltStatus
lilt_store_put_artist(LiltStore *store, const char *name, LiltDiag *diag, int64_t *ret_id)
{
    sqlite3_stmt *insert = lilt_store_prepare(
        store, "INSERT INTO artists (name) VALUES (?1) ON CONFLICT DO NOTHING");
    sqlite3_stmt *find = lilt_store_prepare(store, "SELECT id FROM artists WHERE name = ?1");
    LiltStatus status;

    if (insert == NULL || find == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(insert, 1, name);
    status = lilt_store_run(store, insert, diag);
    if (status != LILT_OK)
        return status;
    lilt_store_bind_text(find, 1, name);
    const int code = sqlite3_step(find);

    if (code == SQLITE_ROW)
        *ret_id = sqlite3_column_int64(find, 0);
    return lilt_store_end(store, find, code, diag);
}

/* That this version of the analysis could not judge it. */
static LiltStatus
put_unheard(LiltStore *store, int64_t id, int analyser, LiltDiag *diag)
{
    const LiltStatus status = lilt_store_run_ints(store, "DELETE FROM sounds WHERE track_id = ?1",
                                                  diag, 1, id);

    if (status != LILT_OK)
        return status;
    return lilt_store_run_ints(
        store, "INSERT OR REPLACE INTO unheard (track_id, analyser) VALUES (?1, ?2)", diag, 2, id,
        (int64_t)analyser);
}

static LiltStatus
put_sound(LiltStore *store, int64_t id, const LiltStoreSound *sound, LiltDiag *diag)
{
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT OR REPLACE INTO sounds (track_id, analyser, tempo_bpm, loudness_lufs,"
               " energy, brightness, valence, arousal, mode, words)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(put, 1, id);
    sqlite3_bind_int(put, 2, sound->analyser);
    sqlite3_bind_double(put, 3, (double)sound->tempo_bpm);
    sqlite3_bind_double(put, 4, (double)sound->loudness_lufs);
    sqlite3_bind_double(put, 5, (double)sound->energy);
    sqlite3_bind_double(put, 6, (double)sound->brightness);
    sqlite3_bind_double(put, 7, (double)sound->point.valence);
    sqlite3_bind_double(put, 8, (double)sound->point.arousal);
    sqlite3_bind_double(put, 9, (double)sound->mode);
    sqlite3_bind_double(put, 10, (double)sound->words);
    return lilt_store_run(store, put, diag);
}

static void
bind_track(sqlite3_stmt *put, const LiltStoreTrack *track, int64_t artist_id, int64_t now_s)
{
    lilt_store_bind_text(put, 1, track->path);
    sqlite3_bind_int64(put, 2, track->size_bytes);
    sqlite3_bind_int64(put, 3, track->mtime_ns);
    sqlite3_bind_int64(put, 4, (int64_t)track->fingerprint);
    sqlite3_bind_int64(put, 5, now_s);
    lilt_store_bind_text(put, 6, track->title);
    sqlite3_bind_int64(put, 7, artist_id);
    lilt_store_bind_text(put, 8, track->album_artist);
    lilt_store_bind_text(put, 9, track->album);
    lilt_store_bind_text(put, 10, track->genre);
    sqlite3_bind_int(put, 11, track->disc);
    sqlite3_bind_int(put, 12, track->track);
    sqlite3_bind_int(put, 13, track->year);
    sqlite3_bind_int64(put, 14, track->duration_ms);
    lilt_store_bind_text(put, 15, track->cover);
}

static LiltStatus
drop_set_aside(LiltStore *store, const char *path, LiltDiag *diag)
{
    sqlite3_stmt *drop = lilt_store_prepare(store, "DELETE FROM set_aside WHERE path = ?1");

    if (drop == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(drop, 1, path);
    return lilt_store_run(store, drop, diag);
}

LiltStatus
lilt_store_put_track(LiltStore *store, const LiltStoreTrack *track, int64_t now_s, LiltDiag *diag,
                     int64_t *ret_id)
{
    int64_t artist_id = 0, id = 0;
    LiltStatus status = lilt_store_put_artist(store, track->artist, diag, &artist_id);

    if (status != LILT_OK)
        return status;
    sqlite3_stmt *put = lilt_store_prepare(
        store,
        "INSERT INTO tracks (path, size_bytes, mtime_ns, fingerprint, added_s, title, artist_id,"
        " album_artist, album, genre, disc, track, year, duration_ms, cover)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
        " ON CONFLICT (path) DO UPDATE SET size_bytes = ?2, mtime_ns = ?3, fingerprint = ?4,"
        " missing = 0, added_s = iif(size_bytes < 0, ?5, added_s), title = ?6, artist_id = ?7,"
        " album_artist = ?8, album = ?9, genre = ?10, disc = ?11, track = ?12, year = ?13, duration_ms = ?14, cover = ?15"
        " RETURNING id");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    bind_track(put, track, artist_id, now_s);
    int code = sqlite3_step(put);

    if (code == SQLITE_ROW) {
        id = sqlite3_column_int64(put, 0);
        code = sqlite3_step(put);
    }
    status = lilt_store_end(store, put, code, diag);
    if (status == LILT_OK && track->sound.analyser > 0)
        status = put_sound(store, id, &track->sound, diag);
    else if (status == LILT_OK && track->sound.analyser < 0)
        status = put_unheard(store, id, -track->sound.analyser, diag);
    if (status == LILT_OK)
        status = drop_set_aside(store, track->path, diag);
    if (status == LILT_OK && ret_id != NULL)
        *ret_id = id;
    return status;
}

/* Copy the row out, so that the statement need not stay open: it would hold on to this moment's
 * state of the database. False when memory is short. */
static bool
read_track(LiltStore *store, sqlite3_stmt *get, LiltStoreTrack *track)
{
    enum { PATH, TITLE, ARTIST, ALBUM_ARTIST, ALBUM, GENRE, COVER, N_TEXTS };
    const char *texts[N_TEXTS];

    lilt_arena_reset(store->lent);
    for (int i = 0; i < N_TEXTS; i++)
        if ((texts[i] = lilt_arena_strdup(store->lent, lilt_store_text(get, i))) == NULL)
            return false;
    *track = (LiltStoreTrack){
        .path = texts[PATH],
        .title = texts[TITLE],
        .artist = texts[ARTIST],
        .album_artist = texts[ALBUM_ARTIST],
        .album = texts[ALBUM],
        .genre = texts[GENRE],
        .cover = texts[COVER],
        .id = sqlite3_column_int64(get, 7),
        .size_bytes = sqlite3_column_int64(get, 8),
        .mtime_ns = sqlite3_column_int64(get, 9),
        .fingerprint = (uint64_t)sqlite3_column_int64(get, 10),
        .missing = sqlite3_column_int(get, 11) != 0,
        .disc = sqlite3_column_int(get, 12),
        .track = sqlite3_column_int(get, 13),
        .year = sqlite3_column_int(get, 14),
        .duration_ms = sqlite3_column_int64(get, 15),
        .sound = {.analyser = sqlite3_column_int(get, 16),
                  .tempo_bpm = (float)sqlite3_column_double(get, 17),
                  .loudness_lufs = (float)sqlite3_column_double(get, 18),
                  .energy = (float)sqlite3_column_double(get, 19),
                  .brightness = (float)sqlite3_column_double(get, 20),
                  .point = {(float)sqlite3_column_double(get, 21),
                            (float)sqlite3_column_double(get, 22)},
                  .mode = (float)sqlite3_column_double(get, 23),
                  .words = (float)sqlite3_column_double(get, 24)},
        .added_s = sqlite3_column_int64(get, 25),
    };
    return true;
}

LiltStatus
lilt_store_get_track(LiltStore *store, int64_t id, LiltDiag *diag, LiltStoreTrack *ret_track)
{
    sqlite3_stmt *get = lilt_store_prepare(
        store,
        "SELECT path, title, artists.name, album_artist, album, genre, cover, tracks.id,"
        " size_bytes, mtime_ns, fingerprint, missing, disc, track, year, duration_ms, analyser,"
        " tempo_bpm, loudness_lufs, energy, brightness, coalesce(felt.valence, sounds.valence),"
        " coalesce(felt.arousal, sounds.arousal), mode, words, added_s"
        " FROM tracks JOIN artists ON artists.id = artist_id"
        " LEFT JOIN sounds ON sounds.track_id = tracks.id"
        " LEFT JOIN felt ON felt.track_id = tracks.id WHERE tracks.id = ?1");

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(get, 1, id);
    int code = sqlite3_step(get);

    if (code == SQLITE_ROW && !read_track(store, get, ret_track))
        code = SQLITE_NOMEM;
    const LiltStatus status = lilt_store_end(store, get, code, diag);

    return status != LILT_OK || code == SQLITE_ROW
               ? status
               : lilt_fail(diag, LILT_E_ABSENT, "%s: no track %lld", store->path, (long long)id);
}

LiltStatus
lilt_store_remembers(LiltStore *store, const int64_t *ids, size_t n_ids, LiltDiag *diag,
                     bool *ret_all)
{
    sqlite3_stmt *find = lilt_store_prepare(store, "SELECT 1 FROM tracks WHERE id = ?1");
    int code = SQLITE_ROW;

    if (find == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    for (size_t i = 0; i < n_ids && code == SQLITE_ROW; i++) {
        sqlite3_reset(find);
        sqlite3_bind_int64(find, 1, ids[i]);
        code = sqlite3_step(find);
    }
    *ret_all = code == SQLITE_ROW;
    return lilt_store_end(store, find, code, diag);
}

LiltStatus
lilt_store_find_path(LiltStore *store, const char *path, LiltDiag *diag, int64_t *ret_id)
{
    sqlite3_stmt *find = lilt_store_prepare(store, "SELECT id FROM tracks WHERE path = ?1");

    if (find == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(find, 1, path);
    const int code = sqlite3_step(find);

    if (code == SQLITE_ROW)
        *ret_id = sqlite3_column_int64(find, 0);
    const LiltStatus status = lilt_store_end(store, find, code, diag);

    return status != LILT_OK || code == SQLITE_ROW
               ? status
               : lilt_fail(diag, LILT_E_ABSENT, "%s: not in the library", path);
}

LiltStatus
lilt_store_move_track(LiltStore *store, const char *from, const char *to, LiltDiag *diag)
{
    const LiltStatus status = lilt_store_replace_absent(store, from, to, diag);

    if (status != LILT_OK)
        return status;
    sqlite3_stmt *move = lilt_store_prepare(
        store, "UPDATE tracks SET path = ?2, missing = 0 WHERE path = ?1");

    if (move == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    lilt_store_bind_text(move, 1, from);
    lilt_store_bind_text(move, 2, to);
    return lilt_store_run(store, move, diag);
}

LiltStatus
lilt_store_set_missing(LiltStore *store, int64_t id, bool missing, LiltDiag *diag)
{
    return lilt_store_run_ints(store, "UPDATE tracks SET missing = ?2 WHERE id = ?1", diag, 2, id,
                               (int64_t)missing);
}
