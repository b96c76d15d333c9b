/* home.h - a real session over a real library, made and put away by each test; what the library
 * holds stays from test to test. */
#pragma once

#include <gio/gio.h>

#include "lilt/session.h"

extern LiltLibrary *library;
extern LiltSession *session;
extern GString *messages; /* what the session said, one a line */

/* Without a camera; the library is in check_temp_dir()/data. */
void begin(void);
void end(void);

void act(const char *action, GVariant *parameter);
void set_state(const char *action, GVariant *state);

/* The folder of music is taken in and heard, if it was not. */
void have_songs(void);

/* For run_until(); the argument says nothing. */
gboolean at_rest(gpointer nothing); /* nothing is read or heard */
gboolean sounds(gpointer nothing);
