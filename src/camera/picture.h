/* picture.h - the pixels of one picture: grey always, colour on wish, wiped before the memory goes
 * back. */
#pragma once

#include "lilt/camera.h"

/* Pixels and what LiltFrame says of them. All zero is a valid empty picture. `rgb` is NULL while
 * colour is off. Owned by one thread. */
typedef struct {
    uint64_t sequence;
    int64_t time_us;
    int width_px, height_px;
    uint8_t *grey, *rgb;
    size_t grey_bytes, rgb_bytes; /* as allocated */
} Picture;

/* Make room for width x height pixels, and as many coloured ones if `colour`; else the coloured
 * ones are wiped and given back. What the pixels hold afterwards is not defined.
 * Error: LILT_E_NOMEM. */
LiltStatus picture_resize(Picture *picture, int width_px, int height_px, bool colour);

/* Copy what a frame lends. Error: LILT_E_NOMEM. */
LiltStatus picture_copy(Picture *picture, const LiltFrame *frame);

/* A frame that lends the picture's pixels. */
LiltFrame picture_lend(const Picture *picture);

/* grey = luma of rgb, BT.601, full range. Both planes must be there. */
void picture_grey_from_rgb(Picture *picture);

/* Wipe and release; the picture is empty then. */
void picture_clear(Picture *picture);
