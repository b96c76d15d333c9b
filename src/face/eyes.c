/* How a face leans by where its eyes are: much finer than the steps in which a face is looked for.
 * Often one of them is not found (glasses, hair, shadow, a small face); then nothing is known. */
#include "eyes.h"
#include "canvas.h"
#include "detector.h"

#include <math.h>
#include <stdlib.h>

enum {
    FACE_PX = 128,      /* side of the face on the canvas, if it is so large */
    LEAST_FACE_PX = 64, /* eyes of smaller ones are too small for the cascade */
    LEAST_EYE_PX = 18,
    AGREE = 2, /* windows */
    MAX_SIGHTINGS = 8,
};

/* Where the middles of the eyes lie in the box of a face, and how wide an eye is, in its sides. */
static const float highest = 0.2f, lowest = 0.55f, least_apart = 0.28f, most_apart = 0.58f;
static const float around = 1.5f; /* what is on the canvas when it is turned, in the face's side */
static const float most_eye = 0.42f, most_lean_deg = 20.0f;

typedef struct {
    float x, y; /* its middle, on the canvas */
    int n_agree;
} Eye;

/* The eye in a part of the canvas that most windows agree on. */
static LiltStatus
find_eye(LiltDetector *detector, LiltGrey canvas, LiltBox part, Eye *ret_eye)
{
    const LiltGrey there = {canvas.pixels + part.y * canvas.stride + part.x, part.width,
                            part.height, canvas.stride};
    const LookFor what = {LEAST_EYE_PX, (int)(most_eye * (float)canvas.width_px), AGREE};
    Sighting sightings[MAX_SIGHTINGS];
    size_t n = 0;
    const LiltStatus status = detector_look(detector, CASCADE_EYE, there, what, sightings,
                                            MAX_SIGHTINGS, &n);

    *ret_eye = (Eye){.n_agree = 0};
    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        const LiltBox box = sightings[i].box;

        if (sightings[i].n_agree > ret_eye->n_agree)
            *ret_eye = (Eye){(float)(part.x + box.x) + 0.5f * (float)box.width,
                             (float)(part.y + box.y) + 0.5f * (float)box.height,
                             sightings[i].n_agree};
    }
    return status;
}

/* Do the two stand as the eyes of a face `side` pixels large? */
static bool
plausible(Eye left, Eye right, float side)
{
    const float apart = hypotf(right.x - left.x, right.y - left.y) / side;
    const float middle = 0.5f * (left.y + right.y) / side;

    return left.n_agree > 0 && right.n_agree > 0 && apart >= least_apart && apart <= most_apart &&
           middle >= highest && middle <= lowest;
}

LiltStatus
eyes_find(LiltDetector *detector, LiltGrey picture, LiltFace face, Eyes *ret_eyes)
{
    const float scale = fmaxf(1.0f, (float)face.box.width / FACE_PX);
    const int side = (int)((float)face.box.width / scale), upper = 2 * side / 3;
    const Laying laying = {face.turn_deg, false};
    LiltStatus status = LILT_E_NOMEM;
    Eye left, right;
    Canvas canvas;

    if (side < LEAST_FACE_PX)
        return LILT_E_ABSENT;
    if (canvas_init_round(&canvas, picture, face.box, around, scale, side)) {
        const LiltGrey upright = canvas_draw(&canvas, laying);

        status = find_eye(detector, upright, (LiltBox){0, 0, side / 2, upper}, &left);
        if (status == LILT_OK)
            status = find_eye(detector, upright, (LiltBox){side / 2, 0, side - side / 2, upper},
                              &right);
    }
    canvas_clear(&canvas);
    if (status != LILT_OK)
        return status;
    const float lean_deg = atan2f(right.y - left.y, right.x - left.x) * (float)(180 / 3.14159265);

    if (!plausible(left, right, (float)side) || fabsf(lean_deg) > most_lean_deg)
        return LILT_E_ABSENT;
    *ret_eyes = (Eyes){face.turn_deg + lean_deg,
                       hypotf(right.x - left.x, right.y - left.y) / (float)side};
    return LILT_OK;
}
