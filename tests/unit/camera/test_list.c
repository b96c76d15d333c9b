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

/* Two of one model with serial numbers, two whose maker gave all the same, one without a number. */
TEST(cameras_of_one_model_are_told_apart_and_known_again)
{
    static const char with_number[] = "E:ID_V4L_CAPABILITIES=:capture:\nE:ID_SERIAL=Acme_C9_%s\n"
                                      "E:ID_SERIAL_SHORT=%s\nE:ID_USB_INTERFACE_NUM=00\n"
                                      "E:ID_PATH=usb-0:%d:1.0\n";
    static const char *const numbers[] = {"A7", "B3", "0001", "0001"};
    LiltCameraInfo infos[8], later[8], one;
    char notes[400];

    snprintf(class_dir, sizeof class_dir, "%s/models", check_temp_dir());
    snprintf(udev_dir, sizeof udev_dir, "%s/models-udev", check_temp_dir());
    mkdir(class_dir, 0700);
    mkdir(udev_dir, 0700);
    for (int i = 0; i < 4; i++) {
        snprintf(notes, sizeof notes, with_number, numbers[i], numbers[i], i + 1);
        add_device(i, "Acme C9\n", "0\n", notes);
    }
    add_device(4, "Plain\n", "0\n", "E:ID_SERIAL=Acme_Plain\nE:ID_PATH=usb-0:7:1.0\n");
    add_device(5, "Nothing known\n", "0\n", NULL);
    REQUIRE(devices_list(class_dir, udev_dir, infos, 8) == 6, "six");
    CHECK_TEXT("Acme_C9_A7:00:0", infos[0].id);
    CHECK_TEXT("Acme_C9_B3:00:0", infos[1].id);
    CHECK_TEXT("usb-0:3:1.0:0", infos[2].id);
    CHECK_TEXT("usb-0:4:1.0:0", infos[3].id);
    CHECK_TEXT("usb-0:7:1.0:0", infos[4].id);
    CHECK_TEXT("Nothing known", infos[5].id);

    /* After a start in another order the second is the first, in another port. */
    snprintf(notes, sizeof notes, with_number, "B3", "B3", 9);
    add_device(0, "Acme C9\n", "0\n", notes);
    snprintf(notes, sizeof notes, with_number, "A7", "A7", 2);
    add_device(1, "Acme C9\n", "0\n", notes);
    devices_look_in(class_dir, udev_dir);
    REQUIRE(lilt_camera_list(later, 8) == 6, "six again");
    CHECK(lilt_camera_find(later, 6, infos[1].id) == &later[0], "known by its number");
    CHECK(lilt_camera_find(later, 6, "Acme C9") == &later[0], "by name: the first so named");
    CHECK(lilt_camera_find(later, 6, "Acme C8") == NULL, "there is none");
    CHECK(lilt_camera_resolve("camera:Acme_C9_A7:00:0", &one), "by its word");
    CHECK_TEXT("/dev/video1", one.path);
    CHECK(lilt_camera_resolve("/dev/video4", &one), "by its node");
    CHECK_TEXT("Plain", one.name);
    CHECK(!lilt_camera_resolve("camera:gone", &one) && !lilt_camera_resolve("/dev/video9", &one),
          "not plugged in");
    CHECK(lilt_camera_source_kind("camera:gone") == LILT_SOURCE_DEVICE, "and still a camera");

    /* One of the two with the same number goes, and the other needs no port to be told any more; it
     * was chosen by its port, or will be by its number when the other comes back. */
    snprintf(notes, sizeof notes, with_number, "D1", "D1", 4);
    add_device(3, "Acme C9\n", "0\n", notes);
    REQUIRE(lilt_camera_list(later, 8) == 6, "six still");
    CHECK_TEXT("Acme_C9_0001:00:0", later[2].id);
    CHECK(lilt_camera_find(later, 6, infos[2].id) == &later[2], "by the port it had as a twin");
    CHECK(lilt_camera_find(infos, 6, later[2].id) == &infos[2], "by the number of one alone");
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
