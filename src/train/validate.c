/* A look at the validation part after each epoch, and keeping what is best there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

/* What one head says of the validation part. */
typedef struct {
    double loss, accuracy, temperature;
    double calibrated_loss; /* after division by the temperature */
} Verdict;

/* The cross-entropy of the probabilities that come of dividing the logits by `temperature`. */
static double
loss_at(double temperature, size_t n, const float *probs, const uint8_t *labels)
{
    double loss = 0.0;

    for (size_t i = 0; i < n; i++) {
        const float *p = probs + i * LILT_N_EMOTIONS;
        double sum = 0.0;

        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            sum += pow((double)p[c], 1.0 / temperature);
        loss += log(sum) - log(fmax((double)p[labels[i]], 1e-30)) / temperature;
    }
    return loss / (double)n;
}

/* Keep the rows whose label is known; how many. */
static size_t
keep_known(size_t n, float *probs, uint8_t *labels)
{
    size_t n_known = 0;

    for (size_t i = 0; i < n; i++) {
        if (labels[i] >= LILT_N_EMOTIONS)
            continue;
        memmove(probs + n_known * LILT_N_EMOTIONS, probs + i * LILT_N_EMOTIONS,
                LILT_N_EMOTIONS * sizeof *probs);
        labels[n_known++] = labels[i];
    }
    return n_known;
}

static LiltStatus
judge_head(const Run *run, const char *head, const uint8_t *labels, const LiltWeights *weights,
           LiltDiag *diag, Verdict *verdict)
{
    const LiltFaces *valid = run->training->valid;
    float *probs = malloc(valid->n * LILT_N_EMOTIONS * sizeof *probs);
    uint8_t *known = malloc(valid->n);
    LiltMetrics metrics;
    LiltStatus status = probs != NULL && known != NULL
                            ? lilt_classify_faces(weights, head, valid, run->training->pool, diag,
                                                  probs)
                            : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK) {
        memcpy(known, labels, valid->n);
        const size_t n = keep_known(valid->n, probs, known);

        lilt_metrics_compute(n, probs, known, &metrics);
        verdict->loss = metrics.loss;
        verdict->accuracy = metrics.accuracy;
        verdict->temperature = n > 0 ? lilt_fit_temperature(n, probs, known) : 1.0;
        verdict->calibrated_loss = loss_at(verdict->temperature, n, probs, known);
    }
    free(probs);
    free(known);
    return status;
}

/* The least calibrated loss is the best: it is what the file will hold, and overconfidence, which a
 * temperature takes away, does not count. The paper's network is its last, whatever it is worth. */
static bool
is_best(Run *run, const Verdict *fer)
{
    const bool better = fer->calibrated_loss < run->best_loss;

    run->best_accuracy = fmax(run->best_accuracy, fer->accuracy);
    run->best_loss = fmin(run->best_loss, fer->calibrated_loss);
    run->n_waited = better ? 0 : run->n_waited + 1;
    return better || run->training->recipe->paper;
}

static LiltStatus
keep_model(const Run *run, const Verdict *verdicts, LiltWeights *weights, LiltDiag *diag)
{
    for (size_t h = 0; h < run->n_heads; h++)
        if (run_calibrate(run->layers.layer[run->layers.n - run->n_heads + h].name,
                          verdicts[h].temperature, weights) != LILT_OK)
            return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", run->training->out);
    return lilt_weights_write(weights, run->training->out, diag);
}

LiltStatus
run_validate(Run *run, LiltEpoch *epoch, LiltDiag *diag)
{
    const LiltFaces *valid = run->training->valid;
    Verdict verdicts[N_RECIPE_HEADS] = {{.loss = 0.0}};
    LiltWeights *weights = NULL;
    LiltStatus status = run_export(run, diag, &weights);

    for (size_t h = 0; status == LILT_OK && h < run->n_heads; h++)
        status = judge_head(run, run->layers.layer[run->layers.n - run->n_heads + h].name,
                            h == HEAD_FER ? valid->labels : valid->crowd_labels, weights, diag,
                            &verdicts[h]);
    if (status == LILT_OK) {
        epoch->valid_loss = verdicts[HEAD_FER].loss;
        epoch->valid_accuracy = verdicts[HEAD_FER].accuracy;
        epoch->valid_ferplus_accuracy = run->n_heads > HEAD_FERPLUS
                                            ? verdicts[HEAD_FERPLUS].accuracy
                                            : (double)NAN;
        epoch->best = is_best(run, &verdicts[HEAD_FER]);
        if (epoch->best)
            status = keep_model(run, verdicts, weights, diag);
    }
    lilt_weights_free(weights);
    return status;
}
