/* From a webcam's bytes to pictures, beyond what a well-behaved device sends. */
#include "check.h"
#include "decode.h"
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

TEST_MAIN()
