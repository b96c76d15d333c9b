/* Cutting a face out as FER-2013 frames faces. On that set's own pictures the cascade's box fits
 * nearly as it is, its middle a little lower. */
#include "lilt/face.h"

#include <math.h>

static const float cut_side = 1.0f;  /* the cut's side in the box's */
static const float cut_down = 0.04f; /* how far its middle lies below the box's, in box sides */

/* A stretch of pixels on one axis: pixel i covers i to i + 1. */
typedef struct {
    float low, high;
    int first, last; /* the pixels it touches */
} Span;

/* Pixel `index` of the cut, whose pixels are `step` source pixels wide. Where they are narrower
 * than a source pixel the span still has its width: averaging over it is linear interpolation. */
static Span
span_of(float start, float step, int index)
{
    const float middle = start + step * ((float)index + 0.5f);
    const float half = 0.5f * fmaxf(step, 1.0f);
    const float low = middle - half, high = middle + half;

    return (Span){low, high, (int)floorf(low), (int)ceilf(high) - 1};
}

/* How much of pixel `i` the span covers. */
static float
covered(Span span, int i)
{
    return fminf(span.high, (float)(i + 1)) - fmaxf(span.low, (float)i);
}

static int
clamp(int value, int limit)
{
    return value < 0 ? 0 : value >= limit ? limit - 1 : value;
}

/* The mean over columns x rows; outside the picture its edge repeats. */
static float
mean(LiltGrey picture, Span columns, Span rows)
{
    float sum = 0.0f;

    for (int y = rows.first; y <= rows.last; y++) {
        const uint8_t *row = picture.pixels + clamp(y, picture.height_px) * picture.stride;
        float line = 0.0f;

        for (int x = columns.first; x <= columns.last; x++)
            line += covered(columns, x) * (float)row[clamp(x, picture.width_px)];
        sum += covered(rows, y) * line;
    }
    return sum / ((columns.high - columns.low) * (rows.high - rows.low));
}

void
lilt_face_crop(LiltGrey picture, LiltBox box, float face[LILT_FACE_PIXELS])
{
    const float side = cut_side * 0.5f * (float)(box.width + box.height);
    const float step = side / (float)LILT_FACE_SIDE;
    const float left = (float)box.x + 0.5f * ((float)box.width - side);
    const float top = (float)box.y + 0.5f * ((float)box.height - side) +
                      cut_down * (float)box.height;

    for (int y = 0; y < LILT_FACE_SIDE; y++) {
        const Span rows = span_of(top, step, y);

        for (int x = 0; x < LILT_FACE_SIDE; x++)
            face[y * LILT_FACE_SIDE + x] = mean(picture, span_of(left, step, x), rows) *
                                           (1.0f / 255.0f);
    }
}
