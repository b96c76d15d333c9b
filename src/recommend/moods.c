/* The mood map.
 *
 * Valence and arousal alone cannot tell angry, disgusted and afraid apart: their places in the
 * plane lie within .26 of each other. Tempo and genre can. Sources:
 *
 * - Tempo and the direction in which each music lies from its face: P. N. Juslin, P. Laukka,
 *   "Communication of emotions in vocal expression and music performance", Psychological Bulletin
 *   129, 2003 (anger fast and loud, fear restless and soft, happiness fast, sadness slow and soft);
 *   A. Gabrielsson, E. Lindstroem, "The role of structure in the musical expression of emotions",
 *   in Handbook of Music and Emotion, 2010. For disgust and surprise, which music expresses less
 *   plainly: C. Mohn, H. Argstatter, F.-W. Wilker, "Perception of six basic emotions in music",
 *   Psychology of Music 39, 2011.
 * - Genres: X. Hu, J. S. Downie, "Exploring mood metadata: relationships with genre, artist and
 *   usage metadata", ISMIR 2007; P. J. Rentfrow, S. D. Gosling, "The do re mi's of everyday life",
 *   Journal of Personality and Social Psychology 84, 2003 (intense, reflective, upbeat and
 *   energetic families). The marks are our reading of them. */
#include "moods.h"

#include <math.h>

static const LiltMoodPlace places[LILT_N_EMOTIONS] = {
    [LILT_ANGRY] = {{-0.40f, 0.80f}, 145.0f},   [LILT_DISGUST] = {{-0.80f, 0.35f}, 84.0f},
    [LILT_FEAR] = {{-0.75f, 0.55f}, 126.0f},    [LILT_HAPPY] = {{0.75f, 0.50f}, 122.0f},
    [LILT_SAD] = {{-0.60f, -0.45f}, 72.0f},     [LILT_SURPRISE] = {{0.40f, 0.85f}, 136.0f},
    [LILT_NEUTRAL] = {{0.10f, -0.15f}, 100.0f},
};

/* Marks from 0 (jars) over 4 (says nothing) to 8 (made for it). */
static const unsigned char marks[LILT_N_GENRES][LILT_N_EMOTIONS] = {
    /*                         angry disgust fear happy sad surprise neutral */
    [LILT_GENRE_UNKNOWN] = {4, 4, 4, 4, 4, 4, 4},
    [LILT_GENRE_AMBIENT] = {0, 1, 5, 1, 5, 1, 7},
    [LILT_GENRE_AVANT_GARDE] = {2, 6, 7, 0, 3, 5, 2},
    [LILT_GENRE_BLUES] = {3, 7, 2, 3, 8, 2, 4},
    [LILT_GENRE_CHILDREN] = {0, 0, 1, 7, 2, 7, 3},
    [LILT_GENRE_CLASSICAL] = {1, 1, 6, 4, 6, 5, 6},
    [LILT_GENRE_COUNTRY] = {1, 3, 0, 6, 6, 3, 6},
    [LILT_GENRE_DANCE] = {3, 1, 1, 8, 0, 8, 2},
    [LILT_GENRE_EASY] = {0, 0, 0, 5, 4, 3, 8},
    [LILT_GENRE_ELECTRONIC] = {4, 4, 6, 6, 2, 8, 4},
    [LILT_GENRE_FOLK] = {0, 2, 1, 5, 8, 2, 7},
    [LILT_GENRE_HIP_HOP] = {7, 6, 2, 4, 1, 4, 3},
    [LILT_GENRE_INDUSTRIAL] = {6, 8, 6, 0, 2, 2, 0},
    [LILT_GENRE_JAZZ] = {1, 3, 3, 5, 5, 7, 7},
    [LILT_GENRE_LATIN] = {1, 0, 0, 8, 2, 8, 4},
    [LILT_GENRE_METAL] = {8, 5, 4, 2, 1, 3, 1},
    [LILT_GENRE_POP] = {2, 2, 1, 8, 4, 6, 6},
    [LILT_GENRE_PUNK] = {8, 6, 2, 4, 1, 5, 2},
    [LILT_GENRE_REGGAE] = {1, 2, 0, 8, 1, 4, 6},
    [LILT_GENRE_ROCK] = {6, 5, 3, 5, 3, 5, 4},
    [LILT_GENRE_SOUL] = {2, 3, 1, 8, 5, 6, 5},
    [LILT_GENRE_SOUNDTRACK] = {2, 2, 8, 4, 5, 6, 5},
    [LILT_GENRE_WORLD] = {1, 1, 3, 6, 4, 6, 6},
};

const LiltMoodPlace *
lilt_mood_place(LiltEmotion mood)
{
    return &places[mood];
}

float
lilt_mood_genre_fit(LiltEmotion mood, LiltGenre genre)
{
    return (unsigned)genre < LILT_N_GENRES ? ((float)marks[genre][mood] - 4.0f) / 4.0f : 0.0f;
}

float
lilt_mood_tempo_fit(LiltEmotion mood, float tempo_bpm)
{
    if (tempo_bpm <= 0.0f)
        return 0.0f;
    return fmaxf(0.0f, 1.0f - fabsf(log2f(tempo_bpm / places[mood].tempo_bpm)) / 0.75f);
}

LiltMoodMap
lilt_mood_map(LiltEmotion mood)
{
    LiltMoodMap map = {.point = places[mood].music, .tempo_bpm = places[mood].tempo_bpm};
    bool taken[LILT_N_GENRES] = {[LILT_GENRE_UNKNOWN] = true};

    for (size_t i = 0; i < LILT_MAP_GENRES; i++) {
        int best = -1;

        for (int genre = 0; genre < LILT_N_GENRES; genre++)
            if (!taken[genre] && (best < 0 || marks[genre][mood] > marks[best][mood]))
                best = genre;
        taken[best] = true;
        map.genres[i] = (LiltGenre)best;
    }
    return map;
}
