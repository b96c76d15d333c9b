/* Covers made small: of every form a picture may have, and of pictures that are none. JPEGs are
 * made and read here by libjpeg-turbo, PNGs by ffmpeg. */
#include "check.h"
#include "lilt/media.h"
#include "tracks.h"

#include <sys/resource.h>
#include <turbojpeg.h>

typedef struct {
    uint8_t *bytes; /* free() */
    size_t n;
} Picture;

/* Four fields: red, green, blue, grey. */
static const uint8_t fields[4][3] = {{200, 30, 40}, {30, 180, 60}, {40, 50, 210}, {128, 128, 128}};

/* ---- pictures to begin with ------------------------------------------------------------------ */

/* A JPEG of these pixels, which are freed; `form`: TJPF_RGB, TJPF_CMYK, ... */
static Picture
compress(uint8_t *pixels, int width, int height, int form, int sampling, int flags)
{
    const unsigned long most = tjBufSize(width, height, sampling) + 4096;
    Picture picture = {malloc(most), 0};
    tjhandle jpeg = tjInitCompress();
    unsigned long n = most;

    CHECK(tjCompress2(jpeg, pixels, width, 0, height, form, &picture.bytes, &n, sampling, 90,
                      flags | TJFLAG_NOREALLOC) == 0,
          "%s", tjGetErrorStr2(jpeg));
    tjDestroy(jpeg);
    free(pixels);
    picture.n = n;
    return picture;
}

static Picture
make_fields(int width, int height, int form, int sampling, int flags)
{
    const int channels = tjPixelSize[form];
    uint8_t *pixels = malloc((size_t)channels * (size_t)width * (size_t)height), *at = pixels;

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int i = 0; i < channels; i++)
                *at++ = i < 3 ? fields[2 * (y >= height / 2) + (x >= width / 2)][i] : 255;
    return compress(pixels, width, height, form, sampling, flags);
}

static Picture
make_noise(int side, uint32_t noise)
{
    const size_t n = 3 * (size_t)side * (size_t)side;
    uint8_t *pixels = malloc(n);

    for (size_t i = 0; i < n; i++)
        pixels[i] = (uint8_t)((noise = noise * 1664525u + 1013904223u) >> 24);
    return compress(pixels, side, side, TJPF_RGB, TJSAMP_444, 0);
}

static Picture
read_picture(const char *path)
{
    Picture picture = {malloc(LILT_MEDIA_PICTURE_BYTES + 1), 0};
    FILE *file = fopen(path, "rb");

    if (CHECK(file != NULL, "%s", path)) {
        picture.n = fread(picture.bytes, 1, LILT_MEDIA_PICTURE_BYTES + 1, file);
        fclose(file);
    }
    return picture;
}

/* A PNG of one colour ("red@0.5") in a form of libavutil's. */
static Picture
make_png(const char *colour, const char *size, const char *form)
{
    const char *path = temp_path("picture.png");
    char command[1024];

    if (system("command -v ffmpeg >/dev/null") != 0)
        SKIP("ffmpeg is not here");
    snprintf(command, sizeof command,
             "ffmpeg -nostdin -v error -y -f lavfi -i color=%s:s=%s,format=rgba -frames:v 1"
             " -pix_fmt %s '%s'",
             colour, size, form, path);
    CHECK(system(command) == 0, "%s", command);
    return read_picture(path);
}

/* ---- what has become of them ----------------------------------------------------------------- */

/* A JPEG within the bounds? Its pixel in the middle of field `i`, when asked for. */
static bool
is_cover(Picture picture, int width, int height, int i, uint8_t ret_rgb[3])
{
    tjhandle jpeg = tjInitDecompress();
    int w = 0, h = 0, sampling, space;
    bool well = CHECK(picture.n <= LILT_MEDIA_COVER_BYTES, "%zu bytes", picture.n) &&
                CHECK(tjDecompressHeader3(jpeg, picture.bytes, picture.n, &w, &h, &sampling,
                                          &space) == 0,
                      "%s", tjGetErrorStr2(jpeg)) &&
                CHECK(w == width && h == height, "%d x %d", w, h);

    if (well && ret_rgb != NULL) {
        uint8_t *pixels = malloc(3 * (size_t)w * (size_t)h);
        const size_t x = (size_t)(w / 4 + i % 2 * w / 2), y = (size_t)(h / 4 + i / 2 * h / 2);

        well = CHECK(tjDecompress2(jpeg, picture.bytes, picture.n, pixels, w, 0, h, TJPF_RGB, 0) ==
                         0,
                     "%s", tjGetErrorStr2(jpeg));
        memcpy(ret_rgb, pixels + 3 * (y * (size_t)w + x), 3);
        free(pixels);
    }
    tjDestroy(jpeg);
    return well;
}

/* Make a cover of it, which is freed; *ret_cover's bytes are NULL when it stays as it is. */
static LiltStatus
fit(Picture picture, Picture *ret_cover)
{
    const LiltStatus status = lilt_media_fit_cover(picture.bytes, picture.n, &ret_cover->bytes,
                                                   &ret_cover->n);

    free(picture.bytes);
    return status;
}

static bool
is_refused(Picture picture, const char *what)
{
    Picture cover = {NULL, 0};
    const LiltStatus status = fit(picture, &cover);

    free(cover.bytes);
    return CHECK(status == LILT_E_FORMAT && cover.bytes == NULL, "%s: %d", what, status);
}

static void
check_fields(Picture picture, int width, int height, const char *what)
{
    Picture cover = {NULL, 0};
    const LiltStatus status = fit(picture, &cover);

    REQUIRE(status == LILT_OK && cover.bytes != NULL, "%s: %d", what, status);
    for (int i = 0; i < 4; i++) {
        uint8_t rgb[3];

        if (is_cover(cover, width, height, i, rgb))
            for (int k = 0; k < 3; k++)
                CHECK_NEAR(fields[i][k], rgb[k], 6, "%s: field %d: %d %d %d", what, i, rgb[0],
                           rgb[1], rgb[2]);
    }
    free(cover.bytes);
}

/* ---- the tests ------------------------------------------------------------------------------- */

TEST(a_large_picture_becomes_a_small_one_of_the_same_form_and_colours)
{
    check_fields(make_fields(2000, 2000, TJPF_RGB, TJSAMP_420, 0), 640, 640, "square");
    check_fields(make_fields(1000, 2000, TJPF_RGB, TJSAMP_444, 0), 320, 640, "portrait");
    check_fields(make_fields(1281, 641, TJPF_RGB, TJSAMP_422, 0), 640, 320, "landscape, odd");
    check_fields(make_fields(1200, 900, TJPF_RGB, TJSAMP_420, TJFLAG_PROGRESSIVE), 640, 480,
                 "progressive");
    check_fields(make_fields(1200, 900, TJPF_CMYK, TJSAMP_444, 0), 640, 480, "CMYK");
    check_fields(make_fields(641, 641, TJPF_RGB, TJSAMP_420, 0), 640, 640, "hardly too large");
}

TEST(a_picture_without_colours_stays_without)
{
    Picture cover = {NULL, 0};
    uint8_t rgb[3];

    REQUIRE(fit(make_fields(1280, 1280, TJPF_RGB, TJSAMP_GRAY, 0), &cover) == LILT_OK, "grey");
    if (is_cover(cover, 640, 640, 0, rgb))
        CHECK(abs(rgb[0] - rgb[1]) <= 2 && abs(rgb[1] - rgb[2]) <= 2 && abs(rgb[0] - 82) <= 4,
              "%d %d %d", rgb[0], rgb[1], rgb[2]);
    free(cover.bytes);
}

TEST(a_ribbon_keeps_a_pixel_of_its_width)
{
    Picture cover = {NULL, 0};

    REQUIRE(fit(make_fields(20000, 8, TJPF_RGB, TJSAMP_444, 0), &cover) == LILT_OK, "a ribbon");
    is_cover(cover, 640, 1, 0, NULL);
    free(cover.bytes);
}

TEST(a_small_jpeg_stays_as_it_is)
{
    Picture cover = {NULL, 0};

    CHECK(fit(make_fields(640, 640, TJPF_RGB, TJSAMP_420, 0), &cover) == LILT_OK &&
              cover.bytes == NULL,
          "640 a side");
    CHECK(fit(make_fields(1, 1, TJPF_RGB, TJSAMP_420, 0), &cover) == LILT_OK && cover.bytes == NULL,
          "a single pixel");
}

TEST(a_cover_is_bounded_in_bytes_too)
{
    Picture noise = make_noise(600, 7), cover = {NULL, 0};

    CHECK(noise.n > LILT_MEDIA_COVER_BYTES, "%zu bytes to begin with", noise.n);
    REQUIRE(fit(noise, &cover) == LILT_OK && cover.bytes != NULL, "noise");
    is_cover(cover, 600, 600, 0, NULL);
    free(cover.bytes);
}

TEST(transparent_png_lies_on_white)
{
    static const struct {
        const char *colour, *size, *form;
        int width, height;
        uint8_t rgb[3];
    } pngs[] = {
        {"0xff0000@0.5", "900x300", "rgba", 640, 213, {255, 128, 128}},
        {"0x0000ff@0.0", "64x64", "rgba", 64, 64, {255, 255, 255}},
        {"0x00ff00@1.0", "1280x1280", "rgba64be", 640, 640, {0, 255, 0}},
        {"0x000000@0.5", "300x900", "ya8", 213, 640, {128, 128, 128}},
        {"0x102030@1.0", "700x700", "rgb24", 640, 640, {16, 32, 48}},
        {"0x102030@1.0", "700x700", "rgb48be", 640, 640, {16, 32, 48}},
        {"0xff00ff@1.0", "700x700", "pal8", 640, 640, {255, 0, 255}},
        {"0x808080@1.0", "700x700", "gray16be", 640, 640, {128, 128, 128}},
        {"0xffffff@1.0", "700x700", "monob", 640, 640, {255, 255, 255}},
    };

    for (size_t i = 0; i < sizeof pngs / sizeof *pngs; i++) {
        Picture cover = {NULL, 0};
        uint8_t rgb[3];

        if (!CHECK(fit(make_png(pngs[i].colour, pngs[i].size, pngs[i].form), &cover) == LILT_OK &&
                       cover.bytes != NULL,
                   "%s", pngs[i].form))
            continue;
        if (is_cover(cover, pngs[i].width, pngs[i].height, 0, rgb))
            for (int k = 0; k < 3; k++)
                CHECK_NEAR(pngs[i].rgb[k], rgb[k], 6, "%s %s: %d %d %d", pngs[i].form,
                           pngs[i].colour, rgb[0], rgb[1], rgb[2]);
        free(cover.bytes);
    }
}

TEST(what_is_no_picture_is_refused)
{
    static const char *const texts[] = {"", "\xff\xd8\xff", "\xff\xd8\xff\xe0", "\x89PNG\r\n\x1a\n",
                                        "words and more words"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        is_refused((Picture){(uint8_t *)strdup(texts[i]), strlen(texts[i])}, texts[i]);
    is_refused((Picture){calloc(1, LILT_MEDIA_PICTURE_BYTES + 1), LILT_MEDIA_PICTURE_BYTES + 1},
               "zeros");
    Picture jpeg = make_fields(1000, 1000, TJPF_RGB, TJSAMP_420, 0);

    jpeg.bytes = realloc(jpeg.bytes, LILT_MEDIA_PICTURE_BYTES + 1);
    memset(jpeg.bytes + jpeg.n, 0, LILT_MEDIA_PICTURE_BYTES + 1 - jpeg.n);
    jpeg.n = LILT_MEDIA_PICTURE_BYTES + 1;
    is_refused(jpeg, "too many bytes");
}

/* Whatever the bytes, a cover within the bounds or none. */
static void
check_any(Picture picture, const char *what, size_t i)
{
    Picture cover = {NULL, 0};
    const LiltStatus status = fit(picture, &cover);

    if (CHECK(status == LILT_OK || status == LILT_E_FORMAT, "%s %zu: %d", what, i, status) &&
        status == LILT_OK && cover.bytes != NULL) {
        Picture again = {NULL, 0};

        CHECK(fit(cover, &again) == LILT_OK && again.bytes == NULL, "%s %zu: a cover already", what,
              i);
        free(again.bytes);
    }
}

TEST(a_picture_cut_short_or_damaged_ends_nothing)
{
    Picture whole[] = {make_fields(800, 700, TJPF_RGB, TJSAMP_420, 0),
                       make_fields(700, 800, TJPF_RGB, TJSAMP_420, TJFLAG_PROGRESSIVE),
                       make_png("0x336699@0.7", "700x700", "rgba")};
    uint64_t seed = check_seed();

    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < (size_t)check_rounds(40); i++) {
            Picture picture = {malloc(whole[k].n), whole[k].n};

            memcpy(picture.bytes, whole[k].bytes, picture.n);
            for (int hit = 0; hit < 4 && i % 2 == 0; hit++) {
                seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                picture.bytes[(seed >> 33) % (hit < 2 ? 600 : picture.n)] = (uint8_t)(seed >> 25);
            }
            if (i % 2 != 0) {
                seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
                picture.n = (size_t)(seed >> 33) % picture.n;
            }
            check_any(picture, "picture", i);
        }
        free(whole[k].bytes);
    }
}

/* The head says more than 64 megapixels: nothing is decoded. */
TEST(a_huge_picture_is_refused_before_it_is_decoded)
{
    static const uint8_t sof[] = {0xff, 0xc0, 0, 17, 8};
    Picture jpeg = make_fields(64, 64, TJPF_RGB, TJSAMP_420, 0);
    Picture png = make_png("red", "64x64", "rgb24");
    struct rusage before, after;
    uint8_t *head = NULL;

    for (size_t i = 0; i + 9 < jpeg.n && head == NULL; i++)
        if (memcmp(jpeg.bytes + i, sof, sizeof sof) == 0)
            head = jpeg.bytes + i + sizeof sof;
    REQUIRE(head != NULL && memcmp(png.bytes + 12, "IHDR", 4) == 0, "heads");
    memcpy(head, "\xff\x00\xff\x00", 4);               /* 65280 x 65280 */
    memcpy(png.bytes + 16, "\0\0\x20\0\0\0\x20\0", 8); /* 8192 x 8192 */
    getrusage(RUSAGE_SELF, &before);
    is_refused(jpeg, "JPEG");
    is_refused(png, "PNG");
    getrusage(RUSAGE_SELF, &after);
    CHECK(after.ru_maxrss - before.ru_maxrss < 50000, "%ld KB more",
          after.ru_maxrss - before.ru_maxrss);
}

TEST_MAIN()
