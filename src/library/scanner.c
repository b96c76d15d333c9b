/* One scan, or one hearing. Listening takes a hundred times as long as reading tags: a few new
 * files are heard at once, of many the tags are read, so that all are there soon, and hearing them
 * is a piece of work of its own. */
#include "scanner.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "cover_cache.h"
#include "helper.h"
#include "plan.h"
#include "status.h"
#include "walk.h"
#include "writing.h"

enum {
    PROGRESS_US = 100000,
    NEWS_US = 2000000,       /* how often the list is brought up to date meanwhile, */
    NEWS_AT_LAST = 32000000, /* and when hearing goes on for long */
    HEARD_AT_ONCE = 50,      /* new files at most */
    PRUNE_AFTER = 1000,      /* files that were read, of which many may have covers */
};

struct Scanner {
    GThread *thread;
    GCancellable *cancellable;
    char **paths; /* NULL: hear what is known */
    char *db_path, *covers;
    StoreThread *store;
    ScannerEvents events;
    gpointer data;
    /* The thread's, and after joining the caller's. */
    Plan plan;
    Helper *helper;
    gint64 next_progress_us, next_news_us, news_us;
    guint n_done, n_found;
    guint n_unwritten; /* before the scan */
    LiltScanResult result;
    GPtrArray *failed; /* "path: why" */
    GError *error;
};

/* ---- what the store thread is to write ------------------------------------------------------- */

typedef struct {
    gint64 id;
    gboolean missing;
} Presence;

static LiltStatus
write_presence(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const Presence *presence = data;

    return lilt_store_set_missing(store, presence->id, presence->missing, diag);
}

static void
push_presence(Scanner *self, gint64 id, gboolean missing)
{
    Presence *presence = g_new(Presence, 1);

    *presence = (Presence){id, missing};
    store_thread_push(self->store, STORE_JOB_WRITE, write_presence, presence, g_free);
}

/* ---- the scan -------------------------------------------------------------------------------- */

static void
note_failed(Scanner *self, const char *path, const char *why)
{
    g_ptr_array_add(self->failed, g_strdup_printf("%s: %s", path, why));
}

static void
tell(Scanner *self)
{
    const gint64 now_us = g_get_monotonic_time();

    if (now_us >= self->next_progress_us || self->n_done == self->n_found) {
        self->events.progress(self->n_done, self->n_found, self->data);
        self->next_progress_us = now_us + PROGRESS_US;
    }
    if (now_us >= self->next_news_us) {
        if (self->next_news_us != 0)
            self->events.news(self->data);
        self->next_news_us = now_us + self->news_us;
        if (self->paths == NULL)
            self->news_us = MIN(2 * self->news_us, NEWS_AT_LAST);
    }
}

static gboolean
read_file(Scanner *self, const FoundFile *file, gboolean is_new)
{
    const KnownFile *moved = NULL;
    const LiltScanRecord *record = helper_read(self->helper, file->path, self->cancellable,
                                               &self->error);

    if (record == NULL)
        return FALSE;
    if (record->why != NULL) {
        note_failed(self, file->path, record->why);
        write_aside(self->store, file, record->why);
        return TRUE;
    }
    if (is_new)
        moved = plan_take_moved(&self->plan, record->fingerprint);
    if (is_new && moved == NULL)
        self->result.n_added++;
    else
        self->result.n_changed++;
    write_track(self->store, file, record, moved != NULL ? moved->path : NULL);
    return TRUE;
}

/* Deal with what need not be read, and sort out the rest. */
static void
judge_files(Scanner *self, const GPtrArray *files, GPtrArray *new_files, GPtrArray *changed_files,
            GPtrArray *uncovered_files)
{
    for (guint i = 0; i < files->len; i++) {
        FoundFile *file = files->pdata[i];
        const KnownFile *known;

        switch (plan_judge(&self->plan, file, &known)) {
        case FILE_NEW:
            g_ptr_array_add(new_files, file);
            continue;
        case FILE_CHANGED:
            g_ptr_array_add(changed_files, file);
            continue;
        case FILE_UNCOVERED:
            g_ptr_array_add(uncovered_files, file);
            continue;
        case FILE_UNCHANGED:
            self->result.n_unchanged++;
            break;
        case FILE_BACK:
            push_presence(self, known->id, FALSE);
            self->result.n_changed++;
            break;
        case FILE_ASIDE:
            note_failed(self, file->path, known->why);
            break;
        }
        self->n_done++;
    }
}

/* What is read, but cannot be written, is read in vain. FALSE: stop; it was said already. */
static gboolean
is_written(Scanner *self)
{
    if (store_thread_count_unwritten(self->store) == self->n_unwritten)
        return TRUE;
    g_set_error_literal(&self->error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED,
                        "the library cannot be written");
    return FALSE;
}

static gboolean
read_files(Scanner *self, const GPtrArray *files, gboolean are_new)
{
    if (are_new && files->len > HEARD_AT_ONCE) {
        helper_free(self->helper);
        self->helper = helper_new(self->covers, FALSE);
    }
    for (guint i = 0; i < files->len; i++) {
        if (!is_written(self) || !read_file(self, files->pdata[i], are_new))
            return FALSE;
        self->n_done++;
        tell(self);
        if (self->n_done % PRUNE_AFTER == 0)
            cover_cache_prune(self->covers);
    }
    return TRUE;
}

/* A picture came beside them after they were read; it is no cover if it is broken. */
static gboolean
read_uncovered(Scanner *self, const GPtrArray *files)
{
    Helper *helper = helper_new(self->covers, FALSE);
    gboolean well = TRUE;

    for (guint i = 0; well && i < files->len; i++) {
        const FoundFile *file = files->pdata[i];
        const LiltScanRecord *record = helper_read(helper, file->path, self->cancellable,
                                                   &self->error);

        well = record != NULL && is_written(self);
        if (!well)
            break;
        if (record->why == NULL && record->cover[0] != '\0') {
            write_track(self->store, file, record, NULL);
            self->result.n_changed++;
        } else {
            self->result.n_unchanged++;
        }
        self->n_done++;
        tell(self);
    }
    helper_free(helper);
    return well;
}

static gboolean
scan_files(Scanner *self, const Walk *walk)
{
    g_autoptr(GPtrArray) new_files = g_ptr_array_new();
    g_autoptr(GPtrArray) changed_files = g_ptr_array_new();
    g_autoptr(GPtrArray) uncovered_files = g_ptr_array_new();
    g_autoptr(GPtrArray) missing = NULL;

    self->n_found = walk->files->len;
    for (guint i = 0; i < walk->troubles->len; i++)
        g_ptr_array_add(self->failed, g_strdup(walk->troubles->pdata[i]));
    judge_files(self, walk->files, new_files, changed_files, uncovered_files);
    tell(self);
    if (!read_files(self, changed_files, FALSE) || !read_uncovered(self, uncovered_files) ||
        !read_files(self, new_files, TRUE))
        return FALSE;
    missing = plan_list_missing(&self->plan, (const char *const *)self->paths);
    for (guint i = 0; i < missing->len; i++) {
        const KnownFile *known = missing->pdata[i];

        if (!known->missing)
            push_presence(self, known->id, TRUE);
        self->result.n_missing++;
    }
    return TRUE;
}

/* ---- hearing --------------------------------------------------------------------------------- */

static int
by_path(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const KnownFile *const *)a)->path, (*(const KnownFile *const *)b)->path);
}

/* What cannot be heard cannot be played: it is named, and not shown. FALSE: nothing can be heard.
 */
static gboolean
hear_file(Scanner *self, const KnownFile *known)
{
    const FoundFile file = {known->path, known->size_bytes, known->mtime_ns, FALSE};
    const LiltScanRecord *record;
    struct stat now;

    if (stat(known->path, &now) != 0 || now.st_size != known->size_bytes ||
        walk_mtime_ns(&now) != known->mtime_ns)
        return TRUE; /* the next scan sees to it */
    record = helper_read(self->helper, known->path, self->cancellable, &self->error);
    if (record == NULL)
        return FALSE;
    if (record->why != NULL) {
        note_failed(self, known->path, record->why);
        write_aside(self->store, &file, record->why);
        push_presence(self, known->id, TRUE);
        return TRUE;
    }
    if (record->analyser == 0)
        return FALSE; /* there is no model */
    self->result.n_changed++;
    write_track(self->store, &file, record, NULL);
    return TRUE;
}

static void
hear_files(Scanner *self)
{
    g_autoptr(GPtrArray) unheard = plan_list_unheard(&self->plan);

    g_ptr_array_sort(unheard, by_path);
    self->n_found = unheard->len;
    for (; self->n_done < unheard->len; tell(self)) {
        if (!is_written(self) || !hear_file(self, unheard->pdata[self->n_done]))
            return;
        self->n_done++;
    }
}

/* ---- the thread ------------------------------------------------------------------------------ */

/* What is known is read by a connection of our own, while the store thread goes on writing. */
static gboolean
load_plan(Scanner *self)
{
    LiltStore *store = NULL;
    LiltDiag diag = {""};
    LiltStatus status = lilt_store_open(self->db_path, LILT_STORE_READ, &diag, &store);

    if (status == LILT_OK)
        status = plan_load(&self->plan, store, &diag);
    lilt_store_close(store);
    return status_to_error(status, &diag, &self->error);
}

static gpointer
run(gpointer data)
{
    Scanner *self = data;
    Walk walk = {0};
    sigset_t pipe_signal;

    sigemptyset(&pipe_signal); /* a helper that died is told by the write that fails */
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL);
    g_mkdir_with_parents(self->covers, 0700); /* it may have been wiped */
    if (load_plan(self)) {
        if (self->paths == NULL)
            hear_files(self);
        else if (walk_run(&walk, (const char *const *)self->paths, self->cancellable))
            scan_files(self, &walk);
    }
    if (self->error == NULL)
        g_cancellable_set_error_if_cancelled(self->cancellable, &self->error);
    cover_cache_prune(self->covers);
    walk_clear(&walk);
    plan_clear(&self->plan);
    self->events.done(self->data);
    return NULL;
}

Scanner *
scanner_start(const char *const *paths, const char *db_path, const char *covers, StoreThread *store,
              const ScannerEvents *events, gpointer data)
{
    Scanner *self = g_new0(Scanner, 1);

    self->paths = g_strdupv((char **)paths);
    self->db_path = g_strdup(db_path);
    self->covers = g_strdup(covers);
    self->store = store;
    self->events = *events;
    self->data = data;
    self->cancellable = g_cancellable_new();
    self->helper = helper_new(covers, TRUE);
    self->n_unwritten = store_thread_count_unwritten(store);
    self->news_us = NEWS_US;
    self->failed = g_ptr_array_new_with_free_func(g_free);
    self->thread = g_thread_new("library-scan", run, self);
    return self;
}

void
scanner_cancel(Scanner *self)
{
    g_cancellable_cancel(self->cancellable);
}

gboolean
scanner_finish(Scanner *self, LiltScanResult *ret_result, GError **error)
{
    gboolean well;

    g_thread_join(self->thread);
    well = self->error == NULL;
    if (well) {
        *ret_result = self->result;
        ret_result->n_failed = self->failed->len;
        g_ptr_array_add(self->failed, NULL);
        ret_result->failed = (char **)g_ptr_array_free(g_steal_pointer(&self->failed), FALSE);
    } else {
        g_propagate_error(error, self->error);
        g_ptr_array_unref(self->failed);
    }
    helper_free(self->helper);
    g_object_unref(self->cancellable);
    g_strfreev(self->paths);
    g_free(self->db_path);
    g_free(self->covers);
    g_free(self);
    return well;
}
