/* model.h - what a model consists of: model.c tells points by it, fit.c makes it, model_file.c
 * reads and writes it. */
#pragma once

#include "measure.h"

/* Random Fourier features (A. Rahimi, B. Recht, "Random features for large-scale kernel machines",
 * NIPS 2007): cosines along directions of chance, so that a linear rule on them is one with a
 * Gaussian kernel on the row, and no row that was learnt from need be kept. */
enum { N_WAVES = 4096 };

/* What the rule tells: valence, arousal, and their product, by which it knows corners apart that
 * neither axis does. */
enum { N_TOLD = 3 };

struct LiltSoundModel {
    float mean[LILT_SOUND_FEATURES], deviation[LILT_SOUND_FEATURES]; /* of the rows learnt from */
    float weights[N_WAVES][N_TOLD];
    float (*directions)[N_WAVES]; /* [LILT_SOUND_FEATURES]; the same in every model, never stored */
    float phases[N_WAVES];
};

/* A model of zeros with its directions; release it with lilt_sound_model_free(). NULL when memory
 * is short. */
LiltSoundModel *model_new(void);

/* The waves of a sound: the mean over its parts, so that two sounds are as alike as their parts are
 * on average. waves: [N_WAVES]. */
void model_waves(const LiltSoundModel *model, const LiltSoundRows *rows, float *waves);
