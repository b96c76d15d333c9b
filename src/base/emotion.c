/* The seven expressions: their labels and their places in the plane of valence and arousal. */
#include "lilt/base.h"

#include <string.h>

/* Russell & Mehrabian 1977, "Evidence for a three-factor theory of emotions", rounded to two
 * places. */
static const struct {
    const char *label;
    LiltPoint place;
} emotions[LILT_N_EMOTIONS] = {
    [LILT_ANGRY] = {"angry", {-0.51f, 0.59f}},  [LILT_DISGUST] = {"disgust", {-0.60f, 0.35f}},
    [LILT_FEAR] = {"fear", {-0.64f, 0.60f}},    [LILT_HAPPY] = {"happy", {0.81f, 0.51f}},
    [LILT_SAD] = {"sad", {-0.63f, -0.27f}},     [LILT_SURPRISE] = {"surprise", {0.40f, 0.67f}},
    [LILT_NEUTRAL] = {"neutral", {0.0f, 0.0f}},
};

static bool
is_class(LiltEmotion emotion)
{
    return emotion >= 0 && emotion < LILT_N_EMOTIONS;
}

const char *
lilt_emotion_label(LiltEmotion emotion)
{
    return is_class(emotion) ? emotions[emotion].label : "unknown";
}

LiltEmotion
lilt_emotion_from_label(const char *label)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (strcmp(label, emotions[i].label) == 0)
            return (LiltEmotion)i;
    return LILT_EMOTION_UNKNOWN;
}

LiltPoint
lilt_emotion_place(LiltEmotion emotion)
{
    return is_class(emotion) ? emotions[emotion].place : (LiltPoint){0.0f, 0.0f};
}

LiltEmotion
lilt_emotion_nearest(LiltPoint point)
{
    LiltEmotion nearest = LILT_NEUTRAL;
    float least = 1e9f;

    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const float dv = emotions[i].place.valence - point.valence;
        const float da = emotions[i].place.arousal - point.arousal;

        if (dv * dv + da * da < least) {
            least = dv * dv + da * da;
            nearest = (LiltEmotion)i;
        }
    }
    return nearest;
}
