/* The folder of covers. lilt-scan fills it in a scan; what was pruned or wiped since comes again
 * when it is looked at, by a helper for that one file. */
#include "cover_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apart.h"
#include "helper.h"

enum {
    MOST_BYTES = 128 << 20,          /* of all covers; */
    KEPT_BYTES = MOST_BYTES * 7 / 8, /* when they are more, so many stay */
    PRUNE_AFTER = 50,                /* covers that were read again: no more than that difference */
    PRUNE_AT_START_S = 10,
    OLD_DRAFT_S = 3600,
    MOST_HELPERS = 2,
};
G_STATIC_ASSERT(PRUNE_AFTER *LILT_SCAN_COVER_BYTES <= MOST_BYTES - KEPT_BYTES);

struct CoverCache {
    char *folder;
    GHashTable *wanted;  /* path -> Wanted, those that are not answered yet */
    GQueue waiting;      /* of these, those that wait for a helper; the newest first */
    GHashTable *touched; /* paths that count as used in this run already */
    GHashTable *failed;  /* and those that could not be had: not asked for again */
    guint n_helpers, n_made;
    guint prune_timer;
    GCancellable *closing;
};

typedef struct {
    CoverCache *cache;
    char *path, *song;
    GPtrArray *tasks; /* who waits for it */
    gboolean touched; /* before */
} Wanted;

static void
wanted_free(gpointer data)
{
    Wanted *wanted = data;

    cover_cache_unref(wanted->cache);
    g_free(wanted->path);
    g_free(wanted->song);
    g_ptr_array_unref(wanted->tasks);
    g_free(wanted);
}

/* ---- its life -------------------------------------------------------------------------------- */

CoverCache *
cover_cache_new(const char *folder)
{
    CoverCache *self = g_atomic_rc_box_new0(CoverCache);

    self->folder = g_strdup(folder);
    self->wanted = g_hash_table_new(g_str_hash, g_str_equal);
    self->touched = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->failed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->closing = g_cancellable_new();
    g_queue_init(&self->waiting);
    return self;
}

CoverCache *
cover_cache_ref(CoverCache *self)
{
    return g_atomic_rc_box_acquire(self);
}

static void
clear(gpointer data)
{
    CoverCache *self = data;

    g_hash_table_unref(self->wanted);
    g_hash_table_unref(self->touched);
    g_hash_table_unref(self->failed);
    g_object_unref(self->closing);
    g_free(self->folder);
}

void
cover_cache_unref(CoverCache *self)
{
    if (self != NULL)
        g_atomic_rc_box_release_full(self, clear);
}

char *
cover_cache_dup_path(const CoverCache *self, const char *name)
{
    return g_build_filename(self->folder, name, NULL);
}

/* ---- the bounds ------------------------------------------------------------------------------ */

typedef struct {
    char *path;
    gint64 size_bytes;
    struct timespec used;
} Kept;

static void
kept_clear(gpointer data)
{
    g_free(((Kept *)data)->path);
}

static int
by_use(gconstpointer a, gconstpointer b)
{
    const struct timespec *first = &((const Kept *)a)->used, *second = &((const Kept *)b)->used;

    if (first->tv_sec != second->tv_sec)
        return first->tv_sec < second->tv_sec ? -1 : 1;
    return (first->tv_nsec > second->tv_nsec) - (first->tv_nsec < second->tv_nsec);
}

/* Left behind by a helper that was killed, or by an older Lilt, which kept pictures as they were.
 */
static gboolean
is_leftover(const char *name, const struct stat *info)
{
    return name[0] == '.' ? info->st_mtim.tv_sec < time(NULL) - OLD_DRAFT_S
                          : info->st_size > LILT_SCAN_COVER_BYTES;
}

/* The covers of the folder, of Kept; leftovers are removed. NULL: there is no folder. */
static GArray *
list_covers(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GArray *covers;
    const char *name;

    if (dir == NULL)
        return NULL;
    covers = g_array_new(FALSE, FALSE, sizeof(Kept));
    g_array_set_clear_func(covers, kept_clear);
    while ((name = g_dir_read_name(dir)) != NULL) {
        Kept kept = {.path = g_build_filename(folder, name, NULL)};
        struct stat info;

        if (lstat(kept.path, &info) != 0 || !S_ISREG(info.st_mode)) {
            g_free(kept.path);
        } else if (is_leftover(name, &info)) {
            unlink(kept.path);
            g_free(kept.path);
        } else {
            kept.size_bytes = info.st_size;
            kept.used = info.st_mtim;
            g_array_append_val(covers, kept);
        }
    }
    return covers;
}

void
cover_cache_prune(const char *folder)
{
    g_autoptr(GArray) covers = list_covers(folder);
    gint64 n_bytes = 0;

    for (guint i = 0; covers != NULL && i < covers->len; i++)
        n_bytes += g_array_index(covers, Kept, i).size_bytes;
    if (n_bytes <= MOST_BYTES)
        return;
    g_array_sort(covers, by_use);
    for (guint i = 0; i < covers->len && n_bytes > KEPT_BYTES; i++) {
        const Kept *oldest = &g_array_index(covers, Kept, i);

        if (unlink(oldest->path) == 0)
            n_bytes -= oldest->size_bytes;
    }
}

static void
prune_elsewhere(GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
    (void)source, (void)cancellable;
    cover_cache_prune(folder);
    g_task_return_boolean(task, TRUE);
}

static void
prune(CoverCache *self)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, NULL, NULL);

    g_task_set_task_data(task, g_strdup(self->folder), g_free);
    library_run_apart(task, prune_elsewhere);
}

static gboolean
on_prune_timer(gpointer data)
{
    CoverCache *self = data;

    self->prune_timer = 0;
    prune(self);
    return G_SOURCE_REMOVE;
}

void
cover_cache_prune_later(CoverCache *self)
{
    if (self->prune_timer == 0)
        self->prune_timer = g_timeout_add_seconds(PRUNE_AT_START_S, on_prune_timer, self);
}

/* ---- a cover that is wanted ------------------------------------------------------------------ */

static void
answer(Wanted *wanted, gboolean is_there)
{
    CoverCache *self = wanted->cache;

    g_hash_table_remove(self->wanted, wanted->path);
    if (is_there)
        g_hash_table_add(self->touched, g_strdup(wanted->path));
    for (guint i = 0; i < wanted->tasks->len; i++)
        g_task_return_boolean(wanted->tasks->pdata[i], is_there);
    wanted_free(wanted);
}

/* Scrolled past: nobody looks at it any more. */
static gboolean
is_left(const Wanted *wanted)
{
    for (guint i = 0; i < wanted->tasks->len; i++)
        if (!g_cancellable_is_cancelled(g_task_get_cancellable(wanted->tasks->pdata[i])))
            return FALSE;
    return TRUE;
}

/* A larger one comes of an older Lilt, and is to be made small. */
static gboolean
is_kept(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && info.st_size <= LILT_SCAN_COVER_BYTES;
}

/* Worker thread: a helper of its own reads the file. It may be wiped with its folder. */
static void
ask_helper(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Wanted *wanted = data;
    const char *const arguments[] = {"--cover", wanted->cache->folder, wanted->song, NULL};
    g_autofree char *name = NULL;

    (void)source;
    g_mkdir_with_parents(wanted->cache->folder, 0700);
    helper_run(arguments, wanted->song, cancellable, &name, NULL);
    g_task_return_boolean(task, is_kept(wanted->path));
}

static void pump(CoverCache *self);

static void
on_asked(GObject *source, GAsyncResult *result, gpointer data)
{
    Wanted *wanted = data;
    CoverCache *self = cover_cache_ref(wanted->cache);
    const gboolean is_there = g_task_propagate_boolean(G_TASK(result), NULL);

    (void)source;
    self->n_helpers--;
    if (!is_there)
        g_hash_table_add(self->failed, g_strdup(wanted->path));
    answer(wanted, is_there);
    if (++self->n_made == PRUNE_AFTER) {
        self->n_made = 0;
        prune(self);
    }
    pump(self);
    cover_cache_unref(self);
}

/* Give the helpers work. */
static void
pump(CoverCache *self)
{
    while (self->n_helpers < MOST_HELPERS && !g_queue_is_empty(&self->waiting)) {
        Wanted *wanted = g_queue_pop_head(&self->waiting);

        if (is_left(wanted) || g_cancellable_is_cancelled(self->closing)) {
            answer(wanted, FALSE);
            continue;
        }
        g_autoptr(GTask) task = g_task_new(NULL, self->closing, on_asked, wanted);

        self->n_helpers++;
        g_task_set_task_data(task, wanted, NULL);
        g_task_set_check_cancellable(task, FALSE);
        library_run_apart(task, ask_helper);
    }
}

typedef enum { COVER_THERE, COVER_GONE, SONG_GONE } Look;

/* Worker thread. */
static void
look(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Wanted *wanted = data;
    Look found = COVER_THERE;

    (void)source, (void)cancellable;
    if (!is_kept(wanted->path))
        found = access(wanted->song, R_OK) == 0 ? COVER_GONE : SONG_GONE;
    else if (!wanted->touched)
        utimensat(AT_FDCWD, wanted->path, NULL, 0); /* it was used now */
    g_task_return_int(task, found);
}

static void
on_looked(GObject *source, GAsyncResult *result, gpointer data)
{
    Wanted *wanted = data;
    CoverCache *self = wanted->cache;
    const Look found = (Look)g_task_propagate_int(G_TASK(result), NULL);

    (void)source;
    if (found != COVER_GONE || g_hash_table_contains(self->failed, wanted->path)) {
        answer(wanted, found == COVER_THERE);
        return;
    }
    g_queue_push_head(&self->waiting, wanted);
    pump(self);
}

void
cover_cache_fetch(CoverCache *self, const char *path, const char *song, GTask *task)
{
    Wanted *wanted = g_hash_table_lookup(self->wanted, path);

    if (wanted != NULL) {
        g_ptr_array_add(wanted->tasks, g_object_ref(task));
        if (g_queue_remove(&self->waiting, wanted))
            g_queue_push_head(&self->waiting, wanted);
        return;
    }
    g_autoptr(GTask) looking = NULL;

    wanted = g_new(Wanted, 1);
    *wanted = (Wanted){cover_cache_ref(self), g_strdup(path), g_strdup(song),
                       g_ptr_array_new_with_free_func(g_object_unref),
                       g_hash_table_contains(self->touched, path)};
    g_ptr_array_add(wanted->tasks, g_object_ref(task));
    g_hash_table_insert(self->wanted, wanted->path, wanted);
    looking = g_task_new(NULL, NULL, on_looked, wanted);
    g_task_set_task_data(looking, wanted, NULL);
    g_task_run_in_thread(looking, look);
}

void
cover_cache_close(CoverCache *self)
{
    g_clear_handle_id(&self->prune_timer, g_source_remove);
    g_cancellable_cancel(self->closing);
    pump(self);
}
