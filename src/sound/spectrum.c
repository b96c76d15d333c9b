/* Power spectra, their sums in mel bands, and running means. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

#include <kiss_fftr.h>

static const float SILENT_POWER = 4e-7f; /* of a band: nobody hears less */

static void
transform(Spectrum *s, const float *pcm, size_t window, size_t hop, kiss_fftr_cfg plan,
          const float *hann, float *frame, kiss_fft_cpx *bins)
{
    for (size_t f = 0; f < s->n_frames; f++) {
        for (size_t i = 0; i < window; i++)
            frame[i] = hann[i] * pcm[f * hop + i];
        kiss_fftr(plan, frame, bins);
        for (size_t b = 0; b < s->n_bins; b++)
            s->power[f * s->n_bins + b] = bins[b].r * bins[b].r + bins[b].i * bins[b].i;
    }
}

bool
spectrum_init(Spectrum *spectrum, const float *pcm, size_t n, size_t window, size_t hop)
{
    const size_t n_frames = n >= window ? (n - window) / hop + 1 : 0, n_bins = window / 2 + 1;
    kiss_fftr_cfg plan = kiss_fftr_alloc((int)window, 0, NULL, NULL);
    float *hann = malloc(window * sizeof *hann), *frame = malloc(window * sizeof *frame);
    kiss_fft_cpx *bins = malloc(n_bins * sizeof *bins);

    *spectrum = (Spectrum){
        .n_frames = n_frames,
        .n_bins = n_bins,
        .hop_s = (float)hop / LILT_SOUND_RATE_HZ,
        .bin_hz = (float)LILT_SOUND_RATE_HZ / (float)window,
        .power = malloc((n_frames > 0 ? n_frames : 1) * n_bins * sizeof *spectrum->power),
    };
    const bool well = plan && hann && frame && bins && spectrum->power;

    if (well) {
        const float scale = 2.0f / (float)window; /* a sine of amplitude 1 has power 1 */

        for (size_t i = 0; i < window; i++)
            hann[i] = scale * (1.0f - cosf(6.28318531f * (float)i / (float)window));
        transform(spectrum, pcm, window, hop, plan, hann, frame, bins);
    } else {
        spectrum_clear(spectrum);
    }
    kiss_fftr_free(plan);
    free(hann);
    free(frame);
    free(bins);
    return well;
}

void
spectrum_clear(Spectrum *spectrum)
{
    free(spectrum->power);
    spectrum->power = NULL;
}

/* ---- bands --------------------------------------------------------------------------------- */

static float
mel(float hz)
{
    return 1127.0f * logf(1.0f + hz / 700.0f);
}

/* Each bin falls into two triangles: band, and by `part` into the one above. */
typedef struct {
    int band;
    float part;
} Fall;

static void
sum_bands(const float *power, size_t n_bins, const Fall *falls, float *levels)
{
    for (int i = 0; i < N_BANDS; i++)
        levels[i] = SILENT_POWER;
    for (size_t b = 1; b < n_bins; b++) {
        const Fall fall = falls[b];

        if (fall.band >= 0 && fall.band < N_BANDS)
            levels[fall.band] += (1.0f - fall.part) * power[b];
        if (fall.band >= -1 && fall.band + 1 < N_BANDS)
            levels[fall.band + 1] += fall.part * power[b];
    }
    for (int i = 0; i < N_BANDS; i++)
        levels[i] = logf(levels[i]);
}

float *
band_levels(const Spectrum *spectrum)
{
    const float low = mel(50.0f), step = (mel(9500.0f) - low) / (N_BANDS + 1);
    const size_t n_bins = spectrum->n_bins, n = spectrum->n_frames;
    float *levels = malloc((n > 0 ? n : 1) * N_BANDS * sizeof *levels);
    Fall *falls = malloc(n_bins * sizeof *falls);

    for (size_t b = 1; falls != NULL && b < n_bins; b++) {
        const float place = (mel((float)b * spectrum->bin_hz) - low) / step;

        falls[b] = (Fall){(int)floorf(place) - 1, place - floorf(place)};
    }
    for (size_t f = 0; falls != NULL && levels != NULL && f < n; f++)
        sum_bands(spectrum->power + f * n_bins, n_bins, falls, levels + f * N_BANDS);
    if (falls == NULL) {
        free(levels);
        levels = NULL;
    }
    free(falls);
    return levels;
}

float
measure_centroid(const Spectrum *spectrum)
{
    Tally centroid = {0};

    for (size_t f = 0; f < spectrum->n_frames; f++) {
        const float *power = spectrum->power + f * spectrum->n_bins;
        float total = 0, moment = 0;

        for (size_t b = 1; b < spectrum->n_bins; b++) {
            total += power[b];
            moment += power[b] * (float)b * spectrum->bin_hz;
        }
        if (total > SILENT_POWER)
            tally(&centroid, log2f(moment / total));
    }
    return tally_mean(&centroid);
}

/* ---- tallies ------------------------------------------------------------------------------- */

void
tally(Tally *t, float x)
{
    t->sum += (double)x;
    t->squares += (double)x * (double)x;
    t->n++;
}

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
