/* Ranking: parts and sums, determinism, spacing, what must never come, and where policies lead. */
#include "check.h"
#include "invent.h"

static float
distance(const LiltCatalogue *c, size_t row, LiltPoint point)
{
    return hypotf(c->valence[row] - point.valence, c->arousal[row] - point.arousal);
}

TEST(labels_go_both_ways)
{
    LiltPolicy policy = LILT_POLICY_HOLD;

    for (int i = LILT_POLICY_MATCH; i <= LILT_POLICY_HOLD; i++)
        CHECK(lilt_policy_from_label(lilt_policy_label((LiltPolicy)i), &policy) &&
                  policy == (LiltPolicy)i,
              "policy %d", i);
    CHECK(!lilt_policy_from_label("cheer", &policy), "no such policy");
    CHECK_TEXT("mood", lilt_part_label(LILT_PART_MOOD));
    CHECK_TEXT("chance", lilt_part_label(LILT_PART_CHANCE));
}

TEST(parts_sum_to_the_score_in_random_states)
{
    enum { N_TRACKS = 100 };
    LiltRng rng = lilt_rng_new(check_seed(), 2);
    LiltPick picks[20];

    for (int state = 0; state < 10000; state++) {
        LiltCatalogue *c = make_library(N_TRACKS, 1 + lilt_rng_below(&rng, 60), lilt_rng_u32(&rng));
        LiltRequest request = request_for(c, (LiltEmotion)((int)lilt_rng_below(&rng, 8) - 1),
                                          (LiltPolicy)lilt_rng_below(&rng, 4));
        float says[3][N_TRACKS];
        size_t n = 0;

        for (size_t i = 0; i < N_TRACKS; i++) {
            says[0][i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
            says[1][i] = lilt_rng_unit(&rng);
            says[2][i] = lilt_rng_unit(&rng);
        }
        if (lilt_rng_below(&rng, 4) > 0) /* else a listener of whom nothing is known */
            request.listener = (LiltListener){
                .personal = says[0], .doubt = says[1], .together = says[2]};
        request.lean = (LiltPoint){lilt_rng_unit(&rng), -lilt_rng_unit(&rng)};
        request.goal = (LiltPoint){lilt_rng_unit(&rng), -lilt_rng_unit(&rng)};
        request.shift = (LiltPoint){lilt_rng_unit(&rng) - 0.5f, lilt_rng_unit(&rng) - 0.5f};
        request.pace_bpm = lilt_rng_below(&rng, 2) == 0 ? 0.0f
                                                        : 100.0f + 60.0f * lilt_rng_unit(&rng);
        REQUIRE(lilt_recommend(&request, 20, picks, &n) == LILT_OK && n > 0, "recommend");
        for (size_t i = 0; i < n; i++) {
            float sum = 0;

            for (int part = 0; part < LILT_N_PARTS; part++)
                sum += picks[i].parts[part];
            CHECK_NEAR(sum, picks[i].score, 1e-6, "pick %zu", i);
            CHECK(isfinite(sum), "a finite score");
            CHECK(fabsf(picks[i].parts[LILT_PART_SIGNALS]) <= LILT_MOST_SHIFT + 1e-5f,
                  "signals weigh %f", (double)picks[i].parts[LILT_PART_SIGNALS]);
            CHECK_NEAR(1.0f - distance(c, picks[i].row, picks[i].aim),
                       picks[i].parts[LILT_PART_MOOD], 1e-5, "mood is nearness to the aim");
        }
        lilt_catalogue_free(c);
    }
}

TEST(of_an_empty_library_or_one_all_banned_nothing_comes)
{
    for (size_t n_tracks = 0; n_tracks < 3; n_tracks++) {
        LiltCatalogue *c = make_library(n_tracks, 1, 1);
        LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_PATH);
        LiltPick pick;
        size_t n = 9;

        for (size_t i = 0; i < n_tracks; i++)
            c->love[i] = -1;
        CHECK(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 0, "%zu picks", n);
        CHECK(lilt_recommend(&request, 0, NULL, &n) == LILT_OK && n == 0, "of none asked for");
        lilt_catalogue_free(c);
    }
}

TEST(the_same_request_gives_the_same_list)
{
    LiltCatalogue *c = make_library(5000, 300, 3);
    LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_MATCH);
    LiltPick first[30], second[30], other[30];
    size_t n = 0, n_same = 0;

    REQUIRE(lilt_recommend(&request, 30, first, &n) == LILT_OK && n == 30, "first");
    REQUIRE(lilt_recommend(&request, 30, second, &n) == LILT_OK && n == 30, "second");
    CHECK_BYTES(first, second, sizeof first, "same seed");
    request.seed = 8;
    REQUIRE(lilt_recommend(&request, 30, other, &n) == LILT_OK && n == 30, "other seed");
    for (size_t i = 0; i < 30; i++)
        n_same += first[i].row == other[i].row;
    CHECK(n_same < 30, "another seed, another list");
    lilt_catalogue_free(c);
}

TEST(banned_and_excluded_tracks_never_come)
{
    LiltCatalogue *c = make_library(60, 20, 4);
    LiltRequest request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    const int64_t exclude[] = {c->id[41], c->id[3], 999999, c->id[17]};
    LiltPick picks[60];
    size_t n = 0, n_banned = 0;

    for (size_t i = 0; i < c->n_tracks; i++)
        c->love[i] = i % 5 == 0 ? -1 : 1, n_banned += i % 5 == 0;
    request.exclude = exclude;
    request.n_exclude = 4;
    REQUIRE(lilt_recommend(&request, 60, picks, &n) == LILT_OK, "recommend");
    CHECK(n == 60 - n_banned - 3, "everything else comes once: %zu", n);
    for (size_t i = 0; i < n; i++) {
        CHECK(c->love[picks[i].row] >= 0, "row %zu is banned", picks[i].row);
        CHECK(picks[i].row != 41 && picks[i].row != 3 && picks[i].row != 17, "row %zu is excluded",
              picks[i].row);
        for (size_t j = 0; j < i; j++)
            CHECK(picks[j].row != picks[i].row, "row %zu twice", picks[i].row);
    }
    lilt_catalogue_free(c);
}

TEST(an_artist_comes_three_times_in_twenty)
{
    LiltCatalogue *c = make_library(2000, 40, 5);
    const LiltRequest request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    LiltPick picks[60];
    size_t n = 0;

    for (size_t i = 0; i < c->n_tracks; i++) /* one artist has all that fits best */
        if (distance(c, i, (LiltPoint){0.75f, 0.5f}) < 0.4f)
            c->artist[i] = 1;
    REQUIRE(lilt_recommend(&request, 60, picks, &n) == LILT_OK && n == 60, "recommend");
    for (size_t start = 0; start + 20 <= n; start++) {
        int counts[64] = {0};

        for (size_t i = start; i < start + 20; i++)
            CHECK(++counts[c->artist[picks[i].row]] <= 3, "artist %u too often from place %zu on",
                  c->artist[picks[i].row], start);
    }
    for (size_t i = 0; i < c->n_tracks; i++) /* where the library does not allow it */
        c->artist[i] = 1;
    REQUIRE(lilt_recommend(&request, 60, picks, &n) == LILT_OK, "one artist only");
    CHECK(n == 60, "the list is full all the same");
    lilt_catalogue_free(c);
}

TEST(the_seven_moods_give_different_lists)
{
    LiltCatalogue *c = make_library(900, 200, 6);
    LiltPick picks[LILT_N_EMOTIONS][30];
    size_t n = 0;

    for (size_t i = 0; i < c->n_tracks; i++)
        c->love[i] = 0;
    for (int e = 0; e < LILT_N_EMOTIONS; e++) {
        const LiltRequest request = request_for(c, (LiltEmotion)e, LILT_POLICY_MATCH);

        REQUIRE(lilt_recommend(&request, 30, picks[e], &n) == LILT_OK && n == 30, "mood %d", e);
    }
    for (int a = 0; a < LILT_N_EMOTIONS; a++)
        for (int b = 0; b < a; b++) {
            int n_shared = 0;

            for (int i = 0; i < 30; i++)
                for (int j = 0; j < 30; j++)
                    n_shared += picks[a][i].row == picks[b][j].row;
            CHECK(n_shared <= 15, "%s and %s share %d of 30", lilt_emotion_label((LiltEmotion)a),
                  lilt_emotion_label((LiltEmotion)b), n_shared);
        }
    lilt_catalogue_free(c);
}

/* What a listener says of a mood counts, for it alone, and is taken back by ours. */
TEST(a_map_of_their_own_is_gone_by)
{
    LiltCatalogue *c = make_library(4000, 400, 5);
    LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_MATCH);
    const LiltMoodPlace loud = {{0.9f, 0.9f}, 170.0f, 1.0f};
    bool favoured[LILT_N_GENRES] = {[LILT_GENRE_METAL] = true};
    LiltMoodTable own, ours;
    LiltPick usual[20], picks[20];
    size_t n = 0, n_metal = 0;

    lilt_mood_table_reset(&own);
    lilt_mood_table_reset(&ours);
    CHECK(!lilt_mood_favours(&own, LILT_SAD, LILT_GENRE_METAL) &&
              lilt_mood_favours(&own, LILT_SAD, LILT_GENRE_BLUES),
          "ours");
    REQUIRE(lilt_recommend(&request, 20, usual, &n) == LILT_OK && n == 20, "usual");
    request.map = &own;
    REQUIRE(lilt_recommend(&request, 20, picks, &n) == LILT_OK && n == 20, "ours as a table");
    CHECK_BYTES(usual, picks, sizeof picks, "no other list without a change");
    lilt_mood_table_edit(&own, LILT_SAD, &loud, favoured);
    CHECK(lilt_mood_map(&own, LILT_SAD).genres[0] == LILT_GENRE_METAL &&
              lilt_mood_favours(&own, LILT_SAD, LILT_GENRE_METAL) &&
              !lilt_mood_favours(&own, LILT_SAD, LILT_GENRE_BLUES),
          "metal alone");
    REQUIRE(lilt_recommend(&request, 20, picks, &n) == LILT_OK && n == 20, "own");
    for (size_t i = 0; i < n; i++) {
        CHECK(distance(c, picks[i].row, loud.music) < distance(c, picks[i].row, usual[0].aim),
              "pick %zu lies where they said", i);
        n_metal += c->genre[picks[i].row] == LILT_GENRE_METAL;
    }
    CHECK(n_metal >= 4, "%zu of 20 are of the genre they said, which one in 23 is", n_metal);
    CHECK_BYTES(&ours.places[LILT_HAPPY], &own.places[LILT_HAPPY], sizeof(LiltMoodPlace), "happy");
    for (int i = 0; i < LILT_N_GENRES; i++)
        favoured[i] = lilt_mood_favours(&ours, LILT_SAD, (LiltGenre)i);
    lilt_mood_table_edit(&own, LILT_SAD, &ours.places[LILT_SAD], favoured);
    CHECK_BYTES(ours.marks, own.marks, sizeof own.marks, "back to ours");
    lilt_catalogue_free(c);
}

/* Two tracks that differ in nothing but their mode: which comes first is what the map asks for. */
TEST(major_and_minor_are_told_apart_by_the_map)
{
    LiltCatalogue *c = make_library(2, 1, 6);
    LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_MATCH);
    const bool none[LILT_N_GENRES] = {false};
    LiltMoodTable own;
    LiltPick picks[2];
    size_t n = 0;

    for (size_t i = 0; i < 2; i++) {
        c->valence[i] = c->arousal[i] = c->words[i] = 0;
        c->genre[i] = LILT_GENRE_UNKNOWN, c->tempo_bpm[i] = 0, c->love[i] = 0, c->n_plays[i] = 0;
        c->last_play_s[i] = 0, c->artist[i] = 0;
        c->mode[i] = i == 0 ? 0.25f : -0.25f;
    }
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "sad");
    CHECK(picks[0].row == 1 && picks[0].parts[LILT_PART_MAP] > 0.0f &&
              picks[1].parts[LILT_PART_MAP] < 0.0f,
          "minor for sad: %f, %f", (double)picks[0].parts[LILT_PART_MAP],
          (double)picks[1].parts[LILT_PART_MAP]);
    request.mood = LILT_HAPPY;
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "happy");
    CHECK(picks[0].row == 0, "major for happy");

    lilt_mood_table_reset(&own);
    CHECK(lilt_mood_map(&own, LILT_HAPPY).tonality == 1.0f, "ours is major");
    LiltMoodPlace place = own.places[LILT_HAPPY];

    place.tonality = -1.0f;
    lilt_mood_table_edit(&own, LILT_HAPPY, &place, none);
    request.map = &own;
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "own");
    CHECK(picks[0].row == 1, "minor for this listener");
    lilt_catalogue_free(c);
}

/* Of two tracks that differ in nothing but their lyrics, the one whose words go with the aim. */
TEST(lyrics_are_a_small_part_that_follows_the_aim)
{
    LiltCatalogue *c = make_library(2, 1, 6);
    LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_MATCH);
    LiltPick picks[2];
    size_t n = 0;

    for (size_t i = 0; i < 2; i++) {
        c->genre[i] = LILT_GENRE_UNKNOWN, c->tempo_bpm[i] = 0, c->love[i] = 0, c->n_plays[i] = 0;
        c->last_play_s[i] = 0, c->artist[i] = 0, c->mode[i] = 0;
        c->valence[i] = c->arousal[i] = 0;
        c->words[i] = i == 0 ? 1.0f : -1.0f;
    }
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "sad");
    CHECK(picks[0].row == 1 && picks[0].parts[LILT_PART_WORDS] > 0.0f &&
              picks[1].parts[LILT_PART_WORDS] < 0.0f,
          "heavy words for sad");
    CHECK(fabsf(picks[0].parts[LILT_PART_WORDS]) <= 0.15f, "a small part: %f",
          (double)picks[0].parts[LILT_PART_WORDS]);
    request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "happy");
    CHECK(picks[0].row == 0, "bright words for happy");
    c->words[0] = c->words[1] = 0;
    REQUIRE(lilt_recommend(&request, 2, picks, &n) == LILT_OK && n == 2, "without words");
    CHECK(picks[0].parts[LILT_PART_WORDS] == 0.0f, "no lyrics, no part");
    lilt_catalogue_free(c);
}

TEST(a_path_walks_to_its_goal)
{
    LiltCatalogue *c = make_library(3000, 300, 7);
    const LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_PATH);
    LiltPick picks[12];
    size_t n = 0;
    double first = 0, last = 0;

    REQUIRE(lilt_recommend(&request, 12, picks, &n) == LILT_OK && n == 12, "recommend");
    for (size_t i = 0; i < n; i++) {
        const LiltPoint aim = lilt_recommend_aim(&request, i, 12);
        const LiltPoint before = lilt_recommend_aim(&request, i > 0 ? i - 1 : 0, 12);

        CHECK(i == 0 || aim.valence > before.valence, "step %zu goes on", i);
        CHECK(distance(c, picks[i].row, picks[i].aim) < 0.45f, "track %zu lies by the path", i);
        if (i < 4)
            first += (double)distance(c, picks[i].row, request.goal);
        if (i >= 8)
            last += (double)distance(c, picks[i].row, request.goal);
    }
    CHECK_NEAR(request.from.valence, lilt_recommend_aim(&request, 0, 12).valence, 1e-6, "start");
    CHECK_NEAR(request.goal.valence, lilt_recommend_aim(&request, 11, 12).valence, 1e-6, "end");
    CHECK(last < 0.5 * first, "the tracks come nearer: %f, then %f", first, last);
    lilt_catalogue_free(c);
}

/* The mean arousal of the first twenty under a shift. */
static double
mean_arousal(const LiltCatalogue *c, LiltPoint shift)
{
    LiltRequest request = request_for(c, LILT_EMOTION_UNKNOWN, LILT_POLICY_MATCH);
    LiltPick picks[20];
    size_t n = 0;
    double sum = 0;

    request.shift = shift;
    if (lilt_recommend(&request, 20, picks, &n) != LILT_OK || n != 20)
        return NAN;
    for (size_t i = 0; i < n; i++)
        sum += (double)c->arousal[picks[i].row];
    return sum / 20;
}

TEST(a_way_is_bounded_even_and_without_repeats)
{
    LiltCatalogue *c = make_library(3000, 300, 7);
    LiltRng rng = lilt_rng_new(check_seed(), 6);

    for (int round = 0; round < 200; round++) {
        LiltRequest request = request_for(c, LILT_SAD, LILT_POLICY_PATH);
        const size_t n_steps = 2 + lilt_rng_below(&rng, 12);
        LiltPick picks[14];
        size_t n = 0;

        request.policy = round % 2 == 0 ? LILT_POLICY_PATH : LILT_POLICY_LIFT;
        request.goal = request.policy == LILT_POLICY_PATH
                           ? (LiltPoint){2 * lilt_rng_unit(&rng) - 1, 2 * lilt_rng_unit(&rng) - 1}
                           : lilt_mood_map(NULL, LILT_HAPPY).point;
        REQUIRE(lilt_recommend(&request, n_steps, picks, &n) == LILT_OK && n == n_steps,
                "recommend");
        const float dv = request.goal.valence - request.from.valence;
        const float da = request.goal.arousal - request.from.arousal;
        const float whole = hypotf(dv, da), most = request.policy == LILT_POLICY_PATH ? 1.0f : 2.0f;
        float before = 0.0f;

        for (size_t i = 0; i < n; i++) {
            const float along = ((picks[i].aim.valence - request.from.valence) * dv +
                                 (picks[i].aim.arousal - request.from.arousal) * da) /
                                (whole * whole);
            const float x = request.from.valence + along * dv - picks[i].aim.valence;
            const float y = request.from.arousal + along * da - picks[i].aim.arousal;

            CHECK(hypotf(x, y) < 1e-4f, "step %zu lies beside the way", i);
            CHECK(along >= before - 1e-4f && along <= 1.0f + 1e-4f, "step %zu: %f of it", i,
                  (double)along);
            CHECK(i == 0 || along - before <= most / (float)(n_steps - 1) + 1e-4f,
                  "step %zu of %zu is a leap: %f", i, n_steps, (double)(along - before));
            before = along;
            for (size_t j = 0; j < i; j++)
                CHECK(picks[i].row != picks[j].row, "places %zu and %zu are one track", j, i);
        }
        CHECK_NEAR(1.0f, before, 1e-4, "it ends at its goal");
    }
    lilt_catalogue_free(c);
}

TEST(other_signals_shift_what_is_wanted_and_not_too_far)
{
    LiltCatalogue *c = make_library(3000, 300, 9);
    const double usual = mean_arousal(c, (LiltPoint){0.0f, 0.0f});
    const double livelier = mean_arousal(c, (LiltPoint){0.0f, 0.3f});

    CHECK(livelier > usual + 0.15 && livelier < usual + 0.45, "%f, then %f", usual, livelier);
    CHECK(mean_arousal(c, (LiltPoint){0.0f, -0.3f}) < usual - 0.15, "and calmer");
    CHECK(mean_arousal(c, (LiltPoint){0.0f, 50.0f}) ==
              mean_arousal(c, (LiltPoint){0.0f, LILT_MOST_SHIFT}),
          "a huge shift is the longest one");
    CHECK(mean_arousal(c, (LiltPoint){0.0f, NAN}) == usual, "what is no number is nothing");
    CHECK(mean_arousal(c, (LiltPoint){INFINITY, 0.0f}) == usual, "nor is what has no end");
    lilt_catalogue_free(c);
}

TEST(a_signal_says_why_where_it_counted)
{
    LiltCatalogue *c = make_library(3000, 300, 9);
    LiltRequest request = request_for(c, LILT_EMOTION_UNKNOWN, LILT_POLICY_MATCH);
    LiltReason reasons[LILT_N_PARTS];
    LiltPick picks[20];
    size_t n = 0, n_said = 0;

    request.shift = (LiltPoint){0.0f, 0.3f};
    request.shift_words = "On the way";
    REQUIRE(lilt_recommend(&request, 20, picks, &n) == LILT_OK && n == 20, "recommend");
    for (size_t i = 0; i < n; i++) {
        const size_t n_reasons = lilt_recommend_reasons(&request, &picks[i], reasons, LILT_N_PARTS);
        bool said = false;

        for (size_t j = 0; j < n_reasons; j++)
            said |= strcmp(reasons[j].text, "On the way") == 0;
        CHECK(said == (picks[i].parts[LILT_PART_SIGNALS] >= 0.03f), "pick %zu", i);
        n_said += said;
    }
    CHECK(n_said > 5, "said of %zu", n_said);
    lilt_catalogue_free(c);
}

TEST(a_steady_pace_is_kept)
{
    LiltCatalogue *c = make_library(3000, 300, 10);
    LiltRequest request = request_for(c, LILT_EMOTION_UNKNOWN, LILT_POLICY_MATCH);
    LiltPick picks[20];
    double off[2] = {0, 0};

    for (int steady = 0; steady < 2; steady++) {
        size_t n = 0;

        request.pace_bpm = steady ? 140.0f : 0.0f;
        REQUIRE(lilt_recommend(&request, 20, picks, &n) == LILT_OK && n == 20, "recommend");
        for (size_t i = 0; i < n; i++) {
            off[steady] += fabs(log2((double)c->tempo_bpm[picks[i].row] / 140.0)) / 20;
            CHECK(steady || picks[i].parts[LILT_PART_PACE] == 0.0f, "not asked for");
        }
    }
    CHECK(off[1] < 0.15 && off[1] < 0.5 * off[0], "%f octaves off, else %f", off[1], off[0]);
    lilt_catalogue_free(c);
}

TEST(lift_leads_negative_moods_to_happy_music_and_no_others)
{
    for (int e = 0; e < LILT_N_EMOTIONS; e++) {
        const LiltRequest lift = request_for(NULL, (LiltEmotion)e, LILT_POLICY_LIFT);
        const LiltRequest match = request_for(NULL, (LiltEmotion)e, LILT_POLICY_MATCH);
        const LiltPoint end = lilt_recommend_aim(&lift, 19, 20);
        const LiltPoint same = lilt_recommend_aim(&match, 19, 20);
        const bool negative = lift.from.valence < 0.0f;

        CHECK((lilt_emotion_nearest(end) == LILT_HAPPY) == (negative || e == LILT_HAPPY),
              "%s ends in %s", lilt_emotion_label((LiltEmotion)e),
              lilt_emotion_label(lilt_emotion_nearest(end)));
        if (!negative)
            CHECK_NEAR(same.valence, end.valence, 1e-6, "nothing to lift");
        else
            CHECK(lilt_recommend_aim(&lift, 0, 20).valence > lift.from.valence, "a first step");
    }
}

TEST(heard_just_now_counts_against_and_love_for_a_track)
{
    LiltCatalogue *c = make_library(3, 3, 8);
    const LiltRequest request = request_for(c, LILT_EMOTION_UNKNOWN, LILT_POLICY_MATCH);
    LiltPick picks[3];
    size_t n = 0;

    for (size_t i = 0; i < 3; i++) {
        c->valence[i] = c->arousal[i] = 0.0f;
        c->love[i] = 0;
        c->n_plays[i] = 1;
        c->last_play_s[i] = NOW_S - 40 * 86400;
    }
    c->love[2] = 1;
    c->last_play_s[0] = NOW_S - 60;
    REQUIRE(lilt_recommend(&request, 3, picks, &n) == LILT_OK && n == 3, "recommend");
    CHECK(picks[0].row == 2 && picks[1].row == 1 && picks[2].row == 0, "order %zu %zu %zu",
          picks[0].row, picks[1].row, picks[2].row);
    CHECK(picks[2].parts[LILT_PART_REST] < -0.5f, "heard just now: %f",
          (double)picks[2].parts[LILT_PART_REST]);
    lilt_catalogue_free(c);
}

TEST(a_hundred_thousand_tracks_are_ranked_at_once)
{
    LiltCatalogue *c = make_library(100000, 5000, 10);
    LiltPick picks[50];
    size_t n = 0;

    for (int policy = LILT_POLICY_MATCH; policy <= LILT_POLICY_PATH; policy++) {
        const LiltRequest request = request_for(c, LILT_SAD, (LiltPolicy)policy);
        const int64_t before_us = lilt_clock_cpu_us();

        REQUIRE(lilt_recommend(&request, 50, picks, &n) == LILT_OK && n == 50, "recommend");
        const int64_t took_us = lilt_clock_cpu_us() - before_us;

        printf("%s: 50 of 100000 in %.1f ms\n", lilt_policy_label((LiltPolicy)policy),
               (double)took_us / 1e3);
        CHECK(took_us < 500000, "%lld us", (long long)took_us);
    }
    lilt_catalogue_free(c);
}

TEST(an_empty_library_gives_an_empty_list)
{
    LiltCatalogue *c = lilt_catalogue_new(0);
    const LiltRequest request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    LiltPick pick;
    size_t n = 99;

    CHECK(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 0, "%zu", n);
    lilt_catalogue_free(c);
}

TEST_MAIN()
