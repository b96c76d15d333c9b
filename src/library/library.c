/* The library: opening and closing, the songs, and what is found among them. */
#include "library_private.h"

#include <errno.h>

#include "song.h"
#include "status.h"

G_DEFINE_FINAL_TYPE(LiltLibrary, lilt_library, G_TYPE_OBJECT)

guint library_signals[N_SIGNALS];

/* ---- from other threads to this one ---------------------------------------------------------- */

/* Something that is to happen on the main thread; holds the library meanwhile. */
typedef struct {
    LiltLibrary *self;
    void (*run)(LiltLibrary *self, gpointer data);
    gpointer data;
    GDestroyNotify destroy; /* or NULL */
} Message;

static gboolean
deliver(gpointer data)
{
    Message *message = data;

    message->run(message->self, message->data);
    return G_SOURCE_REMOVE;
}

static void
message_free(gpointer data)
{
    Message *message = data;

    if (message->destroy != NULL && message->data != NULL)
        message->destroy(message->data);
    g_object_unref(message->self);
    g_free(message);
}

void
library_post(LiltLibrary *self, void (*run)(LiltLibrary *, gpointer), gpointer data,
             GDestroyNotify destroy)
{
    Message *message = g_new(Message, 1);
    g_autoptr(GSource) source = g_idle_source_new();

    *message = (Message){g_object_ref(self), run, data, destroy};
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, deliver, message, message_free);
    g_source_attach(source, self->context);
}

static void
tell_failed(LiltLibrary *self, gpointer data)
{
    g_signal_emit(self, library_signals[SIGNAL_FAILED], 0, data);
}

static void
error_free(gpointer data)
{
    g_error_free(data);
}

/* On the store thread. */
static void
writing_failed(const GError *error, gpointer data)
{
    library_post(data, tell_failed, g_error_copy(error), error_free);
}

/* ---- songs ----------------------------------------------------------------------------------- */

/* A song that somebody holds. */
typedef struct {
    GHashTable *cache; /* that this is in */
    gint64 id;
    LiltSong *song; /* weak */
} CachedSong;

static void
forget_song(gpointer data, GObject *song)
{
    CachedSong *cached = data;

    (void)song;
    g_hash_table_remove(cached->cache, &cached->id);
}

static void
remember_song(LiltLibrary *self, gint64 id, LiltSong *song)
{
    CachedSong *cached = g_new(CachedSong, 1);

    *cached = (CachedSong){self->cache, id, song};
    g_hash_table_insert(self->cache, &cached->id, cached);
    g_object_weak_ref(G_OBJECT(song), forget_song, cached);
}

static void
clear_cache(LiltLibrary *self)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, self->cache);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_object_weak_unref(G_OBJECT(((CachedSong *)value)->song), forget_song, value);
    g_hash_table_remove_all(self->cache);
}

void
library_show(LiltLibrary *self, LiltCatalogue *catalogue)
{
    const LiltCatalogue old = *self->catalogue;

    clear_cache(self);
    *self->catalogue = *catalogue;
    *catalogue = old;
    self->loading = FALSE;
    lilt_song_list_replace_ids(self->songs, self->catalogue->id, self->catalogue->n_tracks);
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++)
        if (lilt_song_list_keep_known(self->playlists[mood], self->catalogue))
            g_signal_emit(self, library_signals[SIGNAL_PLAYLIST_CHANGED], 0, mood);
    library_show_lists(self);
    library_rules_changed(self, FALSE);
    g_signal_emit(self, library_signals[SIGNAL_SONGS_CHANGED], 0);
}

GListModel *
lilt_library_get_songs(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    return G_LIST_MODEL(self->songs);
}

const LiltCatalogue *
lilt_library_get_catalogue(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    return self->catalogue;
}

LiltSong *
lilt_library_dup_song(LiltLibrary *self, gint64 id)
{
    const CachedSong *cached;
    LiltStoreTrack track;
    LiltSong *song;

    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    cached = g_hash_table_lookup(self->cache, &id);
    if (cached != NULL)
        return g_object_ref(cached->song);
    if (self->reader == NULL || lilt_store_get_track(self->reader, id, NULL, &track) != LILT_OK)
        return NULL;
    song = lilt_song_new(&track, self->cover_cache);
    remember_song(self, id, song);
    return song;
}

LiltSong *
lilt_library_dup_song_by_path(LiltLibrary *self, const char *path)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    int64_t id;

    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    if (self->reader == NULL || lilt_store_find_path(self->reader, whole, NULL, &id) != LILT_OK)
        return NULL;
    return lilt_library_dup_song(self, id);
}

gboolean
lilt_library_get_facts(LiltLibrary *self, gint64 id, LiltSongFacts *ret_facts)
{
    LiltStoreTrack track;
    LiltPoint felt;
    ptrdiff_t row;

    g_return_val_if_fail(LILT_IS_LIBRARY(self), FALSE);
    if (self->reader == NULL || lilt_store_get_track(self->reader, id, NULL, &track) != LILT_OK)
        return FALSE;
    row = lilt_catalogue_find(self->catalogue, id); /* newer than what is written */
    *ret_facts = (LiltSongFacts){
        .size_bytes = track.size_bytes,
        .added_s = track.added_s,
        .last_play_s = row >= 0 ? self->catalogue->last_play_s[row] : 0,
        .n_plays = row >= 0 ? self->catalogue->n_plays[row] : 0,
        .analysed = track.sound.analyser > 0,
        .felt = lilt_library_get_felt(self, id, &felt),
    };
    return TRUE;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static void
lilt_library_dispose(GObject *object)
{
    LiltLibrary *self = LILT_LIBRARY(object);

    lilt_library_close(self);
    g_clear_object(&self->songs);
    g_clear_object(&self->lists);
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++)
        g_clear_object(&self->playlists[mood]);
    G_OBJECT_CLASS(lilt_library_parent_class)->dispose(object);
}

static void
lilt_library_finalize(GObject *object)
{
    LiltLibrary *self = LILT_LIBRARY(object);

    clear_cache(self);
    g_hash_table_unref(self->cache);
    lilt_catalogue_free(self->catalogue);
    g_mutex_clear(&self->retagging);
    g_object_unref(self->closing);
    g_main_context_unref(self->context);
    g_free(self->db_path);
    g_free(self->covers);
    cover_cache_unref(self->cover_cache);
    g_free(self->set_aside);
    G_OBJECT_CLASS(lilt_library_parent_class)->finalize(object);
}

static void
lilt_library_class_init(LiltLibraryClass *class)
{
    const GType type = G_TYPE_FROM_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = lilt_library_dispose;
    G_OBJECT_CLASS(class)->finalize = lilt_library_finalize;
    library_signals[SIGNAL_SONGS_CHANGED] = g_signal_new("songs-changed", type, G_SIGNAL_RUN_LAST,
                                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    library_signals[SIGNAL_PLAYLIST_CHANGED] = g_signal_new("playlist-changed", type,
                                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                            G_TYPE_NONE, 1, G_TYPE_INT);
    library_signals[SIGNAL_SCAN_PROGRESS] = g_signal_new("scan-progress", type, G_SIGNAL_RUN_LAST,
                                                         0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                                         G_TYPE_UINT, G_TYPE_UINT);
    library_signals[SIGNAL_RETAG_PROGRESS] = g_signal_new("retag-progress", type, G_SIGNAL_RUN_LAST,
                                                          0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                                          G_TYPE_UINT, G_TYPE_UINT);
    library_signals[SIGNAL_FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
lilt_library_init(LiltLibrary *self)
{
    g_mutex_init(&self->retagging);
    self->closing = g_cancellable_new();
    self->context = g_main_context_ref_thread_default();
    self->catalogue = lilt_catalogue_new(0);
    self->cache = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    self->songs = lilt_song_list_new(self);
    self->lists = g_list_store_new(LILT_TYPE_PLAYLIST);
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++)
        self->playlists[mood] = lilt_song_list_new(self);
}

static gboolean
make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0700) == 0)
        return TRUE;
    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno),
                "%s: this folder cannot be made (%s)", path, g_strerror(errno));
    return FALSE;
}

static LiltStatus
copy_weekly(LiltStore *store, gpointer data, LiltDiag *diag)
{
    (void)data;
    return lilt_store_copy_weekly(store, lilt_clock_wall_s(), diag);
}

static LiltStatus
drop_absent(LiltStore *store, gpointer data, LiltDiag *diag)
{
    (void)data;
    return lilt_store_drop_absent(store, diag);
}

/* Both connections; the writing one goes to the store thread. */
static gboolean
open_stores(LiltLibrary *self, gboolean kept, GError **error)
{
    LiltStore *writer = NULL;
    LiltDiag diag = {""};
    LiltStoreRescue rescue = {0};
    LiltStatus status = kept ? lilt_store_open_kept(self->db_path, lilt_clock_wall_s(), &diag,
                                                    &rescue, &writer)
                             : lilt_store_open(self->db_path, LILT_STORE_WRITE, &diag, &writer);

    if (status == LILT_OK)
        status = lilt_store_open(self->db_path, LILT_STORE_READ, &diag, &self->reader);
    if (status != LILT_OK) {
        lilt_store_close(writer);
        return status_to_error(status, &diag, error);
    }
    self->set_aside = rescue.set_aside[0] != '\0' ? g_strdup(rescue.set_aside) : NULL;
    self->is_restored = rescue.copy[0] != '\0';
    self->store = store_thread_start(writer, writing_failed, self);
    if (kept) {
        store_thread_push(self->store, STORE_JOB_SETTLED, copy_weekly, NULL, NULL);
        store_thread_push(self->store, STORE_JOB_WRITE, drop_absent, NULL, NULL);
    }
    return TRUE;
}

static gboolean
load_songs(LiltLibrary *self, GError **error)
{
    LiltDiag diag = {""};
    LiltCatalogue *catalogue = NULL;
    const LiltStatus status = lilt_store_load_catalogue(self->reader, &diag, &catalogue);

    if (status != LILT_OK)
        return status_to_error(status, &diag, error);
    library_show(self, catalogue);
    lilt_catalogue_free(catalogue);
    return TRUE;
}

/* On a thread of its own, with a connection of its own. */
static void
load_elsewhere(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    LiltStore *store = NULL;
    LiltDiag diag = {""};
    LiltCatalogue *catalogue = NULL;
    LiltStatus status = lilt_store_open(LILT_LIBRARY(source)->db_path, LILT_STORE_READ, &diag,
                                        &store);
    GError *error = NULL;

    (void)data, (void)cancellable;
    if (status == LILT_OK)
        status = lilt_store_load_catalogue(store, &diag, &catalogue);
    lilt_store_close(store);
    if (status_to_error(status, &diag, &error))
        g_task_return_pointer(task, catalogue, (GDestroyNotify)lilt_catalogue_free);
    else
        g_task_return_error(task, error);
}

/* A scan may have been faster: what it showed is newer. */
static void
show_loaded(GObject *object, GAsyncResult *result, gpointer data)
{
    LiltLibrary *self = LILT_LIBRARY(object);
    g_autoptr(GError) error = NULL;
    LiltCatalogue *catalogue = g_task_propagate_pointer(G_TASK(result), &error);

    (void)data;
    if (error != NULL)
        g_signal_emit(self, library_signals[SIGNAL_FAILED], 0, error->message);
    else if (self->loading && self->store != NULL)
        library_show(self, catalogue);
    lilt_catalogue_free(catalogue);
}

/* kept: with copies, and a damaged one is set aside. */
static LiltLibrary *
open_library(const char *db_path, const char *cache_dir, gboolean soon, gboolean kept,
             GError **error)
{
    g_autoptr(LiltLibrary) self = g_object_new(LILT_TYPE_LIBRARY, NULL);

    self->db_path = g_strdup(db_path);
    self->covers = cache_dir != NULL
                       ? g_build_filename(cache_dir, "covers", NULL)
                       : g_build_filename(g_get_user_cache_dir(), "lilt", "covers", NULL);
    make_folder(self->covers, NULL); /* without it there are no covers; the music plays */
    self->cover_cache = cover_cache_new(self->covers);
    if (!open_stores(self, kept, error) || (!soon && !load_songs(self, error)))
        return NULL;
    self->loading = soon;
    if (kept)
        cover_cache_prune_later(self->cover_cache);
    library_load_playlists(self);
    library_load_lists(self);
    if (soon) {
        g_autoptr(GTask) task = g_task_new(self, NULL, show_loaded, NULL);

        g_task_run_in_thread(task, load_elsewhere);
    }
    return g_steal_pointer(&self);
}

/* The path of <data_dir>/library.db, whose folder is there then; NULL with `error`. */
static char *
make_db_path(const char *data_dir, GError **error)
{
    g_autofree char *folder = data_dir != NULL
                                  ? g_strdup(data_dir)
                                  : g_build_filename(g_get_user_data_dir(), "lilt", NULL);

    return make_folder(folder, error) ? g_build_filename(folder, "library.db", NULL) : NULL;
}

LiltLibrary *
lilt_library_open_file(const char *db_path, const char *cache_dir, GError **error)
{
    return open_library(db_path, cache_dir, FALSE, FALSE, error);
}

LiltLibrary *
lilt_library_open(const char *data_dir, const char *cache_dir, GError **error)
{
    g_autofree char *db_path = make_db_path(data_dir, error);

    return db_path != NULL ? open_library(db_path, cache_dir, FALSE, TRUE, error) : NULL;
}

LiltLibrary *
lilt_library_open_soon(const char *data_dir, const char *cache_dir, GError **error)
{
    g_autofree char *db_path = make_db_path(data_dir, error);

    return db_path != NULL ? open_library(db_path, cache_dir, TRUE, TRUE, error) : NULL;
}

gboolean
lilt_library_is_loading(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), FALSE);
    return self->loading;
}

const char *
lilt_library_get_set_aside(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    return self->set_aside;
}

gboolean
lilt_library_is_restored(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), FALSE);
    return self->is_restored;
}

void
lilt_library_close(LiltLibrary *self)
{
    LiltCatalogue *old;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->store == NULL)
        return;
    library_cancel_scan(self);
    cover_cache_close(self->cover_cache);
    library_stop_rules(self);
    g_clear_pointer(&self->reader, lilt_store_close); /* the last to close tidies up: the writer */
    g_cancellable_cancel(self->closing);
    g_mutex_lock(&self->retagging);
    store_thread_stop(g_steal_pointer(&self->store));
    g_mutex_unlock(&self->retagging);
    clear_cache(self);
    lilt_song_list_replace(self->songs, NULL, 0);
    g_list_store_remove_all(self->lists);
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++)
        lilt_song_list_replace(self->playlists[mood], NULL, 0);
    old = self->catalogue;
    self->catalogue = lilt_catalogue_new(0);
    lilt_catalogue_free(old);
}
