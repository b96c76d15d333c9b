/* Steadying, with a clock of our own: minutes pass at once. */
#include "check.h"
#include "smooth.h"

static Smoother smoother;
static int64_t now_us;

static void
begin(void)
{
    smooth_reset(&smoother);
    now_us = 50000000;
}

/* `seconds` of looks at 4 a second: the class at `strength`, the rest shared evenly; strength 0: no
 * face. */
static void
look(double seconds, LiltEmotion emotion, float strength, float quality)
{
    float probs[LILT_N_EMOTIONS];

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        probs[i] = i == (int)emotion ? strength : (1.0f - strength) / (LILT_N_EMOTIONS - 1);
    for (const int64_t end_us = now_us + (int64_t)(seconds * 1e6); now_us < end_us;
         now_us += 250000)
        smooth_look(&smoother, now_us, strength > 0 ? probs : NULL, quality);
}

static void
check_sums(void)
{
    float sum = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        sum += smoother.steady[i];
    CHECK(sum == 0 || fabsf(sum - 1) < 1e-5f, "steady sums to %f", (double)sum);
}

TEST(nothing_is_said_before_it_is_seen)
{
    begin();
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "expression");
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN && smoother.mood.confidence == 0, "mood");
    look(60, LILT_HAPPY, 0, 0);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "nor when nobody comes");
    check_sums();
}

TEST(the_first_mood_comes_within_seconds)
{
    begin();
    look(1, LILT_HAPPY, 0.9f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "a second is too short");
    look(1.5, LILT_HAPPY, 0.9f, 1);
    CHECK(smoother.expression == LILT_HAPPY, "then it stands");
    CHECK(smoother.mood.label == LILT_HAPPY, "and the first mood with it");
    CHECK(smoother.mood.point.valence > 0.5f && smoother.mood.point.arousal > 0.3f, "at %.2f, %.2f",
          (double)smoother.mood.point.valence, (double)smoother.mood.point.arousal);
    CHECK(smoother.mood.confidence > 0.7f && smoother.mood.confidence <= 1, "sure %.2f",
          (double)smoother.mood.confidence);
    check_sums();
}

TEST(a_look_a_second_is_enough)
{
    float probs[LILT_N_EMOTIONS] = {[LILT_HAPPY] = 0.9f, [LILT_NEUTRAL] = 0.1f};

    begin();
    for (int i = 0; i < 3; i++, now_us += 1000000)
        smooth_look(&smoother, now_us, probs, 1);
    CHECK(smoother.mood.label == LILT_HAPPY, "after three photos");
}

/* One look in `every` sees a face, for ten seconds. */
static void
flicker(int every)
{
    begin();
    for (int i = 0; i < 40; i++)
        look(0.25, LILT_HAPPY, i % every == 0 ? 0.9f : 0, 1);
}

TEST(what_is_seen_in_few_looks_is_no_face)
{
    flicker(3);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "two looks of five are too few");
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "for a mood as well");
    flicker(2);
    CHECK(smoother.expression == LILT_HAPPY && smoother.mood.label == LILT_HAPPY,
          "three of five are enough");
}

/* The slowest: from long and sure to hardly sure, each class after each other. */
TEST(every_change_is_followed_within_five_seconds)
{
    for (int from = 0; from < LILT_N_EMOTIONS; from++)
        for (int to = 0; to < LILT_N_EMOTIONS; to++) {
            begin();
            look(60, (LiltEmotion)from, 0.95f, 1);
            look(5, (LiltEmotion)to, 0.65f, 1);
            CHECK((int)smoother.expression == to, "from %d to %d: %d", from, to,
                  (int)smoother.expression);
        }
}

TEST(a_glimpse_does_not_change_the_mood)
{
    begin();
    look(20, LILT_NEUTRAL, 0.9f, 1);
    look(3, LILT_SURPRISE, 0.9f, 1);
    CHECK(smoother.expression == LILT_SURPRISE, "the expression follows within seconds");
    CHECK(smoother.mood.label == LILT_NEUTRAL, "the mood does not");
    look(10, LILT_NEUTRAL, 0.9f, 1);
    CHECK(smoother.expression == LILT_NEUTRAL && smoother.mood.label == LILT_NEUTRAL,
          "all as before");
}

TEST(a_change_that_holds_becomes_the_mood)
{
    int64_t changed_us;

    begin();
    look(20, LILT_HAPPY, 0.9f, 1);
    for (changed_us = now_us; smoother.mood.label != LILT_SAD && now_us < changed_us + 30000000;)
        look(0.25, LILT_SAD, 0.9f, 1);
    CHECK(now_us - changed_us >= 8000000 && now_us - changed_us <= 12000000, "after %.2f s",
          (double)(now_us - changed_us) * 1e-6);
    CHECK(smoother.mood.point.valence < -0.3f, "with its place: %.2f",
          (double)smoother.mood.point.valence);
}

TEST(an_expression_enters_high_and_leaves_low)
{
    begin();
    look(20, LILT_HAPPY, 0.52f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, ".52 is not enough to enter");
    look(20, LILT_HAPPY, 0.60f, 1);
    CHECK(smoother.expression == LILT_HAPPY, ".60 is");
    look(20, LILT_HAPPY, 0.44f, 1);
    CHECK(smoother.expression == LILT_HAPPY, ".44 is enough to stay");
    look(20, LILT_HAPPY, 0.36f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, ".36 is not");
}

TEST(a_face_hard_to_read_gets_its_likeliest_mood_later)
{
    begin();
    look(5, LILT_SAD, 0.45f, 1);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "not at once");
    look(6, LILT_SAD, 0.45f, 1);
    CHECK(smoother.mood.label == LILT_SAD, "but when it holds");
    CHECK(smoother.mood.confidence < 0.5f, "and not surely: %.2f",
          (double)smoother.mood.confidence);
}

TEST(the_mood_fades_and_is_forgotten)
{
    float before;

    begin();
    look(10, LILT_HAPPY, 0.9f, 1);
    before = smoother.mood.confidence;
    look(5, LILT_HAPPY, 0, 0);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "no face, no expression");
    CHECK(smoother.mood.label == LILT_HAPPY && smoother.mood.confidence < before, "fading");
    check_sums();
    look(24, LILT_HAPPY, 0, 0);
    CHECK(smoother.mood.label == LILT_HAPPY, "29 s after the last face");
    look(2, LILT_HAPPY, 0, 0);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN && smoother.mood.confidence == 0,
          "31 s after it");
    look(3, LILT_SAD, 0.9f, 1);
    CHECK(smoother.mood.label == LILT_SAD, "who comes back is looked at afresh");
}

TEST(a_pause_between_glances_is_an_absence)
{
    begin();
    look(10, LILT_HAPPY, 0.9f, 1);
    now_us += 20000000; /* the camera was closed */
    look(0.5, LILT_SAD, 0.9f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "a new stay begins");
    CHECK(smoother.mood.label == LILT_HAPPY, "the mood is remembered");
    now_us += 40000000;
    look(0.5, LILT_SAD, 0.9f, 1);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "but not for ever");
}

TEST(what_cannot_be_read_counts_little)
{
    begin();
    look(10, LILT_HAPPY, 0.9f, 0.02f);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "a face in the dark is no face");
    begin();
    for (int i = 0; i < 20; i++) { /* clear looks and blurred ones in turn */
        look(0.25, LILT_NEUTRAL, 0.9f, 1);
        look(0.25, LILT_ANGRY, 0.9f, 0.2f);
    }
    CHECK(smoother.expression == LILT_NEUTRAL, "the clear ones win");
}

TEST(time_may_jump_back)
{
    begin();
    look(5, LILT_HAPPY, 0.9f, 1);
    now_us -= 4000000; /* a video starts again */
    look(3, LILT_HAPPY, 0.9f, 1);
    CHECK(smoother.expression == LILT_HAPPY && smoother.mood.label == LILT_HAPPY, "all goes on");
    check_sums();
}

/* ---- numbers that are set -------------------------------------------------------------------- */

/* How long it takes until a happy face is a sad face's expression or mood, in seconds. */
static double
seconds_until(bool of_mood)
{
    double seconds = 0;

    look(20, LILT_SAD, 0.9f, 1);
    while (seconds < 60 && (of_mood ? smoother.mood.label : smoother.expression) != LILT_HAPPY) {
        look(0.25, LILT_HAPPY, 0.9f, 1);
        seconds += 0.25;
    }
    return seconds;
}

static double
with(LiltSteadying numbers, bool of_mood)
{
    begin();
    smooth_set_numbers(&smoother, &numbers);
    return seconds_until(of_mood);
}

TEST(every_number_counts)
{
    const LiltSteadying usual = lilt_steadying_usual();
    const double expression_s = with(usual, false), mood_s = with(usual, true);
    LiltSteadying numbers = usual;

    numbers.average_s = 9;
    CHECK(with(numbers, false) > 2 * expression_s, "a longer average follows later");
    numbers = usual;
    numbers.enter_at = 0.8f;
    CHECK(with(numbers, false) > expression_s, "so does a higher threshold");
    numbers = usual;
    numbers.dwell_s = 15;
    CHECK(fabs(with(numbers, true) - mood_s - 7) < 0.6, "a dwell of 15 s is 7 s more: %.2f, %.2f",
          with(numbers, true), mood_s);

    begin();
    look(20, LILT_SAD, 0.9f, 0.3f);
    CHECK(smoother.expression == LILT_SAD, "a poor picture will do");
    numbers = usual;
    numbers.least_quality = 0.5f;
    begin();
    smooth_set_numbers(&smoother, &numbers);
    look(20, LILT_SAD, 0.9f, 0.3f);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "unless it is not enough");
}

TEST(leaving_and_forgetting_can_be_set)
{
    LiltSteadying numbers = lilt_steadying_usual();

    begin();
    look(10, LILT_HAPPY, 0.9f, 1);
    look(10, LILT_HAPPY, 0.45f, 1);
    CHECK(smoother.expression == LILT_HAPPY, "it stands above .40");
    numbers.leave_at = 0.5f;
    smooth_set_numbers(&smoother, &numbers);
    look(10, LILT_HAPPY, 0.45f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "and no longer below .50");

    numbers.forget_s = 90;
    smooth_set_numbers(&smoother, &numbers);
    look(10, LILT_HAPPY, 0.9f, 1);
    look(60, LILT_HAPPY, 0, 0);
    CHECK(smoother.mood.label == LILT_HAPPY, "known for longer");
    look(40, LILT_HAPPY, 0, 0);
    CHECK(smoother.mood.label == LILT_EMOTION_UNKNOWN, "but not for ever");

    numbers.first_s = 6;
    begin();
    smooth_set_numbers(&smoother, &numbers);
    look(5, LILT_HAPPY, 0.9f, 1);
    CHECK(smoother.expression == LILT_EMOTION_UNKNOWN, "more patience at first");
    look(2, LILT_HAPPY, 0.9f, 1);
    CHECK(smoother.expression == LILT_HAPPY, "then it is said");
}

TEST_MAIN()
