/* Which pictures a webcam is asked for, and whether what it grants can be used. Nothing it says is
 * taken on trust: neither its lists' length nor that it gives what it offered. */
#include "formats.h"
#include "requests.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

enum {
    MAX_OFFERS = 64, /* of formats, and of sizes of one */
    MAX_SIDE_PX = 8192,
    LEAST_SIDE_PX = 16,
    MAX_TRIES = 8, /* sizes that a format is asked for */
};

typedef struct {
    uint32_t width, height;
} Size;

/* In the order of preference: MJPEG costs the bus least and every webcam has it. */
static const uint32_t preferred[] = {V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG, V4L2_PIX_FMT_YUYV,
                                     V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_GREY};

/* The same of sizes: a face at a desk is some 200 pixels wide on the first. */
static const Size wanted[] = {{640, 480}, {1280, 720}};
enum { N_WANTED = sizeof wanted / sizeof *wanted };

/* Did the driver say only that its list has ended, or that it has none? */
static bool
list_ended(void)
{
    return errno == EINVAL;
}

/* Set *ret_offered if the device has the format. */
static LiltStatus
ask_for_format(int fd, const char *path, uint32_t fourcc, LiltDiag *diag, bool *ret_offered)
{
    struct v4l2_fmtdesc offer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};

    for (; offer.index < MAX_OFFERS && !*ret_offered; offer.index++) {
        if (device_request(fd, VIDIOC_ENUM_FMT, &offer) < 0)
            return list_ended() ? LILT_OK : device_fail(path, "asking for its formats", diag);
        *ret_offered = offer.pixelformat == fourcc;
    }
    return LILT_OK;
}

/* Can pictures of that size be taken? */
static bool
usable(Size size)
{
    return size.width >= LEAST_SIDE_PX && size.width <= MAX_SIDE_PX &&
           size.height >= LEAST_SIDE_PX && size.height <= MAX_SIDE_PX;
}

/* How far a size is from what is wanted: 0 for the best, LONG_MAX for one that cannot be used. */
static long
distance(Size size)
{
    const long area = (long)wanted[0].width * wanted[0].height;

    if (!usable(size))
        return LONG_MAX;
    for (int i = 0; i < N_WANTED; i++)
        if (size.width == wanted[i].width && size.height == wanted[i].height)
            return i;
    return N_WANTED + labs((long)size.width * (long)size.height - area);
}

/* The value nearest to `value` that a driver gives which counts from `min` to `max` by `step`. */
static uint32_t
nearest(uint32_t value, uint32_t min, uint32_t max, uint32_t step)
{
    if (value <= min || max < min)
        return min;
    if (value >= max)
        return max;
    return step > 1 ? min + (value - min) / step * step : value;
}

/* The size if it is better than the best so far and not among those refused, which were all nearer
 * than `beyond`; else the best so far. */
static Size
better(Size size, Size best, long beyond)
{
    return distance(size) > beyond && distance(size) < distance(best) ? size : best;
}

/* The best size of one offer of the list, beyond those that were refused. */
static Size
best_of(const struct v4l2_frmsizeenum *offer, long beyond)
{
    const struct v4l2_frmsize_stepwise *range = &offer->stepwise;
    Size best = {0, 0}; /* as far as can be */

    if (offer->type == V4L2_FRMSIZE_TYPE_DISCRETE)
        return better((Size){offer->discrete.width, offer->discrete.height}, best, beyond);
    for (int i = 0; i < N_WANTED; i++) {
        const Size size = {
            nearest(wanted[i].width, range->min_width, range->max_width, range->step_width),
            nearest(wanted[i].height, range->min_height, range->max_height, range->step_height)};

        best = better(size, best, beyond);
    }
    return best;
}

/* The best size the device has in that format beyond those that were refused, or 0 x 0; the one
 * wanted most if it does not tell. */
static LiltStatus
choose_size(int fd, const char *path, uint32_t fourcc, long beyond, LiltDiag *diag, Size *ret_size)
{
    struct v4l2_frmsizeenum offer = {.pixel_format = fourcc};
    Size best = {0, 0};

    for (; offer.index < MAX_OFFERS; offer.index++) {
        if (device_request(fd, VIDIOC_ENUM_FRAMESIZES, &offer) < 0) {
            if (!list_ended() && errno != ENOTTY)
                return device_fail(path, "asking for its picture sizes", diag);
            break;
        }
        best = better(best_of(&offer, beyond), best, beyond);
        if (offer.type != V4L2_FRMSIZE_TYPE_DISCRETE)
            break; /* a range stands alone */
    }
    *ret_size = best.width == 0 && beyond < 0 ? wanted[0] : best;
    return LILT_OK;
}

/* Is what the driver granted usable and consistent? */
static bool
sensible(const struct v4l2_pix_format *pix)
{
    const uint32_t per_pixel = pix->pixelformat == V4L2_PIX_FMT_YUYV ? 2 : 1;
    const bool jpeg = pix->pixelformat == V4L2_PIX_FMT_MJPEG ||
                      pix->pixelformat == V4L2_PIX_FMT_JPEG;

    return decoder_knows(pix->pixelformat) && usable((Size){pix->width, pix->height}) &&
           (jpeg || (pix->bytesperline >= per_pixel * pix->width &&
                     pix->bytesperline <= 4 * MAX_SIDE_PX && pix->width % 2 == 0));
}

/* Set the format and size; *ret_set tells whether the driver did, and can be read. */
static LiltStatus
set_format(int fd, const char *path, uint32_t fourcc, Size size, LiltDiag *diag, bool *ret_set,
           DecodeFormat *ret_format)
{
    struct v4l2_format format = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    struct v4l2_pix_format *pix = &format.fmt.pix;

    pix->width = size.width;
    pix->height = size.height;
    pix->pixelformat = fourcc;
    pix->field = V4L2_FIELD_NONE;
    if (device_request(fd, VIDIOC_S_FMT, &format) < 0)
        return errno == EINVAL ? LILT_OK : device_fail(path, "setting the format", diag);
    if (pix->pixelformat != fourcc || !sensible(pix))
        return LILT_OK;
    *ret_set = true;
    *ret_format = (DecodeFormat){
        .fourcc = fourcc,
        .width_px = (int)pix->width,
        .height_px = (int)pix->height,
        .stride = pix->bytesperline,
        .full_range = pix->quantization == V4L2_QUANTIZATION_FULL_RANGE ||
                      pix->colorspace == V4L2_COLORSPACE_JPEG || fourcc == V4L2_PIX_FMT_GREY,
    };
    return LILT_OK;
}

/* Ask for the format in one size after the other, the best first, until the driver gives one. */
static LiltStatus
try_format(int fd, const char *path, uint32_t fourcc, LiltDiag *diag, bool *ret_set,
           DecodeFormat *ret_format)
{
    LiltStatus status = LILT_OK;
    long refused = -1;

    for (int i = 0; i < MAX_TRIES && status == LILT_OK && !*ret_set; i++) {
        Size size = {0, 0};

        status = choose_size(fd, path, fourcc, refused, diag, &size);
        if (status != LILT_OK || size.width == 0)
            break;
        status = set_format(fd, path, fourcc, size, diag, ret_set, ret_format);
        refused = distance(size);
    }
    return status;
}

LiltStatus
formats_choose(int fd, const char *path, LiltDiag *diag, DecodeFormat *ret_format)
{
    for (size_t i = 0; i < sizeof preferred / sizeof *preferred; i++) {
        bool offered = false, set = false;
        LiltStatus status = ask_for_format(fd, path, preferred[i], diag, &offered);

        if (status == LILT_OK && offered)
            status = try_format(fd, path, preferred[i], diag, &set, ret_format);
        if (status != LILT_OK || set)
            return status;
    }
    return lilt_fail(diag, LILT_E_UNSUPPORTED,
                     "%s: gives none of the formats MJPEG, YUYV, NV12, GREY", path);
}
