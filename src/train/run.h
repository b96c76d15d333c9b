/* run.h - the state of a training run: how a batch is drawn, how the result is judged, and how all
 * of it comes and goes through files. */
#pragma once

#include "lilt/train.h"

/* The heads that recipes make, in order. */
enum { HEAD_FER, HEAD_FERPLUS, N_RECIPE_HEADS };

/* What has happened so far in the epoch in hand, to head fer. */
typedef struct {
    double loss; /* sum over images */
    size_t n_right, n_seen;
} Tally;

typedef struct {
    const LiltTraining *training;
    LiltLayers layers;
    LiltGraph *graph;
    size_t n_params, n_stats, n_heads;
    float *velocity;                       /* [n_params] */
    float *average_params, *average_stats; /* what is evaluated and shipped */
    size_t batch, steps_per_epoch;

    uint64_t order_epoch; /* whose shuffle `order` is */
    uint32_t *order;      /* [train->n] */
    float *targets;       /* [n_heads, batch, 7] */
    float *drawn_faces;   /* with mixup: the batch before pairs are blended */
    float *drawn_targets;
    const float *teacher[N_RECIPE_HEADS]; /* [train->n_items, 7], or NULL */

    /* All that a checkpoint holds besides the arrays. */
    uint64_t step; /* steps done */
    Tally tally;
    double elapsed_s;
    double best_loss, best_accuracy; /* each the best on validation so far */
    size_t n_waited;                 /* epochs since best_loss */
    char *history;                   /* the CSV so far, with heading */
} Run;

/* ---- batch.c */

/* Fill the graph's input and `targets` for the step in hand; all by chance from (seed, epoch,
 * image) and (seed, step). */
void batch_draw(Run *run);

/* ---- validate.c */

/* Judge the averaged weights; write the model, calibrated, if they are the best so far. */
LiltStatus run_validate(Run *run, LiltEpoch *epoch, LiltDiag *diag);

/* ---- checkpoint.c */

/* Save the whole state beside the model, or take it up; a resumed run then goes on exactly. */
LiltStatus run_save(const Run *run, LiltDiag *diag);
LiltStatus run_resume(Run *run, LiltDiag *diag); /* LILT_E_ABSENT when there is nothing to resume */

/* Start from the weights of another run with the same layers. */
LiltStatus run_take_weights(Run *run, const char *path, LiltDiag *diag);

/* The averaged network as weights with layer list and training record. */
LiltStatus run_export(const Run *run, LiltDiag *diag, LiltWeights **ret_weights);

/* Note a head's temperature in exported weights. */
LiltStatus run_calibrate(const char *head, double temperature, LiltWeights *weights);

/* Add a row to the history and write it beside the model. */
LiltStatus run_note_epoch(Run *run, const LiltEpoch *epoch, LiltDiag *diag);
