/* Power spectra, their sums in mel bands, and running means. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float SILENT_POWER = 4e-7f; /* of a band: nobody hears less */

bool
frames_init(Frames *frames, const float *pcm, size_t n, size_t window, size_t hop)
{
    assert(n >= window);
    *frames = (Frames){
        .pcm = pcm,
        .window = window,
        .hop = hop,
        .n_frames = (n - window) / hop + 1,
        .hop_s = (float)hop / LILT_SOUND_RATE_HZ,
        .bin_hz = (float)LILT_SOUND_RATE_HZ / (float)window,
        .hann = malloc(window * sizeof *frames->hann),
    };
    if (frames->hann == NULL || !fourier_init(&frames->fourier, window)) {
        frames_clear(frames);
        return false;
    }
    const float scale = 2.0f / (float)window; /* a sine of amplitude 1 has power 1 */

    for (size_t i = 0; i < window; i++)
        frames->hann[i] = scale * (1.0f - cosf(6.28318531f * (float)i / (float)window));
    return true;
}

void
frames_clear(Frames *frames)
{
    free(frames->hann);
    frames->hann = NULL;
    fourier_clear(&frames->fourier);
}

/* Four samples, from s on, of four frames, weighted and side by side in a half of the lanes. */
static inline void
lay_side_by_side(const float *weights, const float *const from[4], size_t s, Lanes *to, size_t half)
{
    Quad weight, rows[4];

    memcpy(&weight, weights + s, sizeof weight);
    for (size_t i = 0; i < 4; i++) {
        memcpy(&rows[i], from[i] + s, sizeof rows[i]);
        rows[i] *= weight;
    }
    const Quad a = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
    const Quad b = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
    const Quad c = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
    const Quad d = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
    const Quad columns[4] = {
        __builtin_shufflevector(a, b, 0, 1, 4, 5),
        __builtin_shufflevector(a, b, 2, 3, 6, 7),
        __builtin_shufflevector(c, d, 0, 1, 4, 5),
        __builtin_shufflevector(c, d, 2, 3, 6, 7),
    };

    static_assert(LANES == 8, "laid out for eight");
    for (size_t i = 0; i < 4; i++)
        memcpy(to[s + i] + 4 * half, &columns[i], sizeof(Quad));
}

/* LANES frames from `first` on, side by side; the last one stands for those behind it. */
static void
put_windows(const Frames *frames, size_t first, Lanes *to)
{
    const float *from[LANES];

    for (size_t i = 0; i < LANES; i++) {
        const size_t f = first + i < frames->n_frames ? first + i : frames->n_frames - 1;

        from[i] = frames->pcm + f * frames->hop;
    }
    for (size_t s = 0; s < frames->window; s += 4) {
        lay_side_by_side(frames->hann, from, s, to, 0);
        lay_side_by_side(frames->hann, from + 4, s, to, 1);
    }
}

void
frames_power(Frames *frames, size_t first, size_t first_bin, size_t n_bins, Lanes (*power)[2])
{
    put_windows(frames, first, frames->fourier.re);
    put_windows(frames, first + LANES, frames->fourier.im);
    fourier_transform(&frames->fourier);
    fourier_power(&frames->fourier, first_bin, n_bins, power);
}

/* ---- bands --------------------------------------------------------------------------------- */

enum { WIDEST = 64 }; /* bins a band may have */

/* A triangle over bins first .. first + n - 1. */
typedef struct {
    size_t first, n;
    float weights[WIDEST];
} Band;

static float
mel(float hz)
{
    return 1127.0f * logf(1.0f + hz / 700.0f);
}

/* Each bin falls into two bands, by `part` into the upper one. */
static void
lay_bands(Band bands[N_BANDS], const Frames *frames)
{
    const float low = mel(50.0f), step = (mel(9500.0f) - low) / (N_BANDS + 1);

    for (int i = 0; i < N_BANDS; i++)
        bands[i].n = 0;
    for (size_t b = 1; b <= frames->window / 2; b++) {
        const float place = (mel((float)b * frames->bin_hz) - low) / step;
        const float part = place - floorf(place);

        for (int upper = 0; upper < 2; upper++) {
            const int i = (int)floorf(place) - 1 + upper;

            if (i < 0 || i >= N_BANDS)
                continue;
            if (bands[i].n == 0)
                bands[i].first = b;
            assert(bands[i].n < WIDEST);
            bands[i].weights[bands[i].n++] = upper ? part : 1.0f - part;
        }
    }
}

/* power: of all bins; sums: of PAIRED frames */
static void
sum_band(const Band *band, Lanes (*power)[2], float sums[PAIRED])
{
    Quad totals[PAIRED / 4] = {{0}};

    for (size_t b = 0; b < band->n; b++) {
        const Quad *of_bin = (const Quad *)power[band->first + b];

        for (size_t i = 0; i < PAIRED / 4; i++)
            totals[i] += band->weights[b] * of_bin[i];
    }
    for (size_t i = 0; i < PAIRED / 4; i++)
        totals[i] += SILENT_POWER;
    memcpy(sums, totals, sizeof totals);
}

/* Of the first n of the frames; power is that of all bins. */
static void
tally_centroids(const Frames *frames, Lanes (*power)[2], size_t n, Tally *centroid)
{
    float total[PAIRED] = {0}, moment[PAIRED] = {0};

    for (size_t b = 1; b <= frames->window / 2; b++) {
        const float *of_bin = power[b][0], hz = (float)b * frames->bin_hz;

        for (size_t i = 0; i < PAIRED; i++) {
            total[i] += of_bin[i];
            moment[i] += of_bin[i] * hz;
        }
    }
    for (size_t i = 0; i < n; i++)
        if (total[i] > SILENT_POWER)
            tally(centroid, log2f(moment[i] / total[i]));
}

float *
band_levels(Frames *frames, float *ret_centroid)
{
    const size_t n = frames->n_frames, n_bins = frames->window / 2 + 1;
    float *levels = malloc(n * N_BANDS * sizeof *levels);
    Lanes(*power)[2] = aligned_alloc(sizeof(Lanes), n_bins * sizeof *power);
    float sums[PAIRED];
    Band bands[N_BANDS];
    Tally centroid = {0};

    lay_bands(bands, frames);
    for (size_t f = 0; levels != NULL && power != NULL && f < n; f += PAIRED) {
        const size_t there = n - f < PAIRED ? n - f : PAIRED;

        frames_power(frames, f, 0, n_bins, power);
        tally_centroids(frames, power, there, &centroid);
        for (size_t band = 0; band < N_BANDS; band++) {
            sum_band(&bands[band], power, sums);
            for (size_t i = 0; i < there; i++)
                levels[(f + i) * N_BANDS + band] = logf(sums[i]);
        }
    }
    if (power == NULL) {
        free(levels);
        levels = NULL;
    }
    free(power);
    *ret_centroid = tally_mean(&centroid);
    return levels;
}

/* ---- tallies ------------------------------------------------------------------------------- */

float
tally_mean(const Tally *t)
{
    return t->n > 0 ? (float)(t->sum / (double)t->n) : 0.0f;
}

float
tally_deviation(const Tally *t)
{
    const double mean = t->n > 0 ? t->sum / (double)t->n : 0.0;

    return t->n > 0 ? (float)sqrt(fmax(0.0, t->squares / (double)t->n - mean * mean)) : 0.0f;
}
