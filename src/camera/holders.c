/* Which program has a device open, as /proc tells it: of one's own programs always, of other
 * people's only to root. The device itself is not opened. */
#include "lilt/camera.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether one of the process's descriptors is that device. */
static bool
holds(long pid, dev_t device)
{
    char folder_path[64], path[384];
    struct stat info;
    bool found = false;

    snprintf(folder_path, sizeof folder_path, "/proc/%ld/fd", pid);

    DIR *folder = opendir(folder_path);

    if (folder == NULL)
        return false;
    for (const struct dirent *entry; !found && (entry = readdir(folder)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name);
        found = stat(path, &info) == 0 && S_ISCHR(info.st_mode) && info.st_rdev == device;
    }
    closedir(folder);
    return found;
}

static bool
read_name(long pid, char *name, size_t bytes)
{
    char path[64];

    snprintf(path, sizeof path, "/proc/%ld/comm", pid);

    FILE *file = fopen(path, "re");
    const bool good = file != NULL && fgets(name, (int)bytes, file) != NULL;

    if (file != NULL)
        fclose(file);
    if (good)
        name[strcspn(name, "\n")] = '\0';
    return good;
}

bool
lilt_camera_holder(const char *source, char *name, size_t bytes)
{
    LiltCameraInfo camera;
    struct stat info;
    bool found = false;

    if (lilt_camera_resolve(source, &camera))
        source = camera.path;
    if (stat(source, &info) != 0 || !S_ISCHR(info.st_mode))
        return false;

    DIR *processes = opendir("/proc");

    if (processes == NULL)
        return false;
    for (const struct dirent *entry; !found && (entry = readdir(processes)) != NULL;) {
        const long pid = strtol(entry->d_name, NULL, 10); /* 0: no process */

        found = pid > 0 && pid != getpid() && holds(pid, info.st_rdev) &&
                read_name(pid, name, bytes);
    }
    closedir(processes);
    return found;
}
