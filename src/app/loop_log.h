/* loop_log.h - how long the main loop is kept busy: for ./dev bench and the tests. */
#pragma once

#include <gtk/gtk.h>

/* From now on, and with $LILT_LOOP_LOG set: measure every turn of the default main loop between two
 * waits, in CPU time of this thread, so that a busy machine does not count. Main thread. */
void lilt_loop_log_start(void);

/* Write to that file, a line each: "turn_ms N" the longest turn without what GTK spent on drawing
 * frames, "frame_ms N" the longest of these, "turns N". Nothing without $LILT_LOOP_LOG. */
void lilt_loop_log_write(void);

/* Measure the frames of this window apart; once, when it was just made. */
void lilt_loop_log_watch(GtkWindow *window);
