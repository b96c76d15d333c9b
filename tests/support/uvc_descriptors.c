/* The descriptors of a webcam with one camera terminal, one format, its sizes, one rate and a bulk
 * endpoint. Numbers are those of "USB 2.0", chapter 9, and "USB Video Class 1.0", chapter 3. */
#include "uvc.h"

#include <string.h>

#define LE16(x) (uint8_t)((x)&255), (uint8_t)((x) >> 8 & 255)
#define LE32(x) LE16(x), LE16((uint32_t)(x) >> 16)

enum {
    DEVICE = 1,
    CONFIGURATION = 2,
    STRING = 3,
    INTERFACE = 4,
    ENDPOINT = 5,
    ASSOCIATION = 11,
    CLASS_INTERFACE = 0x24,
    VIDEO_CLASS = 14,
    VIDEO_CONTROL = 1,
    VIDEO_STREAMING = 2,
    INTERVAL = UVC_FRAME_US * 10, /* in 100 ns */
    BITS_PER_S = UVC_YUYV_BYTES * 8 * 30,
    FRAME_BYTES = 30,
    MJPEG_FRAME = 7,
    UNCOMPRESSED_FRAME = 5,
};

static const struct {
    uint16_t width, height;
} sizes[] = {{1280, 720}, {UVC_WIDTH, UVC_HEIGHT}, {320, 240}};
enum { N_SIZES = sizeof sizes / sizeof *sizes };

/* A descriptor a line. */
/* clang-format off */
static const uint8_t device[] = {
    18, DEVICE, LE16(0x0200), 0xef, 2, 1, 64, /* USB 2.0, several interfaces together */
    LE16(0x1d6b), LE16(0x0102), LE16(0x0100), 1, 2, 0, 1, /* maker, product, release, strings */
};

/* The control interface: a camera that leads straight to an output. */
static const uint8_t control[] = {
    8, ASSOCIATION, 0, 2, VIDEO_CLASS, 3, 0, 0, /* interfaces 0 and 1 are one video function */
    9, INTERFACE, 0, 0, 0, VIDEO_CLASS, VIDEO_CONTROL, 0, 0,
    13, CLASS_INTERFACE, 1, LE16(0x0100), LE16(13 + 18 + 9), LE32(48000000), 1, 1, /* header */
    18, CLASS_INTERFACE, 2, 1, LE16(0x0201), 0, 0, LE16(0), LE16(0), LE16(0), 3, 0, 0, 0,
    9, CLASS_INTERFACE, 3, 2, LE16(0x0101), 0, 1, 0, /* output terminal, from the camera */
    9, INTERFACE, 1, 0, 1, VIDEO_CLASS, VIDEO_STREAMING, 0, 0,
};

static const uint8_t mjpeg_format[] = {11, CLASS_INTERFACE, 6, 1, N_SIZES, 1, 1, 0, 0, 0, 0};

static const uint8_t yuyv_format[] = {
    27, CLASS_INTERFACE, 4, 1, N_SIZES, /* the format's GUID follows */
    'Y', 'U', 'Y', '2', 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71,
    16, 1, 0, 0, 0, 0, /* bits a pixel, the usual size */
};

static const uint8_t colour_and_endpoint[] = {
    6, CLASS_INTERFACE, 13, 1, 1, 4,
    7, ENDPOINT, 0x80 | UVC_ENDPOINT, 2, LE16(512), 0, /* bulk, towards the host */
};
/* clang-format on */

static size_t
append(uint8_t *bytes, size_t n, const uint8_t *part, size_t n_part)
{
    memcpy(bytes + n, part, n_part);
    return n + n_part;
}

/* The descriptor of a size, by its number from 1. */
static size_t
append_frame(UvcFormat format, uint8_t number, uint8_t *bytes, size_t n)
{
    const uint16_t width = sizes[number - 1].width, height = sizes[number - 1].height;
    const uint8_t kind = format == UVC_YUYV ? UNCOMPRESSED_FRAME : MJPEG_FRAME;
    /* clang-format off */
    const uint8_t frame[FRAME_BYTES] = {
        FRAME_BYTES, CLASS_INTERFACE, kind, number, 0, LE16(width), LE16(height), LE32(BITS_PER_S),
        LE32(BITS_PER_S), LE32(2u * width * height), LE32(INTERVAL), 1, LE32(INTERVAL),
    };
    /* clang-format on */

    return append(bytes, n, frame, sizeof frame);
}

/* The streaming interface's class descriptors: header, format, its sizes. */
static size_t
append_streaming(UvcFormat format, uint8_t *bytes, size_t n)
{
    const uint8_t *part = format == UVC_YUYV ? yuyv_format : mjpeg_format;
    const size_t n_part = format == UVC_YUYV ? sizeof yuyv_format : sizeof mjpeg_format;
    const uint8_t n_sizes = format == UVC_MJPEG_720 ? 1 : N_SIZES;
    const size_t total = 14 + n_part + n_sizes * FRAME_BYTES + 6;
    const uint8_t header[] = {
        14, CLASS_INTERFACE, 1, 1, LE16(total), 0x80 | UVC_ENDPOINT, 0, 2, 0, 0, 0, 1, 0};
    const size_t at = append(bytes, append(bytes, n, header, sizeof header), part, n_part);

    bytes[at - n_part + 4] = n_sizes;
    n = at;
    for (uint8_t number = 1; number <= n_sizes; number++)
        n = append_frame(format, number, bytes, n);
    return append(bytes, n, colour_and_endpoint, sizeof colour_and_endpoint);
}

static size_t
configuration(UvcFormat format, uint8_t *bytes)
{
    const uint8_t head[] = {9, CONFIGURATION, 0, 0, 2, 1, 0, 0x80, 250};
    size_t n = append(bytes, 0, head, sizeof head);

    n = append_streaming(format, bytes, append(bytes, n, control, sizeof control));
    bytes[2] = (uint8_t)(n & 255);
    bytes[3] = (uint8_t)(n >> 8);
    return n;
}

/* String `index` in UTF-16; 0 lists the languages. */
static size_t
string(uint8_t index, uint8_t *bytes)
{
    const char *text = index == 1 ? "Lilt" : "Lilt test webcam";
    size_t n = 2;

    if (index == 0)
        return append(bytes, 0, (const uint8_t[]){4, STRING, 9, 4}, 4);
    for (const char *c = text; *c != '\0'; c++) {
        bytes[n++] = (uint8_t)*c;
        bytes[n++] = 0;
    }
    bytes[0] = (uint8_t)n;
    bytes[1] = STRING;
    return n;
}

size_t
uvc_descriptor(UvcFormat format, uint8_t type, uint8_t index, uint8_t *ret_bytes)
{
    switch (type) {
    case DEVICE:
        return append(ret_bytes, 0, device, sizeof device);
    case CONFIGURATION:
        return configuration(format, ret_bytes);
    case STRING:
        return string(index, ret_bytes);
    default:
        return 0;
    }
}

void
uvc_probe(uint8_t frame, uint8_t ret_bytes[UVC_PROBE_BYTES])
{
    const uint32_t bytes = 2u * sizes[frame - 1].width * sizes[frame - 1].height;
    /* clang-format off */
    const uint8_t probe[UVC_PROBE_BYTES] = {
        LE16(0), 1, frame, LE32(INTERVAL), /* format 1 */
        LE16(0), LE16(0), LE16(0), LE16(0), LE16(0),
        LE32(bytes), LE32(UVC_PAYLOAD_BYTES), /* the largest frame and transfer */
    };
    /* clang-format on */

    memcpy(ret_bytes, probe, sizeof probe);
}
