/* helper.h - driving lilt-scan: it is started when needed, and again when a file has killed it. Any
 * one thread; calls wait. */
#pragma once

#include <gio/gio.h>

#include "lilt/scan.h"

typedef struct Helper Helper;

/* Where lilt-scan lies; g_free(). Error: it is not installed. Any thread. */
char *helper_dup_program(GError **error);

/* `covers`: the folder for covers. Nothing is started yet. */
Helper *helper_new(const char *covers);

/* What is in the file. A file that kills the helper gives a record that says so.
 * Error: cancelled, or the helper cannot be run at all.
 * The record is lent until the next call; NULL with `error`. */
const LiltScanRecord *helper_read(Helper *self, const char *path, GCancellable *cancellable,
                                  GError **error);

void helper_free(Helper *self); /* the process ends; NULL is fine */
