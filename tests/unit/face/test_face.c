/* Finding faces on real photos, cutting them out, judging how well they can be read. */
#include "check.h"
#include "lilt/camera.h"
#include "lilt/face.h"

enum { MAX_FACES = 64 };

static LiltCamera *camera; /* lends the photo in hand */

/* The photo's pixels, lent until the next call. */
static LiltGrey
photo(const char *name)
{
    const LiltCameraOptions at_once = {.live = false};
    const LiltFrame *frame;
    LiltDiag diag = {""};

    lilt_camera_close(camera);
    camera = NULL;
    if (lilt_camera_open(check_asset(name), &at_once, &diag, &camera) != LILT_OK ||
        lilt_camera_next(camera, 10000, &diag, &frame) != LILT_OK) {
        CHECK(false, "%s", diag.text);
        exit(1);
    }
    return (LiltGrey){frame->grey, frame->width_px, frame->height_px, frame->width_px};
}

static LiltDetector *
detector(void)
{
    LiltDetector *d = NULL;
    LiltDiag diag = {""};

    if (lilt_detector_open(NULL, &diag, &d) != LILT_OK)
        SKIP("%s", diag.text);
    return d;
}

/* Is the middle of the box within `bound` pixels of x, y? */
static bool
near(LiltBox box, int x, int y, int bound)
{
    return abs(box.x + box.width / 2 - x) <= bound && abs(box.y + box.height / 2 - y) <= bound;
}

TEST(a_portrait_has_one_face)
{
    LiltDetector *d = detector();
    LiltBox boxes[MAX_FACES];
    size_t n = 0;

    CHECK(lilt_detector_find(d, photo("photos/grace_hopper.jpg"), boxes, MAX_FACES, &n) == LILT_OK,
          "find");
    REQUIRE(n == 1, "%zu faces", n);
    CHECK(near(boxes[0], 266, 198, 20) && boxes[0].width > 180 && boxes[0].width < 280,
          "%d, %d, %d x %d", boxes[0].x, boxes[0].y, boxes[0].width, boxes[0].height);
    lilt_detector_close(d);
}

TEST(a_group_has_many_largest_first)
{
    LiltDetector *d = detector();
    LiltBox boxes[MAX_FACES];
    size_t n = 0;

    CHECK(lilt_detector_find(d, photo("photos/solvay.jpg"), boxes, MAX_FACES, &n) == LILT_OK,
          "find");
    CHECK(n >= 20 && n <= 29, "%zu of 29 people", n);
    for (size_t i = 1; i < n; i++)
        CHECK(boxes[i - 1].width >= boxes[i].width, "face %zu is larger than the one before", i);
    CHECK(lilt_detector_find(d, photo("photos/solvay.jpg"), boxes, 3, &n) == LILT_OK && n == 3,
          "no more than asked for");
    lilt_detector_close(d);
}

TEST(a_face_that_fills_the_picture_is_found)
{
    LiltDetector *d = detector();
    const LiltGrey whole = photo("photos/grace_hopper.jpg");
    const LiltGrey tight = {whole.pixels + 92 * whole.stride + 170, 190, 220, whole.stride};
    LiltBox boxes[MAX_FACES];
    size_t n = 0;

    CHECK(lilt_detector_find(d, tight, boxes, MAX_FACES, &n) == LILT_OK, "find");
    REQUIRE(n >= 1, "none");
    CHECK(near(boxes[0], 96, 106, 25) && boxes[0].width > 120, "%d, %d, %d x %d", boxes[0].x,
          boxes[0].y, boxes[0].width, boxes[0].height);
    lilt_detector_close(d);
}

TEST(a_face_that_moves_is_followed)
{
    LiltDetector *d = detector();
    const LiltGrey whole = photo("photos/grace_hopper.jpg");
    LiltBox boxes[MAX_FACES];
    LiltFace next;
    size_t n = 0;

    REQUIRE(lilt_detector_find(d, whole, boxes, MAX_FACES, &n) == LILT_OK && n == 1, "find");
    for (int shift = -40; shift <= 40; shift += 20) { /* where it was before it moved here */
        const LiltFace last = {
            .box = {boxes[0].x + shift, boxes[0].y + shift / 2, boxes[0].width, boxes[0].height}};

        REQUIRE(lilt_detector_follow(d, whole, last, &next) == LILT_OK, "shift %d", shift);
        CHECK(near(next.box, boxes[0].x + boxes[0].width / 2, boxes[0].y + boxes[0].height / 2, 15),
              "shift %d: %d, %d, %d x %d", shift, next.box.x, next.box.y, next.box.width,
              next.box.height);
    }
    CHECK(lilt_detector_follow(d, whole, (LiltFace){.box = {0, 380, 120, 120}}, &next) ==
              LILT_E_ABSENT,
          "none there");
    CHECK(lilt_detector_follow(d, whole, (LiltFace){.box = {900, 900, 120, 120}}, &next) ==
              LILT_E_ABSENT,
          "nor outside");
    lilt_detector_close(d);
}

TEST(nothing_is_found_where_nobody_is)
{
    LiltDetector *d = detector();
    static uint8_t pixels[640 * 480];
    LiltBox boxes[MAX_FACES];
    size_t n = 99;

    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i % 640 / 4 + i / 640 / 5);
    CHECK(lilt_detector_find(d, (LiltGrey){pixels, 640, 480, 640}, boxes, MAX_FACES, &n) ==
                  LILT_OK &&
              n == 0,
          "%zu found", n);
    CHECK(lilt_detector_find(d, (LiltGrey){pixels, 8, 8, 640}, boxes, MAX_FACES, &n) == LILT_OK &&
              n == 0,
          "nor in a tiny picture");
    lilt_detector_close(d);
}

TEST(a_missing_cascade_is_named)
{
    LiltDetector *d = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_detector_open("/nowhere/c.xml", &diag, &d) == LILT_E_ABSENT && d == NULL, "absent");
    CHECK(strstr(diag.text, "/nowhere/c.xml") != NULL, "%s", diag.text);
    CHECK(lilt_detector_open(check_asset("photos/solvay.jpg"), &diag, &d) == LILT_E_FORMAT &&
              d == NULL,
          "no cascade: %s", diag.text);
    lilt_detector_close(NULL);
}

/* ---- cutting out ----------------------------------------------------------------------------- */

enum { SIDE = LILT_FACE_SIDE, PICTURE = 400 };

/* A picture that grows evenly, too bright for brightening: luma 60 + x / 3 + y / 8. */
static LiltGrey
slope(void)
{
    static uint8_t pixels[PICTURE * PICTURE];

    for (int y = 0; y < PICTURE; y++)
        for (int x = 0; x < PICTURE; x++)
            pixels[y * PICTURE + x] = (uint8_t)(60 + x / 3 + y / 8);
    return (LiltGrey){pixels, PICTURE, PICTURE, PICTURE};
}

TEST(a_cut_keeps_place_and_brightness)
{
    static const int sides[] = {24, 48, 97, 240}; /* larger and smaller than the cut, and equal */
    const LiltGrey picture = slope();

    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const LiltBox box = {80, 60, sides[i], sides[i]};
        const float step = (float)sides[i] / SIDE;
        float face[LILT_FACE_PIXELS];

        lilt_face_crop(picture, (LiltFace){.box = box}, face);
        for (int y = 0; y < SIDE; y += 5)
            for (int x = 0; x < SIDE; x += 5) {
                const float px = 80 + step * ((float)x + 0.5f), py = 60 + step * ((float)y + 0.5f);
                const float want = (60 + (px - 0.5f) / 3 + (py - 0.5f) / 8 - 0.7f) / 255;

                /* The cut may lie a few hundredths of the box lower: 0.05 * 240 / 8 = 1.5. */
                CHECK_NEAR(want, face[y * SIDE + x], 2.2f / 255, "side %d, pixel %d, %d", sides[i],
                           x, y);
            }
    }
}

TEST(outside_the_picture_its_edge_repeats)
{
    const LiltGrey picture = slope();
    float face[LILT_FACE_PIXELS];

    lilt_face_crop(picture, (LiltFace){.box = {-100, 100, 90, 90}}, face);
    for (int x = 1; x < SIDE; x++)
        CHECK(face[20 * SIDE + x] == face[20 * SIDE], "column %d is the left edge's", x);
    lilt_face_crop(picture, (LiltFace){.box = {350, 350, 200, 200}}, face);
    CHECK_NEAR((60.0f + 133.0f + 49.0f) / 255, face[LILT_FACE_PIXELS - 1], 1.0f / 255,
               "the last corner");
}

/* ---- quality --------------------------------------------------------------------------------- */

/* As a lens out of focus draws it: each pixel the mean of a square round it. */
static void
smear(LiltGrey picture, uint8_t *ret_pixels)
{
    const int w = picture.width_px, h = picture.height_px;

    memset(ret_pixels, 128, (size_t)(w * h));
    for (int y = 20; y < h - 20; y++)
        for (int x = 20; x < w - 20; x++) {
            int sum = 0;

            for (int j = -20; j <= 20; j++)
                for (int i = -20; i <= 20; i++)
                    sum += picture.pixels[(y + j) * picture.stride + x + i];
            ret_pixels[y * w + x] = (uint8_t)(sum / (41 * 41));
        }
}

/* One of a group, as near as a listener; the caller frees the pixels. */
static LiltGrey
nearer(LiltGrey group, int left, int top)
{
    enum { NEAR = 140, TIMES = 3 };
    uint8_t *pixels = malloc(NEAR * TIMES * NEAR * TIMES);

    for (int y = 0; y < NEAR * TIMES; y++)
        for (int x = 0; x < NEAR * TIMES; x++)
            pixels[y * NEAR * TIMES + x] =
                group.pixels[(top + y / TIMES) * group.stride + left + x / TIMES];
    return (LiltGrey){pixels, NEAR * TIMES, NEAR * TIMES, NEAR * TIMES};
}

/* The largest face of the picture, levelled. */
static LiltFace
largest(LiltDetector *d, LiltGrey picture)
{
    LiltBox boxes[MAX_FACES];
    LiltFace face = {.box = {0, 0, 0, 0}};
    size_t n = 0;

    CHECK(lilt_detector_find(d, picture, boxes, MAX_FACES, &n) == LILT_OK && n > 0 &&
              lilt_detector_level(d, picture, (LiltFace){.box = boxes[0]}, &face) == LILT_OK,
          "found");
    return face;
}

/* At the Solvay conference Pauli looks to the side, Planck and Bohr look ahead. */
TEST(who_looks_aside_is_noticed_and_counts_less)
{
    static const struct {
        int left, top;
        bool aside;
    } people[] = {{677, 285, true}, {225, 425, false}, {1042, 375, false}};
    LiltDetector *d = detector();
    const LiltGrey group = photo("photos/solvay.jpg");

    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        const LiltGrey picture = nearer(group, people[i].left, people[i].top);
        LiltFace face = largest(d, picture), next;
        unsigned hints = 0;
        const float quality = lilt_face_quality(picture, face, &hints);

        CHECK(face.aside == people[i].aside && ((hints & LILT_HINT_ASIDE) != 0) == face.aside,
              "the one at %d: aside %d, hints %x", people[i].left, face.aside, hints);
        CHECK(lilt_detector_follow(d, picture, face, &next) == LILT_OK && next.aside == face.aside,
              "followed, as seen before");
        face.aside = true;
        const float aside = lilt_face_quality(picture, face, NULL);

        face.aside = false;
        CHECK(aside > 0 && lilt_face_quality(picture, face, NULL) > 2 * aside, "%.2f",
              (double)aside);
        CHECK(quality > 0, "and is read all the same");
        free((uint8_t *)picture.pixels);
    }
    lilt_detector_close(d);
}

TEST(quality_tells_what_is_wrong)
{
    const LiltGrey whole = photo("photos/grace_hopper.jpg");
    const LiltFace face = {.box = {152, 84, 228, 228}};
    uint8_t *changed = malloc((size_t)(whole.width_px * whole.height_px));
    const LiltGrey other = {changed, whole.width_px, whole.height_px, whole.width_px};
    unsigned hints = 0;
    float quality = lilt_face_quality(whole, face, &hints);

    CHECK(quality > 0.8f && hints == 0, "a good photo: %.2f, hints %x", (double)quality, hints);
    for (int i = 0; i < whole.width_px * whole.height_px; i++)
        changed[i] = whole.pixels[i] / 6;
    quality = lilt_face_quality(other, face, &hints);
    CHECK(quality < 0.4f && hints == LILT_HINT_DARK, "dark: %.2f, hints %x", (double)quality,
          hints);
    smear(whole, changed);
    quality = lilt_face_quality(other, face, &hints);
    CHECK(quality < 0.5f && hints == LILT_HINT_BLURRED, "blurred: %.2f, hints %x", (double)quality,
          hints);
    quality = lilt_face_quality(whole, (LiltFace){.box = {250, 180, 30, 30}}, &hints);
    CHECK(quality < 0.3f && (hints & LILT_HINT_SMALL) != 0, "small: %.2f, hints %x",
          (double)quality, hints);
    CHECK(lilt_face_quality(whole, face, NULL) > 0, "hints are optional");
    free(changed);
}

TEST_MAIN()
