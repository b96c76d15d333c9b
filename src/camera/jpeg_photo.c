/* JPEG photos. Cameras and telephones store what the sensor saw and note in EXIF how it was held;
 * a face lying on its side would not be found. */
#include "jpeg_photo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"

enum { LARGEST_FILE = 64 << 20, ORIENTATION_TAG = 0x0112, SHORT_TYPE = 3 };

/* ---- EXIF: a TIFF directory in the segment APP1 ---------------------------------------------- */

/* The bytes of a TIFF block and their order. Reading past its end gives 0. */
typedef struct {
    const uint8_t *bytes;
    size_t n;
    bool little; /* little-endian */
} Tiff;

static unsigned
read16(const Tiff *tiff, size_t at)
{
    if (at > tiff->n || tiff->n - at < 2)
        return 0;
    return tiff->little ? tiff->bytes[at] | (unsigned)tiff->bytes[at + 1] << 8
                        : tiff->bytes[at + 1] | (unsigned)tiff->bytes[at] << 8;
}

static size_t
read32(const Tiff *tiff, size_t at)
{
    const size_t first = read16(tiff, at), second = read16(tiff, at + 2);

    return tiff->little ? first | second << 16 : second | first << 16;
}

static int
tiff_orientation(const uint8_t *bytes, size_t n)
{
    const Tiff tiff = {bytes, n, n > 0 && bytes[0] == 'I'};
    const size_t directory = read32(&tiff, 4);
    const size_t n_entries = read16(&tiff, directory);

    for (size_t i = 0; i < n_entries; i++) {
        const size_t entry = directory + 2 + 12 * i;
        const unsigned value = read16(&tiff, entry + 8);

        if (read16(&tiff, entry) == ORIENTATION_TAG && read16(&tiff, entry + 2) == SHORT_TYPE)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

int
jpeg_orientation(const uint8_t *bytes, size_t n)
{
    size_t at = 2;

    /* Segments up to the picture's data: marker, length (which counts itself), content. */
    while (at + 4 <= n && bytes[at] == 0xff && bytes[at + 1] != 0xda) {
        const size_t length = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        const uint8_t *content = bytes + at + 4;

        if (length < 2 || at + 2 + length > n)
            break;
        if (bytes[at + 1] == 0xe1 && length >= 8 && memcmp(content, "Exif\0", 6) == 0)
            return tiff_orientation(content + 6, length - 8);
        at += 2 + length;
    }
    return 1;
}

/* ---- turning --------------------------------------------------------------------------------- */

/* Copy a plane of `size` bytes a pixel so that it stands upright. width, height: of `from`. */
static void
turn_plane(const uint8_t *from, int width, int height, size_t size, int orientation, uint8_t *to)
{
    const bool sideways = orientation >= 5; /* rows become columns */
    const bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
    const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 ||
                             orientation == 7;
    const int to_width = sideways ? height : width, to_height = sideways ? width : height;

    for (int y = 0; y < to_height; y++)
        for (int x = 0; x < to_width; x++) {
            const int along = sideways ? y : x, down = sideways ? x : y;
            const int column = from_right ? width - 1 - along : along;
            const int row = from_bottom ? height - 1 - down : down;

            memcpy(to + size * (size_t)(y * to_width + x),
                   from + size * (size_t)(row * width + column), size);
        }
}

static LiltStatus
turn(Picture *picture, int orientation)
{
    const int width = picture->width_px, height = picture->height_px;
    const bool sideways = orientation >= 5, colour = picture->rgb != NULL;
    Picture upright = {0};
    LiltStatus status;

    if (orientation == 1)
        return LILT_OK;
    status = picture_resize(&upright, sideways ? height : width, sideways ? width : height, colour);
    if (status != LILT_OK)
        return status;
    turn_plane(picture->grey, width, height, 1, orientation, upright.grey);
    if (colour)
        turn_plane(picture->rgb, width, height, 3, orientation, upright.rgb);
    picture_clear(picture);
    *picture = upright;
    return LILT_OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static LiltStatus
decode(const uint8_t *bytes, size_t n, bool colour, Picture *picture)
{
    Decoder *decoder = decoder_new(&(DecodeFormat){.fourcc = V4L2_PIX_FMT_JPEG});
    LiltStatus status = LILT_E_NOMEM;

    if (decoder != NULL)
        status = decoder_read(decoder, bytes, n, colour, picture);
    decoder_free(decoder);
    return status == LILT_OK ? turn(picture, jpeg_orientation(bytes, n)) : status;
}

/* The file's bytes, the caller's to free; NULL when memory or the disk fails. */
static uint8_t *
load(const char *path, size_t *ret_n)
{
    FILE *file = fopen(path, "re");
    uint8_t *bytes = file != NULL ? malloc(LARGEST_FILE) : NULL;

    if (bytes != NULL)
        *ret_n = fread(bytes, 1, LARGEST_FILE, file);
    if (file != NULL)
        fclose(file);
    return bytes;
}

LiltStatus
jpeg_photo_read(const char *path, bool colour, Picture *picture, LiltDiag *diag)
{
    size_t n = 0;
    uint8_t *bytes = load(path, &n);
    Picture fresh = {0};
    LiltStatus status;

    if (bytes == NULL)
        return lilt_fail(diag, LILT_E_IO, "%s: %s", path, strerror(errno));
    if (n < 2 || bytes[0] != 0xff || bytes[1] != 0xd8) {
        free(bytes);
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: not a JPEG", path);
    }
    status = decode(bytes, n, colour, &fresh);
    free(bytes);
    if (status == LILT_OK) {
        picture_clear(picture);
        *picture = fresh;
        return LILT_OK;
    }
    picture_clear(&fresh);
    return lilt_fail(diag, status, "%s: %s", path,
                     status == LILT_E_FORMAT ? "a damaged JPEG" : "out of memory");
}
