/* The fast way to a list gives what the plain one does: for each place, all rows are looked at. */
#include <string.h>

#include "check.h"
#include "policy.h"
#include "score.h"
#include "way.h"

enum { NOW_S = 1800000000, LIMIT = 50, MOST_TRACKS = 300000 };

/* n tracks by n_artists artists; one in five was loved, banned or played, one in seven heard just
 * now. */
static LiltCatalogue *
make_library(size_t n, uint32_t n_artists, LiltRng *rng)
{
    LiltCatalogue *c = lilt_catalogue_new(n);

    for (size_t i = 0; c != NULL && i < n; i++) {
        const uint32_t luck = lilt_rng_below(rng, 10);

        c->id[i] = (int64_t)(10 + 3 * i);
        c->valence[i] = 2.0f * lilt_rng_unit(rng) - 1.0f;
        c->arousal[i] = i % 3 == 0 ? 0.0f : 2.0f * lilt_rng_unit(rng) - 1.0f;
        c->tempo_bpm[i] = i % 11 == 0 ? 0.0f : 60.0f + 120.0f * lilt_rng_unit(rng);
        c->mode[i] = i % 5 == 0 ? 0.0f : lilt_rng_unit(rng) - 0.5f;
        c->words[i] = i % 4 == 0 ? 2.0f * lilt_rng_unit(rng) - 1.0f : 0.0f;
        c->artist[i] = lilt_rng_below(rng, n_artists);
        c->genre[i] = lilt_rng_below(rng, LILT_N_GENRES);
        c->n_plays[i] = luck < 2 ? lilt_rng_below(rng, 100) : 0;
        c->last_play_s[i] = i % 7 == 0 ? NOW_S - (int64_t)lilt_rng_below(rng, 90000) : 0;
        c->love[i] = (int8_t)(luck == 3 ? 1 : luck == 4 ? -1 : 0);
        c->n_tracks++;
    }
    return c;
}

/* What a listener's model might say of so many rows; half of the time, and half of the parts of it,
 * there is none. */
static LiltListener
make_listener(size_t n, LiltRng *rng)
{
    static float personal[MOST_TRACKS], doubt[MOST_TRACKS], together[MOST_TRACKS];
    const uint32_t luck = lilt_rng_below(rng, 4);

    for (size_t i = 0; i < n; i++) {
        personal[i] = 2.0f * lilt_rng_unit(rng) - 1.0f;
        doubt[i] = lilt_rng_unit(rng);
        together[i] = lilt_rng_unit(rng);
    }
    return (LiltListener){.personal = luck & 1 ? personal : NULL,
                          .doubt = luck & 1 ? doubt : NULL,
                          .together = luck & 2 ? together : NULL};
}

static LiltPoint
any_point(LiltRng *rng)
{
    return (LiltPoint){2.0f * lilt_rng_unit(rng) - 1.0f, 2.0f * lilt_rng_unit(rng) - 1.0f};
}

/* The best row for the next place, or -1. */
static ptrdiff_t
plain_best(const LiltRequest *request, LiltPoint aim, const bool *taken, const LiltPick *picks,
           size_t n)
{
    const LiltCatalogue *c = request->catalogue;
    const LiltEmotion mood = lilt_request_class(request, aim);
    float best[2] = {-INFINITY, -INFINITY}; /* of all, and of artists that had their share */
    ptrdiff_t rows[2] = {-1, -1};

    for (size_t row = 0; row < c->n_tracks; row++) {
        const bool crowded = lilt_score_is_crowded(c, row, picks, n);
        const float score = lilt_score_base(request, row, mood) + lilt_score_aimed(c, row, aim) +
                            lilt_score_variety(c, row, picks, n);

        if (!taken[row] && c->love[row] >= 0 && score > best[crowded])
            best[crowded] = score, rows[crowded] = (ptrdiff_t)row;
    }
    return rows[0] >= 0 ? rows[0] : rows[1];
}

static size_t
plain_recommend(const LiltRequest *request, LiltPick *picks)
{
    static bool taken[MOST_TRACKS];
    size_t n = 0;

    memset(taken, 0, sizeof taken);
    for (size_t i = 0; i < request->n_exclude; i++)
        taken[lilt_catalogue_find(request->catalogue, request->exclude[i])] = true;
    while (n < LIMIT) {
        const LiltPoint aim = lilt_way_target(request, LIMIT, n);
        const ptrdiff_t row = plain_best(request, aim, taken, picks, n);

        if (row < 0)
            break;
        picks[n++].row = (size_t)row;
        taken[row] = true;
    }
    return n;
}

static void
check_library(size_t n_tracks, uint32_t n_artists, LiltPolicy policy, LiltRng *rng)
{
    LiltCatalogue *c = make_library(n_tracks, n_artists, rng);
    const LiltEmotion mood = (LiltEmotion)((int)lilt_rng_below(rng, 8) - 1);
    LiltPick fast[LIMIT], plain[LIMIT];
    size_t n = 0;

    REQUIRE(c != NULL, "memory");
    const int64_t exclude[] = {c->id[0], c->id[n_tracks / 2]};
    const LiltRequest request = {.catalogue = c,
                                 .listener = make_listener(n_tracks, rng),
                                 .lean = any_point(rng),
                                 .shift = lilt_rng_below(rng, 2) == 0 ? (LiltPoint){0, 0}
                                                                      : any_point(rng),
                                 .pace_bpm = lilt_rng_below(rng, 2) == 0 ? 0.0f : 130.0f,
                                 .mood = mood,
                                 .from = lilt_emotion_place(mood),
                                 .goal = any_point(rng),
                                 .policy = policy,
                                 .exclude = exclude,
                                 .n_exclude = 2,
                                 .now_s = NOW_S,
                                 .seed = lilt_rng_u32(rng)};
    const size_t n_plain = plain_recommend(&request, plain);

    REQUIRE(lilt_recommend(&request, LIMIT, fast, &n) == LILT_OK, "recommend");
    CHECK(n == n_plain, "%zu picks, %zu", n, n_plain);
    for (size_t i = 0; i < n && i < n_plain; i++)
        CHECK(fast[i].row == plain[i].row,
              "%s, %s, %zu tracks, %u artists, place %zu: %zu, not %zu", lilt_policy_label(policy),
              lilt_emotion_label(mood), n_tracks, n_artists, i, fast[i].row, plain[i].row);
    lilt_catalogue_free(c);
}

TEST(the_fast_way_gives_what_the_plain_one_gives)
{
    static const size_t n_tracks[] = {1, 7, 60, 2100, 9000, 30000};
    static const uint32_t n_artists[] = {1, 2, 9, 2000};
    LiltRng rng = lilt_rng_new(check_seed(), 3);

    for (size_t i = 0; i < sizeof n_tracks / sizeof *n_tracks; i++)
        for (size_t j = 0; j < sizeof n_artists / sizeof *n_artists; j++)
            for (int policy = LILT_POLICY_MATCH; policy <= LILT_POLICY_HOLD; policy++)
                check_library(n_tracks[i], n_artists[j], (LiltPolicy)policy, &rng);
}

/* So many that the sample grows with them. */
TEST(it_does_so_in_a_large_library)
{
    LiltRng rng = lilt_rng_new(check_seed(), 5);

    for (int policy = LILT_POLICY_MATCH; policy <= LILT_POLICY_PATH; policy++)
        for (int i = 0; i < check_rounds(1); i++)
            check_library(MOST_TRACKS, 2000, (LiltPolicy)policy, &rng);
}

TEST(a_bound_is_never_below_what_it_bounds)
{
    LiltRng rng = lilt_rng_new(check_seed(), 4);
    LiltCatalogue *c = make_library(5000, 50, &rng);
    LiltListener listener = make_listener(5000, &rng);

    for (size_t row = 0; row < 5000; row++) {
        const LiltEmotion mood = (LiltEmotion)((int)lilt_rng_below(&rng, 8) - 1);
        const LiltRequest request = {.catalogue = c,
                                     .listener = listener,
                                     .lean = any_point(&rng),
                                     .pace_bpm = row % 2 == 0 ? 0.0f : 120.0f,
                                     .now_s = NOW_S,
                                     .seed = row};
        const LiltPoint aim = {lilt_rng_unit(&rng), lilt_rng_unit(&rng)};
        const float mood_part = lilt_score_mood(c, row, aim);
        const float score = lilt_score_base(&request, row, mood) + lilt_score_aimed(c, row, aim);
        const LiltReach reach = lilt_score_reach(&request, mood, score - 1e-5f);
        const float far = reach.unknown +
                          lilt_score_farther(
                              &reach, c->love[row], c->n_plays[row], c->words[row],
                              listener.personal != NULL ? listener.personal[row] : 0.0f,
                              listener.together != NULL ? listener.together[row] : 0.0f);

        CHECK(lilt_score_may_exceed(&request, row, 1.0f - mood_part, mood, score - 1e-5f),
              "row %zu", row);
        CHECK(1.0f - mood_part < far - reach.genre[c->genre[row]], "row %zu", row);
    }
    lilt_catalogue_free(c);
}

TEST_MAIN()
