/* The parts of a score, and bounds for them that cost less than they do. */
#include "score.h"

#include <math.h>

#include "moods.h"

/* Everything that weighs is here. The mood part is MOOD minus the distance in the plane; the others
 * are worth this much of it at most. */
#define WEIGHT_MOOD     1.0f
#define WEIGHT_GENRE    0.30f
#define WEIGHT_TEMPO    0.25f
#define WEIGHT_TONALITY 0.08f
#define WEIGHT_WORDS    0.15f /* lyrics, one small part of what a track is like */
#define WEIGHT_LOVE     0.30f
#define WEIGHT_PLAYS    0.04f /* for each doubling, */
#define MOST_PLAYS      0.20f /* up to this */
#define WEIGHT_PERSONAL 0.70f /* what the listener is likely to say of it */
#define WEIGHT_TOGETHER 0.20f
#define WEIGHT_HOUR     0.05f /* for each axis of the plane */
#define WEIGHT_PACE     0.40f /* the very tempo that is asked for; */
#define PACE_OFF        0.25f /* half of it so many octaves beside */
#define WEIGHT_NEW      0.05f
#define WEIGHT_JUST     -0.60f          /* heard just now, */
#define JUST_S          (8 * 3600.0f)   /* half of it after this long */
#define WEIGHT_RESTED   0.08f           /* for a long rest, */
#define RESTED_S        (14 * 86400.0f) /* half of it after this long */
#define WEIGHT_VARIETY  0.12f           /* off for each track of the same artist near by */
#define WEIGHT_CHANCE   0.08f           /* where nothing is known of the listener; */
#define LEAST_CHANCE    0.5f            /* so much of it where all is */

/* Sums of bounds are rounded otherwise than the sums they bound. */
#define ROUNDING 1e-4f

/* An artist may come MOST_OF_ARTIST times within any SPAN places; NEAR_BY places count for variety.
 */
enum { SPAN = 20, MOST_OF_ARTIST = 3, NEAR_BY = 8 };

float
lilt_score_mood(const LiltCatalogue *c, size_t row, LiltPoint aim)
{
    return WEIGHT_MOOD - sqrtf(lilt_score_distance2(c, row, aim));
}

float
lilt_score_map(const LiltRequest *request, size_t row, LiltEmotion mood)
{
    const LiltCatalogue *c = request->catalogue;

    if (mood == LILT_EMOTION_UNKNOWN)
        return 0.0f;
    return WEIGHT_GENRE * lilt_mood_genre_fit(request->map, mood, (LiltGenre)c->genre[row]) +
           WEIGHT_TEMPO * lilt_mood_tempo_fit(request->map, mood, c->tempo_bpm[row]) +
           WEIGHT_TONALITY * lilt_mood_tonality_fit(request->map, mood, c->mode[row]);
}

float
lilt_score_words(const LiltCatalogue *c, size_t row, LiltPoint aim)
{
    return WEIGHT_WORDS * c->words[row] * aim.valence;
}

float
lilt_score_aimed(const LiltCatalogue *c, size_t row, LiltPoint aim)
{
    return lilt_score_mood(c, row, aim) + lilt_score_words(c, row, aim);
}

float
lilt_score_most_gained(LiltPoint from, LiltPoint to)
{
    const float dv = to.valence - from.valence, da = to.arousal - from.arousal;
    const float gained = sqrtf(dv * dv + da * da) + WEIGHT_WORDS * fabsf(dv);

    return gained > 0.0f ? gained + ROUNDING : 0.0f;
}

float
lilt_score_taste(const LiltRequest *request, size_t row)
{
    const LiltCatalogue *c = request->catalogue;
    const float plays = WEIGHT_PLAYS * log2f(1.0f + (float)c->n_plays[row]);
    const float *personal = request->listener.personal;

    return (c->love[row] > 0 ? WEIGHT_LOVE : 0.0f) + fminf(plays, MOST_PLAYS) +
           (personal != NULL ? WEIGHT_PERSONAL * personal[row] : 0.0f);
}

float
lilt_score_together(const LiltRequest *request, size_t row)
{
    const float *together = request->listener.together;

    return together != NULL ? WEIGHT_TOGETHER * together[row] : 0.0f;
}

float
lilt_score_hour(const LiltRequest *request, size_t row)
{
    const LiltCatalogue *c = request->catalogue;

    return WEIGHT_HOUR *
           (request->lean.valence * c->valence[row] + request->lean.arousal * c->arousal[row]);
}

float
lilt_score_pace(const LiltRequest *request, size_t row)
{
    const float tempo = request->catalogue->tempo_bpm[row];

    if (!(request->pace_bpm > 0.0f) || !(tempo > 0.0f))
        return 0.0f;
    const float off = log2f(tempo / request->pace_bpm) / PACE_OFF;

    return WEIGHT_PACE * exp2f(-off * off);
}

float
lilt_score_rest(const LiltCatalogue *c, size_t row, int64_t now_s)
{
    if (c->last_play_s[row] == 0)
        return WEIGHT_NEW;
    const float age_s = fmaxf(0.0f, (float)(now_s - c->last_play_s[row]));

    return WEIGHT_JUST * exp2f(-age_s / JUST_S) + WEIGHT_RESTED * (1.0f - exp2f(-age_s / RESTED_S));
}

float
lilt_score_chance(const LiltRequest *request, size_t row)
{
    LiltRng rng = lilt_rng_new(request->seed, (uint64_t)request->catalogue->id[row]);
    const float *doubt = request->listener.doubt;
    const float most = doubt != NULL ? LEAST_CHANCE + (1.0f - LEAST_CHANCE) * doubt[row] : 1.0f;

    return WEIGHT_CHANCE * most * lilt_rng_unit(&rng);
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

float
lilt_score_variety(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n)
{
    return 0.0f - WEIGHT_VARIETY * (float)count_artist(c, row, picks, n, NEAR_BY);
}

bool
lilt_score_is_crowded(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n)
{
    return count_artist(c, row, picks, n, SPAN - 1) >= MOST_OF_ARTIST;
}

float
lilt_score_fixed(const LiltRequest *request, size_t row)
{
    return lilt_score_taste(request, row) + lilt_score_together(request, row) +
           lilt_score_hour(request, row) +
           lilt_score_rest(request->catalogue, row, request->now_s) +
           lilt_score_pace(request, row) + lilt_score_chance(request, row);
}

float
lilt_score_base(const LiltRequest *request, size_t row, LiltEmotion mood)
{
    return lilt_score_fixed(request, row) + lilt_score_map(request, row, mood);
}

/* ---- bounds ---------------------------------------------------------------------------------- */

/* All but mood, words, taste, what goes together and the map. */
static float
most_else(const LiltRequest *request)
{
    return WEIGHT_RESTED + WEIGHT_CHANCE + ROUNDING +
           (request->pace_bpm > 0.0f ? WEIGHT_PACE : 0.0f) +
           WEIGHT_HOUR * (fabsf(request->lean.valence) + fabsf(request->lean.arousal));
}

static float
pull(const LiltListener *listener, size_t row)
{
    const float personal = listener->personal != NULL ? listener->personal[row] : 0.0f;
    const float together = listener->together != NULL ? listener->together[row] : 0.0f;

    return WEIGHT_PERSONAL * personal + WEIGHT_TOGETHER * together;
}

static float
most_of_map(LiltEmotion mood)
{
    return mood == LILT_EMOTION_UNKNOWN ? 0.0f : WEIGHT_GENRE + WEIGHT_TEMPO + WEIGHT_TONALITY;
}

/* The logarithm of 1 + n is not above the number of n's binary digits. */
static float
most_of_plays(const LiltCatalogue *c, size_t row)
{
    const uint32_t n = c->n_plays[row];
    const float plays = n > 0 ? WEIGHT_PLAYS * (float)(32 - __builtin_clz(n)) : 0.0f;

    return (c->love[row] > 0 ? WEIGHT_LOVE : 0.0f) + (plays < MOST_PLAYS ? plays : MOST_PLAYS);
}

bool
lilt_score_may_exceed(const LiltRequest *request, size_t row, float distance, LiltEmotion mood,
                      float bar)
{
    const LiltCatalogue *c = request->catalogue;
    float most = WEIGHT_MOOD - distance + most_else(request) + most_of_map(mood) +
                 most_of_plays(c, row) + pull(&request->listener, row) +
                 WEIGHT_WORDS * fabsf(c->words[row]);

    if (most <= bar || mood == LILT_EMOTION_UNKNOWN)
        return most > bar;
    most -= WEIGHT_GENRE *
                (1.0f - lilt_mood_genre_fit(request->map, mood, (LiltGenre)c->genre[row])) +
            WEIGHT_TONALITY * (1.0f - lilt_mood_tonality_fit(request->map, mood, c->mode[row]));
    if (most <= bar)
        return false;
    return most -
               WEIGHT_TEMPO * (1.0f - lilt_mood_tempo_fit(request->map, mood, c->tempo_bpm[row])) >
           bar;
}

LiltReach
lilt_score_reach(const LiltRequest *request, LiltEmotion mood, float bar)
{
    LiltReach reach = {
        .unknown = WEIGHT_MOOD + most_else(request) + most_of_map(mood) - bar,
        .loved = WEIGHT_LOVE,
        .played = MOST_PLAYS,
        .words = WEIGHT_WORDS,
        .personal = WEIGHT_PERSONAL,
        .together = WEIGHT_TOGETHER,
    };

    for (int genre = 0; mood != LILT_EMOTION_UNKNOWN && genre <= LILT_N_GENRES; genre++)
        reach.genre[genre] = WEIGHT_GENRE *
                             (1.0f - lilt_mood_genre_fit(request->map, mood, (LiltGenre)genre));
    return reach;
}
