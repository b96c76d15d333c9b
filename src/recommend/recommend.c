/* Ranking: place by place, the track whose parts add up to most. */
#include "lilt/recommend.h"

#include <math.h>
#include <stdlib.h>

#include "policy.h"
#include "pool.h"
#include "score.h"

/* How far ahead of a place a pool is made for. */
static const float AHEAD = 0.3f;

/* Rows that must not come, or have come. NULL when memory is short; free(). */
static bool *
mark_taken(const LiltRequest *request)
{
    const LiltCatalogue *c = request->catalogue;
    bool *taken = calloc(c->n_tracks > 0 ? c->n_tracks : 1, sizeof *taken);

    for (size_t i = 0; taken != NULL && i < request->n_exclude; i++) {
        const ptrdiff_t row = lilt_catalogue_find(c, request->exclude[i]);

        if (row >= 0)
            taken[row] = true;
    }
    return taken;
}

static float
within_one(float x)
{
    return x < -1.0f ? -1.0f : x > 1.0f ? 1.0f : x;
}

/* Where the list really aims. What is no number shifts nothing, and no shift is too long. */
static LiltPoint
shifted(const LiltRequest *request, LiltPoint aim)
{
    const float length = hypotf(request->shift.valence, request->shift.arousal);
    const float part = length > LILT_MOST_SHIFT ? LILT_MOST_SHIFT / length : 1.0f;

    if (length == 0.0f || !isfinite(length))
        return aim;
    return (LiltPoint){within_one(aim.valence + part * request->shift.valence),
                       within_one(aim.arousal + part * request->shift.arousal)};
}

static bool
same_point(LiltPoint a, LiltPoint b)
{
    return a.valence == b.valence && a.arousal == b.arousal;
}

/* Where the aim of place `n` of a list is going: as far as a pool for there still tells what is
 * best for `n`, and with the same class. */
static LiltPoint
aim_ahead(const LiltRequest *request, size_t n, size_t limit)
{
    const LiltPoint here = shifted(request, lilt_recommend_aim(request, n, limit));
    LiltPoint ahead = here;

    for (size_t i = n + 1; i < limit; i++) {
        const LiltPoint aim = shifted(request, lilt_recommend_aim(request, i, limit));

        if (hypotf(aim.valence - here.valence, aim.arousal - here.arousal) > AHEAD ||
            lilt_request_class(request, aim) != lilt_request_class(request, here))
            break;
        ahead = aim;
    }
    return ahead;
}

/* Find the best row for place `n`: in the pool there is, in one for where the aim is going, in one
 * for the aim, or among all rows. *ret_place: in the pool; -1 when no row is left. */
static LiltStatus
find_best(Pool *pool, const LiltRequest *request, const bool *taken, const LiltPick *picks,
          size_t n, size_t limit, ptrdiff_t *ret_place)
{
    const LiltPoint aim = shifted(request, lilt_recommend_aim(request, n, limit));
    const LiltPoint centres[] = {aim_ahead(request, n, limit), aim, aim};
    const bool usable = n > 0 && pool->mood == lilt_request_class(request, aim);
    ptrdiff_t place = usable ? lilt_pool_best(pool, request, aim, taken, picks, n) : -1;

    for (size_t i = same_point(centres[0], aim); i < 3 && place < 0; i++) {
        const LiltStatus status = lilt_pool_fill(pool, request, centres[i], i == 2, taken);

        if (status != LILT_OK)
            return status;
        place = lilt_pool_best(pool, request, aim, taken, picks, n);
    }
    *ret_place = place;
    return LILT_OK;
}

static void
fill_pick(LiltPick *pick, const LiltRequest *request, size_t row, LiltPoint aim,
          const LiltPick *picks, size_t n)
{
    const LiltPoint target = shifted(request, aim);
    const LiltCatalogue *c = request->catalogue;

    *pick = (LiltPick){.row = row, .aim = aim};
    pick->parts[LILT_PART_MOOD] = lilt_score_mood(c, row, aim);
    pick->parts[LILT_PART_SIGNALS] = lilt_score_mood(c, row, target) - pick->parts[LILT_PART_MOOD];
    pick->parts[LILT_PART_MAP] = lilt_score_map(request, row, lilt_request_class(request, target));
    pick->parts[LILT_PART_WORDS] = lilt_score_words(c, row, target);
    pick->parts[LILT_PART_TASTE] = lilt_score_taste(request, row);
    pick->parts[LILT_PART_TOGETHER] = lilt_score_together(request, row);
    pick->parts[LILT_PART_HOUR] = lilt_score_hour(request, row);
    pick->parts[LILT_PART_PACE] = lilt_score_pace(request, row);
    pick->parts[LILT_PART_REST] = lilt_score_rest(c, row, request->now_s);
    pick->parts[LILT_PART_VARIETY] = lilt_score_variety(c, row, picks, n);
    pick->parts[LILT_PART_CHANCE] = lilt_score_chance(request, row);
    for (int part = 0; part < LILT_N_PARTS; part++)
        pick->score += pick->parts[part];
}

LiltStatus
lilt_recommend(const LiltRequest *request, size_t limit, LiltPick *picks, size_t *ret_n)
{
    bool *taken = mark_taken(request);
    Pool pool = {.rows = NULL};
    LiltStatus status = taken != NULL ? LILT_OK : LILT_E_NOMEM;
    size_t n = 0;

    while (status == LILT_OK && n < limit) {
        const LiltPoint aim = lilt_recommend_aim(request, n, limit);
        ptrdiff_t place = -1;

        status = find_best(&pool, request, taken, picks, n, limit, &place);
        if (place < 0)
            break;
        fill_pick(&picks[n], request, pool.rows[place].row, aim, picks, n);
        taken[pool.rows[place].row] = true;
        n++;
    }
    lilt_pool_clear(&pool);
    free(taken);
    if (status == LILT_OK)
        *ret_n = n;
    return status;
}
