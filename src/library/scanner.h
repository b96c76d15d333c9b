/* scanner.h - one scan or hearing, on a thread of its own: walk, plan, read through the helper, and
 * hand what was found to the store thread. */
#pragma once

#include "lilt/library.h"
#include "store_thread.h"

typedef struct Scanner Scanner;

/* What the scanner tells; called on its thread. After `done` it tells nothing more; all it wrote
 * was pushed to the store thread before. */
typedef struct {
    void (*progress)(guint n_done, guint n_found, gpointer data); /* at most ten a second */
    void (*news)(gpointer data);                                  /* tracks have come */
    void (*done)(gpointer data);
} ScannerEvents;

/* `paths`: absolute; NULL: hear the tracks that were not heard yet. `db_path`, `covers`: where the
 * library lies; `store` outlives the scanner. */
Scanner *scanner_start(const char *const *paths, const char *db_path, const char *covers,
                       StoreThread *store, const ScannerEvents *events, gpointer data);

void scanner_cancel(Scanner *self); /* any thread */

/* Join the thread and release everything. *ret_result becomes the caller's.
 * Error: cancelled, or why the scan could not go on; the result is then untouched. */
gboolean scanner_finish(Scanner *self, LiltScanResult *ret_result, GError **error);
