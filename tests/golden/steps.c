/* Lilt's side of test_torch.py: a few SGD steps on given batches.
 *
 * usage: torch_steps MODEL BATCHES OUT
 *
 * BATCHES: tensors "faces.<step>" [n,1,48,48] and "targets.<step>.<head>" [n,7], and the notes
 * steps, n, rate, momentum, decay. OUT gets the trained weights and running statistics. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/train.h"

/* All that the steps work on. */
typedef struct {
    LiltWeights *model, *batches, *out;
    LiltLayers layers;
    LiltPool *pool;
    LiltGraph *graph;
    float *velocity, *targets;
    size_t n;
} Work;

static double
number(const LiltWeights *weights, const char *key)
{
    const char *text = lilt_weights_note(weights, key);

    return text != NULL ? strtod(text, NULL) : 0.0;
}

static LiltStatus
set_up(Work *work, char **paths, LiltDiag *diag)
{
    LiltStatus status = lilt_weights_read(paths[0], diag, &work->model);
    size_t n;

    if (status == LILT_OK)
        status = lilt_weights_read(paths[1], diag, &work->batches);
    if (status == LILT_OK)
        status = lilt_layers_parse(lilt_weights_note(work->model, "layers"), diag, &work->layers);
    if (status != LILT_OK)
        return status;
    work->n = (size_t)number(work->batches, "n");
    work->pool = lilt_pool_new(1);
    work->out = lilt_weights_new();
    const LiltGraphOptions options = {.batch = work->n, .seed = 1};

    status = lilt_graph_new(&work->layers, &options, work->pool, diag, &work->graph);
    if (status != LILT_OK)
        return status;
    lilt_graph_params(work->graph, &n);
    work->velocity = calloc(n, sizeof(float));
    work->targets = calloc(lilt_graph_n_heads(work->graph) * work->n * LILT_N_EMOTIONS,
                           sizeof(float));
    return lilt_graph_recall(work->graph, work->model, "", diag, lilt_graph_params(work->graph, &n),
                             lilt_graph_stats(work->graph, &n));
}

static LiltStatus
take_batch(Work *work, size_t step, LiltDiag *diag)
{
    LiltTensorSpec spec = {.n_dims = 4, .shape = {work->n, 1, LILT_FACE_SIDE, LILT_FACE_SIDE}};
    const LiltTensor *tensor;
    float *to = work->targets;

    snprintf(spec.name, sizeof spec.name, "faces.%zu", step);
    LiltStatus status = lilt_weights_find(work->batches, &spec, diag, &tensor);

    if (status == LILT_OK)
        memcpy(lilt_graph_input(work->graph), tensor->data, tensor->n * sizeof(float));
    for (size_t i = 0; i < work->layers.n && status == LILT_OK; i++) {
        if (work->layers.layer[i].kind != LILT_LAYER_HEAD)
            continue;
        spec = (LiltTensorSpec){.n_dims = 2, .shape = {work->n, LILT_N_EMOTIONS}};
        snprintf(spec.name, sizeof spec.name, "targets.%zu.%s", step, work->layers.layer[i].name);
        status = lilt_weights_find(work->batches, &spec, diag, &tensor);
        if (status == LILT_OK)
            memcpy(to, tensor->data, tensor->n * sizeof(float));
        to += work->n * LILT_N_EMOTIONS;
    }
    return status;
}

static LiltStatus
run(Work *work, const char *out, LiltDiag *diag)
{
    const size_t n_steps = (size_t)number(work->batches, "steps");
    LiltStatus status = LILT_OK;
    size_t n;

    for (size_t step = 0; step < n_steps && status == LILT_OK; step++) {
        status = take_batch(work, step, diag);
        if (status != LILT_OK)
            break;
        printf("step %zu: loss %.6f\n", step,
               lilt_graph_learn(work->graph, work->targets, step).loss);
        lilt_graph_descend(work->graph, (float)number(work->batches, "rate"),
                           (float)number(work->batches, "momentum"),
                           (float)number(work->batches, "decay"), work->velocity);
    }
    if (status == LILT_OK)
        status = lilt_graph_store(work->graph, lilt_graph_params(work->graph, &n),
                                  lilt_graph_stats(work->graph, &n), "", work->out);
    return status == LILT_OK ? lilt_weights_write(work->out, out, diag) : status;
}

int
main(int argc, char **argv)
{
    LiltDiag diag = {""};
    Work work = {.n = 0};

    if (argc != 4) {
        fputs("usage: torch_steps MODEL BATCHES OUT\n", stderr);
        return 2;
    }
    LiltStatus status = set_up(&work, argv + 1, &diag);

    if (status == LILT_OK)
        status = run(&work, argv[3], &diag);
    if (status != LILT_OK)
        fprintf(stderr, "torch_steps: %s\n", diag.text);
    lilt_graph_free(work.graph);
    lilt_pool_free(work.pool);
    lilt_weights_free(work.model);
    lilt_weights_free(work.batches);
    lilt_weights_free(work.out);
    free(work.velocity);
    free(work.targets);
    return status != LILT_OK;
}
