/* What goes together, judged by what people listened to. */
#include "bench_listening.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "listens.h"

enum { TOP = 20 };

/* The lines of a user, from lines->listens[*at] on; *at moves behind them. */
static const LiltListen *
take_user(const LabListens *lines, uint32_t user, size_t *at, size_t *ret_n)
{
    while (*at < lines->n && lines->listens[*at].profile < user)
        ++*at;
    const size_t first = *at;

    while (*at < lines->n && lines->listens[*at].profile == user)
        ++*at;
    *ret_n = *at - first;
    return lines->listens + first;
}

/* The items with the highest scores, best first; gives how many. */
static size_t
find_top(const float *scores, size_t n_items, uint32_t *top)
{
    size_t n = 0;

    for (size_t item = 0; item < n_items; item++) {
        size_t place = n;

        if (scores[item] == -INFINITY ||
            (n == TOP && scores[item] <= scores[top[TOP - 1]])) /* equal: the lower number */
            continue;
        n += n < TOP;
        for (place = n - 1; place > 0 && scores[top[place - 1]] < scores[item]; place--)
            top[place] = top[place - 1];
        top[place] = (uint32_t)item;
    }
    return n;
}

typedef struct {
    double recall, ndcg;
    size_t n_users;
} Sums;

static bool
is_among(const LiltListen *listens, size_t n, uint32_t item)
{
    for (size_t i = 0; i < n; i++)
        if (listens[i].item == item)
            return true;
    return false;
}

static void
judge(const uint32_t *top, size_t n_top, const LiltListen *kept, size_t n_kept, Sums *sums)
{
    double hits = 0.0, gain = 0.0, most = 0.0;

    for (size_t i = 0; i < TOP; i++) {
        const double worth = 1.0 / log2((double)i + 2.0);

        if (i < n_top && is_among(kept, n_kept, top[i]))
            hits += 1.0, gain += worth;
        most += i < n_kept ? worth : 0.0;
    }
    sums->recall += hits / (double)n_kept;
    sums->ndcg += gain / most;
    sums->n_users++;
}

/* Ask for everybody what they might also listen to. scores: [n_items] to work in. */
static LiltStatus
judge_all(const LiltTogether *model, const LabListens *train, const LabListens *test, float *scores,
          Sums *sums)
{
    const size_t n_items = lilt_together_n_items(model);
    size_t train_at = 0, test_at = 0;
    uint32_t top[TOP];
    LiltStatus status = LILT_OK;

    while (status == LILT_OK && test_at < test->n) {
        const uint32_t user = test->listens[test_at].profile;
        size_t n_known, n_kept;
        const LiltListen *known = take_user(train, user, &train_at, &n_known);
        const LiltListen *kept = take_user(test, user, &test_at, &n_kept);

        status = lilt_together_score(model, known, n_known, scores);
        for (size_t i = 0; i < n_known; i++)
            scores[known[i].item] = -INFINITY;
        if (status == LILT_OK)
            judge(top, find_top(scores, n_items, top), kept, n_kept, sums);
    }
    return status;
}

static LiltStatus
measure(const LabListens *train, const LabListens *test, bool json, LiltDiag *diag)
{
    LiltTogether *model = NULL;
    Sums sums = {0};
    const int64_t began_us = lilt_clock_cpu_us();
    LiltStatus status = lilt_together_fit(train->listens, train->n, &model);
    const double fit_ms = (double)(lilt_clock_cpu_us() - began_us) * 1e-3;

    if (status == LILT_OK) {
        float *scores = malloc((lilt_together_n_items(model) + 1) * sizeof *scores);

        status = scores != NULL ? judge_all(model, train, test, scores, &sums) : LILT_E_NOMEM;
        free(scores);
    }
    lilt_together_free(model);
    if (status != LILT_OK)
        return lilt_fail(diag, status, "out of memory");
    printf(json ? "{\"recall_at_20\": %.4f, \"ndcg_at_20\": %.4f, \"fit_ms\": %.0f}\n"
                : "Recall@20 %.4f, NDCG@20 %.4f, fitted in %.0f ms\n",
           sums.recall / (double)sums.n_users, sums.ndcg / (double)sums.n_users, fit_ms);
    return LILT_OK;
}

LiltStatus
lab_bench_listening(const char *folder, bool json, LiltDiag *diag)
{
    LabListens train = {0}, test = {0};
    LiltStatus status = lab_listens_read(folder, "train.txt", diag, &train);

    if (status == LILT_OK)
        status = lab_listens_read(folder, "test.txt", diag, &test);
    if (status == LILT_OK)
        status = measure(&train, &test, json, diag);
    free(train.listens);
    free(test.listens);
    return status;
}
