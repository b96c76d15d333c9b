/* The tempo a listener would tap. Two pictures of the onsets are asked: after what time they repeat
 * (their correlation, at one to four beats) and which waves they are made of (their spectrum, at
 * the beat and at its half). The first is misled by dotted rhythms, to two or four thirds of the
 * tempo, the second by what plays faster than the beat; they seldom agree on the same mistake (G.
 * Peeters, "Template-based estimation of time-varying tempo", EURASIP Journal on Advances in Signal
 * Processing, 2007). Of the tempi that are left, listeners prefer those round 120 beats a minute
 * (log-normal: D. Moelants, "Preferred tempo reconsidered", ICMPC 2002). */
#include "measure.h"

#include <math.h>

static const float SLOWEST_BPM = 45.0f; /* the fastest is 219 */
static const float PREFERRED_BPM = 120.0f, PREFERENCE_OCTAVES = 0.8f;
static const float LEAST_PULSE = 0.05f; /* below: no beat */

float
repeats_at(const float *correlation, float lag)
{
    const size_t whole = (size_t)lag;
    const float part = lag - (float)whole;

    if (whole + 1 >= LAGS)
        return 0.0f;
    return (1.0f - part) * correlation[whole] + part * correlation[whole + 1];
}

/* Tempi that are tried, the next always TEMPO_STEP faster, and how many at once. */
enum { N_TEMPI = 160, AT_ONCE = 8 };
static const float TEMPO_STEP = 1.01f;

/* How strong the waves of those frequencies are in x, by Goertzel's recurrence (1958). */
static void
find_strengths(const float *x, size_t n, const double radians_per_frame[AT_ONCE],
               float strengths[AT_ONCE])
{
    double twice[AT_ONCE], last[AT_ONCE] = {0}, before[AT_ONCE] = {0};

    for (int k = 0; k < AT_ONCE; k++)
        twice[k] = 2.0 * cos(radians_per_frame[k]);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < AT_ONCE; k++) {
            const double now = ((double)x[i] - before[k]) + twice[k] * last[k];

            before[k] = last[k];
            last[k] = now;
        }
    for (int k = 0; k < AT_ONCE; k++)
        strengths[k] = (float)sqrt(
            fmax(0.0, last[k] * last[k] + before[k] * before[k] - twice[k] * last[k] * before[k]));
}

/* How strong the beat of each tempo and its half are together. */
static void
find_waves(const float *x, size_t n, const float lags[N_TEMPI], float waves[N_TEMPI])
{
    for (int first = 0; first < N_TEMPI; first += AT_ONCE)
        for (int part = 1; part <= 2; part++) {
            double turns[AT_ONCE];
            float strengths[AT_ONCE];

            for (int k = 0; k < AT_ONCE; k++)
                turns[k] = part * 6.283185307 / (double)lags[first + k];
            find_strengths(x, n, turns, strengths);
            for (int k = 0; k < AT_ONCE; k++)
                waves[first + k] = (part == 1 ? 0.0f : waves[first + k]) + strengths[k];
        }
}

/* Faded in and out, so that a strong wave does not look strong beside its place. */
static void
fade(const float *x, size_t n, float *faded)
{
    const float turn = 6.28318531f / (float)n;

    for (size_t i = 0; i < n; i++)
        faded[i] = x[i] * 0.5f * (1.0f - cosf(turn * (float)i));
}

float
find_tempo(const Onsets *onsets, float hop_s, float *room)
{
    float best = 0, best_bpm = 0, best_pulse = 0, bpm = SLOWEST_BPM;
    float tempi[N_TEMPI], lags[N_TEMPI], waves[N_TEMPI];

    for (int i = 0; i < N_TEMPI; i++, bpm *= TEMPO_STEP) {
        tempi[i] = bpm;
        lags[i] = 60.0f / bpm / hop_s;
    }
    fade(onsets->clean, onsets->n, room);
    find_waves(room, onsets->n, lags, waves);
    for (int i = 0; i < N_TEMPI; i++) {
        const float octaves = log2f(tempi[i] / PREFERRED_BPM) / PREFERENCE_OCTAVES;
        float pulse = 0;

        for (int beats = 1; beats <= 4; beats++)
            pulse += 0.25f * repeats_at(onsets->correlation, (float)beats * lags[i]);
        if (pulse <= 0.0f)
            continue;
        const float score = pulse * sqrtf(waves[i]) * expf(-0.5f * octaves * octaves);

        if (score > best)
            best = score, best_bpm = tempi[i], best_pulse = pulse;
    }
    return best_pulse >= LEAST_PULSE ? best_bpm : 0.0f;
}
