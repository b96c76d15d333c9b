/* training.h - the steps of a training run on images of chance, for measuring. */
#pragma once

#include "lilt/train.h"

typedef struct LabTraining LabTraining;

/* For batches of that size, on the pool's threads. Error: as lilt_graph_new(). */
LiltStatus lab_training_new(const LiltWeights *weights, size_t batch, LiltPool *pool,
                            LiltDiag *diag, LabTraining **ret_training);

/* One step of the LabTraining `user`: forward, backward, SGD with momentum. */
void lab_training_step(void *user, size_t batch);

void lab_training_free(LabTraining *training); /* NULL is fine */
