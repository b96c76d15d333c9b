/* report.h - what a report of a fault says, and what it leaves out. */
#pragma once

#include <gtk/gtk.h>

/* Versions, renderer, kernels and the model's hash, and below them `error` (may be NULL) without
 * the folders in it; no word about the listener or the music. native: the window whose renderer is
 * named, or NULL. g_free() it. */
char *lilt_report_new(GtkNative *native, const char *error);

/* `text` with paths cut down to the last part of their names and without the account's name. */
char *lilt_report_scrub(const char *text);
