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

    return (LiltPolicyState){
        .policy = policy, .chosen = LILT_EMOTION_UNKNOWN, .seen = unknown, .ruling = unknown};
}

static bool
known(LiltMood mood)
{
    return mood.label != LILT_EMOTION_UNKNOWN;
}

/* Let the camera's mood rule if nothing stronger does; true when Next Up has to follow. */
static bool
follow_camera(LiltPolicyState *state)
{
    if (state->chosen != LILT_EMOTION_UNKNOWN || state->policy == LILT_POLICY_HOLD ||
        state->list_holds || !known(state->seen))
        return false;
    const bool changed = state->seen.label != state->ruling.label;

    state->ruling = state->seen;
    return changed;
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

    state->chosen = label;
    state->ruling = (LiltMood){label, lilt_emotion_place(label), 1.0f};
    state->since_us = event->now_us;
    state->list_holds = false;
    state->quiet = false;
    return LILT_DO_REFILL | LILT_DO_TELL | (state->playing ? 0 : LILT_DO_START);
}

static unsigned
on_released(LiltPolicyState *state, const LiltEvent *event)
{
    if (state->chosen == LILT_EMOTION_UNKNOWN)
        return 0;
    state->chosen = LILT_EMOTION_UNKNOWN;
    state->since_us = event->now_us;
    return LILT_DO_TELL | (follow_camera(state) ? LILT_DO_REFILL : 0);
}

static unsigned
on_policy(LiltPolicyState *state, const LiltEvent *event)
{
    if (state->policy == event->policy)
        return 0;
    state->policy = event->policy;
    follow_camera(state);
    if (state->policy == LILT_POLICY_HOLD || state->list_holds || !known(state->ruling))
        return LILT_DO_TELL;
    return LILT_DO_TELL | LILT_DO_REFILL;
}

/* The mood may have come before the music: the first scan is still going on at the first look. */
static unsigned
on_songs(LiltPolicyState *state)
{
    if (state->playing || state->quiet || state->list_holds || !known(state->ruling))
        return 0;
    return LILT_DO_REFILL | LILT_DO_START;
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
    case LILT_EVENT_SONGS:
        return on_songs(state);
    }
    return 0;
}

LiltMood
lilt_policy_mood(const LiltPolicyState *state)
{
    if (state->chosen != LILT_EMOTION_UNKNOWN || state->policy == LILT_POLICY_HOLD)
        return state->ruling;
    return state->seen;
}

bool
lilt_policy_aim(const LiltPolicyState *state, LiltRequest *request)
{
    const bool negative = known(state->ruling) &&
                          lilt_emotion_place(state->ruling.label).valence < 0.0f;

    request->mood = state->ruling.label;
    request->from = state->ruling.point;
    request->goal = state->ruling.point;
    request->policy = LILT_POLICY_MATCH;
    if (state->policy == LILT_POLICY_LIFT && negative) {
        request->policy = LILT_POLICY_LIFT;
        return false;
    }
    if (state->policy == LILT_POLICY_PATH) {
        request->policy = LILT_POLICY_PATH;
        request->from = state->seen.point;
        request->goal = lilt_emotion_place(state->chosen != LILT_EMOTION_UNKNOWN ? state->chosen
                                                                                 : LILT_HAPPY);
        return false;
    }
    return known(state->ruling);
}
