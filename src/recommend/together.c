/* What goes together: kernel ridge regression over profiles.
 *
 * Every profile is a row of X, a weight for each item it has. For somebody with the row x the score
 * of all items is s = k (K + I)^-1 X, where K = X D X' holds how alike the profiles are, k = x D X'
 * how alike each is to x, and D gives less say to items that everybody has. This is a linear
 * autoencoder with a ridge (H. Steck, "Autoencoders that don't overfit towards the identity",
 * NeurIPS 2020) in its dual form: its size is the square of the number of profiles, however many
 * items there are. What somebody plays most within a profile weighs twice what is played least,
 * whatever the counts are, since they differ by orders of magnitude from listener to listener. */
#include "lilt/recommend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Chosen on a fifth of the training lines of HetRec 2011 that was held back. */
#define LEAST_WEIGHT 0.65f  /* of an item in a profile; */
#define WEIGHT_RANGE 0.70f  /* the most played one has so much more */
#define RIDGE        100.0f /* for an item that as many profiles have as the mean item */

/* An item of a profile, or a profile of an item. */
typedef struct {
    uint32_t index;
    float weight;
} Entry;

struct LiltTogether {
    size_t n_profiles, n_items;
    size_t *begin; /* [n_items + 1]: where the item's profiles begin */
    Entry *profiles;
    float *ridge;  /* [n_items] */
    float *factor; /* [n_profiles, n_profiles]: lower triangle of the factor of K + I */
};

/* ---- weights --------------------------------------------------------------------------------- */

static int
compare_plays(const void *a, const void *b)
{
    const LiltListen *x = a, *y = b;

    return x->profile != y->profile ? (x->profile > y->profile) - (x->profile < y->profile)
                                    : (x->plays > y->plays) - (x->plays < y->plays);
}

/* Replace plays by weights in a profile whose n items are in the order of their plays. Items played
 * equally often weigh the same. */
static void
weigh_profile(LiltListen *listens, size_t n)
{
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && listens[end].plays == listens[first].plays;)
            end++;
        const float rank = 0.5f * (float)(first + end) / (float)n;

        for (size_t i = first; i < end; i++)
            listens[i].plays = LEAST_WEIGHT + WEIGHT_RANGE * rank;
    }
}

/* A copy in the order of profiles with weights in the place of plays; free(). */
static LiltListen *
dup_weighed(const LiltListen *listens, size_t n)
{
    LiltListen *copy = malloc((n > 0 ? n : 1) * sizeof *copy);

    if (copy == NULL || n == 0)
        return copy;
    memcpy(copy, listens, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, compare_plays);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && copy[end].profile == copy[first].profile;)
            end++;
        weigh_profile(copy + first, end - first);
    }
    return copy;
}

/* ---- fitting --------------------------------------------------------------------------------- */

static void
list_profiles(LiltTogether *model, const LiltListen *weighed, size_t n)
{
    for (size_t i = 0; i < n; i++)
        model->begin[weighed[i].item + 1]++;
    for (size_t item = 0; item < model->n_items; item++)
        model->begin[item + 1] += model->begin[item];
    for (size_t i = n; i-- > 0;) { /* from behind: a place behind each item's last is kept */
        const size_t item = weighed[i].item;

        model->profiles[--model->begin[item + 1]] = (Entry){weighed[i].profile, weighed[i].plays};
    }
    memmove(model->begin, model->begin + 1, model->n_items * sizeof *model->begin);
    model->begin[model->n_items] = n;
    for (size_t item = 0; item < model->n_items; item++) {
        const size_t n_have = model->begin[item + 1] - model->begin[item];
        const float mean = (float)n / (float)model->n_items;

        model->ridge[item] = RIDGE * sqrtf((float)(n_have + 1) / mean);
    }
}

/* The lower triangle of K + I. */
static void
fill_kernel(LiltTogether *model)
{
    const size_t n = model->n_profiles;

    for (size_t item = 0; item < model->n_items; item++) {
        const Entry *profiles = model->profiles + model->begin[item];
        const size_t n_have = model->begin[item + 1] - model->begin[item];

        for (size_t i = 0; i < n_have; i++)
            for (size_t j = 0; j <= i; j++) /* profiles rise, so this is below the diagonal */
                model->factor[profiles[i].index * n + profiles[j].index] += profiles[i].weight *
                                                                            profiles[j].weight /
                                                                            model->ridge[item];
    }
    for (size_t i = 0; i < n; i++)
        model->factor[i * n + i] += 1.0f;
}

/* Several sums at once, so that the compiler may use wide registers. */
static float
dot(const float *a, const float *b, size_t n)
{
    enum { LANES = 16 };
    float sums[LANES] = {0.0f}, sum = 0.0f;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] += a[i + lane] * b[i + lane];
    for (; i < n; i++)
        sum += a[i] * b[i];
    for (size_t lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    return sum;
}

/* Cholesky, row by row. The matrix is positive definite: no eigenvalue is below 1. */
static void
factorise(float *a, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            const float rest = a[i * n + j] - dot(a + i * n, a + j * n, j);

            a[i * n + j] = i == j ? sqrtf(fmaxf(rest, 0.5f)) : rest / a[j * n + j];
        }
}

LiltStatus
lilt_together_fit(const LiltListen *listens, size_t n, LiltTogether **ret_model)
{
    LiltTogether *model = calloc(1, sizeof *model);
    LiltListen *weighed = dup_weighed(listens, n);

    for (size_t i = 0; model != NULL && i < n; i++) {
        if (listens[i].profile >= model->n_profiles)
            model->n_profiles = listens[i].profile + 1;
        if (listens[i].item >= model->n_items)
            model->n_items = listens[i].item + 1;
    }
    if (model != NULL) {
        model->begin = calloc(model->n_items + 2, sizeof *model->begin);
        model->profiles = calloc(n + 1, sizeof *model->profiles);
        model->ridge = calloc(model->n_items + 1, sizeof *model->ridge);
        model->factor = calloc(model->n_profiles * model->n_profiles + 1, sizeof *model->factor);
    }
    if (weighed == NULL || model == NULL || model->begin == NULL || model->profiles == NULL ||
        model->ridge == NULL || model->factor == NULL) {
        lilt_together_free(model);
        free(weighed);
        return LILT_E_NOMEM;
    }
    list_profiles(model, weighed, n);
    free(weighed);
    fill_kernel(model);
    factorise(model->factor, model->n_profiles);
    *ret_model = model;
    return LILT_OK;
}

void
lilt_together_free(LiltTogether *model)
{
    if (model == NULL)
        return;
    free(model->begin);
    free(model->profiles);
    free(model->ridge);
    free(model->factor);
    free(model);
}

/* ---- scoring --------------------------------------------------------------------------------- */

size_t
lilt_together_n_items(const LiltTogether *model)
{
    return model->n_items;
}

/* Solve (K + I) x = x in place. */
static void
solve(const LiltTogether *model, float *x)
{
    const size_t n = model->n_profiles;

    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - dot(model->factor + i * n, x, i)) / model->factor[i * n + i];
    for (size_t i = n; i-- > 0;) {
        const float *row = model->factor + i * n;

        x[i] /= row[i];
        for (size_t j = 0; j < i; j++)
            x[j] -= x[i] * row[j];
    }
}

LiltStatus
lilt_together_score(const LiltTogether *model, const LiltListen *mine, size_t n, float *scores)
{
    LiltListen *weighed = dup_weighed(mine, n);
    float *say = calloc(model->n_profiles + 1, sizeof *say); /* of each profile */

    if (weighed == NULL || say == NULL) {
        free(weighed);
        free(say);
        return LILT_E_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        const size_t item = weighed[i].item;

        if (item >= model->n_items)
            continue;
        for (size_t e = model->begin[item]; e < model->begin[item + 1]; e++)
            say[model->profiles[e].index] += weighed[i].plays * model->profiles[e].weight /
                                             model->ridge[item];
    }
    solve(model, say);
    for (size_t item = 0; item < model->n_items; item++) {
        scores[item] = 0.0f;
        for (size_t e = model->begin[item]; e < model->begin[item + 1]; e++)
            scores[item] += say[model->profiles[e].index] * model->profiles[e].weight;
    }
    free(weighed);
    free(say);
    return LILT_OK;
}
