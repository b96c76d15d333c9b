/* Moods between the seven, and presets. Their places in the plane are ours: where the words lie
 * among the places that base gives the seven. */
#include <string.h>

#include "lilt/session.h"

const LiltBlend lilt_blends[LILT_N_BLENDS] = {
    {"calm", {0.55f, -0.60f}, LILT_PRESET_NONE},
    {"content", {0.75f, -0.15f}, LILT_PRESET_NONE},
    {"excited", {0.60f, 0.80f}, LILT_PRESET_NONE},
    {"dreamy", {0.15f, -0.80f}, LILT_PRESET_NONE},
    {"nostalgic", {-0.20f, -0.35f}, LILT_PRESET_NONE},
    {"gloomy", {-0.75f, -0.50f}, LILT_PRESET_NONE},
    {"tense", {-0.35f, 0.75f}, LILT_PRESET_NONE},
};

const LiltBlend lilt_presets[LILT_N_PRESETS] = {
    {"workout", {0.45f, 0.85f}, LILT_PRESET_WORKOUT},
    {"unwind", {0.55f, -0.60f}, LILT_PRESET_UNWIND},
};

static const LiltBlend *
find(const LiltBlend *blends, int n, const char *label)
{
    for (int i = 0; i < n; i++)
        if (strcmp(blends[i].label, label) == 0)
            return &blends[i];
    return NULL;
}

const LiltBlend *
lilt_blend_from_label(const char *label)
{
    const LiltBlend *blend = find(lilt_blends, LILT_N_BLENDS, label);

    return blend != NULL ? blend : find(lilt_presets, LILT_N_PRESETS, label);
}
