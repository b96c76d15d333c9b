/* photo.h - one photo out of a file, for the verbs that look at photos. */
#pragma once

#include "lilt/camera.h"

/* Open and decode. The frame is the camera's; close that with lilt_camera_close() when done with
 * it. Error: as lilt_camera_open() and lilt_camera_next(); nothing is open then. */
LiltStatus lab_photo_open(const char *path, LiltDiag *diag, LiltCamera **ret_camera,
                          const LiltFrame **ret_frame);
