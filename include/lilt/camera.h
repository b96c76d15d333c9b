/* camera.h - pictures from a webcam, a photo, a folder of photos or a video, all through one door.
 * V4L2 devices stream by mmap (MJPEG, YUYV, NV12, GREY); files but JPEG photos are decoded by
 * GStreamer. Pictures live in memory only and are wiped when freed. */
#pragma once

#include "lilt/base.h"

/* One picture. Lent by the camera; valid until the next call on it. */
typedef struct {
    uint64_t sequence; /* counts from 0, gaps where pictures were dropped */
    int64_t
        time_us; /* live: lilt_clock_us() at arrival; else the place in the video, or 1 s a photo */
    int width_px, height_px;
    const uint8_t *grey; /* [height_px][width_px] luma, rows without padding */
    const uint8_t *rgb;  /* [height_px][width_px][3], or NULL while colour is off */
} LiltFrame;

/* What a SOURCE word means. What does not exist, and a file whose first bytes show neither a photo
 * nor a video, is LILT_SOURCE_UNKNOWN. */
typedef enum {
    LILT_SOURCE_NONE,   /* "none" */
    LILT_SOURCE_DEVICE, /* "auto" (the first capture device), "camera:ID" or what lies in /dev:
                         * /dev/videoN or udev's longer names for it, there or not */
    LILT_SOURCE_PHOTO,
    LILT_SOURCE_FOLDER, /* photos in the order of their names (2 before 10), one a second */
    LILT_SOURCE_VIDEO,
    LILT_SOURCE_UNKNOWN,
} LiltSourceKind;

LiltSourceKind lilt_camera_source_kind(const char *source);

typedef struct {
    /* Live: paced by the clock and without end (a photo stays, a folder stays on its last photo, a
     * video starts again). Else: as fast as asked for, then LILT_E_END. Devices are always live. */
    bool live;
    bool colour; /* fill `rgb` from the start; see lilt_camera_set_colour() */
    /* A device without colour decodes no picture sooner after the last, those between go back
     * unseen. 0: it decodes every one. See lilt_camera_set_interval(). */
    int64_t interval_us;
} LiltCameraOptions;

typedef struct LiltCamera LiltCamera; /* used by one thread, save where said */

/* Open a source.
 * Error: LILT_E_ABSENT (no such file, no camera found), _DENIED, _BUSY, _GONE, _FORMAT,
 * _UNSUPPORTED, _NOMEM; `diag` names the device or file and, where known, what to do. */
LiltStatus lilt_camera_open(const char *source, const LiltCameraOptions *options, LiltDiag *diag,
                            LiltCamera **ret_camera);

/* Wait at most `timeout_ms` for the next good picture. Corrupt ones are counted and dropped; of a
 * device, what is the very same for 20 s is no picture any more.
 * Error: LILT_E_TIMEOUT (try again), _END, _STOPPED, _GONE (unplugged), _IO, _FORMAT. */
LiltStatus lilt_camera_next(LiltCamera *camera, int timeout_ms, LiltDiag *diag,
                            const LiltFrame **ret_frame);

/* Make a waiting lilt_camera_next(), and every later one, return LILT_E_STOPPED at once. Any
 * thread. */
void lilt_camera_stop(LiltCamera *camera);

/* Fill `rgb` from the next picture on, or no longer. Any thread. */
void lilt_camera_set_colour(LiltCamera *camera, bool colour);

/* Another `interval_us` from the next picture on. Any thread. */
void lilt_camera_set_interval(LiltCamera *camera, int64_t interval_us);

/* How many pictures were dropped as corrupt so far. */
uint64_t lilt_camera_n_corrupt(const LiltCamera *camera);

/* True while a device (not a file) is held open. */
bool lilt_camera_holds_device(const LiltCamera *camera);

void lilt_camera_close(LiltCamera *camera); /* NULL is fine; the pictures are wiped */

/* How many devices this process holds open, or is opening or closing, right now; also those of a
 * capture thread that a driver would not let go. Any thread. */
int lilt_camera_n_open_devices(void);

/* A capture device as the system names it. */
typedef struct {
    char path[32]; /* "/dev/video0" */
    char name[64]; /* "Integrated Camera" */
    /* The same at every start and whatever else is plugged in: serial number, interface and index,
     * or the port where there is no serial number or two share it; the name where udev says
     * neither. */
    char id[192];
    char by_serial[192], by_port[112]; /* what the id may be; "" where udev does not say */
} LiltCameraInfo;

/* The capture devices (metadata nodes left out), at most `max`, found through /sys without opening
 * any of them. Gives how many were written. */
size_t lilt_camera_list(LiltCameraInfo *infos, size_t max);

/* The camera of this id, else the one whose id it was, or would be, with others plugged in beside
 * it, else the first of this name, else NULL. */
const LiltCameraInfo *lilt_camera_find(const LiltCameraInfo *infos, size_t n, const char *id);

/* Which capture device a source word ("auto", "camera:ID", or a name in /dev, which is followed to
 * its node) means at this moment, as lilt_camera_list() knows it; false when it knows none such. */
bool lilt_camera_resolve(const char *source, LiltCameraInfo *ret_info);

/* The name of another program that has this device open (a source word), of those that /proc
 * lets us see; false when there is none. `name` holds `bytes`. The device is not opened. */
bool lilt_camera_holder(const char *source, char *name, size_t bytes);

/* ---- the capture thread ---------------------------------------------------------------------- */

typedef struct LiltCapture LiltCapture;

/* Open `source` on a thread of its own and keep the newest picture ready. Returns at once; how the
 * opening went is read by lilt_capture_status(). `wake(data)` is called on the capture thread after
 * each picture and each change of status. */
LiltStatus lilt_capture_start(const char *source, const LiltCameraOptions *options,
                              void (*wake)(void *data), void *data, LiltCapture **ret_capture);

/* The newest picture if one came since the last call, else NULL. One reader thread; valid until its
 * next call. */
const LiltFrame *lilt_capture_take(LiltCapture *capture);

/* LILT_OK while pictures may come; LILT_E_TIMEOUT while the camera is open and has given none for
 * 3 s; else why the capture ended (`diag` says more). `ret_open` (may be NULL): the device is held
 * open at this moment. Any thread. */
LiltStatus lilt_capture_status(LiltCapture *capture, LiltDiag *diag, bool *ret_open);

void lilt_capture_set_colour(LiltCapture *capture, bool colour);           /* any thread */
void lilt_capture_set_interval(LiltCapture *capture, int64_t interval_us); /* any thread */

/* Stop, close the device, join the thread. Error: LILT_E_TIMEOUT after 3 s: the thread is then left
 * behind and frees itself when the driver lets it go. NULL is fine. */
LiltStatus lilt_capture_stop(LiltCapture *capture);
