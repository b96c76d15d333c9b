/* Reasons say only what is true. */
#include "check.h"
#include "invent.h"

/* ---- what a text claims ---------------------------------------------------------------------- */

enum { N_TRACKS = 60, N_PICKS = 10, N_SHOWN = 3 };

/* What the request knows of the row that was picked. */
typedef struct {
    const LiltRequest *request;
    const LiltPick *pick;
    const char *text;
} Claim;

static bool
begins(const Claim *claim, const char *words)
{
    return strncmp(claim->text, words, strlen(words)) == 0;
}

static bool
is(const Claim *claim, const char *words)
{
    return strcmp(claim->text, words) == 0;
}

static bool
lifts(const LiltRequest *r)
{
    const LiltPoint place = r->mood == LILT_EMOTION_UNKNOWN ? r->from : lilt_emotion_place(r->mood);

    return r->policy == LILT_POLICY_LIFT && place.valence < -0.1f;
}

/* *ret_true: where the text is one of a mood */
static bool
is_of_mood(const Claim *claim, bool *ret_true)
{
    static const char *const looks[LILT_N_EMOTIONS] = {
        "an angry", "a disgusted", "a frightened", "a happy", "a sad", "a surprised", "a neutral"};
    static const char *const wishes[LILT_N_EMOTIONS] = {"Angry", "Disgusted", "Afraid", "Happy",
                                                        "Sad",   "Surprised", "Neutral"};
    const LiltRequest *r = claim->request;
    const float dv = r->catalogue->valence[claim->pick->row] - r->from.valence;
    const float da = r->catalogue->arousal[claim->pick->row] - r->from.arousal;
    const bool leads = r->policy == LILT_POLICY_PATH || lifts(r);
    const bool known = r->mood != LILT_EMOTION_UNKNOWN;
    char look[64], wish[64];

    snprintf(look, sizeof look, "Fits %s look", known ? looks[r->mood] : "no");
    snprintf(wish, sizeof wish, "%s, as you asked", known ? wishes[r->mood] : "No");
    if (begins(claim, "Fits "))
        *ret_true = !leads && !r->asked && is(claim, look);
    else if (strstr(claim->text, ", as you asked") != NULL)
        *ret_true = !leads && r->asked && is(claim, wish);
    else if (is(claim, "Near the mood you are in"))
        *ret_true = !leads && !known;
    else if (is(claim, "A step brighter"))
        *ret_true = leads && dv > 0;
    else if (is(claim, "A step darker"))
        *ret_true = leads && dv < 0;
    else if (is(claim, "A step livelier"))
        *ret_true = leads && da > 0;
    else if (is(claim, "A step calmer"))
        *ret_true = leads && da < 0;
    else
        return false;
    return true;
}

static bool
is_of_sound(const Claim *claim, bool *ret_true)
{
    const LiltRequest *r = claim->request;
    const LiltCatalogue *c = r->catalogue;
    const size_t row = claim->pick->row;
    const LiltGenre genre = (LiltGenre)c->genre[row];
    char pace[64];

    snprintf(pace, sizeof pace, " pace, %.0f beats a minute", (double)c->tempo_bpm[row]);
    if (begins(claim, "Its genre suits: "))
        *ret_true = strcmp(strchr(claim->text, ':') + 2, lilt_genre_label(genre)) == 0 &&
                    genre != LILT_GENRE_UNKNOWN;
    else if (begins(claim, "A fitting pace, "))
        *ret_true = strcmp(claim->text + strlen("A fitting"), pace) == 0;
    else if (begins(claim, "A steady pace, "))
        *ret_true = r->pace_bpm > 0 && strcmp(claim->text + strlen("A steady"), pace) == 0 &&
                    fabsf(log2f(c->tempo_bpm[row] / r->pace_bpm)) < 0.5f;
    else if (is(claim, "In major, which suits") || is(claim, "In minor, which suits"))
        *ret_true = (c->mode[row] > 0) == is(claim, "In major, which suits") && c->mode[row] != 0;
    else if (is(claim, "Its words are bright ones") || is(claim, "Its words are heavy ones"))
        *ret_true = (c->words[row] > 0) == is(claim, "Its words are bright ones") &&
                    c->words[row] != 0;
    else
        return false;
    return true;
}

/* Days, weeks and months are whole ones. */
static bool
rested(const Claim *claim)
{
    const int64_t last_s = claim->request->catalogue->last_play_s[claim->pick->row];
    const double days = (double)(claim->request->now_s - last_s) / 86400;
    unsigned n = 0;
    char unit[8] = "";

    sscanf(claim->text, "Rested %u %7[a-z]", &n, unit);
    const double length = unit[0] == 'd' ? 1 : unit[0] == 'w' ? 7 : 30;

    return last_s > 0 && n > 0 && n * length <= days && days < (n + 1) * length;
}

static bool
finished(const Claim *claim)
{
    static const char *const ends[LILT_N_DAY_PARTS] = {"in the morning", "in the afternoon",
                                                       "in the evening", "at night"};
    const LiltListener *listener = &claim->request->listener;
    char want[96];

    if (listener->finished == NULL || listener->finished[claim->pick->row] < 2)
        return false;
    snprintf(want, sizeof want, "You finished it %u times %s",
             (unsigned)listener->finished[claim->pick->row], ends[listener->day_part]);
    return is(claim, want);
}

static bool
is_of_listener(const Claim *claim, bool *ret_true)
{
    const LiltRequest *r = claim->request;
    const LiltCatalogue *c = r->catalogue;
    const size_t row = claim->pick->row;
    char played[64];

    snprintf(played, sizeof played, "You played it %u times", (unsigned)c->n_plays[row]);
    if (is(claim, "You love this one"))
        *ret_true = c->love[row] > 0;
    else if (begins(claim, "You finished it "))
        *ret_true = finished(claim);
    else if (begins(claim, "You played it "))
        *ret_true = c->n_plays[row] > 1 && is(claim, played);
    else if (is(claim, "You often finish music like this"))
        *ret_true = r->listener.personal != NULL && r->listener.personal[row] > 0;
    else if (is(claim, "Goes with what you played lately"))
        *ret_true = r->listener.together != NULL && r->listener.together[row] > 0;
    else if (is(claim, "Usual for this time of day"))
        *ret_true = r->lean.valence * c->valence[row] + r->lean.arousal * c->arousal[row] > 0;
    else if (is(claim, "New to you"))
        *ret_true = c->last_play_s[row] == 0;
    else if (begins(claim, "Rested "))
        *ret_true = rested(claim);
    else if (r->shift_words != NULL && is(claim, r->shift_words))
        *ret_true = r->shift.valence != 0 || r->shift.arousal != 0;
    else
        return false;
    return true;
}

static void
check_claim(const Claim *claim)
{
    bool is_true = false;
    const bool known = is_of_mood(claim, &is_true) || is_of_sound(claim, &is_true) ||
                       is_of_listener(claim, &is_true);

    CHECK(known, "nobody knows what \"%s\" says", claim->text);
    CHECK(is_true, "\"%s\" of row %zu is not true", claim->text, claim->pick->row);
}

/* At most three are shown, each of another part, which counted for it, the strongest first. */
static void
check_reasons(const LiltRequest *request, const LiltPick *pick, unsigned said[LILT_N_PARTS])
{
    LiltReason reasons[N_SHOWN];
    const size_t n = lilt_recommend_reasons(request, pick, reasons, N_SHOWN);

    CHECK(n <= N_SHOWN, "%zu", n);
    for (size_t i = 0; i < n; i++) {
        const Claim claim = {request, pick, reasons[i].text};

        check_claim(&claim);
        CHECK(reasons[i].value == pick->parts[reasons[i].part] && reasons[i].value > 0,
              "\"%s\" counted for %f", reasons[i].text, (double)reasons[i].value);
        CHECK(i == 0 || reasons[i].value <= reasons[i - 1].value, "strongest first");
        for (size_t j = 0; j < i; j++)
            CHECK(reasons[i].part != reasons[j].part, "\"%s\" and \"%s\" are one part",
                  reasons[j].text, reasons[i].text);
        said[reasons[i].part]++;
    }
}

/* ---- random states --------------------------------------------------------------------------- */

/* What a listener's columns are lent from. */
typedef struct {
    float personal[N_TRACKS], doubt[N_TRACKS], together[N_TRACKS];
    uint16_t finished[N_TRACKS];
} Known;

static LiltListener
make_listener(Known *known, LiltRng *rng)
{
    for (size_t i = 0; i < N_TRACKS; i++) {
        known->personal[i] = 2.0f * lilt_rng_unit(rng) - 1.0f;
        known->doubt[i] = lilt_rng_unit(rng);
        known->together[i] = lilt_rng_below(rng, 3) == 0 ? lilt_rng_unit(rng) : 0.0f;
        known->finished[i] = (uint16_t)lilt_rng_below(rng, 6);
    }
    return (LiltListener){.personal = known->personal,
                          .doubt = known->doubt,
                          .together = known->together,
                          .finished = known->finished,
                          .day_part = (LiltDayPart)lilt_rng_below(rng, LILT_N_DAY_PARTS)};
}

static LiltPoint
any_point(LiltRng *rng)
{
    return (LiltPoint){2.0f * lilt_rng_unit(rng) - 1.0f, 2.0f * lilt_rng_unit(rng) - 1.0f};
}

TEST(in_random_states_only_what_is_true_is_said)
{
    LiltRng rng = lilt_rng_new(check_seed(), 7);
    unsigned said[LILT_N_PARTS] = {0};
    LiltPick picks[N_PICKS];
    Known known;

    for (int state = 0; state < 10000; state++) {
        LiltCatalogue *c = make_library(N_TRACKS, 30, lilt_rng_u32(&rng));
        LiltRequest request = request_for(c, (LiltEmotion)((int)lilt_rng_below(&rng, 8) - 1),
                                          (LiltPolicy)lilt_rng_below(&rng, 4));
        size_t n = 0;

        if (lilt_rng_below(&rng, 4) > 0) /* else one of whom nothing is known */
            request.listener = make_listener(&known, &rng);
        request.from = request.mood == LILT_EMOTION_UNKNOWN ? any_point(&rng) : request.from;
        request.goal = any_point(&rng);
        request.lean = any_point(&rng);
        request.asked = lilt_rng_below(&rng, 2) == 0;
        request.pace_bpm = lilt_rng_below(&rng, 3) == 0 ? 80.0f + 80.0f * lilt_rng_unit(&rng) : 0;
        if (lilt_rng_below(&rng, 2) == 0) {
            request.shift = (LiltPoint){0.5f * lilt_rng_unit(&rng), -0.3f};
            request.shift_words = "On the way";
        }
        REQUIRE(lilt_recommend(&request, N_PICKS, picks, &n) == LILT_OK && n > 0, "recommend");
        for (size_t i = 0; i < n; i++)
            check_reasons(&request, &picks[i], said);
        lilt_catalogue_free(c);
    }
    for (int part = 0; part < LILT_N_PARTS; part++)
        CHECK((said[part] > 0) == (part != LILT_PART_VARIETY && part != LILT_PART_CHANCE),
              "%s was said %u times", lilt_part_label((LiltPart)part), said[part]);
}

/* ---- one by one ------------------------------------------------------------------------------ */

/* The text of the reason for `part`, or "" */
static const char *
reason_text(const LiltReason *reasons, size_t n, LiltPart part)
{
    for (size_t i = 0; i < n; i++)
        if (reasons[i].part == part)
            return reasons[i].text;
    return "";
}

TEST(reasons_are_short_true_and_strongest_first)
{
    LiltCatalogue *c = make_library(1, 1, 9);
    LiltRequest request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    LiltReason reasons[LILT_N_PARTS];
    LiltPick pick;
    size_t n = 0;

    c->valence[0] = 0.7f, c->arousal[0] = 0.5f;
    c->genre[0] = LILT_GENRE_SOUL;
    c->love[0] = 1;
    c->n_plays[0] = 9;
    c->mode[0] = c->words[0] = 0;
    c->last_play_s[0] = NOW_S - 22 * 86400;
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "recommend");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK(n == 4, "%zu reasons", n);
    for (size_t i = 1; i < n; i++)
        CHECK(reasons[i - 1].value >= reasons[i].value, "strongest first");
    CHECK_TEXT("Fits a happy look", reason_text(reasons, n, LILT_PART_MOOD));
    CHECK_TEXT("Its genre suits: soul", reason_text(reasons, n, LILT_PART_MAP));
    CHECK_TEXT("You love this one", reason_text(reasons, n, LILT_PART_TASTE));
    CHECK_TEXT("Rested 3 weeks", reason_text(reasons, n, LILT_PART_REST));
    CHECK(lilt_recommend_reasons(&request, &pick, reasons, 3) == 3, "no more than asked for");

    request.asked = true;
    lilt_recommend_reasons(&request, &pick, reasons, 1);
    CHECK_TEXT("Happy, as you asked", reasons[0].text);

    c->genre[0] = LILT_GENRE_UNKNOWN, c->tempo_bpm[0] = 0;
    c->mode[0] = 0.25f, c->words[0] = 0.8f;
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "mode and words");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("In major, which suits", reason_text(reasons, n, LILT_PART_MAP));
    CHECK_TEXT("Its words are bright ones", reason_text(reasons, n, LILT_PART_WORDS));
    c->words[0] = 0.1f;
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "hardly a word");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("", reason_text(reasons, n, LILT_PART_WORDS));

    request = request_for(c, LILT_SAD, LILT_POLICY_LIFT);
    c->last_play_s[0] = 0;
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "lift");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("A step brighter", reason_text(reasons, n, LILT_PART_MOOD));
    CHECK_TEXT("New to you", reason_text(reasons, n, LILT_PART_REST));

    request = request_for(c, LILT_SAD, LILT_POLICY_MATCH); /* it does not fit: nothing is claimed */
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "misfit");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("", reason_text(reasons, n, LILT_PART_MOOD));
    lilt_catalogue_free(c);
}

TEST(what_was_finished_at_this_time_of_day_is_counted)
{
    LiltCatalogue *c = make_library(1, 1, 9);
    LiltRequest request = request_for(c, LILT_HAPPY, LILT_POLICY_MATCH);
    const uint16_t four = 4, once = 1;
    LiltReason reasons[LILT_N_PARTS];
    LiltPick pick;
    size_t n = 0;

    c->love[0] = 0;
    c->n_plays[0] = 9;
    request.listener = (LiltListener){.finished = &four, .day_part = LILT_EVENING};
    REQUIRE(lilt_recommend(&request, 1, &pick, &n) == LILT_OK && n == 1, "recommend");
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("You finished it 4 times in the evening", reason_text(reasons, n, LILT_PART_TASTE));
    request.listener.day_part = LILT_NIGHT;
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("You finished it 4 times at night", reason_text(reasons, n, LILT_PART_TASTE));
    request.listener.finished = &once;
    n = lilt_recommend_reasons(&request, &pick, reasons, LILT_N_PARTS);
    CHECK_TEXT("You played it 9 times", reason_text(reasons, n, LILT_PART_TASTE));
    lilt_catalogue_free(c);
}

TEST(a_day_has_four_parts)
{
    static const LiltDayPart parts[24] = {
        [0] = LILT_NIGHT,
        LILT_NIGHT,
        LILT_NIGHT,
        LILT_NIGHT,
        LILT_NIGHT,
        [5] = LILT_MORNING,
        LILT_MORNING,
        LILT_MORNING,
        LILT_MORNING,
        LILT_MORNING,
        LILT_MORNING,
        LILT_MORNING,
        [12] = LILT_AFTERNOON,
        LILT_AFTERNOON,
        LILT_AFTERNOON,
        LILT_AFTERNOON,
        LILT_AFTERNOON,
        LILT_AFTERNOON,
        [18] = LILT_EVENING,
        LILT_EVENING,
        LILT_EVENING,
        LILT_EVENING,
        LILT_EVENING,
        [23] = LILT_NIGHT,
    };

    for (int hour = 0; hour < 24; hour++)
        CHECK(lilt_day_part(hour) == parts[hour], "%d o'clock", hour);
}

TEST_MAIN()
