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
const char *lilt_song_get_path(LiltSong *self);  /* an address when it is elsewhere */
gboolean lilt_song_is_there(LiltSong *self);     /* else a list names it, and it cannot be played */
gboolean lilt_song_is_elsewhere(LiltSong *self); /* not on this machine: it never can */
const char *lilt_song_get_title(LiltSong *self); /* the file's name when there is no tag */
const char *lilt_song_get_artist(LiltSong *self);       /* "" when not known */
const char *lilt_song_get_album(LiltSong *self);        /* "" when not known */
const char *lilt_song_get_album_artist(LiltSong *self); /* "" when the tags name none */
const char *lilt_song_get_genre(LiltSong *self);        /* "" when not known */
int lilt_song_get_track(LiltSong *self);                /* these three: 0 when not known */
int lilt_song_get_disc(LiltSong *self);
int lilt_song_get_year(LiltSong *self);
guint lilt_song_get_duration_ms(LiltSong *self);      /* 0 when not known */
const char *lilt_song_get_cover_path(LiltSong *self); /* a picture file in the cache, or NULL; it
                                                         may have been cleared away: */
float lilt_song_get_loudness_lufs(LiltSong *self);    /* of an excerpt; 0 when not known */
LiltPoint lilt_song_get_point(LiltSong *self);
LiltEmotion lilt_song_get_emotion(LiltSong *self); /* the class nearest to its point */

/* Have the file at its cover path: it is there and counts as used now, or is read out of the song's
 * file again by lilt-scan, for two songs at a time, those asked for last first and none that is
 * cancelled. *finish: whether it is there. What cannot be had is not looked for again in this run.
 */
void lilt_song_fetch_cover_async(LiltSong *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean lilt_song_fetch_cover_finish(LiltSong *self, GAsyncResult *result);

/* The ids of the songs of a model that the library gave, in order and without making rows;
 * g_free().
 */
gint64 *lilt_songs_dup_ids(GListModel *songs, guint *ret_n);

/* Songs that belong together: an album, or all of an artist. Immutable, made when it is looked at.
 */
#define LILT_TYPE_GROUP (lilt_group_get_type())
G_DECLARE_FINAL_TYPE(LiltGroup, lilt_group, LILT, GROUP, GObject)

LiltSong *lilt_group_get_song(LiltGroup *self); /* one of them, with a cover if one has; lent */
guint lilt_group_get_n_songs(LiltGroup *self);
guint lilt_group_get_n_albums(LiltGroup *self);  /* of an artist; 1 for an album */
guint lilt_group_get_n_artists(LiltGroup *self); /* on an album; 1 for an artist */

/* ---- playlists by hand and by rule -------------------------------------------------------------
 */

/* Made by hand, or by a rule: then the library keeps its songs as the rule says. Properties: id,
 * name (notifies). Changed by the library only. */
#define LILT_TYPE_PLAYLIST (lilt_playlist_get_type())
G_DECLARE_FINAL_TYPE(LiltPlaylist, lilt_playlist, LILT, PLAYLIST, GObject)

gint64 lilt_playlist_get_id(LiltPlaylist *self);
const char *lilt_playlist_get_name(LiltPlaylist *self);
GListModel *lilt_playlist_get_songs(
    LiltPlaylist *self); /* of LiltSong, those by hand also of what is not there; live, lent */

/* What its songs are found by, lent; NULL: it is made by hand. */
const LiltRule *lilt_playlist_get_rule(LiltPlaylist *self);

/* The ids of all its songs: what a change can be undone with. */
GArray *lilt_playlist_dup_ids(LiltPlaylist *self); /* of gint64; g_array_unref() */

/* ---- the library ----------------------------------------------------------------------------- */

/* Signals, on the main thread:
 *   songs-changed ()                            tracks came, went or changed; models and catalogue
 *                                               are new already
 *   playlist-changed (int emotion)              that mood's playlist is new
 *   scan-progress (uint n_done, uint n_found)   at most ten a second, and at the end
 *   retag-progress (uint n_done, uint n_all)    after each file of which tags were written
 *   failed (GError)                             something could not be written; its message names
 *                                               the file. G_IO_ERROR_NO_SPACE: the disk is full */
#define LILT_TYPE_LIBRARY (lilt_library_get_type())
G_DECLARE_FINAL_TYPE(LiltLibrary, lilt_library, LILT, LIBRARY, GObject)

/* Open or make <data_dir>/library.db (migrated to this version) and <cache_dir>/covers.
 * data_dir, cache_dir: NULL for $XDG_DATA_HOME/lilt and $XDG_CACHE_HOME/lilt.
 * A copy is made each week and before each migration; a damaged database is set aside.
 * Error: the data folder cannot be written, the database is from a newer Lilt; the message names
 * the file. A cache that cannot be written only means that there are no covers. */
LiltLibrary *lilt_library_open(const char *data_dir, const char *cache_dir, GError **error);

/* The same, but the songs are read on another thread: until the first songs-changed the library is
 * loading and its models are empty. For a window that must not wait. */
LiltLibrary *lilt_library_open_soon(const char *data_dir, const char *cache_dir, GError **error);
gboolean lilt_library_is_loading(LiltLibrary *self);

/* Where a damaged database lies now that opening has set aside; lent; NULL: it was whole. And
 * whether a copy is in its place, or an empty one. */
const char *lilt_library_get_set_aside(LiltLibrary *self);
gboolean lilt_library_is_restored(LiltLibrary *self);

/* The first for a database of any name, whose folder must be there; a damaged one is an error. */
LiltLibrary *lilt_library_open_file(const char *db_path, const char *cache_dir, GError **error);

/* Finish what is queued for writing and close. The object stays valid but empty. */
void lilt_library_close(LiltLibrary *self);

/* All tracks that are present, of type LiltSong, in the order in which they came; a finder gives
 * them in others. Lent; rows are made on demand. */
GListModel *lilt_library_get_songs(LiltLibrary *self);

/* A song by its id, or NULL. The caller owns a reference. */
LiltSong *lilt_library_dup_song(LiltLibrary *self, gint64 id);

/* The same for a file, for playing what the command line names; NULL when it is not in the library.
 */
LiltSong *lilt_library_dup_song_by_path(LiltLibrary *self, const char *path);

/* What is known of a song beyond what its row shows. */
typedef struct {
    gint64 size_bytes, added_s;
    gint64 last_play_s; /* 0: never */
    guint n_plays;
    gboolean analysed; /* its sound was heard; else its point is no estimate */
    gboolean felt;     /* the listener placed it */
} LiltSongFacts;

/* FALSE: there is no such song. */
gboolean lilt_library_get_facts(LiltLibrary *self, gint64 id, LiltSongFacts *ret_facts);

/* The tracks as columns. Lent until the next songs-changed; plays and love are kept up to date in
 * it, so it is for the main thread only. */
const LiltCatalogue *lilt_library_get_catalogue(LiltLibrary *self);

/* ---- scanning -------------------------------------------------------------------------------- */

typedef struct {
    guint n_added, n_changed, n_missing, n_failed, n_unchanged;
    char **failed; /* NULL-terminated, "path: why"; the caller frees it with g_strfreev() */
} LiltScanResult;

/* Read folders and files through lilt-scan. Broken files are counted, named and set aside; a file
 * that kills the helper costs that file only. Tracks appear while it goes on. Of many new files the
 * sound is not listened to: lilt_library_hear_async() does that. One of both at a time.
 * Error: G_IO_ERROR_FAILED_HANDLED when the library cannot be written, which “failed” tells. */
void lilt_library_scan_async(LiltLibrary *self, const char *const *paths, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean lilt_library_scan_finish(LiltLibrary *self, GAsyncResult *result,
                                  LiltScanResult *ret_result, GError **error);

/* Listen to the tracks that were not heard yet, or by an older analysis only. Slow, and resumable:
 * what was heard is written as it goes on. One that cannot be heard is set aside and not shown any
 * more. lilt_library_scan_finish() ends it: n_changed were heard. */
void lilt_library_hear_async(LiltLibrary *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);

/* How loud a file is from its begin to its end, for drawing it: bytes for equal parts of it, 255
 * the loudest. Worked out by lilt-scan the first time, kept in <cache_dir>/shapes. finish gives the
 * caller a reference. Error: cancelled, the file cannot be read, or is longer than an hour. */
void lilt_library_shape_async(LiltLibrary *self, const char *path, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
GBytes *lilt_library_shape_finish(LiltLibrary *self, GAsyncResult *result, GError **error);

/* ---- lyrics ---------------------------------------------------------------------------------- */

/* The words of a song, line by line; immutable. */
#define LILT_TYPE_LYRICS (lilt_lyrics_get_type())
G_DECLARE_FINAL_TYPE(LiltLyrics, lilt_lyrics, LILT, LYRICS, GObject)

enum { LILT_LYRICS_BYTES = 256 * 1024 }; /* what is past them is not read */

/* From LRC (several stamps a line, [offset:], stamps of words are passed over) or plain text, in
 * UTF-8, UTF-16 with its mark, or else Latin-1. NULL when no words are in it. Any bytes are fine.
 */
LiltLyrics *lilt_lyrics_parse(const char *bytes, gsize n_bytes);

gboolean lilt_lyrics_get_timed(LiltLyrics *self);
guint lilt_lyrics_get_n_lines(LiltLyrics *self);             /* at least 1 */
const char *lilt_lyrics_get_line(LiltLyrics *self, guint i); /* "" is a pause; lent */
gint64 lilt_lyrics_get_line_us(LiltLyrics *self, guint i);   /* rising; 0 when not timed */
int lilt_lyrics_find(LiltLyrics *self, gint64 position_us);  /* the line then, or -1: none yet */

/* The lyrics of a file: those with times before those without, an .lrc beside it before those in
 * its tags. *finish gives NULL without an error when there are none. */
void lilt_library_read_lyrics_async(LiltLibrary *self, const char *path, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
LiltLyrics *lilt_library_read_lyrics_finish(LiltLibrary *self, GAsyncResult *result,
                                            GError **error);

/* ---- editing tags ---------------------------------------------------------------------------- */

/* What a song's file is to say in its tags. */
typedef struct {
    gint64 id;
    char *text[LILT_N_TAGS]; /* NULL: as it is; "": nothing; several values, one a line */
} LiltRetag;

LiltRetag *lilt_retag_new(gint64 id);
void lilt_retag_free(gpointer retag); /* NULL is fine */

/* Write tags into the files, by lilt-scan and on another thread, one file after the other, and read
 * these files again; songs-changed follows. Each file is changed as a whole or not at all.
 * retags: of LiltRetag; kept until it is done, not to be changed.
 * *finish gives of LiltRetag what brings back what was changed; g_ptr_array_unref(). *ret_failed:
 * "path: why" for each file that is as it was; g_strfreev().
 * Cancelled, it ends between two files and tells of those before. Error: lilt-scan cannot be run,
 * or the library was closed; what was changed until then is lost to *finish. */
void lilt_library_retag_async(LiltLibrary *self, GPtrArray *retags, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *lilt_library_retag_finish(LiltLibrary *self, GAsyncResult *result, char ***ret_failed,
                                     GError **error);

/* ---- forgetting ------------------------------------------------------------------------------ */

/* The songs in that folder and below it are no longer shown; what is known of them is kept, for
 * when the folder is scanned again. songs-changed follows. */
void lilt_library_leave_folder(LiltLibrary *self, const char *folder);

/* Write <data_dir>/library.db for another listener, whose folder is there: these songs and how they
 * sound, and nothing of who heard them. Done before the library is closed; `failed` says if not. */
void lilt_library_copy_for_newcomer(LiltLibrary *self, const char *data_dir);

/* Forget all plays, and what was loved and banned. songs-changed follows. */
void lilt_library_erase_listening(LiltLibrary *self);

/* ---- finding --------------------------------------------------------------------------------- */

/* What is looked for. All zero but the mood: everything, by artist. */
typedef struct {
    const char *text; /* words that a song's words begin with, case and accents aside; or NULL */
    LiltSort sort;    /* of the songs; albums and artists follow it where that makes sense */
    LiltEmotion mood; /* only songs nearest to it; LILT_EMOTION_UNKNOWN: any */
    gint64 album_of;  /* only songs of this song's album; 0: any */
    gint64 artist_of; /* only songs of this song's artist; 0: any */
} LiltQuery;

/* A question and its answer: three live models that are filled on another thread, and again when
 * the library's songs change. Of questions that follow each other fast only the newest is answered.
 * Signal: found (), the models are what was asked for last; where words find many hundred songs,
 * the first of these and then, with the same signal, all of them. */
#define LILT_TYPE_FINDER (lilt_finder_get_type())
G_DECLARE_FINAL_TYPE(LiltFinder, lilt_finder, LILT, FINDER, GObject)

/* Nothing is asked yet. It does not keep the library alive. */
LiltFinder *lilt_finder_new(LiltLibrary *library);
void lilt_finder_ask(LiltFinder *self, const LiltQuery *query);

/* Songs have any of the words in title, artist, album or genre; albums in their name, artists in
 * theirs. Lent. */
GListModel *lilt_finder_get_songs(LiltFinder *self);   /* of LiltSong */
GListModel *lilt_finder_get_albums(LiltFinder *self);  /* of LiltGroup */
GListModel *lilt_finder_get_artists(LiltFinder *self); /* of LiltGroup */

/* ---- playlists, plays, queue ----------------------------------------------------------------- */

/* Those made by hand and by rule, of LiltPlaylist, by name. Lent. */
GListModel *lilt_library_get_lists(LiltLibrary *self);
LiltPlaylist *lilt_library_get_list(LiltLibrary *self, gint64 id); /* lent, or NULL */

LiltPlaylist *lilt_library_add_list(LiltLibrary *self, const char *name); /* lent */
/* One by rule: its songs come soon after, and again when the library, what was played or what is
 * loved has changed. Nothing is put into it
 * by hand. */
LiltPlaylist *lilt_library_add_rule(LiltLibrary *self, const char *name,
                                    const LiltRule *rule); /* lent */
void lilt_library_set_rule(LiltLibrary *self, LiltPlaylist *list, const LiltRule *rule);
void lilt_library_rename_list(LiltLibrary *self, LiltPlaylist *list, const char *name);

/* Who holds the list can bring it back as it was. */
void lilt_library_drop_list(LiltLibrary *self, LiltPlaylist *list);
void lilt_library_restore_list(LiltLibrary *self, LiltPlaylist *list);

void lilt_library_append_to_list(LiltLibrary *self, LiltPlaylist *list, const gint64 *ids,
                                 gsize n_ids);
void lilt_library_remove_from_list(LiltLibrary *self, LiltPlaylist *list, guint place);
void lilt_library_move_in_list(LiltLibrary *self, LiltPlaylist *list, guint from, guint to);
void lilt_library_set_list_ids(LiltLibrary *self, LiltPlaylist *list, const gint64 *ids,
                               gsize n_ids);

/* What a playlist file has become. */
typedef struct {
    LiltPlaylist *list; /* g_object_unref() */
    guint n_songs;
    guint n_away;  /* of them cannot be played: no such file, or on another machine */
    char **unread; /* NULL-terminated, files that are there but not in the library yet;
                      g_strfreev() */
} LiltImportedList;

/* Make a playlist of a file in M3U, PLS or XSPF, of any content; songs that are not there stay in
 * it and come alive when a scan finds them. A list of the same name and songs is taken as it is.
 * Error: the message names the file; INVALID_DATA: it is no playlist, MESSAGE_TOO_LARGE: nor could
 * it be. */
void lilt_library_import_list_async(LiltLibrary *self, const char *path,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean lilt_library_import_list_finish(LiltLibrary *self, GAsyncResult *result,
                                         LiltImportedList *ret_list, GError **error);

/* Write songs of any model into a file, in the format that its ending asks for: .pls, .xspf, else
 * M3U in UTF-8. */
gboolean lilt_library_export_songs(GListModel *songs, const char *path, GError **error);

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

/* A play, here or in an imported history. */
typedef struct {
    guint whose; /* 0: here; else a number for the imported file, or for the other's library */
    gint64 at_s, id /* of the song; 0: not here */, artist /* as the catalogue numbers them */;
    float heard; /* 0..1 */
    LiltEmotion mood;
} LiltListened;

/* What was listened to lately, some ten thousand plays at most, here and elsewhere: in the order of
 * `whose`, then the newest first. others: the folders of the libraries of others who listen on this
 * computer, or NULL; of theirs counts what is by artists that are here, and one that cannot be read
 * is left out. Read on another thread after what was written before; *finish gives of LiltListened;
 * g_array_unref(). */
void lilt_library_read_listened_async(LiltLibrary *self, const char *const *others,
                                      GAsyncReadyCallback callback, gpointer user_data);
GArray *lilt_library_read_listened_finish(LiltLibrary *self, GAsyncResult *result, GError **error);

/* Take in a history that Last.fm or ListenBrainz, or another Lilt, has exported: CSV with a head
 * that names uts and artist, CSV of "artist,album,title,day month year hh:mm", or JSON, an array or
 * a listen a line. What is known already stays as it is. *finish gives how many plays the file
 * tells of, 0 with an error that names it. */
void lilt_library_import_history_async(LiltLibrary *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data);
guint lilt_library_import_history_finish(LiltLibrary *self, GAsyncResult *result, GError **error);

/* Write what was played here as a file that another Lilt, or ListenBrainz, can import: JSON, a
 * listen a line. *finish gives how many, 0 with an error when it cannot be written. */
void lilt_library_export_history_async(LiltLibrary *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data);
guint lilt_library_export_history_finish(LiltLibrary *self, GAsyncResult *result, GError **error);

/* 1 loved, -1 banned, 0 neither. */
void lilt_library_set_love(LiltLibrary *self, gint64 id, int love);
int lilt_library_get_love(LiltLibrary *self, gint64 id);

/* Where the listener places the song, whatever the analysis heard; NULL: as that heard it.
 * songs-changed follows. */
void lilt_library_set_felt(LiltLibrary *self, gint64 id, const LiltPoint *point);
/* FALSE: the song is as the analysis heard it. */
gboolean lilt_library_get_felt(LiltLibrary *self, gint64 id, LiltPoint *ret_point);

/* Corrections are kept in personal.db beside the library. */
void lilt_library_add_correction(LiltLibrary *self, const LiltCorrection *correction);
void lilt_library_drop_correction(LiltLibrary *self, gint64 made_us);
/* So is [7] of the face at rest; NULL: forget it. */
void lilt_library_set_baseline(LiltLibrary *self, const float *baseline);
void lilt_library_erase_face(LiltLibrary *self); /* both */
/* What counts of it; nothing while it is not there or cannot be read. Reads at once. */
void lilt_library_read_personal(LiltLibrary *self, LiltPersonal *ret_personal);

/* The mood journal, kept in personal.db as well; copies and backups have nothing of it. What is
 * forgotten, all that began before then, and what is erased leaves no trace. */
/* One that goes on may be added again when it has lasted longer: it then takes its own place. */
void lilt_library_add_journal(LiltLibrary *self, const LiltJournalEntry *entry);
void lilt_library_forget_journal(LiltLibrary *self, gint64 before_s);
void lilt_library_erase_journal(LiltLibrary *self);

/* Read what began in [from_s, until_s), or write all of it as a file: CSV when its name ends so,
 * else JSON. After what was added before. *finish, for both, gives the entries that were read, of
 * LiltJournalEntry, the oldest first; g_ptr_array_unref(). */
void lilt_library_read_journal_async(LiltLibrary *self, gint64 from_s, gint64 until_s,
                                     GAsyncReadyCallback callback, gpointer user_data);
void lilt_library_export_journal_async(LiltLibrary *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *lilt_library_journal_finish(LiltLibrary *self, GAsyncResult *result, GError **error);
/* Whether there were any entries, of whatever time, at the last answer. */
gboolean lilt_library_get_journal_filled(LiltLibrary *self);

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
