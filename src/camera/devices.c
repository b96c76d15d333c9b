/* Capture devices, read from /sys/class/video4linux and udev's notes. Opening a device only to ask
 * what it is would light its lamp on some machines, so it is not done. */
#include "devices.h"

#include <dirent.h>
#include <limits.h>
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

/* What udev wrote down about a device. */
typedef struct {
    int captures;    /* 1 it does, 0 it does not, -1 nothing is written */
    char number[96]; /* the serial number alone, or "" */
    char serial[96]; /* with the maker's and the model's names; without a number only these */
    char interface[8];
    char port[96];
} Notes;

/* Copy the value if the line is this property; one too long to keep whole tells nothing apart. */
static void
take_value(const char *line, const char *property, char *value, size_t bytes)
{
    const size_t n = strlen(property);

    if (strncmp(line, property, n) == 0 && strlen(line + n) < bytes)
        strcpy(value, line + n);
}

static Notes
read_notes(const char *class_dir, const char *udev_dir, int number)
{
    char device[32], path[512], line[512];
    Notes notes = {.captures = -1};

    if (!read_attribute(class_dir, number, "dev", device, sizeof device))
        return notes;
    snprintf(path, sizeof path, "%s/c%s", udev_dir, device);

    FILE *file = fopen(path, "re");

    if (file == NULL)
        return notes;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "E:ID_V4L_CAPABILITIES=", 22) == 0)
            notes.captures = strstr(line, ":capture:") != NULL;
        take_value(line, "E:ID_SERIAL_SHORT=", notes.number, sizeof notes.number);
        take_value(line, "E:ID_SERIAL=", notes.serial, sizeof notes.serial);
        take_value(line, "E:ID_USB_INTERFACE_NUM=", notes.interface, sizeof notes.interface);
        take_value(line, "E:ID_PATH=", notes.port, sizeof notes.port);
    }
    fclose(file);
    return notes;
}

/* Without udev: a driver's first node is the one that captures, metadata comes after it. */
static bool
captures(const Notes *notes, const char *index)
{
    return notes->captures >= 0 ? notes->captures == 1 : strcmp(index, "0") == 0;
}

/* One device may have several nodes that capture, hence interface and index. */
static void
write_ids(LiltCameraInfo *info, const Notes *notes, const char *index)
{
    info->by_serial[0] = info->by_port[0] = '\0';
    if (notes->number[0] != '\0' && notes->serial[0] != '\0')
        snprintf(info->by_serial, sizeof info->by_serial, "%s:%s:%s", notes->serial,
                 notes->interface, index);
    if (notes->port[0] != '\0')
        snprintf(info->by_port, sizeof info->by_port, "%s:%s", notes->port, index);
}

static void
choose_id(LiltCameraInfo *info, bool is_twin)
{
    const char *id = info->by_serial[0] != '\0' && !is_twin ? info->by_serial : info->by_port;

    snprintf(info->id, sizeof info->id, "%s", id[0] != '\0' ? id : info->name);
}

/* Read what is known of a node; false when it does not capture. */
static bool
read_device(const char *class_dir, const char *udev_dir, int number, LiltCameraInfo *ret_info)
{
    const Notes notes = read_notes(class_dir, udev_dir, number);
    char index[16];

    if (!read_attribute(class_dir, number, "index", index, sizeof index))
        index[0] = '\0';
    if (!captures(&notes, index))
        return false;
    snprintf(ret_info->path, sizeof ret_info->path, "/dev/video%d", number);
    if (!read_attribute(class_dir, number, "name", ret_info->name, sizeof ret_info->name))
        strcpy(ret_info->name, ret_info->path);
    write_ids(ret_info, &notes, index);
    choose_id(ret_info, false);
    return true;
}

/* Makers give a whole series one serial number: such cameras are told apart by their ports. */
static void
tell_twins_apart(LiltCameraInfo *infos, size_t n)
{
    bool twin[MAX_NUMBER + 1] = {false};

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            twin[i] = twin[i] || (k != i && strcmp(infos[k].id, infos[i].id) == 0);
    for (size_t i = 0; i < n; i++)
        if (twin[i])
            choose_id(&infos[i], true);
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
    for (int i = 0; i <= MAX_NUMBER && n < max; i++)
        if (present[i] && read_device(class_dir, udev_dir, i, &infos[n]))
            n++;
    tell_twins_apart(infos, n);
    return n;
}

/* ---- the door -------------------------------------------------------------------------------- */

enum { MAX_CAMERAS = 16 };

static const char *class_folder = "/sys/class/video4linux", *udev_folder = "/run/udev/data";

void
devices_look_in(const char *class_dir, const char *udev_dir)
{
    class_folder = class_dir;
    udev_folder = udev_dir;
}

size_t
lilt_camera_list(LiltCameraInfo *infos, size_t max)
{
    return devices_list(class_folder, udev_folder, infos, max);
}

const LiltCameraInfo *
lilt_camera_find(const LiltCameraInfo *infos, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(infos[i].id, id) == 0)
            return &infos[i];
    for (size_t i = 0; i < n; i++)
        if (strcmp(infos[i].by_port, id) == 0 || strcmp(infos[i].by_serial, id) == 0)
            return &infos[i];
    for (size_t i = 0; i < n; i++)
        if (strcmp(infos[i].name, id) == 0)
            return &infos[i];
    return NULL;
}

bool
lilt_camera_resolve(const char *source, LiltCameraInfo *ret_info)
{
    LiltCameraInfo infos[MAX_CAMERAS];
    const size_t n = lilt_camera_list(infos, MAX_CAMERAS);
    const LiltCameraInfo *found = NULL;
    char node[PATH_MAX]; /* where udev's longer name leads to */

    if (source[0] == '/' && realpath(source, node) != NULL)
        source = node;
    if (strcmp(source, "auto") == 0)
        found = n > 0 ? &infos[0] : NULL;
    else if (strncmp(source, "camera:", 7) == 0)
        found = lilt_camera_find(infos, n, source + 7);
    for (size_t i = 0; i < n && found == NULL; i++)
        if (strcmp(infos[i].path, source) == 0)
            found = &infos[i];
    if (found != NULL)
        *ret_info = *found;
    return found != NULL;
}
