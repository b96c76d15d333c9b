/* pixels.h - luma between the pixels of a picture, and the picture at another size. Outside the
 * picture its edge repeats. Pixel i covers i to i + 1 on its axis. */
#pragma once

#include "lilt/face.h"

/* A stretch of pixels on one axis. */
typedef struct {
    float low, high;
    int first, last; /* the pixels it touches */
} Span;

/* Pixel `index` of a row of pixels that begins at `start` and whose pixels are `step` source pixels
 * wide. */
Span span_of(float start, float step, int index);

/* The mean luma over columns x rows, 0..255. */
float pixels_mean(LiltGrey picture, Span columns, Span rows);

/* The luma at a point, 0..255, linear between the middles of pixels. */
float pixels_at(LiltGrey picture, float x, float y);

/* Scale to width x height by area averaging, or bilinear where it grows. Gives pixels that the
 * caller ends with pixels_free(); NULL when memory is short. */
uint8_t *pixels_scale(LiltGrey picture, int width, int height);

/* Wipe and free `n` pixels: they may show a face. NULL is fine. */
void pixels_free(uint8_t *pixels, size_t n);
