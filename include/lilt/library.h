/* library.h - the one door to all that is remembered: tracks, playlists, plays, the queue. GLib;
 * main thread only. Writing happens on library's own store thread; files are read by the helper
 * process lilt-scan, never here. */
#pragma once

#include <gio/gio.h>

#include "lilt/base.h"

G_BEGIN_DECLS

/* ---- a track as a row sees it ---------------------------------------------------------------- */

/* Immutable, made when a row is looked at; a changed track is a new object. Texts are lent by the
 * song. Properties for bindings and expressions: id, title, artist, album, duration-ms, cover-path,
 * emotion. */
#define LILT_TYPE_SONG (lilt_song_get_type())
G_DECLARE_FINAL_TYPE(LiltSong, lilt_song, LILT, SONG, GObject)

gint64 lilt_song_get_id(LiltSong *self);
const char *lilt_song_get_path(LiltSong *self);
const char *lilt_song_get_title(LiltSong *self);      /* the file's name when there is no tag */
const char *lilt_song_get_artist(LiltSong *self);     /* "" when not known */
const char *lilt_song_get_album(LiltSong *self);      /* "" when not known */
const char *lilt_song_get_genre(LiltSong *self);      /* "" when not known */
guint lilt_song_get_duration_ms(LiltSong *self);      /* 0 when not known */
const char *lilt_song_get_cover_path(LiltSong *self); /* a picture file in the cache, or NULL */
LiltPoint lilt_song_get_point(LiltSong *self);
LiltEmotion lilt_song_get_emotion(LiltSong *self); /* the class nearest to its point */

/* ---- the library ----------------------------------------------------------------------------- */

/* Signals, on the main thread:
 *   songs-changed ()                            tracks came, went or changed; models and catalogue
 *                                               are new already
 *   playlist-changed (int emotion)              that mood's playlist is new
 *   scan-progress (uint n_done, uint n_found)   at most ten a second, and at the end
 *   failed (string)                             something could not be written; one sentence that
 *                                               names the file */
#define LILT_TYPE_LIBRARY (lilt_library_get_type())
G_DECLARE_FINAL_TYPE(LiltLibrary, lilt_library, LILT, LIBRARY, GObject)

/* Open or make <data_dir>/library.db (migrated to this version) and <cache_dir>/covers.
 * data_dir, cache_dir: NULL for $XDG_DATA_HOME/lilt and $XDG_CACHE_HOME/lilt.
 * Error: the data folder cannot be written, the database is damaged or from a newer Lilt; the
 * message names the file. A cache that cannot be written only means that there are no covers. */
LiltLibrary *lilt_library_open(const char *data_dir, const char *cache_dir, GError **error);

/* The same for a database of any name, whose folder must be there. */
LiltLibrary *lilt_library_open_file(const char *db_path, const char *cache_dir, GError **error);

/* Finish what is queued for writing and close. The object stays valid but empty. */
void lilt_library_close(LiltLibrary *self);

/* All tracks that are present, of type LiltSong, by artist, album, disc, track, title. Lent; rows
 * are made on demand. */
GListModel *lilt_library_get_songs(LiltLibrary *self);

/* Songs whose title, artist, album or genre has words beginning with each word of `text`, ignoring
 * case and accents. The caller owns the model. */
GListModel *lilt_library_search(LiltLibrary *self, const char *text);

/* A song by its id, or NULL. The caller owns a reference. */
LiltSong *lilt_library_dup_song(LiltLibrary *self, gint64 id);

/* The same for a file, for playing what the command line names; NULL when it is not in the library.
 */
LiltSong *lilt_library_dup_song_by_path(LiltLibrary *self, const char *path);

/* The tracks as columns. Lent until the next songs-changed; plays and love are kept up to date in
 * it, so it is for the main thread only. */
const LiltCatalogue *lilt_library_get_catalogue(LiltLibrary *self);

/* ---- scanning -------------------------------------------------------------------------------- */

typedef struct {
    guint n_added, n_changed, n_missing, n_failed, n_unchanged;
    char **failed; /* NULL-terminated, "path: why"; the caller frees it with g_strfreev() */
} LiltScanResult;

/* Read folders and files through lilt-scan. Broken files are counted, named and set aside; a file
 * that kills the helper costs that file only. One scan at a time. Tracks appear while it goes on.
 */
void lilt_library_scan_async(LiltLibrary *self, const char *const *paths, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean lilt_library_scan_finish(LiltLibrary *self, GAsyncResult *result,
                                  LiltScanResult *ret_result, GError **error);

/* ---- playlists, plays, queue ----------------------------------------------------------------- */

/* The recommended playlist of a mood, a live model of LiltSong. Lent. */
GListModel *lilt_library_get_playlist(LiltLibrary *self, LiltEmotion emotion);

/* Replace a mood's playlist; kept in the database. */
void lilt_library_set_playlist(LiltLibrary *self, LiltEmotion emotion, const gint64 *ids,
                               gsize n_ids);

/* Remember that a track was played: when it ended, how much was heard (0..1), under which mood and
 * from what
 * ("camera", "hand", "none"). */
void lilt_library_add_play(LiltLibrary *self, gint64 id, gint64 ended_s, double heard,
                           LiltEmotion mood, const char *source);

/* 1 loved, -1 banned, 0 neither. */
void lilt_library_set_love(LiltLibrary *self, gint64 id, int love);
int lilt_library_get_love(LiltLibrary *self, gint64 id);

/* The queue over a restart: ids in order, the first n_yours of them chosen by hand; the current
 * track's id (0 = none) and place. */
typedef struct {
    gint64 *ids; /* g_free() */
    gsize n_ids, n_yours;
    gint64 current_id;
    gint64 position_us;
} LiltSavedQueue;
void lilt_library_save_queue(LiltLibrary *self, const LiltSavedQueue *queue);
void lilt_library_load_queue(LiltLibrary *self, LiltSavedQueue *ret_queue);

G_END_DECLS
