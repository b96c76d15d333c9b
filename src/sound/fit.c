/* Fitting a model: ridge regression on the waves, solved for as many unknowns as there are rows. */
#include "model.h"

#include <math.h>
#include <stdlib.h>

static const double PENALTY = 0.2;

static void
describe_rows(LiltSoundModel *model, size_t n, const LiltSoundRows *rows)
{
    for (size_t i = 0; i < LILT_SOUND_FEATURES; i++) {
        Tally feature = {0};

        for (size_t r = 0; r < n; r++)
            for (size_t p = 0; p < LILT_SOUND_PARTS; p++)
                tally(&feature, rows[r].part[p][i]);
        model->mean[i] = tally_mean(&feature);
        model->deviation[i] = tally_deviation(&feature) + 1e-6f;
    }
}

static double
product(const float *a, const float *b)
{
    double sum = 0;

    for (size_t block = 0; block < N_WAVES; block += 64) {
        float part = 0;

        for (size_t i = block; i < block + 64; i++)
            part += a[i] * b[i];
        sum += (double)part;
    }
    return sum;
}

/* The lower half of waves * waves' + PENALTY * I. */
static void
fill_gram(size_t n, float (*waves)[N_WAVES], double *gram)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++)
            gram[i * n + j] = product(waves[i], waves[j]);
        gram[i * n + i] += PENALTY;
    }
}

/* The Cholesky factor, in place: the matrix is positive definite, the penalty sees to that. */
static void
factorise(size_t n, double *a)
{
    for (size_t j = 0; j < n; j++)
        for (size_t i = j; i < n; i++) {
            double sum = a[i * n + j];

            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = i == j ? sqrt(sum) : sum / a[j * n + j];
        }
}

/* x = (l l')^-1 x */
static void
solve(size_t n, const double *l, double *x)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= l[i * n + k] * x[k];
        x[i] /= l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= l[k * n + i] * x[k];
        x[i] /= l[i * n + i];
    }
}

static double
told_of(LiltPoint point, int k)
{
    const double v = (double)point.valence, a = (double)point.arousal;

    return k == 0 ? v : k == 1 ? a : v * a;
}

static void
regress(LiltSoundModel *model, size_t n, float (*waves)[N_WAVES], const LiltPoint *points,
        double *gram, double *x)
{
    fill_gram(n, waves, gram);
    factorise(n, gram);
    for (int k = 0; k < N_TOLD; k++) {
        for (size_t i = 0; i < n; i++)
            x[i] = told_of(points[i], k);
        solve(n, gram, x);
        for (size_t w = 0; w < N_WAVES; w++) {
            double sum = 0;

            for (size_t i = 0; i < n; i++)
                sum += x[i] * (double)waves[i][w];
            model->weights[w][k] = (float)sum;
        }
    }
}

LiltStatus
lilt_sound_model_fit(size_t n, const LiltSoundRows *rows, const LiltPoint *points, LiltDiag *diag,
                     LiltSoundModel **ret_model)
{
    if (n < 2)
        return lilt_fail(diag, LILT_E_FORMAT, "a model wants two sounds or more");
    LiltSoundModel *model = model_new();
    float(*waves)[N_WAVES] = malloc(n * sizeof *waves);
    double *gram = malloc(n * n * sizeof *gram), *x = malloc(n * sizeof *x);
    const bool well = model != NULL && waves != NULL && gram != NULL && x != NULL;

    if (well) {
        describe_rows(model, n, rows);
        for (size_t i = 0; i < n; i++)
            model_waves(model, &rows[i], waves[i]);
        regress(model, n, waves, points, gram, x);
    }
    free(waves);
    free(gram);
    free(x);
    if (!well) {
        lilt_sound_model_free(model);
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    }
    *ret_model = model;
    return LILT_OK;
}
