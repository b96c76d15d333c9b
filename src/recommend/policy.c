/* The policies: where each track of a list aims.
 *
 * match stays where the listener is. lift starts a third of the way towards happy music and is
 * there half-way down the list; path walks evenly to its goal: music that changes step by step from
 * sad to happy lifted mood in K. Starcke, J. Mayr, R. von Georgi, "Emotion modulation through music
 * after sadness induction", International Journal of Environmental Research and Public Health 18,
 * 2021. */
#include "policy.h"

#include <string.h>

#include "moods.h"

static const char *const labels[] = {
    [LILT_POLICY_MATCH] = "match",
    [LILT_POLICY_LIFT] = "lift",
    [LILT_POLICY_PATH] = "path",
    [LILT_POLICY_HOLD] = "hold",
};

enum { N_POLICIES = sizeof labels / sizeof *labels };

static const float LIFT_START = 0.35f; /* of the way to happy */

const char *
lilt_policy_label(LiltPolicy policy)
{
    return labels[policy];
}

bool
lilt_policy_from_label(const char *label, LiltPolicy *ret_policy)
{
    for (int i = 0; i < N_POLICIES; i++)
        if (strcmp(label, labels[i]) == 0) {
            *ret_policy = (LiltPolicy)i;
            return true;
        }
    return false;
}

static float
within_one(float x)
{
    return x < -1.0f ? -1.0f : x > 1.0f ? 1.0f : x;
}

/* `part` of the way from one point to another. */
static LiltPoint
between(LiltPoint from, LiltPoint to, float part)
{
    return (LiltPoint){within_one(from.valence + part * (to.valence - from.valence)),
                       within_one(from.arousal + part * (to.arousal - from.arousal))};
}

/* Music does not lie exactly where faces do: a point is moved as its class is in the mood map. */
static LiltPoint
music_for(const LiltMoodTable *map, LiltEmotion mood, LiltPoint point)
{
    if (mood == LILT_EMOTION_UNKNOWN)
        return point;
    const LiltPoint face = lilt_emotion_place(mood), music = lilt_mood_place(map, mood)->music;

    return (LiltPoint){within_one(point.valence + music.valence - face.valence),
                       within_one(point.arousal + music.arousal - face.arousal)};
}

bool
lilt_request_lifts(const LiltRequest *request)
{
    const LiltPoint place = request->mood == LILT_EMOTION_UNKNOWN
                                ? request->from
                                : lilt_emotion_place(request->mood);

    return request->policy == LILT_POLICY_LIFT && place.valence < -0.1f;
}

LiltPoint
lilt_recommend_aim(const LiltRequest *request, size_t step, size_t n_steps)
{
    const float way = n_steps > 1 ? (float)step / (float)(n_steps - 1) : 1.0f;

    if (request->policy == LILT_POLICY_PATH)
        return between(request->from, request->goal, way);
    if (lilt_request_lifts(request)) {
        const float part = LIFT_START + (1.0f - LIFT_START) * 2.0f * (n_steps > 1 ? way : 0.0f);

        return between(request->from, lilt_mood_place(request->map, LILT_HAPPY)->music,
                       part < 1.0f ? part : 1.0f);
    }
    return music_for(request->map, request->mood, request->from);
}

LiltEmotion
lilt_request_class(const LiltRequest *request, LiltPoint aim)
{
    if (request->policy == LILT_POLICY_PATH)
        return lilt_emotion_nearest(aim);
    return lilt_request_lifts(request) ? LILT_HAPPY : request->mood;
}
