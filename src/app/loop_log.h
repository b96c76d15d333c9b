/* loop_log.h - how long the main loop is kept busy: for ./dev bench and the tests. */
#pragma once

#include <gio/gio.h>

/* From now on, and with $LILT_LOOP_LOG set: measure every turn of the default main loop between two
 * waits, in CPU time of this thread, so that a busy machine does not count. Main thread, before the
 * application starts. */
void lilt_loop_log_start(GApplication *application);

/* Write to that file, a line each: "turn_ms N" the longest turn without what GTK spent on laying
 * out and drawing, "frame_ms N" the longest of these, "turns N". Nothing without $LILT_LOOP_LOG. */
void lilt_loop_log_write(void);
