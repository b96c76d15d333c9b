/* Capture devices, read from /sys/class/video4linux and udev's notes. Opening a device only to ask
 * what it is would light its lamp on some machines, so it is not done. */
#include "devices.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER = 255 };

/* The first line of folder/videoN/attribute without its end, or false. */
static bool
read_attribute(const char *class_dir, int number, const char *attribute, char *line, int bytes)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/video%d/%s", class_dir, number, attribute);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    const bool good = fgets(line, bytes, file) != NULL;

    fclose(file);
    if (good)
        line[strcspn(line, "\n")] = '\0';
    return good;
}

/* What udev wrote down about the device: 1 it captures, 0 it does not, -1 nothing is written. */
static int
udev_says_capture(const char *class_dir, const char *udev_dir, int number)
{
    char device[32], path[512], line[512];
    int says = -1;

    if (!read_attribute(class_dir, number, "dev", device, sizeof device))
        return -1;
    snprintf(path, sizeof path, "%s/c%s", udev_dir, device);

    FILE *file = fopen(path, "re");

    if (file == NULL)
        return -1;
    while (says < 0 && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "E:ID_V4L_CAPABILITIES=", 22) == 0)
            says = strstr(line, ":capture:") != NULL;
    fclose(file);
    return says;
}

/* Without udev: a driver's first node is the one that captures, metadata comes after it. */
static bool
captures(const char *class_dir, const char *udev_dir, int number)
{
    const int says = udev_says_capture(class_dir, udev_dir, number);
    char index[16];

    if (says >= 0)
        return says == 1;
    return read_attribute(class_dir, number, "index", index, sizeof index) &&
           strcmp(index, "0") == 0;
}

size_t
devices_list(const char *class_dir, const char *udev_dir, LiltCameraInfo *infos, size_t max)
{
    bool present[MAX_NUMBER + 1] = {false};
    DIR *folder = opendir(class_dir);
    size_t n = 0;

    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        int number;
        char rest;

        if (sscanf(entry->d_name, "video%d%c", &number, &rest) == 1 && number >= 0 &&
            number <= MAX_NUMBER)
            present[number] = true;
    }
    closedir(folder);
    for (int i = 0; i <= MAX_NUMBER && n < max; i++) {
        if (!present[i] || !captures(class_dir, udev_dir, i))
            continue;
        snprintf(infos[n].path, sizeof infos[n].path, "/dev/video%d", i);
        if (!read_attribute(class_dir, i, "name", infos[n].name, sizeof infos[n].name))
            strcpy(infos[n].name, infos[n].path);
        n++;
    }
    return n;
}

size_t
lilt_camera_list(LiltCameraInfo *infos, size_t max)
{
    return devices_list("/sys/class/video4linux", "/run/udev/data", infos, max);
}
