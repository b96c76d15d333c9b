/* Moods between the seven. Their places in the plane are ours: where the words lie among the places
 * that base gives the seven. */
#include <string.h>

#include "lilt/session.h"

const LiltBlend lilt_blends[LILT_N_BLENDS] = {
    {"calm", {0.55f, -0.60f}},   {"content", {0.75f, -0.15f}},    {"excited", {0.60f, 0.80f}},
    {"dreamy", {0.15f, -0.80f}}, {"nostalgic", {-0.20f, -0.35f}}, {"gloomy", {-0.75f, -0.50f}},
    {"tense", {-0.35f, 0.75f}},
};

const LiltBlend *
lilt_blend_from_label(const char *label)
{
    for (int i = 0; i < LILT_N_BLENDS; i++)
        if (strcmp(lilt_blends[i].label, label) == 0)
            return &lilt_blends[i];
    return NULL;
}
