/* All that a run leaves to be looked at. */
#include "plots.h"

#include <stdlib.h>

static LiltStatus
plot_valid(const char *model, const LiltWeights *weights, const LiltFaces *valid, LiltPool *pool,
           float *probs, LiltDiag *diag)
{
    LiltMetrics metrics;
    LiltStatus status = lilt_classify_faces(weights, NULL, valid, pool, diag, probs);

    if (status != LILT_OK)
        return status;
    lilt_metrics_compute(valid->n, probs, valid->labels, &metrics);
    status = lab_plot_confusion(model, &metrics, "Validation", diag);
    return status == LILT_OK ? lab_plot_mistakes(model, valid, probs, diag) : status;
}

LiltStatus
lab_plot_run(const char *model, const LiltAugment *augment, const LiltFaces *train,
             const LiltFaces *valid, uint64_t seed, LiltPool *pool, LiltDiag *diag)
{
    float *probs = malloc((valid->n + 1) * LILT_N_EMOTIONS * sizeof *probs);
    LiltWeights *weights = NULL;
    LiltStatus status = probs != NULL ? lilt_weights_read(model, diag, &weights)
                                      : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK)
        status = plot_valid(model, weights, valid, pool, probs, diag);
    if (status == LILT_OK)
        status = lab_plot_samples(model, augment, train, seed, diag);
    if (status == LILT_OK)
        status = lab_plot_curves(model, diag);
    lilt_weights_free(weights);
    free(probs);
    return status;
}
