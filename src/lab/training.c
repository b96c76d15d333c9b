/* Training without a data set. */
#include "training.h"

#include <stdlib.h>

struct LabTraining {
    LiltGraph *graph;
    float *velocity, *targets;
    uint64_t step;
};

LiltStatus
lab_training_new(const LiltWeights *weights, size_t batch, LiltPool *pool, LiltDiag *diag,
                 LabTraining **ret_training)
{
    const LiltGraphOptions options = {.batch = batch, .seed = 1};
    LabTraining *training = calloc(1, sizeof *training);
    LiltRng rng = lilt_rng_new(1, 3);
    LiltLayers layers;
    size_t n_params, n_rows = 0;
    LiltStatus status = training != NULL ? lilt_weights_layers(weights, diag, &layers)
                                         : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK)
        status = lilt_graph_new(&layers, &options, pool, diag, &training->graph);
    if (status == LILT_OK) {
        for (size_t i = 0; i < layers.n; i++)
            n_rows += layers.layer[i].kind == LILT_LAYER_HEAD ? batch : 0;
        lilt_graph_params(training->graph, &n_params);
        training->velocity = calloc(n_params, sizeof(float));
        training->targets = calloc(n_rows * LILT_N_EMOTIONS, sizeof(float));
        if (training->velocity == NULL || training->targets == NULL)
            status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
        for (size_t i = 0; status == LILT_OK && i < n_rows; i++)
            training->targets[i * LILT_N_EMOTIONS + lilt_rng_below(&rng, LILT_N_EMOTIONS)] = 1.0f;
        for (size_t i = 0; i < batch * LILT_FACE_PIXELS; i++)
            lilt_graph_input(training->graph)[i] = lilt_rng_unit(&rng);
    }
    if (status == LILT_OK)
        *ret_training = training;
    else
        lab_training_free(training);
    return status;
}

void
lab_training_step(void *user, size_t batch)
{
    LabTraining *training = user;

    (void)batch; /* as the graph was made */
    lilt_graph_learn(training->graph, training->targets, training->step++);
    lilt_graph_descend(training->graph, 0.01f, 0.9f, 5e-4f, training->velocity);
}

void
lab_training_free(LabTraining *training)
{
    if (training == NULL)
        return;
    lilt_graph_free(training->graph);
    free(training->velocity);
    free(training->targets);
    free(training);
}
