/* A named thread that is joined with a deadline. Its end is told by a flag, so that the join itself
 * is the plain one, which every thread checker knows. */
#include "lilt/base.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct LiltThread {
    pthread_t id;
    char name[16];
    void (*run)(void *);
    void *arg;
    atomic_int n_owners; /* the thread itself and its maker; the last one frees */
    pthread_mutex_t lock;
    pthread_cond_t bell; /* by the monotonic clock */
    bool ended;          /* guarded by `lock` */
};

static void
release(LiltThread *thread)
{
    if (atomic_fetch_sub(&thread->n_owners, 1) > 1)
        return;
    pthread_mutex_destroy(&thread->lock);
    pthread_cond_destroy(&thread->bell);
    free(thread);
}

static void *
enter(void *data)
{
    LiltThread *thread = data;

    pthread_setname_np(pthread_self(), thread->name);
    thread->run(thread->arg);
    pthread_mutex_lock(&thread->lock);
    thread->ended = true;
    pthread_cond_signal(&thread->bell);
    pthread_mutex_unlock(&thread->lock);
    release(thread);
    return NULL;
}

static void
make_bell(LiltThread *thread)
{
    pthread_condattr_t by_clock;

    pthread_mutex_init(&thread->lock, NULL);
    pthread_condattr_init(&by_clock);
    pthread_condattr_setclock(&by_clock, CLOCK_MONOTONIC);
    pthread_cond_init(&thread->bell, &by_clock);
    pthread_condattr_destroy(&by_clock);
}

LiltStatus
lilt_thread_start(const char *name, void (*run)(void *), void *arg, LiltThread **ret_thread)
{
    LiltThread *thread = calloc(1, sizeof *thread);

    if (thread == NULL)
        return LILT_E_NOMEM;
    strncpy(thread->name, name, sizeof thread->name - 1);
    thread->run = run;
    thread->arg = arg;
    make_bell(thread);
    atomic_init(&thread->n_owners, 2);
    if (pthread_create(&thread->id, NULL, enter, thread) != 0) {
        atomic_store(&thread->n_owners, 1);
        release(thread);
        return LILT_E_NOMEM;
    }
    *ret_thread = thread;
    return LILT_OK;
}

static bool
wait_for_end(LiltThread *thread, const struct timespec *deadline)
{
    int error = 0;

    pthread_mutex_lock(&thread->lock);
    while (!thread->ended && error == 0)
        error = pthread_cond_timedwait(&thread->bell, &thread->lock, deadline);

    const bool ended = thread->ended;

    pthread_mutex_unlock(&thread->lock);
    return ended;
}

LiltStatus
lilt_thread_join(LiltThread *thread, int timeout_ms)
{
    struct timespec deadline;

    if (thread == NULL)
        return LILT_OK;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += timeout_ms / 1000;
    deadline.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (deadline.tv_nsec >= 1000000000L) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000L;
    }
    if (!wait_for_end(thread, &deadline))
        return LILT_E_TIMEOUT;
    pthread_join(thread->id, NULL);
    release(thread);
    return LILT_OK;
}

void
lilt_thread_leave(LiltThread *thread)
{
    pthread_detach(thread->id);
    release(thread);
}
