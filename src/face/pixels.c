/* Luma between the pixels, and pictures scaled. */
#include "pixels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a step is narrower than a source pixel the span still has that pixel's width: averaging
 * over it is linear interpolation. */
Span
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

float
pixels_mean(LiltGrey picture, Span columns, Span rows)
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

float
pixels_at(LiltGrey picture, float x, float y)
{
    const float left = floorf(x - 0.5f), top = floorf(y - 0.5f);
    const float right = x - 0.5f - left, down = y - 0.5f - top; /* shares of the next pixel */
    const int x0 = clamp((int)left, picture.width_px), x1 = clamp((int)left + 1, picture.width_px);
    const uint8_t *above = picture.pixels + clamp((int)top, picture.height_px) * picture.stride;
    const uint8_t *below = picture.pixels + clamp((int)top + 1, picture.height_px) * picture.stride;
    const float upper = (float)above[x0] + right * (float)(above[x1] - above[x0]);
    const float lower = (float)below[x0] + right * (float)(below[x1] - below[x0]);

    return upper + down * (lower - upper);
}

/* The sum of each column over the rows of the span. */
static void
sum_rows(LiltGrey picture, Span rows, float *sums)
{
    memset(sums, 0, (size_t)picture.width_px * sizeof *sums);
    for (int y = rows.first; y <= rows.last; y++) {
        const uint8_t *row = picture.pixels + clamp(y, picture.height_px) * picture.stride;
        const float weight = covered(rows, y);

        for (int x = 0; x < picture.width_px; x++)
            sums[x] += weight * (float)row[x];
    }
}

/* The mean of the columns' sums over the columns of the span. */
static float
mean_of_sums(const float *sums, int n_sums, Span columns, Span rows)
{
    float sum = 0.0f;

    for (int x = columns.first; x <= columns.last; x++)
        sum += covered(columns, x) * sums[clamp(x, n_sums)];
    return sum / ((columns.high - columns.low) * (rows.high - rows.low));
}

uint8_t *
pixels_scale(LiltGrey picture, int width, int height)
{
    const float step_x = (float)picture.width_px / (float)width;
    const float step_y = (float)picture.height_px / (float)height;
    const size_t sums_bytes = (size_t)picture.width_px * sizeof(float);
    uint8_t *scaled = malloc((size_t)width * (size_t)height);
    float *sums = malloc(sums_bytes);

    for (int y = 0; scaled != NULL && sums != NULL && y < height; y++) {
        const Span rows = span_of(0.0f, step_y, y);

        sum_rows(picture, rows, sums);
        for (int x = 0; x < width; x++) {
            const Span columns = span_of(0.0f, step_x, x);

            scaled[y * width + x] = (uint8_t)(mean_of_sums(sums, picture.width_px, columns, rows) +
                                              0.5f);
        }
    }
    if (sums == NULL) {
        free(scaled);
        return NULL;
    }
    explicit_bzero(sums, sums_bytes);
    free(sums);
    return scaled;
}

void
pixels_free(uint8_t *pixels, size_t n)
{
    if (pixels != NULL)
        explicit_bzero(pixels, n);
    free(pixels);
}
