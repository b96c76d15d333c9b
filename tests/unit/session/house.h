/* house.h - what the session does with the policy, without player, library and camera: the real
 * policy and the real queue, a record player of paper and a clock that the test turns. */
#pragma once

#include "policy.h"
#include "queue.h"

enum { HOUSE_SONG_US = 100 }; /* after so long a song is nearly over */

/* What can happen. What is random in it is drawn beforehand, so that a sequence from which some
 * events are taken out still means the same. */
typedef enum {
    HAPPENS_TIME,         /* nothing but that time passes */
    HAPPENS_SEEN,         /* a reading: label, or unknown */
    HAPPENS_UNSEEN,       /* a reading that cannot tell */
    HAPPENS_CHOSEN,       /* a mood by hand */
    HAPPENS_RELEASED,     /* back to automatic */
    HAPPENS_POLICY,       /* another policy */
    HAPPENS_GOAL,         /* another goal of a path */
    HAPPENS_ENQUEUED,     /* a song at the end of yours */
    HAPPENS_NEXT_BY_HAND, /* a song at the beginning of yours */
    HAPPENS_DEQUEUED,     /* the item at a place */
    HAPPENS_LIST,         /* a list started by hand */
    HAPPENS_TAKEN,        /* the player decides on what comes next */
    HAPPENS_RETURNED,     /* and gives it back */
    HAPPENS_OVER,         /* the song has ended */
    HAPPENS_SKIPPED,
    HAPPENS_PAUSED,
    HAPPENS_PLAYED,
    HAPPENS_SONGS,   /* the library is new */
    HAPPENS_SHIFTED, /* other signals say something else */
    N_HAPPENINGS,
} Happens;

typedef struct {
    Happens what;
    LiltEmotion label;
    float confidence;
    LiltPolicy policy;
    bool blend, for_a_song, leads, scene, waits;
    unsigned place;
    int64_t after_us; /* since the event before */
    int64_t lasts_us; /* of a choice; 0: until it is released */
} Happening;

typedef struct {
    LiltPolicyState policy;
    LiltQueue *queue;
    LiltQueueItem *current; /* what plays or is paused, or NULL */
    bool playing;
    guint64 taken; /* a ticket, or 0 */
    int64_t now_us;
    unsigned todo;       /* all that the policy asked for at the last event */
    unsigned n_refilled; /* how often Lilt's part was made anew */
} House;

extern const LiltPoint house_blend; /* of the one blend that is chosen here */

void house_begin(House *house, int64_t now_us);
/* Let the time come, and an alarm ring that was set for it; then let the event happen. */
void house_wait(House *house, int64_t us);
void house_happens(House *house, const Happening *event);
void house_end(House *house);
