/* moods.h - the mood map: what music goes with each of the seven moods. */
#pragma once

#include "lilt/recommend.h"

typedef struct {
    LiltPoint music; /* where the music for this mood lies; the face's own place is in base */
    float tempo_bpm; /* the middle of its tempi */
} LiltMoodPlace;

/* The place of a class; it must not be unknown. */
const LiltMoodPlace *lilt_mood_place(LiltEmotion mood);

/* How well a family of genres goes with a mood: -1 jars .. 1 is made for it, 0 for an unknown
 * genre. */
float lilt_mood_genre_fit(LiltEmotion mood, LiltGenre genre);

/* How well a tempo goes with a mood: 1 at its middle, 0 from three quarters of an octave away and
 * for tempo 0 (not known). */
float lilt_mood_tempo_fit(LiltEmotion mood, float tempo_bpm);
