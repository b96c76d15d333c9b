/* The cut to the pixel: framing, leaning faces, mirrored views, dark faces. */
#include "check.h"
#include "lilt/face.h"

enum { SIDE = LILT_FACE_SIDE, PICTURE = 480 };

static const float down = 0.02f; /* how far the cut's middle lies below the box's */

/* Luma at a point of a plane that is known everywhere: exact under area averaging. */
static float
plane_at(float x, float y)
{
    return 90.0f + 0.20f * x + 0.10f * y;
}

/* The plane with its values rounded, which averaging mostly takes out again. */
static LiltGrey
plane(void)
{
    static uint8_t pixels[PICTURE * PICTURE];

    for (int y = 0; y < PICTURE; y++)
        for (int x = 0; x < PICTURE; x++)
            pixels[y * PICTURE + x] = (uint8_t)(plane_at((float)x + 0.5f, (float)y + 0.5f) + 0.5f);
    return (LiltGrey){pixels, PICTURE, PICTURE, PICTURE};
}

/* What pixel x, y of a cut of that size shows of the plane. */
static float
expected(LiltFace face, float size, int x, int y)
{
    const float turn = face.turn_deg * (float)M_PI / 180.0f;
    const float side = (float)face.box.width;
    const float right = size * side * (((float)x + 0.5f) / SIDE - 0.5f);
    const float below = size * side * (((float)y + 0.5f) / SIDE - 0.5f) + down * side;

    return plane_at((float)face.box.x + 0.5f * side + right * cosf(turn) - below * sinf(turn),
                    (float)face.box.y + 0.5f * side + right * sinf(turn) + below * cosf(turn)) /
           255.0f;
}

TEST(a_box_is_framed_to_the_pixel)
{
    const LiltGrey picture = plane();
    const LiltFace face = {.box = {100, 60, 192, 192}};
    float cut[LILT_FACE_PIXELS];

    lilt_face_crop(picture, (LiltFace){.box = face.box}, cut);
    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        CHECK_NEAR(expected(face, 1.0f, i % SIDE, i / SIDE), cut[i], 0.5f / 255, "pixel %d, %d",
                   i % SIDE, i / SIDE);
}

TEST(views_are_upright_and_come_with_their_mirror_images)
{
    static const float sizes[] = {0.92f, 1.0f, 1.08f};
    static const float turns[] = {0.0f, -30.0f, 15.0f};
    const LiltGrey picture = plane();
    float views[LILT_FACE_VIEWS][LILT_FACE_PIXELS];

    for (size_t t = 0; t < sizeof turns / sizeof *turns; t++) {
        const LiltFace face = {.box = {140, 130, 180, 180}, .turn_deg = turns[t]};

        lilt_face_views(picture, face, views);
        for (int v = 0; v < LILT_FACE_VIEWS; v++)
            for (int i = 0; i < LILT_FACE_PIXELS; i++) {
                const int x = v % 2 == 0 ? i % SIDE : SIDE - 1 - i % SIDE;

                CHECK_NEAR(expected(face, sizes[v / 2], x, i / SIDE), views[v][i], 0.6f / 255,
                           "turn %.0f, view %d, pixel %d, %d", (double)turns[t], v, i % SIDE,
                           i / SIDE);
            }
    }
}

static float
mean_of(const float cut[LILT_FACE_PIXELS])
{
    float sum = 0;

    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        sum += cut[i];
    return sum / LILT_FACE_PIXELS;
}

TEST(a_dark_face_is_brightened_and_keeps_its_order)
{
    static uint8_t pixels[PICTURE * PICTURE];
    const LiltGrey dark = {pixels, PICTURE, PICTURE, PICTURE};
    const LiltBox box = {100, 60, 192, 192};
    float cut[LILT_FACE_PIXELS];

    for (int i = 0; i < PICTURE * PICTURE; i++)
        pixels[i] = (uint8_t)(5 + i % PICTURE / 10); /* 15 to 34 in the box */
    lilt_face_crop(dark, (LiltFace){.box = box}, cut);
    CHECK(mean_of(cut) > 0.25f && mean_of(cut) < 0.35f, "mean %.3f", (double)mean_of(cut));
    for (int x = 1; x < SIDE; x++)
        CHECK(cut[x] >= cut[x - 1], "column %d is darker than the one before", x);
    CHECK(cut[SIDE - 1] > 1.2f * cut[0], "contrast is left: %.3f, %.3f", (double)cut[0],
          (double)cut[SIDE - 1]);

    memset(pixels, 0, sizeof pixels);
    lilt_face_crop(dark, (LiltFace){.box = box}, cut);
    CHECK(mean_of(cut) == 0.0f, "black stays black: %f", (double)mean_of(cut));
}

TEST_MAIN()
