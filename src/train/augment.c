/* Changing faces by chance: what the network has not seen exactly so, it has to understand. Tones
 * by a table of 256, all movement in one bilinear pass, then what cameras and hands do to it. */
#include <math.h>
#include <string.h>

#include "lilt/train.h"

enum { SIDE = LILT_FACE_SIDE };

/* Evenly from -limit to limit. */
static float
either_way(LiltRng *rng, float limit)
{
    return (2.0f * lilt_rng_unit(rng) - 1.0f) * limit;
}

/* True one time in `n`. */
static bool
one_in(LiltRng *rng, uint32_t n)
{
    return lilt_rng_u32(rng) % n == 0;
}

static float
clamp(float v, float low, float high)
{
    return v < low ? low : v > high ? high : v;
}

/* ---- tones --------------------------------------------------------------------------------- */

static void
draw_tones(const LiltAugment *augment, LiltRng *rng, float tones[256])
{
    const float contrast = 1.0f + either_way(rng, augment->contrast);
    const float brightness = either_way(rng, augment->brightness);
    const float gamma = powf(1.0f + augment->gamma, either_way(rng, 1.0f));

    for (int i = 0; i < 256; i++) {
        const float v = 0.5f + ((float)i * (1.0f / 255.0f) - 0.5f) * contrast + brightness;

        tones[i] = powf(clamp(v, 0.0f, 1.0f), gamma);
    }
}

/* ---- movement ------------------------------------------------------------------------------ */

/* The value between four pixels of a square picture; outside, the edge goes on. */
static float
sample(const float *picture, int side, float x, float y)
{
    const float limit = (float)(side - 1);
    const float cx = clamp(x, 0.0f, limit), cy = clamp(y, 0.0f, limit);
    const int left = (int)cx, top = (int)cy;
    const int right = left < side - 1 ? left + 1 : left, bottom = top < side - 1 ? top + 1 : top;
    const float fx = cx - (float)left, fy = cy - (float)top;
    const float *above = picture + top * side, *below = picture + bottom * side;
    const float a = above[left] + fx * (above[right] - above[left]);
    const float b = below[left] + fx * (below[right] - below[left]);

    return a + fy * (b - a);
}

static void
move(const LiltAugment *augment, const float *face, LiltRng *rng, float *luma)
{
    const float middle = 0.5f * (float)(SIDE - 1);
    const bool flip = augment->flip && one_in(rng, 2);
    const float shift_x = either_way(rng, augment->shift_px);
    const float shift_y = either_way(rng, augment->shift_px);
    const float turn = either_way(rng, augment->turn_rad);
    const float height = 1.0f + either_way(rng, augment->stretch);
    const float width = height * (1.0f + either_way(rng, augment->squeeze));
    const float c = cosf(turn), s = sinf(turn);

    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const float u = (float)(flip ? SIDE - 1 - x : x) - middle - shift_x;
            const float v = (float)y - middle - shift_y;

            *luma++ = sample(face, SIDE, middle + (c * u - s * v) / width,
                             middle + (s * u + c * v) / height);
        }
}

/* ---- what cameras do ----------------------------------------------------------------------- */

static void
resize(const float *from, int from_side, float *to, int to_side)
{
    const float scale = (float)from_side / (float)to_side;

    for (int y = 0; y < to_side; y++)
        for (int x = 0; x < to_side; x++)
            *to++ = sample(from, from_side, ((float)x + 0.5f) * scale - 0.5f,
                           ((float)y + 0.5f) * scale - 0.5f);
}

/* A face seen from afar, or squeezed through a coarse JPEG: fewer pixels, spread out again. */
static void
coarsen(float *luma, float most, LiltRng *rng)
{
    const int side = (int)((float)SIDE / (1.0f + lilt_rng_unit(rng) * most));
    float small[LILT_FACE_PIXELS];

    if (side < 2)
        return;
    resize(luma, SIDE, small, side);
    resize(small, side, luma, SIDE);
}

/* One row or the like: to[i] = k * before[i] + (1 - 2 k) * at[i] + k * after[i]. */
static void
mix_three(const float *before, const float *at, const float *after, float k, int n, float *to)
{
    for (int i = 0; i < n; i++)
        to[i] = at[i] + k * (before[i] - 2.0f * at[i] + after[i]);
}

/* Convolve with (k, 1 - 2 k, k) both ways; its variance is 2 k. */
static void
smooth(float *luma, float k)
{
    float wide[SIDE + 2], picture[(SIDE + 2) * SIDE]; /* edges repeated */

    for (int y = 0; y < SIDE; y++) {
        memcpy(wide + 1, luma + y * SIDE, SIDE * sizeof *wide);
        wide[0] = wide[1];
        wide[SIDE + 1] = wide[SIDE];
        mix_three(wide, wide + 1, wide + 2, k, SIDE, picture + (y + 1) * SIDE);
    }
    memcpy(picture, picture + SIDE, SIDE * sizeof *picture);
    memcpy(picture + (SIDE + 1) * SIDE, picture + SIDE * SIDE, SIDE * sizeof *picture);
    mix_three(picture, picture + SIDE, picture + 2 * SIDE, k, SIDE * SIDE, luma);
}

/* A Gaussian, near enough: variances of smoothing passes add up. */
static void
blur(float *luma, float most_px, LiltRng *rng)
{
    const float deviation = lilt_rng_unit(rng) * most_px, variance = deviation * deviation;
    const int n_passes = 1 + (int)(variance * 2.0f);

    for (int i = 0; i < n_passes; i++)
        smooth(luma, 0.5f * variance / (float)n_passes);
}

/* Mean 0 and deviation 1, triangular: a third of the time that a normal draw takes. */
static float
any_noise(LiltRng *rng)
{
    const uint32_t bits = lilt_rng_u32(rng);

    return ((float)(bits >> 16) + (float)(bits & 0xffff) - 65535.0f) * (2.449490f / 65535.0f);
}

static void
add_noise(float *luma, float most, LiltRng *rng)
{
    const float deviation = lilt_rng_unit(rng) * most;

    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        luma[i] = clamp(luma[i] + deviation * any_noise(rng), 0.0f, 1.0f);
}

/* ---- what hands do ------------------------------------------------------------------------- */

/* Cover a rectangle (Zhong et al. 2020) up to three times as wide as high, or as high as wide. */
static void
erase(float *luma, float most_area, LiltRng *rng)
{
    const float area = lilt_rng_unit(rng) * most_area;
    const float ratio = powf(3.0f, 0.5f * either_way(rng, 1.0f));
    const int width = (int)clamp(SIDE * sqrtf(area) * ratio, 1.0f, SIDE);
    const int height = (int)clamp(SIDE * sqrtf(area) / ratio, 1.0f, SIDE);
    const int left = (int)lilt_rng_below(rng, (uint32_t)(SIDE - width + 1));
    const int top = (int)lilt_rng_below(rng, (uint32_t)(SIDE - height + 1));
    const float grey = lilt_rng_unit(rng);
    const bool rough = one_in(rng, 2);

    for (int y = top; y < top + height; y++)
        for (int x = left; x < left + width; x++)
            luma[y * SIDE + x] = rough ? lilt_rng_unit(rng) : grey;
}

void
lilt_augment(const LiltAugment *augment, const uint8_t *pixels, LiltRng *rng, float *luma)
{
    float tones[256], face[LILT_FACE_PIXELS];

    draw_tones(augment, rng, tones);
    for (size_t i = 0; i < LILT_FACE_PIXELS; i++)
        face[i] = tones[pixels[i]];
    move(augment, face, rng, luma);
    if (augment->coarse > 0.0f && one_in(rng, 4))
        coarsen(luma, augment->coarse, rng);
    if (augment->blur_px > 0.0f && one_in(rng, 4))
        blur(luma, augment->blur_px, rng);
    if (augment->noise > 0.0f && one_in(rng, 4))
        add_noise(luma, augment->noise, rng);
    if (lilt_rng_unit(rng) < augment->erase)
        erase(luma, augment->erase_area, rng);
}
