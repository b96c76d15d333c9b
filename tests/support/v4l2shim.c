/* v4l2shim - a webcam where the kernel has none: stands in for open, ioctl, mmap, poll and close on
 * /dev/video0 and answers as a well-behaved driver, or with the fault it is told to show. Linked
 * into a test, or put before a program by LD_PRELOAD. One camera, one opener.
 *
 *   LILT_SHIM_FORMAT  what it offers: MJPG (default), YUYV, NV12 or GREY, or several: "GREY:MJPG"
 *   LILT_SHIM_SIZES   in which sizes: "640x480" (default), several "320x240:1280x720", a range with
 *                     its steps "160x90-1920x1080/16x2", or "untold"; what it has no such size for
 *                     becomes the first
 *   LILT_SHIM_FRAMES  JPEG files for MJPG, with ':' between, shown in turn
 *   LILT_SHIM_FPS     pictures a second, default 30
 *   LILT_SHIM_FAULT   one of: denied busy away meta       from the start
 *                     cut huge corrupt error empty        picture N, or every picture without N
 *                     unplug stall eio foreign frozen     from picture N on
 *                     hang, slow                          on stopping, 8 s or half of one
 *                     late                                on opening, 3 s
 *                     with the number after '@': "unplug@5"
 *   LILT_SHIM_IOCTL   a fault of one request: "REQUEST ERRNO FIRST COUNT" in decimal numbers: from
 * its FIRST call after opening on (1 is the very first), COUNT calls fail with ERRNO
 *
 * Some bytes behind each JPEG's end are never the same, as a sensor's noise never is, unless
 * frozen. Raw pictures show luma (x + y) % 200 + 20 and neutral chroma, rows without padding. */
#include "v4l2shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { MAX_OFFERS = 16, BUFFER_BYTES = 1 << 21, MAX_BUFFERS = 8, MAX_QUEUE = 16, MAX_KINDS = 32 };

/* The one camera. All but the atomic ones is its opener's thread's, or is read when that thread has
 * ended. */
static struct {
    atomic_int fd; /* a memfd that holds all buffers; -1: closed */
    int timer;     /* ticks once a picture */
    uint8_t *memory;
    bool streaming;
    uint32_t format;
    unsigned width, height;
    unsigned n_buffers, queue[MAX_QUEUE], n_queued;
    unsigned sequence; /* of the next picture */
    char fault[16];
    unsigned fault_at; /* UINT32_MAX: always */
    struct {
        unsigned long request;
        int error;
        unsigned first, count;
    } refusal; /* count 0: none */
    V4l2ShimCalls calls[MAX_KINDS];
    size_t n_kinds;
    unsigned n_refused;
    int longest_wait_ms;
    atomic_uint n_openings;
} camera = {.fd = -1};

/* What we stand in for. */
static int (*real_open)(const char *, int, ...);
static int (*real_ioctl)(int, unsigned long, ...);
static int (*real_poll)(struct pollfd *, nfds_t, int);
static int (*real_close)(int);

static void
look_up_real(void)
{
    *(void **)&real_open = dlsym(RTLD_NEXT, "open");
    *(void **)&real_ioctl = dlsym(RTLD_NEXT, "ioctl");
    *(void **)&real_poll = dlsym(RTLD_NEXT, "poll");
    *(void **)&real_close = dlsym(RTLD_NEXT, "close");
}

/* Not a constructor: other constructors may open files before ours ran. */
static void
find_real(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, look_up_real);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void
read_fault(void)
{
    const char *text = getenv("LILT_SHIM_FAULT");

    camera.fault[0] = '\0';
    camera.fault_at = UINT32_MAX;
    if (text != NULL)
        sscanf(text, "%15[^@]@%u", camera.fault, &camera.fault_at);
    text = getenv("LILT_SHIM_IOCTL");
    camera.refusal.count = 0;
    if (text != NULL && sscanf(text, "%lu %d %u %u", &camera.refusal.request, &camera.refusal.error,
                               &camera.refusal.first, &camera.refusal.count) != 4) {
        fprintf(stderr, "v4l2shim: LILT_SHIM_IOCTL cannot be read: %s\n", text);
        abort();
    }
    camera.n_kinds = camera.n_refused = 0;
    camera.longest_wait_ms = 0;
}

static bool
has_fault(const char *name)
{
    return strcmp(camera.fault, name) == 0;
}

/* At this picture only, or at every one. */
static bool
fault_now(const char *name)
{
    return has_fault(name) && (camera.fault_at == UINT32_MAX || camera.fault_at == camera.sequence);
}

/* From that picture on. */
static bool
fault_since(const char *name)
{
    return has_fault(name) && (camera.fault_at == UINT32_MAX || camera.sequence >= camera.fault_at);
}

static int
fail(int error)
{
    errno = error;
    return -1;
}

/* Count the request, and say whether this call of it is to fail. */
static bool
is_refused(unsigned long request)
{
    size_t i = 0;

    while (i < camera.n_kinds && camera.calls[i].request != request)
        i++;
    if (i == MAX_KINDS)
        abort();
    if (i == camera.n_kinds)
        camera.calls[camera.n_kinds++] = (V4l2ShimCalls){.request = request};

    const unsigned call = ++camera.calls[i].n_calls;

    if (request != camera.refusal.request || call < camera.refusal.first ||
        call - camera.refusal.first >= camera.refusal.count)
        return false;
    camera.n_refused++;
    return true;
}

size_t
v4l2shim_calls(V4l2ShimCalls *calls, size_t max)
{
    const size_t n = camera.n_kinds < max ? camera.n_kinds : max;

    memcpy(calls, camera.calls, n * sizeof *calls);
    return n;
}

unsigned
v4l2shim_n_refused(void)
{
    return camera.n_refused;
}

int
v4l2shim_longest_wait_ms(void)
{
    return camera.longest_wait_ms;
}

unsigned
v4l2shim_n_openings(void)
{
    return atomic_load(&camera.n_openings);
}

/* ---- pictures -------------------------------------------------------------------------------- */

/* The formats it offers; gives how many. */
static unsigned
offered_formats(uint32_t formats[MAX_OFFERS])
{
    const char *f = getenv("LILT_SHIM_FORMAT");
    unsigned n = 0;

    formats[0] = V4L2_PIX_FMT_MJPEG;
    for (; f != NULL && strlen(f) >= 4 && n < MAX_OFFERS; f += f[4] == ':' ? 5 : 4)
        formats[n++] = v4l2_fourcc(f[0], f[1], f[2], f[3]);
    return n > 0 ? n : 1;
}

static const char *
offered_sizes(void)
{
    const char *sizes = getenv("LILT_SHIM_SIZES");

    return sizes != NULL ? sizes : "640x480";
}

/* A range of sizes instead of a list; false when there is none. */
static bool
size_range(struct v4l2_frmsize_stepwise *ret_range)
{
    struct v4l2_frmsize_stepwise *r = ret_range;

    return sscanf(offered_sizes(), "%ux%u-%ux%u/%ux%u", &r->min_width, &r->min_height,
                  &r->max_width, &r->max_height, &r->step_width, &r->step_height) == 6;
}

/* Number `index` of the list of sizes; false behind its end. */
static bool
nth_size(unsigned index, unsigned *ret_width, unsigned *ret_height)
{
    const char *at = offered_sizes();

    for (; index > 0 && at != NULL; index--)
        at = strchr(at, ':') != NULL ? strchr(at, ':') + 1 : NULL;
    return at != NULL && sscanf(at, "%ux%u", ret_width, ret_height) == 2;
}

static unsigned
bytes_per_line(void)
{
    if (camera.format == V4L2_PIX_FMT_MJPEG)
        return 0;
    return camera.format == V4L2_PIX_FMT_YUYV ? 2 * camera.width : camera.width;
}

/* The next JPEG file of the list; gives its length. */
static uint32_t
read_jpeg(uint8_t *bytes)
{
    char list[4096], *paths[64], *rest = NULL;
    const char *given = getenv("LILT_SHIM_FRAMES");
    unsigned n = 0;

    snprintf(list, sizeof list, "%s", given != NULL ? given : "");
    for (char *p = strtok_r(list, ":", &rest); p != NULL && n < 64; p = strtok_r(NULL, ":", &rest))
        paths[n++] = p;

    FILE *file = n > 0 ? fopen(paths[camera.sequence % n], "rb") : NULL;

    if (file == NULL) {
        fputs("v4l2shim: LILT_SHIM_FRAMES names no JPEG that can be read\n", stderr);
        abort();
    }
    const size_t n_bytes = fread(bytes, 1, BUFFER_BYTES - sizeof(uint64_t), file);

    fclose(file);
    if (fault_since("frozen"))
        return (uint32_t)n_bytes;
    const uint64_t noise = 1 + camera.sequence;

    memcpy(bytes + n_bytes, &noise, sizeof noise);
    return (uint32_t)(n_bytes + sizeof noise);
}

static uint32_t
draw_raw(uint8_t *bytes)
{
    const unsigned step = camera.format == V4L2_PIX_FMT_YUYV ? 2 : 1;
    const unsigned width = camera.width, height = camera.height;
    const unsigned luma_bytes = step * width * height;

    memset(bytes, 128, 2 * width * height);
    for (unsigned y = 0; y < height; y++)
        for (unsigned x = 0; x < width; x++)
            bytes[step * (y * width + x)] = (uint8_t)((x + y) % 200 + 20);
    return camera.format == V4L2_PIX_FMT_NV12 ? luma_bytes * 3 / 2 : luma_bytes;
}

/* Put the next picture into the buffer, with its fault if it is due. */
static void
fill(struct v4l2_buffer *buffer)
{
    uint8_t *bytes = camera.memory + (size_t)buffer->index * BUFFER_BYTES;

    buffer->bytesused = camera.format == V4L2_PIX_FMT_MJPEG ? read_jpeg(bytes) : draw_raw(bytes);
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    if (fault_now("cut"))
        buffer->bytesused /= 3;
    if (fault_now("huge"))
        buffer->bytesused = UINT32_MAX;
    if (fault_now("empty"))
        buffer->bytesused = 0;
    if (fault_now("corrupt"))
        for (uint32_t i = 700; i < buffer->bytesused; i += 7)
            bytes[i] ^= 0x5a;
    if (fault_now("error"))
        buffer->flags |= V4L2_BUF_FLAG_ERROR;
    buffer->sequence = camera.sequence++;
}

/* ---- the driver's answers -------------------------------------------------------------------- */

static int
open_camera(void)
{
    atomic_fetch_add(&camera.n_openings, 1);
    read_fault();
    if (has_fault("denied"))
        return fail(EACCES);
    if (has_fault("away"))
        return fail(ENOENT);
    if (has_fault("late"))
        sleep(3);
    if (camera.fd >= 0)
        return fail(EBUSY);
    camera.fd = memfd_create("v4l2shim", MFD_CLOEXEC);
    camera.timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (camera.fd < 0 || camera.timer < 0 ||
        ftruncate(camera.fd, (off_t)MAX_BUFFERS * BUFFER_BYTES) != 0)
        return fail(ENOMEM);
    camera.memory = mmap(NULL, (size_t)MAX_BUFFERS * BUFFER_BYTES, PROT_READ | PROT_WRITE,
                         MAP_SHARED, camera.fd, 0);
    camera.format = 0;
    camera.n_queued = camera.sequence = 0;
    return camera.fd;
}

static int
query_capability(struct v4l2_capability *answer)
{
    *answer = (struct v4l2_capability){
        .driver = "v4l2shim",
        .card = "Shim camera",
        .capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_DEVICE_CAPS,
        .device_caps = has_fault("meta") ? V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING
                                         : V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING,
    };
    return 0;
}

static int
enumerate_format(struct v4l2_fmtdesc *answer)
{
    uint32_t formats[MAX_OFFERS];

    if (answer->index >= offered_formats(formats))
        return fail(EINVAL);
    answer->pixelformat = formats[answer->index];
    return 0;
}

static int
enumerate_size(struct v4l2_frmsizeenum *answer)
{
    struct v4l2_frmsize_stepwise range;

    if (strcmp(offered_sizes(), "untold") == 0)
        return fail(ENOTTY);
    if (size_range(&range)) {
        if (answer->index > 0)
            return fail(EINVAL);
        answer->type = V4L2_FRMSIZE_TYPE_STEPWISE;
        answer->stepwise = range;
        return 0;
    }
    answer->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    return nth_size(answer->index, &answer->discrete.width, &answer->discrete.height)
               ? 0
               : fail(EINVAL);
}

/* Does it count to that value? */
static bool
in_steps(uint32_t value, uint32_t min, uint32_t max, uint32_t step)
{
    return value >= min && value <= max && (value - min) % step == 0;
}

/* The size that is asked for where it is offered, else the first. */
static void
grant_size(uint32_t width, uint32_t height)
{
    struct v4l2_frmsize_stepwise r;
    unsigned w, h;

    if (strcmp(offered_sizes(), "untold") == 0 || !nth_size(0, &camera.width, &camera.height)) {
        camera.width = 640;
        camera.height = 480;
    }
    const bool ranged = size_range(&r) && in_steps(width, r.min_width, r.max_width, r.step_width) &&
                        in_steps(height, r.min_height, r.max_height, r.step_height);

    for (unsigned i = 0; ranged || nth_size(i, &w, &h); i++)
        if (ranged || (w == width && h == height)) {
            camera.width = width;
            camera.height = height;
            return;
        }
}

static int
set_format(struct v4l2_format *format)
{
    struct v4l2_pix_format *pix = &format->fmt.pix;
    uint32_t formats[MAX_OFFERS];
    const unsigned n = offered_formats(formats);

    if (has_fault("busy"))
        return fail(EBUSY);
    camera.format = formats[0];
    for (unsigned i = 0; i < n; i++)
        if (formats[i] == pix->pixelformat)
            camera.format = formats[i];
    grant_size(pix->width, pix->height);
    *pix = (struct v4l2_pix_format){
        .width = camera.width,
        .height = camera.height,
        .pixelformat = camera.format,
        .field = V4L2_FIELD_NONE,
        .bytesperline = bytes_per_line(),
        .sizeimage = BUFFER_BYTES,
        .quantization = V4L2_QUANTIZATION_FULL_RANGE,
    };
    return 0;
}

static int
request_buffers(struct v4l2_requestbuffers *request)
{
    if (request->count > MAX_BUFFERS)
        request->count = MAX_BUFFERS;
    camera.n_buffers = request->count;
    camera.n_queued = 0;
    return 0;
}

static int
query_buffer(struct v4l2_buffer *buffer)
{
    if (buffer->index >= camera.n_buffers)
        return fail(EINVAL);
    buffer->length = BUFFER_BYTES;
    buffer->m.offset = buffer->index * BUFFER_BYTES;
    return 0;
}

static int
queue_buffer(const struct v4l2_buffer *buffer)
{
    if (buffer->index >= camera.n_buffers || camera.n_queued == MAX_QUEUE)
        return fail(EINVAL);
    camera.queue[camera.n_queued++] = buffer->index;
    return 0;
}

static int
stream(bool on)
{
    const char *text = getenv("LILT_SHIM_FPS");
    const double fps = text != NULL ? strtod(text, NULL) : 30.0;
    const struct timespec tick = {(time_t)(1.0 / fps), (long)(1e9 / fps) % 1000000000L};
    const struct itimerspec run = {tick, tick}, halt = {{0, 0}, {0, 0}};

    if (!on && has_fault("hang"))
        sleep(8);
    if (!on && has_fault("slow"))
        usleep(500000);
    camera.streaming = on;
    if (!on)
        camera.n_queued = 0;
    return timerfd_settime(camera.timer, 0, on ? &run : &halt, NULL);
}

static int
dequeue_buffer(struct v4l2_buffer *buffer)
{
    uint64_t n_ticks;

    if (fault_since("unplug"))
        return fail(ENODEV);
    if (fault_since("eio"))
        return fail(EIO);
    if (!camera.streaming || camera.n_queued == 0 || fault_since("stall") ||
        read(camera.timer, &n_ticks, sizeof n_ticks) < 0)
        return fail(EAGAIN);
    buffer->index = camera.queue[0];
    memmove(camera.queue, camera.queue + 1, --camera.n_queued * sizeof *camera.queue);
    if (fault_since("foreign")) /* a number the driver never gave out */
        buffer->index = 77;
    else
        fill(buffer);
    return 0;
}

static int
answer(unsigned long request, void *arg)
{
    switch (request) {
    case VIDIOC_QUERYCAP:
        return query_capability(arg);
    case VIDIOC_ENUM_FMT:
        return enumerate_format(arg);
    case VIDIOC_ENUM_FRAMESIZES:
        return enumerate_size(arg);
    case VIDIOC_S_FMT:
        return set_format(arg);
    case VIDIOC_S_PARM:
        return 0;
    case VIDIOC_REQBUFS:
        return request_buffers(arg);
    case VIDIOC_QUERYBUF:
        return query_buffer(arg);
    case VIDIOC_QBUF:
        return queue_buffer(arg);
    case VIDIOC_DQBUF:
        return dequeue_buffer(arg);
    case VIDIOC_STREAMON:
        return stream(true);
    case VIDIOC_STREAMOFF:
        return stream(false);
    default:
        return fail(ENOTTY);
    }
}

/* ---- in place of the C library's ------------------------------------------------------------- */

int
open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    find_real();
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list args;

        va_start(args, flags);
        mode = va_arg(args, mode_t);
        va_end(args);
    }
    return strcmp(path, "/dev/video0") == 0 ? open_camera() : real_open(path, flags, mode);
}

int
ioctl(int fd, unsigned long request, ...)
{
    va_list args;

    va_start(args, request);
    void *arg = va_arg(args, void *);

    va_end(args);
    if (fd >= 0 && fd == camera.fd)
        return is_refused(request) ? fail(camera.refusal.error) : answer(request, arg);
    find_real();
    return real_ioctl(fd, request, arg);
}

/* The camera's descriptor is a memfd, which is always readable; its timer tells when a picture is.
 */
int
poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
    struct pollfd *ours = NULL;

    find_real();
    for (nfds_t i = 0; i < n; i++)
        if (fds[i].fd >= 0 && fds[i].fd == camera.fd)
            ours = &fds[i];
    if (ours == NULL)
        return real_poll(fds, n, timeout_ms);
    const int wait_ms = timeout_ms < 0 ? INT_MAX : timeout_ms;

    if (wait_ms > camera.longest_wait_ms)
        camera.longest_wait_ms = wait_ms;
    ours->fd = fault_since("stall") ? -1 : camera.timer;

    const int result = real_poll(fds, n, timeout_ms);

    ours->fd = camera.fd;
    if (ours->revents != 0 && fault_since("unplug"))
        ours->revents = POLLERR | POLLHUP;
    return result;
}

int
close(int fd)
{
    find_real();
    if (fd >= 0 && fd == camera.fd) {
        munmap(camera.memory, (size_t)MAX_BUFFERS * BUFFER_BYTES);
        real_close(camera.timer);
        camera.fd = -1;
    }
    return real_close(fd);
}
