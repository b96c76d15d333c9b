/* A face that the frontal cascade still finds, and the profile cascade does already: of 444 found
 * ones of FER-2013's `public` split 28, most of them turned by a third of a right angle or more. */
#include "aside.h"
#include "canvas.h"
#include "detector.h"

#include <math.h>

enum {
    SIDE_PX = 64, /* of the face on the canvas */
    LEAST_AGREE = 5,
    MAX_SIGHTINGS = 16,
};

static const float part_of_front = 0.5f; /* of the frontal windows */
static const float least_size = 0.7f, most_size = 1.4f;

/* How many windows of the cascade agree best on a face. */
static int
most_agree(LiltDetector *detector, Cascade cascade, LiltGrey canvas)
{
    const LookFor what = {(int)(least_size * SIDE_PX), (int)(most_size * SIDE_PX), 1};
    Sighting sightings[MAX_SIGHTINGS];
    size_t n = 0;
    int most = 0;

    if (detector_look(detector, cascade, canvas, what, sightings, MAX_SIGHTINGS, &n) != LILT_OK)
        return 0;
    for (size_t i = 0; i < n; i++)
        most = sightings[i].n_agree > most ? sightings[i].n_agree : most;
    return most;
}

/* The profile cascade knows faces that look to the left; the others are mirrored for it. */
static bool
is_aside(LiltDetector *detector, const Canvas *canvas, float turn_deg)
{
    const Laying upright = {turn_deg, false}, mirrored = {turn_deg, true};
    const int left = most_agree(detector, CASCADE_PROFILE, canvas_draw(canvas, upright));
    const int right = most_agree(detector, CASCADE_PROFILE, canvas_draw(canvas, mirrored));
    const int most = left > right ? left : right;

    return most >= LEAST_AGREE &&
           (float)most >= part_of_front * (float)most_agree(detector, CASCADE_FRONT,
                                                            canvas_draw(canvas, upright));
}

bool
face_is_aside(LiltDetector *detector, LiltGrey picture, LiltFace face)
{
    const float scale = (float)face.box.width / SIDE_PX;
    Canvas canvas;
    const bool aside = canvas_init_turned(&canvas, picture, face.box, scale) &&
                       is_aside(detector, &canvas, face.turn_deg);

    canvas_clear(&canvas);
    return aside;
}
