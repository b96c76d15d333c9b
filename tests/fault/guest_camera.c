/* Runs in the guest (guest_camera.sh): the capture code on a USB webcam with the real driver, and
 * on the kernel's own test device, vivid, which fails when it is told to. The webcam itself is the
 * program `uvc`, a child of this one. */
#include "check.h"
#include "lilt/camera.h"
#include "make_jpeg.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    WAIT_MS = 10000,
    N_PICTURES = 60,
    TOLD_WITHIN_US = 5 * 2000000, /* two seconds, five times: the guest's processor is emulated */
};

static const LiltCameraOptions live = {.live = true};
static pid_t webcam;
static FILE *commands; /* to the webcam */

static void
rest(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

/* Wait until the system lists one camera (or none). */
static bool
wait_for_list(size_t n, LiltCameraInfo *info)
{
    for (int i = 0; i < 300; i++) {
        LiltCameraInfo infos[4];

        if (lilt_camera_list(infos, 4) == n && (n == 0 || access(infos[0].path, F_OK) == 0)) {
            if (n > 0)
                *info = infos[0];
            return true;
        }
        rest(50);
    }
    return false;
}

/* Start the webcam with a format and wait for its device. */
static LiltCameraInfo
plug_in(const char *format)
{
    char program[512];
    const bool large = strcmp(format, "mjpeg-720") == 0;
    const char *picture = large ? make_jpeg("large.jpg", 1280, 720, 1)
                                : make_jpeg("frame.jpg", 640, 480, 1);
    char *frame = strcmp(format, "yuyv") == 0 ? NULL : (char *)(uintptr_t)picture;
    char *arguments[] = {program, (char *)(uintptr_t)format, frame, NULL};
    LiltCameraInfo info = {.path = ""};
    const ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    int ends[2];

    program[n > 0 ? n : 0] = '\0';
    strcpy(strrchr(program, '/') + 1, "uvc");
    if (pipe(ends) != 0)
        exit(1);
    webcam = fork();
    if (webcam == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[1]);
        execv(program, arguments);
        perror(program);
        _exit(1);
    }
    close(ends[0]);
    commands = fdopen(ends[1], "w");
    setvbuf(commands, NULL, _IOLBF, 0);
    CHECK(wait_for_list(1, &info), "the webcam appears");
    return info;
}

/* The driver makes its second node a moment after the first. */
static bool
wait_for_metadata_node(void)
{
    for (int i = 0; i < 300 && access("/dev/video1", F_OK) != 0; i++)
        rest(50);
    return access("/dev/video1", F_OK) == 0;
}

static void
pull_out(void)
{
    fclose(commands);
    waitpid(webcam, NULL, 0);
    CHECK(wait_for_list(0, NULL), "the webcam disappears");
}

TEST(sixty_mjpeg_pictures_from_the_real_driver)
{
    const LiltCameraInfo info = plug_in("mjpeg");
    LiltCamera *camera = NULL, *second = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;
    uint64_t last = 0;

    CHECK(strstr(info.name, "Lilt test webcam") != NULL, "its name: %s", info.name);
    CHECK(wait_for_metadata_node(), "the driver's metadata node is there, but not listed");
    CHECK(lilt_camera_open("/dev/video1", &live, &diag, &second) == LILT_E_UNSUPPORTED, "%s",
          diag.text);
    REQUIRE(lilt_camera_open("auto", &live, &diag, &camera) == LILT_OK, "%s", diag.text);
    int64_t first_us = 0;

    for (int i = 0; i < N_PICTURES; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "picture %d: %s", i,
                diag.text);
        CHECK(frame->width_px == 640 && frame->height_px == 480, "%d x %d", frame->width_px,
              frame->height_px);
        CHECK(i == 0 || frame->sequence > last, "in order");
        first_us = i == 0 ? frame->time_us : first_us;
        last = frame->sequence;
        for (int at = 0; at < 640 * 480; at += 9973)
            CHECK_NEAR(ramp_luma(at % 640, at / 640), frame->grey[at], 6, "pixel %d", at);
    }
    const double rate = (N_PICTURES - 1) * 1e6 / (double)(frame->time_us - first_us);

    CHECK(rate > 30.0 / 5 && rate < 30.0 * 1.1, "%.1f pictures a second, not 30", rate);
    CHECK(lilt_camera_open(info.path, &live, &diag, &second) == LILT_E_BUSY && second == NULL,
          "a second one must wait: %s", diag.text);
    lilt_camera_close(camera);
    pull_out();
}

TEST(damaged_pictures_are_dropped)
{
    static const struct {
        const char *command;
        uint64_t n; /* the driver itself drops what it sees to be faulty */
    } cases[] = {{"corrupt 3\n", 3}, {"error 3\n", 0}, {"cut 3\n", 3}};
    const LiltCameraInfo info = plug_in("mjpeg");
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;

    REQUIRE(lilt_camera_open(info.path, &live, &diag, &camera) == LILT_OK, "%s", diag.text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const uint64_t before = lilt_camera_n_corrupt(camera);

        fputs(cases[i].command, commands);
        for (int n = 0; n < 15; n++) {
            REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s: %s",
                    cases[i].command, diag.text);
            CHECK_NEAR(ramp_luma(320, 240), frame->grey[240 * 640 + 320], 6, "a good picture");
        }
        CHECK(lilt_camera_n_corrupt(camera) == before + cases[i].n, "%s: %d dropped",
              cases[i].command, (int)(lilt_camera_n_corrupt(camera) - before));
    }
    lilt_camera_close(camera);
    pull_out();
}

/* The webcam is plugged in again, and is the one that it was. */
static void
come_back(const LiltCameraInfo *was)
{
    char source[256];
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;

    snprintf(source, sizeof source, "camera:%s", was->id);
    plug_in("mjpeg");
    REQUIRE(lilt_camera_open(source, &live, &diag, &camera) == LILT_OK, "%s: %s", source,
            diag.text);
    CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "again: %s", diag.text);
    lilt_camera_close(camera);
    pull_out();
}

TEST(a_stall_is_waited_for_and_unplugging_is_told)
{
    const LiltCameraInfo info = plug_in("mjpeg");
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;
    LiltStatus status;

    REQUIRE(lilt_camera_open(info.path, &live, &diag, &camera) == LILT_OK, "%s", diag.text);
    CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
    fputs("stall\n", commands);
    for (int i = 0; (status = lilt_camera_next(camera, 700, &diag, &frame)) == LILT_OK && i < 30;)
        i++;
    CHECK(status == LILT_E_TIMEOUT, "%s: %s", lilt_status_name(status), diag.text);
    fputs("go\n", commands);
    CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "and on: %s", diag.text);
    fputs("unplug\n", commands);

    const int64_t unplugged_us = lilt_clock_us();

    for (int i = 0;
         (status = lilt_camera_next(camera, WAIT_MS, &diag, &frame)) == LILT_OK && i < 30;)
        i++;
    const int64_t told_us = lilt_clock_us() - unplugged_us;

    CHECK(status == LILT_E_GONE, "%s: %s", lilt_status_name(status), diag.text);
    CHECK(told_us < TOLD_WITHIN_US, "told after %d ms", (int)(told_us / 1000));
    printf("unplugged: told after %d ms\n", (int)(told_us / 1000));
    lilt_camera_close(camera);
    pull_out();
    come_back(&info);
}

TEST(a_webcam_of_one_large_size_is_taken_as_it_is)
{
    const LiltCameraInfo info = plug_in("mjpeg-720");
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;

    REQUIRE(lilt_camera_open(info.path, &live, &diag, &camera) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 3; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        CHECK(frame->width_px == 1280 && frame->height_px == 720, "%d x %d", frame->width_px,
              frame->height_px);
    }
    lilt_camera_close(camera);
    pull_out();
}

TEST(yuyv_pictures_from_the_real_driver_by_a_long_name)
{
    static const char by_id[] = "/dev/usb-Lilt_The_makers_of_the_test_webcam_Lilt_test_webcam_"
                                "0123456789ABCDEF-video-index0"; /* as udev names it */
    const LiltCameraInfo info = plug_in("yuyv");
    LiltCameraInfo resolved = {.path = ""};
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;

    REQUIRE(symlink(info.path, by_id) == 0, "%s", strerror(errno));
    CHECK(lilt_camera_resolve(by_id, &resolved), "it is known");
    CHECK_TEXT(info.path, resolved.path);
    REQUIRE(lilt_camera_open(by_id, &live, &diag, &camera) == LILT_OK, "%s", diag.text);
    unlink(by_id);
    for (int i = 0; i < 10; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "picture %d: %s", i,
                diag.text);
        for (int at = 0; at < 640 * 480; at += 997) {
            const int luma = (at % 640 + at / 640) % 200 + 20; /* of 16..235 */
            const int want = luma >= 235 ? 255 : (luma - 16) * 255 / 219;

            CHECK_NEAR(want, frame->grey[at], 1, "pixel %d", at);
        }
    }
    lilt_camera_close(camera);
    pull_out();
}

/* ---- vivid ------------------------------------------------------------------------------------
 */

static bool
load_vivid(LiltCameraInfo *info)
{
    return system(
               "modprobe -d \"$VM_ROOT\" vivid n_devs=1 node_types=1 num_inputs=1 input_types=0") ==
               0 &&
           wait_for_list(1, info);
}

static void
unload_vivid(void)
{
    CHECK(system("modprobe -d \"$VM_ROOT\" -r vivid") == 0, "vivid is unloaded");
}

/* Set one of the device's controls, found by the beginning of its name. */
static void
set_control(const char *path, const char *name, int value)
{
    struct v4l2_queryctrl query = {.id = V4L2_CTRL_FLAG_NEXT_CTRL};
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    bool found = false;

    while (!found && ioctl(fd, VIDIOC_QUERYCTRL, &query) == 0) {
        found = strncmp((const char *)query.name, name, strlen(name)) == 0;
        if (!found)
            query.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
    }

    struct v4l2_control control = {.id = query.id, .value = value};

    CHECK(found && ioctl(fd, VIDIOC_S_CTRL, &control) == 0, "control \"%s\": %s", name,
          strerror(errno));
    close(fd);
}

static LiltStatus
next_other_than_ok(LiltCamera *camera, int wait_ms, LiltDiag *diag)
{
    LiltStatus status = LILT_OK;
    const LiltFrame *frame;

    for (int i = 0; i < 60 && status == LILT_OK; i++)
        status = lilt_camera_next(camera, wait_ms, diag, &frame);
    return status;
}

static void
take_good_ones(LiltCamera *camera, const char *after)
{
    LiltDiag diag = {""};
    const LiltFrame *frame;

    for (int i = 0; i < 5; i++)
        CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s: %s", after,
              diag.text);
}

static void
check_injected_while_opening(const char *path)
{
    static const char *const controls[] = {"Inject VIDIOC_REQBUFS", "Inject VIDIOC_QBUF",
                                           "Inject VIDIOC_STREAMON"};

    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        LiltCamera *camera = NULL;
        LiltDiag diag = {""};

        set_control(path, controls[i], 1);
        CHECK(lilt_camera_open(path, &live, &diag, &camera) == LILT_E_IO && camera == NULL,
              "%s: %s", controls[i], diag.text);
        CHECK(strstr(diag.text, path) == diag.text, "%s: it is named: %s", controls[i], diag.text);
        REQUIRE(lilt_camera_open(path, &live, &diag, &camera) == LILT_OK, "then it opens: %s",
                diag.text);
        take_good_ones(camera, controls[i]);
        lilt_camera_close(camera);
    }
}

static void
check_injected_while_streaming(const char *path)
{
    static const struct {
        const char *control;
        LiltStatus status;
    } cases[] = {{"Inject VIDIOC_QBUF", LILT_E_IO},
                 {"Inject Fatal Streaming", LILT_E_IO},
                 {"Disconnect", LILT_E_GONE}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LiltCamera *camera = NULL;
        LiltDiag diag = {""};

        REQUIRE(lilt_camera_open(path, &live, &diag, &camera) == LILT_OK, "%s: %s",
                cases[i].control, diag.text);
        take_good_ones(camera, "opened");
        set_control(path, cases[i].control, 1);

        const LiltStatus status = next_other_than_ok(camera, WAIT_MS, &diag);

        CHECK(status == cases[i].status, "%s: %s: %s", cases[i].control, lilt_status_name(status),
              diag.text);
        lilt_camera_close(camera);
    }
}

TEST(errors_that_vivid_injects_are_told_and_got_over)
{
    LiltCameraInfo info = {.path = ""};
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};

    REQUIRE(load_vivid(&info), "vivid is not there");
    check_injected_while_opening(info.path);
    check_injected_while_streaming(info.path);
    REQUIRE(lilt_camera_open(info.path, &live, &diag, &camera) == LILT_OK, "at the end: %s",
            diag.text);
    take_good_ones(camera, "opened");
    set_control(info.path, "Inject V4L2_BUF_FLAG_ERROR", 1);
    take_good_ones(camera, "after a damaged one");
    CHECK(lilt_camera_n_corrupt(camera) == 1, "%d counted", (int)lilt_camera_n_corrupt(camera));
    set_control(info.path, "Percentage of Dropped", 50);
    take_good_ones(camera, "half of them");
    set_control(info.path, "Percentage of Dropped", 100);
    CHECK(next_other_than_ok(camera, 2000, &diag) == LILT_E_TIMEOUT, "none: %s", diag.text);
    set_control(info.path, "Percentage of Dropped", 0);
    take_good_ones(camera, "all of them");
    lilt_camera_close(camera);
    CHECK(lilt_camera_n_open_devices() == 0, "nothing is left open");
    unload_vivid();
}

int
main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    return check_main(argc, argv);
}
