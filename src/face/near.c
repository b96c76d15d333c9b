/* Faces that lean, in a stream of pictures: one that was there a moment ago is looked for close by,
 * as it leaned then and then a little more or less; one that leans too much for the upright scan is
 * found by a turned one. */
#include "aside.h"
#include "canvas.h"
#include "detector.h"
#include "eyes.h"

#include <math.h>
#include <stdlib.h>

enum {
    MAX_SIGHTINGS = 16,
    NEAR_PX = 64,    /* side of the face on the canvas, if it is so large */
    LEAST_PX = 24,   /* smaller faces cannot be read */
    LEAST_PART = 20, /* of the picture's shorter side, in a turned scan */
    AGREE = 3,       /* windows */
};

/* A quarter of a second is too short to come nearer or go away by more; what is beyond is found
 * anew. Small windows cost most: .7 for .78 would be half as much again. */
static const float least_size = 0.78f, most_size = 1.3f;

static const float around = 1.5f; /* side of what is looked at, in the face's */
static const float turn_step_deg = 15.0f, most_turn_deg = 30.0f;
static const float upright_deg = 8.0f;    /* leaning so little, a face is seen upright as well */
static const float least_turn_deg = 3.0f; /* by its eyes; leaning less counts as upright */
static const float wide_apart = 0.4f;     /* eyes of nobody who looks aside, in the face's side */

/* A face, and how many windows agree on it; 0: none. */
typedef struct {
    LiltFace face;
    int n_agree;
} Candidate;

/* Where a face is looked for. */
typedef struct {
    LiltDetector *detector;
    LiltGrey picture;
    LiltFace last;
    Canvas canvas; /* for the turned looks */
} Near;

static long
distance(LiltBox a, LiltBox b)
{
    const long dx = 2L * a.x + a.width - 2L * b.x - b.width;
    const long dy = 2L * a.y + a.height - 2L * b.y - b.height;

    return dx * dx + dy * dy;
}

/* The face instead of `best` if it is nearer to where it was. */
static void
take_nearer(const Near *near, LiltFace face, int n_agree, Candidate *best)
{
    if (best->n_agree == 0 ||
        distance(face.box, near->last.box) < distance(best->face.box, near->last.box))
        *best = (Candidate){face, n_agree};
}

/* Sizes of a face that was `side` pixels large. */
static LookFor
about(float side)
{
    return (LookFor){(int)fmaxf(LEAST_PX, least_size * side), (int)ceilf(most_size * side), AGREE};
}

/* On the picture as it is, for a face that leans little. */
static LiltStatus
look_upright(const Near *near, Cascade cascade, float turn_deg, Candidate *best)
{
    const LiltGrey picture = near->picture;
    const LiltBox part = canvas_part_round(picture, near->last.box, around);
    const LiltGrey there = {picture.pixels + part.y * picture.stride + part.x, part.width,
                            part.height, picture.stride};
    Sighting sightings[MAX_SIGHTINGS];
    size_t n = 0;
    const LiltStatus status = detector_look(near->detector, cascade, there,
                                            about((float)near->last.box.width), sightings,
                                            MAX_SIGHTINGS, &n);

    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        LiltBox box = sightings[i].box;

        box.x += part.x;
        box.y += part.y;
        take_nearer(near, (LiltFace){.box = box, .turn_deg = turn_deg}, sightings[i].n_agree, best);
    }
    return status;
}

static bool
lay_out(Near *near)
{
    const float scale = fmaxf(1.0f, (float)near->last.box.width / NEAR_PX);

    return near->canvas.pixels != NULL ||
           canvas_init_turned(&near->canvas, near->picture, near->last.box, scale);
}

static LiltStatus
look_turned(Near *near, Cascade cascade, float turn_deg, Candidate *best)
{
    const Laying laying = {turn_deg, false};
    Sighting sightings[MAX_SIGHTINGS];
    size_t n = 0;

    if (!lay_out(near))
        return LILT_E_NOMEM;
    const LiltStatus status = detector_look(
        near->detector, cascade, canvas_draw(&near->canvas, laying),
        about((float)near->last.box.width / near->canvas.scale), sightings, MAX_SIGHTINGS, &n);

    for (size_t i = 0; status == LILT_OK && i < n; i++)
        take_nearer(near, canvas_face(&near->canvas, laying, sightings[i].box),
                    sightings[i].n_agree, best);
    return status;
}

/* The face nearest to where it was, leaning by turn_deg. */
static LiltStatus
look(Near *near, Cascade cascade, float turn_deg, Candidate *ret_best)
{
    const LiltBox part = canvas_part_round(near->picture, near->last.box, around);

    *ret_best = (Candidate){.n_agree = 0};
    if (part.width < LEAST_PX || part.height < LEAST_PX)
        return LILT_OK; /* it has left the picture */
    return fabsf(turn_deg) <= upright_deg ? look_upright(near, cascade, turn_deg, ret_best)
                                          : look_turned(near, cascade, turn_deg, ret_best);
}

/* Leaning a little less or more than before; it stands for `best` only if clearly more windows
 * agree, lest the cut turn to and fro. */
static LiltStatus
look_leaning(Near *near, Candidate *best)
{
    LiltStatus status = LILT_OK;

    for (float step = -turn_step_deg; step <= turn_step_deg; step += 2 * turn_step_deg) {
        const float turn_deg = near->last.turn_deg + step;
        Candidate other = {.n_agree = 0};

        if (status == LILT_OK && fabsf(turn_deg) <= most_turn_deg)
            status = look(near, CASCADE_FRONT, turn_deg, &other);
        if (2 * other.n_agree > 3 * best->n_agree)
            *best = other;
    }
    return status;
}

LiltStatus
lilt_detector_follow(LiltDetector *detector, LiltGrey picture, LiltFace last, LiltFace *ret_face)
{
    Near near = {detector, picture, last, {.pixels = NULL}};
    Candidate best;
    LiltStatus status = look(&near, CASCADE_FRONT, last.turn_deg, &best);

    if (status == LILT_OK && best.n_agree == 0)
        status = look_leaning(&near, &best);
    canvas_clear(&near.canvas);
    if (status == LILT_OK && best.n_agree == 0)
        status = LILT_E_ABSENT;
    if (status == LILT_OK) {
        *ret_face = best.face;
        ret_face->aside = last.aside;
    }
    return status;
}

/* Turn the cut by the eyes; false when not both are found. */
static bool
level_by_eyes(const Near *near, LiltFace *face, Eyes *ret_eyes)
{
    if (eyes_find(near->detector, near->picture, *face, ret_eyes) != LILT_OK)
        return false;
    face->turn_deg = fabsf(ret_eyes->lean_deg) < least_turn_deg ? 0.0f : ret_eyes->lean_deg;
    return true;
}

/* By its eyes; where not both are found, by the turned look that clearly most windows agree on, in
 * which they may be found then. */
LiltStatus
lilt_detector_level(LiltDetector *detector, LiltGrey picture, LiltFace last, LiltFace *ret_face)
{
    Near near = {detector, picture, last, {.pixels = NULL}};
    Candidate best;
    Eyes eyes = {0.0f, 0.0f};
    LiltStatus status = look(&near, CASCADE_FRONT, last.turn_deg, &best);

    if (status == LILT_OK && (best.n_agree == 0 || !level_by_eyes(&near, &best.face, &eyes))) {
        status = look_leaning(&near, &best);
        if (status == LILT_OK && best.n_agree > 0 && best.face.turn_deg != last.turn_deg)
            level_by_eyes(&near, &best.face, &eyes);
    }
    if (status == LILT_OK && best.n_agree > 0 && eyes.apart < wide_apart)
        best.face.aside = face_is_aside(detector, picture, best.face);
    canvas_clear(&near.canvas);
    if (status == LILT_OK && best.n_agree == 0)
        status = LILT_E_ABSENT;
    if (status == LILT_OK)
        *ret_face = best.face;
    return status;
}

LiltStatus
lilt_detector_agree(LiltDetector *detector, LiltGrey picture, LiltFace face, bool *ret_face)
{
    Near near = {detector, picture, face, {.pixels = NULL}};
    Candidate second;
    const LiltStatus status = look(&near, CASCADE_SECOND, face.turn_deg, &second);

    canvas_clear(&near.canvas);
    *ret_face = second.n_agree > 0;
    return status;
}

LiltStatus
lilt_detector_find_leaning(LiltDetector *detector, LiltGrey picture, float turn_deg,
                           LiltFace *ret_face)
{
    const LiltBox all = {0, 0, picture.width_px, picture.height_px};
    const int shorter = all.width < all.height ? all.width : all.height;
    const LookFor what = {LEAST_PX > shorter / LEAST_PART ? LEAST_PX : shorter / LEAST_PART, 0,
                          AGREE};
    const Laying laying = {turn_deg, false};
    Sighting sightings[MAX_SIGHTINGS];
    LiltFace best = {.turn_deg = 0};
    size_t n = 0;
    Canvas canvas;
    LiltStatus status = LILT_E_NOMEM;

    if (canvas_init(&canvas, picture, all, 1.0f, all.width, all.height))
        status = detector_look(detector, CASCADE_FRONT, canvas_draw(&canvas, laying), what,
                               sightings, MAX_SIGHTINGS, &n);
    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        const LiltFace face = canvas_face(&canvas, laying, sightings[i].box);
        bool is_face = false;

        if (face.box.width > best.box.width)
            status = lilt_detector_agree(detector, picture, face, &is_face);
        if (is_face)
            best = face;
    }
    canvas_clear(&canvas);
    if (status == LILT_OK && best.box.width == 0)
        status = LILT_E_ABSENT;
    if (status == LILT_OK)
        *ret_face = best;
    return status;
}
