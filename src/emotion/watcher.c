/* The emotion thread: takes the newest picture from the capture thread, reads it, leaves readings
 * and preview pictures to be taken. */
#include "lilt/emotion.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "preview.h"

enum { JOIN_MS = 5000, USUAL_LOOKS_PER_S = 4 };

struct LiltWatcher {
    LiltThread *thread;
    void (*wake)(void *data);
    void *data;
    LiltLatest *readings; /* slots are LiltReading: written by the emotion thread */
    PreviewBox *preview;
    atomic_bool preview_on;

    /* The emotion thread's alone. */
    LiltReader *reader;
    int64_t looked_us;       /* of the picture last looked at */
    bool alone;              /* nobody was there for long: it looks half as often */
    LiltStatus known_status; /* of the capture, as last told to the listener */
    bool known_open;

    pthread_mutex_t bell_lock; /* guards the two below; never held for long */
    pthread_cond_t bell;
    bool rung, stop;

    /* Set by the maker's thread, under the lock; the emotion thread holds the lock while it uses a
     * picture that the capture lends. */
    pthread_mutex_t capture_lock;
    LiltCapture *capture;
    int64_t interval_us; /* between two looks, at least */

    pthread_mutex_t steadying_lock; /* guards the two below; never held for long */
    LiltSteadying steadying;
    bool new_steadying; /* the reader has not got it yet */
    float looks_per_s;  /* the maker's thread's alone */
};

/* ---- the emotion thread ---------------------------------------------------------------------- */

/* Called by the capture thread. */
static void
ring(void *data)
{
    LiltWatcher *watcher = data;

    pthread_mutex_lock(&watcher->bell_lock);
    watcher->rung = true;
    pthread_cond_signal(&watcher->bell);
    pthread_mutex_unlock(&watcher->bell_lock);
}

/* Sleep until the bell rings; false when it is time to stop. */
static bool
wait_for_bell(LiltWatcher *watcher)
{
    pthread_mutex_lock(&watcher->bell_lock);
    while (!watcher->rung && !watcher->stop)
        pthread_cond_wait(&watcher->bell, &watcher->bell_lock);
    watcher->rung = false;

    const bool go_on = !watcher->stop;

    pthread_mutex_unlock(&watcher->bell_lock);
    return go_on;
}

static void
pass_steadying_on(LiltWatcher *watcher)
{
    pthread_mutex_lock(&watcher->steadying_lock);
    if (watcher->new_steadying)
        lilt_reader_set_steadying(watcher->reader, &watcher->steadying);
    watcher->new_steadying = false;
    pthread_mutex_unlock(&watcher->steadying_lock);
}

/* Whoever comes into an empty room is seen half a second later at most. */
static void
keep_pace(LiltWatcher *watcher)
{
    const bool alone = lilt_reader_is_alone(watcher->reader);

    if (alone != watcher->alone)
        lilt_capture_set_interval(watcher->capture, (alone ? 2 : 1) * watcher->interval_us);
    watcher->alone = alone;
}

/* Read the picture if the last look is long enough ago; true when a reading was left. */
static bool
look(LiltWatcher *watcher, const LiltFrame *frame)
{
    if (frame->time_us - watcher->looked_us < watcher->interval_us)
        return false;
    watcher->looked_us = frame->time_us;
    pass_steadying_on(watcher);
    if (lilt_reader_read(watcher->reader, frame, lilt_latest_write_slot(watcher->readings)) !=
        LILT_OK)
        return false; /* out of memory: the next picture may fare better */
    lilt_latest_publish(watcher->readings);
    return true;
}

/* Keep the picture for the window, if it is wanted there; true when it was kept. */
static bool
keep_preview(LiltWatcher *watcher, const LiltFrame *frame)
{
    if (frame->rgb == NULL || !atomic_load(&watcher->preview_on) ||
        !preview_box_put(watcher->preview, frame))
        return false;
    if (!atomic_load(&watcher->preview_on)) /* switched off meanwhile: leave nothing lying there */
        preview_box_empty(watcher->preview);
    return true;
}

static bool
status_is_news(LiltWatcher *watcher)
{
    const bool open = lilt_camera_n_open_devices() > 0;
    const LiltStatus status = lilt_capture_status(watcher->capture, NULL, NULL);
    const bool news = status != watcher->known_status || open != watcher->known_open;

    watcher->known_status = status;
    watcher->known_open = open;
    return news;
}

/* Take what the capture has; true when there is something to tell. */
static bool
attend(LiltWatcher *watcher)
{
    bool news = false;

    pthread_mutex_lock(&watcher->capture_lock);
    if (watcher->capture != NULL) {
        const LiltFrame *frame = lilt_capture_take(watcher->capture);

        if (frame != NULL) {
            news |= keep_preview(watcher, frame);
            news |= look(watcher, frame);
            keep_pace(watcher);
        }
        news |= status_is_news(watcher);
    }
    pthread_mutex_unlock(&watcher->capture_lock);
    return news;
}

static void
run(void *data)
{
    LiltWatcher *watcher = data;

    while (wait_for_bell(watcher))
        if (attend(watcher) && watcher->wake != NULL)
            watcher->wake(watcher->data);
}

/* ---- the maker's thread ---------------------------------------------------------------------- */

/* Release everything but the thread, which must have ended. */
static void
release(LiltWatcher *watcher)
{
    lilt_reader_free(watcher->reader);
    lilt_latest_free(watcher->readings);
    preview_box_free(watcher->preview);
    pthread_mutex_destroy(&watcher->bell_lock);
    pthread_cond_destroy(&watcher->bell);
    pthread_mutex_destroy(&watcher->capture_lock);
    pthread_mutex_destroy(&watcher->steadying_lock);
    free(watcher);
}

LiltStatus
lilt_watcher_new(const LiltWatcherOptions *options, LiltDiag *diag, LiltWatcher **ret_watcher)
{
    LiltWatcher *watcher = calloc(1, sizeof *watcher);
    LiltStatus status;

    if (watcher == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    watcher->wake = options->wake;
    watcher->data = options->data;
    lilt_watcher_set_looks(watcher, options->looks_per_s);
    watcher->readings = lilt_latest_new(sizeof(LiltReading));
    watcher->preview = preview_box_new();
    pthread_mutex_init(&watcher->bell_lock, NULL);
    pthread_cond_init(&watcher->bell, NULL);
    pthread_mutex_init(&watcher->capture_lock, NULL);
    pthread_mutex_init(&watcher->steadying_lock, NULL);
    if (watcher->readings == NULL || watcher->preview == NULL)
        status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    else
        status = lilt_reader_new(options->model, diag, &watcher->reader);
    if (status == LILT_OK)
        status = lilt_thread_start("emotion", run, watcher, &watcher->thread);
    if (status != LILT_OK) {
        release(watcher);
        return status;
    }
    *ret_watcher = watcher;
    return LILT_OK;
}

void
lilt_watcher_set_steadying(LiltWatcher *watcher, const LiltSteadying *steadying)
{
    pthread_mutex_lock(&watcher->steadying_lock);
    watcher->steadying = *steadying;
    watcher->new_steadying = true;
    pthread_mutex_unlock(&watcher->steadying_lock);
}

void
lilt_watcher_set_looks(LiltWatcher *watcher, float looks_per_s)
{
    watcher->looks_per_s = looks_per_s > 0 ? looks_per_s : USUAL_LOOKS_PER_S;
}

static void
set_capture(LiltWatcher *watcher, LiltCapture *capture, int64_t interval_us)
{
    pthread_mutex_lock(&watcher->capture_lock);
    watcher->capture = capture;
    watcher->interval_us = interval_us;
    watcher->alone = false;
    watcher->known_status = LILT_OK;
    watcher->known_open = false;
    pthread_mutex_unlock(&watcher->capture_lock);
}

LiltStatus
lilt_watcher_open(LiltWatcher *watcher, const char *source)
{
    const int64_t interval_us = (int64_t)(1e6f / watcher->looks_per_s);
    const LiltCameraOptions options = {
        .live = true, .colour = atomic_load(&watcher->preview_on), .interval_us = interval_us};
    LiltCapture *capture;
    LiltStatus status = lilt_watcher_close(watcher);

    if (status == LILT_OK)
        status = lilt_capture_start(source, &options, ring, watcher, &capture);
    if (status == LILT_OK) {
        set_capture(watcher, capture, interval_us);
        ring(watcher); /* what came before the capture could be seen */
    }
    return status;
}

LiltStatus
lilt_watcher_close(LiltWatcher *watcher)
{
    LiltCapture *capture = watcher->capture;

    set_capture(watcher, NULL, 0);

    const LiltStatus status = lilt_capture_stop(capture);

    preview_box_empty(watcher->preview);
    lilt_latest_take(watcher->readings); /* nobody shall take it for a new one later */
    return status;
}

LiltStatus
lilt_watcher_status(LiltWatcher *watcher, LiltDiag *diag, bool *ret_device_open)
{
    if (ret_device_open != NULL)
        *ret_device_open = lilt_camera_n_open_devices() > 0;
    return watcher->capture != NULL ? lilt_capture_status(watcher->capture, diag, NULL) : LILT_OK;
}

bool
lilt_watcher_take(LiltWatcher *watcher, LiltReading *ret_reading)
{
    const LiltReading *reading = lilt_latest_take(watcher->readings);

    if (reading == NULL)
        return false;
    *ret_reading = *reading;
    return true;
}

void
lilt_watcher_set_preview(LiltWatcher *watcher, bool on)
{
    atomic_store(&watcher->preview_on, on);
    if (watcher->capture != NULL)
        lilt_capture_set_colour(watcher->capture, on);
    if (!on)
        preview_box_empty(watcher->preview);
}

bool
lilt_watcher_take_preview(LiltWatcher *watcher, uint8_t **ret_rgb, int *ret_width_px,
                          int *ret_height_px)
{
    return preview_box_take(watcher->preview, ret_rgb, ret_width_px, ret_height_px);
}

void
lilt_watcher_free(LiltWatcher *watcher)
{
    if (watcher == NULL)
        return;
    lilt_watcher_close(watcher);
    pthread_mutex_lock(&watcher->bell_lock);
    watcher->stop = true;
    pthread_cond_signal(&watcher->bell);
    pthread_mutex_unlock(&watcher->bell_lock);
    if (lilt_thread_join(watcher->thread, JOIN_MS) == LILT_OK)
        release(watcher); /* else it is still in there, and what it uses must stay */
}
