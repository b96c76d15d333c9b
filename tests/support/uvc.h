/* uvc.h - what a USB Video Class webcam says of itself. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
    UVC_WIDTH = 640,
    UVC_HEIGHT = 480,
    UVC_YUYV_BYTES = 2 * UVC_WIDTH * UVC_HEIGHT,
    UVC_PAYLOAD_BYTES = 16384, /* of one bulk transfer, its two header bytes included */
    UVC_FRAME_US = 33333,
    UVC_ENDPOINT = 1,
    UVC_PROBE_BYTES = 26,
};

/* The last gives its pictures in 1280x720 only; the others in three sizes, 640x480 not the first.
 */
typedef enum { UVC_MJPEG, UVC_YUYV, UVC_MJPEG_720 } UvcFormat;

/* Answer GET_DESCRIPTOR (USB 2.0, 9.4.3) for `type` and `index`: write at most 512 bytes, give how
 * many; 0: there is no such descriptor. The webcam offers the one format. */
size_t uvc_descriptor(UvcFormat format, uint8_t type, uint8_t index, uint8_t *ret_bytes);

/* The streaming parameters (UVC 1.0, 4.3.1.1) with the size that the host set, by its number
 * from 1. */
void uvc_probe(uint8_t frame, uint8_t ret_bytes[UVC_PROBE_BYTES]);
