/* library_private.h - the library object, for its own two files. */
#pragma once

#include "lilt/library.h"
#include "scanner.h"
#include "song_list.h"
#include "store_thread.h"

struct _LiltLibrary {
    GObject parent_instance;
    char *db_path, *covers;
    GMainContext *context; /* of the thread that opened it */
    LiltStore *reader;     /* this thread's own connection; NULL when closed */
    StoreThread *store;    /* NULL when closed */
    LiltSongList *songs, *playlists[LILT_N_EMOTIONS];
    LiltCatalogue *catalogue; /* never NULL */
    guint *places;            /* of its rows in `songs` */
    GHashTable *cache;        /* id -> LiltSong that somebody holds; weak */
    Scanner *scanner;         /* NULL: no scan goes on */
    GTask *scan_task;
    gulong scan_cancelled; /* handler on the task's cancellable */
};

enum {
    SIGNAL_SONGS_CHANGED,
    SIGNAL_PLAYLIST_CHANGED,
    SIGNAL_SCAN_PROGRESS,
    SIGNAL_FAILED,
    N_SIGNALS
};
extern guint library_signals[N_SIGNALS];

/* Read the recommended playlists from the database. */
void library_load_playlists(LiltLibrary *self);
