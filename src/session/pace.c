#include "pace.h"

#include <math.h>

static const float usual_bpm = 140.0f;

/* Twice or half of it where that lies within the bounds. */
static float
to_move_by(float bpm)
{
    if (2.0f * bpm >= LILT_PACE_LEAST_BPM && 2.0f * bpm <= LILT_PACE_MOST_BPM)
        return 2.0f * bpm;
    if (0.5f * bpm >= LILT_PACE_LEAST_BPM && 0.5f * bpm <= LILT_PACE_MOST_BPM)
        return 0.5f * bpm;
    return fminf(fmaxf(bpm, LILT_PACE_LEAST_BPM), LILT_PACE_MOST_BPM);
}

float
lilt_pace_near(const float *tempos_bpm, size_t n)
{
    float sorted[LILT_PACE_SONGS];
    size_t n_known = 0;

    for (size_t i = 0; i < n && n_known < LILT_PACE_SONGS; i++) {
        if (!(tempos_bpm[i] > 0.0f) || !isfinite(tempos_bpm[i]))
            continue;
        const float bpm = to_move_by(tempos_bpm[i]);
        size_t at = n_known++;

        for (; at > 0 && sorted[at - 1] > bpm; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = bpm;
    }
    return n_known > 0 ? sorted[n_known / 2] : usual_bpm;
}
