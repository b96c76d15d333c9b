/* store.h - the database: tracks, sounds, plays, playlists, queue, in one SQLite file. Plain C11; a
 * LiltStore is used by one thread at a time. Any number may be open on one file, one of them for
 * writing. Texts are UTF-8, paths are bytes.
 *
 * Every function that may fail gives LILT_E_FULL, LILT_E_IO (I/O error), LILT_E_BUSY (another
 * program holds the database), LILT_E_FORMAT (damaged) or LILT_E_NOMEM, and `diag` then names the
 * file. */
#pragma once

#include "lilt/base.h"

typedef struct LiltStore LiltStore;

typedef enum {
    LILT_STORE_WRITE, /* made if it is not there; migrated to this version */
    LILT_STORE_READ,
} LiltStoreMode;

/* Open the database at `path`; its folder must exist.
 * Error: also LILT_E_DENIED (not writable), LILT_E_ABSENT (no such folder or file),
 * LILT_E_UNSUPPORTED (made by a newer Lilt). */
LiltStatus lilt_store_open(const char *path, LiltStoreMode mode, LiltDiag *diag,
                           LiltStore **ret_store);

/* A path of a library is shorter than this. */
enum { LILT_STORE_PATH = 3072 };

/* What had to be done so that there is a library. */
typedef struct {
    char set_aside[LILT_STORE_PATH + 64]; /* where the damaged one lies now; "" = it was whole */
    char copy[LILT_STORE_PATH + 300];     /* the copy that is in its place; "" = there was none that
                                             is whole: the library is empty */
} LiltStoreRescue;

/* Open the library at `path` for writing, as lilt_store_open() does, and keep it safe: after a run
 * that did not end by lilt_store_close() it is checked, and one that is damaged is set aside, not
 * refused. now_s: wall clock.
 * Error: also LILT_E_DENIED, when a damaged one cannot be set aside. */
LiltStatus lilt_store_open_kept(const char *path, int64_t now_s, LiltDiag *diag,
                                LiltStoreRescue *ret_rescue, LiltStore **ret_store);

/* Copy the database into the folder "backups" beside it if that has no copy of this week. Before a
 * migration this is done in any case. Only the newest few copies stay. Not within a group. */
LiltStatus lilt_store_copy_weekly(LiltStore *store, int64_t now_s, LiltDiag *diag);

void lilt_store_close(LiltStore *store); /* an open group is committed; NULL is fine */

/* Write what follows as one group, all of it or nothing. Not nested. */
LiltStatus lilt_store_begin(LiltStore *store, LiltDiag *diag);
LiltStatus lilt_store_commit(LiltStore *store, LiltDiag *diag);
void lilt_store_rollback(LiltStore *store);

/* Is the group still open? One that ran out of room may have been rolled back. */
bool lilt_store_in_group(const LiltStore *store);

/* Do what `write` does, all of it or, when it fails, nothing; in a group or alone. */
LiltStatus lilt_store_write_whole(LiltStore *store,
                                  LiltStatus (*write)(LiltStore *store, void *data, LiltDiag *diag),
                                  void *data, LiltDiag *diag);

/* ---- tracks ---------------------------------------------------------------------------------- */

/* How a track sounds; scan's and sound's numbers, kept. */
typedef struct {
    int analyser; /* version of the analysis; 0: not heard yet; below 0: version -analyser could
                   * not judge it; the rest is then 0 */
    float tempo_bpm, loudness_lufs, energy, brightness;
    LiltPoint point;
    float mode;  /* how much clearer major is than minor */
    float words; /* how bright its lyrics are, -1..1 */
} LiltStoreSound;

/* A track as it is stored. No text is NULL; "" and 0 stand for what is not known. Texts given out
 * are lent until the next call on the store. */
typedef struct {
    int64_t id;
    const char *path;
    int64_t size_bytes, mtime_ns;
    uint64_t fingerprint;
    const char *title, *artist, *album_artist, *album, *genre;
    int disc, track, year;
    int64_t duration_ms;
    const char *cover; /* its name in the folder of covers */
    LiltStoreSound sound;
    bool missing;
    int64_t added_s;
} LiltStoreTrack;

/* Insert the track, or update the one with that path (its id, love and plays stay; it is no longer
 * missing nor set aside). `id`, `missing` and `added_s` are not read. ret_id may be NULL. */
LiltStatus lilt_store_put_track(LiltStore *store, const LiltStoreTrack *track, int64_t now_s,
                                LiltDiag *diag, int64_t *ret_id);

/* Error: LILT_E_ABSENT. */
LiltStatus lilt_store_get_track(LiltStore *store, int64_t id, LiltDiag *diag,
                                LiltStoreTrack *ret_track);
/* Whether every one of these tracks is remembered, be it missing or not. */
LiltStatus lilt_store_remembers(LiltStore *store, const int64_t *ids, size_t n_ids, LiltDiag *diag,
                                bool *ret_all);
/* The id of the track with that path. Error: LILT_E_ABSENT. */
LiltStatus lilt_store_find_path(LiltStore *store, const char *path, LiltDiag *diag,
                                int64_t *ret_id);

/* Give the track that lies at `from` a new path; it is then no longer missing. */
LiltStatus lilt_store_move_track(LiltStore *store, const char *from, const char *to,
                                 LiltDiag *diag);

/* The file was, or was not, there at the last look. */
LiltStatus lilt_store_set_missing(LiltStore *store, int64_t id, bool missing, LiltDiag *diag);

/* The tracks in the folder and below it count as not there. folder: absolute, no slash behind. */
LiltStatus lilt_store_set_folder_missing(LiltStore *store, const char *folder, LiltDiag *diag);

/* Make known a track that a list names but nobody has read: path (or an address), title, artist and
 * duration_ms of `track`. It is missing until lilt_store_put_track() or a move brings it. A track
 * with that path is left as it is. */
LiltStatus lilt_store_put_absent(LiltStore *store, const LiltStoreTrack *track, int64_t now_s,
                                 LiltDiag *diag, int64_t *ret_id);
/* Those go that no list names any more. */
LiltStatus lilt_store_drop_absent(LiltStore *store, LiltDiag *diag);

/* Remember that the file could not be read, and why. A track with that path becomes missing. */
LiltStatus lilt_store_set_aside(LiltStore *store, const char *path, int64_t size_bytes,
                                int64_t mtime_ns, const char *why, LiltDiag *diag);

/* What is known of a file before it is read again. */
typedef struct {
    int64_t id; /* 0: set aside */
    const char *path;
    int64_t size_bytes, mtime_ns;
    uint64_t fingerprint;
    bool missing, has_cover;
    const char *why; /* why it was set aside, or NULL */
    int analyser;    /* that heard it, whether it could judge it or not; 0: not heard yet */
} LiltStoreFile;

/* Call file(data, ...) for each track that was read, missing ones too, and each file set aside. The
 * store must not be used in it. */
LiltStatus lilt_store_each_file(LiltStore *store, void (*file)(void *data, const LiltStoreFile *),
                                void *data, LiltDiag *diag);

/* The tracks that are present as columns. The caller owns the catalogue. */
LiltStatus lilt_store_load_catalogue(LiltStore *store, LiltDiag *diag,
                                     LiltCatalogue **ret_catalogue);

/* ---- finding tracks -------------------------------------------------------------------------- */

/* Where words are looked for. */
typedef enum {
    LILT_STORE_IN_ALL, /* title, artist, album and genre */
    LILT_STORE_IN_ALBUM,
    LILT_STORE_IN_ARTIST,
} LiltStoreField;

/* Which tracks, and in which order. All zero: every track that is present. */
typedef struct {
    const char *text; /* words that the field's words begin with, case and accents aside; or NULL */
    LiltStoreField field;
    int64_t album_of;  /* only those on the album of this track; 0: any */
    int64_t artist_of; /* only those by the artist of this track; 0: any */
    LiltSort sort;
    size_t
        most; /* of what the words find only so many are looked at, those that came first; 0: all */
} LiltStoreQuery;

/* A track as a list wants it. Texts are lent while the row is looked at. */
typedef struct {
    int64_t id;
    int64_t stamp; /* another than before: the track has changed */
    int64_t artist_id;
    const char *album_key; /* equal texts, equal album; "" without an album */
    bool has_cover;
    LiltPoint point;
} LiltStoreRow;

/* Call row(data, row) for each track that is present and asked for, in order, until it says false.
 * The store must not be used in it. An album is told by its name and its album artist, or, where
 * none is given, by the folder it lies in. */
LiltStatus lilt_store_find(LiltStore *store, const LiltStoreQuery *query,
                           bool (*row)(void *data, const LiltStoreRow *row), void *data,
                           LiltDiag *diag);

/* Let a search that goes on end soon, as a failure. Any thread, while the store is open. */
void lilt_store_interrupt(LiltStore *store);

/* ---- plays and love -------------------------------------------------------------------------- */

/* `heard`: 0..1; from a half on it counts as played. `source`: where the mood came from. */
LiltStatus lilt_store_add_play(LiltStore *store, int64_t id, int64_t ended_s, double heard,
                               LiltEmotion mood, const char *source, LiltDiag *diag);
/* A play somewhere else; `source` is the name of the file that tells of it. Texts are lent. */
typedef struct {
    const char *source, *artist, *title;
    int64_t at_s;
} LiltStoreImport;

/* Add it unless it is there already. */
LiltStatus lilt_store_add_listen(LiltStore *store, const LiltStoreImport *listen, LiltDiag *diag);

/* A play, here or elsewhere. Texts are lent while it is looked at. */
typedef struct {
    uint32_t whose; /* 0: a play here; else a number for the source */
    int64_t at_s, artist_id;
    int64_t track_id; /* 0: elsewhere */
    float heard;      /* 0..1 */
    LiltEmotion mood;
    const char *artist, *title;
} LiltStoreListen;

/* Call listen(data, ...) for the newest `most` plays here and as many elsewhere, in the order of
 * `whose`, then the newest first. The store must not be used in it. */
LiltStatus lilt_store_each_listen(LiltStore *store, size_t most,
                                  void (*listen)(void *data, const LiltStoreListen *listen),
                                  void *data, LiltDiag *diag);

/* The number of the artist of that name, case aside; 0: there is none. */
int64_t lilt_store_find_artist(LiltStore *store, const char *name);

/* 1 loved, -1 banned, 0 neither. */
LiltStatus lilt_store_set_love(LiltStore *store, int64_t id, int love, LiltDiag *diag);

/* Where the listener places the track; it then lies there for all that ask. NULL: as the analysis
 * heard it. */
LiltStatus lilt_store_set_felt(LiltStore *store, int64_t id, const LiltPoint *point,
                               LiltDiag *diag);
/* Error: LILT_E_ABSENT when the track is as it was heard. */
LiltStatus lilt_store_get_felt(LiltStore *store, int64_t id, LiltDiag *diag, LiltPoint *ret_point);

/* ---- personal.db ----------------------------------------------------------------------------- */

/* `path`: of personal.db, which is made when the first word goes into it. */
LiltStatus lilt_personal_add_correction(const char *path, const LiltCorrection *correction,
                                        LiltDiag *diag);
LiltStatus lilt_personal_drop_correction(const char *path, int64_t made_us, LiltDiag *diag);
/* baseline: [7], of the face at rest; NULL: forget it. */
LiltStatus lilt_personal_set_baseline(const char *path, const float *baseline, LiltDiag *diag);
/* All that counts. A file that is not there holds nothing: LILT_OK, and all is zero. */
LiltStatus lilt_personal_read(const char *path, LiltDiag *diag, LiltPersonal *ret_personal);
/* Corrections and baseline; the file is gone then, unless there is more in it. */
LiltStatus lilt_personal_erase_face(const char *path, LiltDiag *diag);

/* The mood journal. Nothing of what is erased or forgotten is left in the file, which is gone when
 * there is nothing else in it. */
/* An entry that goes on may be added again: the one that began then, with that song and mood, is
 * replaced. */
LiltStatus lilt_personal_add_entry(const char *path, const LiltJournalEntry *entry, LiltDiag *diag);
bool lilt_personal_has_entries(const char *path); /* false as well when it cannot be read */
LiltStatus lilt_personal_forget_entries(const char *path, int64_t before_s, LiltDiag *diag);
LiltStatus lilt_personal_erase_journal(const char *path, LiltDiag *diag);
/* Those that began in [from_s, until_s), the oldest first; their texts are lent to `entry` for the
 * call. Without a file there are none. */
LiltStatus lilt_personal_each_entry(const char *path, int64_t from_s, int64_t until_s,
                                    void (*entry)(void *data, const LiltJournalEntry *entry),
                                    void *data, LiltDiag *diag);

/* ---- another listener ------------------------------------------------------------------------ */

/* Write a library to `to` that has these tracks and how they sound, and nothing of who heard them:
 * no plays, love, corrections of songs, queue or playlists. It is there whole, or not at all. */
LiltStatus lilt_store_copy_for_newcomer(LiltStore *store, const char *to, LiltDiag *diag);

/* ---- forgetting ------------------------------------------------------------------------------ */

/* Forget all plays, and what was loved and banned; copies of the library go as well. */
LiltStatus lilt_store_erase_listening(LiltStore *store, LiltDiag *diag);

/* ---- playlists of moods ---------------------------------------------------------------------- */

/* The recommended playlist of a mood; ids of tracks that are not there are left out. */
LiltStatus lilt_store_set_playlist(LiltStore *store, LiltEmotion mood, const int64_t *ids,
                                   size_t n_ids, int64_t now_s, LiltDiag *diag);
/* Its tracks that are present, in order; the caller releases *ret_ids with free(). */
LiltStatus lilt_store_get_playlist(LiltStore *store, LiltEmotion mood, LiltDiag *diag,
                                   int64_t **ret_ids, size_t *ret_n);

/* ---- playlists made by hand ------------------------------------------------------------------ */

/* Call list(data, id, name) for each. The store must not be used in it. */
LiltStatus lilt_store_each_list(LiltStore *store,
                                void (*list)(void *data, int64_t id, const char *name), void *data,
                                LiltDiag *diag);

/* Make the list with that id (above 0, not in use), or give it another name. */
LiltStatus lilt_store_put_list(LiltStore *store, int64_t id, const char *name, int64_t now_s,
                               LiltDiag *diag);
LiltStatus lilt_store_drop_list(LiltStore *store, int64_t id, LiltDiag *diag);

/* The smallest number above the ids of all lists, those of moods too. */
LiltStatus lilt_store_next_list_id(LiltStore *store, LiltDiag *diag, int64_t *ret_id);

/* Its tracks in order, missing ones too; ids of tracks that are not there are left out. */
LiltStatus lilt_store_set_list_tracks(LiltStore *store, int64_t id, const int64_t *ids,
                                      size_t n_ids, LiltDiag *diag);
/* The caller releases *ret_ids with free(). */
LiltStatus lilt_store_get_list_tracks(LiltStore *store, int64_t id, LiltDiag *diag,
                                      int64_t **ret_ids, size_t *ret_n);

/* ---- playlists by rule ----------------------------------------------------------------------- */

/* Give the list that rule; it has no songs of its own then. */
LiltStatus lilt_store_set_rule(LiltStore *store, int64_t id, const LiltRule *rule, LiltDiag *diag);
/* Error: LILT_E_ABSENT when the list was made by hand; LILT_E_FORMAT when the rule is none that
 * this Lilt knows. */
LiltStatus lilt_store_get_rule(LiltStore *store, int64_t id, LiltDiag *diag, LiltRule *ret_rule);

/* The tracks that are present and fit the rule, in its order. What is never to be played is left
 * out unless the rule asks for it. The caller releases *ret_ids with free(). */
LiltStatus lilt_store_find_by_rule(LiltStore *store, const LiltRule *rule, int64_t now_s,
                                   LiltDiag *diag, int64_t **ret_ids, size_t *ret_n);

/* ---- queue ----------------------------------------------------------------------------------- */

/* Next Up: ids in order, the first n_yours of them chosen by hand; what plays (0 = nothing). */
typedef struct {
    int64_t *ids;
    size_t n_ids, n_yours;
    int64_t current_id, position_us;
} LiltStoreQueue;

LiltStatus lilt_store_set_queue(LiltStore *store, const LiltStoreQueue *queue, LiltDiag *diag);
/* Tracks that are missing are left out. The caller releases ret_queue->ids with free(). */
LiltStatus lilt_store_get_queue(LiltStore *store, LiltDiag *diag, LiltStoreQueue *ret_queue);
