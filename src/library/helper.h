/* helper.h - driving lilt-scan: it is started when needed, and again when a file has killed it. Any
 * one thread; calls wait. */
#pragma once

#include <gio/gio.h>

#include "lilt/scan.h"

typedef struct Helper Helper;

/* `covers`: the folder for covers. heard: files are listened to as well. Nothing is started yet. */
Helper *helper_new(const char *covers, gboolean heard);

/* Run it for one file with these arguments and wait; `path` is for messages. *ret_out: what it
 * wrote, UTF-8; g_free(). Error: cancelled; it cannot be run; or the line that says why it failed.
 */
gboolean helper_run(const char *const *arguments, const char *path, GCancellable *cancellable,
                    char **ret_out, GError **error);

/* What is in the file. A file that kills the helper gives a record that says so.
 * Error: cancelled, or the helper cannot be run at all.
 * The record is lent until the next call; NULL with `error`. */
const LiltScanRecord *helper_read(Helper *self, const char *path, GCancellable *cancellable,
                                  GError **error);

void helper_free(Helper *self); /* the process ends; NULL is fine */
