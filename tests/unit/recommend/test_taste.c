/* What a listener is likely to say, and where music lies at an hour: learnt from what was said. */
#include "check.h"
#include "lilt/recommend.h"

enum { N = 400, BY_ARTIST = 10 };

static LiltCatalogue *
make_library(void)
{
    LiltCatalogue *c = lilt_catalogue_new(N);
    LiltRng rng = lilt_rng_new(1, 1);

    for (size_t i = 0; c != NULL && i < N; i++) {
        c->id[i] = (int64_t)i + 1;
        c->artist[i] = (uint32_t)(i / BY_ARTIST);
        c->genre[i] = lilt_rng_below(&rng, LILT_N_GENRES);
        c->valence[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->arousal[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->tempo_bpm[i] = i % 5 > 0 ? 60.0f + 120.0f * lilt_rng_unit(&rng) : 0.0f;
        c->energy[i] = lilt_rng_unit(&rng);
        c->brightness[i] = lilt_rng_unit(&rng);
        c->n_tracks++;
    }
    return c;
}

/* The mean that is told of the rows that are bright, or not. */
static float
mean_of(const LiltCatalogue *c, const float *personal, bool bright)
{
    float sum = 0;
    int n = 0;

    for (size_t i = 0; i < c->n_tracks; i++)
        if ((c->valence[i] > 0) == bright)
            sum += personal[i], n++;
    return sum / (float)n;
}

/* Every seventh track; those that are bright are liked, or the others. */
static size_t
say(const LiltCatalogue *c, bool bright, LiltEmotion mood, LiltVerdict *verdicts)
{
    size_t n = 0;

    for (size_t row = 0; row < c->n_tracks; row += 7)
        verdicts[n++] = (LiltVerdict){row, (c->valence[row] > 0) == bright ? 1.0f : -1.0f, mood, 0};
    return n;
}

TEST(nothing_said_nothing_told)
{
    LiltCatalogue *c = make_library();
    float personal[N], doubt[N];

    REQUIRE(lilt_taste_learn(c, NULL, 0, LILT_HAPPY, personal, doubt) == LILT_OK, "learn");
    for (size_t i = 0; i < N; i++)
        CHECK(personal[i] == 0 && doubt[i] == 1, "row %zu: %g %g", i, (double)personal[i],
              (double)doubt[i]);
    lilt_catalogue_free(c);
}

TEST(what_sounds_like_what_was_liked_is_liked_and_a_change_is_followed)
{
    LiltCatalogue *c = make_library();
    LiltVerdict verdicts[3 * N];
    float personal[N], doubt[N];
    size_t n = say(c, true, LILT_HAPPY, verdicts);

    REQUIRE(lilt_taste_learn(c, verdicts, n, LILT_HAPPY, personal, doubt) == LILT_OK, "learn");
    CHECK(mean_of(c, personal, true) > 0.3f && mean_of(c, personal, false) < -0.3f, "%g %g",
          (double)mean_of(c, personal, true), (double)mean_of(c, personal, false));
    for (size_t i = 0; i < N; i++)
        CHECK(personal[i] >= -1 && personal[i] <= 1 && doubt[i] > 0 && doubt[i] <= 1, "bounds");
    n += say(c, false, LILT_HAPPY, verdicts + n);
    n += say(c, false, LILT_HAPPY, verdicts + n);
    REQUIRE(lilt_taste_learn(c, verdicts, n, LILT_HAPPY, personal, doubt) == LILT_OK, "learn");
    CHECK(mean_of(c, personal, true) < mean_of(c, personal, false), "the last ones count most");
    lilt_catalogue_free(c);
}

TEST(what_was_said_in_a_mood_counts_most_in_that_mood)
{
    LiltCatalogue *c = make_library();
    LiltVerdict verdicts[2 * N];
    float happy[N], sad[N], doubt[N];
    size_t n = say(c, true, LILT_HAPPY, verdicts);

    n += say(c, false, LILT_SAD, verdicts + n);
    REQUIRE(lilt_taste_learn(c, verdicts, n, LILT_HAPPY, happy, doubt) == LILT_OK, "learn");
    REQUIRE(lilt_taste_learn(c, verdicts, n, LILT_SAD, sad, doubt) == LILT_OK, "learn");
    CHECK(mean_of(c, happy, true) > mean_of(c, sad, true), "bright is liked more when happy");
    lilt_catalogue_free(c);
}

TEST(an_artist_that_is_always_skipped_sinks)
{
    LiltCatalogue *c = make_library();
    LiltVerdict verdicts[8];
    float personal[N], doubt[N], sum = 0;

    for (size_t i = 0; i < 8; i++) /* half of an artist's, and others' */
        verdicts[i] = (LiltVerdict){i < 4 ? 200 + i : 40 * i, i < 4 ? -1.0f : 1.0f, LILT_SAD, 0};
    REQUIRE(lilt_taste_learn(c, verdicts, 8, LILT_EMOTION_UNKNOWN, personal, doubt) == LILT_OK,
            "learn");
    for (size_t i = 204; i < 210; i++) {
        CHECK(doubt[i] < 0.5f, "row %zu: %g", i, (double)doubt[i]);
        sum += personal[i];
    }
    CHECK(sum / 6 < -0.1f, "the artist's others: %g", (double)sum / 6);
    CHECK(doubt[399] == 1, "of another nothing was said");
    CHECK(doubt[0] == 1, "unknown artists are not one artist");
    lilt_catalogue_free(c);
}

TEST(an_hour_leans_as_people_do_and_then_as_the_listener_does)
{
    enum { THREE_AT_NIGHT = 3, SIX_IN_THE_EVENING = 18, SATURDAY = 5 * 24 };
    LiltCatalogue *c = make_library();
    LiltVerdict verdicts[N];
    const LiltPoint night = lilt_hour_lean(THREE_AT_NIGHT, c, NULL, 0);
    const LiltPoint evening = lilt_hour_lean(SIX_IN_THE_EVENING, c, NULL, 0);
    const LiltPoint saturday = lilt_hour_lean(SATURDAY + 12, c, NULL, 0);

    CHECK(night.arousal < -0.3f && evening.arousal > 0.2f, "calm at night: %g, %g",
          (double)night.arousal, (double)evening.arousal);
    CHECK(saturday.valence > lilt_hour_lean(12, c, NULL, 0).valence, "weekends are brighter");
    for (int hour = 0; hour < 168; hour++) {
        const LiltPoint lean = lilt_hour_lean(hour, c, NULL, 0);

        CHECK(fabsf(lean.valence) <= 1 && fabsf(lean.arousal) <= 1, "hour %d", hour);
    }
    for (size_t i = 0; i < N; i++) /* lively music at night, calm by day */
        verdicts[i] = (LiltVerdict){i, 1, LILT_HAPPY, c->arousal[i] > 0 ? THREE_AT_NIGHT : 15};
    const LiltPoint mine = lilt_hour_lean(THREE_AT_NIGHT, c, verdicts, N);

    CHECK(mine.arousal > 0.2f, "as this listener has it: %g", (double)mine.arousal);
    CHECK_NEAR(saturday.arousal, lilt_hour_lean(SATURDAY + 12, c, verdicts, N).arousal, 1e-6,
               "working days say nothing of the weekend");
    lilt_catalogue_free(c);
}

TEST_MAIN()
