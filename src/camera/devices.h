/* devices.h - which capture devices are there, told without opening any of them. */
#pragma once

#include "lilt/camera.h"

/* lilt_camera_list() over a given sysfs class folder and udev data folder. */
size_t devices_list(const char *class_dir, const char *udev_dir, LiltCameraInfo *infos, size_t max);

/* Let lilt_camera_list() read these folders from now on, which the caller keeps; for tests. Before
 * any other thread lists cameras. */
void devices_look_in(const char *class_dir, const char *udev_dir);
