/* graph.h - the nodes of a graph, one a layer, and their two passes. */
#pragma once

#include "lilt/train.h"

enum { MAX_GROUPS = 16 };

typedef struct {
    LiltLayer layer;
    LiltConv conv;      /* conv, linear, head */
    size_t n_in, n_out; /* values an image */

    /* Where its parameters and statistics begin; batch norm: scale, shift; mean, variance. */
    size_t weight, bias, stats;

    /* [batch] images each. ReLU and dropout work in place: y == x. dx is NULL where nobody wants
     * it, and dy itself where the backward pass works in place. */
    float *x, *y, *dy, *dx;

    float *packed, *packed_back, *turned; /* conv: weights for forward, for backward, in between */
    bool relu;                            /* batch norm: does the ReLU behind it */
    double *sums;                         /* batch norm: [n_groups, 2, channels] */
    float *factors;                       /* batch norm: see graph_norm.c */
} Node;

struct LiltGraph {
    const LiltKernels *kernels;
    LiltPool *pool;
    LiltGraphOptions options;
    size_t n_groups, n_nodes, n_heads; /* the heads are the last nodes, all on the same x */
    Node nodes[LILT_MAX_LAYERS];

    size_t n_params, n_stats;
    float *params, *grads, *stats;
    float *group_grads; /* [n_groups, n_params]; added up in order, group by group */

    LiltArena *arena; /* all arrays of the graph */
    float *input, *input_grad;
    float *scratch; /* [threads of the pool, n_scratch] */
    size_t n_scratch;

    /* The step in hand. */
    uint64_t step;
    const float *targets; /* [n_heads, batch, 7] */
    double *losses;       /* [n_heads, batch] */
    bool *right;          /* [n_heads, batch] */
};

/* A group's images within the pass in hand. */
typedef struct {
    LiltGraph *graph;
    Node *node;
    size_t group, first, n;
    float *scratch;
} Part;

/* Run `work` once for every group. */
void graph_run(LiltGraph *graph, Node *node, void (*work)(const Part *part));

/* Where group `group` leaves its share of the gradient that begins at `offset`. */
float *graph_group_grad(const LiltGraph *graph, size_t group, size_t offset);

/* Convolution, linear layer and head. pack: once a step, before forward. */
bool conv_setup(LiltGraph *graph, Node *node);
size_t conv_scratch(const LiltGraph *graph, const Node *node);
void conv_pack(LiltGraph *graph, Node *node);
void conv_forward(LiltGraph *graph, Node *node);
void conv_backward(LiltGraph *graph, Node *node);

bool norm_setup(LiltGraph *graph, Node *node);
void norm_forward(LiltGraph *graph, Node *node);
void norm_backward(LiltGraph *graph, Node *node);

void plain_forward(LiltGraph *graph, Node *node); /* normalize, relu, max_pool, dropout */
void plain_backward(LiltGraph *graph, Node *node);
