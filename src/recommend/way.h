/* way.h - the way of a list through the plane, and the pools for its stretches. */
#pragma once

#include "pool.h"

/* A straight way crosses each class once, and has less than 3 to go in steps of twice AHEAD. */
enum { MOST_STRETCHES = 12 };

typedef struct {
    Pool pools[MOST_STRETCHES];
    size_t n, at; /* how many; which the list has come to */
} Way;

/* Where place `n` of a list of `limit` really aims: what other signals say shifts it. */
LiltPoint lilt_way_target(const LiltRequest *request, size_t limit, size_t n);

/* Make the pools of a way that is all zero. taken: a flag a row. Error: LILT_E_NOMEM. */
LiltStatus lilt_way_plan(Way *way, const LiltRequest *request, size_t limit, const bool *taken);

/* Find the best row for place `n`, after those in `picks`: *ret_row, or -1 when none is left.
 * Error: LILT_E_NOMEM. */
LiltStatus lilt_way_best(Way *way, const LiltRequest *request, size_t limit, const bool *taken,
                         const LiltPick *picks, size_t n, ptrdiff_t *ret_row);

void lilt_way_clear(Way *way);
