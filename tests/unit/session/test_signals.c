/* What the signals make of values and weights: directions, bounds, words; and the body's numbers
 * from lines that may be anything. */
#include "check.h"

#include "lilt/recommend.h"
#include "signals.h"

static const LiltSignals all_off = {.place = LILT_PLACE_UNSAID};

static LiltSignals
with(LiltSignal which, float weight)
{
    LiltSignals signals = all_off;

    signals.weight[which] = weight;
    return signals;
}

static LiltSignals
body_at(float level)
{
    LiltSignals signals = with(LILT_SIGNAL_BODY, 1.0f);

    signals.body_known = true;
    signals.body = level;
    return signals;
}

static float
arousal_of(LiltSignals signals)
{
    return lilt_signals_shift(&signals).shift.arousal;
}

TEST(what_is_off_or_not_known_says_nothing)
{
    LiltSignals signals = {.body_known = true,
                           .body = 1.0f,
                           .activity_known = true,
                           .place = LILT_PLACE_WAY,
                           .weather = LILT_WEATHER_RAIN};
    LiltShift shift = lilt_signals_shift(&signals);

    CHECK(shift.shift.valence == 0.0f && shift.shift.arousal == 0.0f && shift.words == NULL,
          "all weights are 0");
    signals = (LiltSignals){.weight = {1, 1, 1, 1, 1}, .body = 1.0f};
    shift = lilt_signals_shift(&signals);
    CHECK(shift.shift.arousal == 0.0f && shift.words == NULL, "nothing is known");
}

TEST(music_goes_with_the_body_or_against_it)
{
    LiltSignals calms = body_at(0.9f);

    calms.calms = true;
    CHECK(arousal_of(body_at(0.9f)) > 0.2f, "stirred: livelier");
    CHECK(arousal_of(body_at(-0.9f)) < -0.2f, "calm: calmer");
    CHECK(arousal_of(calms) < -0.2f, "stirred, the other way round: calmer");
    CHECK(arousal_of(body_at(0.1f)) == 0.0f, "about as usual");
    CHECK(arousal_of(body_at(NAN)) == 0.0f, "no number");
    CHECK(arousal_of(body_at(INFINITY)) <= LILT_MOST_SHIFT, "a huge one");
    const LiltSignals high = body_at(0.9f), low = body_at(-0.9f);

    CHECK_TEXT("Your pulse is high: a little livelier", lilt_signals_shift(&high).words);
    CHECK_TEXT("Your pulse is low: a little calmer", lilt_signals_shift(&low).words);
    CHECK_TEXT("Your pulse is high: a little calmer", lilt_signals_shift(&calms).words);
    calms.skin = true;
    CHECK_TEXT("You are stirred: a little calmer", lilt_signals_shift(&calms).words);
}

TEST(idle_is_calmer_and_active_livelier)
{
    LiltSignals signals = with(LILT_SIGNAL_ACTIVITY, 1.0f);

    signals.activity_known = true;
    CHECK(arousal_of(signals) > 0.0f, "just touched");
    signals.idle_s = 120.0f;
    CHECK(arousal_of(signals) == 0.0f, "between");
    signals.idle_s = 301.0f;
    CHECK(arousal_of(signals) < 0.0f, "idle");
    signals.idle_s = NAN;
    CHECK(arousal_of(signals) == 0.0f, "no number");
}

TEST(weights_weigh_and_the_sum_is_bounded)
{
    LiltSignals signals = with(LILT_SIGNAL_PLACE, 0.5f);

    signals.place = LILT_PLACE_WAY;
    const float half = arousal_of(signals);

    signals.weight[LILT_SIGNAL_PLACE] = 1.0f;
    CHECK_NEAR(2.0f * half, arousal_of(signals), 1e-6, "twice the weight");
    for (int place = 0; place < LILT_N_PLACES; place++)
        for (int weather = 0; weather < LILT_N_WEATHERS; weather++)
            for (float body = -1.0f; body <= 1.0f; body += 0.5f) {
                LiltSignals both = {.weight = {2, 2, 2, 2, 2},
                                    .body_known = true,
                                    .body = body,
                                    .activity_known = true,
                                    .place = (LiltPlace)place,
                                    .weather = (LiltWeather)weather};
                const LiltShift shift = lilt_signals_shift(&both);
                const float length = hypotf(shift.shift.valence, shift.shift.arousal);

                CHECK(length <= LILT_MOST_SHIFT + 1e-5f, "%f long", (double)length);
                CHECK((shift.words != NULL) == (length > 0.0f), "words for what is said");
            }
}

/* Place and weather pull apart; the words are those of the one that prevails. */
TEST(the_words_are_of_what_prevails)
{
    LiltSignals signals = with(LILT_SIGNAL_PLACE, 1.0f);

    signals.place = LILT_PLACE_WAY;
    signals.weather = LILT_WEATHER_RAIN;
    signals.weight[LILT_SIGNAL_WEATHER] = 0.5f;
    CHECK_TEXT("On the way: a little livelier", lilt_signals_shift(&signals).words);
    signals.weight[LILT_SIGNAL_WEATHER] = 2.0f;
    CHECK_TEXT("It rains: a little calmer", lilt_signals_shift(&signals).words);
}

TEST(lines_become_numbers_or_are_passed_over)
{
    static const struct {
        const char *line;
        bool good, skin;
        float value;
    } lines[] = {
        {"72", true, false, 72.0f},
        {"  72.5  ", true, false, 72.5f},
        {"72,5 bpm", true, false, 72.5f},
        {"80bpm\r", true, false, 80.0f},
        {"3.25 uS", true, true, 3.25f},
        {"0,8 \xc2\xb5S", true, true, 0.8f},
        {"", false, false, 0},
        {"nan", false, false, 0},
        {"inf", false, false, 0},
        {"-72", false, false, 0},
        {"72 73", false, false, 0},
        {"72 volts", false, false, 0},
        {"1e2", false, false, 0},
        {"999999999999999999999999999999", false, false, 0},
        {"3", false, false, 0},
        {"5000 uS", false, false, 0},
        {"72.", false, false, 0},
        {"\xff\xfe", false, false, 0},
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        float value = -1.0f;
        bool skin = false;
        const bool good = lilt_body_parse(lines[i].line, &value, &skin);

        CHECK(good == lines[i].good, "\"%s\"", lines[i].line);
        CHECK_NEAR(good ? lines[i].value : -1.0f, value, 1e-4, "\"%s\"", lines[i].line);
        CHECK(skin == lines[i].skin, "\"%s\"", lines[i].line);
    }
    CHECK(lilt_body_is_remark("") && lilt_body_is_remark("  # from my strap") &&
              !lilt_body_is_remark("72"),
          "remarks");
}

TEST(a_level_is_beside_what_is_usual)
{
    LiltBodyTrack track = {0};
    float level = 9.0f;
    int64_t us = 1;

    for (int i = 0; i < 4; i++)
        lilt_body_hear(&track, 70.0f, false, us += 1000000);
    CHECK(!lilt_body_level(&track, us, &level) && level == 9.0f, "too little is known");
    for (int i = 0; i < 60; i++)
        lilt_body_hear(&track, 110.0f, false, us += 1000000);
    CHECK(lilt_body_level(&track, us, &level) && level > 0.8f, "a pulse that rose: %f",
          (double)level);
    for (int i = 0; i < 3600; i++)
        lilt_body_hear(&track, 110.0f, false, us += 1000000);
    CHECK(lilt_body_level(&track, us, &level) && fabsf(level) < 0.05f, "has become usual: %f",
          (double)level);
    CHECK(!lilt_body_level(&track, us + 61000000, &level), "nothing came for a minute");
    lilt_body_hear(&track, 2.0f, true, us += 1000000);
    CHECK(!lilt_body_level(&track, us, &level), "another kind begins anew");
    for (int i = 0; i < 10; i++)
        lilt_body_hear(&track, 4.0f, true, us += 1000000);
    CHECK(lilt_body_level(&track, us, &level) && level > 0.5f, "skin: %f", (double)level);
}

TEST_MAIN()
