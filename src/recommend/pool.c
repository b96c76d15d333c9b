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
    ENOUGH = 800, /* rows in a pool for one aim, */
    LEAST = 3,    /* more where so few of the sample would be above the bar */
    BLOCK = 64,   /* rows that are glanced at together */
};

/* ---- filling --------------------------------------------------------------------------------- */

/* Put a score among the `n` best so far, which fall. */
static void
keep_best(float *best, size_t n, float score)
{
    size_t i = n - 1;

    if (!(score > best[i]))
        return;
    for (; i > 0 && score > best[i - 1]; i--)
        best[i] = best[i - 1];
    best[i] = score;
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
count_above(size_t n_tracks, size_t n_sample)
{
    const size_t above = n_sample * ENOUGH / n_tracks;

    return above > LEAST ? above : LEAST;
}

/* The score that so many rows of an even sample reach. */
static float
find_bar(const LiltRequest *request, LiltPoint aim, LiltEmotion mood, const bool *taken)
{
    const size_t n_tracks = request->catalogue->n_tracks, n_sample = count_sample(n_tracks);
    const size_t n_best = count_above(n_tracks, n_sample) + 1;
    float best[SAMPLE];

    for (size_t i = 0; i < n_best; i++)
        best[i] = -INFINITY;
    for (size_t i = 0; i < n_sample; i++) {
        const size_t row = i * n_tracks / n_sample;

        if (!taken[row] && request->catalogue->love[row] >= 0)
            keep_best(best, n_best,
                      lilt_score_base(request, row, mood) +
                          lilt_score_aimed(request->catalogue, row, aim));
    }
    return best[n_best - 1];
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

static int
compare_rows(const void *a, const void *b)
{
    const PoolRow *x = a, *y = b;

    return x->score != y->score ? (x->score < y->score) - (x->score > y->score)
                                : (x->row > y->row) - (x->row < y->row);
}

/* The columns that tell how far off the rows of a block may lie. */
typedef struct {
    const float *words, *personal, *together;
    const uint32_t *genre, *n_plays;
    const int8_t *love;
} Block;

static Block
block_at(const LiltRequest *request, size_t first)
{
    static const float nothing[BLOCK];
    const LiltCatalogue *c = request->catalogue;
    const LiltListener *listener = &request->listener;

    return (Block){
        .words = c->words + first,
        .personal = listener->personal != NULL ? listener->personal + first : nothing,
        .together = listener->together != NULL ? listener->together + first : nothing,
        .genre = c->genre + first,
        .n_plays = c->n_plays + first,
        .love = c->love + first,
    };
}

static inline bool
is_within(float distance2, float reach)
{
    return distance2 < reach * fabsf(reach); /* below 0: nowhere */
}

/* Which rows of a block may matter. Which are near is as good as chance: they are told several at a
 * time, and gathered without a branch; then by their genres. Gives how many. */
static size_t
gather(const LiltRequest *request, size_t first, size_t n, LiltPoint aim, const LiltReach *reach,
       size_t *near)
{
    const Block block = block_at(request, first);
    float distances2[BLOCK], reaches[BLOCK];
    size_t n_near = 0, n_left = 0;

    for (size_t i = 0; i < n; i++) {
        distances2[i] = lilt_score_distance2(request->catalogue, first + i, aim);
        reaches[i] = lilt_score_reach_of(reach, block.love[i], block.n_plays[i], block.words[i],
                                         block.personal[i], block.together[i]);
    }
    for (size_t i = 0; i < n; i++) {
        near[n_near] = i;
        n_near += is_within(distances2[i], reaches[i]);
    }
    for (size_t k = 0; k < n_near; k++) {
        const size_t i = near[k];
        const uint32_t genre = block.genre[i] < LILT_N_GENRES ? block.genre[i] : LILT_N_GENRES;

        near[n_left] = first + i;
        n_left += is_within(distances2[i], reaches[i] - reach->genre[genre]);
    }
    return n_left;
}

/* Add those rows of a block that belong into the pool. False when memory is short. */
static bool
add_block(Pool *pool, const LiltRequest *request, size_t first, size_t n, const LiltReach *reach,
          const bool *taken)
{
    const LiltCatalogue *c = request->catalogue;
    size_t near[BLOCK];
    const size_t n_near = gather(request, first, n, pool->aim, reach, near);

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
    const LiltReach reach = lilt_score_reach(request, pool->mood, pool->bar);

    for (size_t first = 0; first < c->n_tracks; first += BLOCK) {
        const size_t n = c->n_tracks - first < BLOCK ? c->n_tracks - first : BLOCK;

        if (!add_block(pool, request, first, n, &reach, taken))
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
