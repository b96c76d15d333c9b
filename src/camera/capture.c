/* The capture thread: opens a camera, keeps its newest picture in the mailbox, says how it is
 * doing. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/camera.h"
#include "picture.h"

enum { PICTURE_MS = 3000, STOP_MS = 3000 };

struct LiltCapture {
    char *source;
    LiltCameraOptions options;
    LiltThread *thread;
    LiltLatest *pictures; /* slots are Picture: written by the capture thread, read by the taker */
    LiltFrame frame;      /* the taker's, lends the slot it took */
    atomic_bool stop;
    atomic_int n_owners; /* the maker and the thread; the last one frees */

    pthread_mutex_t wake_lock; /* held while waking, so that nobody is woken after stop returned */
    void (*wake)(void *data);  /* NULL once nobody listens */
    void *data;

    pthread_mutex_t lock; /* guards what follows */
    LiltCamera *camera;   /* NULL while none is open; opened and closed by the capture thread */
    bool colour;
    int64_t interval_us;
    bool device_open;
    LiltStatus status;
    LiltDiag diag;
};

/* ---- the thread's side ----------------------------------------------------------------------- */

static void
release(LiltCapture *capture)
{
    if (atomic_fetch_sub(&capture->n_owners, 1) > 1)
        return;
    for (int i = 0; capture->pictures != NULL && i < 3; i++)
        picture_clear(lilt_latest_slot(capture->pictures, i));
    lilt_latest_free(capture->pictures);
    pthread_mutex_destroy(&capture->wake_lock);
    pthread_mutex_destroy(&capture->lock);
    free(capture->source);
    free(capture);
}

static void
wake(LiltCapture *capture)
{
    pthread_mutex_lock(&capture->wake_lock);
    if (capture->wake != NULL)
        capture->wake(capture->data);
    pthread_mutex_unlock(&capture->wake_lock);
}

/* Note how it goes; wake the taker when that is news. */
static void
set_status(LiltCapture *capture, LiltStatus status, const LiltDiag *diag)
{
    pthread_mutex_lock(&capture->lock);
    const bool news = capture->status != status;

    capture->status = status;
    if (status != LILT_OK)
        capture->diag = *diag;
    pthread_mutex_unlock(&capture->lock);
    if (news)
        wake(capture);
}

/* Let others see the open camera, with what was asked for while it was being opened. */
static void
show_camera(LiltCapture *capture, LiltCamera *camera)
{
    pthread_mutex_lock(&capture->lock);
    capture->camera = camera;
    capture->device_open = lilt_camera_holds_device(camera);
    lilt_camera_set_colour(camera, capture->colour);
    lilt_camera_set_interval(camera, capture->interval_us);
    if (atomic_load(&capture->stop))
        lilt_camera_stop(camera);
    pthread_mutex_unlock(&capture->lock);
}

/* Close the camera; the device counts as open until it is really closed. */
static void
close_camera(LiltCapture *capture)
{
    pthread_mutex_lock(&capture->lock);
    LiltCamera *camera = capture->camera;

    capture->camera = NULL;
    pthread_mutex_unlock(&capture->lock);
    lilt_camera_close(camera);
    pthread_mutex_lock(&capture->lock);
    capture->device_open = false;
    pthread_mutex_unlock(&capture->lock);
}

/* Pictures into the mailbox until the camera ends. A camera that gives nothing for a while is
 * reported and waited for all the same. */
static LiltStatus
stream(LiltCapture *capture, LiltCamera *camera, LiltDiag *diag)
{
    for (;;) {
        const LiltFrame *frame;
        const LiltStatus status = lilt_camera_next(camera, PICTURE_MS, diag, &frame);

        if (status == LILT_E_TIMEOUT) {
            set_status(capture, status, diag);
            continue;
        }
        if (status != LILT_OK)
            return status;
        if (picture_copy(lilt_latest_write_slot(capture->pictures), frame) != LILT_OK)
            return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", capture->source);
        lilt_latest_publish(capture->pictures);
        set_status(capture, LILT_OK, NULL);
        wake(capture);
    }
}

static void
run(void *data)
{
    LiltCapture *capture = data;
    LiltCamera *camera;
    LiltDiag diag = {""};
    LiltStatus status = lilt_camera_open(capture->source, &capture->options, &diag, &camera);

    if (status == LILT_OK) {
        show_camera(capture, camera);
        wake(capture);
        status = stream(capture, camera, &diag);
        close_camera(capture);
    }
    set_status(capture, status, &diag);
    release(capture);
}

/* ---- the maker's side ------------------------------------------------------------------------ */

LiltStatus
lilt_capture_start(const char *source, const LiltCameraOptions *options, void (*wake_up)(void *),
                   void *data, LiltCapture **ret_capture)
{
    LiltCapture *capture = calloc(1, sizeof *capture);

    if (capture == NULL)
        return LILT_E_NOMEM;
    capture->source = strdup(source);
    capture->pictures = lilt_latest_new(sizeof(Picture));
    capture->options = *options;
    capture->colour = options->colour;
    capture->interval_us = options->interval_us;
    capture->wake = wake_up;
    capture->data = data;
    atomic_init(&capture->n_owners, 1);
    pthread_mutex_init(&capture->wake_lock, NULL);
    pthread_mutex_init(&capture->lock, NULL);
    if (capture->source == NULL || capture->pictures == NULL) {
        release(capture);
        return LILT_E_NOMEM;
    }
    atomic_store(&capture->n_owners, 2);
    if (lilt_thread_start("capture", run, capture, &capture->thread) != LILT_OK) {
        atomic_store(&capture->n_owners, 1);
        release(capture);
        return LILT_E_NOMEM;
    }
    *ret_capture = capture;
    return LILT_OK;
}

const LiltFrame *
lilt_capture_take(LiltCapture *capture)
{
    const Picture *picture = lilt_latest_take(capture->pictures);

    if (picture == NULL)
        return NULL;
    capture->frame = picture_lend(picture);
    return &capture->frame;
}

LiltStatus
lilt_capture_status(LiltCapture *capture, LiltDiag *diag, bool *ret_open)
{
    pthread_mutex_lock(&capture->lock);
    const LiltStatus status = capture->status;

    if (diag != NULL && status != LILT_OK)
        *diag = capture->diag;
    if (ret_open != NULL)
        *ret_open = capture->device_open;
    pthread_mutex_unlock(&capture->lock);
    return status;
}

void
lilt_capture_set_colour(LiltCapture *capture, bool colour)
{
    pthread_mutex_lock(&capture->lock);
    capture->colour = colour;
    if (capture->camera != NULL)
        lilt_camera_set_colour(capture->camera, colour);
    pthread_mutex_unlock(&capture->lock);
}

void
lilt_capture_set_interval(LiltCapture *capture, int64_t interval_us)
{
    pthread_mutex_lock(&capture->lock);
    capture->interval_us = interval_us;
    if (capture->camera != NULL)
        lilt_camera_set_interval(capture->camera, interval_us);
    pthread_mutex_unlock(&capture->lock);
}

LiltStatus
lilt_capture_stop(LiltCapture *capture)
{
    if (capture == NULL)
        return LILT_OK;

    atomic_store(&capture->stop, true);
    pthread_mutex_lock(&capture->lock);
    if (capture->camera != NULL)
        lilt_camera_stop(capture->camera);
    pthread_mutex_unlock(&capture->lock);
    pthread_mutex_lock(&capture->wake_lock);
    capture->wake = NULL;
    pthread_mutex_unlock(&capture->wake_lock);

    const LiltStatus status = lilt_thread_join(capture->thread, STOP_MS);

    if (status == LILT_E_TIMEOUT)
        lilt_thread_leave(capture->thread);
    release(capture);
    return status;
}
