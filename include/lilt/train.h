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
                         identical and mirrored images stay together */
    LILT_SPLIT_PUBLIC,
    LILT_SPLIT_PRIVATE,
    /* The other common split, over all three files: 28,821 images and 7,066. Nobody knows the side
     * of fear and disgust; 4,103 and 436 of them are drawn for training, always the same. */
    LILT_SPLIT_PAPER_TRAIN,
    LILT_SPLIT_PAPER_VALID,
    LILT_N_SPLITS,
} LiltSplit;

typedef enum {
    LILT_LABELS_FER,     /* FER-2013's own */
    LILT_LABELS_FERPLUS, /* the crowd's: images whose unique most-voted class is one of the seven */
} LiltLabels;

/* The split that options call by that label ("train" ... "paper-valid"), or LILT_N_SPLITS. */
LiltSplit lilt_split_from_label(const char *label);

/* Faces in memory. Train and valid come without what is no face, uncertain or contradictory (flags
 * 1, 4 and 32); the others are whole. */
typedef struct {
    size_t n;
    uint8_t *pixels;       /* [n, 48, 48] */
    uint8_t *labels;       /* [n], LiltEmotion */
    uint8_t *crowd_labels; /* [n], the crowd's clear majority; LILT_N_EMOTIONS where it has none */
    float *crowd;          /* [n,7], shares of the crowd's votes for the seven; 0 where none went to
                              them */
    uint32_t *index;       /* [n], which item of the split's files it is */
    size_t n_items;        /* in those files */
} LiltFaces;

/* Read a split of the folder in the IDX layout of ../shared/data/fer2013. `without_twins` leaves
 * out what <split>-also-in-train-near.txt lists (public and private). Error: LILT_E_ABSENT, _IO,
 * _FORMAT, _NOMEM; `diag` names the file. */
LiltStatus lilt_faces_open(const char *dir, LiltSplit split, LiltLabels labels, bool without_twins,
                           LiltDiag *diag, LiltFaces **ret_faces);
void lilt_faces_free(LiltFaces *faces); /* NULL is fine */

/* ---- metrics ------------------------------------------------------------------------------- */

enum { LILT_N_BINS = 15 };

typedef struct {
    size_t n;
    double accuracy, macro_f1;
    double precision[LILT_N_EMOTIONS], recall[LILT_N_EMOTIONS], f1[LILT_N_EMOTIONS];
    size_t confusion[LILT_N_EMOTIONS][LILT_N_EMOTIONS]; /* [label][said] */
    double ece;  /* expected calibration error over the bins */
    double loss; /* mean cross-entropy, natural logarithm */
    struct {
        size_t n, n_right;
        double confidence; /* the mean */
    } bins[LILT_N_BINS];   /* equal parts of 0..1, by the top probability */
} LiltMetrics;

/* probs: [n,7]; labels: [n]. A class nobody has or says counts 0 in precision, recall and f1. */
void lilt_metrics_compute(size_t n, const float *probs, const uint8_t *labels,
                          LiltMetrics *ret_metrics);

/* Run the network with these weights over the faces, on the pool's threads; `head` says which one
 * answers, NULL: the first. probs: [faces->n,7]. Error: LILT_E_ABSENT (no such head), _FORMAT,
 * _NOMEM. */
LiltStatus lilt_classify_faces(const LiltWeights *weights, const char *head, const LiltFaces *faces,
                               LiltPool *pool, LiltDiag *diag, float *probs);

/* The same, judged by faces->labels. */
LiltStatus lilt_evaluate(const LiltWeights *weights, const char *head, const LiltFaces *faces,
                         LiltPool *pool, LiltDiag *diag, LiltMetrics *ret_metrics);

/* The temperature, 0.1 to 10, that the logits behind these probabilities should be divided by for
 * the least cross-entropy (Guo et al. 2017). */
double lilt_fit_temperature(size_t n, const float *probs, const uint8_t *labels);

/* ---- the training form of a layer list ----------------------------------------------------- */

/* Activations, gradients and parameters of one mini-batch. Used by one thread at a time; it hands
 * work to its pool by fixed groups of images and adds their gradients in a fixed order, so that the
 * bytes do not depend on the number of threads. */
typedef struct LiltGraph LiltGraph;

enum { LILT_MAX_HEADS = 4 };

typedef struct {
    size_t batch;                       /* images a step */
    uint64_t seed;                      /* first weights, dropout */
    float head_weights[LILT_MAX_HEADS]; /* of each head's loss in the whole; 0 stands for 1 */
    bool with_input_grad;               /* also the slope of the loss by the input; costs a pass */
} LiltGraphOptions;

/* `layers` are shaped. The pool is lent. Error: LILT_E_UNSUPPORTED, _NOMEM. */
LiltStatus lilt_graph_new(const LiltLayers *layers, const LiltGraphOptions *options, LiltPool *pool,
                          LiltDiag *diag, LiltGraph **ret_graph);

/* [batch] images in the input shape of the first layer, to be filled before lilt_graph_learn(). */
float *lilt_graph_input(LiltGraph *graph);

typedef struct {
    double loss;                      /* the heads' losses by their weights, added up */
    double head_loss[LILT_MAX_HEADS]; /* mean cross-entropy over the batch */
    size_t n_right[LILT_MAX_HEADS];
} LiltStep;

/* Forward and backward: gradients of the loss against `targets` [n_heads, batch, 7]. A row adds to
 * 1, or to less: the image then counts so much less, at 0 not at all. Batch norm uses the batch's
 * statistics and moves the running ones; dropout draws from (seed, step). */
LiltStep lilt_graph_learn(LiltGraph *graph, const float *targets, uint64_t step);

size_t lilt_graph_n_heads(const LiltGraph *graph);

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

/* What may happen to a face. Each number says how far it goes at most; 0: not at all. */
typedef struct {
    bool flip;        /* left and right, every other time */
    float shift_px;   /* each way */
    float turn_rad;   /* each way */
    float stretch;    /* size times 1 - stretch .. 1 + stretch */
    float squeeze;    /* width against height, in the same way */
    float brightness; /* added, as a share of white */
    float contrast;   /* about the middle grey, times 1 - contrast .. 1 + contrast */
    float gamma;      /* luma to the power of 1 / (1 + gamma) .. 1 + gamma */
    float coarse;     /* every fourth time: shrunk by up to 1 + coarse and back */
    float blur_px;    /* every fourth time: deviation of the blur */
    float noise;      /* every fourth time: deviation of what each pixel is off by, of white */
    float erase;      /* how often a rectangle becomes flat grey or noise, 0..1 */
    float erase_area; /* its share of the picture */
} LiltAugment;

/* One face [48,48], 0..255, to luma 0..1, changed by chance; edges are repeated. */
void lilt_augment(const LiltAugment *augment, const uint8_t *pixels, LiltRng *rng, float *luma);

/* ---- recipes and the run ------------------------------------------------------------------- */

/* All that a run depends on besides data, seed and instruction set. A plain value; the texts are
 * lent. */
typedef struct {
    const char *name;
    const char *summary;
    const char *layers; /* a short form: "conv 32, pool 2, dropout 0.4, linear 128"; see recipe.c */
    size_t batch, epochs;
    float rate, momentum, decay; /* SGD; `rate` is the top of the cosine */
    float warm_up_epochs;        /* linear, before the cosine */
    float average;               /* weight averaging: decay a step */
    size_t patience;             /* end after so many epochs without a better model; 0: never */
    float smoothing;             /* head fer: share of the target spread over all classes */
    float crowd;                 /* head fer: share of the crowd's votes in the target */
    float ferplus_weight;        /* of the loss of a second head, on the crowd's votes; 0: none */
    float teach;                 /* share of a teacher's probabilities in the targets */
    float mixup;                 /* pairs blended by Beta(mixup, mixup), at most 1; 0: none */
    LiltAugment augment;
    bool paper; /* as the paper had it: on its split, and the model is the last epoch's */
} LiltRecipe;

/* The recipe of that name, or NULL; the one at `index`, or NULL past the last. */
const LiltRecipe *lilt_recipe_find(const char *name);
const LiltRecipe *lilt_recipe_at(size_t index);
LiltStatus lilt_recipe_layers(const LiltRecipe *recipe, LiltDiag *diag, LiltLayers *ret_layers);

/* Change one entry: "rate=0.1", "shift=2", "layers=conv 8, pool 2". The text must outlive the
 * recipe. Error: LILT_E_FORMAT; `diag` names the entry, what it may be, or the names there are. */
LiltStatus lilt_recipe_set(LiltRecipe *recipe, const char *assignment, LiltDiag *diag);

/* All entries in the form that lilt_recipe_set() reads, by semicolons; release it with free(). NULL
 * when memory is short. */
char *lilt_recipe_print(const LiltRecipe *recipe);

/* Where a run is; after an epoch also what it gave. */
typedef struct {
    size_t epoch, n_epochs;            /* epoch counts from 1 */
    size_t step, n_steps;              /* done in this epoch, of so many */
    uint64_t all_steps;                /* done since the beginning */
    double loss, train_accuracy;       /* of head fer, as it went, on what training drew */
    double rate, images_per_s, left_s; /* left_s: estimated seconds to the end */

    /* After an epoch. */
    double seconds; /* since the beginning, pauses left out */
    double valid_loss, valid_accuracy;
    double valid_ferplus_accuracy; /* NAN without the head */
    bool best;                     /* the model file was written */
} LiltEpoch;

typedef struct {
    const LiltRecipe *recipe;
    const LiltFaces *train, *valid;
    const LiltWeights *teacher; /* tensors "<head>" [train->n_items, 7], probabilities; or NULL */
    const char *out;            /* the model; beside it OUT.checkpoint and OUT.history.csv */
    const char *init;           /* weights to start from, or NULL */
    size_t max_steps;           /* stop, as if asked to, after so many steps in all; 0: never */
    double budget_s;            /* the schedule ends by then; 0: no limit */
    double target;              /* end at this validation accuracy, 0..1; 0: no target */
    uint64_t seed;
    bool resume;                       /* go on from OUT.checkpoint if there is one */
    LiltPool *pool;                    /* lent */
    const volatile sig_atomic_t *stop; /* not NULL and not 0: save a checkpoint and stop */
    void (*on_step)(void *user, const LiltEpoch *so_far); /* or NULL */
    void (*on_epoch)(void *user, const LiltEpoch *epoch); /* or NULL */
    void *user;
} LiltTraining;

/* Train to the end. The model file holds the averaged weights that were best on validation so far,
 * each head's temperature fitted there. The best has the least cross-entropy of head fer: its
 * accuracy on 1,807 images moves by a point by chance, the loss of the same images far less. A
 * checkpoint is written every epoch and when stopped; a run resumed from it gives the very weights
 * of an unbroken one. Error: LILT_E_STOPPED after a stop; LILT_E_FORMAT, _IO, _NOMEM. */
LiltStatus lilt_train(const LiltTraining *training, LiltDiag *diag);

#ifdef __cplusplus
}
#endif
