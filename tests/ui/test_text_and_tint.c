/* Times and lengths as people read them; colours taken from a cover that can still be read. */
#include "check.h"
#include "text.h"
#include "tint.h"

TEST(times_are_read_as_people_read_them)
{
    const struct {
        gint64 s;
        const char *text, *spoken;
    } table[] = {{0, "0:00", "0 seconds"},
                 {1, "0:01", "1 second"},
                 {227, "3:47", "3 minutes 47 seconds"},
                 {3729, "1:02:09", "62 minutes 9 seconds"}};

    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *text = lilt_text_time(table[i].s * G_USEC_PER_SEC);
        g_autofree char *spoken = lilt_text_spoken_time(table[i].s * G_USEC_PER_SEC);

        CHECK_TEXT(table[i].text, text);
        CHECK_TEXT(table[i].spoken, spoken);
    }
    g_autofree char *unknown = lilt_text_time(-1);
    g_autofree char *short_length = lilt_text_length(58 * 60000);
    g_autofree char *long_length = lilt_text_length(151 * 60000);
    g_autofree char *one = lilt_text_songs(1);

    CHECK_TEXT("–:––", unknown);
    CHECK_TEXT("58 min", short_length);
    CHECK_TEXT("2 h 31 min", long_length);
    CHECK_TEXT("1 song", one);
}

TEST(contrast_is_that_of_wcag)
{
    const GdkRGBA black = {0, 0, 0, 1}, white = {1, 1, 1, 1}, grey = {0.5f, 0.5f, 0.5f, 1};

    CHECK_NEAR(21, lilt_tint_contrast(&black, &white), 1e-6, "black and white");
    CHECK_NEAR(3.98, lilt_tint_contrast(&grey, &white), 0.01, "middle grey and white");
    CHECK_NEAR(1, lilt_tint_contrast(&white, &white), 1e-6, "the same");
}

/* A cover of two hues, one above the other. */
static GdkPixbuf *
new_cover(guint32 top, guint32 bottom)
{
    GdkPixbuf *cover = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, 32, 32);
    g_autoptr(GdkPixbuf) half = gdk_pixbuf_new_subpixbuf(cover, 0, 16, 32, 16);

    gdk_pixbuf_fill(cover, top);
    gdk_pixbuf_fill(half, bottom);
    return cover;
}

TEST(any_cover_leaves_text_that_can_be_read)
{
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    const GdkRGBA white = {1, 1, 1, 1};

    for (int i = 0; i < 400; i++) {
        const guint32 top = lilt_rng_u32(&rng), bottom = lilt_rng_u32(&rng);
        g_autoptr(GdkPixbuf) cover = new_cover(top, bottom);
        LiltTintColours c;

        if (!lilt_tint_find(cover, i % 2 == 1, &c))
            continue;
        CHECK(lilt_tint_contrast(&white, &c.accent_fill) >= 4.5, "%08x %08x: white on the accent",
              top, bottom);
        CHECK(lilt_tint_contrast(&c.accent, &c.ground_a) >= 4.5, "%08x %08x: accent on ground a",
              top, bottom);
        CHECK(lilt_tint_contrast(&c.accent, &c.ground_b) >= 4.5, "%08x %08x: accent on ground b",
              top, bottom);
    }
}

TEST(a_yellow_cover_in_the_dark_is_amber_not_olive)
{
    g_autoptr(GdkPixbuf) yellow = new_cover(0xf0d000ff, 0x202020ff);
    LiltTintColours colours;

    REQUIRE(lilt_tint_find(yellow, TRUE, &colours), "it tints");
    CHECK(colours.ground_a.green < colours.ground_a.red * 0.9f, "red %f, green %f",
          (double)colours.ground_a.red, (double)colours.ground_a.green);
    REQUIRE(lilt_tint_find(yellow, FALSE, &colours), "it tints in the light");
    CHECK(colours.ground_a.green > colours.ground_a.red * 0.95f, "there it is yellow");
}

TEST(a_grey_cover_does_not_tint)
{
    g_autoptr(GdkPixbuf) grey = new_cover(0x808080ff, 0x202020ff);
    g_autoptr(GdkPixbuf) red = new_cover(0xc02020ff, 0x202020ff);
    LiltTintColours colours;

    CHECK(!lilt_tint_find(grey, FALSE, &colours), "grey");
    REQUIRE(lilt_tint_find(red, FALSE, &colours), "half red");
    CHECK(colours.accent_fill.red > 2 * colours.accent_fill.blue, "the accent is red");
}

TEST_MAIN()
