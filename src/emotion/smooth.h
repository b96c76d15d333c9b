/* smooth.h - from single looks to a steady expression and a slow mood. Pure: time comes in with the
 * looks, so that a test can let a minute pass at once. */
#pragma once

#include "lilt/emotion.h"

/* What the looks so far add up to. All of it is the smoother's; the last three are to be read. */
typedef struct {
    LiltSteadying numbers;
    bool seen;             /* a face that could be read has been seen; the times below are meant */
    int64_t first_face_us; /* of the present, unbroken stay */
    int64_t last_face_us;
    bool here;      /* the stay has begun */
    unsigned looks; /* the last few of the stay, a bit each: was a face seen? */
    double sum[LILT_N_EMOTIONS], weight;
    LiltEmotion candidate; /* for the next mood */
    int64_t candidate_since_us;
    double valence, arousal, strength; /* the mood's, slowly moving; strength is before fading */

    float steady[LILT_N_EMOTIONS]; /* sums to 1, or all 0 while nothing is known */
    LiltEmotion expression;
    LiltMood mood;
} Smoother;

/* Nothing has been seen; the numbers are the usual ones. */
void smooth_reset(Smoother *smoother);

/* From the next look on; what was seen stays. */
void smooth_set_numbers(Smoother *smoother, const LiltSteadying *numbers);

/* One look at `time_us`. probs: [7], sum 1, or NULL when there was no face. */
void smooth_look(Smoother *smoother, int64_t time_us, const float *probs, float quality);

/* The same by a reading's face, probabilities and quality; what is steady is written into it. */
void smooth_reading(Smoother *smoother, LiltReading *reading);
