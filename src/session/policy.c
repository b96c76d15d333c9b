/* The rules, in the order of their strength: a list started by hand plays to its end; a chosen mood
 * wins over the camera; hold keeps what is; unknown changes nothing. Nothing here touches the track
 * that plays: a refill changes only what comes after it. */
#include "policy.h"

#include <math.h>

/* A change of confidence too small to be told. */
static const float confidence_step = 0.05f;

LiltPolicyState
lilt_policy_begin(LiltPolicy policy)
{
    const LiltMood unknown = {.label = LILT_EMOTION_UNKNOWN};

    return (LiltPolicyState){.policy = policy,
                             .chosen = LILT_EMOTION_UNKNOWN,
                             .goal = lilt_emotion_place(LILT_HAPPY),
                             .seen = unknown,
                             .ruling = unknown};
}

static bool
known(LiltMood mood)
{
    return mood.label != LILT_EMOTION_UNKNOWN;
}

bool
lilt_policy_is_on_path(const LiltPolicyState *state)
{
    return state->leads || (state->policy == LILT_POLICY_PATH && !state->scene);
}

LiltPoint
lilt_policy_goal(const LiltPolicyState *state)
{
    return state->leads ? state->ruling.point : state->goal;
}

static LiltPoint
here(const LiltPolicyState *state)
{
    return known(state->ruling) ? state->ruling.point : (LiltPoint){0.0f, 0.0f};
}

/* A path begins where the listener is; a choice that leads has begun its own. */
static void
begin_path(LiltPolicyState *state)
{
    if (state->policy != LILT_POLICY_PATH || state->leads)
        return;
    state->path_at = here(state);
    state->path_left = LILT_PATH_SONGS;
}

/* One song further: the songs that are left lie evenly between it and the goal. */
static void
step_path(LiltPolicyState *state)
{
    const LiltPoint goal = lilt_policy_goal(state);

    if (!lilt_policy_is_on_path(state) || state->list_holds || state->path_left == 0)
        return;
    state->path_left--;
    const float part = state->path_left > 0 ? 1.0f / (float)state->path_left : 1.0f;

    state->path_at.valence += part * (goal.valence - state->path_at.valence);
    state->path_at.arousal += part * (goal.arousal - state->path_at.arousal);
}

/* Let the camera's mood rule if nothing stronger does; true when Next Up has to follow. A path that
 * was begun leads on, whatever the camera sees on the way. */
static bool
follow_camera(LiltPolicyState *state)
{
    if (state->chosen != LILT_EMOTION_UNKNOWN || state->policy == LILT_POLICY_HOLD ||
        state->list_holds || !known(state->seen))
        return false;
    const bool changed = state->seen.label != state->ruling.label;
    const bool first = !known(state->ruling);

    state->ruling = state->seen;
    if (state->policy != LILT_POLICY_PATH)
        return changed;
    if (first)
        begin_path(state);
    return first;
}

static unsigned
on_seen(LiltPolicyState *state, const LiltEvent *event)
{
    const bool other = event->mood.label != state->seen.label;
    const float change = fabsf(event->mood.confidence - state->seen.confidence);
    const bool told = other || (known(event->mood) && change >= confidence_step);
    unsigned todo = 0;

    if (!told)
        return 0;
    state->seen = event->mood;
    if (state->chosen == LILT_EMOTION_UNKNOWN) {
        todo |= LILT_DO_TELL;
        if (other)
            state->since_us = event->now_us;
    }
    if (follow_camera(state)) {
        todo |= LILT_DO_REFILL;
        if (!state->playing && !state->quiet)
            todo |= LILT_DO_START;
    }
    return todo;
}

static unsigned
on_chosen(LiltPolicyState *state, const LiltEvent *event)
{
    const LiltEmotion label = event->mood.label;
    const LiltPoint point = event->blend != NULL ? event->mood.point : lilt_emotion_place(label);

    if (event->leads) {
        state->path_at = here(state);
        state->path_left = LILT_PATH_SONGS;
    }
    state->chosen = label;
    state->blend = event->blend;
    state->leads = event->leads;
    state->scene = event->scene;
    state->for_a_song = event->for_a_song;
    state->until_us = event->for_a_song ? 0 : event->until_us;
    state->ruling = (LiltMood){label, point, 1.0f};
    state->since_us = event->now_us;
    state->list_holds = false;
    state->quiet = event->waits;
    begin_path(state);
    if (event->waits) /* what comes next was made for it before */
        return LILT_DO_TELL;
    return LILT_DO_REFILL | LILT_DO_TELL | (state->playing ? 0 : LILT_DO_START);
}

static unsigned
on_released(LiltPolicyState *state, const LiltEvent *event)
{
    if (state->chosen == LILT_EMOTION_UNKNOWN)
        return 0;
    const bool was_blend = state->blend != NULL;
    const bool goes_on = state->policy == LILT_POLICY_PATH && !state->list_holds &&
                         (state->leads || state->scene); /* the policy's own path */

    state->chosen = LILT_EMOTION_UNKNOWN;
    state->blend = NULL;
    state->leads = state->scene = false;
    state->for_a_song = false;
    state->until_us = 0;
    state->since_us = event->now_us;
    const bool followed = follow_camera(state);

    if (goes_on)
        begin_path(state);
    const bool left_blend = was_blend && known(state->seen) && !state->list_holds &&
                            state->policy != LILT_POLICY_HOLD && state->policy != LILT_POLICY_PATH;

    return LILT_DO_TELL | (followed || left_blend || goes_on ? LILT_DO_REFILL : 0);
}

static unsigned
on_policy(LiltPolicyState *state, const LiltEvent *event)
{
    if (state->policy == event->policy)
        return 0;
    state->policy = event->policy;
    follow_camera(state);
    begin_path(state);
    if (state->policy == LILT_POLICY_HOLD || state->list_holds ||
        (!known(state->ruling) && state->policy != LILT_POLICY_PATH))
        return LILT_DO_TELL;
    return LILT_DO_TELL | LILT_DO_REFILL;
}

static unsigned
on_goal(LiltPolicyState *state, const LiltEvent *event)
{
    state->goal = event->mood.point;
    begin_path(state);
    if (state->policy != LILT_POLICY_PATH || state->list_holds)
        return LILT_DO_TELL;
    return LILT_DO_TELL | LILT_DO_REFILL;
}

/* The path goes on; a choice for one song now knows when that song is over. */
static unsigned
on_started(LiltPolicyState *state, const LiltEvent *event)
{
    const bool on_path = lilt_policy_is_on_path(state) && state->path_left > 0;

    step_path(state);
    if (state->chosen != LILT_EMOTION_UNKNOWN && state->for_a_song && state->until_us == 0)
        state->until_us = event->until_us;
    return on_path ? LILT_DO_TELL : 0;
}

static unsigned
on_time(LiltPolicyState *state, const LiltEvent *event)
{
    if (state->until_us == 0 || event->now_us < state->until_us)
        return 0;
    return on_released(state, event);
}

/* The mood may have come before the music: the first scan is still going on at the first look. */
static unsigned
on_songs(LiltPolicyState *state)
{
    if (state->playing || state->quiet || state->list_holds || !known(state->ruling))
        return 0;
    return LILT_DO_REFILL | LILT_DO_START;
}

/* What is held stays, and so does a list; else the songs that come are chosen anew. */
static unsigned
on_shifted(const LiltPolicyState *state)
{
    if (state->list_holds || state->policy == LILT_POLICY_HOLD ||
        (!known(state->ruling) && !lilt_policy_is_on_path(state)))
        return 0;
    return LILT_DO_REFILL;
}

unsigned
lilt_policy_step(LiltPolicyState *state, const LiltEvent *event)
{
    switch (event->kind) {
    case LILT_EVENT_SEEN:
        return on_seen(state, event);
    case LILT_EVENT_CHOSEN:
        return on_chosen(state, event);
    case LILT_EVENT_RELEASED:
        return on_released(state, event);
    case LILT_EVENT_POLICY:
        return on_policy(state, event);
    case LILT_EVENT_GOAL:
        return on_goal(state, event);
    case LILT_EVENT_STARTED:
        return on_started(state, event);
    case LILT_EVENT_TIME:
        return on_time(state, event);
    case LILT_EVENT_LIST_STARTED:
        state->list_holds = true;
        return 0;
    case LILT_EVENT_LIST_ENDED:
        state->list_holds = false;
        follow_camera(state);
        return LILT_DO_REFILL;
    case LILT_EVENT_PLAYS:
        state->playing = true;
        state->quiet = false;
        return 0;
    case LILT_EVENT_ENDED:
        state->playing = false;
        return 0;
    case LILT_EVENT_PAUSED:
        state->playing = false;
        state->quiet = true;
        return 0;
    case LILT_EVENT_SHIFTED:
        return on_shifted(state);
    case LILT_EVENT_SONGS:
        return on_songs(state);
    }
    return 0;
}

bool
lilt_policy_may_lift(const LiltPolicyState *state)
{
    return state->policy == LILT_POLICY_MATCH && state->chosen == LILT_EMOTION_UNKNOWN &&
           !state->list_holds && known(state->seen) &&
           lilt_emotion_place(state->seen.label).valence < 0.0f;
}

LiltMood
lilt_policy_mood(const LiltPolicyState *state)
{
    if (state->chosen != LILT_EMOTION_UNKNOWN || state->policy == LILT_POLICY_HOLD)
        return state->ruling;
    return state->seen;
}

/* At its goal a path stays: songs from around that point. */
static void
aim_along_path(const LiltPolicyState *state, LiltRequest *request)
{
    const bool there = state->path_left == 0;

    request->mood = LILT_EMOTION_UNKNOWN;
    request->policy = there ? LILT_POLICY_MATCH : LILT_POLICY_PATH;
    request->from = there ? lilt_policy_goal(state) : state->path_at;
    request->goal = lilt_policy_goal(state);
}

bool
lilt_policy_aim(const LiltPolicyState *state, LiltRequest *request)
{
    const LiltPoint place = state->blend != NULL ? state->ruling.point
                                                 : lilt_emotion_place(state->ruling.label);
    const bool negative = known(state->ruling) && place.valence < 0.0f;

    request->mood = state->blend != NULL ? LILT_EMOTION_UNKNOWN : state->ruling.label;
    request->from = state->ruling.point;
    request->goal = state->ruling.point;
    request->policy = LILT_POLICY_MATCH;
    request->asked = state->chosen != LILT_EMOTION_UNKNOWN;
    if (state->policy == LILT_POLICY_LIFT && negative && !state->leads && !state->scene) {
        request->policy = LILT_POLICY_LIFT;
        return false;
    }
    if (lilt_policy_is_on_path(state)) {
        aim_along_path(state, request);
        return false;
    }
    return known(state->ruling) && state->blend == NULL;
}
