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
    ENOUGH = 300, /* rows in a pool for one aim, */
    LEAST = 3,    /* more where so few of the sample would be above the bar */
    BLOCK = 2048, /* rows that are glanced at together */
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

/* An even sample of the rows, and what each scores wherever the aim is: -INFINITY, it must not
 * come. */
typedef struct {
    size_t n;
    float fixed[MOST_SAMPLE];
} Sample;

static size_t
sample_row(const Sample *sample, size_t i, size_t n_tracks)
{
    return i * n_tracks / sample->n;
}

static void
take_sample(Sample *sample, const LiltRequest *request, const bool *taken)
{
    const size_t n_tracks = request->catalogue->n_tracks;

    sample->n = count_sample(n_tracks);
    for (size_t i = 0; i < sample->n; i++) {
        const size_t row = sample_row(sample, i, n_tracks);

        sample->fixed[i] = taken[row] || request->catalogue->love[row] < 0
                               ? -INFINITY
                               : lilt_score_fixed(request, row);
    }
}

/* The score that so many rows of the sample reach. */
static float
find_bar(const Sample *sample, const LiltRequest *request, LiltPoint aim, LiltEmotion mood)
{
    const size_t n_tracks = request->catalogue->n_tracks;
    const size_t n_best = count_above(n_tracks, sample->n) + 1;
    float best[SAMPLE];

    for (size_t i = 0; i < n_best; i++)
        best[i] = -INFINITY;
    for (size_t i = 0; i < sample->n; i++) {
        const size_t row = sample_row(sample, i, n_tracks);

        keep_best(best, n_best,
                  sample->fixed[i] + lilt_score_map(request, row, mood) +
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

/* How much farther off each row of a block may lie than one of which nothing is known. Without a
 * branch, as what follows: several rows are told at a time. */
static void
measure_block(const LiltRequest *request, size_t first, size_t n, const LiltReach *reach,
              float *farther)
{
    static const float nothing[BLOCK];
    const LiltCatalogue *c = request->catalogue;
    const LiltListener *listener = &request->listener;
    const float *personal = listener->personal != NULL ? listener->personal + first : nothing;
    const float *together = listener->together != NULL ? listener->together + first : nothing;
    const LiltReach weights = *reach;

    for (size_t i = 0; i < n; i++)
        farther[i] = lilt_score_farther(&weights, c->love[first + i], c->n_plays[first + i],
                                        c->words[first + i], personal[i], together[i]);
}

/* Those rows of a block that are left. */
typedef struct {
    size_t n;
    uint32_t places[BLOCK];  /* in the block */
    float distances2[BLOCK]; /* of all of its rows from the aim */
} Sieve;

static inline bool
is_within(float distance2, float reach)
{
    return distance2 < reach * fabsf(reach); /* below 0: nowhere */
}

/* What is left lies far apart in each column: it is fetched while other rows are still sifted. */
static inline void
fetch(const void *address)
{
    __builtin_prefetch(address);
}

/* Leave the rows that are near enough whatever their genre is. */
static void
sift_near(Sieve *sieve, const Pool *pool, const LiltCatalogue *c, size_t first, size_t n,
          const float *farther)
{
    const LiltPoint aim = pool->aim;
    const float unknown = pool->reach.unknown;
    size_t n_left = 0;
    uint8_t hits[BLOCK];

    for (size_t i = 0; i < n; i++) {
        sieve->distances2[i] = lilt_score_distance2(c, first + i, aim);
        hits[i] = is_within(sieve->distances2[i], unknown + farther[i]);
    }
    for (size_t i = 0; i < n; i++) {
        sieve->places[n_left] = (uint32_t)i;
        n_left += hits[i];
    }
    sieve->n = n_left;
    for (size_t k = 0; k < n_left; k++)
        fetch(c->genre + first + sieve->places[k]);
}

/* Leave those that are near enough for their genre. */
static void
sift_genre(Sieve *sieve, const Pool *pool, const LiltCatalogue *c, size_t first,
           const float *farther)
{
    size_t n_left = 0;

    for (size_t k = 0; k < sieve->n; k++) {
        const uint32_t i = sieve->places[k], genre = c->genre[first + i];
        const float less = pool->reach.genre[genre < LILT_N_GENRES ? genre : LILT_N_GENRES];

        sieve->places[n_left] = i;
        n_left += is_within(sieve->distances2[i], pool->reach.unknown - less + farther[i]);
    }
    sieve->n = n_left;
    for (size_t k = 0; k < n_left; k++) {
        fetch(c->mode + first + sieve->places[k]);
        fetch(c->tempo_bpm + first + sieve->places[k]);
    }
}

/* Leave those that may come, and may be above the bar. */
static void
sift_bound(Sieve *sieve, const Pool *pool, const LiltRequest *request, size_t first,
           const bool *taken)
{
    const LiltCatalogue *c = request->catalogue;
    size_t n_left = 0;

    for (size_t k = 0; k < sieve->n; k++) {
        const uint32_t i = sieve->places[k];
        const size_t row = first + i;

        if (c->love[row] < 0 || taken[row] ||
            !lilt_score_may_exceed(request, row, sqrtf(sieve->distances2[i]), pool->mood,
                                   pool->bar))
            continue;
        sieve->places[n_left++] = i;
        fetch(c->last_play_s + row);
        fetch(c->id + row);
    }
    sieve->n = n_left;
}

/* Add those rows of a block that belong into the pool. False when memory is short. */
static bool
add_block(Pool *pool, const LiltRequest *request, size_t first, size_t n, const float *farther,
          const bool *taken)
{
    Sieve sieve;

    sift_near(&sieve, pool, request->catalogue, first, n, farther);
    sift_genre(&sieve, pool, request->catalogue, first, farther);
    sift_bound(&sieve, pool, request, first, taken);
    for (size_t k = 0; k < sieve.n; k++)
        if (!add_row(pool, request, first + sieve.places[k]))
            return false;
    return true;
}

/* With no bar all rows belong into a pool. */
static void
set_bars(Pool *pools, size_t n_pools, const LiltRequest *request, bool none, const bool *taken)
{
    Sample sample = {.n = 0};

    if (!none)
        take_sample(&sample, request, taken);
    for (size_t i = 0; i < n_pools; i++) {
        Pool *pool = &pools[i];

        pool->n = 0;
        pool->mood = lilt_request_class(request, pool->aim);
        pool->bar = none ? -INFINITY : find_bar(&sample, request, pool->aim, pool->mood);
        pool->reach = lilt_score_reach(request, pool->mood, pool->bar);
    }
}

LiltStatus
lilt_pool_fill(Pool *pools, size_t n_pools, const LiltRequest *request, bool everything,
               const bool *taken)
{
    const size_t n_tracks = request->catalogue->n_tracks;
    float farther[BLOCK];

    set_bars(pools, n_pools, request, everything || n_tracks <= 2 * SAMPLE, taken);
    for (size_t first = 0; first < n_tracks; first += BLOCK) {
        const size_t n = n_tracks - first < BLOCK ? n_tracks - first : BLOCK;

        measure_block(request, first, n, &pools[0].reach, farther);
        for (size_t i = 0; i < n_pools; i++)
            if (!add_block(&pools[i], request, first, n, farther, taken))
                return LILT_E_NOMEM;
    }
    for (size_t i = 0; i < n_pools; i++)
        if (pools[i].n > 0) /* else it may have no rows at all */
            qsort(pools[i].rows, pools[i].n, sizeof *pools[i].rows, compare_rows);
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
        const float most = pool->rows[i].base + lilt_score_aimed(c, row, aim);

        if (taken[row] || (best >= 0 && most < best_score))
            continue;
        const float score = most + lilt_score_variety(c, row, picks, n);

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
