/* A few threads that share the parts of one job. Parts are claimed from a counter, so the order is
 * free; work whose bytes must not depend on the number of threads gives each part its own output.
 */
#include "lilt/base.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct LiltPool {
    unsigned n_threads;   /* with the caller */
    LiltThread **workers; /* n_threads - 1 */
    pthread_mutex_t lock;
    pthread_cond_t begin, done;
    /* The job in hand; under `lock`, save the counter. */
    unsigned long round; /* grows with each job */
    unsigned n_busy;     /* workers still in this round */
    bool quit;
    void (*part)(void *, size_t);
    void *arg;
    size_t n_parts;
    atomic_size_t next;
    atomic_uint n_started;
};

static _Thread_local unsigned self; /* a worker's number, set once; 0 in callers */

unsigned
lilt_pool_self(void)
{
    return self;
}

static void
claim_parts(LiltPool *pool)
{
    for (size_t i; (i = atomic_fetch_add(&pool->next, 1)) < pool->n_parts;)
        pool->part(pool->arg, i);
}

static void
work(void *data)
{
    LiltPool *pool = data;
    unsigned long seen = 0;

    self = 1 + atomic_fetch_add(&pool->n_started, 1);
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->round == seen && !pool->quit)
            pthread_cond_wait(&pool->begin, &pool->lock);
        if (pool->quit)
            break;
        seen = pool->round;
        pthread_mutex_unlock(&pool->lock);
        claim_parts(pool);
        pthread_mutex_lock(&pool->lock);
        if (--pool->n_busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
}

LiltPool *
lilt_pool_new(unsigned n_threads)
{
    LiltPool *pool = calloc(1, sizeof *pool);

    if (pool == NULL)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->begin, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool->n_threads = 1;
    pool->workers = calloc(n_threads > 1 ? n_threads - 1 : 1, sizeof(LiltThread *));
    while (pool->workers != NULL && pool->n_threads < n_threads) {
        char name[16];

        snprintf(name, sizeof name, "pool-%u", pool->n_threads % 1000);
        if (lilt_thread_start(name, work, pool, &pool->workers[pool->n_threads - 1]) != LILT_OK)
            break;
        pool->n_threads++;
    }
    if (pool->workers == NULL || pool->n_threads < n_threads) {
        lilt_pool_free(pool);
        return NULL;
    }
    return pool;
}

unsigned
lilt_pool_size(const LiltPool *pool)
{
    return pool->n_threads;
}

/* The caller is thread 0 of this pool, whatever it is elsewhere. */
static void
claim_as_caller(LiltPool *pool)
{
    const unsigned elsewhere = self;

    self = 0;
    claim_parts(pool);
    self = elsewhere;
}

void
lilt_pool_run(LiltPool *pool, size_t n_parts, void (*part)(void *arg, size_t index), void *arg)
{
    const bool shared = pool->n_threads > 1 && n_parts > 1;

    pthread_mutex_lock(&pool->lock);
    pool->part = part;
    pool->arg = arg;
    pool->n_parts = n_parts;
    atomic_store(&pool->next, 0);
    if (shared) {
        pool->n_busy = pool->n_threads - 1;
        pool->round++;
        pthread_cond_broadcast(&pool->begin);
    }
    pthread_mutex_unlock(&pool->lock);

    claim_as_caller(pool);

    pthread_mutex_lock(&pool->lock);
    while (pool->n_busy > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

void
lilt_pool_free(LiltPool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i + 1 < pool->n_threads; i++)
        while (lilt_thread_join(pool->workers[i], 1000) != LILT_OK)
            continue; /* a part is still running; its memory is the caller's, so there is no leaving
                         early */
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->begin);
    pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool);
}
