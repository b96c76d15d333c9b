/* A first place in the plane of valence and arousal for a sound: a linear rule.
 *
 * Ridge regression (penalty 100 on standardised features) of the labels -1 and 1 on the features,
 * over the 600 clips kept in ../shared/data/mood-clips, from R. Panda, R. Malheiro, R. P. Paiva,
 * "Novel audio features for music emotion recognition", IEEE Transactions on Affective Computing,
 * 2018. In ten folds that keep every artist's clips together: the right half of the plane for
 * arousal .85, for valence .70 (.73 with the genre), macro-F1 over the four quadrants .60 (.62). */
#include "measure.h"

#include <math.h>

/* Mean and deviation of the feature over the clips, and its weights. */
static const struct {
    float mean, deviation, valence, arousal;
} weights[N_FEATURES] = {
    [F_LEVEL] = {-16.5f, 5.037f, -0.0328f, 0.0509f},
    [F_LEVEL_SD] = {5.989f, 1.718f, 0.0489f, 0.0330f},
    [F_QUIET] = {0.6055f, 0.07591f, -0.0008f, -0.0409f},
    [F_CENTROID] = {9.236f, 0.6789f, 0.0095f, 0.0542f},
    [F_CENTROID_SD] = {0.8409f, 0.28f, 0.0131f, 0.0083f},
    [F_SPREAD] = {9.519f, 0.7861f, 0.0251f, 0.0751f},
    [F_FLATNESS] = {-5.914f, 2.139f, 0.0142f, 0.0753f},
    [F_FLATNESS_SD] = {1.144f, 0.3548f, 0.0141f, -0.0684f},
    [F_ROLLOFF] = {9.85f, 0.8121f, 0.0234f, 0.0493f},
    [F_CROSSINGS] = {0.09981f, 0.04248f, -0.0186f, 0.0704f},
    [F_CROSSINGS_SD] = {0.04935f, 0.02251f, 0.0258f, -0.0226f},
    [F_ONSETS] = {0.1784f, 0.03976f, 0.0593f, 0.1241f},
    [F_ONSETS_SD] = {0.2058f, 0.0931f, 0.0472f, -0.0032f},
    [F_PULSE] = {0.2805f, 0.1561f, 0.1867f, 0.0646f},
    [F_TEMPO] = {6.833f, 0.3244f, 0.1361f, 0.0624f},
    [F_KEY_CLARITY] = {0.7189f, 0.145f, 0.1530f, -0.1044f},
    [F_MODE] = {0.03898f, 0.166f, 0.0786f, 0.0240f},
    [F_CHROMA_SPREAD] = {0.9698f, 0.02545f, -0.0330f, 0.1205f},
    [F_CHROMA_CHANGE] = {0.4087f, 0.09029f, 0.0713f, 0.0343f},
    [F_LOUDNESS] = {-11.06f, 4.502f, -0.0699f, 0.0472f},
    [F_MFCC + 0] = {1.105f, 0.6251f, 0.0661f, -0.0249f},
    [F_MFCC + 1] = {-0.01896f, 0.3347f, 0.0313f, -0.0858f},
    [F_MFCC + 2] = {0.2829f, 0.2153f, -0.1137f, 0.0397f},
    [F_MFCC + 3] = {0.008952f, 0.1438f, -0.0973f, -0.0392f},
    [F_MFCC + 4] = {0.04796f, 0.1218f, -0.0290f, 0.0124f},
    [F_MFCC + 5] = {0.001119f, 0.1002f, -0.0017f, 0.0507f},
    [F_MFCC + 6] = {0.04705f, 0.09498f, -0.1263f, 0.0209f},
    [F_MFCC + 7] = {-0.01777f, 0.08566f, -0.0034f, 0.0653f},
    [F_MFCC + 8] = {0.03994f, 0.06892f, -0.0019f, -0.0160f},
    [F_MFCC + 9] = {-0.01426f, 0.06392f, -0.0265f, 0.0372f},
    [F_MFCC + 10] = {0.02514f, 0.05517f, 0.0137f, 0.0496f},
    [F_MFCC + 11] = {-0.01153f, 0.04999f, 0.0008f, -0.0255f},
    [F_MFCC_SD + 0] = {0.4048f, 0.1307f, -0.0296f, 0.0035f},
    [F_MFCC_SD + 1] = {0.326f, 0.1022f, -0.0920f, -0.0055f},
    [F_MFCC_SD + 2] = {0.2416f, 0.05929f, -0.0677f, 0.0133f},
    [F_MFCC_SD + 3] = {0.2044f, 0.05328f, -0.0528f, -0.0833f},
    [F_MFCC_SD + 4] = {0.1765f, 0.04385f, 0.0307f, -0.0113f},
    [F_MFCC_SD + 5] = {0.1674f, 0.03849f, -0.0061f, -0.0117f},
    [F_MFCC_SD + 6] = {0.1503f, 0.03177f, 0.0011f, -0.0574f},
    [F_MFCC_SD + 7] = {0.1429f, 0.0333f, 0.0456f, -0.0842f},
    [F_MFCC_SD + 8] = {0.1385f, 0.03201f, -0.0035f, 0.0559f},
    [F_MFCC_SD + 9] = {0.1325f, 0.0335f, -0.0455f, -0.0042f},
    [F_MFCC_SD + 10] = {0.1262f, 0.03183f, 0.0231f, 0.0415f},
    [F_MFCC_SD + 11] = {0.1233f, 0.0325f, 0.1136f, 0.0488f},
};

static const LiltPoint middle = {0.0000f, 0.0000f};

/* A regression draws everything to the middle, valence more than arousal: both are to use the plane
 * alike. */
static const float STRETCH_VALENCE = 1.4f;

/* How far the clips of a genre lie from where their sound puts them, drawn to 0 by 25 clips' worth
 * of doubt. Dance, industrial, metal, pop and punk are not told apart in the clips' tags: guesses
 * after the mood map. */
static const LiltPoint nudges[LILT_N_GENRES] = {
    [LILT_GENRE_AMBIENT] = {0.11f, -0.12f},     [LILT_GENRE_AVANT_GARDE] = {-0.19f, -0.08f},
    [LILT_GENRE_BLUES] = {-0.19f, -0.12f},      [LILT_GENRE_CHILDREN] = {0.14f, 0.00f},
    [LILT_GENRE_CLASSICAL] = {0.18f, -0.02f},   [LILT_GENRE_COUNTRY] = {0.00f, -0.07f},
    [LILT_GENRE_DANCE] = {0.10f, 0.10f},        [LILT_GENRE_EASY] = {0.17f, 0.09f},
    [LILT_GENRE_ELECTRONIC] = {-0.11f, -0.02f}, [LILT_GENRE_FOLK] = {-0.10f, 0.08f},
    [LILT_GENRE_HIP_HOP] = {-0.30f, 0.05f},     [LILT_GENRE_INDUSTRIAL] = {-0.25f, 0.05f},
    [LILT_GENRE_JAZZ] = {0.24f, 0.03f},         [LILT_GENRE_LATIN] = {0.14f, 0.03f},
    [LILT_GENRE_METAL] = {-0.25f, 0.10f},       [LILT_GENRE_POP] = {0.10f, 0.00f},
    [LILT_GENRE_PUNK] = {-0.15f, 0.10f},        [LILT_GENRE_REGGAE] = {0.14f, -0.17f},
    [LILT_GENRE_ROCK] = {-0.24f, 0.05f},        [LILT_GENRE_SOUL] = {0.24f, 0.07f},
    [LILT_GENRE_SOUNDTRACK] = {-0.02f, 0.20f},  [LILT_GENRE_WORLD] = {0.02f, -0.04f},
};

static float
within_one(float x)
{
    return fminf(fmaxf(x, -1.0f), 1.0f);
}

LiltPoint
mood_from_features(const float *row, LiltGenre genre)
{
    LiltPoint point = middle;

    for (int i = 0; i < N_FEATURES; i++) {
        const float z = (row[i] - weights[i].mean) / weights[i].deviation;
        const float held = fminf(fmaxf(z, -4.0f), 4.0f); /* what no clip was like says no more */

        point.valence += weights[i].valence * held;
        point.arousal += weights[i].arousal * held;
    }
    point.valence += nudges[genre].valence;
    point.arousal += nudges[genre].arousal;
    return (LiltPoint){within_one(STRETCH_VALENCE * point.valence), within_one(point.arousal)};
}
