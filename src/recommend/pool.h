/* pool.h - the rows of a catalogue among which the best for an aim are, and not many more. */
#pragma once

#include "score.h"

typedef struct {
    float base, score; /* without and with the mood part, for the pool's aim; no variety in it */
    size_t row;
} PoolRow;

/* Every row that is not taken and scores above `bar` is in it, best first. The mood part of a row
 * changes by no more than the aim does, so the pool also tells what is best for aims near by. */
typedef struct {
    PoolRow *rows;
    size_t n, capacity;
    LiltPoint aim;
    LiltEmotion mood; /* the class whose map counts */
    float bar;        /* -INFINITY: all rows are in it */
    LiltReach reach;  /* how far from the aim a row above the bar may lie */
} Pool;

/* Fill n >= 1 pools, each for its aim, on one way through the catalogue: with what scores higher
 * than most, or with everything. taken: a flag a row. Error: LILT_E_NOMEM. */
LiltStatus lilt_pool_fill(Pool *pools, size_t n, const LiltRequest *request, bool everything,
                          const bool *taken);

/* The place in the pool of the best row for an aim near the pool's, or -1 when the pool cannot
 * tell; with everything in it: when no row is left. `picks`: those before it in the list. */
ptrdiff_t lilt_pool_best(const Pool *pool, const LiltRequest *request, LiltPoint aim,
                         const bool *taken, const LiltPick *picks, size_t n);

void lilt_pool_clear(Pool *pool);
