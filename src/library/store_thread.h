/* store_thread.h - the thread that owns the one writing connection. Jobs run in the order they were
 * pushed; those that follow each other closely are written as one group. */
#pragma once

#include <glib.h>

#include "lilt/store.h"

typedef struct StoreThread StoreThread;

typedef LiltStatus (*StoreJob)(LiltStore *store, gpointer data, LiltDiag *diag);

typedef enum {
    STORE_JOB_WRITE,
    STORE_JOB_SETTLED, /* runs when all that was written before is committed */
} StoreJobKind;

/* `store` is kept. `failed` is called on the store thread with what a job failed of; of
 * many that fail alike it is called for one every few seconds. A job that fails has written
 * nothing.
 */
StoreThread *store_thread_start(LiltStore *store,
                                void (*failed)(const GError *error, gpointer data), gpointer data);

/* Any thread. `data` is released by `destroy` (may be NULL) after the job. */
void store_thread_push(StoreThread *thread, StoreJobKind kind, StoreJob job, gpointer data,
                       GDestroyNotify destroy);

/* How many writes failed so far for want of a disk that takes them. Any thread. */
guint store_thread_count_unwritten(StoreThread *thread);

/* Run what was pushed, commit, close the store, join. NULL is fine. */
void store_thread_stop(StoreThread *thread);
