/* Which mood the music follows: the policy is a pure function, so every rule is one short story. */
#include "check.h"

#include "policy.h"

static LiltMood
mood(LiltEmotion label, float confidence)
{
    return (LiltMood){label, lilt_emotion_place(label), confidence};
}

static unsigned
see(LiltPolicyState *state, LiltEmotion label)
{
    return lilt_policy_step(
        state, &(LiltEvent){.kind = LILT_EVENT_SEEN, .mood = mood(label, 0.8f), .now_us = 1000});
}

static unsigned
choose(LiltPolicyState *state, LiltEmotion label)
{
    return lilt_policy_step(
        state, &(LiltEvent){.kind = LILT_EVENT_CHOSEN, .mood = {.label = label}, .now_us = 2000});
}

static unsigned
set_policy(LiltPolicyState *state, LiltPolicy policy)
{
    return lilt_policy_step(state, &(LiltEvent){.kind = LILT_EVENT_POLICY, .policy = policy});
}

static unsigned
happens(LiltPolicyState *state, LiltEventKind kind)
{
    return lilt_policy_step(state, &(LiltEvent){.kind = kind, .now_us = 3000});
}

enum { ALL = LILT_DO_REFILL | LILT_DO_START | LILT_DO_TELL };

TEST(first_mood_starts_the_music)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    CHECK(see(&state, LILT_EMOTION_UNKNOWN) == 0, "unknown is nothing new");
    CHECK(see(&state, LILT_HAPPY) == ALL, "first mood");
    CHECK(state.ruling.label == LILT_HAPPY && state.since_us == 1000, "ruling");
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(see(&state, LILT_HAPPY) == 0, "the same again");
}

TEST(another_mood_changes_only_what_comes_next)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(see(&state, LILT_SAD) == (LILT_DO_REFILL | LILT_DO_TELL), "no start while playing");
}

TEST(unknown_changes_nothing_but_the_words)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    see(&state, LILT_SAD);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(see(&state, LILT_EMOTION_UNKNOWN) == LILT_DO_TELL, "told, no refill");
    CHECK(state.ruling.label == LILT_SAD, "the music stays");
    CHECK(lilt_policy_mood(&state).label == LILT_EMOTION_UNKNOWN, "but it is not claimed");
    CHECK(see(&state, LILT_SAD) == LILT_DO_TELL, "back again: still no refill");
}

TEST(a_chosen_mood_is_never_overridden)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(choose(&state, LILT_SAD) == (LILT_DO_REFILL | LILT_DO_TELL), "chosen while playing");
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        CHECK(see(&state, (LiltEmotion)i) == 0, "seen %d", i);
        CHECK(state.ruling.label == LILT_SAD, "ruling after seen %d", i);
    }
    CHECK(lilt_policy_mood(&state).label == LILT_SAD && state.since_us == 2000, "in force");
    see(&state, LILT_HAPPY);
    CHECK(happens(&state, LILT_EVENT_RELEASED) == (LILT_DO_REFILL | LILT_DO_TELL), "released");
    CHECK(state.ruling.label == LILT_HAPPY, "the camera rules again");
    CHECK(happens(&state, LILT_EVENT_RELEASED) == 0, "twice");
}

TEST(released_without_a_known_face_keeps_the_music)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    CHECK(choose(&state, LILT_SAD) == ALL, "starts what is silent");
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(happens(&state, LILT_EVENT_RELEASED) == LILT_DO_TELL, "no refill");
    CHECK(state.ruling.label == LILT_SAD, "ruling");
}

TEST(only_a_hand_ends_a_silence_that_a_hand_began)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    happens(&state, LILT_EVENT_PAUSED);
    CHECK((see(&state, LILT_SAD) & LILT_DO_START) == 0, "the camera stays quiet");
    CHECK(happens(&state, LILT_EVENT_SONGS) == 0, "new songs too");
    CHECK(choose(&state, LILT_ANGRY) == ALL, "a hand starts");
}

TEST(hold_keeps_what_is)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(set_policy(&state, LILT_POLICY_HOLD) == LILT_DO_TELL, "no refill");
    CHECK((see(&state, LILT_SAD) & (LILT_DO_REFILL | LILT_DO_START)) == 0, "seen");
    CHECK(lilt_policy_mood(&state).label == LILT_HAPPY, "held");
    CHECK(set_policy(&state, LILT_POLICY_MATCH) == (LILT_DO_REFILL | LILT_DO_TELL), "let go");
    CHECK(state.ruling.label == LILT_SAD, "follows what was seen meanwhile");
    CHECK(set_policy(&state, LILT_POLICY_MATCH) == 0, "the same again");
}

TEST(a_list_started_by_hand_plays_to_its_end)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    happens(&state, LILT_EVENT_LIST_STARTED);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(see(&state, LILT_SAD) == LILT_DO_TELL, "seen, told, not followed");
    CHECK(set_policy(&state, LILT_POLICY_LIFT) == LILT_DO_TELL, "another policy");
    CHECK(happens(&state, LILT_EVENT_LIST_ENDED) == LILT_DO_REFILL, "ended");
    CHECK(state.ruling.label == LILT_SAD, "now it is followed");
    happens(&state, LILT_EVENT_LIST_STARTED);
    CHECK(choose(&state, LILT_HAPPY) & LILT_DO_REFILL, "a chosen mood is stronger");
}

TEST(a_mood_that_came_before_the_songs_waits_for_them)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    CHECK(happens(&state, LILT_EVENT_SONGS) == 0, "no mood yet");
    see(&state, LILT_HAPPY); /* asked to start, but there was nothing to play */
    CHECK(happens(&state, LILT_EVENT_SONGS) == (LILT_DO_REFILL | LILT_DO_START), "now there is");
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(happens(&state, LILT_EVENT_SONGS) == 0, "it plays already");
}

TEST(aims)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);
    LiltRequest request = {0};

    CHECK(!lilt_policy_aim(&state, &request) && request.mood == LILT_EMOTION_UNKNOWN, "no mood");
    see(&state, LILT_SAD);
    CHECK(lilt_policy_aim(&state, &request) && request.mood == LILT_SAD, "match");
    set_policy(&state, LILT_POLICY_LIFT);
    CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_LIFT, "lift sad");
    see(&state, LILT_HAPPY);
    CHECK(lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_MATCH,
          "nothing to lift in happy");
    set_policy(&state, LILT_POLICY_PATH);
    see(&state, LILT_SAD);
    choose(&state, LILT_SURPRISE);
    CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_PATH, "path");
    CHECK_NEAR(lilt_emotion_place(LILT_SAD).valence, request.from.valence, 1e-6, "from");
    CHECK_NEAR(lilt_emotion_place(LILT_SURPRISE).valence, request.goal.valence, 1e-6, "goal");
}

/* Whatever happens in whatever order: while a mood is chosen it rules, a reading never starts what
 * a hand has stopped, and what is told to play is told once. */
TEST(rules_hold_in_any_order)
{
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    for (int i = 0; i < check_rounds(100000); i++) {
        const LiltEvent event = {
            .kind = (LiltEventKind)lilt_rng_below(&rng, LILT_EVENT_SONGS + 1),
            .mood = mood((LiltEmotion)lilt_rng_below(&rng, LILT_N_EMOTIONS), lilt_rng_unit(&rng)),
            .policy = (LiltPolicy)lilt_rng_below(&rng, LILT_POLICY_HOLD + 1),
            .now_us = i + 1,
        };
        const LiltPolicyState before = state;
        const unsigned todo = lilt_policy_step(&state, &event);
        const bool by_hand = event.kind == LILT_EVENT_CHOSEN;

        REQUIRE(state.chosen == LILT_EMOTION_UNKNOWN || state.ruling.label == state.chosen,
                "step %d: chosen %d, ruling %d", i, state.chosen, state.ruling.label);
        REQUIRE(by_hand || !(todo & LILT_DO_START) || !(before.playing || before.quiet),
                "step %d: event %d starts", i, event.kind);
        REQUIRE(event.kind != LILT_EVENT_SEEN || before.chosen == LILT_EMOTION_UNKNOWN || todo == 0,
                "step %d: a reading asks for %u", i, todo);
        REQUIRE(by_hand || event.kind == LILT_EVENT_LIST_ENDED || !before.list_holds ||
                    !(todo & LILT_DO_REFILL),
                "step %d: event %d breaks a list", i, event.kind);
    }
}

TEST_MAIN()
