/* Timbre and texture: how loud the bands are, which of them move together, and how the shape of the
 * spectrum changes within a second or two and beyond. */
#include "measure.h"

#include <math.h>
#include <string.h>

enum { BROAD = 10, TEXTURE_FRAMES = 130 };

/* Frames overlap by three quarters: half of them say all. */
enum { STEP = 2 };

static void
measure_levels(const float *levels, size_t n_frames, float *row)
{
    const size_t width = N_BANDS / N_LEVELS;

    for (size_t i = 0; i < N_LEVELS; i++) {
        Tally mean = {0};

        for (size_t f = 0; f < n_frames; f += STEP)
            for (size_t j = 0; j < width; j++)
                tally(&mean, levels[f * N_BANDS + i * width + j]);
        row[i] = tally_mean(&mean);
    }
}

static float
broad_level(const float *frame, size_t band)
{
    const size_t width = N_BANDS / BROAD;
    float sum = 0;

    for (size_t j = 0; j < width; j++)
        sum += frame[band * width + j];
    return sum / (float)width;
}

static void
measure_together(const float *levels, size_t n_frames, float *row)
{
    double mean[BROAD] = {0}, products[BROAD][BROAD] = {{0}};
    const double n = (double)((n_frames + STEP - 1) / STEP);

    for (size_t f = 0; f < n_frames; f += STEP) {
        float now[BROAD];

        for (size_t i = 0; i < BROAD; i++) {
            now[i] = broad_level(levels + f * N_BANDS, i);
            mean[i] += (double)now[i] / n;
            for (size_t j = 0; j <= i; j++)
                products[i][j] += (double)now[i] * (double)now[j] / n;
        }
    }
    for (size_t i = 0; i < BROAD; i++)
        for (size_t j = 0; j <= i; j++)
            products[i][j] -= mean[i] * mean[j];
    for (size_t i = 1; i < BROAD; i++)
        for (size_t j = 0; j < i; j++) /* the thousandth: a band that stands still goes with none */
            *row++ = (float)(products[i][j] /
                             sqrt((products[i][i] + 1e-3) * (products[j][j] + 1e-3)));
}

/* Factors of the cosine transform of the band levels. */
typedef struct {
    float of[N_CEPSTRUM][N_BANDS];
} Cosines;

static void
cosines_init(Cosines *cosines)
{
    for (int k = 0; k < N_CEPSTRUM; k++)
        for (int i = 0; i < N_BANDS; i++)
            cosines->of[k][i] = cosf(3.14159265f * (float)k * ((float)i + 0.5f) / N_BANDS) /
                                sqrtf(N_BANDS);
}

static float
coefficient(const Cosines *cosines, size_t k, const float *levels)
{
    float sum = 0;

    for (int i = 0; i < N_BANDS; i++)
        sum += cosines->of[k][i] * levels[i];
    return sum;
}

static void
measure_texture(const float *levels, size_t n_frames, float *row)
{
    Tally within[N_CEPSTRUM] = {{0}}, means[N_CEPSTRUM] = {{0}};
    Cosines cosines;

    cosines_init(&cosines);
    for (size_t first = 0; first + TEXTURE_FRAMES <= n_frames; first += TEXTURE_FRAMES) {
        Tally texture[N_CEPSTRUM] = {{0}};

        for (size_t f = first; f < first + TEXTURE_FRAMES; f += STEP)
            for (size_t k = 0; k < N_CEPSTRUM; k++)
                tally(&texture[k], coefficient(&cosines, k, levels + f * N_BANDS));
        for (size_t k = 0; k < N_CEPSTRUM; k++) {
            tally(&within[k], tally_deviation(&texture[k]));
            tally(&means[k], tally_mean(&texture[k]));
        }
    }
    for (size_t k = 0; k < N_CEPSTRUM; k++) {
        row[k] = tally_mean(&within[k]);
        row[N_CEPSTRUM + k] = tally_deviation(&means[k]);
        row[2 * N_CEPSTRUM + k] = tally_deviation(&within[k]);
    }
}

void
measure_timbre(const float *levels, size_t n_frames, float *row)
{
    measure_levels(levels, n_frames, row + AT_LEVELS);
    measure_together(levels, n_frames, row + AT_TOGETHER);
    measure_texture(levels, n_frames, row + AT_TEXTURE);
}
