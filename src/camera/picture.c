/* The pixels of one picture. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

/* Give the plane up, wiped. */
static void
plane_clear(uint8_t **plane, size_t *plane_bytes)
{
    if (*plane != NULL)
        explicit_bzero(*plane, *plane_bytes);
    free(*plane);
    *plane = NULL;
    *plane_bytes = 0;
}

/* Let the plane hold `bytes` bytes; a larger one is kept. */
static LiltStatus
plane_grow(uint8_t **plane, size_t *plane_bytes, size_t bytes)
{
    if (*plane != NULL && *plane_bytes >= bytes)
        return LILT_OK;
    plane_clear(plane, plane_bytes);
    *plane = malloc(bytes);
    if (*plane == NULL)
        return LILT_E_NOMEM;
    *plane_bytes = bytes;
    return LILT_OK;
}

LiltStatus
picture_resize(Picture *picture, int width_px, int height_px, bool colour)
{
    const size_t n = (size_t)width_px * (size_t)height_px;
    LiltStatus status = plane_grow(&picture->grey, &picture->grey_bytes, n);

    if (!colour)
        plane_clear(&picture->rgb, &picture->rgb_bytes);
    else if (status == LILT_OK)
        status = plane_grow(&picture->rgb, &picture->rgb_bytes, 3 * n);
    if (status != LILT_OK) {
        picture_clear(picture);
        return status;
    }
    picture->width_px = width_px;
    picture->height_px = height_px;
    return LILT_OK;
}

LiltStatus
picture_copy(Picture *picture, const LiltFrame *frame)
{
    const size_t n = (size_t)frame->width_px * (size_t)frame->height_px;
    const LiltStatus status = picture_resize(picture, frame->width_px, frame->height_px,
                                             frame->rgb != NULL);

    if (status != LILT_OK)
        return status;
    memcpy(picture->grey, frame->grey, n);
    if (frame->rgb != NULL)
        memcpy(picture->rgb, frame->rgb, 3 * n);
    picture->sequence = frame->sequence;
    picture->time_us = frame->time_us;
    return LILT_OK;
}

LiltFrame
picture_lend(const Picture *picture)
{
    return (LiltFrame){
        .sequence = picture->sequence,
        .time_us = picture->time_us,
        .width_px = picture->width_px,
        .height_px = picture->height_px,
        .grey = picture->grey,
        .rgb = picture->rgb,
    };
}

void
picture_grey_from_rgb(Picture *picture)
{
    const size_t n = (size_t)picture->width_px * (size_t)picture->height_px;
    const uint8_t *rgb = picture->rgb;

    for (size_t i = 0; i < n; i++, rgb += 3) /* .299 .587 .114 in 1/256, their sum is 256 */
        picture->grey[i] = (uint8_t)((77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2] + 128) >> 8);
}

void
picture_clear(Picture *picture)
{
    plane_clear(&picture->grey, &picture->grey_bytes);
    plane_clear(&picture->rgb, &picture->rgb_bytes);
    *picture = (Picture){0};
}
