/* run.h - the state of a training run, and its coming and going through files. */
#pragma once

#include "lilt/train.h"

/* What has happened so far in the epoch in hand. */
typedef struct {
    double loss; /* sum over images */
    size_t n_right, n_seen;
} Tally;

typedef struct {
    const LiltTraining *training;
    LiltLayers layers;
    LiltGraph *graph;
    size_t n_params, n_stats;
    float *velocity;                       /* [n_params] */
    float *average_params, *average_stats; /* what is evaluated and shipped */
    float *targets;                        /* [batch,7] */
    uint32_t *order;                       /* [train->n], the epoch's shuffle */
    size_t batch, steps_per_epoch;

    /* All that a checkpoint holds besides the arrays. */
    uint64_t step; /* steps done */
    Tally tally;
    double elapsed_s, best_accuracy;
    char *history; /* the CSV so far, with heading */
} Run;

/* Save the whole state beside the model, or take it up; a resumed run then goes on exactly. */
LiltStatus run_save(const Run *run, LiltDiag *diag);
LiltStatus run_resume(Run *run, LiltDiag *diag); /* LILT_E_ABSENT when there is nothing to resume */

/* Start from the weights of another run with the same layers. */
LiltStatus run_take_weights(Run *run, const char *path, LiltDiag *diag);

/* The averaged network as weights with layer list and training record. */
LiltStatus run_export(const Run *run, LiltDiag *diag, LiltWeights **ret_weights);

/* Note the head's temperature in exported weights. */
LiltStatus run_calibrate(const Run *run, double temperature, LiltWeights *weights);

/* Add a row to the history and write it beside the model. */
LiltStatus run_note_epoch(Run *run, const LiltEpoch *epoch, LiltDiag *diag);
