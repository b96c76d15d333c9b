/* train.h - make a network: data set, the training form of a layer list, recipes, the run, and the
 * figures that say how good the result is. Plain C11 and pthread. */
#pragma once

#include <signal.h>
#include <stdint.h>

#include "lilt/base.h"
#include "lilt/nn.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- data set ------------------------------------------------------------------------------ */

typedef enum {
    LILT_SPLIT_TRAIN, /* the train files without `valid` */
    LILT_SPLIT_VALID, /* a sixteenth of the train files, chosen by a hash of the pixels, so that
                         identical images stay together */
    LILT_SPLIT_PUBLIC,
    LILT_SPLIT_PRIVATE,
    LILT_N_SPLITS,
} LiltSplit;

typedef enum {
    LILT_LABELS_FER,     /* FER-2013's own */
    LILT_LABELS_FERPLUS, /* the crowd's: images whose unique most-voted class is one of the seven */
} LiltLabels;

/* The split that options call by that label ("train" ...), or LILT_N_SPLITS. */
LiltSplit lilt_split_from_label(const char *label);

/* Faces in memory. Train and valid come without what is no face, uncertain or contradictory (flags
 * 1, 4 and 32); public and private are whole. */
typedef struct {
    size_t n;
    uint8_t *pixels; /* [n, 48, 48] */
    uint8_t *labels; /* [n], LiltEmotion */
} LiltFaces;

/* Read a split of the folder in the IDX layout of ../shared/data/fer2013. `without_twins` leaves
 * out what <split>-also-in-train-near.txt lists (public and private). Error: LILT_E_ABSENT, _IO,
 * _FORMAT, _NOMEM; `diag` names the file. */
LiltStatus lilt_faces_open(const char *dir, LiltSplit split, LiltLabels labels, bool without_twins,
                           LiltDiag *diag, LiltFaces **ret_faces);
void lilt_faces_free(LiltFaces *faces); /* NULL is fine */

/* ---- metrics ------------------------------------------------------------------------------- */

typedef struct {
    size_t n;
    double accuracy, macro_f1;
    double precision[LILT_N_EMOTIONS], recall[LILT_N_EMOTIONS], f1[LILT_N_EMOTIONS];
    size_t confusion[LILT_N_EMOTIONS][LILT_N_EMOTIONS]; /* [label][said] */
    double ece;  /* expected calibration error over 15 equal bins of the top probability */
    double loss; /* mean cross-entropy, natural logarithm */
} LiltMetrics;

/* probs: [n,7]; labels: [n]. A class nobody has or says counts 0 in precision, recall and f1. */
void lilt_metrics_compute(size_t n, const float *probs, const uint8_t *labels,
                          LiltMetrics *ret_metrics);

/* Run the network with these weights over the faces, on the pool's threads. probs: [faces->n,7].
 * Error: LILT_E_FORMAT, _NOMEM. */
LiltStatus lilt_classify_faces(const LiltWeights *weights, const LiltFaces *faces, LiltPool *pool,
                               LiltDiag *diag, float *probs);

/* The same, judged. */
LiltStatus lilt_evaluate(const LiltWeights *weights, const LiltFaces *faces, LiltPool *pool,
                         LiltDiag *diag, LiltMetrics *ret_metrics);

/* The temperature, 0.1 to 10, that the logits behind these probabilities should be divided by for
 * the least cross-entropy (Guo et al. 2017). */
double lilt_fit_temperature(size_t n, const float *probs, const uint8_t *labels);

/* ---- the training form of a layer list ----------------------------------------------------- */

/* Activations, gradients and parameters of one mini-batch. Used by one thread at a time; it hands
 * work to its pool by fixed groups of images and adds their gradients in a fixed order, so that the
 * bytes do not depend on the number of threads. */
typedef struct LiltGraph LiltGraph;

typedef struct {
    size_t batch;         /* images a step */
    uint64_t seed;        /* first weights, dropout */
    bool with_input_grad; /* also the slope of the loss by the input; costs a pass */
} LiltGraphOptions;

/* `layers` are shaped and end with one head. The pool is lent. Error: LILT_E_UNSUPPORTED, _NOMEM.
 */
LiltStatus lilt_graph_new(const LiltLayers *layers, const LiltGraphOptions *options, LiltPool *pool,
                          LiltDiag *diag, LiltGraph **ret_graph);

/* [batch] images in the input shape of the first layer, to be filled before lilt_graph_learn(). */
float *lilt_graph_input(LiltGraph *graph);

typedef struct {
    double loss; /* mean cross-entropy over the batch */
    size_t n_right;
} LiltStep;

/* Forward and backward: gradients of the mean cross-entropy against `targets` [batch,7], rows
 * adding to 1. Batch norm uses the batch's statistics and moves the running ones; dropout draws
 * from (seed, step). */
LiltStep lilt_graph_learn(LiltGraph *graph, const float *targets, uint64_t step);

/* Groups of images that the pool's threads take; fixed by the batch. */
size_t lilt_graph_n_groups(const LiltGraph *graph);
/* The images first .. end - 1 of a group. */
void lilt_graph_group(const LiltGraph *graph, size_t group, size_t *ret_first, size_t *ret_end);

/* All parameters (weights, biases, batch norm's scale and shift) in one array, and beside it their
 * gradients; the running statistics in another. Lent. */
float *lilt_graph_params(LiltGraph *graph, size_t *ret_n);
const float *lilt_graph_grads(const LiltGraph *graph);
float *lilt_graph_stats(LiltGraph *graph, size_t *ret_n);
const float *lilt_graph_input_grad(const LiltGraph *graph);

/* One SGD step with momentum: params move against the gradients. Weight decay acts on the weights
 * of convolutions and linear layers only. velocity: as many values as there are parameters. */
void lilt_graph_descend(LiltGraph *graph, float rate, float momentum, float decay, float *velocity);

/* Copy arrays laid out like params and stats (either may be NULL) to tensors in PyTorch's shapes,
 * named `prefix` + the usual name, and back. */
LiltStatus lilt_graph_store(const LiltGraph *graph, const float *params, const float *stats,
                            const char *prefix, LiltWeights *weights);
LiltStatus lilt_graph_recall(const LiltGraph *graph, const LiltWeights *weights, const char *prefix,
                             LiltDiag *diag, float *params, float *stats);

void lilt_graph_free(LiltGraph *graph); /* NULL is fine */

/* ---- augmentation -------------------------------------------------------------------------- */

typedef struct {
    bool flip;      /* left and right, every other time */
    float shift_px; /* up to so many pixels each way */
    float turn_rad; /* up to so much each way */
    float stretch;  /* size times 1 - stretch .. 1 + stretch */
} LiltAugment;

/* One face [48,48], 0..255, to luma 0..1, moved about by chance; edges are repeated. */
void lilt_augment(const LiltAugment *augment, const uint8_t *pixels, LiltRng *rng, float *luma);

/* ---- recipes and the run ------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *summary;
    const char *layers; /* a short form: "conv 32, pool 2, dropout 0.4, linear 128"; see recipe.c */
    size_t batch, epochs;
    float rate, momentum, decay; /* SGD; `rate` is the top of the cosine */
    float warm_up_epochs;        /* linear, before the cosine */
    float smoothing;             /* share of the target spread over all classes */
    float average;               /* weight averaging: decay a step */
    LiltAugment augment;
} LiltRecipe;

/* The recipe of that name, or NULL; the one at `index`, or NULL past the last. */
const LiltRecipe *lilt_recipe_find(const char *name);
const LiltRecipe *lilt_recipe_at(size_t index);
LiltStatus lilt_recipe_layers(const LiltRecipe *recipe, LiltDiag *diag, LiltLayers *ret_layers);

/* What an epoch gave. */
typedef struct {
    size_t epoch, n_epochs; /* epoch counts from 1 */
    double loss, train_accuracy, valid_loss, valid_accuracy;
    double rate, images_per_s, left_s; /* left_s: estimated seconds to the end */
    bool best;                         /* the model file was written */
} LiltEpoch;

typedef struct {
    const LiltRecipe *recipe;
    const LiltFaces *train, *valid;
    const char *out;  /* the model; beside it OUT.checkpoint and OUT.history.csv */
    const char *init; /* weights to start from, or NULL */
    size_t n_epochs;  /* 0: the recipe's */
    size_t max_steps; /* stop, as if asked to, after so many steps in all; 0: never */
    double budget_s;  /* the schedule ends by then; 0: no limit */
    uint64_t seed;
    bool resume;                       /* go on from OUT.checkpoint if there is one */
    LiltPool *pool;                    /* lent */
    const volatile sig_atomic_t *stop; /* not NULL and not 0: save a checkpoint and stop */
    void (*on_epoch)(void *user, const LiltEpoch *epoch);
    void *user;
} LiltTraining;

/* Train to the end. The model file holds the averaged weights of the best validation accuracy so
 * far, their head's temperature fitted on the validation part; a checkpoint is written every epoch
 * and when stopped, from which a resumed run gives the very weights of an unbroken one. Error:
 * LILT_E_STOPPED after a stop; LILT_E_FORMAT, _IO, _NOMEM.
 */
LiltStatus lilt_train(const LiltTraining *training, LiltDiag *diag);

#ifdef __cplusplus
}
#endif
