/* score.h - what a track is worth at a place in a list, part by part. */
#pragma once

#include <math.h>

#include "lilt/recommend.h"

/* The squared distance of a row from an aim. Here, so that a loop over many rows may be unrolled.
 */
static inline float
lilt_score_distance2(const LiltCatalogue *c, size_t row, LiltPoint aim)
{
    const float dv = c->valence[row] - aim.valence, da = c->arousal[row] - aim.arousal;

    return dv * dv + da * da;
}

/* Each part of a row. `picks`: those before it in the list. */
float lilt_score_mood(const LiltCatalogue *c, size_t row, LiltPoint aim);
float lilt_score_words(const LiltCatalogue *c, size_t row, LiltPoint aim);
float lilt_score_map(const LiltRequest *request, size_t row, LiltEmotion mood);
float lilt_score_taste(const LiltRequest *request, size_t row);
float lilt_score_together(const LiltRequest *request, size_t row);
float lilt_score_hour(const LiltRequest *request, size_t row);
float lilt_score_pace(const LiltRequest *request, size_t row);
float lilt_score_rest(const LiltCatalogue *c, size_t row, int64_t now_s);
float lilt_score_chance(const LiltRequest *request, size_t row);
float lilt_score_variety(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n);

/* The parts that depend on the aim, mood and words; and the most they can gain from aim to aim. */
float lilt_score_aimed(const LiltCatalogue *c, size_t row, LiltPoint aim);
float lilt_score_most_gained(LiltPoint from, LiltPoint to);

/* The parts that depend neither on the place nor on the aim: all but those, the map and variety,
 * which is never above 0; and with the map. */
float lilt_score_fixed(const LiltRequest *request, size_t row);
float lilt_score_base(const LiltRequest *request, size_t row, LiltEmotion mood);

/* The row's artist has had its share: it comes only when there is no other. */
bool lilt_score_is_crowded(const LiltCatalogue *c, size_t row, const LiltPick *picks, size_t n);

/* Could a row at this distance from the aim have a base and aimed parts that add up to more than
 * `bar`? "Yes" may be wrong, "no" is not. */
bool lilt_score_may_exceed(const LiltRequest *request, size_t row, float distance, LiltEmotion mood,
                           float bar);

/* From which distance on the answer is no. In numbers, so that a loop over many rows needs no call:
 * that of a row of which nothing is known; how much farther one may lie that was loved or played,
 * for each unit of what its words, the listener's model and the others' playlists say of it; and
 * how much less far by its genre, the last of them for what is none. */
typedef struct {
    float unknown, loved, played, words, personal, together;
    float genre[LILT_N_GENRES + 1];
} LiltReach;

LiltReach lilt_score_reach(const LiltRequest *request, LiltEmotion mood, float bar);

/* How much farther than an unknown one a row may lie, whatever its genre is. It is the same for
 * every mood and bar. */
static inline float
lilt_score_farther(const LiltReach *reach, int8_t love, uint32_t n_plays, float words,
                   float personal, float together)
{
    return (love > 0 ? reach->loved : 0.0f) + (n_plays > 0 ? reach->played : 0.0f) +
           reach->words * fabsf(words) + reach->personal * personal + reach->together * together;
}
