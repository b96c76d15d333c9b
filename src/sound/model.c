/* A first place in the plane of valence and arousal for a sound. The model is fitted by `lilt-lab
 * sound-train` to the 600 clips kept in ../shared/data/mood-clips, from R. Panda, R. Malheiro,
 * R. P. Paiva, "Novel audio features for music emotion recognition", IEEE Transactions on Affective
 * Computing, 2018; models/README.md has its figures. */
#include "model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float WIDTH = 0.5f;    /* the kernel is exp(-WIDTH * squared distance) */
static const float FARTHEST = 4.0f; /* deviations: what no clip was like says no more */

/* How many of SHARES each group of the row has in the distance. Chosen by cross-validation. */
enum { SHARES = 12 };
static const struct {
    int n, shares;
} groups[] = {
    {N_LEVELS, 2}, {N_TOGETHER, 2}, {N_TEXTURE, 2}, {N_RHYTHM, 2}, {N_HARMONY, 3}, {N_PITCH, 1},
};

/* How far past an axis a point is brought when its corner says that it lies there. */
static const float JUST = 0.02f;

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

LiltSoundModel *
model_new(void)
{
    LiltSoundModel *model = calloc(1, sizeof *model);
    LiltRng rng = lilt_rng_new(1, 1);

    if (model == NULL ||
        !(model->directions = malloc(LILT_SOUND_FEATURES * sizeof *model->directions))) {
        free(model);
        return NULL;
    }
    for (size_t w = 0; w < N_WAVES; w++) {
        size_t feature = 0;

        model->phases[w] = 6.28318531f * lilt_rng_unit(&rng);
        for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
            const float size = sqrtf(2.0f * WIDTH * (float)groups[g].shares /
                                     (float)(SHARES * groups[g].n));

            for (int i = 0; i < groups[g].n; i++)
                model->directions[feature++][w] = size * lilt_rng_normal(&rng);
        }
    }
    return model;
}

/* Waves that are told at once: as many as fit beside each other near the processor. */
enum { WAVES_AT_ONCE = 128 };

/* Waves first .. first + WAVES_AT_ONCE - 1 of a part, whose row is z by now. */
static void
find_angles(const LiltSoundModel *model, const float *z, size_t first, float *restrict angles)
{
    memcpy(angles, model->phases + first, WAVES_AT_ONCE * sizeof *angles);
    for (size_t i = 0; i < LILT_SOUND_FEATURES; i++) {
        const float *restrict directions = model->directions[i] + first;

        for (size_t w = 0; w < WAVES_AT_ONCE; w++)
            angles[w] += directions[w] * z[i];
    }
}

void
model_waves(const LiltSoundModel *model, const LiltSoundRows *rows, float *waves)
{
    const float size = sqrtf(2.0f / N_WAVES) / LILT_SOUND_PARTS;
    float z[LILT_SOUND_PARTS][LILT_SOUND_FEATURES], angles[WAVES_AT_ONCE];

    for (size_t p = 0; p < LILT_SOUND_PARTS; p++)
        for (size_t i = 0; i < LILT_SOUND_FEATURES; i++)
            z[p][i] = fminf(
                fmaxf((rows->part[p][i] - model->mean[i]) / model->deviation[i], -FARTHEST),
                FARTHEST);
    memset(waves, 0, N_WAVES * sizeof *waves);
    for (size_t first = 0; first < N_WAVES; first += WAVES_AT_ONCE)
        for (size_t p = 0; p < LILT_SOUND_PARTS; p++) {
            find_angles(model, z[p], first, angles);
            for (size_t w = 0; w < WAVES_AT_ONCE; w++)
                waves[first + w] += size * cosf(angles[w]);
        }
}

/* What arousal and the product count when a corner is chosen, valence being 1. Arousal is told most
 * surely. Chosen by cross-validation. */
static const float AROUSAL_COUNTS = 2.0f, PRODUCT_COUNTS = 0.7f;

/* 1 and -1 for each axis: the corner that valence, arousal and their product speak for most. */
static void
likeliest_corner(const float told[N_TOLD], float corner[2])
{
    float most = -INFINITY;

    for (int i = 0; i < 4; i++) {
        const float v = i & 1 ? 1.0f : -1.0f, a = i & 2 ? 1.0f : -1.0f;
        const float score = v * told[0] + AROUSAL_COUNTS * a * told[1] +
                            PRODUCT_COUNTS * v * a * told[2];

        if (score > most) {
            most = score;
            corner[0] = v;
            corner[1] = a;
        }
    }
}

/* Along one axis, on the side that the corner says. */
static float
place(float told, float corner, float nudge)
{
    const float on_side = told * corner > 0.0f ? told : JUST * corner;

    return fminf(fmaxf(on_side + nudge, -1.0f), 1.0f);
}

LiltPoint
lilt_sound_model_place(const LiltSoundModel *model, const LiltSoundRows *rows, LiltGenre genre)
{
    float waves[N_WAVES], told[N_TOLD] = {0}, corner[2] = {1.0f, 1.0f};

    model_waves(model, rows, waves);
    for (size_t w = 0; w < N_WAVES; w++)
        for (int k = 0; k < N_TOLD; k++)
            told[k] += model->weights[w][k] * waves[w];
    likeliest_corner(told, corner);
    return (LiltPoint){place(told[0], corner[0], nudges[genre].valence),
                       place(told[1], corner[1], nudges[genre].arousal)};
}

void
lilt_sound_model_free(LiltSoundModel *model)
{
    if (model != NULL)
        free(model->directions);
    free(model);
}
