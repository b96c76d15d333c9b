/* recommend.h - pure functions: catalogue + listener + mood + policy + seed -> ranked tracks with
 * reasons. The same request gives the same answer. Plain C11, no clock, no files. */
#pragma once

#include "lilt/base.h"

typedef enum {
    LILT_POLICY_MATCH, /* music like the mood */
    LILT_POLICY_LIFT,  /* a negative mood gets motivating music */
    LILT_POLICY_PATH,  /* from here in steps to `goal` */
    LILT_POLICY_HOLD,  /* nothing changes: session asks for nothing; treated as match here */
} LiltPolicy;

/* "match", "lift", "path", "hold". Static storage. */
const char *lilt_policy_label(LiltPolicy policy);
/* False when there is no such policy. */
bool lilt_policy_from_label(const char *label, LiltPolicy *ret_policy);

/* The parts a score is the sum of. */
typedef enum {
    LILT_PART_MOOD,     /* nearness in valence and arousal to the aim */
    LILT_PART_MAP,      /* genre, tempo and tonality as the mood map has them */
    LILT_PART_WORDS,    /* its lyrics, as bright or heavy as the aim */
    LILT_PART_TASTE,    /* loved, finished, skipped: this one, and such music */
    LILT_PART_TOGETHER, /* it goes with what was played lately */
    LILT_PART_HOUR,     /* what this hour of the week is usual for */
    LILT_PART_SIGNALS,  /* nearness to where the body, the place .. shift what is wanted */
    LILT_PART_PACE,     /* a steady tempo */
    LILT_PART_REST,     /* rested or new; heard just now counts against it */
    LILT_PART_VARIETY,  /* artist spacing within one list */
    LILT_PART_CHANCE,   /* exploration, from the seed: more of what is less known */
    LILT_N_PARTS,
} LiltPart;

/* "mood" ... "chance". Static storage. */
const char *lilt_part_label(LiltPart part);

/* The mood map: what music goes with each of the seven moods. Ours, with its sources, is
 * data/mood-map.def. */
typedef struct {
    LiltPoint music; /* where the music for this mood lies; the face's own place is in base */
    float tempo_bpm; /* the middle of its tempi */
    float tonality;  /* -1 minor .. 1 major, 0 either */
} LiltMoodPlace;

typedef struct {
    LiltMoodPlace places[LILT_N_EMOTIONS];
    unsigned char marks[LILT_N_GENRES][LILT_N_EMOTIONS]; /* 0 jars .. 4 nothing .. 8 made for it */
} LiltMoodTable;

void lilt_mood_table_reset(LiltMoodTable *table); /* to ours */
/* A listener's own place, and the genres that are to come (of unknown nothing is said). A genre on
 * which they agree with us keeps our mark. */
void lilt_mood_table_edit(LiltMoodTable *table, LiltEmotion mood, const LiltMoodPlace *place,
                          const bool favoured[LILT_N_GENRES]);
bool lilt_mood_favours(const LiltMoodTable *table, LiltEmotion mood, LiltGenre genre);

/* What a map asks of music for a mood, in short. */
enum { LILT_MAP_GENRES = 4 };
typedef struct {
    LiltPoint point;
    float tempo_bpm, tonality;
    LiltGenre genres[LILT_MAP_GENRES]; /* those that suit it best, best first */
} LiltMoodMap;

/* table: NULL for ours. mood: not unknown. */
LiltMoodMap lilt_mood_map(const LiltMoodTable *table, LiltEmotion mood);

/* The part of the day that an hour of it (0..23) belongs to: morning begins at 5, afternoon at 12,
 * evening at 18, night at 23. */
typedef enum {
    LILT_MORNING,
    LILT_AFTERNOON,
    LILT_EVENING,
    LILT_NIGHT,
    LILT_N_DAY_PARTS,
} LiltDayPart;
LiltDayPart lilt_day_part(int hour);

/* What is known of the listener, for each row of a catalogue. NULL: nothing. */
typedef struct {
    const float *personal;    /* -1..1: what they are likely to say of it, see lilt_taste_learn() */
    const float *doubt;       /* 0..1: how little that is known; goes with personal */
    const float *together;    /* 0..1: how well its artist goes with what they played lately */
    const uint16_t *finished; /* how often they heard it to its end in that part of the day */
    LiltDayPart day_part;
} LiltListener;

#define LILT_MOST_SHIFT 0.35f /* in the plane: a mood stays recognizable */

typedef struct {
    const LiltCatalogue *catalogue;
    LiltListener listener;
    const LiltMoodTable *map; /* the listener's own, or NULL */
    LiltPoint lean; /* where music usually lies at this hour, weighted; see lilt_hour_lean() */
    LiltPoint
        shift; /* of all that is aimed at, LILT_MOST_SHIFT long at most: what other signals say */
    const char *shift_words; /* why, in the listener's language; lent, or NULL */
    float pace_bpm;          /* near which tempo the list is to stay; 0 = near none */
    LiltEmotion mood;        /* the class, or LILT_EMOTION_UNKNOWN when only the point counts */
    LiltPoint from;          /* where the listener is */
    LiltPoint goal;          /* LILT_POLICY_PATH: where to */
    LiltPolicy policy;
    const int64_t *exclude; /* ids that must not come, in any order */
    size_t n_exclude;
    int64_t now_s; /* for rest; seconds since 1970 */
    uint64_t seed;
    bool asked; /* the mood was chosen by hand: reasons then say so instead of naming a look */
} LiltRequest;

typedef struct {
    size_t row;    /* in the catalogue */
    LiltPoint aim; /* the point this place in the list was to hit */
    float parts[LILT_N_PARTS];
    float score; /* the sum of the parts */
} LiltPick;

/* The best `limit` tracks in playing order: banned ones never, an artist at most 3 times in 20
 * where the library allows. ret_n: how many were written, fewer than `limit` only when the
 * catalogue runs out. Error: LILT_E_NOMEM. */
LiltStatus lilt_recommend(const LiltRequest *request, size_t limit, LiltPick *picks, size_t *ret_n);

/* The point that track `step` of `n_steps` aims at under the request's policy (step counts from 0).
 */
LiltPoint lilt_recommend_aim(const LiltRequest *request, size_t step, size_t n_steps);

/* At most `max` (3 are shown) short true reasons for a pick, strongest first: "Fits a happy look",
 * "A step brighter", "Rested 3 weeks", "New to you", "You love this one". Writes into `texts`;
 * gives how many. */
typedef struct {
    LiltPart part;
    float value;
    char text[160]; /* in the listener's language, by gettext's domain "lilt" */
} LiltReason;
size_t lilt_recommend_reasons(const LiltRequest *request, const LiltPick *pick, LiltReason *reasons,
                              size_t max);

/* ---- taste ----------------------------------------------------------------------------------- */

/* What the listener said of a track, by words or by what they did. */
typedef struct {
    size_t row;       /* in the catalogue */
    float liked;      /* -1 skipped at once, banned .. 1 finished, loved */
    LiltEmotion mood; /* it was in, or unknown */
    int hour;         /* of the week: 0 = Monday, midnight .. 167 */
} LiltVerdict;

/* What they are likely to say of each row in a mood (or unknown), from n verdicts in the order in
 * which they came; the last ones count most, so that a changed taste is followed. personal, doubt:
 * as LiltListener has them, [n_tracks]. Error: LILT_E_NOMEM. */
LiltStatus lilt_taste_learn(const LiltCatalogue *catalogue, const LiltVerdict *verdicts, size_t n,
                            LiltEmotion mood, float *personal, float *doubt);

/* Where music usually lies at an hour of the week: as many people have it, and the more as this
 * listener has it the more is known of them. */
LiltPoint lilt_hour_lean(int hour, const LiltCatalogue *catalogue, const LiltVerdict *verdicts,
                         size_t n);

/* ---- what goes together ---------------------------------------------------------------------- */

/* Somebody played something. A profile is a listener, or one sitting of one; an item is what is to
 * be told apart, here an artist. Both are counted from 0. */
typedef struct {
    uint32_t profile, item;
    float plays; /* above 0; only the order within a profile matters */
} LiltListen;

/* What those who played the one played too. Does not change once it is made. */
typedef struct LiltTogether LiltTogether;

/* More profiles than this are too many for a listener's machine: time grows with their cube
 * (about 1 s for so many), memory with their square (16 MB). */
enum { LILT_TOGETHER_PROFILES = 2048 };

/* Fit to n listens, a pair of profile and item at most once, in any order. Error: LILT_E_NOMEM. */
LiltStatus lilt_together_fit(const LiltListen *listens, size_t n, LiltTogether **ret_model);

size_t lilt_together_n_items(const LiltTogether *model); /* 1 + the greatest that was heard */

/* How well each item goes with what is in `mine`, whose profiles are not looked at: higher is
 * better, 0 says nothing. scores: [n_items]. Error: LILT_E_NOMEM. */
LiltStatus lilt_together_score(const LiltTogether *model, const LiltListen *mine, size_t n,
                               float *scores);

void lilt_together_free(LiltTogether *model); /* NULL is fine */
