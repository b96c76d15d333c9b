/* A named thread that is joined with a deadline. */
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
};

static void
release(LiltThread *thread)
{
    if (atomic_fetch_sub(&thread->n_owners, 1) == 1)
        free(thread);
}

static void *
enter(void *data)
{
    LiltThread *thread = data;

    pthread_setname_np(pthread_self(), thread->name);
    thread->run(thread->arg);
    release(thread);
    return NULL;
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
    atomic_init(&thread->n_owners, 2);
    if (pthread_create(&thread->id, NULL, enter, thread) != 0) {
        free(thread);
        return LILT_E_NOMEM;
    }
    *ret_thread = thread;
    return LILT_OK;
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
    if (pthread_clockjoin_np(thread->id, NULL, CLOCK_MONOTONIC, &deadline) != 0)
        return LILT_E_TIMEOUT;
    release(thread);
    return LILT_OK;
}

void
lilt_thread_leave(LiltThread *thread)
{
    pthread_detach(thread->id);
    release(thread);
}
