/* Every request that the V4L2 source makes, refused in every manner: at its first, its second and
 * its last call, once and for ever. Which requests these are is the webcam's own list
 * (tests/support/v4l2shim.c), so that none can be forgotten here. */
#include "check.h"
#include "lilt/camera.h"
#include "make_jpeg.h"
#include "v4l2shim.h"

#include <dirent.h>
#include <errno.h>
#include <linux/videodev2.h>
#include <semaphore.h>
#include <time.h>

enum {
    N_PICTURES = 4,
    WAIT_MS = 1000,
    CALL_US = 500000, /* no call may take longer than this plus what it was given to wait */
    FOR_EVER = 1000000,
    MAX_KINDS = 32,
};

static const LiltCameraOptions grey_only = {.live = true};

static const int errors[] = {EIO,   ENODEV, ENXIO,  EBUSY,  EINVAL, EAGAIN,    EINTR,
                             EPERM, EACCES, ENOMEM, ENOSPC, ENOTTY, ETIMEDOUT, EPROTO};

/* One opening of the webcam, from the beginning to the end. */
typedef struct {
    LiltStatus status; /* the first that was not LILT_OK */
    int n_pictures;
    int64_t longest_us; /* of all calls */
    LiltDiag diag;
} Visit;

static void
plug(const char *fault)
{
    setenv("LILT_SHIM_FORMAT", "MJPG", 1);
    setenv("LILT_SHIM_FPS", "500", 1);
    setenv("LILT_SHIM_FRAMES", make_jpeg("frame.jpg", 640, 480, 1), 1);
    unsetenv("LILT_SHIM_FAULT");
    if (fault != NULL)
        setenv("LILT_SHIM_IOCTL", fault, 1);
    else
        unsetenv("LILT_SHIM_IOCTL");
}

static size_t
count_open_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    size_t n = 0;

    while (readdir(folder) != NULL)
        n++;
    closedir(folder);
    return n;
}

/* A call that began then has ended. */
static void
note_time(Visit *visit, int64_t start_us)
{
    const int64_t took_us = lilt_clock_us() - start_us;

    visit->longest_us = took_us > visit->longest_us ? took_us : visit->longest_us;
}

static Visit
pay_visit(int wait_ms)
{
    Visit visit = {.status = LILT_OK};
    LiltCamera *camera = NULL;
    const LiltFrame *frame;
    int64_t start_us = lilt_clock_us();

    visit.status = lilt_camera_open("/dev/video0", &grey_only, &visit.diag, &camera);
    note_time(&visit, start_us);
    while (visit.status == LILT_OK && visit.n_pictures < N_PICTURES) {
        start_us = lilt_clock_us();
        visit.status = lilt_camera_next(camera, wait_ms, &visit.diag, &frame);
        note_time(&visit, start_us);
        if (visit.status == LILT_OK)
            visit.n_pictures++;
    }
    start_us = lilt_clock_us();
    lilt_camera_close(camera);
    note_time(&visit, start_us);
    return visit;
}

/* What a webcam without a fault is asked. */
static size_t
learn_requests(V4l2ShimCalls *calls)
{
    plug(NULL);

    const Visit visit = pay_visit(WAIT_MS);

    CHECK(visit.status == LILT_OK && visit.n_pictures == N_PICTURES, "a good webcam: %s",
          visit.diag.text);
    return v4l2shim_calls(calls, MAX_KINDS);
}

/* What a refusal comes to. */
static LiltStatus
expected(unsigned long request, int error, bool for_ever)
{
    if (request == VIDIOC_S_PARM || request == VIDIOC_STREAMOFF)
        return LILT_OK; /* a wish, and a farewell */
    if (error == EINTR && !for_ever)
        return LILT_OK;
    if (request == VIDIOC_DQBUF && error == EAGAIN)
        return for_ever ? LILT_E_TIMEOUT : LILT_OK;
    if (request == VIDIOC_ENUM_FRAMESIZES && (error == EINVAL || error == ENOTTY))
        return LILT_OK; /* sizes need not be told */
    if ((request == VIDIOC_QUERYCAP && (error == EINVAL || error == ENOTTY)) ||
        ((request == VIDIOC_ENUM_FMT || request == VIDIOC_S_FMT) && error == EINVAL))
        return LILT_E_UNSUPPORTED;
    return lilt_status_from_errno(error);
}

static void
check_refusal(unsigned long request, int error, unsigned first, bool for_ever)
{
    char fault[96];
    const size_t n_open = count_open_files();
    const LiltStatus want = expected(request, error, for_ever);
    const int wait_ms = want == LILT_E_TIMEOUT ? 50 : WAIT_MS;

    snprintf(fault, sizeof fault, "%lu %d %u %d", request, error, first, for_ever ? FOR_EVER : 1);
    plug(fault);

    const Visit visit = pay_visit(wait_ms);

    CHECK(v4l2shim_n_refused() > 0, "request %s was never refused", fault);
    CHECK(visit.status == want, "request %s: %s, want %s: %s", fault,
          lilt_status_name(visit.status), lilt_status_name(want), visit.diag.text);
    CHECK((visit.status == LILT_OK) == (visit.n_pictures == N_PICTURES), "request %s: %d pictures",
          fault, visit.n_pictures);
    CHECK(visit.status == LILT_OK || strstr(visit.diag.text, "/dev/video0: ") == visit.diag.text,
          "request %s: it is named: %s", fault, visit.diag.text);
    CHECK(visit.longest_us < CALL_US + 1000 * wait_ms, "request %s: a call of %d ms", fault,
          (int)(visit.longest_us / 1000));
    CHECK(lilt_camera_n_open_devices() == 0, "request %s: still open", fault);
    CHECK(count_open_files() == n_open, "request %s: a file is left open", fault);
}

TEST(every_request_may_be_refused)
{
    V4l2ShimCalls calls[MAX_KINDS];
    const size_t n_kinds = learn_requests(calls);
    int n = 0;

    CHECK(n_kinds >= 10, "only %zu requests are made", n_kinds);
    for (size_t i = 0; i < n_kinds; i++)
        for (size_t e = 0; e < sizeof errors / sizeof *errors; e++) {
            const unsigned firsts[] = {1, 2, calls[i].n_calls};

            for (size_t f = 0; f < 3 && firsts[f] <= calls[i].n_calls; f++)
                for (int for_ever = 0; for_ever < 2; for_ever++, n++)
                    check_refusal(calls[i].request, errors[e], firsts[f], for_ever);
        }
    printf("%zu requests, %d refusals\n", n_kinds, n);
}

/* ---- the same through the capture thread ------------------------------------------------------
 */

static void
post(void *semaphore)
{
    sem_post(semaphore);
}

/* Until the capture has brought a picture or an end. */
static LiltStatus
run_capture(LiltCapture *capture, sem_t *word, LiltDiag *diag)
{
    for (;;) {
        struct timespec deadline;
        const LiltStatus status = lilt_capture_status(capture, diag, NULL);

        if (status != LILT_OK || lilt_capture_take(capture) != NULL)
            return status;
        clock_gettime(CLOCK_REALTIME, &deadline);
        deadline.tv_sec += 15; /* it says by itself after 3 s that nothing comes */
        if (!CHECK(sem_timedwait(word, &deadline) == 0, "no word of the capture"))
            return LILT_E_TIMEOUT;
    }
}

TEST(the_capture_thread_ends_with_every_refusal)
{
    V4l2ShimCalls calls[MAX_KINDS];
    const size_t n_kinds = learn_requests(calls);
    const int some[] = {EIO, ENODEV, EBUSY};

    for (size_t i = 0; i < 3 * n_kinds; i++) {
        LiltCapture *capture;
        LiltDiag diag = {""};
        char fault[96];
        sem_t word;

        sem_init(&word, 0, 0);
        snprintf(fault, sizeof fault, "%lu %d 1 %d", calls[i / 3].request, some[i % 3], FOR_EVER);
        plug(fault);
        REQUIRE(lilt_capture_start("/dev/video0", &grey_only, post, &word, &capture) == LILT_OK,
                "start");

        const LiltStatus status = run_capture(capture, &word, &diag);
        const LiltStatus want = expected(calls[i / 3].request, some[i % 3], true);
        const int64_t start_us = lilt_clock_us();

        CHECK(status == want, "request %s: %s: %s", fault, lilt_status_name(status), diag.text);
        CHECK(lilt_capture_stop(capture) == LILT_OK, "request %s: stop", fault);
        CHECK(lilt_clock_us() - start_us < 5 * CALL_US, "request %s: stopped at once", fault);
        CHECK(lilt_camera_n_open_devices() == 0, "request %s: still open", fault);
        sem_destroy(&word);
    }
}

TEST_MAIN()
