/* The camera's door: finds out what a source word means and hands on to the source. */
#include "source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* No driver is trusted to wake us for longer. */
enum { MAX_POLL_MS = 500 };

LiltSourceKind
lilt_camera_source_kind(const char *source)
{
    struct stat info;

    if (strcmp(source, "none") == 0)
        return LILT_SOURCE_NONE;
    if (strcmp(source, "auto") == 0 || strncmp(source, "camera:", 7) == 0 ||
        strncmp(source, "/dev/", 5) == 0)
        return LILT_SOURCE_DEVICE;
    if (stat(source, &info) != 0)
        return LILT_SOURCE_UNKNOWN;
    if (S_ISDIR(info.st_mode))
        return LILT_SOURCE_FOLDER;
    return S_ISREG(info.st_mode) ? sniff_file(source) : LILT_SOURCE_UNKNOWN;
}

/* Say why a word means nothing. */
static LiltStatus
fail_unknown(const char *source, LiltDiag *diag)
{
    if (access(source, R_OK) != 0)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", source, strerror(errno));
    return lilt_fail(diag, LILT_E_FORMAT, "%s: neither a photo nor a video that Lilt knows",
                     source);
}

static LiltStatus
open_device(LiltCamera *camera, const char *source, LiltDiag *diag)
{
    LiltCameraInfo info;

    camera->device = true;
    camera->live = true;
    if (source[0] == '/')
        return v4l2_open(camera, source, diag);
    if (lilt_camera_resolve(source, &info))
        return v4l2_open(camera, info.path, diag);
    if (strcmp(source, "auto") == 0)
        return lilt_fail(diag, LILT_E_ABSENT, "no camera found");
    return lilt_fail(diag, LILT_E_ABSENT, "%s: not plugged in", source);
}

static LiltStatus
open_source(LiltCamera *camera, const char *source, LiltDiag *diag)
{
    const LiltSourceKind kind = lilt_camera_source_kind(source);

    switch (kind) {
    case LILT_SOURCE_DEVICE:
        return open_device(camera, source, diag);
    case LILT_SOURCE_PHOTO:
    case LILT_SOURCE_FOLDER:
        return photos_open(camera, source, kind == LILT_SOURCE_FOLDER, diag);
    case LILT_SOURCE_VIDEO:
        return video_open(camera, source, diag);
    case LILT_SOURCE_NONE:
        return lilt_fail(diag, LILT_E_ABSENT, "no camera was asked for");
    default:
        return fail_unknown(source, diag);
    }
}

LiltStatus
lilt_camera_open(const char *source, const LiltCameraOptions *options, LiltDiag *diag,
                 LiltCamera **ret_camera)
{
    LiltCamera *camera = calloc(1, sizeof *camera);
    LiltStatus status;

    if (camera == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", source);
    camera->live = options->live;
    atomic_init(&camera->interval_us, options->interval_us);
    atomic_init(&camera->colour, options->colour);
    camera->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (camera->stop_fd < 0)
        status = lilt_fail(diag, LILT_E_IO, "%s: eventfd: %s", source, strerror(errno));
    else
        status = open_source(camera, source, diag);
    if (status != LILT_OK) {
        lilt_camera_close(camera);
        return status;
    }
    *ret_camera = camera;
    return LILT_OK;
}

LiltStatus
lilt_camera_next(LiltCamera *camera, int timeout_ms, LiltDiag *diag, const LiltFrame **ret_frame)
{
    const int64_t deadline_us = lilt_clock_us() + 1000 * (int64_t)timeout_ms;
    const LiltStatus status = camera->kind->next(camera, deadline_us, diag);

    if (status != LILT_OK)
        return status;
    camera->frame = picture_lend(&camera->picture);
    *ret_frame = &camera->frame;
    return LILT_OK;
}

void
lilt_camera_stop(LiltCamera *camera)
{
    const uint64_t one = 1;
    const ssize_t n = write(camera->stop_fd, &one, sizeof one);

    (void)n; /* fails only when the counter is full, which is stopped all the same */
}

void
lilt_camera_set_colour(LiltCamera *camera, bool colour)
{
    atomic_store(&camera->colour, colour);
}

void
lilt_camera_set_interval(LiltCamera *camera, int64_t interval_us)
{
    atomic_store(&camera->interval_us, interval_us);
}

uint64_t
lilt_camera_n_corrupt(const LiltCamera *camera)
{
    return atomic_load(&camera->n_corrupt);
}

bool
lilt_camera_holds_device(const LiltCamera *camera)
{
    return camera->device;
}

void
lilt_camera_close(LiltCamera *camera)
{
    if (camera == NULL)
        return;
    if (camera->kind != NULL)
        camera->kind->close(camera->source);
    if (camera->stop_fd >= 0)
        close(camera->stop_fd);
    picture_clear(&camera->picture);
    free(camera);
}

LiltStatus
source_wait(const LiltCamera *camera, int fd, int64_t deadline_us, short *ret_events)
{
    struct pollfd fds[] = {{.fd = camera->stop_fd, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    int n;

    do {
        const int64_t left_us = deadline_us - lilt_clock_us();
        const int64_t left_ms = left_us > 0 ? (left_us + 999) / 1000 : 0;

        n = poll(fds, 2, left_ms < MAX_POLL_MS ? (int)left_ms : MAX_POLL_MS);
    } while ((n < 0 && errno == EINTR) || (n == 0 && lilt_clock_us() < deadline_us));
    if (n < 0)
        return LILT_E_IO;
    if (fds[0].revents != 0)
        return LILT_E_STOPPED;
    if (n == 0)
        return LILT_E_TIMEOUT;
    if (ret_events != NULL)
        *ret_events = fds[1].revents;
    return LILT_OK;
}
