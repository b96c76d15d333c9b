/* A pool of rows. Most rows of a large catalogue lie too far from the aim to matter: a glance at
 * their place in the plane tells. */
#include "pool.h"

#include <math.h>
#include <stdlib.h>

#include "policy.h"
#include "score.h"

enum {
    SAMPLE = 1024, /* rows that are scored to find the bar: so many at least, */
    ONE_IN = 256,  /* one in so many of a large catalogue, */
    MOST_SAMPLE = 4096,
    ENOUGH = 800,  /* rows in a pool for one aim, */
    LEAST = 3,     /* more where so few of the sample would be above the bar */
    FOR_MANY = 16, /* of the sample above the bar when the aim moves on */
    BLOCK = 64,    /* rows that are glanced at together */
};

/* ---- filling --------------------------------------------------------------------------------- */

static int
compare_falling(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x < y) - (x > y);
}

/* How many rows are in the sample. Of a large catalogue more are worth their cost: the bar is then
 * found higher up, and fewer rows come above it. */
static size_t
count_sample(size_t n_tracks)
{
    const size_t n = n_tracks / ONE_IN;

    return n < SAMPLE ? SAMPLE : n < MOST_SAMPLE ? n : MOST_SAMPLE;
}

/* How many rows of the sample are to lie above the bar. */
static size_t
count_above(const LiltRequest *request, size_t n_sample)
{
    const size_t above = n_sample * ENOUGH / request->catalogue->n_tracks;

    if (request->policy == LILT_POLICY_PATH || lilt_request_lifts(request))
        return FOR_MANY;
    return above > LEAST ? above : LEAST;
}

/* The score that so many rows of an even sample reach. */
static float
find_bar(const LiltRequest *request, LiltPoint aim, LiltEmotion mood, const bool *taken)
{
    const size_t n_tracks = request->catalogue->n_tracks, n_sample = count_sample(n_tracks);
    float scores[MOST_SAMPLE];

    for (size_t i = 0; i < n_sample; i++) {
        const size_t row = i * n_tracks / n_sample;

        scores[i] = taken[row] || request->catalogue->love[row] < 0
                        ? -INFINITY
                        : lilt_score_base(request, row, mood) +
                              lilt_score_aimed(request->catalogue, row, aim);
    }
    qsort(scores, n_sample, sizeof *scores, compare_falling);
    return scores[count_above(request, n_sample)];
}

static bool
add_row(Pool *pool, const LiltRequest *request, size_t row)
{
    const float base = lilt_score_base(request, row, pool->mood);
    const float score = base + lilt_score_aimed(request->catalogue, row, pool->aim);

    if (!(score > pool->bar))
        return true;
    if (pool->n == pool->capacity) {
        const size_t capacity = pool->capacity > 0 ? 2 * pool->capacity : 4096;
        PoolRow *rows = realloc(pool->rows, capacity * sizeof *rows);

        if (rows == NULL)
            return false;
        pool->rows = rows;
        pool->capacity = capacity;
    }
    pool->rows[pool->n++] = (PoolRow){base, score, row};
    return true;
}

/* Is one of these rows nearer to the aim than the square root of `reach2`? Without branches, so
 * that many are looked at at once. */
static bool
any_near(const LiltCatalogue *c, size_t first, size_t n, LiltPoint aim, float reach2)
{
    int any = 0;

    for (size_t i = 0; i < n; i++)
        any |= lilt_score_distance2(c, first + i, aim) < reach2;
    return any != 0;
}

static int
compare_rows(const void *a, const void *b)
{
    const PoolRow *x = a, *y = b;

    return x->score != y->score ? (x->score < y->score) - (x->score > y->score)
                                : (x->row > y->row) - (x->row < y->row);
}

/* How far off a row may lie: one that was loved or played, and any other, without what the
 * listener's model says of it. Below 0: only one of which that speaks well. */
typedef struct {
    float known, other;
} Reach;

static float
square_of_reach(float reach)
{
    return reach > 0.0f ? reach * reach : 0.0f;
}

/* Which rows of a block may matter. Which are near is as good as chance: they are told several at a
 * time, and gathered without a branch. Gives how many. */
static size_t
gather(const LiltRequest *request, size_t first, size_t n, LiltPoint aim, Reach reach, size_t *near)
{
    const LiltCatalogue *c = request->catalogue;
    const float known2 = square_of_reach(reach.known), other2 = square_of_reach(reach.other);
    uint32_t is_near[BLOCK];
    size_t n_near = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t row = first + i;
        const uint32_t known = c->n_plays[row] | (uint32_t)(c->love[row] > 0);

        is_near[i] = lilt_score_distance2(c, row, aim) < (known != 0 ? known2 : other2);
    }
    for (size_t i = 0; i < n; i++) {
        near[n_near] = first + i;
        n_near += is_near[i];
    }
    return n_near;
}

static size_t
gather_for(const LiltRequest *request, size_t first, size_t n, LiltPoint aim, Reach reach,
           size_t *near)
{
    const LiltCatalogue *c = request->catalogue;
    size_t n_near = 0;

    for (size_t row = first; row < first + n; row++) {
        const bool known = (c->love[row] > 0) | (c->n_plays[row] > 0);
        const float pull = lilt_score_pull(&request->listener, row);
        const float far = square_of_reach((known ? reach.known : reach.other) + pull);

        near[n_near] = row;
        n_near += lilt_score_distance2(c, row, aim) < far;
    }
    return n_near;
}

/* Add those rows of a block that belong into the pool. False when memory is short. */
static bool
add_block(Pool *pool, const LiltRequest *request, size_t first, size_t n, Reach reach,
          const bool *taken)
{
    const LiltCatalogue *c = request->catalogue;
    const bool listens = request->listener.personal != NULL || request->listener.together != NULL;
    size_t near[BLOCK];
    const size_t n_near = (listens ? gather_for : gather)(request, first, n, pool->aim, reach,
                                                          near);

    for (size_t i = 0; i < n_near; i++) {
        const size_t row = near[i];
        const float distance = sqrtf(lilt_score_distance2(c, row, pool->aim));

        if (c->love[row] >= 0 && !taken[row] &&
            lilt_score_may_exceed(request, row, distance, pool->mood, pool->bar) &&
            !add_row(pool, request, row))
            return false;
    }
    return true;
}

LiltStatus
lilt_pool_fill(Pool *pool, const LiltRequest *request, LiltPoint aim, bool everything,
               const bool *taken)
{
    const LiltCatalogue *c = request->catalogue;

    pool->n = 0;
    pool->aim = aim;
    pool->mood = lilt_request_class(request, aim);
    pool->bar = everything || c->n_tracks <= 2 * SAMPLE ? -INFINITY
                                                        : find_bar(request, aim, pool->mood, taken);
    const Reach reach = {lilt_score_reach(request, pool->mood, pool->bar, true),
                         lilt_score_reach(request, pool->mood, pool->bar, false)};
    const float farthest2 = square_of_reach(reach.known + lilt_score_most_pull(&request->listener));

    for (size_t first = 0; first < c->n_tracks; first += BLOCK) {
        const size_t n = c->n_tracks - first < BLOCK ? c->n_tracks - first : BLOCK;

        if (any_near(c, first, n, aim, farthest2) &&
            !add_block(pool, request, first, n, reach, taken))
            return LILT_E_NOMEM;
    }
    qsort(pool->rows, pool->n, sizeof *pool->rows, compare_rows);
    return LILT_OK;
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* A better one than the best so far: more points, or as many and the lower row. */
static bool
is_better(const Pool *pool, size_t i, float score, ptrdiff_t best, float best_score)
{
    return best < 0 || score > best_score ||
           (score == best_score && pool->rows[i].row < pool->rows[best].row);
}

ptrdiff_t
lilt_pool_best(const Pool *pool, const LiltRequest *request, LiltPoint aim, const bool *taken,
               const LiltPick *picks, size_t n)
{
    const LiltCatalogue *c = request->catalogue;
    const float gain = lilt_score_most_gained(pool->aim, aim);
    float best_score = -INFINITY, crowded_score = -INFINITY;
    ptrdiff_t best = -1, crowded = -1;

    for (size_t i = 0; i < pool->n && (best < 0 || pool->rows[i].score + gain >= best_score); i++) {
        const size_t row = pool->rows[i].row;

        if (taken[row])
            continue;
        const float score = pool->rows[i].base + lilt_score_aimed(c, row, aim) +
                            lilt_score_variety(c, row, picks, n);

        if (lilt_score_is_crowded(c, row, picks, n)) {
            if (is_better(pool, i, score, crowded, crowded_score))
                crowded = (ptrdiff_t)i, crowded_score = score;
        } else if (is_better(pool, i, score, best, best_score)) {
            best = (ptrdiff_t)i, best_score = score;
        }
    }
    if (pool->bar == -INFINITY)
        return best >= 0 ? best : crowded;
    return best >= 0 && best_score > pool->bar + gain ? best : -1;
}

void
lilt_pool_clear(Pool *pool)
{
    free(pool->rows);
}
