/* formats.h - which pictures a webcam is asked for. */
#pragma once

#include "decode.h"

/* Have the device give one of the formats that can be read, MJPEG before YUYV, NV12 and GREY, of
 * 640x480 pixels, else 1280x720, else of the size nearest to the former. A format that the driver
 * offers but will not set, or sets to something that cannot be read, is passed over.
 * ret_format: as granted. Error: LILT_E_UNSUPPORTED when none is left; as device_fail(). */
LiltStatus formats_choose(int fd, const char *path, LiltDiag *diag, DecodeFormat *ret_format);
