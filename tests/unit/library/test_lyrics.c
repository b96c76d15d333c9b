/* Lyrics: what LRC says, what is no LRC, and bytes that are nothing at all. */
#include "check.h"
#include "lilt/library.h"

static LiltLyrics *
parse(const char *text)
{
    return lilt_lyrics_parse(text, strlen(text));
}

static void
check_line(LiltLyrics *lyrics, guint i, gint64 at_ms, const char *text)
{
    REQUIRE(lyrics != NULL && i < lilt_lyrics_get_n_lines(lyrics), "line %u", i);
    CHECK_TEXT(text, lilt_lyrics_get_line(lyrics, i));
    CHECK(lilt_lyrics_get_line_us(lyrics, i) == at_ms * 1000, "line %u at %" G_GINT64_FORMAT, i,
          lilt_lyrics_get_line_us(lyrics, i));
}

TEST(lrc_is_read_as_it_is_found_in_the_wild)
{
    g_autoptr(LiltLyrics) lyrics = parse("[ar:Somebody]\r\n[ti: A song ]\r\n\r\n"
                                         "[00:12.50] First line \r\n"
                                         "[01:02.5][00:20]  chorus\r\n"
                                         "[00:15.123]<00:15.12>word <00:15.80>by <00:16>word\r\n"
                                         "[00:17:25]\r\n"
                                         "a line without a time\r\n"
                                         "[100:00.00]late");

    REQUIRE(lyrics != NULL && lilt_lyrics_get_timed(lyrics), "timed");
    CHECK(lilt_lyrics_get_n_lines(lyrics) == 6, "%u lines", lilt_lyrics_get_n_lines(lyrics));
    check_line(lyrics, 0, 12500, "First line");
    check_line(lyrics, 1, 15123, "word by word");
    check_line(lyrics, 2, 17250, "");
    check_line(lyrics, 3, 20000, "chorus");
    check_line(lyrics, 4, 62500, "chorus");
    check_line(lyrics, 5, 6000000, "late");
}

TEST(an_offset_brings_the_words_sooner)
{
    g_autoptr(LiltLyrics) sooner = parse("[offset:+500]\n[00:00.20]a\n[00:02.00]b");
    g_autoptr(LiltLyrics) later = parse("[00:02.00]b\n[Offset: -250]");

    check_line(sooner, 0, 0, "a");
    check_line(sooner, 1, 1500, "b");
    check_line(later, 0, 2250, "b");
}

TEST(the_line_that_is_sung_is_found)
{
    g_autoptr(LiltLyrics) lyrics = parse("[00:01]a\n[00:02]b\n[00:02]b too\n[00:05]c");
    const struct {
        gint64 at_ms;
        int line;
    } cases[] = {{-5, -1},  {0, -1},   {999, -1}, {1000, 0},      {1999, 0},
                 {2000, 1}, {4999, 1}, {5000, 3}, {G_MAXINT32, 3}};

    REQUIRE(lyrics != NULL, "lyrics");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        CHECK(lilt_lyrics_find(lyrics, cases[i].at_ms * 1000) == cases[i].line, "%d ms: %d",
              (int)cases[i].at_ms, lilt_lyrics_find(lyrics, cases[i].at_ms * 1000));
}

TEST(plain_words_are_lines_without_times)
{
    g_autoptr(LiltLyrics) lyrics = parse("\n\n[by:me]\nOne [sic]\r\r  two\n\n");

    REQUIRE(lyrics != NULL && !lilt_lyrics_get_timed(lyrics), "plain");
    CHECK(lilt_lyrics_get_n_lines(lyrics) == 3, "%u lines", lilt_lyrics_get_n_lines(lyrics));
    check_line(lyrics, 0, 0, "One [sic]");
    check_line(lyrics, 1, 0, "");
    check_line(lyrics, 2, 0, "  two");
}

TEST(every_encoding_becomes_utf_8)
{
    static const char utf_16[] = "\xff\xfe[\0"
                                 "0\0:\0"
                                 "1\0]\0\x39\x26";
    g_autoptr(LiltLyrics) marked = parse("\xef\xbb\xbf[00:01]Ærø");
    g_autoptr(LiltLyrics) latin = parse("[00:01]\xc6r\xf8");
    g_autoptr(LiltLyrics) wide = lilt_lyrics_parse(utf_16, sizeof utf_16 - 1);

    check_line(marked, 0, 1000, "Ærø");
    check_line(latin, 0, 1000, "Ærø");
    check_line(wide, 0, 1000, "☹");
}

TEST(what_has_no_words_is_no_lyrics)
{
    static const char *const empty[] = {
        "", "\n \r\n", "[ti:x]\n[ar:y]", "[00:01]\n[00:02]  ", "\xef\xbb\xbf", "\xff\xfe"};

    for (gsize i = 0; i < G_N_ELEMENTS(empty); i++)
        CHECK(parse(empty[i]) == NULL, "case %d", (int)i);
}

/* Any bytes at all: lines are UTF-8, in order of time, within bounds. */
static void
check_sane(const char *bytes, gsize n)
{
    g_autoptr(LiltLyrics) lyrics = lilt_lyrics_parse(bytes, n);
    gint64 before_us = 0;

    for (guint i = 0; lyrics != NULL && i < lilt_lyrics_get_n_lines(lyrics); i++) {
        const char *line = lilt_lyrics_get_line(lyrics, i);
        const gint64 us = lilt_lyrics_get_line_us(lyrics, i);

        if (!g_utf8_validate(line, -1, NULL) || strchr(line, '\n') != NULL || us < before_us ||
            us > G_GINT64_CONSTANT(1000000) * 3600 * 200)
            CHECK(FALSE, "line %u of %u: %.80s", i, lilt_lyrics_get_n_lines(lyrics), line);
        before_us = us;
    }
}

TEST(hostile_bytes_do_no_harm)
{
    static const char pieces[] = "[]<>:.,-+\r\n 0123456789 offset: \xff\xfe\xef\xbb\xbf\xc3\0aZ";
    LiltRng rng = lilt_rng_new(check_seed(), 7);
    char bytes[600];
    GString *large = g_string_new(NULL);

    for (int round = check_rounds(20000); round > 0; round--) {
        const gsize n = lilt_rng_below(&rng, sizeof bytes);

        for (gsize i = 0; i < n; i++)
            bytes[i] = pieces[lilt_rng_below(&rng, sizeof pieces - 1)];
        check_sane(bytes, n);
    }
    check_sane("[99999999999999999999:99.9999999999]x", 37);
    check_sane("[offset:99999999999999999999]\n[00:01]x", 38);
    for (int i = 0; i < 100000; i++) /* one line, a hundred thousand times */
        g_string_append(large, "[00:01]");
    g_string_append(large, "x\n[00:02]y");
    check_sane(large->str, large->len);
    g_string_assign(large, "");
    for (int i = 0; i < 200000; i++)
        g_string_append(large, "[0:1]\n");
    check_sane(large->str, large->len);
    CHECK(large->len > 1000000, "more than is ever read");
    g_string_free(large, TRUE);
}

TEST_MAIN()
