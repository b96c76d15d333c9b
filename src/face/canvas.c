/* The small copy and the turned canvas. */
#include "canvas.h"
#include "pixels.h"

#include <math.h>
#include <stdlib.h>

bool
canvas_init(Canvas *canvas, LiltGrey picture, LiltBox part, float scale, int width, int height)
{
    const int copy_width = (int)fmaxf(roundf((float)part.width / scale), 1.0f);
    const int copy_height = (int)fmaxf(roundf((float)part.height / scale), 1.0f);
    const LiltGrey there = {picture.pixels + part.y * picture.stride + part.x, part.width,
                            part.height, picture.stride};

    *canvas = (Canvas){
        .copy = {pixels_scale(there, copy_width, copy_height), copy_width, copy_height, copy_width},
        .left = (float)part.x,
        .top = (float)part.y,
        .scale = scale,
        .x = 0.5f * (float)copy_width,
        .y = 0.5f * (float)copy_height,
        .width = width,
        .height = height,
        .pixels = malloc((size_t)(width * height)),
    };
    return canvas->copy.pixels != NULL && canvas->pixels != NULL;
}

static int
clip(float value, int most)
{
    return (int)fminf(fmaxf(value, 0.0f), (float)most);
}

LiltBox
canvas_part_round(LiltGrey picture, LiltBox face, float larger)
{
    const float x = (float)face.x + 0.5f * (float)face.width,
                half = 0.5f * larger * (float)face.width;
    const float y = (float)face.y + 0.5f * (float)face.height;
    const int left = clip(x - half, picture.width_px), top = clip(y - half, picture.height_px);

    return (LiltBox){left, top, clip(x + half, picture.width_px) - left,
                     clip(y + half, picture.height_px) - top};
}

bool
canvas_init_round(Canvas *canvas, LiltGrey picture, LiltBox face, float around, float scale,
                  int canvas_px)
{
    const LiltBox part = canvas_part_round(picture, face, around);
    const float x = (float)face.x + 0.5f * (float)face.width,
                y = (float)face.y + 0.5f * (float)face.height;
    const bool ok = canvas_init(canvas, picture, part, scale, canvas_px, canvas_px);

    canvas->x = (x - (float)part.x) / scale;
    canvas->y = (y - (float)part.y) / scale;
    return ok;
}

bool
canvas_init_turned(Canvas *canvas, LiltGrey picture, LiltBox face, float scale)
{
    static const float canvas_side = 1.5f, diagonal = 2.13f; /* in the face's side */

    return canvas_init_round(canvas, picture, face, diagonal, scale,
                             (int)(canvas_side * (float)face.width / scale));
}

void
canvas_clear(Canvas *canvas)
{
    const LiltGrey copy = canvas->copy;

    pixels_free((uint8_t *)copy.pixels, (size_t)(copy.width_px * copy.height_px));
    pixels_free(canvas->pixels, (size_t)(canvas->width * canvas->height));
    *canvas = (Canvas){.pixels = NULL};
}

/* Where a point of the canvas lies on the copy. */
static void
to_copy(const Canvas *canvas, Laying laying, float x, float y, float *ret_x, float *ret_y)
{
    const float turn = laying.turn_deg * (float)(3.14159265358979 / 180.0);
    const float right = x - 0.5f * (float)canvas->width, down = y - 0.5f * (float)canvas->height;
    const float along = laying.mirrored ? -right : right;

    *ret_x = canvas->x + along * cosf(turn) - down * sinf(turn);
    *ret_y = canvas->y + along * sinf(turn) + down * cosf(turn);
}

LiltGrey
canvas_draw(const Canvas *canvas, Laying laying)
{
    const int width = canvas->width;
    float x, y, next_x, next_y;

    for (int j = 0; j < canvas->height; j++) {
        to_copy(canvas, laying, 0.5f, (float)j + 0.5f, &x, &y);
        to_copy(canvas, laying, 1.5f, (float)j + 0.5f, &next_x, &next_y);
        for (int i = 0; i < width; i++)
            canvas->pixels[j * width + i] = (uint8_t)(pixels_at(canvas->copy,
                                                                x + (float)i * (next_x - x),
                                                                y + (float)i * (next_y - y)) +
                                                      0.5f);
    }
    return (LiltGrey){canvas->pixels, width, canvas->height, width};
}

LiltFace
canvas_face(const Canvas *canvas, Laying laying, LiltBox box)
{
    const float side = canvas->scale * 0.5f * (float)(box.width + box.height);
    float x, y;

    to_copy(canvas, laying, (float)box.x + 0.5f * (float)box.width,
            (float)box.y + 0.5f * (float)box.height, &x, &y);
    return (LiltFace){
        .box = {(int)lroundf(canvas->left + canvas->scale * x - 0.5f * side),
                (int)lroundf(canvas->top + canvas->scale * y - 0.5f * side), (int)lroundf(side),
                (int)lroundf(side)},
        .turn_deg = laying.turn_deg,
    };
}
