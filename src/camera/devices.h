/* devices.h - which capture devices are there, told without opening any of them. */
#pragma once

#include "lilt/camera.h"

/* lilt_camera_list() over a given sysfs class folder and udev data folder. */
size_t devices_list(const char *class_dir, const char *udev_dir, LiltCameraInfo *infos, size_t max);
