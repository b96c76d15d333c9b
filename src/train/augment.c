/* Moving faces about: what the network has not seen exactly so, it has to understand. */
#include "lilt/train.h"

#include <math.h>

/* Evenly from -limit to limit. */
static float
either_way(LiltRng *rng, float limit)
{
    return (2.0f * lilt_rng_unit(rng) - 1.0f) * limit;
}

static float
clamp(float v, float low, float high)
{
    return v < low ? low : v > high ? high : v;
}

/* The value between four pixels; outside, the edge goes on. */
static float
sample(const uint8_t *pixels, float x, float y)
{
    const float limit = (float)(LILT_FACE_SIDE - 1);
    const float cx = clamp(x, 0.0f, limit), cy = clamp(y, 0.0f, limit);
    const int left = (int)cx, top = (int)cy;
    const int right = left < LILT_FACE_SIDE - 1 ? left + 1 : left;
    const int bottom = top < LILT_FACE_SIDE - 1 ? top + 1 : top;
    const float fx = cx - (float)left, fy = cy - (float)top;
    const uint8_t *above = pixels + top * LILT_FACE_SIDE, *below = pixels + bottom * LILT_FACE_SIDE;
    const float a = (float)above[left] + fx * (float)(above[right] - above[left]);
    const float b = (float)below[left] + fx * (float)(below[right] - below[left]);

    return a + fy * (b - a);
}

void
lilt_augment(const LiltAugment *augment, const uint8_t *pixels, LiltRng *rng, float *luma)
{
    const float middle = 0.5f * (float)(LILT_FACE_SIDE - 1);
    const bool flip = augment->flip && lilt_rng_u32(rng) % 2 == 0;
    const float shift_x = either_way(rng, augment->shift_px);
    const float shift_y = either_way(rng, augment->shift_px);
    const float turn = either_way(rng, augment->turn_rad);
    const float size = 1.0f + either_way(rng, augment->stretch);
    const float c = cosf(turn) / size, s = sinf(turn) / size;

    for (int y = 0; y < LILT_FACE_SIDE; y++)
        for (int x = 0; x < LILT_FACE_SIDE; x++) {
            const float u = (float)(flip ? LILT_FACE_SIDE - 1 - x : x) - middle - shift_x;
            const float v = (float)y - middle - shift_y;

            *luma++ = sample(pixels, middle + c * u - s * v, middle + s * u + c * v) *
                      (1.0f / 255.0f);
        }
}
