/* preview.h - a colour picture that waits to be taken, handed from the emotion thread to the
 * session's. Only the newest is kept. */
#pragma once

#include "lilt/emotion.h"

typedef struct PreviewBox PreviewBox; /* any thread */

PreviewBox *preview_box_new(void); /* NULL when memory is short */

/* Keep a copy of the frame's colours in place of what was there. False when memory is short. */
bool preview_box_put(PreviewBox *box, const LiltFrame *frame);

/* Hand the picture over: *ret_rgb is the caller's, for lilt_preview_free(). False when empty. */
bool preview_box_take(PreviewBox *box, uint8_t **ret_rgb, int *ret_width_px, int *ret_height_px);

/* Wipe what is there. */
void preview_box_empty(PreviewBox *box);
void preview_box_free(PreviewBox *box); /* NULL is fine */
