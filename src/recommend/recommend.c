/* Ranking: place by place, the track whose parts add up to most. What does not depend on the place
 * in the list is worked out once for all tracks. */
#include "lilt/recommend.h"

#include <math.h>
#include <stdlib.h>

#include "moods.h"
#include "policy.h"

/* Everything that weighs is here. The mood part is MOOD minus the distance in the plane; the others
 * are worth this much of it at most. */
#define WEIGHT_MOOD    1.0f
#define WEIGHT_GENRE   0.30f
#define WEIGHT_TEMPO   0.25f
#define WEIGHT_LOVE    0.30f
#define WEIGHT_PLAYS   0.04f /* for each doubling, */
#define MOST_PLAYS     0.20f /* up to this */
#define WEIGHT_NEW     0.05f
#define WEIGHT_JUST    -0.60f          /* heard just now, */
#define JUST_S         (8 * 3600.0f)   /* half of it after this long */
#define WEIGHT_RESTED  0.08f           /* for a long rest, */
#define RESTED_S       (14 * 86400.0f) /* half of it after this long */
#define WEIGHT_VARIETY 0.12f           /* off for each track of the same artist near by */
#define WEIGHT_CHANCE  0.08f

/* An artist may come MOST_OF_ARTIST times within any SPAN places; NEAR_BY places count for variety.
 */
enum { SPAN = 20, MOST_OF_ARTIST = 3, NEAR_BY = 8 };

/* What is known of each row before its place in the list is. */
typedef struct {
    float *fixed; /* taste + rest + chance; -INFINITY: banned, excluded or taken */
    float *map;   /* genre and tempo for `map_class` */
    LiltEmotion map_class;
} Table;

/* ---- the parts of one row -------------------------------------------------------------------- */

static float
mood_part(const LiltCatalogue *c, size_t row, LiltPoint aim)
{
    const float dv = c->valence[row] - aim.valence, da = c->arousal[row] - aim.arousal;

    return WEIGHT_MOOD - sqrtf(dv * dv + da * da);
}

static float
map_part(const LiltCatalogue *c, size_t row, LiltEmotion mood)
{
    if (mood == LILT_EMOTION_UNKNOWN)
        return 0.0f;
    return WEIGHT_GENRE * lilt_mood_genre_fit(mood, (LiltGenre)c->genre[row]) +
           WEIGHT_TEMPO * lilt_mood_tempo_fit(mood, c->tempo_bpm[row]);
}

static float
taste_part(const LiltCatalogue *c, size_t row)
{
    const float plays = WEIGHT_PLAYS * log2f(1.0f + (float)c->n_plays[row]);

    return (c->love[row] > 0 ? WEIGHT_LOVE : 0.0f) + fminf(plays, MOST_PLAYS);
}

static float
rest_part(const LiltCatalogue *c, size_t row, int64_t now_s)
{
    if (c->last_play_s[row] == 0)
        return WEIGHT_NEW;
    const float age_s = fmaxf(0.0f, (float)(now_s - c->last_play_s[row]));

    return WEIGHT_JUST * exp2f(-age_s / JUST_S) + WEIGHT_RESTED * (1.0f - exp2f(-age_s / RESTED_S));
}

static float
chance_part(const LiltCatalogue *c, size_t row, uint64_t seed)
{
    LiltRng rng = lilt_rng_new(seed, (uint64_t)c->id[row]);

    return WEIGHT_CHANCE * lilt_rng_unit(&rng);
}

/* How many of the last `span` picks are by the row's artist. An unknown artist is never the same
 * as another. */
static unsigned
count_artist(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n, size_t span)
{
    unsigned count = 0;

    if (c->artist[row] == 0)
        return 0;
    for (size_t i = n > span ? n - span : 0; i < n; i++)
        count += c->artist[picks[i].row] == c->artist[row];
    return count;
}

static float
variety_part(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n)
{
    return 0.0f - WEIGHT_VARIETY * (float)count_artist(c, row, picks, n, NEAR_BY);
}

/* ---- the table ------------------------------------------------------------------------------- */

static void
table_free(Table *table)
{
    free(table->fixed);
    free(table->map);
}

static LiltStatus
table_init(Table *table, const LiltRequest *request)
{
    const LiltCatalogue *c = request->catalogue;
    const size_t bytes = (c->n_tracks > 0 ? c->n_tracks : 1) * sizeof(float);

    *table = (Table){.fixed = malloc(bytes), .map = calloc(1, bytes)};
    table->map_class = LILT_EMOTION_UNKNOWN;
    if (table->fixed == NULL || table->map == NULL) {
        table_free(table);
        return LILT_E_NOMEM;
    }
    for (size_t row = 0; row < c->n_tracks; row++)
        table->fixed[row] = c->love[row] < 0
                                ? -INFINITY
                                : taste_part(c, row) + rest_part(c, row, request->now_s) +
                                      chance_part(c, row, request->seed);
    for (size_t i = 0; i < request->n_exclude; i++) {
        const ptrdiff_t row = lilt_catalogue_find(c, request->exclude[i]);

        if (row >= 0)
            table->fixed[row] = -INFINITY;
    }
    return LILT_OK;
}

static void
table_set_class(Table *table, const LiltCatalogue *c, LiltEmotion mood)
{
    if (table->map_class == mood)
        return;
    table->map_class = mood;
    for (size_t row = 0; row < c->n_tracks; row++)
        table->map[row] = map_part(c, row, mood);
}

/* The best row for the next place, or -1 when none is left. A row of an artist that has had its
 * share comes only when there is no other. */
static ptrdiff_t
best_row(const Table *table, const LiltCatalogue *c, LiltPoint aim, const LiltPick *picks, size_t n)
{
    float best = -INFINITY, best_crowded = -INFINITY;
    ptrdiff_t row_best = -1, row_crowded = -1;

    for (size_t row = 0; row < c->n_tracks; row++) {
        float score = table->fixed[row] + table->map[row] + mood_part(c, row, aim);

        if (!(score > best)) /* variety only takes away */
            continue;
        score += variety_part(c, row, picks, n);
        if (count_artist(c, row, picks, n, SPAN - 1) >= MOST_OF_ARTIST) {
            if (score > best_crowded)
                best_crowded = score, row_crowded = (ptrdiff_t)row;
        } else if (score > best) {
            best = score, row_best = (ptrdiff_t)row;
        }
    }
    return row_best >= 0 ? row_best : row_crowded;
}

static void
fill_pick(LiltPick *pick, const LiltRequest *request, size_t row, LiltPoint aim,
          const LiltPick *picks, size_t n)
{
    const LiltCatalogue *c = request->catalogue;

    *pick = (LiltPick){.row = row, .aim = aim};
    pick->parts[LILT_PART_MOOD] = mood_part(c, row, aim);
    pick->parts[LILT_PART_MAP] = map_part(c, row, lilt_request_class(request, aim));
    pick->parts[LILT_PART_TASTE] = taste_part(c, row);
    pick->parts[LILT_PART_REST] = rest_part(c, row, request->now_s);
    pick->parts[LILT_PART_VARIETY] = variety_part(c, row, picks, n);
    pick->parts[LILT_PART_CHANCE] = chance_part(c, row, request->seed);
    for (int part = 0; part < LILT_N_PARTS; part++)
        pick->score += pick->parts[part];
}

LiltStatus
lilt_recommend(const LiltRequest *request, size_t limit, LiltPick *picks, size_t *ret_n)
{
    const LiltCatalogue *c = request->catalogue;
    Table table;
    size_t n = 0;
    const LiltStatus status = table_init(&table, request);

    if (status != LILT_OK)
        return status;
    while (n < limit) {
        const LiltPoint aim = lilt_recommend_aim(request, n, limit);

        table_set_class(&table, c, lilt_request_class(request, aim));
        const ptrdiff_t row = best_row(&table, c, aim, picks, n);

        if (row < 0)
            break;
        fill_pick(&picks[n], request, (size_t)row, aim, picks, n);
        table.fixed[row] = -INFINITY;
        n++;
    }
    table_free(&table);
    *ret_n = n;
    return LILT_OK;
}
