/* Power spectra, and their sums in mel bands. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

#include <kiss_fftr.h>

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

static float
mel(float hz)
{
    return 1127.0f * logf(1.0f + hz / 700.0f);
}

void
band_levels(const Spectrum *spectrum, size_t frame, float *levels)
{
    const float *power = spectrum->power + frame * spectrum->n_bins;
    const float low = mel(60.0f), step = (mel(9000.0f) - low) / (N_BANDS + 1);

    for (int i = 0; i < N_BANDS; i++)
        levels[i] = 1e-9f;
    for (size_t b = 1; b < spectrum->n_bins; b++) { /* each bin falls into two triangles */
        const float place = (mel((float)b * spectrum->bin_hz) - low) / step;
        const int band = (int)floorf(place);
        const float part = place - (float)band;

        if (band >= 1 && band <= N_BANDS)
            levels[band - 1] += (1.0f - part) * power[b];
        if (band >= 0 && band < N_BANDS)
            levels[band] += part * power[b];
    }
    for (int i = 0; i < N_BANDS; i++)
        levels[i] = logf(levels[i]);
}
