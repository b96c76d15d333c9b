/* The store thread: a queue of jobs before the one writing connection. */
#include "store_thread.h"

#include <string.h>

#include "status.h"

enum {
    LONGEST_GROUP_US = 500000, /* what a power cut may cost at most */
    SAID_US = 5000000,         /* a failure is said again after that time */
};

typedef struct {
    StoreJobKind kind;
    StoreJob run; /* NULL: stop */
    gpointer data;
    GDestroyNotify destroy;
} Job;

struct StoreThread {
    GThread *thread;
    GAsyncQueue *jobs;
    LiltStore *store; /* the thread's alone while it runs */
    void (*failed)(const GError *error, gpointer data);
    gpointer data;
    LiltDiag said; /* the last failure, and when it was said */
    gint64 said_us;
    guint n_unwritten; /* atomic */
};

static void
report(StoreThread *self, LiltStatus status, const LiltDiag *diag)
{
    const gint64 now_us = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;

    if (status_to_error(status, diag, &error))
        return;
    if (status == LILT_E_IO || status == LILT_E_FULL)
        g_atomic_int_inc(&self->n_unwritten);
    if (strcmp(diag->text, self->said.text) == 0 && now_us - self->said_us < SAID_US)
        return;
    self->said = *diag;
    self->said_us = now_us;
    self->failed(error, self->data);
}

static void
run_job(StoreThread *self, const Job *job)
{
    LiltDiag diag = {""};
    const LiltStatus status = job->kind == STORE_JOB_WRITE
                                  ? lilt_store_write_whole(self->store, job->run, job->data, &diag)
                                  : job->run(self->store, job->data, &diag);

    report(self, status, &diag);
    if (job->destroy != NULL)
        job->destroy(job->data);
}

static void
commit(StoreThread *self, gboolean *in_group)
{
    LiltDiag diag = {""};

    if (*in_group)
        report(self, lilt_store_commit(self->store, &diag), &diag);
    *in_group = FALSE;
}

/* A group that cannot be begun is reported by its jobs, each of which then stands alone. */
static void
begin(StoreThread *self, gboolean *in_group, gint64 *began_us)
{
    if (*in_group)
        return;
    *in_group = lilt_store_begin(self->store, NULL) == LILT_OK;
    *began_us = g_get_monotonic_time();
}

static gpointer
run(gpointer data)
{
    StoreThread *self = data;
    gboolean in_group = FALSE, going = TRUE;
    gint64 began_us = 0;

    while (going) {
        Job *job = g_async_queue_try_pop(self->jobs);

        if (job == NULL) {
            commit(self, &in_group);
            job = g_async_queue_pop(self->jobs);
        }
        going = job->run != NULL;
        if (going && job->kind == STORE_JOB_WRITE)
            begin(self, &in_group, &began_us);
        else
            commit(self, &in_group);
        if (going)
            run_job(self, job);
        in_group = in_group && lilt_store_in_group(self->store);
        g_free(job);
        if (in_group && g_get_monotonic_time() - began_us > LONGEST_GROUP_US)
            commit(self, &in_group);
    }
    lilt_store_close(self->store);
    return NULL;
}

StoreThread *
store_thread_start(LiltStore *store, void (*failed)(const GError *error, gpointer data),
                   gpointer data)
{
    StoreThread *self = g_new0(StoreThread, 1);

    self->jobs = g_async_queue_new();
    self->store = store;
    self->failed = failed;
    self->data = data;
    self->thread = g_thread_new("store", run, self);
    return self;
}

void
store_thread_push(StoreThread *thread, StoreJobKind kind, StoreJob job, gpointer data,
                  GDestroyNotify destroy)
{
    Job *new_job = g_new(Job, 1);

    *new_job = (Job){.kind = kind, .run = job, .data = data, .destroy = destroy};
    g_async_queue_push(thread->jobs, new_job);
}

guint
store_thread_count_unwritten(StoreThread *thread)
{
    return (guint)g_atomic_int_get(&thread->n_unwritten);
}

void
store_thread_stop(StoreThread *thread)
{
    if (thread == NULL)
        return;
    store_thread_push(thread, STORE_JOB_SETTLED, NULL, NULL, NULL);
    g_thread_join(thread->thread);
    g_async_queue_unref(thread->jobs);
    g_free(thread);
}
