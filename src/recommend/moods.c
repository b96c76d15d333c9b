/* The mood map, which is data/mood-map.def until a listener has one of their own. */
#include "moods.h"

#include <math.h>
#include <string.h>

static const float CLEAR_MODE = 0.2f; /* a mode from here on leaves no doubt */

enum { FAVOURED = 6, MADE_FOR_IT = 8, AGAINST_IT = 2 }; /* marks */

#define PLACE(mood, valence, arousal, tempo, tonality)                                             \
    [LILT_##mood] = {{valence, arousal}, tempo, tonality},
#define MARKS(...)
static const LiltMoodPlace places[LILT_N_EMOTIONS] = {
#include "mood-map.def"
};
#undef PLACE
#undef MARKS

#define PLACE(...)
#define MARKS(genre, ...) [LILT_GENRE_##genre] = {__VA_ARGS__},
static const unsigned char marks[LILT_N_GENRES][LILT_N_EMOTIONS] = {
#include "mood-map.def"
};
#undef PLACE
#undef MARKS

void
lilt_mood_table_reset(LiltMoodTable *table)
{
    memcpy(table->places, places, sizeof places);
    memcpy(table->marks, marks, sizeof marks);
}

void
lilt_mood_table_edit(LiltMoodTable *table, LiltEmotion mood, const LiltMoodPlace *place,
                     const bool favoured[LILT_N_GENRES])
{
    table->places[mood] = *place;
    for (int genre = 0; genre < LILT_N_GENRES; genre++) {
        const unsigned char usual = marks[genre][mood];

        if (genre == LILT_GENRE_UNKNOWN || favoured[genre] == (usual >= FAVOURED))
            table->marks[genre][mood] = usual;
        else
            table->marks[genre][mood] = favoured[genre] ? MADE_FOR_IT : AGAINST_IT;
    }
}

bool
lilt_mood_favours(const LiltMoodTable *table, LiltEmotion mood, LiltGenre genre)
{
    return (table != NULL ? table->marks : marks)[genre][mood] >= FAVOURED;
}

const LiltMoodPlace *
lilt_mood_place(const LiltMoodTable *table, LiltEmotion mood)
{
    return &(table != NULL ? table->places : places)[mood];
}

float
lilt_mood_genre_fit(const LiltMoodTable *table, LiltEmotion mood, LiltGenre genre)
{
    if ((unsigned)genre >= LILT_N_GENRES)
        return 0.0f;
    return ((float)(table != NULL ? table->marks : marks)[genre][mood] - 4.0f) / 4.0f;
}

float
lilt_mood_tempo_fit(const LiltMoodTable *table, LiltEmotion mood, float tempo_bpm)
{
    const float middle = lilt_mood_place(table, mood)->tempo_bpm;

    if (tempo_bpm <= 0.0f)
        return 0.0f;
    return fmaxf(0.0f, 1.0f - fabsf(log2f(tempo_bpm / middle)) / 0.75f);
}

float
lilt_mood_tonality_fit(const LiltMoodTable *table, LiltEmotion mood, float mode)
{
    return lilt_mood_place(table, mood)->tonality * fminf(fmaxf(mode / CLEAR_MODE, -1.0f), 1.0f);
}

LiltMoodMap
lilt_mood_map(const LiltMoodTable *table, LiltEmotion mood)
{
    const LiltMoodPlace *place = lilt_mood_place(table, mood);
    LiltMoodMap map = {
        .point = place->music, .tempo_bpm = place->tempo_bpm, .tonality = place->tonality};
    bool taken[LILT_N_GENRES] = {[LILT_GENRE_UNKNOWN] = true};

    for (size_t i = 0; i < LILT_MAP_GENRES; i++) {
        float best_fit = -2.0f;
        int best = 0;

        for (int genre = 0; genre < LILT_N_GENRES; genre++) {
            const float fit = lilt_mood_genre_fit(table, mood, (LiltGenre)genre);

            if (!taken[genre] && fit > best_fit)
                best = genre, best_fit = fit;
        }
        taken[best] = true;
        map.genres[i] = (LiltGenre)best;
    }
    return map;
}
