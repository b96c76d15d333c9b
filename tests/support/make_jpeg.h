/* make_jpeg.h - JPEG files with known pixels. */
#pragma once

#include <stdint.h>

/* Luma of pixel x, y in every picture made here. */
uint8_t ramp_luma(int x, int y);

/* A grey (`colour` 0) or coloured JPEG of the ramp, chroma neutral. Gives the path, in the test's
 * own temporary folder; static storage for a few calls. */
const char *make_jpeg(const char *name, int width_px, int height_px, int colour);
