/* The whole way from a picture to an expression, on real photos and clips with the network that
 * Lilt brings along. */
#include "check.h"

#include <math.h>

#include "lilt/emotion.h"
#include "lilt/nn.h"

enum { MAX_FACES = 64, WAIT_MS = 10000 };

static const LiltCameraOptions at_once = {.live = false};

/* The real ones, counted: what is asked of the network, and looks at the whole picture. */
static int n_asked, n_scans;

LiltStatus __real_lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs);
LiltStatus __wrap_lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs);
LiltStatus __real_lilt_detector_find(LiltDetector *detector, LiltGrey picture, LiltBox *boxes,
                                     size_t max, size_t *ret_n);
LiltStatus __wrap_lilt_detector_find(LiltDetector *detector, LiltGrey picture, LiltBox *boxes,
                                     size_t max, size_t *ret_n);

LiltStatus
__wrap_lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs)
{
    n_asked++;
    return __real_lilt_net_predict(net, n, faces, probs);
}

LiltStatus
__wrap_lilt_detector_find(LiltDetector *detector, LiltGrey picture, LiltBox *boxes, size_t max,
                          size_t *ret_n)
{
    n_scans++;
    return __real_lilt_detector_find(detector, picture, boxes, max, ret_n);
}

static LiltReader *
reader(void)
{
    LiltReader *r = NULL;
    LiltDiag diag = {""};
    char path[4096];

    if (lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) != LILT_OK)
        SKIP("%s", diag.text);
    if (!CHECK(lilt_reader_new(NULL, &diag, &r) == LILT_OK, "%s", diag.text))
        exit(1);
    return r;
}

static LiltCamera *
open_asset(const char *name)
{
    LiltCamera *camera = NULL;
    LiltDiag diag = {""};

    if (!CHECK(lilt_camera_open(check_asset(name), &at_once, &diag, &camera) == LILT_OK, "%s",
               diag.text))
        exit(1);
    return camera;
}

/* The faces of a photo. */
static size_t
classify(const char *name, LiltFaceReading *faces)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset(name);
    const LiltFrame *frame;
    LiltDiag diag = {""};
    size_t n = 0;

    CHECK(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK &&
              lilt_reader_classify(r, frame, faces, MAX_FACES, &n) == LILT_OK,
          "%s: %s", name, diag.text);
    lilt_camera_close(camera);
    lilt_reader_free(r);
    return n;
}

static void
check_probs(const float *probs)
{
    float sum = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        CHECK(probs[i] >= 0 && probs[i] <= 1, "class %d: %f", i, (double)probs[i]);
        sum += probs[i];
    }
    CHECK_NEAR(1, sum, 1e-4, "they sum to %f", (double)sum);
}

TEST(the_astronaut_looks_happy)
{
    LiltFaceReading faces[MAX_FACES];
    const size_t n = classify("photos/astronaut.png", faces);

    REQUIRE(n >= 1, "a face");
    check_probs(faces[0].probs);
    CHECK(faces[0].label == LILT_HAPPY, "looks %s", lilt_emotion_label(faces[0].label));
    CHECK(faces[0].quality > 0.5f, "a good photo: %.2f", (double)faces[0].quality);
}

TEST(the_naval_portrait_does_not)
{
    LiltFaceReading faces[MAX_FACES];
    const size_t n = classify("photos/grace_hopper.jpg", faces);

    REQUIRE(n >= 1, "a face");
    check_probs(faces[0].probs);
    CHECK(faces[0].label != LILT_HAPPY, "looks %s", lilt_emotion_label(faces[0].label));
}

TEST(a_group_has_many_faces_each_read)
{
    LiltFaceReading faces[MAX_FACES];
    const size_t n = classify("photos/solvay.jpg", faces);

    CHECK(n >= 20, "%zu faces", n);
    for (size_t i = 0; i < n; i++)
        check_probs(faces[i].probs);
}

TEST(franck_looks_happy_about_two_seconds_in)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("clips/franck.mp4");
    LiltDiag diag = {""};
    const LiltFrame *frame;
    LiltReading reading;
    int n = 0, n_face = 0, n_happy = 0;

    while (lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK &&
           frame->time_us < 3500000) {
        REQUIRE(lilt_reader_read(r, frame, &reading) == LILT_OK, "read");
        n++;
        n_face += reading.has_face;
        if (reading.has_face)
            check_probs(reading.probs);
        if (frame->time_us > 1800000)
            n_happy += reading.expression == LILT_HAPPY;
    }
    CHECK(n > 70 && n_face > n * 9 / 10, "a face on %d of %d pictures", n_face, n);
    CHECK(n_happy > 5, "looks happy on %d pictures", n_happy);
    CHECK(reading.mood.label == LILT_HAPPY && reading.mood.point.valence > 0,
          "mood %s, valence %.2f", lilt_emotion_label(reading.mood.label),
          (double)reading.mood.point.valence);
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

enum { WIDTH = 1280, HEIGHT = 720 };

/* The photo in a larger picture, its left upper corner at x, y, scaled; the rest is mid grey. */
static LiltFrame
place(const LiltFrame *photo, int x, int y, float scale, uint8_t *pixels)
{
    memset(pixels, 128, WIDTH * HEIGHT);
    for (int row = 0; row < (int)(scale * (float)photo->height_px) && y + row < HEIGHT; row++)
        for (int column = 0; column < (int)(scale * (float)photo->width_px); column++)
            pixels[(y + row) * WIDTH + x + column] =
                photo->grey[(int)((float)row / scale) * photo->width_px +
                            (int)((float)column / scale)];
    return (LiltFrame){.width_px = WIDTH, .height_px = HEIGHT, .grey = pixels};
}

static uint8_t screen[WIDTH * HEIGHT];

/* One look, `index` quarters of a second in. */
static LiltReading
look(LiltReader *r, LiltFrame frame, int index)
{
    LiltReading reading = {0};

    frame.time_us = 250000 * index;
    CHECK(lilt_reader_read(r, &frame, &reading) == LILT_OK, "look %d", index);
    return reading;
}

/* The box is in the picture's pixels though the search is done in a shrunk one, and it follows. */
TEST(a_face_is_followed_and_forgotten)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    LiltReading reading;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 12;
         i++) { /* the face moves to the right, a quarter of its width a second */
        reading = look(r, place(photo, 100 + 15 * i, 100, 1, screen), i);
        REQUIRE(reading.has_face, "look %d", i);
        CHECK(abs(reading.face.x + reading.face.width / 2 - (366 + 15 * i)) < 30 &&
                  abs(reading.face.y + reading.face.height / 2 - 298) < 30,
              "look %d: at %d, %d, %d wide", i, reading.face.x, reading.face.y, reading.face.width);
        CHECK(reading.n_faces == 1 && reading.width_px == WIDTH, "one face");
    }
    CHECK(reading.expression != LILT_HAPPY, "and is read: %s",
          lilt_emotion_label(reading.expression));
    for (int i = 12; i < 24; i++) {
        reading = look(r, place(photo, 0, HEIGHT, 1, screen), i);
        CHECK(!reading.has_face && reading.n_faces == 0, "nobody is there");
    }
    CHECK(reading.expression == LILT_EMOTION_UNKNOWN, "so there is no expression");
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* The photo on mid grey, its head turned clockwise round the middle of the face. */
static LiltFrame
lean(const LiltFrame *photo, float turn_deg, uint8_t *pixels)
{
    const float turn = turn_deg * 3.14159265f / 180.0f;
    const float face_x = 266, face_y = 198; /* on the photo */

    memset(pixels, 128, WIDTH * HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const float right = (float)(x - 640), down = (float)(y - 360);
            const int column = (int)(face_x + right * cosf(turn) + down * sinf(turn));
            const int row = (int)(face_y - right * sinf(turn) + down * cosf(turn));

            if (column >= 0 && column < photo->width_px && row >= 0 && row < photo->height_px)
                pixels[y * WIDTH + x] = photo->grey[row * photo->width_px + column];
        }
    return (LiltFrame){.width_px = WIDTH, .height_px = HEIGHT, .grey = pixels};
}

/* A head to one side is found within a second and a half, and followed while it comes up and sinks
 * to the other. */
TEST(a_face_that_leans_is_found_and_followed)
{
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (int side = -1; side <= 1; side += 2) {
        LiltReader *r = reader();
        int i = 0, n_seen = 0;

        for (; i < 6; i++)
            n_seen += look(r, lean(photo, (float)(27 * side), screen), i).has_face;
        CHECK(n_seen > 0, "leaning by %d: not found", 27 * side);
        for (int turn = 27; turn >= -27; turn -= 3, i++) {
            const LiltReading reading = look(r, lean(photo, (float)(turn * side), screen), i);

            CHECK(reading.has_face && abs(reading.face.x + reading.face.width / 2 - 640) < 30 &&
                      abs(reading.face.y + reading.face.height / 2 - 360) < 30,
                  "leaning by %d: %d at %d, %d", turn * side, reading.has_face, reading.face.x,
                  reading.face.y);
        }
        lilt_reader_free(r);
    }
    lilt_camera_close(camera);
}

/* Of two that are as near the one in the middle is read, and goes on being read when the other has
 * come to the middle. */
TEST(of_two_alike_the_central_one_is_read_on)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    static uint8_t both[WIDTH * HEIGHT];

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 32; i++) { /* faces 700 pixels apart; both move to the left from 3 s on */
        const int shift = i < 12 ? 0 : 20 * (i - 12);
        LiltFrame frame = place(photo, 780, 100, 0.7f, both);
        const int middle = 560 - shift + 186; /* of the one that is read */

        place(photo, 560 - shift, 100, 0.7f, screen);
        for (int y = 0; y < HEIGHT; y++) /* the other, on the right or, at last, in the middle */
            memcpy(screen + y * WIDTH + 940 - shift, both + y * WIDTH + 780, WIDTH - 940);
        frame.grey = screen;
        const LiltReading reading = look(r, frame, i);

        if (i >= 4)
            CHECK(reading.has_face && reading.n_faces == 2 &&
                      abs(reading.face.x + reading.face.width / 2 - middle) < 30,
                  "look %d: %d faces, at %d, not %d", i, reading.n_faces,
                  reading.face.x + reading.face.width / 2, middle);
    }
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* A room that was empty for long is looked through seldom, but who comes back is soon seen. */
TEST(who_comes_back_to_an_empty_room_is_seen)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    int i = 0;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (; i < 120; i++)
        CHECK(!look(r, place(photo, 0, HEIGHT, 1, screen), i).has_face, "nobody is there");
    while (i < 120 + 12 && !look(r, place(photo, 100, 100, 1, screen), i).has_face)
        i++;
    CHECK(i < 120 + 12, "seen after %d looks", i - 119);
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* Looks at an empty room for `seconds`, something in it moving all the time or not; gives the
 * number of scans. */
static int
scans_of_room(LiltReader *r, const LiltFrame *photo, int *look_no, int seconds, bool moves)
{
    const int begun = n_scans;

    for (int end = *look_no + 4 * seconds; *look_no < end; (*look_no)++) {
        LiltFrame room = place(photo, 0, HEIGHT, 1, screen);

        if (moves) /* a screen that flickers */
            for (int y = 0; y < 100; y++)
                memset(screen + y * WIDTH + 300, *look_no % 2 == 0 ? 90 : 160, 100);
        room.grey = screen;
        CHECK(!look(r, room, *look_no).has_face, "nobody is there");
    }
    return n_scans - begun;
}

TEST(a_room_where_nothing_moves_is_scanned_seldom)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    int look_no = 0;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    scans_of_room(r, photo, &look_no, 10, false);
    const int still = scans_of_room(r, photo, &look_no, 36, false);
    const int moving = scans_of_room(r, photo, &look_no, 36, true);

    CHECK(still >= 3 && still <= 5, "still for 36 s: %d scans", still);
    CHECK(moving >= 11 && moving <= 13, "moving for 36 s: %d scans", moving);
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* However long the room was empty before: a look of ten seconds begins with all its scans. */
TEST(a_camera_opened_anew_is_looked_at_closely)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    int look_no = 0, n_seen = 0;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    scans_of_room(r, photo, &look_no, 12, false);
    CHECK(lilt_reader_is_alone(r), "the room is empty");
    look_no += 4 * 60;
    for (int end = look_no + 6; look_no < end; look_no++) {
        n_seen += look(r, lean(photo, 27, screen), look_no).has_face;
        CHECK(!lilt_reader_is_alone(r), "another look begins");
    }
    CHECK(n_seen > 0, "a head to one side is not found in six looks");
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* Of three one is read, at each look; of the others no more is known than where they are. */
TEST(of_many_faces_one_is_read)
{
    enum { THIRD = WIDTH / 3 };
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    static uint8_t three[WIDTH * HEIGHT];

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    LiltFrame frame = place(photo, 40, 100, 0.6f, screen);

    for (int i = 0; i < WIDTH * HEIGHT; i++)
        three[i] = screen[i - i % WIDTH + i % WIDTH % THIRD];
    frame.grey = three;
    n_asked = 0;
    for (int i = 0; i < 8; i++) {
        const LiltReading reading = look(r, frame, i);

        CHECK(reading.has_face && reading.n_faces == 3, "look %d: %d faces", i, reading.n_faces);
        CHECK(n_asked == i + 1, "look %d: %d faces were read", i, n_asked);
    }
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* The larger of two is read, the other counted; the one who comes clearly nearer takes over. */
TEST(of_two_faces_the_nearer_is_read)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    LiltReading reading = {0};
    static uint8_t both[WIDTH * HEIGHT];

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 40;
         i++) { /* on the left always the same, on the right larger from 5 s on */
        LiltFrame frame = place(photo, 700, 0, i < 20 ? 0.7f : 1.1f, both);

        place(photo, 40, 100, 0.8f, screen);
        for (int y = 0; y < HEIGHT; y++)
            memcpy(screen + y * WIDTH + 640, both + y * WIDTH + 640, WIDTH - 640);
        frame.grey = screen;
        reading = look(r, frame, i);
        if (i == 15)
            CHECK(reading.n_faces == 2 && reading.face.x < 500 &&
                      (reading.hints & LILT_HINT_TWO_FACES) != 0,
                  "the left one: %d faces, at %d, hints %x", reading.n_faces, reading.face.x,
                  reading.hints);
    }
    CHECK(reading.face.x > 500, "the right one, at %d", reading.face.x);
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* The closer look follows a face further than a scan can see; so it must not hold for ever. */
TEST(what_no_scan_confirms_is_given_up)
{
    LiltReader *r = reader();
    LiltCamera *camera = open_asset("photos/grace_hopper.jpg");
    LiltDiag diag = {""};
    const LiltFrame *photo;
    LiltReading reading = {0};
    float scale = 1;
    int n_small = 0;

    REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &photo) == LILT_OK, "%s", diag.text);
    for (int i = 0; i < 80; i++) { /* walking away until the face is 46 pixels wide */
        scale = scale > 0.2f ? scale * 0.92f : scale;
        reading = look(
            r, place(photo, (int)(600 - 256 * scale), (int)(300 - 200 * scale), scale, screen), i);
        n_small += reading.has_face && reading.face.width < 60;
    }
    CHECK(n_small > 4, "followed while small: %d looks", n_small);
    CHECK(!reading.has_face, "but not for ever");
    lilt_camera_close(camera);
    lilt_reader_free(r);
}

/* What a webcam makes of it in the dark: `part` of the light, and a sensor's noise. */
static uint8_t *
darken(const LiltFrame *frame, float part, float level, float noise, LiltRng *rng)
{
    const size_t n = (size_t)frame->width_px * (size_t)frame->height_px;
    uint8_t *dark = malloc(n);

    for (size_t i = 0; i < n; i++) {
        const float value = level + part * (float)frame->grey[i] + noise * lilt_rng_normal(rng);

        dark[i] = (uint8_t)(value < 0.0f ? 0.0f : value > 255.0f ? 255.0f : value);
    }
    return dark;
}

static unsigned
hints_of_dark(const LiltFrame *frame, float part, float level, float noise)
{
    LiltRng rng = lilt_rng_new(7, 0);
    LiltReader *r = reader();
    LiltReading reading;
    LiltFrame dark = *frame;
    uint8_t *pixels = darken(frame, part, level, noise, &rng);

    dark.grey = pixels;
    CHECK(lilt_reader_read(r, &dark, &reading) == LILT_OK, "read");
    CHECK(reading.mood.label == LILT_EMOTION_UNKNOWN, "a mood out of the dark");
    lilt_reader_free(r);
    free(pixels);
    return reading.hints;
}

TEST(a_dark_room_is_no_covered_lens)
{
    static const char *const photos[] = {"photos/astronaut.png", "photos/grace_hopper.jpg",
                                         "photos/solvay.jpg"};
    static const float noises[] = {0.0f, 3.0f, 6.0f, 12.0f};

    for (size_t i = 0; i < sizeof photos / sizeof *photos; i++) {
        LiltCamera *camera = open_asset(photos[i]);
        const LiltFrame *frame;
        LiltDiag diag = {""};

        REQUIRE(lilt_camera_next(camera, WAIT_MS, &diag, &frame) == LILT_OK, "%s", diag.text);
        for (size_t k = 0; k < sizeof noises / sizeof *noises; k++) {
            CHECK((hints_of_dark(frame, 0.05f, 2.0f, noises[k]) & LILT_HINT_COVERED) == 0,
                  "%s in the dark, noise %.0f", photos[i], (double)noises[k]);
            CHECK((hints_of_dark(frame, 0.0f, 6.0f, noises[k]) & LILT_HINT_COVERED) != 0,
                  "%s, covered, noise %.0f", photos[i], (double)noises[k]);
        }
        lilt_camera_close(camera);
    }
}

TEST(a_missing_or_broken_model_is_named)
{
    LiltReader *r = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_reader_new("/nowhere/m.safetensors", &diag, &r) == LILT_E_ABSENT && r == NULL,
          "absent: %s", diag.text);
    CHECK(strstr(diag.text, "/nowhere/m.safetensors") != NULL, "named: %s", diag.text);
    CHECK(lilt_reader_new(check_asset("photos/solvay.jpg"), &diag, &r) == LILT_E_FORMAT &&
              r == NULL,
          "no model: %s", diag.text);
    lilt_reader_free(NULL);
}

TEST_MAIN()
