/* jpeg_photo.h - a JPEG file as a picture the right way up. */
#pragma once

#include "picture.h"

/* Read it by the decoder that reads webcams, and turn it as its EXIF orientation says. `picture` is
 * untouched on failure; its time becomes 0.
 * Error: LILT_E_UNSUPPORTED when the file is no JPEG at all, LILT_E_FORMAT when it is a damaged
 * one, LILT_E_IO, LILT_E_NOMEM. */
LiltStatus jpeg_photo_read(const char *path, bool colour, Picture *picture, LiltDiag *diag);

/* The EXIF orientation, 1..8, of a JPEG's bytes; 1 (upright) when it says none. */
int jpeg_orientation(const uint8_t *bytes, size_t n);
