/* music.h - what the tests of the library share: folders of music, and waiting for a scan. */
#pragma once

#include <gio/gio.h>

#include "check.h"
#include "lilt/library.h"

/* What to print of an error that may not be there. */
#define WORDS(error) ((error) != NULL ? (error)->message : "no error")

/* A new folder in the test's folder; owned by the caller. */
char *new_folder(const char *name);

/* Run a shell command; a failure is a failed check. */
void run_command(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The test skips where files of other kinds cannot be made. */
void need_ffmpeg(void);

/* The package's tracks, copied into a folder. */
void copy_music(const char *package, const char *folder);

/* A library in a new folder; the folder's path is written to *ret_folder unless it is NULL. */
LiltLibrary *open_library(char **ret_folder);

/* Scan and wait. FALSE with `error`; else *ret_result is the caller's, failed and all. */
gboolean scan(LiltLibrary *library, const char *path, LiltScanResult *ret_result, GError **error);

/* Scan, which must go well, and compare the counts. */
void check_scan(LiltLibrary *library, const char *path, guint n_added, guint n_changed,
                guint n_missing, guint n_failed, guint n_unchanged);

/* Listen to what was not heard yet and wait; it must go well. As scan() gives it. */
LiltScanResult hear(LiltLibrary *library);

/* Wait for the finder's next answer. */
void wait_for_answer(LiltFinder *finder);
