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
    return (LiltRhythmFacts){.now_us = now_us, .allowed = true, .track_left_us = -1};
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

TEST(one_glance_a_track_ending_30_s_before_it_does)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(0);
    int64_t opened_at_left = -1, closed_at_left = -1;
    int n_openings = 0;
    bool open = false;

    facts.track = 7;
    for (int64_t left = 200 * s; left >= 0; left -= s / 10) {
        facts.now_us = 1000 * s - left;
        facts.track_left_us = left;
        const bool now = lilt_rhythm_step(&rhythm, &facts).open;

        if (now && !open) {
            opened_at_left = left;
            n_openings++;
        }
        if (!now && open)
            closed_at_left = left;
        open = now;
    }
    CHECK(n_openings == 1, "%d openings", n_openings);
    CHECK(opened_at_left == 35 * s, "opened %.1f s before the end", seconds(opened_at_left));
    CHECK(closed_at_left == 30 * s, "closed %.1f s before the end", seconds(closed_at_left));
}

TEST(it_says_when_to_ask_again)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.track = 7;
    facts.track_left_us = 200 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 10 * s + 165 * s, "the glance to come");
    facts.track_left_us = -1;
    CHECK(lilt_rhythm_step(&rhythm, &facts).again_us == 0, "paused: never");
    facts.track_left_us = 33 * s;
    const LiltRhythmAnswer answer = lilt_rhythm_step(&rhythm, &facts);

    CHECK(answer.looking && answer.again_us == 15 * s, "late but in time");
    rhythm = settled();
    facts.track_left_us = 9 * s;
    CHECK(!lilt_rhythm_step(&rhythm, &facts).open, "too late to matter");
}

TEST(a_glance_on_demand_lasts_5_s)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.asked = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "asked");
    facts.asked = false;
    facts.now_us = 14 * s;
    CHECK(lilt_rhythm_step(&rhythm, &facts).open, "goes on");
    facts.now_us = 15 * s;
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

TEST(allowed_again_means_a_first_look_again)
{
    LiltRhythm rhythm = settled();
    LiltRhythmFacts facts = facts_at(10 * s);

    facts.allowed = false;
    lilt_rhythm_step(&rhythm, &facts);
    facts.allowed = true;
    CHECK(lilt_rhythm_step(&rhythm, &facts).looking, "first look");
}

TEST_MAIN()
