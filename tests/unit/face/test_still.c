/* Faces on photos that are looked at by themselves: real photos from packages, cut, turned and laid
 * into others, and faces of FER-2013 where ../shared is. */
#include "check.h"
#include "lilt/camera.h"
#include "lilt/face.h"
#include "lilt/train.h"

enum { MAX_FACES = 64, MOST_PX = 1600 };

static LiltDetector *
detector(void)
{
    static LiltDetector *d;
    LiltDiag diag = {""};

    if (d == NULL && lilt_detector_open(NULL, &diag, &d) != LILT_OK)
        SKIP("%s", diag.text);
    return d;
}

/* The photo's pixels, lent until the next call. A build without GStreamer reads JPEG only: NULL
 * pixels for others. */
static LiltGrey
photo(const char *name)
{
    static LiltCamera *camera;
    const LiltCameraOptions at_once = {.live = false};
    const LiltFrame *frame;
    LiltDiag diag = {""};
    LiltStatus status;

    lilt_camera_close(camera);
    camera = NULL;
    status = lilt_camera_open(check_asset(name), &at_once, &diag, &camera);
    if (status == LILT_OK)
        status = lilt_camera_next(camera, 10000, &diag, &frame);
    if (status == LILT_E_UNSUPPORTED)
        return (LiltGrey){NULL, 0, 0, 0};
    if (!CHECK(status == LILT_OK, "%s", diag.text))
        exit(1);
    return (LiltGrey){frame->grey, frame->width_px, frame->height_px, frame->width_px};
}

static size_t
find(LiltGrey picture, LiltFace *faces)
{
    size_t n = 0;

    CHECK(lilt_detector_find_still(detector(), picture, faces, MAX_FACES, &n) == LILT_OK, "find");
    return n;
}

/* The part of a picture. */
static LiltGrey
part(LiltGrey whole, int x, int y, int width, int height)
{
    return (LiltGrey){whole.pixels + y * whole.stride + x, width, height, whole.stride};
}

static int
clamp(int value, int limit)
{
    return value < 0 ? 0 : value >= limit ? limit - 1 : value;
}

/* A picture of width x height: the photo scaled and turned clockwise so that its point x, y comes
 * to the middle; its edge repeats. Static storage. */
static LiltGrey
lay(LiltGrey from, float x, float y, float scale, float turn_deg, int width, int height)
{
    static uint8_t pixels[MOST_PX * MOST_PX];
    const float turn = turn_deg * (float)M_PI / 180.0f;

    for (int j = 0; j < height; j++)
        for (int i = 0; i < width; i++) {
            const float u = ((float)i + 0.5f - 0.5f * (float)width) / scale;
            const float v = ((float)j + 0.5f - 0.5f * (float)height) / scale;
            const int px = (int)floorf(x + u * cosf(turn) + v * sinf(turn));
            const int py = (int)floorf(y - u * sinf(turn) + v * cosf(turn));

            pixels[j * width + i] =
                from.pixels[clamp(py, from.height_px) * from.stride + clamp(px, from.width_px)];
        }
    return (LiltGrey){pixels, width, height, width};
}

/* Is the box where it should be, within a share of its side? */
static void
check_box(LiltBox box, float x, float y, float side, float bound, const char *what)
{
    CHECK_NEAR(x, (float)box.x + 0.5f * (float)box.width, bound * side, "%s: across", what);
    CHECK_NEAR(y, (float)box.y + 0.5f * (float)box.height, bound * side, "%s: down", what);
    CHECK_NEAR(side, box.width, bound * side, "%s: side", what);
}

/* The two portraits, and where their faces are. */
typedef struct {
    const char *name;
    int x, y, side; /* middle and side of the face */
} Portrait;

static const Portrait portraits[] = {
    {"photos/grace_hopper.jpg", 266, 199, 228},
    {"photos/astronaut.png", 225, 114, 100},
};
enum { N_PORTRAITS = sizeof portraits / sizeof *portraits };

TEST(a_photo_that_is_nothing_but_a_face)
{
    static const float sizes[] = {0.9f, 1.0f, 1.15f, 1.4f}; /* in the box's side */
    LiltFace faces[MAX_FACES];

    for (int p = 0; p < N_PORTRAITS; p++) {
        const Portrait *of = &portraits[p];

        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            const int side = (int)(sizes[s] * (float)of->side);
            const LiltGrey whole = photo(of->name);
            const LiltGrey tight = part(whole, of->x - side / 2, of->y - side / 2, side, side);

            if (whole.pixels == NULL)
                continue;
            REQUIRE(find(tight, faces) >= 1, "%s x%.2f", of->name, (double)sizes[s]);
            check_box(faces[0].box, 0.5f * (float)side, 0.5f * (float)side, (float)of->side, 0.15f,
                      of->name);
        }
    }
}

/* Portrait and landscape, small and large, 15 megapixels among them: the box is always in the
 * photo's own pixels. */
TEST(boxes_are_in_the_pixels_of_the_photo)
{
    static const struct {
        int width, height;
        float scale;
    } shapes[] = {{1280, 720, 1.2f}, {720, 1280, 1.2f}, {640, 480, 0.8f}, {1600, 1600, 3.0f}};
    const Portrait *of = &portraits[0];
    LiltFace faces[MAX_FACES];

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const LiltGrey picture = lay(photo(of->name), (float)of->x - 60, (float)of->y - 20,
                                     shapes[i].scale, 0, shapes[i].width, shapes[i].height);

        REQUIRE(find(picture, faces) >= 1, "%d x %d", shapes[i].width, shapes[i].height);
        check_box(faces[0].box, 0.5f * (float)shapes[i].width + 60 * shapes[i].scale,
                  0.5f * (float)shapes[i].height + 20 * shapes[i].scale,
                  (float)of->side * shapes[i].scale, 0.1f, "in its place");
    }
}

/* How much two cuts have in common: the correlation of their pixels. */
static float
likeness(const float *a, const float *b)
{
    double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;

    for (int i = 0; i < LILT_FACE_PIXELS; i++) {
        mean_a += (double)a[i] / LILT_FACE_PIXELS;
        mean_b += (double)b[i] / LILT_FACE_PIXELS;
    }
    for (int i = 0; i < LILT_FACE_PIXELS; i++) {
        ab += ((double)a[i] - mean_a) * ((double)b[i] - mean_b);
        aa += ((double)a[i] - mean_a) * ((double)a[i] - mean_a);
        bb += ((double)b[i] - mean_b) * ((double)b[i] - mean_b);
    }
    return (float)(ab / sqrt(aa * bb));
}

TEST(a_face_that_leans_is_found_and_stood_upright)
{
    static const float turns[] = {-40, -32, -24, 24, 32, 40};
    float upright[LILT_FACE_VIEWS][LILT_FACE_PIXELS], views[LILT_FACE_VIEWS][LILT_FACE_PIXELS];
    float leaning[LILT_FACE_PIXELS];
    LiltFace faces[MAX_FACES];

    for (int p = 0; p < N_PORTRAITS; p++) {
        const Portrait *of = &portraits[p];
        const LiltGrey whole = photo(of->name);

        if (whole.pixels == NULL)
            continue;
        lilt_face_views(
            whole,
            (LiltFace){.box = {of->x - of->side / 2, of->y - of->side / 2, of->side, of->side}},
            upright);
        for (size_t t = 0; t < sizeof turns / sizeof *turns; t++) {
            const LiltGrey turned = lay(whole, (float)of->x, (float)of->y, 200.0f / (float)of->side,
                                        turns[t], 300, 300);

            REQUIRE(find(turned, faces) >= 1, "%s turned by %.0f", of->name, (double)turns[t]);
            check_box(faces[0].box, 150, 150, 200, 0.2f, of->name);
            CHECK(faces[0].turn_deg / turns[t] > 0.3f && faces[0].turn_deg / turns[t] < 1.3f,
                  "%s turned by %.0f: said to be %.0f", of->name, (double)turns[t],
                  (double)faces[0].turn_deg);
            lilt_face_views(turned, faces[0], views);
            lilt_face_crop(turned, (LiltFace){.box = faces[0].box}, leaning);
            CHECK(likeness(upright[2], views[2]) > likeness(upright[2], leaning),
                  "%s turned by %.0f: likeness %.2f, %.2f as it was", of->name, (double)turns[t],
                  (double)likeness(upright[2], views[2]), (double)likeness(upright[2], leaning));
        }
    }
}

TEST(a_face_that_is_followed_is_levelled_by_its_eyes)
{
    static const float turns[] = {-16, -12, -8, -5, 5, 8, 12, 16}; /* between the scan's steps */
    const LiltFace last = {.box = {50, 50, 200, 200}};
    const Portrait *of = &portraits[1]; /* of whom both eyes are found, however she leans */
    const LiltGrey whole = photo(of->name);
    const float x = (float)of->x, y = (float)of->y, scale = 200.0f / (float)of->side;
    LiltFace upright, face;

    if (whole.pixels == NULL)
        SKIP("no GStreamer to read %s", of->name);
    REQUIRE(lilt_detector_level(detector(), lay(whole, x, y, scale, 0, 300, 300), last, &upright) ==
                LILT_OK,
            "%s", of->name);
    for (size_t t = 0; t < sizeof turns / sizeof *turns; t++) {
        const LiltGrey turned = lay(whole, x, y, scale, turns[t], 300, 300);

        REQUIRE(lilt_detector_level(detector(), turned, last, &face) == LILT_OK, "turned by %.0f",
                (double)turns[t]);
        CHECK_NEAR(turns[t] + upright.turn_deg, face.turn_deg, 4.0f, "turned by %.0f",
                   (double)turns[t]);
    }
}

TEST(a_crowd_is_found_whole_and_nobody_twice)
{
    LiltFace faces[MAX_FACES], largest[3];
    const LiltGrey crowd = photo("photos/solvay.jpg");
    const size_t n = find(crowd, faces);
    size_t n_largest = 0;

    CHECK(n >= 22 && n <= 29, "%zu of 29 people", n);
    for (size_t i = 1; i < n; i++) {
        CHECK(faces[i - 1].box.width >= faces[i].box.width,
              "face %zu is larger than the one before", i);
        for (size_t j = 0; j < i; j++)
            CHECK(abs(faces[i].box.x - faces[j].box.x) > faces[i].box.width / 3 ||
                      abs(faces[i].box.y - faces[j].box.y) > faces[i].box.width / 3,
                  "faces %zu and %zu are one", i, j);
    }
    CHECK(lilt_detector_find_still(detector(), crowd, largest, 3, &n_largest) == LILT_OK &&
              n_largest == 3,
          "no more than asked for");
    CHECK_BYTES(faces, largest, sizeof largest, "the largest ones");
}

TEST(nobody_is_found_where_nobody_is)
{
    static const char *const names[] = {"brick.png",
                                        "coffee.png",
                                        "grass.png",
                                        "gravel.png",
                                        "coins.png",
                                        "rocket.jpg",
                                        "hubble_deep_field.jpg",
                                        "motorcycle_left.png"};
    char path[64];
    LiltFace faces[MAX_FACES];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "nobody/%s", names[i]);

        const LiltGrey whole = photo(path);
        const int side = whole.height_px < whole.width_px ? whole.height_px : whole.width_px;
        size_t n;

        if (whole.pixels == NULL)
            continue;
        n = find(whole, faces);

        CHECK(n == 0, "%s: %zu faces, the first at %d, %d, %d wide", path, n, faces[0].box.x,
              faces[0].box.y, faces[0].box.width);
        for (int quarter = 0; quarter < 4; quarter++) { /* as if each were a photo of a face */
            const size_t in_part = find(
                part(whole, quarter % 2 * side / 2, quarter / 2 * side / 2, side / 2, side / 2),
                faces);

            CHECK(in_part == 0, "%s, quarter %d: at %d, %d, %d wide, turned by %.0f", path, quarter,
                  faces[0].box.x, faces[0].box.y, faces[0].box.width, (double)faces[0].turn_deg);
        }
    }
}

TEST(odd_shapes_are_harmless)
{
    static const int shapes[][2] = {{1, 1}, {5, 400}, {400, 5}, {23, 23}, {24, 24}, {1600, 30}};
    LiltFace faces[MAX_FACES];

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        CHECK(find(lay(photo("photos/grace_hopper.jpg"), 20, 20, 1, 0, shapes[i][0], shapes[i][1]),
                   faces) == 0,
              "%d x %d", shapes[i][0], shapes[i][1]);
}

static int
by_value(const void *a, const void *b)
{
    const float left = *(const float *)a, right = *(const float *)b;

    return left < right ? -1 : left > right;
}

/* Faces of FER-2013 fill their pictures, and how they are framed there is how they should be. */
TEST(faces_of_fer_2013_are_found_and_framed_as_they_are)
{
    enum { N = 90, STEP = 29, SIDE = 144 };
    float sides[N], downs[N];
    LiltFaces *set = NULL;
    LiltFace faces[MAX_FACES];
    LiltDiag diag = {""};
    size_t n = 0;

    REQUIRE(lilt_faces_open(check_shared("data/fer2013"), LILT_SPLIT_PUBLIC, LILT_LABELS_FER, false,
                            &diag, &set) == LILT_OK,
            "%s", diag.text);
    for (size_t i = 0; i < N; i++) {
        const LiltGrey crop = {set->pixels + i * STEP * LILT_FACE_PIXELS, LILT_FACE_SIDE,
                               LILT_FACE_SIDE, LILT_FACE_SIDE};
        const LiltGrey large = lay(crop, 24, 24, (float)SIDE / LILT_FACE_SIDE, 0, SIDE, SIDE);

        if (find(large, faces) == 0)
            continue;
        sides[n] = SIDE / (float)faces[0].box.width;
        downs[n] = (0.5f * SIDE - (float)faces[0].box.y - 0.5f * (float)faces[0].box.height) /
                   (float)faces[0].box.height;
        n++;
    }
    lilt_faces_free(set);
    CHECK(n >= N * 93 / 100, "%zu of %d found", n, N);
    qsort(sides, n, sizeof *sides, by_value);
    qsort(downs, n, sizeof *downs, by_value);
    CHECK_NEAR(1.02, sides[n / 2], 0.05, "the frame's side in the box's");
    CHECK_NEAR(0.01, downs[n / 2], 0.02, "how far its middle lies lower");
}

TEST_MAIN()
