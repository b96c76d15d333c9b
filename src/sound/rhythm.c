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

/* The larger one; a NaN gives b. fmaxf() would be a call. */
static inline float
larger(float a, float b)
{
    return a > b ? a : b;
}

/* How much each range rises from frame to frame, 0 at the first; rises: [N_RANGES][n_frames]. */
static void
find_rises(const float *levels, size_t n_frames, float *rises)
{
    for (size_t r = 0; r < N_RANGES; r++)
        rises[r * n_frames] = 0;
    for (size_t f = 1; f < n_frames; f++) {
        const float *before = levels + (f - 1) * N_BANDS, *now = before + N_BANDS;
        float of_bands[N_BANDS], all = 0;

        for (int i = 0; i < N_BANDS; i++)
            of_bands[i] = larger(larger(now[i], SOFTEST) - larger(before[i], SOFTEST), 0.0f);
        for (int r = LOW; r <= HIGH; r++) {
            float rise = 0;

            for (int i = range_ends[r][0]; i < range_ends[r][1]; i++)
                rise += of_bands[i];
            rises[(size_t)r * n_frames + f] = rise / (float)(range_ends[r][1] - range_ends[r][0]);
            all += rise;
        }
        rises[ALL * n_frames + f] = all / N_BANDS;
    }
}

/* sums: [n + 1], what the rises add up to before each frame */
static void
take_out_slow(const float *rises, size_t n, size_t half, double *sums, float *clean)
{
    sums[0] = 0;
    for (size_t f = 0; f < n; f++)
        sums[f + 1] = sums[f] + (double)rises[f];
    for (size_t f = 0; f < n; f++) {
        const size_t from = f > half ? f - half : 0, to = f + half < n ? f + half : n - 1;

        clean[f] = rises[f] - (float)((sums[to + 1] - sums[from]) / (double)(to - from + 1));
    }
}

static float
largest(const float *x, size_t from, size_t to)
{
    float most = 0;

    for (size_t i = from; i < to; i++)
        most = larger(x[i], most);
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

/* ---- all parts ----------------------------------------------------------------------------- */

/* Which onsets are listened to: all ranges of each part, and at last the whole. */
enum { WHOLE = LILT_SOUND_PARTS * N_RANGES, N_ONSETS = WHOLE + 1 };

typedef struct {
    float *rises; /* [N_RANGES][n_frames] */
    float *room;  /* onsets, one after the other */
    double *sums; /* [n_frames + 1] */
    Onsets onsets[N_ONSETS];
} Listening;

/* Give the onsets of the rises of `part` all but their correlation; room: 2 * part.n values. */
static void
listen(const float *rises, Part part, float hop_s, double *sums, float *room, Onsets *onsets)
{
    *onsets = (Onsets){.n = part.n, .rises = room, .clean = room + part.n};
    memcpy(onsets->rises, rises + part.first, part.n * sizeof *rises);
    onsets->rises[0] = 0; /* before a part there is nothing */
    for (size_t f = 1; f < part.n; f++)
        tally(&onsets->tally, onsets->rises[f]);
    take_out_slow(onsets->rises, part.n, (size_t)(0.5f / hop_s), sums, onsets->clean);
}

static bool
listen_to_all(Listening *l, size_t n_frames, float hop_s, const Part parts[LILT_SOUND_PARTS])
{
    float *room = l->room;

    for (size_t i = 0; i < N_ONSETS; i++) {
        const size_t range = i < WHOLE ? i % N_RANGES : ALL;
        const Part part = i < WHOLE ? parts[i / N_RANGES] : (Part){0, n_frames};

        listen(l->rises + range * n_frames, part, hop_s, l->sums, room, &l->onsets[i]);
        room += 2 * part.n;
    }
    for (size_t i = 0; i < N_ONSETS; i += PAIRED)
        if (!correlate_onsets(l->onsets + i, N_ONSETS - i < PAIRED ? N_ONSETS - i : PAIRED))
            return false;
    return true;
}

static void
listening_free(Listening *l)
{
    if (l == NULL)
        return;
    free(l->rises);
    free(l->room);
    free(l->sums);
    free(l);
}

static Listening *
listening_new(size_t n_frames)
{
    Listening *l = calloc(1, sizeof *l);

    if (l == NULL)
        return NULL;
    l->rises = malloc(N_RANGES * n_frames * sizeof *l->rises);
    l->room = malloc((2 * N_ONSETS + 1) * n_frames * sizeof *l->room);
    l->sums = malloc((n_frames + 1) * sizeof *l->sums);
    if (l->rises == NULL || l->room == NULL || l->sums == NULL) {
        listening_free(l);
        return NULL;
    }
    return l;
}

bool
measure_rhythm(const float *levels, size_t n_frames, float hop_s,
               const Part parts[LILT_SOUND_PARTS], LiltSoundRows *rows, float *ret_tempo_bpm,
               float *ret_onsets)
{
    Listening *l = listening_new(n_frames);

    if (l == NULL)
        return false;
    find_rises(levels, n_frames, l->rises);
    const bool well = listen_to_all(l, n_frames, hop_s, parts);

    for (size_t i = 0; well && i < LILT_SOUND_PARTS; i++)
        fill_row(l->onsets + i * N_RANGES, hop_s, rows->part[i] + AT_RHYTHM);
    if (well) {
        const Onsets *whole = &l->onsets[WHOLE];

        *ret_tempo_bpm = find_tempo(whole, hop_s, l->room + 2 * N_ONSETS * n_frames);
        *ret_onsets = tally_mean(&whole->tally);
    }
    listening_free(l);
    return well;
}
