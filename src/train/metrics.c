/* How good a network is: from probabilities and labels to figures, and the run that gives the
 * probabilities. */
#include "lilt/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_CLASSES = LILT_N_EMOTIONS };

static size_t
top_of(const float *probs)
{
    size_t top = 0;

    for (size_t c = 1; c < N_CLASSES; c++)
        top = probs[c] > probs[top] ? c : top;
    return top;
}

static double
ratio(size_t part, size_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0.0;
}

/* Precision, recall and F1 of each class out of the confusion. */
static void
judge_classes(LiltMetrics *m)
{
    for (size_t c = 0; c < N_CLASSES; c++) {
        size_t n_said = 0, n_has = 0;

        for (size_t i = 0; i < N_CLASSES; i++) {
            n_said += m->confusion[i][c];
            n_has += m->confusion[c][i];
        }
        m->precision[c] = ratio(m->confusion[c][c], n_said);
        m->recall[c] = ratio(m->confusion[c][c], n_has);
        m->f1[c] = ratio(2 * m->confusion[c][c], n_said + n_has);
        m->macro_f1 += m->f1[c] / N_CLASSES;
    }
}

/* Guo et al. 2017: how far confidence and accuracy lie apart, bin by bin of confidence. */
static void
judge_calibration(size_t n, const float *probs, const uint8_t *labels, LiltMetrics *m)
{
    for (size_t i = 0; i < n; i++) {
        const size_t said = top_of(probs + i * N_CLASSES);
        const double p = (double)probs[i * N_CLASSES + said];
        const size_t bin = p >= 1.0 ? LILT_N_BINS - 1 : (size_t)(p * LILT_N_BINS);

        m->bins[bin].n++;
        m->bins[bin].n_right += said == labels[i];
        m->bins[bin].confidence += p;
    }
    for (size_t b = 0; b < LILT_N_BINS; b++) {
        if (m->bins[b].n == 0)
            continue;
        m->ece += fabs(m->bins[b].confidence - (double)m->bins[b].n_right) / (double)n;
        m->bins[b].confidence /= (double)m->bins[b].n;
    }
}

void
lilt_metrics_compute(size_t n, const float *probs, const uint8_t *labels, LiltMetrics *ret_metrics)
{
    LiltMetrics m = {.n = n};
    size_t n_right = 0;

    for (size_t i = 0; i < n; i++) {
        const float *p = probs + i * N_CLASSES;

        m.confusion[labels[i]][top_of(p)]++;
        m.loss -= log(fmax((double)p[labels[i]], 1e-12)) / (double)n;
    }
    for (size_t c = 0; c < N_CLASSES; c++)
        n_right += m.confusion[c][c];
    m.accuracy = ratio(n_right, n);
    judge_classes(&m);
    judge_calibration(n, probs, labels, &m);
    *ret_metrics = m;
}

/* ---- the run ------------------------------------------------------------------------------- */

/* A thread's share: a network, a contiguous part of the faces, and how it went. */
typedef struct {
    LiltNet *net;
    LiltStatus status;
} Share;

typedef struct {
    Share *shares;
    size_t n_shares;
    const LiltFaces *faces;
    float *probs;
} Run;

static void
classify_share(void *arg, size_t index)
{
    const Run *run = arg;
    Share *share = &run->shares[index];
    const size_t n = run->faces->n;
    const size_t end = (index + 1) * n / run->n_shares;
    float luma[8 * LILT_FACE_PIXELS];

    for (size_t i = index * n / run->n_shares; i < end && share->status == LILT_OK; i += 8) {
        const size_t group = end - i < 8 ? end - i : 8;

        for (size_t j = 0; j < group * LILT_FACE_PIXELS; j++)
            luma[j] = (float)run->faces->pixels[i * LILT_FACE_PIXELS + j] * (1.0f / 255.0f);
        share->status = lilt_net_predict(share->net, group, luma, run->probs + i * N_CLASSES);
    }
}

static LiltStatus
run_shares(Run *run, LiltPool *pool, LiltDiag *diag)
{
    lilt_pool_run(pool, run->n_shares, classify_share, run);
    for (size_t i = 0; i < run->n_shares; i++)
        if (run->shares[i].status != LILT_OK)
            return lilt_fail(diag, run->shares[i].status,
                             "the network gives no finite answer: its weights are too large");
    return LILT_OK;
}

LiltStatus
lilt_classify_faces(const LiltWeights *weights, const char *head, const LiltFaces *faces,
                    LiltPool *pool, LiltDiag *diag, float *probs)
{
    Run run = {.n_shares = lilt_pool_size(pool), .faces = faces, .probs = probs};
    LiltStatus status = LILT_OK;

    run.shares = calloc(run.n_shares, sizeof *run.shares);
    if (run.shares == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run.n_shares && status == LILT_OK; i++) {
        status = lilt_net_new(weights, diag, &run.shares[i].net);
        if (status == LILT_OK)
            status = lilt_net_use_head(run.shares[i].net, head, diag);
    }
    if (status == LILT_OK)
        status = run_shares(&run, pool, diag);
    for (size_t i = 0; i < run.n_shares; i++)
        lilt_net_free(run.shares[i].net);
    free(run.shares);
    return status;
}

LiltStatus
lilt_evaluate(const LiltWeights *weights, const char *head, const LiltFaces *faces, LiltPool *pool,
              LiltDiag *diag, LiltMetrics *ret_metrics)
{
    float *probs = malloc((faces->n + 1) * N_CLASSES * sizeof *probs);
    LiltStatus status = probs != NULL ? lilt_classify_faces(weights, head, faces, pool, diag, probs)
                                      : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK)
        lilt_metrics_compute(faces->n, probs, faces->labels, ret_metrics);
    free(probs);
    return status;
}

/* ---- calibration --------------------------------------------------------------------------- */

/* The slope of the cross-entropy, summed, by the factor that multiplies the logits (log p does as
 * well as a logit: they differ by a constant): expected minus true logit. It grows with the factor,
 * since the cross-entropy is convex in it. */
static double
slope_by_factor(double factor, size_t n, const float *probs, const uint8_t *labels)
{
    double slope = 0.0;

    for (size_t i = 0; i < n; i++) {
        double logits[N_CLASSES], sum = 0.0, expected = 0.0;

        for (size_t c = 0; c < N_CLASSES; c++) {
            logits[c] = log(fmax((double)probs[i * N_CLASSES + c], 1e-30));
            sum += exp(factor * logits[c]);
            expected += logits[c] * exp(factor * logits[c]);
        }
        slope += expected / sum - logits[labels[i]];
    }
    return slope;
}

double
lilt_fit_temperature(size_t n, const float *probs, const uint8_t *labels)
{
    double low = 0.1, high = 10.0; /* of the factor, 1 / temperature */

    for (int round = 0; round < 40; round++) {
        const double middle = sqrt(low * high);

        if (slope_by_factor(middle, n, probs, labels) > 0.0)
            high = middle;
        else
            low = middle;
    }
    return 1.0 / sqrt(low * high);
}
