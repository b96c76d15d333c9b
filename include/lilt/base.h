/* base.h - what every room stands on: status and diagnosis, the seven expressions, genres, arena,
 * random numbers, clock, threads, the newest-wins mailbox, the catalogue of tracks, and where files
 * lie. Plain C11 and pthread. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- status and diagnosis -------------------------------------------------------------------- */

typedef enum {
    LILT_OK = 0,
    LILT_E_IO,          /* reading or writing failed */
    LILT_E_FULL,        /* writing failed: no room is left on the disk */
    LILT_E_FORMAT,      /* the bytes are not what they claim to be */
    LILT_E_NOMEM,       /* out of memory */
    LILT_E_ABSENT,      /* no such file, device or entry */
    LILT_E_DENIED,      /* the system forbids it */
    LILT_E_BUSY,        /* another program holds it */
    LILT_E_GONE,        /* it was there and is no longer: unplugged, helper died */
    LILT_E_TIMEOUT,     /* a deadline passed */
    LILT_E_UNSUPPORTED, /* understood, but not something Lilt can do */
    LILT_E_STOPPED,     /* somebody asked to stop */
    LILT_E_END,         /* no more items; not a failure */
} LiltStatus;

/* A short English name, for example "not found". Static storage, never NULL. */
const char *lilt_status_name(LiltStatus status);

/* What went wrong, in one line that names the thing. Plain value, usually on the caller's stack. */
typedef struct {
    char text[256];
} LiltDiag;

/* Write the text (cut to fit) into `diag` unless it is NULL; give back `status`, so that a failing
 * function ends with `return lilt_fail(diag, LILT_E_IO, "%s: %s", path, strerror(errno));` */
LiltStatus lilt_fail(LiltDiag *diag, LiltStatus status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The status that matches an errno value: ENOENT absent, EACCES and EPERM denied, EBUSY busy,
 * ENOMEM, ENODEV and ENXIO gone, everything else LILT_E_IO. */
LiltStatus lilt_status_from_errno(int error);

/* ---- expressions and moods ------------------------------------------------------------------- */

/* The seven classes in FER-2013 order, everywhere. */
typedef enum {
    LILT_ANGRY,
    LILT_DISGUST,
    LILT_FEAR,
    LILT_HAPPY,
    LILT_SAD,
    LILT_SURPRISE,
    LILT_NEUTRAL,
    LILT_N_EMOTIONS,
    LILT_EMOTION_UNKNOWN = -1,
} LiltEmotion;

/* The lower-case label used in files, options and JSON ("angry" ... "neutral", "unknown"). Static
 * storage. */
const char *lilt_emotion_label(LiltEmotion emotion);

/* The class with that label, or LILT_EMOTION_UNKNOWN. */
LiltEmotion lilt_emotion_from_label(const char *label);

/* A place in the circumplex plane, each -1..1. */
typedef struct {
    float valence; /* -1 heavy .. 1 bright */
    float arousal; /* -1 calm .. 1 lively */
} LiltPoint;

/* Where the class lies (Russell & Mehrabian 1977, table 2, rounded); unknown lies at 0, 0. */
LiltPoint lilt_emotion_place(LiltEmotion emotion);

/* The class whose place is nearest. Never unknown. */
LiltEmotion lilt_emotion_nearest(LiltPoint point);

/* A face as the network sees it: [48][48] luma. */
enum { LILT_FACE_SIDE = 48, LILT_FACE_PIXELS = LILT_FACE_SIDE * LILT_FACE_SIDE };

/* What readings, or a hand, add up to. */
typedef struct {
    LiltEmotion label; /* for display; LILT_EMOTION_UNKNOWN when Lilt cannot tell */
    LiltPoint point;   /* what music is chosen by; 0, 0 when unknown */
    float confidence;  /* 0..1 */
} LiltMood;

/* The listener said that a face was misread. */
typedef struct {
    int64_t made_us;  /* since 1970; tells corrections apart */
    LiltEmotion seen; /* what Lilt read, */
    float confidence; /* and how sure it was */
    LiltEmotion said; /* what the listener said it was */
} LiltCorrection;

enum { LILT_CORRECTIONS = 32 }; /* the newest that count */

/* What is known of how one listener's face is read; kept in personal.db. A plain value; nothing is
 * known of a zeroed one. */
typedef struct {
    bool has_baseline;
    float baseline[LILT_N_EMOTIONS]; /* the mean reading of the face at rest; sum 1 */
    size_t n_corrections;
    LiltCorrection corrections[LILT_CORRECTIONS]; /* newest first */
} LiltPersonal;

/* A stretch of time with one song and one mood, as the mood journal keeps it. */
typedef struct {
    int64_t began_s; /* since 1970 */
    float lasted_s;
    const char *label; /* of an emotion, or of a blend that was chosen */
    LiltPoint point;
    bool by_hand; /* the mood was chosen; else a face looked like it */
    bool led;     /* the music was to lift the mood or to lead elsewhere, not to match it */
    const char *title, *artist;
} LiltJournalEntry;

/* ---- genres ---------------------------------------------------------------------------------- */

/* Families of genres, as coarse as the mood map and the first guess from a tag need them. */
typedef enum {
    LILT_GENRE_UNKNOWN,
    LILT_GENRE_AMBIENT, /* with new age, meditation */
    LILT_GENRE_AVANT_GARDE,
    LILT_GENRE_BLUES,
    LILT_GENRE_CHILDREN, /* with holiday music */
    LILT_GENRE_CLASSICAL,
    LILT_GENRE_COUNTRY,
    LILT_GENRE_DANCE, /* house, disco, trance, drum and bass */
    LILT_GENRE_EASY,  /* easy listening, lounge, vocal standards */
    LILT_GENRE_ELECTRONIC,
    LILT_GENRE_FOLK, /* with singer-songwriters */
    LILT_GENRE_HIP_HOP,
    LILT_GENRE_INDUSTRIAL, /* with gothic, dark wave, noise */
    LILT_GENRE_JAZZ,
    LILT_GENRE_LATIN,
    LILT_GENRE_METAL,
    LILT_GENRE_POP,
    LILT_GENRE_PUNK, /* with grunge */
    LILT_GENRE_REGGAE,
    LILT_GENRE_ROCK,
    LILT_GENRE_SOUL, /* R&B, funk, gospel */
    LILT_GENRE_SOUNDTRACK,
    LILT_GENRE_WORLD,
    LILT_N_GENRES,
} LiltGenre;

/* "metal", "hip-hop" ... "" when unknown. Static storage. */
const char *lilt_genre_label(LiltGenre genre);

/* The family a tag's text belongs to ("Symphonic Metal", "Pop/Rock"), case aside; of several genres
 * in one text the most telling one. NULL is fine. */
LiltGenre lilt_genre_from_text(const char *text);

/* ---- tags ------------------------------------------------------------------------------------ */

/* What of a music file's tags can be edited. */
typedef enum {
    LILT_TAG_TITLE,
    LILT_TAG_ARTIST,
    LILT_TAG_ALBUM,
    LILT_TAG_ALBUM_ARTIST,
    LILT_TAG_GENRE,
    LILT_TAG_TRACK,
    LILT_TAG_DISC,
    LILT_TAG_YEAR,
    LILT_N_TAGS,
} LiltTag;

/* "title", "artist", "album", "album-artist", "genre", "track", "disc", "year". Static storage. */
const char *lilt_tag_label(LiltTag tag);
/* False when there is no such tag. */
bool lilt_tag_from_label(const char *label, LiltTag *ret_tag);

/* ---- arena ----------------------------------------------------------------------------------- */

/* Memory handed out from the front and given back all at once. Owned by one thread at a time. */
typedef struct LiltArena LiltArena;

/* NULL when memory is short. Blocks grow as needed; `block_bytes` is the first one's size. */
LiltArena *lilt_arena_new(size_t block_bytes);
/* `bytes` bytes aligned to 64, not cleared; NULL when memory is short. */
void *lilt_arena_alloc(LiltArena *arena, size_t bytes);
/* A copy of the text with its end; NULL when memory is short. */
char *lilt_arena_strdup(LiltArena *arena, const char *text);
/* Everything handed out is given back; the memory is kept for the next round. */
void lilt_arena_reset(LiltArena *arena);
void lilt_arena_free(LiltArena *arena); /* NULL is fine */

/* ---- random numbers -------------------------------------------------------------------------- */

/* PCG32 (O'Neill 2014): small, seedable, the same numbers on every machine. A plain value. */
typedef struct {
    uint64_t state, increment;
} LiltRng;

LiltRng lilt_rng_new(uint64_t seed, uint64_t stream);
uint32_t lilt_rng_u32(LiltRng *rng);
float lilt_rng_unit(LiltRng *rng);                     /* [0, 1), 24 bits */
uint32_t lilt_rng_below(LiltRng *rng, uint32_t limit); /* [0, limit), without bias; limit > 0 */
float lilt_rng_normal(LiltRng *rng);                   /* mean 0, deviation 1 */

/* ---- clock ----------------------------------------------------------------------------------- */

int64_t lilt_clock_us(void);     /* monotonic, microseconds */
int64_t lilt_clock_cpu_us(void); /* CPU time of this process, microseconds */
int64_t lilt_clock_wall_s(void); /* seconds since 1970 */

/* ---- threads --------------------------------------------------------------------------------- */

typedef struct LiltThread LiltThread;

/* Start a named thread (name cut to 15 characters, as Linux has it).
 * Error: LILT_E_NOMEM. The maker joins it with lilt_thread_join(). */
LiltStatus lilt_thread_start(const char *name, void (*run)(void *), void *arg,
                             LiltThread **ret_thread);

/* Wait up to `timeout_ms` for the thread to end, then release it.
 * Error: LILT_E_TIMEOUT; the handle is then still the caller's. NULL is fine and is LILT_OK. */
LiltStatus lilt_thread_join(LiltThread *thread, int timeout_ms);

/* Give up a thread that would not end in time: it goes on by itself, its handle is gone. */
void lilt_thread_leave(LiltThread *thread);

/* A few threads that run the parts of one job together with the caller. */
typedef struct LiltPool LiltPool;

/* `n_threads` counts the caller, so 1 starts none. NULL when memory is short. */
LiltPool *lilt_pool_new(unsigned n_threads);
unsigned lilt_pool_size(const LiltPool *pool);
/* Run part(arg, 0) ... part(arg, n_parts - 1), each once, in any order; return when all are done.
 */
void lilt_pool_run(LiltPool *pool, size_t n_parts, void (*part)(void *arg, size_t index),
                   void *arg);
/* Within a part: which of the pool's threads runs it, 0 .. size - 1, so that parts can share memory
 * thread by thread. */
unsigned lilt_pool_self(void);
void lilt_pool_free(LiltPool *pool); /* NULL is fine */

/* ---- newest wins ----------------------------------------------------------------------------- */

/* A three-slot mailbox between one writer thread and one reader thread. The writer never waits and
 * never grows a queue: an item not yet taken is replaced. Slots have a fixed size. */
typedef struct LiltLatest LiltLatest;

LiltLatest *lilt_latest_new(size_t slot_bytes); /* slots start zeroed; NULL when memory is short */
void *lilt_latest_write_slot(
    LiltLatest *latest); /* writer: the slot to fill; stays the same until published */
void lilt_latest_publish(LiltLatest *latest); /* writer: make it the newest */
/* Reader: the newest item if one came since the last call, else NULL. Valid until the next call. */
void *lilt_latest_take(LiltLatest *latest);
/* Slot 0..2, for setting slots up and tearing them down while no thread uses the mailbox. */
void *lilt_latest_slot(LiltLatest *latest, int index);
void lilt_latest_free(LiltLatest *latest); /* NULL is fine */

/* ---- catalogue ------------------------------------------------------------------------------- */

/* Tracks as columns, the form the recommender works on. Rows are in ascending `id`. Filled by
 * library, read by anybody; never changed once shared. */
typedef struct {
    size_t n_tracks, capacity;
    int64_t *id;       /* the store's key */
    float *valence;    /* -1..1 */
    float *arousal;    /* -1..1 */
    float *tempo_bpm;  /* 0 = not known */
    float *energy;     /* 0..1 */
    float *brightness; /* 0..1 */
    float *mode;       /* how much clearer major is than minor; 0 = neither, or not known */
    float *words;      /* how bright its lyrics are, -1..1; 0 = no lyrics, or they do not say */
    uint32_t *artist;  /* equal numbers, equal artist; 0 = not known */
    uint32_t *genre;   /* a LiltGenre */
    uint32_t *n_plays;
    int64_t *last_play_s; /* seconds since 1970; 0 = never */
    int8_t *love;         /* 1 loved, -1 banned, 0 neither */
} LiltCatalogue;

LiltCatalogue *lilt_catalogue_new(size_t capacity); /* columns zeroed; NULL when memory is short */
/* The row of `id`, or -1. */
ptrdiff_t lilt_catalogue_find(const LiltCatalogue *catalogue, int64_t id);
void lilt_catalogue_free(LiltCatalogue *catalogue); /* NULL is fine */

/* ---- orders ---------------------------------------------------------------------------------- */

/* How a list of tracks can be ordered. */
typedef enum {
    LILT_SORT_ARTIST, /* artist, album, disc, track; without an artist: last */
    LILT_SORT_TITLE,
    LILT_SORT_ALBUM,  /* album, disc, track; without an album: last */
    LILT_SORT_ADDED,  /* the newest first */
    LILT_SORT_PLAYS,  /* the most played first */
    LILT_SORT_LENGTH, /* the shortest first */
    LILT_N_SORTS,
} LiltSort;

/* "artist", "title", "album", "added", "plays", "length". Static storage. */
const char *lilt_sort_label(LiltSort sort);
/* False when there is no such order. */
bool lilt_sort_from_label(const char *label, LiltSort *ret_sort);

/* ---- playlists by rule ----------------------------------------------------------------------- */

/* What of a song a condition looks at, and what its value is then. */
typedef enum {
    LILT_RULE_GENRE,  /* words, case and accents aside */
    LILT_RULE_MOOD,   /* an emotion's label */
    LILT_RULE_LOVE,   /* "loved", "banned", "neither" */
    LILT_RULE_PLAYS,  /* a number */
    LILT_RULE_PLAYED, /* the last time, in days ago; never is the longest time ago */
    LILT_RULE_ADDED,  /* in days ago */
    LILT_RULE_YEAR,   /* a number; a song without a year fits no condition about it */
    LILT_N_RULE_FIELDS,
} LiltRuleField;

typedef enum {
    LILT_RULE_IS, /* of a genre: has the words */
    LILT_RULE_IS_NOT,
    LILT_RULE_LEAST, /* that many or more */
    LILT_RULE_MOST,  /* that many or fewer */
    LILT_N_RULE_TESTS,
} LiltRuleTest;

/* In which order the songs come, and which of them where not all do. */
typedef enum {
    LILT_ORDER_ARTIST,
    LILT_ORDER_TITLE,
    LILT_ORDER_ADDED,  /* the newest first */
    LILT_ORDER_PLAYS,  /* the most played first */
    LILT_ORDER_PLAYED, /* what was played last first */
    LILT_ORDER_RESTED, /* what was not played for the longest time first */
    LILT_ORDER_YEAR,   /* the latest first */
    LILT_N_RULE_ORDERS,
} LiltRuleOrder;

enum { LILT_RULE_CONDITIONS = 12, LILT_RULE_VALUE = 96, LILT_RULE_MOST_SONGS = 100000 };

typedef struct {
    LiltRuleField field;
    LiltRuleTest test;
    char value[LILT_RULE_VALUE];
} LiltCondition;

/* Which songs a playlist by rule has. Without a condition: all. */
typedef struct {
    bool any; /* one condition is enough; else all must hold */
    LiltRuleOrder order;
    unsigned most; /* songs; 0: as many as fit */
    size_t n_conditions;
    LiltCondition conditions[LILT_RULE_CONDITIONS];
} LiltRule;

/* "genre", "mood", "love", "plays", "played", "added", "year". Static storage. */
const char *lilt_rule_field_label(LiltRuleField field);
/* "is", "is-not", "least", "most". */
const char *lilt_rule_test_label(LiltRuleTest test);
/* "artist", "title", "added", "plays", "played", "rested", "year". */
const char *lilt_rule_order_label(LiltRuleOrder order);
/* False when there is no such order. */
bool lilt_rule_order_from_label(const char *label, LiltRuleOrder *ret_order);

/* Can that be asked of that field? */
bool lilt_rule_takes(LiltRuleField field, LiltRuleTest test);

/* 1 loved, -1 banned, 0 neither; for a value that lilt_rule_add() took. */
int lilt_rule_love(const char *value);

/* Add a condition by its labels. False, and the rule is as it was, when the field cannot be asked
 * that or has no such value, or when the rule is full. */
bool lilt_rule_add(LiltRule *rule, const char *field, const char *test, const char *value);

/* ---- where files lie ------------------------------------------------------------------------- */

/* Find a file that Lilt brings along, for example ("models", "mcnn.safetensors"): in
 * $LILT_DATA_DIR/<kind> and nowhere else if there is such a folder; in the source tree while the
 * program runs from the build tree; in <prefix>/share/lilt/<kind>.
 * Error: LILT_E_ABSENT; `diag` then names the file and the places. `ret_path` is untouched on
 * failure. */
LiltStatus lilt_place_find(const char *kind, const char *name, LiltDiag *diag, char *ret_path,
                           size_t path_bytes);

/* Find a program that Lilt brings along, for example "lilt-scan": beside the running one, else
 * <prefix>/libexec/lilt. Error: LILT_E_ABSENT. */
LiltStatus lilt_place_program(const char *name, LiltDiag *diag, char *ret_path, size_t path_bytes);

#ifdef __cplusplus
}
#endif
