/* When Lilt looks. */
#include "rhythm.h"

enum { TOO_LATE_S = 10 }; /* after a jump close to the end no glance could change what follows */

LiltRhythmTimes
lilt_rhythm_times_usual(void)
{
    return (LiltRhythmTimes){
        .first_s = 15.0,
        .glance_s = 10.0 /* a face that is hard to read needs 8 s */,
        .short_s = 3.0,
        .ends_s = 30.0,
    };
}

static int64_t
us(double seconds)
{
    return (int64_t)(1e6 * seconds);
}

static bool
first_look(LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    if (rhythm->first_look_over || facts->kind == LILT_RHYTHM_ASKED)
        return false;
    if (rhythm->first_until_us == 0)
        rhythm->first_until_us = facts->now_us + us(facts->times.first_s);
    rhythm->first_look_over = facts->mood_known || facts->now_us >= rhythm->first_until_us;
    return !rhythm->first_look_over;
}

/* True when the place in the track calls for a glance it has not had. */
static bool
due(const LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    return facts->kind == LILT_RHYTHM_GLANCES && facts->track != 0 &&
           facts->track != rhythm->glanced_for && facts->track_left_us >= us(TOO_LATE_S) &&
           facts->track_left_us <= us(facts->times.ends_s + facts->times.glance_s);
}

static bool
glance(LiltRhythm *rhythm, const LiltRhythmFacts *facts)
{
    const bool begins = due(rhythm, facts);

    if (begins)
        rhythm->glanced_for = facts->track;
    if (begins || facts->asked) {
        rhythm->glance_until_us = facts->now_us + us(facts->times.glance_s);
        rhythm->short_until_us = facts->now_us +
                                 us(facts->asked ? facts->times.glance_s : facts->times.short_s);
    }
    if (facts->now_us >= rhythm->glance_until_us ||
        (facts->mood_known && facts->now_us >= rhythm->short_until_us))
        rhythm->glance_until_us = 0;
    return rhythm->glance_until_us != 0;
}

static int64_t
next_time(const LiltRhythm *rhythm, const LiltRhythmFacts *facts, bool first)
{
    const int64_t until_due = facts->track_left_us -
                              us(facts->times.ends_s + facts->times.glance_s);

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
