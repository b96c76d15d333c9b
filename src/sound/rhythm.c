/* Onsets: how much the band levels rise from frame to frame, and how that repeats. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the beat that the model of moods is fitted to; the tempo itself is tempo.c's. */
static const float SLOWEST_BPM = 45.0f, FASTEST_BPM = 220.0f;
static const float USUAL_BPM = 120.0f, USUAL_OCTAVES = 0.8f;
static const float LEAST_PULSE = 0.05f; /* below: no beat */
static const float SOFTEST = -12.4f;    /* ln power: what is softer is no onset */

/* Bands are followed in four ranges; the last is all of them. */
enum { LOW, MIDDLE, HIGH, ALL, N_RANGES };
static const int range_ends[N_RANGES][2] = {{0, 8}, {8, 20}, {20, N_BANDS}, {0, N_BANDS}};

/* In frames of 12 ms: a beat, a bar or more. */
enum { SHORT_LAG = 15, BEAT_LAG = 150, N_STRONGEST = 10, STRONGEST_END = 300 };

static void
find_rises(const float *levels, const int *ends, Onsets *onsets)
{
    onsets->rises[0] = 0;
    for (size_t f = 1; f < onsets->n; f++) {
        const float *before = levels + (f - 1) * N_BANDS, *now = before + N_BANDS;
        float rise = 0;

        for (int i = ends[0]; i < ends[1]; i++)
            rise += fmaxf(0.0f, fmaxf(now[i], SOFTEST) - fmaxf(before[i], SOFTEST));
        onsets->rises[f] = rise / (float)(ends[1] - ends[0]);
        tally(&onsets->tally, onsets->rises[f]);
    }
}

static void
take_out_slow(const float *rises, size_t n, size_t half, float *clean)
{
    for (size_t f = 0; f < n; f++) {
        const size_t from = f > half ? f - half : 0, to = f + half < n ? f + half : n - 1;
        float mean = 0;

        for (size_t i = from; i <= to; i++)
            mean += rises[i] / (float)(to - from + 1);
        clean[f] = rises[f] - mean;
    }
}

static void
correlate(const float *x, size_t n, float *correlation)
{
    for (size_t lag = 0; lag < LAGS; lag++) {
        double sum = 0;

        for (size_t i = 0; i + lag < n; i++)
            sum += (double)x[i] * (double)x[i + lag];
        correlation[lag] = lag < n ? (float)(sum / (double)(n - lag)) : 0.0f;
    }
    for (size_t lag = LAGS; lag-- > 0;)
        correlation[lag] /= correlation[0] + 1e-9f;
}

static float
largest(const float *x, size_t from, size_t to)
{
    float most = 0;

    for (size_t i = from; i < to; i++)
        most = fmaxf(most, x[i]);
    return most;
}

static int
fall(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x < y) - (x > y);
}

static float
mean_of_strongest(const float *correlation)
{
    float sorted[STRONGEST_END - SHORT_LAG], sum = 0;

    memcpy(sorted, correlation + SHORT_LAG, sizeof sorted);
    qsort(sorted, STRONGEST_END - SHORT_LAG, sizeof *sorted, fall);
    for (int i = 0; i < N_STRONGEST; i++)
        sum += sorted[i] / N_STRONGEST;
    return sum;
}

/* The lag in frames after which the onsets repeat best, usual ones preferred; the usual one where
 * nothing repeats. */
static float
find_beat(const float *correlation, float hop_s)
{
    const float usual = 60.0f / USUAL_BPM / hop_s;
    float best = 0, best_lag = usual, best_pulse = 0;

    for (float bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= 1.01f) {
        const float lag = 60.0f / bpm / hop_s;
        const float octaves = log2f(bpm / USUAL_BPM) / USUAL_OCTAVES;
        const float pulse = (repeats_at(correlation, lag) +
                             0.5f * repeats_at(correlation, 2 * lag) +
                             0.25f * repeats_at(correlation, 4 * lag)) /
                            1.75f;
        const float score = pulse * expf(-0.5f * octaves * octaves);

        if (score > best)
            best = score, best_lag = lag, best_pulse = pulse;
    }
    return best_pulse >= LEAST_PULSE ? best_lag : usual;
}

/* Share of the frames that are a peak above the usual. */
static float
peak_rate(const Onsets *onsets)
{
    const float *x = onsets->rises;
    const float least = tally_mean(&onsets->tally) + tally_deviation(&onsets->tally);
    size_t n_peaks = 0;

    for (size_t f = 1; f + 1 < onsets->n; f++)
        n_peaks += x[f] > x[f - 1] && x[f] >= x[f + 1] && x[f] > least;
    return (float)n_peaks / (float)onsets->n;
}

/* N_RHYTHM numbers: four a range, seven of the beat and the onsets, and the rest. */
static void
fill_row(const Onsets *ranges, float hop_s, float *row)
{
    const Onsets *all = &ranges[ALL];
    const float lag = find_beat(all->correlation, hop_s);
    const float mean = tally_mean(&all->tally);

    for (int r = 0; r < N_RANGES; r++) {
        *row++ = largest(ranges[r].correlation, SHORT_LAG, BEAT_LAG);
        *row++ = largest(ranges[r].correlation, BEAT_LAG, LAGS);
        *row++ = mean_of_strongest(ranges[r].correlation);
        *row++ = tally_deviation(&ranges[r].tally);
    }
    *row++ = log2f(60.0f / (lag * hop_s));
    *row++ = repeats_at(all->correlation, lag);
    *row++ = repeats_at(all->correlation, 2 * lag);
    *row++ = repeats_at(all->correlation, lag / 2);
    *row++ = peak_rate(all);
    *row++ = mean;
    *row++ = tally_deviation(&all->tally) / (mean + 1e-6f);
    for (int r = LOW; r <= HIGH; r++)
        *row++ = tally_mean(&ranges[r].tally);
}

/* Follow the bands of one range; room: for 2 * n values. */
static void
listen_to_range(const float *levels, size_t n, float hop_s, const int *ends, float *room,
                Onsets *onsets)
{
    *onsets = (Onsets){.n = n, .rises = room, .clean = room + n};
    find_rises(levels, ends, onsets);
    take_out_slow(onsets->rises, n, (size_t)(0.5f / hop_s), onsets->clean);
    correlate(onsets->clean, n, onsets->correlation);
}

bool
measure_tempo(const float *levels, size_t n_frames, float hop_s, float *ret_tempo_bpm,
              float *ret_onsets)
{
    float *room = malloc(3 * n_frames * sizeof *room);
    Onsets all;

    if (room == NULL)
        return false;
    listen_to_range(levels, n_frames, hop_s, range_ends[ALL], room, &all);
    *ret_tempo_bpm = find_tempo(&all, hop_s, room + 2 * n_frames);
    *ret_onsets = tally_mean(&all.tally);
    free(room);
    return true;
}

bool
measure_rhythm(const float *levels, size_t n_frames, float hop_s, float *row)
{
    Onsets ranges[N_RANGES];
    float *room = malloc(2 * N_RANGES * n_frames * sizeof *room);

    if (room == NULL)
        return false;
    for (size_t r = 0; r < N_RANGES; r++)
        listen_to_range(levels, n_frames, hop_s, range_ends[r], room + 2 * r * n_frames,
                        &ranges[r]);
    fill_row(ranges, hop_s, row + AT_RHYTHM);
    free(room);
    return true;
}
