/* A webcam by V4L2: a few buffers of the driver are mapped and go round; poll waits for the next
 * full one or for the stop. Nothing the driver grants is taken on trust: what it says of format,
 * size and buffers is checked before it is used. */
#include "decode.h"
#include "formats.h"
#include "requests.h"
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    MAX_BUFFERS = 8,
    WANTED_BUFFERS = 4,
    WANTED_PER_S = 15,   /* enough for a preview; the lamp shines, the processor rests */
    REST_US = 5000,      /* when the device seems ready, but has nothing */
    STUCK_US = 20000000, /* a sensor's noise is never twice the same, let alone for so long */
};

typedef struct {
    int fd;
    char path[PATH_MAX];
    bool streaming;
    unsigned n_buffers;
    struct {
        uint8_t *bytes;
        size_t n;
    } buffers[MAX_BUFFERS];
    Decoder *decoder;
    bool any;                 /* a buffer has come; the two below are meant */
    uint32_t driver_sequence; /* of the last one, as the driver counts */
    uint64_t sequence;        /* as we count */
    uint64_t digest;          /* of the last picture's bytes, */
    int64_t digest_us;        /* which have been the same since then */
} Device;

/* Devices that this process holds; counted from before open until after close. */
static atomic_int n_open_devices;

/* ---- setting up ------------------------------------------------------------------------------ */

static LiltStatus
check_capability(const Device *device, LiltDiag *diag)
{
    struct v4l2_capability capability = {0};
    uint32_t can;

    if (device_request(device->fd, VIDIOC_QUERYCAP, &capability) < 0) {
        if (errno == ENOTTY || errno == EINVAL)
            return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: not a camera", device->path);
        return device_fail(device->path, "asking what it can do", diag);
    }
    can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps
                                                         : capability.capabilities;
    if (!(can & V4L2_CAP_VIDEO_CAPTURE) || !(can & V4L2_CAP_STREAMING))
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: does not give pictures (%.32s)",
                         device->path, (const char *)capability.card);
    return LILT_OK;
}

static LiltStatus
choose_format(Device *device, LiltDiag *diag)
{
    DecodeFormat format;
    const LiltStatus status = formats_choose(device->fd, device->path, diag, &format);

    if (status != LILT_OK)
        return status;
    device->decoder = decoder_new(&format);
    return device->decoder != NULL
               ? LILT_OK
               : lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", device->path);
}

/* A wish only: a driver that cannot choose keeps its own rate. */
static void
ask_for_rate(const Device *device)
{
    struct v4l2_streamparm parameters = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};

    parameters.parm.capture.timeperframe = (struct v4l2_fract){1, WANTED_PER_S};
    device_request(device->fd, VIDIOC_S_PARM, &parameters);
}

static LiltStatus
map_buffers(Device *device, LiltDiag *diag)
{
    struct v4l2_requestbuffers wanted = {
        .count = WANTED_BUFFERS, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};

    if (device_request(device->fd, VIDIOC_REQBUFS, &wanted) < 0)
        return device_fail(device->path, "asking for buffers", diag);
    if (wanted.count < 2)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: the driver has no memory for pictures",
                         device->path);
    for (unsigned i = 0; i < wanted.count && i < MAX_BUFFERS; i++) {
        struct v4l2_buffer buffer = {.index = i, .type = wanted.type, .memory = wanted.memory};

        if (device_request(device->fd, VIDIOC_QUERYBUF, &buffer) < 0)
            return device_fail(device->path, "asking for a buffer", diag);

        void *bytes = mmap(NULL, buffer.length, PROT_READ, MAP_SHARED, device->fd,
                           (off_t)buffer.m.offset);

        if (bytes == MAP_FAILED)
            return device_fail(device->path, "mapping a buffer", diag);
        device->buffers[i].bytes = bytes;
        device->buffers[i].n = buffer.length;
        device->n_buffers = i + 1;
        if (device_request(device->fd, VIDIOC_QBUF, &buffer) < 0)
            return device_fail(device->path, "handing a buffer over", diag);
    }
    return LILT_OK;
}

static LiltStatus
start_streaming(Device *device, LiltDiag *diag)
{
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

    if (device_request(device->fd, VIDIOC_STREAMON, &type) < 0)
        return device_fail(device->path, "starting", diag);
    device->streaming = true;
    return LILT_OK;
}

static LiltStatus
set_up(Device *device, LiltDiag *diag)
{
    LiltStatus status;

    atomic_fetch_add(&n_open_devices, 1);
    device->fd = open(device->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (device->fd < 0) {
        status = device_fail(device->path, "opening", diag);
        atomic_fetch_sub(&n_open_devices, 1);
        return status;
    }
    status = check_capability(device, diag);
    if (status == LILT_OK)
        status = choose_format(device, diag);
    if (status == LILT_OK) {
        ask_for_rate(device);
        status = map_buffers(device, diag);
    }
    return status == LILT_OK ? start_streaming(device, diag) : status;
}

/* ---- streaming ------------------------------------------------------------------------------- */

/* Take one full buffer. LILT_E_TIMEOUT: there is none yet. */
static LiltStatus
dequeue(Device *device, short events, struct v4l2_buffer *ret_buffer, LiltDiag *diag)
{
    struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};

    if (device_request(device->fd, VIDIOC_DQBUF, &buffer) < 0) {
        if (errno != EAGAIN)
            return device_fail(device->path, "taking a picture", diag);
        if (events & POLLHUP)
            return lilt_fail(diag, LILT_E_GONE, "%s: the camera was unplugged", device->path);
        if (events & POLLERR)
            return lilt_fail(diag, LILT_E_IO, "%s: the camera stopped", device->path);
        return LILT_E_TIMEOUT;
    }
    if (buffer.index >= device->n_buffers)
        return lilt_fail(diag, LILT_E_IO, "%s: the driver gave a buffer it does not have",
                         device->path);
    *ret_buffer = buffer;
    return LILT_OK;
}

/* Count from 0, a step for each picture and more where the driver says that some were lost. Drivers
 * start where they like, repeat numbers (uvcvideo may, with its first two) and wrap round. */
static uint64_t
next_sequence(Device *device, uint32_t driver_sequence)
{
    const uint32_t step = driver_sequence - device->driver_sequence;

    if (device->any)
        device->sequence += step > 0 && step < 1000 ? step : 1;
    device->any = true;
    device->driver_sequence = driver_sequence;
    return device->sequence;
}

/* Whether the camera sends one and the same picture again and again: its driver or itself hangs. */
static bool
is_stuck(Device *device, const uint8_t *bytes, size_t n, int64_t now_us)
{
    uint64_t digest = n, word;

    for (size_t i = 0; i + sizeof word <= n; i += sizeof word) { /* FNV-1a, by words */
        memcpy(&word, bytes + i, sizeof word);
        digest = (digest ^ word) * 0x100000001b3u;
    }
    if (digest != device->digest) {
        device->digest = digest;
        device->digest_us = now_us;
    }
    return now_us - device->digest_us >= STUCK_US;
}

/* Decode what the buffer holds, if a picture is due. LILT_E_TIMEOUT: none is yet. */
static LiltStatus
read_buffer(LiltCamera *camera, const struct v4l2_buffer *buffer)
{
    Device *device = camera->source;
    const uint8_t *bytes = device->buffers[buffer->index].bytes;
    const size_t room = device->buffers[buffer->index].n;
    const size_t n = buffer->bytesused < room ? buffer->bytesused : room;
    const uint64_t sequence = next_sequence(device, buffer->sequence);
    const int64_t now_us = lilt_clock_us();
    const bool colour = atomic_load(&camera->colour);

    if ((buffer->flags & V4L2_BUF_FLAG_ERROR) || n == 0)
        return LILT_E_FORMAT;
    if (!colour && now_us - camera->picture.time_us < atomic_load(&camera->interval_us))
        return LILT_E_TIMEOUT;
    if (is_stuck(device, bytes, n, now_us))
        return LILT_E_TIMEOUT;

    const LiltStatus status = decoder_read(device->decoder, bytes, n, colour, &camera->picture);

    if (status == LILT_OK) {
        camera->picture.sequence = sequence;
        camera->picture.time_us = now_us;
    }
    return status;
}

/* Take from the buffer what is wanted and hand it back to the driver. */
static LiltStatus
use_buffer(LiltCamera *camera, struct v4l2_buffer *buffer, LiltDiag *diag)
{
    Device *device = camera->source;
    const LiltStatus status = read_buffer(camera, buffer);

    if (device_request(device->fd, VIDIOC_QBUF, buffer) < 0)
        return device_fail(device->path, "handing a buffer over", diag);
    return status == LILT_E_NOMEM ? lilt_fail(diag, status, "%s: out of memory", device->path)
                                  : status;
}

/* Wait for one buffer and use it. LILT_E_TIMEOUT: no picture came of it. */
static LiltStatus
try_next(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag)
{
    Device *device = camera->source;
    struct v4l2_buffer buffer;
    short events = 0;
    LiltStatus status = source_wait(camera, device->fd, deadline_us, &events);

    if (status != LILT_OK)
        return status;
    status = dequeue(device, events, &buffer, diag);
    if (status == LILT_E_TIMEOUT) { /* it seemed ready: do not ask again and again */
        const int64_t rested_us = lilt_clock_us() + REST_US;

        return source_wait(camera, -1, rested_us < deadline_us ? rested_us : deadline_us, NULL);
    }
    if (status == LILT_OK)
        status = use_buffer(camera, &buffer, diag);
    if (status != LILT_E_FORMAT)
        return status;
    atomic_fetch_add(&camera->n_corrupt, 1);
    return LILT_E_TIMEOUT;
}

/* The deadline holds too for a device that is always ready and never gives a good picture. */
static LiltStatus
device_next(LiltCamera *camera, int64_t deadline_us, LiltDiag *diag)
{
    const Device *device = camera->source;
    LiltStatus status;

    do
        status = try_next(camera, deadline_us, diag);
    while (status == LILT_E_TIMEOUT && lilt_clock_us() < deadline_us);
    if (status == LILT_E_TIMEOUT)
        return lilt_fail(diag, status, "%s: the camera gives no pictures", device->path);
    return status;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void
device_close(void *source)
{
    Device *device = source;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

    if (device == NULL)
        return;
    if (device->streaming)
        device_request(device->fd, VIDIOC_STREAMOFF, &type);
    for (unsigned i = 0; i < device->n_buffers; i++)
        munmap(device->buffers[i].bytes, device->buffers[i].n);
    if (device->fd >= 0) {
        close(device->fd);
        atomic_fetch_sub(&n_open_devices, 1);
    }
    decoder_free(device->decoder);
    free(device);
}

int
lilt_camera_n_open_devices(void)
{
    return atomic_load(&n_open_devices);
}

LiltStatus
v4l2_open(LiltCamera *camera, const char *path, LiltDiag *diag)
{
    static const SourceKind kind = {device_next, device_close};
    Device *device = calloc(1, sizeof *device);

    if (device == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    device->fd = -1;
    strncpy(device->path, path, sizeof device->path - 1);
    camera->kind = &kind;
    camera->source = device;
    return set_up(device, diag);
}
