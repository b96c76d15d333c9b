/* moods.h - the mood map: what music goes with each of the seven moods. */
#pragma once

#include "lilt/recommend.h"

/* table: the listener's own, or NULL. */

/* The place of a class; it must not be unknown. */
const LiltMoodPlace *lilt_mood_place(const LiltMoodTable *table, LiltEmotion mood);

/* How well a family of genres goes with a mood: -1 jars .. 1 is made for it, 0 for an unknown
 * genre. */
float lilt_mood_genre_fit(const LiltMoodTable *table, LiltEmotion mood, LiltGenre genre);

/* How well a track's mode, as a catalogue has it, goes with a mood: 1 is the tonality it asks for,
 * -1 the other one, 0 where either does. */
float lilt_mood_tonality_fit(const LiltMoodTable *table, LiltEmotion mood, float mode);

/* How well a tempo goes with a mood: 1 at its middle, 0 from three quarters of an octave away and
 * for tempo 0 (not known). */
float lilt_mood_tempo_fit(const LiltMoodTable *table, LiltEmotion mood, float tempo_bpm);
