/* Onsets and tempo: how much the band levels rise from frame to frame, how that repeats, and which
 * repetition a listener would tap (log-normal preference round 120 beats a minute: D. Moelants,
 * "Preferred tempo reconsidered", ICMPC 2002). */
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float SLOWEST_BPM = 45.0f, FASTEST_BPM = 220.0f;
static const float PREFERRED_BPM = 120.0f, PREFERENCE_OCTAVES = 0.8f;
static const float LEAST_PULSE = 0.05f; /* below: no beat */

/* The rises, with their slow changes (1 s) taken out. */
static void
find_onsets(const Spectrum *spectrum, float *onsets, float *row)
{
    float before[N_BANDS], now[N_BANDS];
    double sum = 0, squares = 0;
    const size_t n = spectrum->n_frames;

    band_levels(spectrum, 0, before);
    onsets[0] = 0;
    for (size_t f = 1; f < n; f++) {
        band_levels(spectrum, f, now);
        onsets[f] = 0;
        for (int i = 0; i < N_BANDS; i++) /* from -60 dB up: what is softer is no onset */
            onsets[f] += fmaxf(0.0f, fmaxf(now[i], -13.8f) - fmaxf(before[i], -13.8f)) / N_BANDS;
        memcpy(before, now, sizeof before);
        sum += (double)onsets[f];
        squares += (double)onsets[f] * (double)onsets[f];
    }
    const double mean = sum / (double)n;

    row[F_ONSETS] = (float)mean;
    row[F_ONSETS_SD] = (float)sqrt(fmax(0.0, squares / (double)n - mean * mean));
}

static void
take_out_slow(const Spectrum *spectrum, const float *onsets, float *clean)
{
    const size_t n = spectrum->n_frames, half = (size_t)(0.5f / spectrum->hop_s);

    for (size_t f = 0; f < n; f++) {
        const size_t from = f > half ? f - half : 0, to = f + half < n ? f + half : n - 1;
        float mean = 0;

        for (size_t i = from; i <= to; i++)
            mean += onsets[i] / (float)(to - from + 1);
        clean[f] = onsets[f] - mean;
    }
}

/* Correlation of the series with itself `lag` later; lags need not be whole. */
static float
repeats_at(const float *x, size_t n, float lag)
{
    const size_t whole = (size_t)lag;
    const float part = lag - (float)whole;
    double sum = 0;

    if (whole + 2 > n)
        return 0.0f;
    for (size_t i = 0; i + whole + 1 < n; i++)
        sum += (double)x[i] * (double)((1.0f - part) * x[i + whole] + part * x[i + whole + 1]);
    return (float)(sum / (double)(n - whole - 1));
}

bool
measure_rhythm(const Spectrum *spectrum, float *row, float *ret_tempo_bpm)
{
    const size_t n = spectrum->n_frames;
    float *onsets = malloc(2 * n * sizeof *onsets);
    float best = 0, best_bpm = 0, best_pulse = 0;

    if (onsets == NULL)
        return false;
    float *clean = onsets + n;

    find_onsets(spectrum, onsets, row);
    take_out_slow(spectrum, onsets, clean);
    const float power = repeats_at(clean, n, 0.0f) + 1e-9f;

    for (float bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= 1.01f) {
        const float lag = 60.0f / bpm / spectrum->hop_s;
        const float octaves = log2f(bpm / PREFERRED_BPM) / PREFERENCE_OCTAVES;
        const float pulse = (repeats_at(clean, n, lag) + 0.5f * repeats_at(clean, n, 2 * lag) +
                             0.25f * repeats_at(clean, n, 4 * lag)) /
                            (1.75f * power);
        const float score = pulse * expf(-0.5f * octaves * octaves);

        if (score > best)
            best = score, best_bpm = bpm, best_pulse = pulse;
    }
    free(onsets);
    *ret_tempo_bpm = best_pulse >= LEAST_PULSE ? best_bpm : 0.0f;
    row[F_PULSE] = fminf(best_pulse, 1.0f);
    row[F_TEMPO] = log2f(*ret_tempo_bpm > 0.0f ? *ret_tempo_bpm : PREFERRED_BPM);
    return true;
}
