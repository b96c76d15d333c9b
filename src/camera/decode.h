/* decode.h - from a webcam's bytes to a picture. */
#pragma once

#include <linux/videodev2.h>

#include "picture.h"

/* How a device lays a picture out, as it granted it. */
typedef struct {
    uint32_t fourcc; /* V4L2_PIX_FMT_MJPEG, _JPEG, _YUYV, _NV12 or _GREY */
    int width_px, height_px;
    size_t stride;   /* bytes from row to row; not for JPEG */
    bool full_range; /* luma uses 0..255, not 16..235; not for JPEG */
} DecodeFormat;

typedef struct Decoder Decoder; /* used by one thread at a time */

/* NULL when memory is short. */
Decoder *decoder_new(const DecodeFormat *format);

/* Read `n` bytes into the picture; sequence and time are left alone.
 * Error: LILT_E_FORMAT for bytes that are cut short or corrupt, LILT_E_NOMEM. */
LiltStatus decoder_read(Decoder *decoder, const uint8_t *bytes, size_t n, bool colour,
                        Picture *picture);

void decoder_free(Decoder *decoder); /* NULL is fine */

/* Is this one of the formats that can be read? */
bool decoder_knows(uint32_t fourcc);
