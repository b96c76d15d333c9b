/* rhythm.h - when Lilt looks, as a pure function of what is known now. Plain C11; the clock is an
 * argument. At launch it looks until it has a first mood, 15 s at most; then it glances for a few
 * seconds, over 30 s before a track ends; or it watches all the time, or only when asked. The
 * unfolded card, and a source that is a file, are watched all the time. A device is never opened
 * without consent. */
#pragma once

#include "lilt/base.h"

/* How often; a setting. As the schema's enum io.github.lilt_player.Lilt.Rhythm has it. */
typedef enum {
    LILT_RHYTHM_GLANCES, /* at launch, and before each song ends */
    LILT_RHYTHM_ALWAYS,
    LILT_RHYTHM_ASKED, /* only by "glance now" and the unfolded card */
} LiltRhythmKind;

/* Settings. */
typedef struct {
    double first_s; /* the first look, at most */
    double glance_s;
    double short_s; /* enough for a glance that gave a mood */
    double ends_s;  /* before the track does: time to choose, long before the slot is taken */
} LiltRhythmTimes;

LiltRhythmTimes lilt_rhythm_times_usual(void);

typedef struct {
    LiltRhythmKind kind;
    LiltRhythmTimes times;
    int64_t now_us;
    bool is_file;    /* the source is photos or a video: needs no consent, is always watched */
    bool allowed;    /* consent given, not switched off, a source that could be opened */
    bool shown;      /* the camera card is unfolded */
    bool mood_known; /* the present look gave one */
    bool asked;      /* "glance now" was pressed since the last call */
    uint64_t track;  /* the ticket of what plays; 0 when nothing does */
    int64_t track_left_us; /* until it ends; -1 not known, or paused */
} LiltRhythmFacts;

/* Where the rhythm is. Starts zeroed. A plain value. */
typedef struct {
    bool first_look_over;
    int64_t first_until_us;  /* 0 = it has not begun */
    int64_t glance_until_us; /* 0 = no glance is going on */
    int64_t short_until_us;  /* from here on a known mood ends it */
    uint64_t glanced_for;    /* the ticket of the track that had its glance */
} LiltRhythm;

typedef struct {
    bool open;        /* the source is to be open */
    bool looking;     /* because of a first look or a glance */
    int64_t again_us; /* ask again at this time at the latest; 0 = only when facts change */
} LiltRhythmAnswer;

LiltRhythmAnswer lilt_rhythm_step(LiltRhythm *rhythm, const LiltRhythmFacts *facts);
