/* Which capture devices are there: told by a folder that looks like /sys/class/video4linux. */
#include "check.h"
#include "devices.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char class_dir[300], udev_dir[300];

static void
write_file(const char *folder, const char *name, const char *text)
{
    char path[700];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* A device node; udev NULL: udev wrote nothing about it. */
static void
add_device(int number, const char *name, const char *index, const char *udev)
{
    char folder[400], text[64];

    snprintf(folder, sizeof folder, "%s/video%d", class_dir, number);
    mkdir(folder, 0700);
    write_file(folder, "name", name);
    write_file(folder, "index", index);
    snprintf(text, sizeof text, "81:%d\n", number);
    write_file(folder, "dev", text);
    if (udev != NULL) {
        snprintf(text, sizeof text, "c81:%d", number);
        write_file(udev_dir, text, udev);
    }
}

TEST(metadata_and_output_nodes_are_left_out)
{
    LiltCameraInfo infos[8];

    snprintf(class_dir, sizeof class_dir, "%s/class", check_temp_dir());
    snprintf(udev_dir, sizeof udev_dir, "%s/udev", check_temp_dir());
    CHECK(devices_list(class_dir, udev_dir, infos, 8) == 0, "no such folder: no camera");
    mkdir(class_dir, 0700);
    mkdir(udev_dir, 0700);
    CHECK(devices_list(class_dir, udev_dir, infos, 8) == 0, "an empty one: no camera");
    add_device(10, "Late Camera\n", "0\n", NULL);
    add_device(0, "Integrated Camera: Front\n", "0\n", NULL);
    add_device(1, "Integrated Camera: Front\n", "1\n", NULL);
    add_device(2, "Screen output\n", "0\n", "E:ID_V4L_VERSION=2\nE:ID_V4L_CAPABILITIES=:\n");
    add_device(3, "Infrared\n", "1\n", "E:ID_V4L_CAPABILITIES=:capture:\n");
    REQUIRE(devices_list(class_dir, udev_dir, infos, 8) == 3, "three capture");
    CHECK_TEXT("/dev/video0", infos[0].path);
    CHECK_TEXT("Integrated Camera: Front", infos[0].name);
    CHECK_TEXT("/dev/video3", infos[1].path);
    CHECK_TEXT("Infrared", infos[1].name);
    CHECK_TEXT("/dev/video10", infos[2].path);
    CHECK(devices_list(class_dir, udev_dir, infos, 1) == 1, "no more than there is room for");
}

/* A terminal stands in for the device: a node that one other program has open. */
TEST(who_holds_a_device_is_named)
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    char path[64], name[64] = "";
    int ready[2];

    REQUIRE(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0 &&
                ptsname_r(terminal, path, sizeof path) == 0 && pipe(ready) == 0,
            "a terminal");
    CHECK(!lilt_camera_holder(path, name, sizeof name), "nobody, yet %s", name);

    const pid_t holder = fork();

    if (holder == 0) {
        prctl(PR_SET_NAME, "cheese");
        if (open(path, O_RDWR | O_NOCTTY) < 0 || write(ready[1], "", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    REQUIRE(holder > 0 && read(ready[0], name, 1) == 1, "another program");
    CHECK(lilt_camera_holder(path, name, sizeof name), "nobody");
    CHECK_TEXT("cheese", name);
    kill(holder, SIGKILL);
    waitpid(holder, NULL, 0);
    CHECK(!lilt_camera_holder(path, name, sizeof name), "still %s", name);
    CHECK(!lilt_camera_holder("/dev/video63", name, sizeof name), "no such device");
    close(terminal);
    close(ready[0]);
    close(ready[1]);
}

TEST_MAIN()
