/* When Lilt looks, by a clock that the test turns. */
#include "check.h"

#include "rhythm.h"

static const int64_t s = 1000000; /* microseconds */

static double
seconds(int64_t us)
{
    return (double)us / 1e6;
}

static LiltRhythmFacts
facts_at(int64_t now_us)
{
    return (LiltRhythmFacts){
        .times = lilt_rhythm_times_usual(), .now_us = now_us, .allowed = true, .track_left_us = -1};
}

TEST(nothing_is_opened_without_consent)
{
    LiltRhythm rhythm = {0};
    LiltRhythmFacts facts = facts_at(s);

    facts.allowed = false;
    facts.shown = facts.asked = true;
    facts.track = 1;
    for (facts.track_left_us = 0; facts.track_left_us < 60 * s; facts.track_left_us += s) {
        const LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

        CHECK(!answer.open && !answer.looking, "left %d s", (int)(facts.track_left_us / s));
    }
}

TEST(first_look_ends_with_a_mood_or_after_15_s)
{
    LiltRhythm rhythm = {0};
    LiltRhythmFacts facts = facts_at(100 * s);
    LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

    CHECK(answer.open && answer.looking && answer.again_us == 115 * s, "begins");
    facts.now_us = 114 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "goes on");
    facts.now_us = 115 * s;
    answer = lilt_rhythm_step(&rhythm, &facts);
    CHECK(!answer.open && answer.again_us == 0, "15 s are over");

    rhythm = (LiltRhythm){0};
    facts = facts_at(100 * s);
    lilt_rhythm_step(&rhythm, &facts);
    facts.now_us = 103 * s;
    facts.mood_known = true;
    CHECK(!lilt_rhythm_step(&rhythm, &facts).open, "a mood after 3 s");
}

/* A rhythm whose first look is over. */
static LiltRhythm
settled(void)
{
    return (LiltRhythm){.first_look_over = true};
}

/* Let a track of 200 s play; how much of it is left when the glance begins and when it ends. */
static int
play_track(double mood_after_s, double *opened_left_s, double *closed_left_s)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(0);
    int n_openings = 0;
    bool open = false;

    facts.track = 7;
    for (int64_t left = 200 * s; left >= 0; left -= s / 10) {
        facts.now_us = 1000 * s - left;
        facts.track_left_us = left;
        facts.mood_known = n_openings > 0 && *opened_left_s - seconds(left) >= mood_after_s;
        const bool now = lilt_rhythm_step(&rhythm, &facts).open;

        if (now && !open) {
            *opened_left_s = seconds(left);
            n_openings++;
        }
        if (!now && open)
            *closed_left_s = seconds(left);
        open = now;
    }
    return n_openings;
}

TEST(one_glance_a_track_over_30_s_before_it_ends)
{
    double opened = -1, closed = -1;

    CHECK(play_track(1000, &opened, &closed) == 1, "openings");
    CHECK(opened == 40 && closed == 30, "no mood: from %.1f to %.1f s", opened, closed);
    CHECK(play_track(5, &opened, &closed) == 1, "openings");
    CHECK(opened == 40 && closed == 35, "mood after 5 s: from %.1f to %.1f s", opened, closed);
    CHECK(play_track(1, &opened, &closed) == 1, "openings");
    CHECK(opened == 40 && closed == 37, "mood after 1 s: from %.1f to %.1f s", opened, closed);
}

TEST(it_says_when_to_ask_again)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.track = 7;
    facts.track_left_us = 200 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 10 * s + 160 * s, "the glance to come");
    facts.track_left_us = -1;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 0, "paused: never");
    facts.track_left_us = 33 * s;
    const LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

    CHECK(answer.looking && answer.again_us == 13 * s, "late but in time");
    rhythm = settled();
    facts.track_left_us = 9 * s;
    CHECK(!lilt_rhythm_step(&rhythm, &facts).open, "too late to matter");
}

TEST(a_glance_on_demand_lasts_10_s)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.asked = facts.mood_known = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "asked");
    facts.asked = false;
    facts.now_us = 19 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "goes on");
    facts.now_us = 20 * s;
    CHECK(!lilt_rhythm_step(&rhythm, &facts).open, "over");
}

TEST(the_card_and_files_are_watched_all_the_time)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.shown = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "the card");
    CHECK(!lilt_rhythm_step(&rhythm, &facts).looking, "but that is no glance");
    facts.shown = false;
    facts.is_file = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "a file");
}

TEST(always_stays_open)
{
    LiltRhythm rhythm = {0};
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.kind = LILT_RHYTHM_ALWAYS;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "a first look");
    facts.now_us = 100 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "and open after it");
    facts.allowed = false;
    CHECK(!lilt_rhythm_step(&rhythm, &facts).open, "but never without consent");
}

TEST(only_when_asked_looks_only_when_asked)
{
    LiltRhythm rhythm = {0};
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.kind = LILT_RHYTHM_ASKED;
    facts.track = 7;
    for (facts.track_left_us = 60 * s; facts.track_left_us >= 0; facts.track_left_us -= s) {
        const LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

        CHECK(!answer.open && answer.again_us == 0, "left %d s", (int)(facts.track_left_us / s));
    }
    facts.asked = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "asked");
}

TEST(allowed_again_means_a_first_look_again)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.allowed = false;
    lilt_rhythm_step(&rhythm, &facts);
    facts.allowed = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "first look");
}

TEST(the_times_can_be_set)
{
    LiltRhythm rhythm = {0};
    LiltRhythmFacts facts = facts_at(100 * s);

    facts.times.first_s = 40;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 140 * s, "the first look");
    rhythm = settled();
    facts = facts_at(10 * s);
    facts.times.ends_s = 60;
    facts.times.glance_s = 20;
    facts.times.short_s = 6;
    facts.track = 1;
    facts.track_left_us = 200 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 10 * s + 120 * s, "the glance to come");
    facts.now_us = 130 * s;
    facts.track_left_us = 80 * s;
    const LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

    CHECK(answer.looking && answer.again_us == 136 * s, "enough with a mood");
    facts.now_us = 137 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 150 * s, "and without");
}

TEST_MAIN()
