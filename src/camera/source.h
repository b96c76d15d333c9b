/* source.h - what stands behind a camera: a device or files. */
#pragma once

#include <stdatomic.h>

#include "lilt/camera.h"
#include "picture.h"

/* One kind of source. */
typedef struct {
    /* Fill camera->picture with the next good picture before `deadline_us` (lilt_clock_us()).
     * Errors: as lilt_camera_next(). */
    LiltStatus (*next)(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag);
    void (*close)(void *source); /* NULL is fine */
} SourceKind;

struct LiltCamera {
    const SourceKind *kind;
    void *source; /* of that kind */
    bool live;
    bool device;
    int stop_fd;              /* an eventfd, readable from lilt_camera_stop() on */
    atomic_llong interval_us; /* as in LiltCameraOptions */
    atomic_bool colour;
    atomic_ullong n_corrupt;
    Picture picture;
    LiltFrame frame; /* lends `picture`'s pixels */
};

/* Set camera->kind and camera->source. Errors: as lilt_camera_open(). */
LiltStatus v4l2_open(LiltCamera *camera, const char *path, LiltDiag *diag);
LiltStatus photos_open(LiltCamera *camera, const char *path, bool folder, LiltDiag *diag);
LiltStatus video_open(LiltCamera *camera, const char *path, LiltDiag *diag);

/* What the first bytes of a file say it is: LILT_SOURCE_PHOTO, _VIDEO or _UNKNOWN. */
LiltSourceKind sniff_file(const char *path);

/* Wait until `fd` is readable or has an error (-1: just wait); `ret_events` (may be NULL) gets
 * poll's word on it.
 * Error: LILT_E_TIMEOUT at the deadline, LILT_E_STOPPED by lilt_camera_stop(), LILT_E_IO. */
LiltStatus source_wait(const LiltCamera *camera, int fd, int64_t deadline_us, short *ret_events);
