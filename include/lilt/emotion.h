/* emotion.h - from pictures to a mood: find the face, read the expression, steady it, say how sure;
 * unknown is an answer. LiltReader does one picture after the other on the caller's thread;
 * LiltWatcher runs capture and reader on threads of their own. */
#pragma once

#include "lilt/base.h"
#include "lilt/camera.h"
#include "lilt/face.h"

/* The frame's luma as the face room takes it; lent as the frame is. */
LiltGrey lilt_frame_grey(const LiltFrame *frame);

/* One look at one picture. A plain value. */
typedef struct {
    uint64_t sequence;       /* of the picture */
    int64_t time_us;         /* of the picture */
    int width_px, height_px; /* of the picture */
    int n_faces;   /* located; only one of them is read, others count while about as near */
    bool has_face; /* `face`, `probs`, `quality` are meant */
    LiltBox face;
    float probs[LILT_N_EMOTIONS];  /* this moment, calibrated, of anybody; sum 1 */
    float steady[LILT_N_EMOTIONS]; /* quality-weighted average over about 3 s; sum 1, or all 0 while
                                      nothing is known */
    float quality;                 /* 0..1, lilt_face_quality() */
    unsigned hints;                /* LiltHint bits */
    LiltEmotion
        expression; /* follows a face within seconds; enters at .55, leaves at .40; or unknown */
    LiltMood mood;  /* slow: the first comes with the first standing expression, later ones after
                       8 s or more; unknown 30 s after the last face */
} LiltReading;

/* ---- from looks to a mood -------------------------------------------------------------------- */

/* How looks become an expression and a mood. A plain value. */
typedef struct {
    float average_s;                /* how much of the past the average holds */
    float first_s;                  /* a face must stay so long before anything is said */
    float gone_s;                   /* without one for so long, its stay is over */
    float enter_at;                 /* an expression stands from this probability on... */
    float leave_at;                 /* ...until it falls below this one */
    float dwell_s;                  /* a class must hold so long to change the mood */
    float place_s;                  /* how slowly the mood's place moves */
    float forget_s;                 /* after the last face the mood is unknown */
    float least_quality;            /* a face below that cannot be read */
    float leaning[LILT_N_EMOTIONS]; /* lilt_leaning_of(); 0: read as anybody is */
} LiltSteadying;

/* The usual numbers, for anybody. */
LiltSteadying lilt_steadying_usual(void);

/* What is added to the logarithm of each probability, so that this listener is read as others are:
 * a face that looks sad or angry at rest is no longer taken for that, and what was corrected
 * is said a little less the next time. All 0 when nothing is known. */
void lilt_leaning_of(const LiltPersonal *personal, float leaning[LILT_N_EMOTIONS]);

/* Looks at a face at rest, which become a baseline. Starts zeroed. A plain value. */
typedef struct {
    double sum[LILT_N_EMOTIONS]; /* of logarithms, by quality */
    double weight;
    int n_looks;
} LiltRest;

/* One more look; one without a face that can be read does not count. */
void lilt_rest_look(LiltRest *rest, const LiltReading *reading);

/* baseline: [7], sum 1. False, and untouched: too few looks to tell. */
bool lilt_rest_baseline(const LiltRest *rest, float baseline[LILT_N_EMOTIONS]);

/* ---- one picture after the other ------------------------------------------------------------- */

typedef struct LiltReader LiltReader; /* used by one thread at a time */

/* model: a network file, or NULL for the one Lilt brings along.
 * Error: what lilt_net_load() and lilt_detector_open() say. */
LiltStatus lilt_reader_new(const char *model, LiltDiag *diag, LiltReader **ret_reader);

/* Read the next picture of a stream; its time moves expression and mood on. */
LiltStatus lilt_reader_read(LiltReader *reader, const LiltFrame *frame, LiltReading *ret_reading);

/* Whether nobody was seen for so long that half as many looks will do. */
bool lilt_reader_is_alone(const LiltReader *reader);

/* From the next picture on. What was seen so far stays. */
void lilt_reader_set_steadying(LiltReader *reader, const LiltSteadying *steadying);

/* One face of a single picture. */
typedef struct {
    LiltBox box; /* a square; of a face that fills the picture it reaches beyond the edge */
    float probs[LILT_N_EMOTIONS];
    LiltEmotion label; /* the likeliest class */
    float quality;
} LiltFaceReading;

/* All faces of a single picture, largest first, at most `max`, found by lilt_detector_find_still()
 * and each read in several views. Leaves the stream's state alone. */
LiltStatus lilt_reader_classify(LiltReader *reader, const LiltFrame *frame, LiltFaceReading *faces,
                                size_t max, size_t *ret_n);

void lilt_reader_free(LiltReader *reader); /* NULL is fine */

/* ---- readings that were recorded ------------------------------------------------------------- */

typedef struct LiltSteady LiltSteady; /* used by one thread at a time */

/* As a new reader: nothing seen yet. steadying: NULL for the usual. NULL: no memory. */
LiltSteady *lilt_steady_new(const LiltSteadying *steadying);

/* The next reading of a stream: by its time, face, probabilities and quality it gets `steady`,
 * `expression` and `mood`, the very ones that lilt_reader_read() gave it. */
void lilt_steady_look(LiltSteady *steady, LiltReading *reading);
void lilt_steady_free(LiltSteady *steady); /* NULL is fine */

/* ---- watching -------------------------------------------------------------------------------- */

typedef struct LiltWatcher LiltWatcher; /* its calls come from one thread, session's */

typedef struct {
    const char *model; /* as in lilt_reader_new() */
    float looks_per_s; /* how many pictures a second are read at most; 0 = 4 */
    /* Called on the emotion thread when a reading, a preview or a new status is ready to be taken.
     * Must not block. */
    void (*wake)(void *data);
    void *data;
} LiltWatcherOptions;

/* Load the network and start the emotion thread; no camera is opened. */
LiltStatus lilt_watcher_new(const LiltWatcherOptions *options, LiltDiag *diag,
                            LiltWatcher **ret_watcher);

/* From the next picture on. */
void lilt_watcher_set_steadying(LiltWatcher *watcher, const LiltSteadying *steadying);

/* 0 = 4. From the next opening on. */
void lilt_watcher_set_looks(LiltWatcher *watcher, float looks_per_s);

/* Begin to watch `source`; returns at once. A source already open is closed first. The mood's past
 * is kept. */
LiltStatus lilt_watcher_open(LiltWatcher *watcher, const char *source);

/* Close the source; when it returns no device is open. Error: LILT_E_TIMEOUT if the driver holds on
 * for 3 s. */
LiltStatus lilt_watcher_close(LiltWatcher *watcher);

/* LILT_OK: closed, or pictures may come. LILT_E_TIMEOUT: open, but none has come for 3 s. Else why
 * the capture ended. `diag` (may be NULL) is the sentence about it. ret_device_open (may be NULL):
 * this process holds a device open at this moment, be it one that a driver would not let go. */
LiltStatus lilt_watcher_status(LiltWatcher *watcher, LiltDiag *diag, bool *ret_device_open);

/* Copy the newest reading; false when none came since the last call. */
bool lilt_watcher_take(LiltWatcher *watcher, LiltReading *ret_reading);

/* Keep colour pictures for a preview, or no longer (they are wiped then). */
void lilt_watcher_set_preview(LiltWatcher *watcher, bool on);

/* The newest preview picture if one came since the last call: a new buffer [height][width][3] that
 * the caller frees with lilt_preview_free(). False when there is none. */
bool lilt_watcher_take_preview(LiltWatcher *watcher, uint8_t **ret_rgb, int *ret_width_px,
                               int *ret_height_px);
void lilt_preview_free(uint8_t *rgb); /* wipes it; NULL is fine */

/* Close, stop the thread, free. NULL is fine. */
void lilt_watcher_free(LiltWatcher *watcher);
