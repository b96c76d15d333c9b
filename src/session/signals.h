/* signals.h - what else tells which music is wanted: body, activity, place, weather, as a pure step
 * from values and weights to a shift in the plane and the words for it. Plain C11; no clock, no
 * file, no bus. The hour is a signal too; what it says is a part of its own in the ranking. */
#pragma once

#include "lilt/base.h"

typedef enum {
    LILT_SIGNAL_BODY,
    LILT_SIGNAL_HOUR,
    LILT_SIGNAL_ACTIVITY,
    LILT_SIGNAL_PLACE,
    LILT_SIGNAL_WEATHER,
    LILT_N_SIGNALS,
} LiltSignal;

/* As the schema's enums Place and Weather have them. */
typedef enum {
    LILT_PLACE_UNSAID,
    LILT_PLACE_HOME,
    LILT_PLACE_WORK,
    LILT_PLACE_WAY,
    LILT_PLACE_OUTDOORS,
    LILT_N_PLACES,
} LiltPlace;

typedef enum {
    LILT_WEATHER_UNSAID,
    LILT_WEATHER_SUNNY,
    LILT_WEATHER_CLOUDY,
    LILT_WEATHER_RAIN,
    LILT_WEATHER_SNOW,
    LILT_N_WEATHERS,
} LiltWeather;

/* What is known now. A plain value. */
typedef struct {
    float weight[LILT_N_SIGNALS]; /* 0: off .. 2 */
    bool body_known;
    float body; /* -1 much calmer than usual .. 1 much more stirred */
    bool skin;  /* that is by skin conductance, else by the pulse */
    bool calms; /* the music answers the body the other way round */
    bool activity_known;
    float idle_s; /* since the listener last touched anything */
    LiltPlace place;
    LiltWeather weather;
} LiltSignals;

typedef struct {
    LiltPoint shift; /* LILT_MOST_SHIFT long at most */
    const char
        *words; /* what weighed most, in the listener's language; static; NULL: nothing did */
} LiltShift;

LiltShift lilt_signals_shift(const LiltSignals *signals);

/* ---- the body -------------------------------------------------------------------------------- */

/* What was heard of the body so far. Starts zeroed. A plain value. */
typedef struct {
    bool skin;
    unsigned n;       /* values of this kind, one after the other */
    float now, usual; /* followed within seconds, and within many minutes */
    int64_t last_us;
} LiltBodyTrack;

/* One line: a number, with "uS" or "µS" after it microsiemens of skin conductance, else (or with
 * "bpm") beats of the heart a minute. False: it is none, or not one of a living listener. */
bool lilt_body_parse(const char *line, float *ret_value, bool *ret_skin);

/* Empty, or a remark that begins with "#". */
bool lilt_body_is_remark(const char *line);

void lilt_body_hear(LiltBodyTrack *track, float value, bool skin, int64_t now_us);

/* As LiltSignals has it; false while too little is known, or nothing came for a minute. */
bool lilt_body_level(const LiltBodyTrack *track, int64_t now_us, float *ret_level);
