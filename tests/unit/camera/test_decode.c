/* From a webcam's bytes to pictures, beyond what a well-behaved device sends. */
#include "check.h"
#include "decode.h"
#include "jpeg_photo.h"
#include "make_jpeg.h"

enum { WIDTH = 64, HEIGHT = 48 };

static const DecodeFormat jpeg_format = {.fourcc = V4L2_PIX_FMT_MJPEG};

static size_t
read_whole(const char *path, uint8_t *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    const size_t n = file != NULL ? fread(bytes, 1, room, file) : 0;

    if (file != NULL)
        fclose(file);
    return n;
}

TEST(limited_range_is_stretched)
{
    static const struct {
        uint8_t luma, want;
    } cases[] = {{0, 0}, {16, 0}, {126, 128}, {235, 255}, {255, 255}};
    Decoder *decoder = decoder_new(&(DecodeFormat){
        .fourcc = V4L2_PIX_FMT_YUYV, .width_px = 16, .height_px = 16, .stride = 32});
    uint8_t bytes[32 * 16];
    Picture picture = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memset(bytes, cases[i].luma, sizeof bytes);
        REQUIRE(decoder_read(decoder, bytes, sizeof bytes, false, &picture) == LILT_OK, "read");
        CHECK(picture.grey[100] == cases[i].want, "%d becomes %d", cases[i].luma,
              picture.grey[100]);
    }
    picture_clear(&picture);
    decoder_free(decoder);
}

TEST(rows_with_padding_are_read)
{
    enum { STRIDE = 80 };
    Decoder *decoder = decoder_new(&(DecodeFormat){.fourcc = V4L2_PIX_FMT_NV12,
                                                   .width_px = WIDTH,
                                                   .height_px = HEIGHT,
                                                   .stride = STRIDE,
                                                   .full_range = true});
    uint8_t bytes[STRIDE * HEIGHT * 3 / 2];
    Picture picture = {0};

    memset(bytes, 128, sizeof bytes);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < STRIDE; x++)
            bytes[y * STRIDE + x] = x < WIDTH ? (uint8_t)(x + y) : 255;
    REQUIRE(decoder_read(decoder, bytes, sizeof bytes, true, &picture) == LILT_OK, "read");
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            CHECK(picture.grey[y * WIDTH + x] == x + y && picture.rgb[3 * (y * WIDTH + x)] == x + y,
                  "pixel %d, %d", x, y);
    CHECK(decoder_read(decoder, bytes, sizeof bytes - 1, true, &picture) == LILT_E_FORMAT,
          "a byte short");
    picture_clear(&picture);
    decoder_free(decoder);
}

TEST(colours_are_those_of_bt601)
{
    static const struct {
        uint8_t y, u, v, r, g, b;
    } cases[] = {{76, 85, 255, 254, 0, 0}, {150, 44, 21, 0, 255, 1}, {29, 255, 107, 0, 0, 254}};
    Decoder *decoder = decoder_new(&(DecodeFormat){.fourcc = V4L2_PIX_FMT_YUYV,
                                                   .width_px = 16,
                                                   .height_px = 16,
                                                   .stride = 32,
                                                   .full_range = true});
    uint8_t bytes[32 * 16];
    Picture picture = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t at = 0; at < sizeof bytes; at += 4) {
            bytes[at] = bytes[at + 2] = cases[i].y;
            bytes[at + 1] = cases[i].u;
            bytes[at + 3] = cases[i].v;
        }
        REQUIRE(decoder_read(decoder, bytes, sizeof bytes, true, &picture) == LILT_OK, "read");
        CHECK_NEAR(cases[i].r, picture.rgb[3], 2, "colour %zu red %d", i, picture.rgb[3]);
        CHECK_NEAR(cases[i].g, picture.rgb[4], 2, "colour %zu green %d", i, picture.rgb[4]);
        CHECK_NEAR(cases[i].b, picture.rgb[5], 2, "colour %zu blue %d", i, picture.rgb[5]);
    }
    picture_clear(&picture);
    decoder_free(decoder);
}

/* Webcams leave bytes before the end marker; the picture is whole and must not be dropped. */
TEST(padding_before_the_end_marker_is_no_damage)
{
    static uint8_t bytes[1 << 20];
    const size_t n = read_whole(make_jpeg("whole.jpg", 640, 480, 1), bytes, sizeof bytes - 100);
    Decoder *decoder = decoder_new(&jpeg_format);
    Picture picture = {0};

    REQUIRE(n > 1000 && bytes[n - 2] == 0xff && bytes[n - 1] == 0xd9, "a JPEG");
    memset(bytes + n - 2, 0, 4);
    memcpy(bytes + n + 2, "\xff\xd9", 2);
    CHECK(decoder_read(decoder, bytes, n + 4, false, &picture) == LILT_OK, "4 bytes of padding");
    memset(bytes + n - 2, 0, 64);
    memcpy(bytes + n + 62, "\xff\xd9", 2);
    CHECK(decoder_read(decoder, bytes, n + 64, false, &picture) == LILT_E_FORMAT,
          "64 bytes are no padding any more");
    picture_clear(&picture);
    decoder_free(decoder);
}

/* Whatever is cut off, a picture that is not whole is not given out, and nothing is read past it.
 */
TEST(every_cut_is_noticed)
{
    static uint8_t bytes[1 << 20];
    const size_t n = read_whole(make_jpeg("whole.jpg", 160, 120, 1), bytes, sizeof bytes);
    Decoder *decoder = decoder_new(&jpeg_format);
    Picture picture = {0};

    REQUIRE(n > 1000, "a JPEG");
    for (size_t cut = 0; cut + 16 < n; cut += 1 + cut / 64) {
        uint8_t *exact = malloc(cut > 0 ? cut : 1); /* so that a sanitizer sees one byte too many */

        memcpy(exact, bytes, cut);
        CHECK(decoder_read(decoder, exact, cut, cut % 2 == 0, &picture) == LILT_E_FORMAT,
              "cut at %zu of %zu", cut, n);
        free(exact);
    }
    CHECK(decoder_read(decoder, bytes, n, false, &picture) == LILT_OK, "whole, it is fine");
    picture_clear(&picture);
    decoder_free(decoder);
}

/* ---- JPEG photos ----------------------------------------------------------------------------- */

/* The photo `plain` with an EXIF orientation, as a telephone writes it. Gives the new path. */
static const char *
with_orientation(const char *plain, int orientation, bool little)
{
    static char path[512];
    static uint8_t bytes[1 << 20];
    uint8_t exif[36] = "\xff\xe1\x00\x22"
                       "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0";
    const uint8_t little_tiff[] = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    const size_t n = read_whole(plain, bytes, sizeof bytes);
    FILE *file;

    if (little)
        memcpy(exif + 10, little_tiff, sizeof little_tiff - 1);
    exif[little ? 28 : 29] = (uint8_t)orientation;
    snprintf(path, sizeof path, "%s/turned.jpg", check_temp_dir());
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, 2, file) != 2 ||
        fwrite(exif, 1, sizeof exif, file) != sizeof exif ||
        fwrite(bytes + 2, 1, n - 2, file) != n - 2 || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    return path;
}

/* The ramp is darkest in its left upper corner; where is that corner, and is the picture turned? */
TEST(photos_are_turned_upright)
{
    static const struct {
        bool right, bottom, sideways;
    } dark[9] = {[2] = {true, false, false}, [3] = {true, true, false}, [4] = {false, true, false},
                 [5] = {false, false, true}, [6] = {true, false, true}, [7] = {true, true, true},
                 [8] = {false, true, true}};
    const char *plain = make_jpeg("plain.jpg", 160, 96, 1);
    LiltDiag diag = {""};

    for (int i = 0; i <= 9; i++) { /* 0 and 9 are not among EXIF's and mean nothing */
        const int o = i >= 1 && i <= 8 ? i : 1;
        Picture picture = {0};

        REQUIRE(jpeg_photo_read(with_orientation(plain, i, i % 2 == 0), true, &picture, &diag) ==
                    LILT_OK,
                "%s", diag.text);
        const int w = picture.width_px, h = picture.height_px;
        const int x = dark[o].right ? w - 3 : 2, y = dark[o].bottom ? h - 3 : 2;

        CHECK(w == (dark[o].sideways ? 96 : 160) && h == (dark[o].sideways ? 160 : 96),
              "orientation %d: %d x %d", i, w, h);
        CHECK_NEAR(20, picture.grey[y * w + x], 6, "orientation %d: the dark corner", i);
        CHECK_NEAR(20, picture.rgb[3 * (y * w + x)], 6, "orientation %d: in colour", i);
        CHECK_NEAR(20 + 63, picture.grey[(h - 1 - y) * w + w - 1 - x], 6,
                   "orientation %d: the bright corner", i);
        picture_clear(&picture);
    }
}

TEST(a_cut_exif_block_is_not_read_past)
{
    static uint8_t bytes[1 << 20];
    const size_t n = read_whole(with_orientation(make_jpeg("plain.jpg", 64, 48, 1), 6, true), bytes,
                                sizeof bytes);

    REQUIRE(n > 100, "a JPEG");
    CHECK(jpeg_orientation(bytes, n) == 6, "whole");
    for (size_t cut = 0; cut < 60; cut++) {
        uint8_t *exact = malloc(cut > 0 ? cut : 1);
        const size_t end = cut;

        memcpy(exact, bytes, cut);
        if (end >=
            6) /* the segment's length fits the cut, so that the TIFF block is what is short */
            exact[4] = 0, exact[5] = (uint8_t)(end - 4);

        const int orientation = jpeg_orientation(exact, end);

        CHECK(orientation == 1 || orientation == 6, "cut at %zu: %d", cut, orientation);
        free(exact);
    }
}

TEST_MAIN()
