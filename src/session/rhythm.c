/* When Lilt looks. */
#include "rhythm.h"

static const int64_t second_us = 1000000;

enum {
    FIRST_LOOK_S = 15,
    GLANCE_S = 10,      /* a face that is hard to read needs 8 s */
    SHORT_GLANCE_S = 3, /* enough when it gave a mood */
    GLANCE_ENDS_S = 30, /* before the track does: time to choose, long before the slot is taken */
    TOO_LATE_S = 10,    /* after a jump close to the end no glance could change what follows */
};

static bool
first_look(LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    if (rhythm->first_look_over || facts->kind == LILT_RHYTHM_ASKED)
        return false;
    if (rhythm->first_until_us == 0)
        rhythm->first_until_us = facts->now_us + FIRST_LOOK_S * second_us;
    rhythm->first_look_over = facts->mood_known || facts->now_us >= rhythm->first_until_us;
    return !rhythm->first_look_over;
}

/* True when the place in the track calls for a glance it has not had. */
static bool
due(const LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    return facts->kind == LILT_RHYTHM_GLANCES && facts->track != 0 &&
           facts->track != rhythm->glanced_for && facts->track_left_us >= TOO_LATE_S * second_us &&
           facts->track_left_us <= (GLANCE_ENDS_S + GLANCE_S) * second_us;
}

static bool
glance(LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    const bool begins = due(rhythm, facts);

    if (begins)
        rhythm->glanced_for = facts->track;
    if (begins || facts->asked) {
        rhythm->glance_until_us = facts->now_us + GLANCE_S * second_us;
        rhythm->short_until_us = facts->now_us +
                                 (facts->asked ? GLANCE_S : SHORT_GLANCE_S) * second_us;
    }
    if (facts->now_us >= rhythm->glance_until_us ||
        (facts->mood_known && facts->now_us >= rhythm->short_until_us))
        rhythm->glance_until_us = 0;
    return rhythm->glance_until_us != 0;
}

static int64_t
next_time(const LiltRhythm *rhythm, const LiltRhythmFacts *facts, bool first)
{
    const int64_t until_due = facts->track_left_us - (GLANCE_ENDS_S + GLANCE_S) * second_us;

    if (first)
        return rhythm->first_until_us;
    if (rhythm->glance_until_us != 0)
        return facts->now_us < rhythm->short_until_us ? rhythm->short_until_us
                                                      : rhythm->glance_until_us;
    if (facts->kind == LILT_RHYTHM_GLANCES && facts->track != 0 &&
        facts->track != rhythm->glanced_for && until_due > 0)
        return facts->now_us + until_due;
    return 0;
}

LiltRhythmAnswer
lilt_rhythm_step(LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    if (!facts->allowed) {
        *rhythm = (LiltRhythm){0}; /* allowed again: a first look again */
        return (LiltRhythmAnswer){0};
    }
    if (facts->is_file)
        return (LiltRhythmAnswer){.open = true};
    const bool first = first_look(rhythm, facts);
    const bool glancing = glance(rhythm, facts);

    return (LiltRhythmAnswer){
        .open = first || glancing || facts->shown || facts->kind == LILT_RHYTHM_ALWAYS,
        .looking = first || glancing,
        .again_us = next_time(rhythm, facts, first),
    };
}
