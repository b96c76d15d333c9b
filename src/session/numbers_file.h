/* numbers_file.h - a file or FIFO to which another program writes what it measures of the body, a
 * line at a time. Main thread only. It is looked at once a second and never waited for; between new
 * and free is the only time that it is open. */
#pragma once

#include <glib.h>

#include "signals.h"

typedef enum {
    LILT_NUMBERS_WAIT,      /* nothing was read yet */
    LILT_NUMBERS_COME,      /* the last line was a number */
    LILT_NUMBERS_MISSING,   /* no such file, or it is gone; looked for again */
    LILT_NUMBERS_UNREAD,    /* it may not be read */
    LILT_NUMBERS_NO_FILE,   /* a folder, a device .. */
    LILT_NUMBERS_NO_NUMBER, /* the last line was none; passed over */
} LiltNumbersState;

typedef struct LiltNumbersFile LiltNumbersFile;

/* changed: there is something new, of the state or of the track. */
LiltNumbersFile *lilt_numbers_file_new(const char *path, void (*changed)(gpointer data),
                                       gpointer data);
LiltNumbersState lilt_numbers_file_get_state(const LiltNumbersFile *self);
const LiltBodyTrack *lilt_numbers_file_get_track(const LiltNumbersFile *self); /* lent */
void lilt_numbers_file_free(LiltNumbersFile *self);                            /* NULL is fine */
