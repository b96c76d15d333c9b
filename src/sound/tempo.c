/* The tempo a listener would tap. Two pictures of the onsets are asked: after what time they repeat
 * (their correlation, at one to four beats) and which waves they are made of (their spectrum, at
 * the beat and at its half). The first is misled by dotted rhythms, to two or four thirds of the
 * tempo, the second by what plays faster than the beat; they seldom agree on the same mistake (G.
 * Peeters, "Template-based estimation of time-varying tempo", EURASIP Journal on Advances in Signal
 * Processing, 2007). Of the tempi that are left, listeners prefer those round 120 beats a minute
 * (log-normal: D. Moelants, "Preferred tempo reconsidered", ICMPC 2002). */
#include "measure.h"

#include <math.h>

static const float SLOWEST_BPM = 45.0f, FASTEST_BPM = 220.0f;
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

/* How strong the wave of that frequency is in x, by Goertzel's recurrence (1958). */
static float
strength(const float *x, size_t n, double radians_per_frame)
{
    const double twice = 2.0 * cos(radians_per_frame);
    double last = 0, before = 0;

    for (size_t i = 0; i < n; i++) {
        const double now = (double)x[i] + twice * last - before;

        before = last;
        last = now;
    }
    return (float)sqrt(fmax(0.0, last * last + before * before - twice * last * before));
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
    float best = 0, best_bpm = 0, best_pulse = 0;

    fade(onsets->clean, onsets->n, room);
    for (float bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= 1.01f) {
        const float lag = 60.0f / bpm / hop_s, octaves = log2f(bpm / PREFERRED_BPM);
        const double turn = 6.283185307 / (double)lag;
        float pulse = 0;

        for (int beats = 1; beats <= 4; beats++)
            pulse += 0.25f * repeats_at(onsets->correlation, (float)beats * lag);
        if (pulse <= 0.0f)
            continue;
        const float waves = strength(room, onsets->n, turn) + strength(room, onsets->n, 2 * turn);
        const float score = pulse * sqrtf(waves) *
                            expf(-0.5f * powf(octaves / PREFERENCE_OCTAVES, 2.0f));

        if (score > best)
            best = score, best_bpm = bpm, best_pulse = pulse;
    }
    return best_pulse >= LEAST_PULSE ? best_bpm : 0.0f;
}
