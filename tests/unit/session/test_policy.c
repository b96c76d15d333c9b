/* Which mood the music follows: the policy is a pure function, so every rule is one short story.
 * What holds in any order of events is test_contract.c's. */
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
    CHECK(!request.asked, "the camera asked");
    choose(&state, LILT_HAPPY);
    CHECK(lilt_policy_aim(&state, &request) && request.asked, "a hand asked");
}

static unsigned
go_to(LiltPolicyState *state, LiltPoint goal)
{
    return lilt_policy_step(state, &(LiltEvent){.kind = LILT_EVENT_GOAL, .mood = {.point = goal}});
}

TEST(a_path_leads_to_its_goal_in_even_steps_and_stays)
{
    const LiltPoint goal = {0.55f, -0.60f}, sad = lilt_emotion_place(LILT_SAD);
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);
    LiltRequest request = {0};

    see(&state, LILT_SAD);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(go_to(&state, goal) == LILT_DO_TELL, "a goal alone changes no music");
    CHECK(set_policy(&state, LILT_POLICY_PATH) == (LILT_DO_REFILL | LILT_DO_TELL), "begun");
    for (unsigned step = 0; step < LILT_PATH_SONGS; step++) {
        const float way = (float)step / (LILT_PATH_SONGS - 1);

        CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_PATH, "path");
        CHECK(state.path_left == LILT_PATH_SONGS - step, "step %u: %u left", step, state.path_left);
        CHECK_NEAR((double)(sad.valence + way * (goal.valence - sad.valence)),
                   (double)request.from.valence, 1e-5, "valence of step %u", step);
        CHECK_NEAR((double)(sad.arousal + way * (goal.arousal - sad.arousal)),
                   (double)request.from.arousal, 1e-5, "arousal of step %u", step);
        CHECK(see(&state, step % 2 == 0 ? LILT_HAPPY : LILT_ANGRY) == LILT_DO_TELL,
              "step %u: the camera turns the path", step);
        CHECK(happens(&state, LILT_EVENT_STARTED) == LILT_DO_TELL, "step %u is told", step);
    }
    CHECK(state.path_left == 0 && happens(&state, LILT_EVENT_STARTED) == 0, "there");
    CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_MATCH, "stays");
    CHECK_NEAR((double)goal.valence, (double)request.from.valence, 1e-5, "at the goal");
    choose(&state, LILT_ANGRY);
    CHECK(state.path_left == LILT_PATH_SONGS, "a hand begins it anew");
    CHECK(go_to(&state, sad) == (LILT_DO_REFILL | LILT_DO_TELL), "elsewhere");
}

static LiltEvent
choice(LiltEmotion label)
{
    return (LiltEvent){.kind = LILT_EVENT_CHOSEN, .mood = {.label = label}, .now_us = 2000};
}

static unsigned
at(LiltPolicyState *state, int64_t now_us)
{
    return lilt_policy_step(state, &(LiltEvent){.kind = LILT_EVENT_TIME, .now_us = now_us});
}

TEST(a_choice_ends_when_its_time_is_over)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);
    LiltEvent event = choice(LILT_SAD);

    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    event.until_us = 9000;
    lilt_policy_step(&state, &event);
    CHECK(at(&state, 8999) == 0 && state.chosen == LILT_SAD, "too early");
    CHECK(at(&state, 9000) == (LILT_DO_REFILL | LILT_DO_TELL), "over; nothing starts or stops");
    CHECK(state.chosen == LILT_EMOTION_UNKNOWN && state.ruling.label == LILT_HAPPY, "released");
    CHECK(at(&state, 9001) == 0, "once");
    choose(&state, LILT_SAD);
    CHECK(at(&state, INT64_MAX) == 0, "until changed");
}

TEST(a_choice_for_a_song_ends_with_the_first_that_it_brings)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);
    LiltEvent event = choice(LILT_SAD);

    happens(&state, LILT_EVENT_PLAYS);
    event.for_a_song = true;
    event.until_us = 5000; /* means nothing here */
    lilt_policy_step(&state, &event);
    CHECK(at(&state, INT64_MAX) == 0, "the song that played before does not count");
    lilt_policy_step(&state, &(LiltEvent){.kind = LILT_EVENT_STARTED, .until_us = 7000});
    lilt_policy_step(&state, &(LiltEvent){.kind = LILT_EVENT_STARTED, .until_us = 8000});
    CHECK(at(&state, 6999) == 0, "its own song");
    CHECK(at(&state, 7000) == LILT_DO_TELL && state.chosen == LILT_EMOTION_UNKNOWN, "over");
}

TEST(a_blend_is_a_point_that_no_reading_moves)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);
    LiltEvent event = choice(LILT_NEUTRAL);
    LiltRequest request = {0};

    see(&state, LILT_NEUTRAL);
    happens(&state, LILT_EVENT_PLAYS);
    event.blend = "calm";
    event.mood.point = (LiltPoint){0.5f, -0.6f};
    CHECK(lilt_policy_step(&state, &event) == (LILT_DO_REFILL | LILT_DO_TELL), "chosen");
    CHECK(see(&state, LILT_ANGRY) == 0, "a reading");
    CHECK(!lilt_policy_aim(&state, &request) && request.mood == LILT_EMOTION_UNKNOWN, "a point");
    CHECK_NEAR(-0.6, (double)request.from.arousal, 1e-6, "its own");
    see(&state, LILT_NEUTRAL);
    CHECK(happens(&state, LILT_EVENT_RELEASED) == (LILT_DO_REFILL | LILT_DO_TELL),
          "the same class again is other music than the blend");
    CHECK(state.blend == NULL && lilt_policy_aim(&state, &request), "the playlist again");
}

/* "Unwind": calm, reached in steps. */
static LiltEvent
unwind(void)
{
    return (LiltEvent){.kind = LILT_EVENT_CHOSEN,
                       .mood = {LILT_NEUTRAL, {0.55f, -0.60f}, 1.0f},
                       .blend = "unwind",
                       .leads = true};
}

TEST(unwinding_leads_from_here_to_calm_under_any_policy_and_gives_it_back)
{
    for (int policy = LILT_POLICY_MATCH; policy <= LILT_POLICY_HOLD; policy++) {
        const LiltEvent event = unwind();
        const LiltPoint angry = lilt_emotion_place(LILT_ANGRY);
        LiltPolicyState state = lilt_policy_begin((LiltPolicy)policy);
        LiltRequest request = {0};
        float before = angry.arousal + 0.01f;

        choose(&state, LILT_ANGRY);
        happens(&state, LILT_EVENT_PLAYS);
        CHECK(lilt_policy_step(&state, &event) == (LILT_DO_REFILL | LILT_DO_TELL), "begun");
        for (unsigned step = 0; step < LILT_PATH_SONGS; step++) {
            CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_PATH, "path");
            CHECK(request.from.arousal < before && request.from.arousal >= -0.60f - 1e-5f,
                  "step %u is calmer, and not too calm: %f", step, (double)request.from.arousal);
            CHECK(lilt_policy_goal(&state).arousal == -0.60f, "the goal is calm");
            before = request.from.arousal;
            CHECK(happens(&state, LILT_EVENT_STARTED) == LILT_DO_TELL, "step %u is told", step);
        }
        CHECK(!lilt_policy_aim(&state, &request) && request.policy == LILT_POLICY_MATCH, "there");
        CHECK_NEAR(-0.60, (double)request.from.arousal, 1e-5, "and stays");
        set_policy(&state, LILT_POLICY_PATH);
        CHECK(lilt_policy_goal(&state).arousal == -0.60f, "another policy leads nowhere else");
        set_policy(&state, (LiltPolicy)policy);
        happens(&state, LILT_EVENT_RELEASED);
        CHECK(state.policy == (LiltPolicy)policy && !state.leads, "the policy is what it was");
        CHECK(lilt_policy_is_on_path(&state) == (policy == LILT_POLICY_PATH), "its own path");
    }
}

TEST(a_step_of_the_scene_list_is_what_it_says)
{
    LiltEvent event = {.kind = LILT_EVENT_CHOSEN, .mood = {.label = LILT_SAD}, .scene = true};
    LiltRequest request = {0};

    for (int policy = LILT_POLICY_MATCH; policy <= LILT_POLICY_HOLD; policy++) {
        LiltPolicyState state = lilt_policy_begin((LiltPolicy)policy);

        event.waits = false;
        CHECK(lilt_policy_step(&state, &event) == ALL, "it starts the music");
        lilt_policy_aim(&state, &request);
        CHECK(request.mood == LILT_SAD && request.policy == LILT_POLICY_MATCH, "not bent");
        CHECK(state.scene && see(&state, LILT_HAPPY) == 0, "no look ends it");
        choose(&state, LILT_SAD);
        CHECK(!state.scene, "a hand does, though it chose the same");
    }
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    event.waits = true;
    CHECK(lilt_policy_step(&state, &event) == LILT_DO_TELL, "after a restart it waits");
    CHECK(happens(&state, LILT_EVENT_SONGS) == 0 && see(&state, LILT_HAPPY) == 0, "for a hand");
    CHECK(state.scene && state.quiet, "still there");
}

TEST(other_signals_change_what_follows_and_no_more)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    CHECK(happens(&state, LILT_EVENT_SHIFTED) == 0, "no mood is known");
    see(&state, LILT_HAPPY);
    happens(&state, LILT_EVENT_PLAYS);
    CHECK(happens(&state, LILT_EVENT_SHIFTED) == LILT_DO_REFILL, "chosen anew");
    happens(&state, LILT_EVENT_LIST_STARTED);
    CHECK(happens(&state, LILT_EVENT_SHIFTED) == 0, "a list by hand");
    happens(&state, LILT_EVENT_LIST_ENDED);
    set_policy(&state, LILT_POLICY_HOLD);
    CHECK(happens(&state, LILT_EVENT_SHIFTED) == 0, "held");
}

TEST(lift_is_asked_at_a_negative_look_under_match_only)
{
    LiltPolicyState state = lilt_policy_begin(LILT_POLICY_MATCH);

    CHECK(!lilt_policy_may_lift(&state), "nothing seen");
    see(&state, LILT_HAPPY);
    CHECK(!lilt_policy_may_lift(&state), "a happy look");
    see(&state, LILT_SAD);
    CHECK(lilt_policy_may_lift(&state), "a sad look");
    choose(&state, LILT_SAD);
    CHECK(!lilt_policy_may_lift(&state), "sad by hand is no question");
    happens(&state, LILT_EVENT_RELEASED);
    set_policy(&state, LILT_POLICY_HOLD);
    CHECK(!lilt_policy_may_lift(&state), "held");
}

TEST_MAIN()
