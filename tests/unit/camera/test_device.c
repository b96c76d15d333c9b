/* The V4L2 source and the capture thread on a webcam that shows every fault we know of
 * (tests/support/v4l2shim.c). */
#include "check.h"
#include "lilt/camera.h"
#include "make_jpeg.h"
#include "v4l2shim.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 3000 };

static const LiltCameraOptions grey_only = {.live = true};

/* Plug a webcam in: format, and a fault or NULL. */
static void
plug(const char *format, const char *fault)
{
    setenv("LILT_SHIM_FORMAT", format, 1);
    setenv("LILT_SHIM_FPS", "200", 1);
    setenv("LILT_SHIM_FRAMES", make_jpeg("frame.jpg", 640, 480, 1), 1);
    if (fault != NULL)
        setenv("LILT_SHIM_FAULT", fault, 1);
    else
        unsetenv("LILT_SHIM_FAULT");
    unsetenv("LILT_SHIM_SIZES");
    unsetenv("LILT_SHIM_IOCTL");
}

/* Open the webcam; what comes is checked by the caller. */
static LiltStatus
open_webcam(LiltDiag *diag, LiltCamera **ret_camera)
{
    diag->text[0] = '\0';
    return lilt_camera_open("/dev/video0", &grey_only, diag, ret_camera);
}

TEST(mjpeg_pictures_come_whole_and_in_order)
{
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;

    plug("MJPG", NULL);
    REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
    CHECK(lilt_camera_holds_device(camera), "a device");
    for (uint64_t i = 0; i < 60; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->sequence == i, "picture %d has number %d", (int)i, (int)frame->sequence);
        CHECK(frame->width_px == 640 && frame->height_px == 480, "%d x %d", frame->width_px,
              frame->height_px);
        CHECK(llabs(lilt_clock_us() - frame->time_us) < 1000000, "its time is now");
        for (int at = 0; at < 640 * 480; at += 9973)
            CHECK_NEAR(ramp_luma(at % 640, at / 640), frame->grey[at], 6, "pixel %d", at);
    }
    CHECK(frame->rgb == NULL, "no colour unless asked for");
    CHECK(lilt_camera_n_corrupt(camera) == 0, "all good");
    lilt_camera_close(camera);
}

TEST(colour_comes_and_goes)
{
    const char *formats[] = {"MJPG", "YUYV", "NV12", "GREY"};

    for (size_t i = 0; i < 4; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;

        plug(formats[i], NULL);
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
        lilt_camera_set_colour(camera, true);
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        REQUIRE(frame->rgb != NULL, "%s: coloured", formats[i]);
        for (size_t at = 0; at < 640 * 480; at += 9973)
            for (size_t c = 0; c < 3; c++) /* neutral chroma: all three are the luma */
                CHECK_NEAR(frame->grey[at], frame->rgb[3 * at + c], 6, "%s pixel %zu", formats[i],
                           at);
        lilt_camera_set_colour(camera, false);
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->rgb == NULL, "%s: grey again", formats[i]);
        lilt_camera_close(camera);
    }
}

/* Of 200 pictures a second, 20 are decoded; with colour, for a preview, all of them again. */
TEST(pictures_that_nobody_waits_for_are_not_decoded)
{
    const LiltCameraOptions slow = {.live = true, .interval_us = 50000};
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;
    int64_t last_us = 0;

    plug("MJPG", NULL);
    REQUIRE(lilt_camera_open("/dev/video0", &slow, &diag, &camera) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 10; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->time_us - last_us >= 50000, "%d us after the last",
              (int)(frame->time_us - last_us));
        last_us = frame->time_us;
    }
    CHECK(frame->sequence >= 18, "others came between: the last is number %d",
          (int)frame->sequence);
    last_us = frame->time_us;
    lilt_camera_set_interval(camera, 200000);
    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
    CHECK(frame->time_us - last_us >= 200000, "%d us after the last, slower",
          (int)(frame->time_us - last_us));
    const uint64_t before = frame->sequence;

    lilt_camera_set_colour(camera, true);
    for (uint64_t i = 1; i <= 5; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->sequence == before + i, "number %d", (int)frame->sequence);
    }
    CHECK(lilt_camera_n_corrupt(camera) == 0, "none counts as damaged");
    lilt_camera_close(camera);
}

TEST(raw_formats_give_the_very_luma)
{
    const char *formats[] = {"YUYV", "NV12", "GREY"};

    for (size_t i = 0; i < 3; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;

        plug(formats[i], NULL);
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        for (int at = 0; at < 640 * 480; at++)
            if (frame->grey[at] != (at % 640 + at / 640) % 200 + 20) {
                CHECK(false, "%s pixel %d is %d", formats[i], at, frame->grey[at]);
                break;
            }
        lilt_camera_close(camera);
    }
}

TEST(the_size_is_chosen_from_what_is_offered)
{
    static const struct {
        const char *sizes;
        int width_px, height_px;
    } cases[] = {
        {"160x120:1280x720:640x480", 640, 480},
        {"1920x1080:1280x720:320x240", 1280, 720},
        {"160x120:800x600:1920x1080", 800, 600}, /* the nearest to 640x480 */
        {"160x90-1920x1080/16x2", 640, 480},
        {"800x600-1920x1080/160x120", 1280, 720},
        {"160x120-320x240/16x2", 320, 240},
        {"4x4:320x240:100000x100000", 320, 240}, /* what cannot be used is no offer */
        {"untold", 640, 480},
        {"", 640, 480},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;

        plug("GREY", NULL);
        setenv("LILT_SHIM_SIZES", cases[i].sizes, 1);
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s: %s", cases[i].sizes, diag.text);
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->width_px == cases[i].width_px && frame->height_px == cases[i].height_px,
              "%s: %d x %d", cases[i].sizes, frame->width_px, frame->height_px);
        CHECK(frame->grey[frame->width_px + 1] == 22, "%s: the rows are where they should be",
              cases[i].sizes);
        lilt_camera_close(camera);
    }
}

TEST(a_size_that_cannot_be_is_not_taken)
{
    LiltCamera *camera;
    LiltDiag diag;

    plug("GREY", NULL);
    setenv("LILT_SHIM_SIZES", "4294967295x4294967295-4294967295x4294967295/1x1", 1);
    CHECK(open_webcam(&diag, &camera) == LILT_E_UNSUPPORTED, "%s", diag.text);
}

/* The luma at 0, 0 tells raw formats from the JPEG. */
TEST(a_format_that_is_refused_gives_way_to_the_next)
{
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;
    char refusal[64];

    for (unsigned n_refused = 0; n_refused < 4; n_refused++) {
        plug("GREY:NV12:MJPG", NULL); /* preferred from the last to the first */
        snprintf(refusal, sizeof refusal, "%lu %d 1 %u", (unsigned long)VIDIOC_S_FMT, EINVAL,
                 n_refused);
        if (n_refused > 0)
            setenv("LILT_SHIM_IOCTL", refusal, 1);

        const LiltStatus status = open_webcam(&diag, &camera);

        CHECK(status == (n_refused < 3 ? LILT_OK : LILT_E_UNSUPPORTED), "%u refused: %s", n_refused,
              diag.text);
        if (status != LILT_OK)
            continue;
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK((frame->grey[0] == 20) == (n_refused > 0), "%u refused: luma %d", n_refused,
              frame->grey[0]);
        lilt_camera_close(camera);
    }
    unsetenv("LILT_SHIM_IOCTL");
}

TEST(a_size_that_is_refused_gives_way_to_the_next)
{
    static const struct {
        int width_px, height_px;
    } sizes[] = {{640, 480}, {1280, 720}, {800, 600}, {160, 120}};
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;
    char refusal[64];

    for (unsigned n_refused = 1; n_refused <= 4; n_refused++) {
        plug("GREY", NULL);
        setenv("LILT_SHIM_SIZES", "160x120:800x600:1280x720:640x480", 1);
        snprintf(refusal, sizeof refusal, "%lu %d 1 %u", (unsigned long)VIDIOC_S_FMT, EINVAL,
                 n_refused);
        setenv("LILT_SHIM_IOCTL", refusal, 1);

        const LiltStatus status = open_webcam(&diag, &camera);

        CHECK(status == (n_refused < 4 ? LILT_OK : LILT_E_UNSUPPORTED), "%u refused: %s", n_refused,
              diag.text);
        if (status != LILT_OK)
            continue;
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->width_px == sizes[n_refused].width_px &&
                  frame->height_px == sizes[n_refused].height_px,
              "%u refused: %d x %d", n_refused, frame->width_px, frame->height_px);
        lilt_camera_close(camera);
    }
    unsetenv("LILT_SHIM_IOCTL");
}

TEST(a_damaged_picture_is_dropped_and_counted)
{
    const char *faults[] = {"cut@3", "corrupt@3", "error@3", "empty@3"};

    for (size_t i = 0; i < 4; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;
        const uint64_t want[] = {0, 1, 2, 4, 5};

        plug("MJPG", faults[i]);
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
        for (size_t n = 0; n < 5; n++) {
            REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s: %s",
                    faults[i], diag.text);
            CHECK(frame->sequence == want[n], "%s: number %d", faults[i], (int)frame->sequence);
        }
        CHECK(lilt_camera_n_corrupt(camera) == 1, "%s: %d counted", faults[i],
              (int)lilt_camera_n_corrupt(camera));
        lilt_camera_close(camera);
    }
}

/* The driver's word is not taken for it. */
TEST(a_picture_larger_than_its_buffer_is_no_more_than_the_buffer)
{
    const char *formats[] = {"MJPG", "YUYV", "NV12", "GREY"};

    for (size_t i = 0; i < 4; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;

        plug(formats[i], "huge");
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
        for (int n = 0; n < 3; n++) {
            REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s: %s",
                    formats[i], diag.text);
            CHECK_NEAR(i == 0 ? ramp_luma(100, 100) : 20, frame->grey[100 * 640 + 100], 6, "%s",
                       formats[i]);
        }
        lilt_camera_close(camera);
    }
}

TEST(a_cut_raw_picture_is_dropped_too)
{
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;

    plug("YUYV", "cut@0");
    REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
    CHECK(frame->sequence == 1 && lilt_camera_n_corrupt(camera) == 1, "number %d",
          (int)frame->sequence);
    lilt_camera_close(camera);
}

TEST(what_cannot_be_opened_is_named)
{
    static const struct {
        const char *fault;
        LiltStatus status;
    } cases[] = {
        {"denied", LILT_E_DENIED},
        {"busy", LILT_E_BUSY},
        {"meta", LILT_E_UNSUPPORTED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LiltCamera *camera = NULL;
        LiltDiag diag;

        plug("MJPG", cases[i].fault);
        CHECK(open_webcam(&diag, &camera) == cases[i].status && camera == NULL, "%s: %s",
              cases[i].fault, diag.text);
        CHECK(strstr(diag.text, "/dev/video0: ") == diag.text, "it is named: %s", diag.text);
    }
    plug("H264", NULL);

    LiltCamera *camera = NULL;
    LiltDiag diag;

    CHECK(open_webcam(&diag, &camera) == LILT_E_UNSUPPORTED && camera == NULL,
          "a format nobody reads: %s", diag.text);
    CHECK(lilt_camera_open("/dev/video63", &grey_only, &diag, &camera) == LILT_E_ABSENT, "%s",
          diag.text);
    CHECK(lilt_camera_n_open_devices() == 0, "nothing is left open");
}

TEST(a_camera_that_fails_while_streaming_says_how)
{
    static const struct {
        const char *fault;
        LiltStatus status;
    } cases[] = {
        {"unplug@2", LILT_E_GONE},
        {"stall@2", LILT_E_TIMEOUT},
        {"eio@2", LILT_E_IO},
        {"foreign@2", LILT_E_IO},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LiltCamera *camera;
        LiltDiag diag;
        const LiltFrame *frame;

        plug("MJPG", cases[i].fault);
        REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
        for (int n = 0; n < 2; n++)
            CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s",
                  cases[i].fault);

        const int64_t start_us = lilt_clock_us();
        const LiltStatus status = lilt_camera_next(camera, 300, &diag, &frame);

        CHECK(status == cases[i].status, "%s: %s, %s", cases[i].fault, lilt_status_name(status),
              diag.text);
        CHECK(strstr(diag.text, "/dev/video0: ") == diag.text, "it is named: %s", diag.text);
        CHECK(lilt_clock_us() - start_us < 1500000, "%s: within its deadline", cases[i].fault);
        lilt_camera_close(camera);
    }
}

/* There is always a picture to take, and never a good one. */
TEST(nothing_but_damaged_pictures_come_to_the_deadline)
{
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;

    plug("MJPG", "cut");
    setenv("LILT_SHIM_FPS", "1000000", 1);
    REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);

    const int64_t start_us = lilt_clock_us();

    CHECK(lilt_camera_next(camera, 300, &diag, &frame) == LILT_E_TIMEOUT, "a picture all the same");
    CHECK(lilt_clock_us() - start_us < 1500000, "within its deadline");
    CHECK(lilt_camera_n_corrupt(camera) > 10, "%d were dropped",
          (int)lilt_camera_n_corrupt(camera));
    lilt_camera_close(camera);
}

/* However long the caller would wait: a driver need not wake anybody. */
TEST(no_wait_for_the_driver_is_longer_than_half_a_second)
{
    LiltCamera *camera;
    LiltDiag diag;
    const LiltFrame *frame;

    plug("MJPG", "stall@0");
    REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
    CHECK(lilt_camera_next(camera, 1200, &diag, &frame) == LILT_E_TIMEOUT,
          "a picture all the same");
    CHECK(v4l2shim_longest_wait_ms() > 0 && v4l2shim_longest_wait_ms() <= 500, "a wait of %d ms",
          v4l2shim_longest_wait_ms());
    lilt_camera_close(camera);
}

static void
stop_soon(void *camera)
{
    const struct timespec a_little = {0, 100000000};

    nanosleep(&a_little, NULL);
    lilt_camera_stop(camera);
}

/* Pictures keep coming, but always the same one. */
TEST(a_picture_that_never_changes_is_none)
{
    const LiltCameraOptions slow = {.live = true, .interval_us = 250000};
    LiltCamera *camera;
    LiltDiag diag = {""};
    const LiltFrame *frame;
    LiltStatus status = LILT_OK;
    int64_t first_us = 0, last_us = 0;

    plug("MJPG", "frozen@30");
    REQUIRE(lilt_camera_open("/dev/video0", &slow, &diag, &camera) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 200 && status == LILT_OK; i++) {
        status = lilt_camera_next(camera, 2000, &diag, &frame);
        if (status != LILT_OK)
            break;
        first_us = frame->sequence < 30 ? frame->time_us : first_us;
        last_us = frame->time_us;
    }
    CHECK(status == LILT_E_TIMEOUT, "%s: %s", lilt_status_name(status), diag.text);
    CHECK(last_us - first_us >= 19000000, "already after %d s",
          (int)((last_us - first_us) / 1000000));
    lilt_camera_close(camera);
}

TEST(a_waiting_camera_can_be_stopped)
{
    LiltCamera *camera;
    LiltThread *thread = NULL;
    LiltDiag diag;
    const LiltFrame *frame;

    plug("MJPG", "stall@0");
    REQUIRE(open_webcam(&diag, &camera) == LILT_OK, "%s", diag.text);
    REQUIRE(lilt_thread_start("stopper", stop_soon, camera, &thread) == LILT_OK, "thread");

    const int64_t start_us = lilt_clock_us();

    CHECK(lilt_camera_next(camera, 60000, &diag, &frame) == LILT_E_STOPPED, "stopped");
    CHECK(lilt_clock_us() - start_us < 5000000, "at once");
    CHECK(lilt_camera_next(camera, 60000, &diag, &frame) == LILT_E_STOPPED, "and stays so");
    lilt_thread_join(thread, 1000);
    lilt_camera_close(camera);
}

/* ---- the capture thread ---------------------------------------------------------------------- */

static void
post(void *semaphore)
{
    sem_post(semaphore);
}

/* Wait for the capture's word; false after a few seconds. */
static bool
wait_for_word(sem_t *word)
{
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 5;
    return sem_timedwait(word, &deadline) == 0;
}

TEST(the_capture_thread_keeps_the_newest_picture)
{
    LiltCapture *capture;
    sem_t word;
    uint64_t newest = 0;
    bool open = false;
    int n = 0;

    sem_init(&word, 0, 0);
    plug("MJPG", NULL);
    REQUIRE(lilt_capture_start("/dev/video0", &grey_only, post, &word, &capture) == LILT_OK,
            "start");
    while (n < 30 && wait_for_word(&word)) {
        const LiltFrame *frame = lilt_capture_take(capture);

        if (frame == NULL)
            continue;
        CHECK(n == 0 || frame->sequence > newest, "never an older one");
        CHECK_NEAR(ramp_luma(100, 100), frame->grey[100 * 640 + 100], 6, "its pixels");
        newest = frame->sequence;
        n++;
    }
    CHECK(n == 30, "%d pictures", n);
    CHECK(lilt_capture_status(capture, NULL, &open) == LILT_OK && open, "open");
    lilt_capture_set_colour(capture, true);
    for (bool coloured = false; !coloured;) {
        const LiltFrame *frame = lilt_capture_take(capture);

        coloured = frame != NULL && frame->rgb != NULL;
        if (!coloured && !CHECK(wait_for_word(&word), "colour comes"))
            break;
    }
    CHECK(lilt_capture_stop(capture) == LILT_OK, "stop");
    CHECK(lilt_capture_stop(NULL) == LILT_OK, "NULL is fine");
    sem_destroy(&word);
}

TEST(the_capture_thread_tells_why_it_ended)
{
    static const struct {
        const char *fault;
        LiltStatus status;
    } cases[] = {{"unplug@3", LILT_E_GONE}, {"busy", LILT_E_BUSY}, {"stall@3", LILT_E_TIMEOUT}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LiltCapture *capture;
        LiltDiag diag = {""};
        sem_t word;
        bool open;

        sem_init(&word, 0, 0);
        plug("MJPG", cases[i].fault);
        REQUIRE(lilt_capture_start("/dev/video0", &grey_only, post, &word, &capture) == LILT_OK,
                "start");
        while (lilt_capture_status(capture, &diag, &open) == LILT_OK)
            if (!CHECK(wait_for_word(&word), "%s: a word comes", cases[i].fault))
                break;
        CHECK(lilt_capture_status(capture, &diag, &open) == cases[i].status, "%s: %s",
              cases[i].fault, diag.text);
        CHECK(open == (cases[i].status == LILT_E_TIMEOUT), "only a stalled one is still open");
        CHECK(strstr(diag.text, "/dev/video0: ") == diag.text, "it is named: %s", diag.text);
        CHECK(lilt_capture_stop(capture) == LILT_OK, "stop");
        sem_destroy(&word);
    }
}

TEST(a_driver_that_does_not_let_go_is_left_behind)
{
    LiltCapture *capture;
    sem_t word;

    sem_init(&word, 0, 0);
    plug("MJPG", "hang");
    REQUIRE(lilt_capture_start("/dev/video0", &grey_only, post, &word, &capture) == LILT_OK,
            "start");
    CHECK(wait_for_word(&word), "pictures come");

    const int64_t start_us = lilt_clock_us();

    CHECK(lilt_capture_stop(capture) == LILT_E_TIMEOUT, "it hangs");
    CHECK(lilt_clock_us() - start_us < 7000000, "but we do not");
    CHECK(lilt_camera_n_open_devices() == 1, "the device is still open, and that is said");
    while (sem_trywait(&word) == 0)
        ;
    for (int s = 0; s < 60 && lilt_camera_n_open_devices() > 0; s++)
        sleep(1);
    CHECK(lilt_camera_n_open_devices() == 0, "the driver has let go");
    CHECK(sem_trywait(&word) != 0, "nobody is woken any more");
    sem_destroy(&word);
}

TEST_MAIN()
