/* library_private.h - the library object, for its own files. */
#pragma once

#include "cover_cache.h"
#include "lilt/library.h"
#include "scanner.h"
#include "song_list.h"
#include "store_thread.h"

struct _LiltLibrary {
    GObject parent_instance;
    char *db_path, *covers;
    CoverCache *cover_cache; /* of that folder */
    char *set_aside;         /* where a damaged database lies now, or NULL */
    gboolean is_restored;    /* a copy is in its place */
    GMainContext *context;   /* of the thread that opened it */
    LiltStore *reader;       /* this thread's own connection; NULL when closed */
    StoreThread *store;      /* NULL when closed */
    LiltSongList *songs, *playlists[LILT_N_EMOTIONS];
    LiltCatalogue *catalogue; /* never NULL */
    GListStore *lists;        /* of LiltPlaylist, by name */
    gint64 next_list_id;
    GSource *rules_timer;    /* the songs of playlists by rule are looked for then, or NULL */
    gint64 rules_due_us;     /* when that is, monotonic */
    gboolean rules_asked;    /* the store thread is looking for them */
    gboolean rules_stale;    /* something changed meanwhile */
    gboolean journal_filled; /* there were entries when some were read last */
    gboolean loading;        /* the songs have not come yet */
    GHashTable *cache;       /* id -> a LiltSong that somebody holds; see library.c */
    GMutex retagging;      /* held while tags are edited and until the store thread has been told */
    GCancellable *closing; /* who edits tags stops before the next file */
    Scanner *scanner;      /* NULL: no scan goes on */
    GTask *scan_task;
    gulong scan_cancelled; /* handler on the task's cancellable */
};

enum {
    SIGNAL_SONGS_CHANGED,
    SIGNAL_PLAYLIST_CHANGED,
    SIGNAL_SCAN_PROGRESS,
    SIGNAL_RETAG_PROGRESS,
    SIGNAL_FAILED,
    N_SIGNALS
};
extern guint library_signals[N_SIGNALS];

/* Read the recommended playlists from the database. */
void library_load_playlists(LiltLibrary *self);

/* Read the playlists made by hand; show those of their songs that are there by now. */
void library_load_lists(LiltLibrary *self);
void library_show_lists(LiltLibrary *self);

/* rules.c: songs, plays or love changed; playlists by rule follow soon, or as soon as possible. */
void library_rules_changed(LiltLibrary *self, gboolean at_once);
void library_stop_rules(LiltLibrary *self);

/* Run something on the main thread. Called on any thread that ends before the library does; the
 * reference that is held meanwhile is dropped on the main thread, so that the last one never goes
 * on another. */
void library_post(LiltLibrary *self, void (*run)(LiltLibrary *self, gpointer data), gpointer data,
                  GDestroyNotify destroy);

/* Where personal.db lies: beside the library. g_free(). */
char *library_dup_personal_path(const LiltLibrary *self);

/* Tell by one of the two progress signals how far the work is; any thread. */
void library_post_progress(LiltLibrary *self, guint signal, guint n_done, guint n_found);

/* Show another moment's tracks. What the catalogue holds is exchanged for what was shown before; it
 * stays the caller's. */
void library_show(LiltLibrary *self, LiltCatalogue *catalogue);

/* Show what is in the database once all that was pushed before is written. Any thread. */
void library_reload(LiltLibrary *self);

/* End a scan that goes on, if any; who asked for it is told. */
void library_cancel_scan(LiltLibrary *self);
