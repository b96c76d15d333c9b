/* From a webcam's bytes to a picture: JPEG by libjpeg-turbo, the raw formats by hand. */
#include "decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

enum {
    MAX_SIDE_PX = 8192,
    MAX_PADDING = 16, /* bytes some webcams leave before a JPEG's end marker */
};

struct Decoder {
    DecodeFormat format;
    tjhandle jpeg;        /* NULL until it is needed */
    uint8_t stretch[256]; /* luma as granted -> 0..255 */
};

bool
decoder_knows(uint32_t fourcc)
{
    return fourcc == V4L2_PIX_FMT_MJPEG || fourcc == V4L2_PIX_FMT_JPEG ||
           fourcc == V4L2_PIX_FMT_YUYV || fourcc == V4L2_PIX_FMT_NV12 ||
           fourcc == V4L2_PIX_FMT_GREY;
}

static bool
is_jpeg(uint32_t fourcc)
{
    return fourcc == V4L2_PIX_FMT_MJPEG || fourcc == V4L2_PIX_FMT_JPEG;
}

static uint8_t
clamp_byte(int value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

Decoder *
decoder_new(const DecodeFormat *format)
{
    Decoder *decoder = calloc(1, sizeof *decoder);

    if (decoder == NULL)
        return NULL;
    decoder->format = *format;
    for (int i = 0; i < 256; i++)
        decoder->stretch[i] = format->full_range ? (uint8_t)i
                                                 : clamp_byte(((i - 16) * 255 + 109) / 219);
    return decoder;
}

void
decoder_free(Decoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->jpeg != NULL)
        tjDestroy(decoder->jpeg);
    free(decoder);
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

/* Many webcams leave a few bytes before the end marker. libjpeg-turbo warns of it, the picture is
 * whole. The text is that of the first warning, so a picture damaged earlier does not pass. */
static bool
only_padding(tjhandle jpeg)
{
    unsigned n, marker;

    return tjGetErrorCode(jpeg) == TJERR_WARNING &&
           sscanf(tjGetErrorStr2(jpeg), "Corrupt JPEG data: %u extraneous bytes before marker 0x%x",
                  &n, &marker) == 2 &&
           n <= MAX_PADDING && marker == 0xd9;
}

static bool
decode_plane(tjhandle jpeg, const uint8_t *bytes, size_t n, const Picture *picture,
             enum TJPF pixel_format, uint8_t *plane)
{
    return tjDecompress2(jpeg, bytes, (unsigned long)n, plane, picture->width_px, 0,
                         picture->height_px, (int)pixel_format,
                         TJFLAG_FASTDCT | TJFLAG_LIMITSCANS) == 0 ||
           only_padding(jpeg);
}

static LiltStatus
read_jpeg(tjhandle jpeg, const uint8_t *bytes, size_t n, bool colour, Picture *picture)
{
    int width_px = 0, height_px = 0; /* stay so when there are only tables, which is no error */
    int subsampling, colour_space;

    if (tjDecompressHeader3(jpeg, bytes, (unsigned long)n, &width_px, &height_px, &subsampling,
                            &colour_space) != 0 ||
        width_px < 1 || height_px < 1 || width_px > MAX_SIDE_PX || height_px > MAX_SIDE_PX)
        return LILT_E_FORMAT;

    const LiltStatus status = picture_resize(picture, width_px, height_px, colour);

    if (status != LILT_OK)
        return status;
    if (!decode_plane(jpeg, bytes, n, picture, colour ? TJPF_RGB : TJPF_GRAY,
                      colour ? picture->rgb : picture->grey))
        return LILT_E_FORMAT;
    if (colour)
        picture_grey_from_rgb(picture);
    return LILT_OK;
}

/* Read, and after damage begin anew with a fresh handle: libjpeg-turbo 2.1 keeps half-read headers
 * and would refuse every picture that follows. */
static LiltStatus
read_jpeg_or_reset(Decoder *decoder, const uint8_t *bytes, size_t n, bool colour, Picture *picture)
{
    LiltStatus status;

    if (decoder->jpeg == NULL)
        decoder->jpeg = tjInitDecompress();
    if (decoder->jpeg == NULL)
        return LILT_E_NOMEM;
    status = read_jpeg(decoder->jpeg, bytes, n, colour, picture);
    if (status == LILT_E_FORMAT) {
        tjDestroy(decoder->jpeg);
        decoder->jpeg = NULL;
    }
    return status;
}

/* ---- raw formats ----------------------------------------------------------------------------- */

/* BT.601; y is already full range, u and v are centred on 128. */
static void
put_rgb(uint8_t *rgb, int y, int u, int v)
{
    u -= 128;
    v -= 128;
    rgb[0] = clamp_byte(y + ((359 * v + 128) >> 8));
    rgb[1] = clamp_byte(y - ((88 * u + 183 * v + 128) >> 8));
    rgb[2] = clamp_byte(y + ((454 * u + 128) >> 8));
}

/* One row of luma, `step` bytes apart. */
static void
grey_row(const Decoder *decoder, const uint8_t *luma, size_t step, uint8_t *grey)
{
    for (int x = 0; x < decoder->format.width_px; x++)
        grey[x] = decoder->stretch[luma[(size_t)x * step]];
}

/* One row of colour. u and v: of the row's first pair of pixels; the next pair's lie `chroma_step`
 * bytes further. */
static void
rgb_row(const uint8_t *grey, const uint8_t *u, const uint8_t *v, size_t chroma_step, int width_px,
        uint8_t *rgb)
{
    for (int x = 0; x < width_px; x++) {
        const size_t pair = (size_t)(x / 2) * chroma_step;

        put_rgb(rgb + 3 * x, grey[x], u[pair], v[pair]);
    }
}

/* How many bytes a whole raw picture has. */
static size_t
raw_bytes(const DecodeFormat *format)
{
    const size_t luma = format->stride * (size_t)format->height_px;

    return format->fourcc == V4L2_PIX_FMT_NV12 ? luma + luma / 2 : luma;
}

static LiltStatus
read_raw(const Decoder *decoder, const uint8_t *bytes, size_t n, bool colour, Picture *picture)
{
    const DecodeFormat *f = &decoder->format;
    const size_t width = (size_t)f->width_px, step = f->fourcc == V4L2_PIX_FMT_YUYV ? 2 : 1;
    LiltStatus status;

    if (n < raw_bytes(f))
        return LILT_E_FORMAT;
    status = picture_resize(picture, f->width_px, f->height_px, colour);
    for (size_t y = 0; status == LILT_OK && y < (size_t)f->height_px; y++) {
        const uint8_t *luma = bytes + y * f->stride;
        const uint8_t *chroma = bytes + ((size_t)f->height_px + y / 2) * f->stride; /* NV12 */
        uint8_t *grey = picture->grey + y * width;

        grey_row(decoder, luma, step, grey);
        if (!colour)
            continue;

        uint8_t *rgb = picture->rgb + y * width * 3;

        if (f->fourcc == V4L2_PIX_FMT_YUYV)
            rgb_row(grey, luma + 1, luma + 3, 4, f->width_px, rgb);
        else if (f->fourcc == V4L2_PIX_FMT_NV12)
            rgb_row(grey, chroma, chroma + 1, 2, f->width_px, rgb);
        else
            for (size_t x = 0; x < width; x++)
                memset(rgb + 3 * x, grey[x], 3);
    }
    return status;
}

LiltStatus
decoder_read(Decoder *decoder, const uint8_t *bytes, size_t n, bool colour, Picture *picture)
{
    return is_jpeg(decoder->format.fourcc) ? read_jpeg_or_reset(decoder, bytes, n, colour, picture)
                                           : read_raw(decoder, bytes, n, colour, picture);
}
