/* pace.h - the tempo that a workout keeps. Plain C11. */
#pragma once

#include <stddef.h>

enum { LILT_PACE_SONGS = 3, LILT_PACE_LEAST_BPM = 120, LILT_PACE_MOST_BPM = 165 };

/* Near the middle one of the last songs' tempi (0 or no number: not known), counted in halves or
 * doubles where that is a pace to move by, and never outside the bounds. */
float lilt_pace_near(const float *tempos_bpm, size_t n);
