/* plots.h - what a training run leaves beside its model to be looked at. Each file's name is the
 * model's with an ending. Errors: LILT_E_IO, _NOMEM and those of reading; `diag` names the file. */
#pragma once

#include "lilt/train.h"

/* .curves.svg: loss and accuracy by epoch out of .history.csv. */
LiltStatus lab_plot_curves(const char *model, LiltDiag *diag);

/* .confusion.svg and .confusion.csv, with a word on which faces it was. */
LiltStatus lab_plot_confusion(const char *model, const LiltMetrics *metrics, const char *faces,
                              LiltDiag *diag);

/* .samples.png: for each class a few training faces, as they are and as training changes them. */
LiltStatus lab_plot_samples(const char *model, const LiltAugment *augment, const LiltFaces *train,
                            uint64_t seed, LiltDiag *diag);

/* .mistakes.png: the faces that were classified wrongly with the most confidence. probs: [n,7]. */
LiltStatus lab_plot_mistakes(const char *model, const LiltFaces *faces, const float *probs,
                             LiltDiag *diag);

/* All of them for a model that has been trained: confusion and mistakes on `valid`. */
LiltStatus lab_plot_run(const char *model, const LiltAugment *augment, const LiltFaces *train,
                        const LiltFaces *valid, uint64_t seed, LiltPool *pool, LiltDiag *diag);
