/* Ranking: place by place, the track whose parts add up to most. */
#include "lilt/recommend.h"

#include <stdlib.h>

#include "policy.h"
#include "score.h"
#include "way.h"

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

static void
fill_pick(LiltPick *pick, const LiltRequest *request, size_t row, LiltPoint aim, LiltPoint target,
          const LiltPick *picks, size_t n)
{
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
    Way way = {.n = 0};
    LiltStatus status = taken != NULL ? lilt_way_plan(&way, request, limit, taken) : LILT_E_NOMEM;
    size_t n = 0;

    while (status == LILT_OK && n < limit) {
        ptrdiff_t row = -1;

        status = lilt_way_best(&way, request, limit, taken, picks, n, &row);
        if (row < 0)
            break;
        fill_pick(&picks[n], request, (size_t)row, lilt_recommend_aim(request, n, limit),
                  lilt_way_target(request, limit, n), picks, n);
        taken[row] = true;
        n++;
    }
    lilt_way_clear(&way);
    free(taken);
    if (status == LILT_OK)
        *ret_n = n;
    return status;
}
