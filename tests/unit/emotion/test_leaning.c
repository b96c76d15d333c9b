/* A listener who is read otherwise than others: the face at rest, and corrections. */
#include "check.h"

#include "lilt/base.h"
#include "smooth.h"

enum { N_FACES = 2000 };

/* What the network might say of a face of that class: sure of it, more or less, and by `bias`, in
 * logarithms, of what this listener always looks like. */
static void
read_face(LiltRng *rng, LiltEmotion emotion, const float *bias, float probs[LILT_N_EMOTIONS])
{
    float sum = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const float noise = 4.0f * (lilt_rng_unit(rng) - 0.5f);

        probs[i] = expf((i == (int)emotion ? 3.5f : 0.0f) + noise + bias[i]);
        sum += probs[i];
    }
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        probs[i] /= sum;
}

/* Five seconds of the face at rest. */
static LiltPersonal
rest(LiltRng *rng, const float *bias)
{
    LiltPersonal personal = {0};
    LiltRest looks = {0};
    LiltReading reading = {.has_face = true, .quality = 0.8f};

    for (int i = 0; i < 20; i++) {
        read_face(rng, LILT_NEUTRAL, bias, reading.probs);
        lilt_rest_look(&looks, &reading);
    }
    personal.has_baseline = lilt_rest_baseline(&looks, personal.baseline);
    CHECK(personal.has_baseline, "20 looks are enough");
    return personal;
}

/* The part of many faces that is read right by a listener's leaning; the seven come up as often. */
static double
part_right(const float *bias, const LiltPersonal *personal)
{
    float leaning[LILT_N_EMOTIONS], probs[LILT_N_EMOTIONS];
    LiltRng rng = lilt_rng_new(7, 0);
    int n_right = 0;

    lilt_leaning_of(personal, leaning);
    for (int n = 0; n < N_FACES; n++) {
        const LiltEmotion emotion = (LiltEmotion)(n % LILT_N_EMOTIONS);
        int best = 0;

        read_face(&rng, emotion, bias, probs);
        for (int i = 0; i < LILT_N_EMOTIONS; i++)
            if (logf(probs[i]) + leaning[i] > logf(probs[best]) + leaning[best])
                best = i;
        n_right += best == (int)emotion;
    }
    return (double)n_right / N_FACES;
}

TEST(a_face_at_rest_that_looks_sad_is_read_better)
{
    const float bias[LILT_N_EMOTIONS] = {[LILT_SAD] = 3.0f};
    const LiltPersonal nobody = {0};
    LiltRng rng = lilt_rng_new(1, 0);
    const LiltPersonal listener = rest(&rng, bias);
    const double before = part_right(bias, &nobody), after = part_right(bias, &listener);

    CHECK(after > before + 0.1, "right %.3f without, %.3f with the baseline", before, after);
}

TEST(a_usual_face_is_read_as_well_as_before)
{
    const float bias[LILT_N_EMOTIONS] = {0};
    const LiltPersonal nobody = {0};
    LiltRng rng = lilt_rng_new(2, 0);
    const LiltPersonal listener = rest(&rng, bias);
    const double before = part_right(bias, &nobody), after = part_right(bias, &listener);

    CHECK(after > before - 0.02, "right %.3f without, %.3f with the baseline", before, after);
}

TEST(a_rest_that_was_hardly_seen_is_none)
{
    LiltRest looks = {0};
    float baseline[LILT_N_EMOTIONS] = {42};
    LiltReading reading = {.has_face = true, .quality = 0.8f, .probs = {[LILT_NEUTRAL] = 1}};

    for (int i = 0; i < 5; i++)
        lilt_rest_look(&looks, &reading);
    reading.quality = 0.0f; /* too dark */
    for (int i = 0; i < 20; i++)
        lilt_rest_look(&looks, &reading);
    reading = (LiltReading){.quality = 1.0f}; /* nobody */
    for (int i = 0; i < 20; i++)
        lilt_rest_look(&looks, &reading);
    CHECK(!lilt_rest_baseline(&looks, baseline) && baseline[0] == 42.0f, "five looks do not tell");
}

TEST(corrections_shift_a_little_and_never_far)
{
    LiltPersonal personal = {.n_corrections = 1,
                             .corrections = {{1, LILT_SAD, 0.6f, LILT_NEUTRAL}}};
    float one[LILT_N_EMOTIONS], many[LILT_N_EMOTIONS];

    lilt_leaning_of(&personal, one);
    CHECK(one[LILT_NEUTRAL] > 0 && one[LILT_SAD] < 0 && one[LILT_HAPPY] == 0, "%g %g %g",
          (double)one[LILT_NEUTRAL], (double)one[LILT_SAD], (double)one[LILT_HAPPY]);
    for (; personal.n_corrections < LILT_CORRECTIONS; personal.n_corrections++)
        personal.corrections[personal.n_corrections] = personal.corrections[0];
    lilt_leaning_of(&personal, many);
    CHECK(many[LILT_NEUTRAL] > one[LILT_NEUTRAL] && many[LILT_NEUTRAL] < 1.0f, "%g",
          (double)many[LILT_NEUTRAL]);
    personal = (LiltPersonal){
        .n_corrections = 2,
        .corrections = {{1, LILT_SAD, 0.6f, LILT_SAD}, {2, LILT_EMOTION_UNKNOWN, 0, LILT_SAD}}};
    lilt_leaning_of(&personal, one);
    CHECK(one[LILT_SAD] == 0.0f, "what was right, or not read, teaches nothing");
}

/* A reading that the listener's leaning turns. */
TEST(the_expression_leans_and_the_moment_does_not)
{
    LiltReading reading = {.has_face = true, .quality = 1.0f};
    LiltSteadying numbers = lilt_steadying_usual();
    Smoother smoother;

    numbers.leaning[LILT_SAD] = -1.5f;
    smooth_reset(&smoother);
    smooth_set_numbers(&smoother, &numbers);
    for (int i = 1; i <= 40; i++) {
        reading.time_us = i * 250000;
        memset(reading.probs, 0, sizeof reading.probs);
        reading.probs[LILT_SAD] = 0.6f;
        reading.probs[LILT_NEUTRAL] = 0.4f;
        smooth_reading(&smoother, &reading);
    }
    CHECK(reading.expression == LILT_NEUTRAL && reading.mood.label == LILT_NEUTRAL, "leans");
    CHECK(reading.probs[LILT_SAD] == 0.6f, "what the network said stays as it was");
}

TEST_MAIN()
