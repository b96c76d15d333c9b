/* Faces on a photo that is looked at by itself, where finding everybody counts for more than a few
 * hundredths of a second. A scan of the whole photo comes first. Then a close look at a small copy
 * with its edge repeated all round: photos that are nothing but a face are common, and the cascade
 * sees only faces that have something round them. The copy is also turned a little both ways, since
 * a face that leans is read better upright; and while nobody is found, it is turned further, and
 * profiles are looked for. What this brings: tests/bench/framing.py. */
#include "canvas.h"
#include "detector.h"
#include "pixels.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

enum {
    MAX_FACES = 64,
    SCAN_PX = 1024,     /* longer side of the photo in the scan */
    SCAN_PART = 20,     /* smallest face of the scan, in the photo's shorter side */
    LEAST_PX = 24,      /* smaller faces cannot be read */
    SMALL_PART = 4,     /* smaller faces, in the shorter side, want a second opinion */
    CLOSE_PX = 112,     /* shorter side of the photo in a close look */
    CLOSE_EDGE_PX = 45, /* the repeated edge on each side of it */
    LONGEST_PART = 4,   /* a photo longer than that in its shorter side gets no close look */
    SECOND_PX = 60,     /* side of a face in the second opinion */
};

/* Windows that must agree on a face: in the scan; in the second opinion; in a close look when the
 * face is what the photo is of, and when it is anything else. */
enum { AGREE_SCAN = 3, AGREE_SECOND = 3, AGREE_FILLS = 1, AGREE_ELSEWHERE = 8 };

/* One search: what is found so far, in pixels of the shrunk photo. */
typedef struct {
    LiltDetector *detector;
    LiltGrey photo;
    int shorter_px; /* the photo's shorter side */
    LiltFace faces[MAX_FACES];
    size_t n;
} Search;

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

static int
larger(int a, int b)
{
    return a > b ? a : b;
}

/* Does the middle of `a` lie in `b`? */
static bool
lies_in(LiltBox a, LiltBox b)
{
    const int x = a.x + a.width / 2 - b.x, y = a.y + a.height / 2 - b.y;

    return x >= 0 && y >= 0 && x < b.width && y < b.height;
}

/* ---- the scan -------------------------------------------------------------------------------- */

/* The cascade takes a pattern for a small face now and then. Another one, trained apart, seldom
 * takes the same pattern for one. */
static LiltStatus
ask_second(Search *search, LiltBox box, bool *ret_face)
{
    const LiltGrey photo = search->photo;
    const int edge = box.width / 4;
    const int left = larger(box.x - edge, 0), top = larger(box.y - edge, 0);
    const int right = smaller(box.x + box.width + edge, photo.width_px);
    const int bottom = smaller(box.y + box.height + edge, photo.height_px);
    const LiltGrey round = {photo.pixels + top * photo.stride + left, right - left, bottom - top,
                            photo.stride};
    const int width = round.width_px * SECOND_PX / box.width;
    const int height = round.height_px * SECOND_PX / box.width;
    const LookFor what = {SECOND_PX * 7 / 10, SECOND_PX * 14 / 10, AGREE_SECOND};
    uint8_t *pixels = pixels_scale(round, width, height);
    Sighting sighting;
    size_t n = 0;
    LiltStatus status = LILT_E_NOMEM;

    if (pixels != NULL)
        status = detector_look(search->detector, CASCADE_SECOND,
                               (LiltGrey){pixels, width, height, width}, what, &sighting, 1, &n);
    pixels_free(pixels, (size_t)(width * height));
    *ret_face = n > 0;
    return status;
}

static LiltStatus
scan(Search *search)
{
    const LookFor what = {larger(LEAST_PX, search->shorter_px / SCAN_PART), 0, AGREE_SCAN};
    Sighting sightings[MAX_FACES];
    size_t n = 0;
    LiltStatus status = detector_look(search->detector, CASCADE_FRONT, search->photo, what,
                                      sightings, MAX_FACES, &n);

    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        const LiltBox box = sightings[i].box;
        bool face = true;

        if (box.width * SMALL_PART < search->shorter_px)
            status = ask_second(search, box, &face);
        if (face)
            search->faces[search->n++] = (LiltFace){.box = box};
    }
    return status;
}

/* ---- the close look -------------------------------------------------------------------------- */

/* How the small copy is laid down before a cascade looks at it. */
typedef struct {
    int round; /* those of later rounds wait until earlier ones have found nobody */
    Cascade cascade;
    Laying laying;
} Pose;

static const Pose poses[] = {
    {0, CASCADE_FRONT, {0, false}},    {0, CASCADE_FRONT, {-15, false}},
    {0, CASCADE_FRONT, {15, false}},   {1, CASCADE_PROFILE, {0, false}},
    {1, CASCADE_PROFILE, {0, true}},   {1, CASCADE_FRONT, {-30, false}},
    {1, CASCADE_FRONT, {30, false}},   {2, CASCADE_PROFILE, {-25, false}},
    {2, CASCADE_PROFILE, {25, true}},  {2, CASCADE_PROFILE, {25, false}},
    {2, CASCADE_PROFILE, {-25, true}},
};
enum { N_ROUNDS = 3 };

/* Is the photo a picture of that face, and of little else? */
static bool
fills(const Search *search, LiltBox box)
{
    const int off_x = abs(2 * box.x + box.width - search->photo.width_px);
    const int off_y = abs(2 * box.y + box.height - search->photo.height_px);

    return 2 * box.width > search->shorter_px && 5 * box.width < 9 * search->shorter_px &&
           2 * off_x < search->shorter_px && 2 * off_y < search->shorter_px;
}

/* Keep the face instead of those that lie in it, which are parts of it or of the same size. */
static void
keep(Search *search, LiltFace face)
{
    size_t n = 0;

    for (size_t i = 0; i < search->n; i++)
        if (!lies_in(search->faces[i].box, face.box))
            search->faces[n++] = search->faces[i];
    if (n < MAX_FACES)
        search->faces[n++] = face;
    search->n = n;
}

/* The best face of a round, and how much speaks for it: the windows that agree, those of a face
 * that stands upright by half as much again, because faces mostly do. */
typedef struct {
    LiltFace face;
    int weight; /* 0: none yet */
} Candidate;

/* Windows that must agree on the face. Once there are faces, only one that fills the photo is news:
 * it is better framed than the scan's, which had no room round it. Profiles are taken for faces
 * only where a face is to be expected. */
static int
enough(const Search *search, const Pose *pose, LiltFace face)
{
    const bool whole = fills(search, face.box);

    if (search->n > 0)
        return whole ? AGREE_SCAN : INT_MAX;
    if (whole)
        return AGREE_FILLS;
    return pose->cascade == CASCADE_FRONT ? AGREE_ELSEWHERE : INT_MAX;
}

/* Look at the copy in one pose. */
static LiltStatus
look_closely(const Search *search, const Canvas *canvas, const Pose *pose, Candidate *best)
{
    const LookFor what = {CLOSE_PX / SMALL_PART, 0, AGREE_FILLS};
    Sighting sightings[MAX_FACES];
    size_t n = 0;
    const LiltStatus status = detector_look(search->detector, pose->cascade,
                                            canvas_draw(canvas, pose->laying), what, sightings,
                                            MAX_FACES, &n);

    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        const LiltFace face = canvas_face(canvas, pose->laying, sightings[i].box);
        const int n_agree = sightings[i].n_agree;
        const int weight = pose->laying.turn_deg == 0.0f ? 3 * n_agree : 2 * n_agree;

        if (n_agree >= enough(search, pose, face) && weight > best->weight)
            *best = (Candidate){face, weight};
    }
    return status;
}

static LiltStatus
look_round(Search *search, const Canvas *canvas, int round)
{
    Candidate best = {.weight = 0};
    LiltStatus status = LILT_OK;

    for (size_t i = 0; status == LILT_OK && i < sizeof poses / sizeof *poses; i++)
        if (poses[i].round == round)
            status = look_closely(search, canvas, &poses[i], &best);
    if (best.weight > 0)
        keep(search, best.face);
    return status;
}

static LiltStatus
search_closely(Search *search)
{
    const LiltGrey photo = search->photo;
    const LiltBox all = {0, 0, photo.width_px, photo.height_px};
    const float scale = (float)search->shorter_px / (float)CLOSE_PX;
    LiltStatus status = LILT_E_NOMEM;
    Canvas canvas;

    if (canvas_init(&canvas, photo, all, scale,
                    photo.width_px * CLOSE_PX / search->shorter_px + 2 * CLOSE_EDGE_PX,
                    photo.height_px * CLOSE_PX / search->shorter_px + 2 * CLOSE_EDGE_PX))
        status = look_round(search, &canvas, 0);
    for (int round = 1; status == LILT_OK && search->n == 0 && round < N_ROUNDS; round++)
        status = look_round(search, &canvas, round);
    canvas_clear(&canvas);
    return status;
}

/* ---- the door -------------------------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
    const LiltFace *left = a, *right = b;

    return right->box.width - left->box.width;
}

/* Hand out the largest faces, in pixels of a photo that is `scale` times as large. */
static size_t
hand_out(Search *search, float scale, LiltFace *faces, size_t max)
{
    const size_t n = search->n < max ? search->n : max;

    qsort(search->faces, search->n, sizeof *search->faces, by_size);
    for (size_t i = 0; i < n; i++) {
        const LiltBox box = search->faces[i].box;

        faces[i] = (LiltFace){
            .box = {(int)lroundf(scale * (float)box.x), (int)lroundf(scale * (float)box.y),
                    (int)lroundf(scale * (float)box.width),
                    (int)lroundf(scale * (float)box.height)},
            .turn_deg = search->faces[i].turn_deg,
        };
    }
    return n;
}

LiltStatus
lilt_detector_find_still(LiltDetector *detector, LiltGrey photo, LiltFace *faces, size_t max,
                         size_t *ret_n)
{
    const float scale = fmaxf(1.0f,
                              (float)larger(photo.width_px, photo.height_px) / (float)SCAN_PX);
    Search search = {.detector = detector, .photo = photo};
    uint8_t *shrunk = NULL;
    LiltStatus status;

    if (scale > 1.0f) {
        const int width = larger((int)((float)photo.width_px / scale), 1);
        const int height = larger((int)((float)photo.height_px / scale), 1);

        shrunk = pixels_scale(photo, width, height);
        if (shrunk == NULL)
            return LILT_E_NOMEM;
        search.photo = (LiltGrey){shrunk, width, height, width};
    }
    search.shorter_px = smaller(search.photo.width_px, search.photo.height_px);
    status = scan(&search);
    if (status == LILT_OK && search.shorter_px >= LEAST_PX &&
        larger(search.photo.width_px, search.photo.height_px) <= LONGEST_PART * search.shorter_px)
        status = search_closely(&search);
    if (status == LILT_OK)
        *ret_n = hand_out(&search, scale, faces, max);
    pixels_free(shrunk, (size_t)search.photo.width_px * (size_t)search.photo.height_px);
    return status;
}
