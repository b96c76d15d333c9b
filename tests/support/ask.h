/* ask.h - waiting on the main loop, and asking other programs while we answer them. GLib. */
#pragma once

#include <gio/gio.h>

/* Run the main loop for `ms`. */
void run_for(guint ms);

/* Run the main loop until `done(data)`; false when it is not so within `seconds`. */
gboolean run_until(gboolean (*done)(gpointer data), gpointer data, guint seconds);

/* Run a program (words as in a shell) beside the main loop; what it prints, without the end of
 * line. The caller frees it. A program that is missing skips the test. */
char *ask(const char *command);

#define DO(command) g_free(ask(command))
#define CHECK_ASK(want, command)                                                                   \
    do {                                                                                           \
        g_autofree char *said = ask(command);                                                      \
                                                                                                   \
        CHECK(strcmp((want), said) == 0, "%s: want \"%s\", have \"%s\"", (command), (want), said); \
    } while (0)
