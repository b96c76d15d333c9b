/* How well a face can be read: large enough, lit, sharp. */
#include "crop.h"

#include <math.h>

/* Where a measure begins to be usable and from where on it is good. */
typedef struct {
    float low, high;
} Range;

static const Range side_px = {24.0f, 72.0f};
static const Range mean_luma = {20.0f, 70.0f};
static const Range contrast = {6.0f, 22.0f}; /* standard deviation of luma */
static const Range sharpness = {
    0.06f, 0.30f}; /* deviation of the Laplacian in that of luma: .6 to 1 when sharp */

/* Of what one looking at the camera counts. Half of the face says as much as all of it only as long
 * as the network sees enough: 28 such faces of FER-2013's `public` split were all read right (of
 * the others 92 %); one turned further is not found at all, and nothing is said of it. */
static const float aside_counts = 0.4f;

static const float hint_below = 0.5f; /* a part below this is worth a word to the listener */

static float
ramp(Range range, float value)
{
    const float part = (value - range.low) / (range.high - range.low);

    return part < 0.0f ? 0.0f : part > 1.0f ? 1.0f : part;
}

/* Light and sharpness of the face as the network sees it, so that its size does not matter twice.
 */
static void
measure(const float face[LILT_FACE_PIXELS], float *ret_mean, float *ret_deviation,
        float *ret_laplacian)
{
    enum { SIDE = LILT_FACE_SIDE };
    double sum = 0, squares = 0, laplacian = 0;

    for (int i = 0; i < LILT_FACE_PIXELS; i++) {
        sum += (double)face[i];
        squares += (double)face[i] * (double)face[i];
    }
    for (int y = 1; y + 1 < SIDE; y++)
        for (int x = 1; x + 1 < SIDE; x++) {
            const float *p = face + y * SIDE + x;
            const double l = (double)(p[-1] + p[1] + p[-SIDE] + p[SIDE] - 4.0f * p[0]);

            laplacian += l * l;
        }

    const double mean = sum / LILT_FACE_PIXELS;
    const double variance = squares / LILT_FACE_PIXELS - mean * mean;

    *ret_mean = (float)(255.0 * mean);
    *ret_deviation = (float)(255.0 * sqrt(variance > 0 ? variance : 0));
    *ret_laplacian = (float)(255.0 * sqrt(laplacian / ((SIDE - 2) * (SIDE - 2))));
}

float
lilt_face_quality(LiltGrey picture, LiltFace face, unsigned *ret_hints)
{
    float cut[LILT_FACE_PIXELS], mean, deviation, laplacian;

    crop_unlit(picture, face, cut);
    measure(cut, &mean, &deviation, &laplacian);

    const float size = ramp(side_px, (float)face.box.width);
    const float light = ramp(mean_luma, mean);
    const float clear = fminf(ramp(contrast, deviation),
                              ramp(sharpness, laplacian / fmaxf(deviation, 1.0f)));

    if (ret_hints != NULL)
        *ret_hints = (size < hint_below ? LILT_HINT_SMALL : 0u) |
                     (light < hint_below ? LILT_HINT_DARK : 0u) |
                     (light >= hint_below && clear < hint_below ? LILT_HINT_BLURRED : 0u) |
                     (face.aside ? LILT_HINT_ASIDE : 0u);
    return size * light * clear * (face.aside ? aside_counts : 1.0f);
}
