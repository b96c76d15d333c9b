/* What goes together: against the plain solution of the same equations, and in small worlds whose
 * answer is plain. */
#include "check.h"
#include "lilt/recommend.h"

enum { PROFILES = 7, ITEMS = 11 };

/* The first three items go together, and the next three; who has item 6 has nothing else. */
static const LiltListen small_world[] = {
    {0, 0, 9}, {0, 1, 4}, {1, 1, 7}, {1, 2, 2}, {2, 0, 3}, {2, 2, 5},
    {3, 3, 1}, {3, 4, 8}, {4, 4, 6}, {4, 5, 2}, {5, 6, 4},
};

TEST(those_who_played_the_one_played_the_other)
{
    const LiltListen mine[] = {{0, 0, 1}}, theirs[] = {{0, 3, 1}}, nothing[] = {{0, 99, 1}};
    LiltTogether *model = NULL;
    float scores[7];

    REQUIRE(lilt_together_fit(small_world, sizeof small_world / sizeof *small_world, &model) ==
                LILT_OK,
            "fit");
    CHECK(lilt_together_n_items(model) == 7, "as many items as were heard");
    REQUIRE(lilt_together_score(model, mine, 1, scores) == LILT_OK, "score");
    CHECK(scores[1] > 0 && scores[2] > 0, "its friends: %g %g", (double)scores[1],
          (double)scores[2]);
    CHECK(scores[3] == 0 && scores[4] == 0 && scores[6] == 0, "strangers say nothing");
    REQUIRE(lilt_together_score(model, theirs, 1, scores) == LILT_OK, "score");
    CHECK(scores[4] > scores[5] && scores[0] == 0, "nearer before farther: %g %g",
          (double)scores[4], (double)scores[5]);
    REQUIRE(lilt_together_score(model, nothing, 1, scores) == LILT_OK, "score");
    for (int i = 0; i < 7; i++)
        CHECK(scores[i] == 0, "an item nobody has says nothing of %d", i);
    lilt_together_free(model);
}

TEST(a_world_without_listens_has_no_items)
{
    LiltTogether *model = NULL;

    REQUIRE(lilt_together_fit(NULL, 0, &model) == LILT_OK, "fit");
    CHECK(lilt_together_n_items(model) == 0, "nothing");
    CHECK(lilt_together_score(model, small_world, 3, NULL) == LILT_OK, "nothing to write");
    lilt_together_free(model);
}

TEST(only_the_order_of_plays_within_a_profile_counts)
{
    enum { N = sizeof small_world / sizeof *small_world };
    LiltListen loud[N];
    LiltTogether *one = NULL, *other = NULL;
    float scores[2][7];

    for (size_t i = 0; i < N; i++) { /* the other way round, and a hundred times as often */
        loud[i] = small_world[N - 1 - i];
        loud[i].plays *= loud[i].profile % 2 ? 100.0f : 1.0f;
    }
    REQUIRE(lilt_together_fit(small_world, N, &one) == LILT_OK, "fit");
    REQUIRE(lilt_together_fit(loud, N, &other) == LILT_OK, "fit");
    REQUIRE(lilt_together_score(one, small_world, 2, scores[0]) == LILT_OK, "score");
    REQUIRE(lilt_together_score(other, small_world, 2, scores[1]) == LILT_OK, "score");
    CHECK_BYTES(scores[0], scores[1], sizeof scores[0], "the same");
    lilt_together_free(one);
    lilt_together_free(other);
}

/* Gaussian elimination without pivots, in double: a [n,n] positive definite, x [n] in place. */
static void
eliminate(double *a, double *x, size_t n)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = k + 1; i < n; i++) {
            const double part = a[i * n + k] / a[k * n + k];

            for (size_t j = k; j < n; j++)
                a[i * n + j] -= part * a[k * n + j];
            x[i] -= part * x[k];
        }
    for (size_t i = n; i-- > 0;) {
        for (size_t j = i + 1; j < n; j++)
            x[i] -= a[i * n + j] * x[j];
        x[i] /= a[i * n + i];
    }
}

/* Everybody has each item with even odds; no two counts of a profile are equal. */
static size_t
make_world(LiltRng *rng, double x[PROFILES][ITEMS], LiltListen *listens)
{
    size_t n = 0;

    for (uint32_t p = 0; p < PROFILES; p++) {
        const size_t first = n;

        for (uint32_t i = 0; i < ITEMS; i++)
            if (i == p || i == ITEMS - 1 || lilt_rng_below(rng, 2) == 0)
                listens[n++] = (LiltListen){p, i, 1.0f + lilt_rng_unit(rng) * 1e4f};
        for (size_t a = first; a < n; a++) {
            double rank = 0.5;

            for (size_t b = first; b < n; b++)
                rank += listens[b].plays < listens[a].plays;
            x[p][listens[a].item] = 0.65 + 0.70 * rank / (double)(n - first);
        }
    }
    return n;
}

TEST(scores_are_those_of_the_primal_ridge_regression)
{
    LiltRng rng = lilt_rng_new(check_seed(), 3);
    double x[PROFILES][ITEMS] = {{0}}, ridge[ITEMS], g[ITEMS * ITEMS], w[ITEMS];
    LiltListen listens[PROFILES * ITEMS];
    const size_t n = make_world(&rng, x, listens);
    LiltTogether *model = NULL;
    float scores[ITEMS];
    size_t n_mine = 0;

    for (int i = 0; i < ITEMS; i++) {
        double n_have = 0;

        for (int p = 0; p < PROFILES; p++)
            n_have += x[p][i] > 0;
        ridge[i] = 100.0 * sqrt((n_have + 1.0) * ITEMS / (double)n);
    }
    while (n_mine < n && listens[n_mine].profile == 0)
        n_mine++;
    REQUIRE(lilt_together_fit(listens, n, &model) == LILT_OK, "fit");
    REQUIRE(lilt_together_score(model, listens, n_mine, scores) == LILT_OK, "score");
    for (int item = 0; item < ITEMS; item++) { /* (X'X + ridge) w = X' x_item, one item a time */
        double want = 0;

        for (int i = 0; i < ITEMS; i++) {
            w[i] = 0;
            for (int p = 0; p < PROFILES; p++)
                w[i] += x[p][i] * x[p][item];
            for (int j = 0; j < ITEMS; j++) {
                g[i * ITEMS + j] = i == j ? ridge[i] : 0;
                for (int p = 0; p < PROFILES; p++)
                    g[i * ITEMS + j] += x[p][i] * x[p][j];
            }
        }
        eliminate(g, w, ITEMS);
        for (int i = 0; i < ITEMS; i++)
            want += x[0][i] * w[i];
        CHECK_NEAR(want, scores[item], 1e-4, "item %d", item);
    }
    lilt_together_free(model);
}

TEST_MAIN()
