/* Cutting a face out as FER-2013 frames faces. On that set's own pictures the cascade's box fits
 * nearly as it is, its middle a little lower (tests/bench/framing.py). */
#include "crop.h"
#include "pixels.h"

#include <math.h>

static const float cut_side = 1.0f;  /* the cut's side in the box's */
static const float cut_down = 0.02f; /* how far its middle lies below the box's, in box sides */

/* Sides of the views of one face, in the cut's. */
static const float view_sides[] = {0.92f, 1.0f, 1.08f};
_Static_assert(2 * sizeof view_sides / sizeof *view_sides == LILT_FACE_VIEWS,
               "each side straight and mirrored");

static const float dark_mean = 0.3f; /* luma; 5 of 100 faces of FER-2013 are darker */
static const float least_power = 0.35f;

/* A square on the picture that leans clockwise. */
typedef struct {
    float x, y; /* its middle */
    float side;
    float right_x, right_y; /* the unit vector along its rows */
} Square;

static Square
square_of(LiltFace found, float size)
{
    const float turn = found.turn_deg * (float)(3.14159265358979 / 180.0);
    const LiltBox box = found.box;
    const float down = cut_down * (float)box.height;

    return (Square){
        .x = (float)box.x + 0.5f * (float)box.width - down * sinf(turn),
        .y = (float)box.y + 0.5f * (float)box.height + down * cosf(turn),
        .side = size * cut_side * 0.5f * (float)(box.width + box.height),
        .right_x = cosf(turn),
        .right_y = sinf(turn),
    };
}

/* The exact mean under each pixel of the cut. */
static void
cut_straight(LiltGrey picture, Square square, float face[LILT_FACE_PIXELS])
{
    const float step = square.side / (float)LILT_FACE_SIDE;
    const float left = square.x - 0.5f * square.side, top = square.y - 0.5f * square.side;

    for (int y = 0; y < LILT_FACE_SIDE; y++) {
        const Span rows = span_of(top, step, y);

        for (int x = 0; x < LILT_FACE_SIDE; x++)
            face[y * LILT_FACE_SIDE + x] = pixels_mean(picture, span_of(left, step, x), rows) *
                                           (1.0f / 255.0f);
    }
}

/* The luma at u, v of the square, which run from -1/2 to 1/2. */
static float
square_at(LiltGrey picture, Square square, float u, float v)
{
    const float along = u * square.side, down = v * square.side;

    return pixels_at(picture, square.x + along * square.right_x - down * square.right_y,
                     square.y + along * square.right_y + down * square.right_x);
}

/* The mean of points under each pixel of the cut, about one a pixel of the picture. */
static void
cut_turned(LiltGrey picture, Square square, float face[LILT_FACE_PIXELS])
{
    enum { MOST = 8 }; /* on a side; a step of more pixels is averaged from some of them */
    const int n = (int)fminf(ceilf(square.side / (float)LILT_FACE_SIDE), (float)MOST);
    const float fine = 1.0f / (float)(LILT_FACE_SIDE * n);

    for (int i = 0; i < LILT_FACE_PIXELS; i++) {
        const int left = i % LILT_FACE_SIDE * n, top = i / LILT_FACE_SIDE * n;
        float sum = 0.0f;

        for (int y = top; y < top + n; y++)
            for (int x = left; x < left + n; x++)
                sum += square_at(picture, square, fine * ((float)x + 0.5f) - 0.5f,
                                 fine * ((float)y + 0.5f) - 0.5f);
        face[i] = sum / (float)(n * n) * (1.0f / 255.0f);
    }
}

/* Bring a dark face to the light of FER-2013's darker ones by a power of its luma. The network
 * takes mean and contrast out by itself, but not that shadows are pressed together. */
static void
brighten(float face[LILT_FACE_PIXELS])
{
    float mean = 0.0f, power;

    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        mean += face[i] / (float)LILT_FACE_PIXELS;
    if (mean >= dark_mean || mean <= 0.0f)
        return;
    power = fmaxf(logf(dark_mean) / logf(mean), least_power);
    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        face[i] = powf(face[i], power);
}

static void
cut_out(LiltGrey picture, LiltFace face, float size, float cut[LILT_FACE_PIXELS])
{
    (face.turn_deg == 0.0f ? cut_straight : cut_turned)(picture, square_of(face, size), cut);
}

void
crop_unlit(LiltGrey picture, LiltFace face, float cut[LILT_FACE_PIXELS])
{
    cut_out(picture, face, 1.0f, cut);
}

void
lilt_face_crop(LiltGrey picture, LiltFace face, float cut[LILT_FACE_PIXELS])
{
    crop_unlit(picture, face, cut);
    brighten(cut);
}

static void
mirror(const float face[LILT_FACE_PIXELS], float mirrored[LILT_FACE_PIXELS])
{
    for (int y = 0; y < LILT_FACE_SIDE; y++)
        for (int x = 0; x < LILT_FACE_SIDE; x++)
            mirrored[y * LILT_FACE_SIDE + x] = face[(y + 1) * LILT_FACE_SIDE - 1 - x];
}

void
lilt_face_views(LiltGrey picture, LiltFace face, float views[LILT_FACE_VIEWS][LILT_FACE_PIXELS])
{
    for (int i = 0; i < LILT_FACE_VIEWS; i += 2) {
        cut_out(picture, face, view_sides[i / 2], views[i]);
        brighten(views[i]);
        mirror(views[i], views[i + 1]);
    }
}
