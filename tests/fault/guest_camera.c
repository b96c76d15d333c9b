/* Runs in the guest (guest_camera.sh): the capture code on a USB webcam with the real driver. The
 * webcam itself is the program `uvc`, a child of this one. */
#include "check.h"
#include "lilt/camera.h"
#include "make_jpeg.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 10000 };

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
    char *frame = strcmp(format, "mjpeg") == 0
                      ? (char *)(uintptr_t)make_jpeg("frame.jpg", 640, 480, 1)
                      : NULL;
    char *arguments[] = {program, (char *)(uintptr_t)format, frame, NULL};
    LiltCameraInfo info = {"", ""};
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
    for (int i = 0; i < 60; i++) {
        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "picture %d: %s", i,
                diag.text);
        CHECK(frame->width_px == 640 && frame->height_px == 480, "%d x %d", frame->width_px,
              frame->height_px);
        CHECK(i == 0 || frame->sequence > last, "in order");
        last = frame->sequence;
        for (int at = 0; at < 640 * 480; at += 9973)
            CHECK_NEAR(ramp_luma(at % 640, at / 640), frame->grey[at], 6, "pixel %d", at);
    }
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
    for (int i = 0;
         (status = lilt_camera_next(camera, WAIT_MS, &diag, &frame)) == LILT_OK && i < 30;)
        i++;
    CHECK(status == LILT_E_GONE, "%s: %s", lilt_status_name(status), diag.text);
    lilt_camera_close(camera);
    pull_out();
}

TEST(yuyv_pictures_from_the_real_driver)
{
    const LiltCameraInfo info = plug_in("yuyv");
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};
    const LiltFrame *frame;

    REQUIRE(lilt_camera_open(info.path, &live, &diag, &camera) == LILT_OK, "%s", diag.text);
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

int
main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    return check_main(argc, argv);
}
