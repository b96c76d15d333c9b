/* calm.h - how long new words about a mood must wait, so that nothing flickers. Pure. */
#pragma once

#include <glib.h>

enum { LILT_WORDS_STAND_US = 8 * G_USEC_PER_SEC };

/* Words that are shown, or that are to be. */
typedef struct {
    const char *word, *from; /* both lines of the mood button */
    gboolean reading; /* a plain reading by the camera; what a hand or a device does is not */
} LiltSaid;

/* Microseconds until `next` may take the place of `shown`, which stands since since_us; 0: now. */
gint64 lilt_calm_wait_us(const LiltSaid *shown, gint64 since_us, const LiltSaid *next,
                         gint64 now_us);
