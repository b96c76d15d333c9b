/* The way of a list: it stays, or goes from class to class. A pool serves a stretch of it, and all
 * are made at once, since to read a large catalogue costs more than to sift it. */
#include "way.h"

#include <math.h>

#include "policy.h"

/* How far from where a pool was made for it is asked. */
static const float AHEAD = 0.3f;

static float
within_one(float x)
{
    return x < -1.0f ? -1.0f : x > 1.0f ? 1.0f : x;
}

/* What is no number shifts nothing, and no shift is too long. */
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

LiltPoint
lilt_way_target(const LiltRequest *request, size_t limit, size_t n)
{
    return shifted(request, lilt_recommend_aim(request, n, limit));
}

/* Does a pool for `centre`, or one with everything in it, tell what is best for `aim`? */
static bool
is_same_stretch(const LiltRequest *request, LiltPoint centre, LiltPoint aim)
{
    return hypotf(aim.valence - centre.valence, aim.arousal - centre.arousal) <= AHEAD &&
           lilt_request_class(request, aim) == lilt_request_class(request, centre);
}

/* Where the aim of place `n` is going, as far as a pool for there still serves `n`. */
static LiltPoint
aim_ahead(const LiltRequest *request, size_t limit, size_t n)
{
    const LiltPoint here = lilt_way_target(request, limit, n);
    LiltPoint ahead = here;

    for (size_t i = n + 1; i < limit; i++) {
        const LiltPoint aim = lilt_way_target(request, limit, i);

        if (!is_same_stretch(request, here, aim))
            break;
        ahead = aim;
    }
    return ahead;
}

LiltStatus
lilt_way_plan(Way *way, const LiltRequest *request, size_t limit, const bool *taken)
{
    for (size_t i = 0; i < limit && way->n < MOST_STRETCHES; i++)
        if (way->n == 0 || !is_same_stretch(request, way->pools[way->n - 1].aim,
                                            lilt_way_target(request, limit, i)))
            way->pools[way->n++].aim = aim_ahead(request, limit, i);
    return way->n > 0 ? lilt_pool_fill(way->pools, way->n, request, false, taken) : LILT_OK;
}

/* The pool that the list has come to; the last one where none was made for here. */
static Pool *
come_to(Way *way, const LiltRequest *request, LiltPoint aim)
{
    while (way->at + 1 < way->n && !is_same_stretch(request, way->pools[way->at].aim, aim))
        way->at++;
    return &way->pools[way->at];
}

/* It is asked for in the pool that was planned; if that cannot tell, in one for where the aim is
 * going, in one for the aim, or among all rows. */
LiltStatus
lilt_way_best(Way *way, const LiltRequest *request, size_t limit, const bool *taken,
              const LiltPick *picks, size_t n, ptrdiff_t *ret_row)
{
    const LiltPoint aim = lilt_way_target(request, limit, n);
    const LiltPoint centres[] = {aim_ahead(request, limit, n), aim, aim};
    Pool *pool = come_to(way, request, aim);
    ptrdiff_t place = pool->mood == lilt_request_class(request, aim)
                          ? lilt_pool_best(pool, request, aim, taken, picks, n)
                          : -1;

    for (size_t i = 0; i < 3 && place < 0; i++) {
        pool->aim = centres[i];
        const LiltStatus status = lilt_pool_fill(pool, 1, request, i == 2, taken);

        if (status != LILT_OK)
            return status;
        place = lilt_pool_best(pool, request, aim, taken, picks, n);
    }
    *ret_row = place >= 0 ? (ptrdiff_t)pool->rows[place].row : -1;
    return LILT_OK;
}

void
lilt_way_clear(Way *way)
{
    for (size_t i = 0; i < way->n; i++)
        lilt_pool_clear(&way->pools[i]);
}
