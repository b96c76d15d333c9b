/* policy.h - which mood the music follows, as a pure function: a state, an event, and what is to be
 * done. Plain C11; knows no clock, no player, no camera. */
#pragma once

#include "lilt/base.h"
#include "lilt/recommend.h"

enum { LILT_PATH_SONGS = 6 }; /* from where the listener is to the goal */

/* What Next Up is made for and what the listener said. A plain value.
 * Always true: while `chosen` is known, `ruling.label` equals it. */
typedef struct {
    LiltPolicy policy;
    LiltEmotion chosen; /* by hand, until released; unknown: automatic */
    const char *blend;  /* the chosen blend's label, static; NULL: the class itself is chosen */
    bool leads;         /* the choice is reached in steps from where the listener was */
    bool scene;         /* the choice is a step of the scene list, which no policy bends */
    bool for_a_song;    /* the choice ends with the first song that it brings */
    int64_t until_us;   /* the choice ends then; 0 = when it is released */
    LiltPoint goal;     /* where the policy's path leads */
    LiltPoint path_at;  /* where its next song lies */
    unsigned path_left; /* songs until the goal; 0 = there, or no path was begun */
    LiltMood seen;      /* the camera's last word; unknown when it cannot tell */
    LiltMood ruling;    /* outlasts a `seen` that becomes unknown */
    int64_t since_us;   /* when the mood in force last changed; 0 = never */
    bool playing;
    bool quiet;      /* the listener, or three broken files, stopped the music: only a hand
                        starts it again */
    bool list_holds; /* a list started by hand is not yet at its end */
} LiltPolicyState;

typedef enum {
    LILT_EVENT_SEEN,         /* mood: a reading's */
    LILT_EVENT_CHOSEN,       /* by hand: mood.label, for a blend also mood.point and blend; for how
                                long: for_a_song, or until_us; how: leads; scene, waits */
    LILT_EVENT_RELEASED,     /* back to automatic */
    LILT_EVENT_POLICY,       /* policy */
    LILT_EVENT_GOAL,         /* mood.point: where a path is to lead */
    LILT_EVENT_LIST_STARTED, /* by hand */
    LILT_EVENT_LIST_ENDED,   /* Lilt's part of Next Up has run out */
    LILT_EVENT_PLAYS,        /* music has begun or goes on */
    LILT_EVENT_STARTED, /* another song of Lilt's part begins; until_us: when it is nearly over */
    LILT_EVENT_TIME,    /* now_us has come */
    LILT_EVENT_ENDED,   /* by itself */
    LILT_EVENT_PAUSED,  /* by hand, or after an error */
    LILT_EVENT_SHIFTED, /* other signals shift what is wanted otherwise than before */
    LILT_EVENT_SONGS,   /* the library, and with it the playlists, are new */
} LiltEventKind;

typedef struct {
    LiltEventKind kind;
    LiltMood mood;
    LiltPolicy policy;
    const char *blend; /* static, or NULL */
    bool leads, scene;
    bool waits; /* the music is not started: only a hand does that */
    bool for_a_song;
    int64_t until_us;
    int64_t now_us;
} LiltEvent;

/* To be done, in this order. */
enum {
    LILT_DO_REFILL = 1 << 0, /* Lilt's part of Next Up anew, by lilt_policy_aim() */
    LILT_DO_START = 1 << 1,  /* start the music with what comes next */
    LILT_DO_TELL = 1 << 2,   /* what the mood button says is new */
};

LiltPolicyState lilt_policy_begin(LiltPolicy policy);

/* One step; gives LILT_DO_ bits. */
unsigned lilt_policy_step(LiltPolicyState *state, const LiltEvent *event);

/* Whether this is the moment to ask if music is to lift the mood: the camera, and nothing stronger,
 * says a negative one under match. */
bool lilt_policy_may_lift(const LiltPolicyState *state);

/* The mood in force: the chosen one, else the camera's, under hold the one that was held. */
LiltMood lilt_policy_mood(const LiltPolicyState *state);

/* Music goes in steps to a goal: by the policy, or because the choice leads. And which goal. */
bool lilt_policy_is_on_path(const LiltPolicyState *state);
LiltPoint lilt_policy_goal(const LiltPolicyState *state);

/* What to ask the recommender for. True: the mood's own playlist is the answer. Under path the
 * request is for the path_left songs that lead to the goal. */
bool lilt_policy_aim(const LiltPolicyState *state, LiltRequest *request);
