/* Records survive the pipe, whatever is in their texts, and garbage on it is told. */
#include "check.h"
#include "lilt/scan.h"

static char wire[65536];

/* What the helper writes for the record, in `wire`. */
static void
write_wire(const LiltScanRecord *record)
{
    FILE *out = fmemopen(wire, sizeof wire, "w");

    REQUIRE(out != NULL, "memory");
    lilt_scan_write_begin(out, record->path);
    lilt_scan_write_record(out, record);
    fclose(out);
}

/* Feed `wire` line by line; the record that comes out, or NULL. */
static const LiltScanRecord *
read_wire(LiltScanReader *reader)
{
    const LiltScanRecord *record = NULL;

    for (char *line = wire; *line != '\0' && record == NULL;) {
        char *end = strchr(line, '\n');

        if (!CHECK(end != NULL, "a line has an end"))
            return NULL;
        *end = '\0';
        if (!CHECK(lilt_scan_reader_line(reader, line, &record) == LILT_OK, "line \"%s\"", line))
            return NULL;
        line = end + 1;
    }
    return record;
}

TEST(a_record_comes_out_as_it_went_in)
{
    const LiltScanRecord sent = {.path = "/m/new\nline \\n \xff.ogg",
                                 .title = "end",
                                 .artist = "back\\slash\r\n",
                                 .album_artist = "",
                                 .album = " ",
                                 .genre = "begin x",
                                 .disc = 1,
                                 .track = 99,
                                 .year = 1999,
                                 .duration_ms = 123456789012,
                                 .fingerprint = UINT64_MAX,
                                 .cover = "0123.jpg",
                                 .analyser = 3,
                                 .tempo_bpm = 120.5f,
                                 .loudness_lufs = -14.25f,
                                 .energy = 0.5f,
                                 .brightness = 0.125f,
                                 .point = {-0.75f, 0.25f},
                                 .mode = -0.125f,
                                 .words = -0.5f};
    LiltScanReader *reader = lilt_scan_reader_new();
    const LiltScanRecord *got;

    REQUIRE(reader != NULL, "memory");
    for (int round = 0; round < 2; round++) {
        write_wire(&sent);
        got = read_wire(reader);
        REQUIRE(got != NULL, "a record");
        CHECK_TEXT(sent.path, got->path);
        CHECK_TEXT(sent.title, got->title);
        CHECK_TEXT(sent.artist, got->artist);
        CHECK_TEXT(sent.album, got->album);
        CHECK_TEXT(sent.genre, got->genre);
        CHECK_TEXT(sent.cover, got->cover);
        CHECK(got->why == NULL && got->disc == 1 && got->track == 99 && got->year == 1999 &&
                  got->duration_ms == sent.duration_ms && got->fingerprint == UINT64_MAX &&
                  got->analyser == 3,
              "whole numbers");
        CHECK(got->tempo_bpm == 120.5f && got->loudness_lufs == -14.25f && got->energy == 0.5f &&
                  got->brightness == 0.125f && got->mode == -0.125f && got->words == -0.5f &&
                  got->point.valence == -0.75f && got->point.arousal == 0.25f,
              "reals");
    }
    lilt_scan_reader_free(reader);
}

TEST(a_failure_carries_its_reason_and_nothing_of_the_file_before)
{
    LiltScanReader *reader = lilt_scan_reader_new();
    const LiltScanRecord *got = NULL;

    REQUIRE(reader != NULL, "memory");
    CHECK(lilt_scan_reader_line(reader, "begin /m/1.ogg", &got) == LILT_OK && got == NULL, "begin");
    CHECK(lilt_scan_reader_line(reader, "title One", &got) == LILT_OK, "title");
    CHECK(lilt_scan_reader_line(reader, "end", &got) == LILT_OK && got != NULL, "end");
    CHECK(lilt_scan_reader_line(reader, "begin /m/2.ogg", &got) == LILT_OK, "begin");
    CHECK(lilt_scan_reader_line(reader, "colour green", &got) == LILT_OK, "not known: passed over");
    CHECK(lilt_scan_reader_line(reader, "failed cut\\nshort", &got) == LILT_OK && got != NULL,
          "failed");
    REQUIRE(got != NULL, "a record");
    CHECK_TEXT("/m/2.ogg", got->path);
    CHECK_TEXT("cut\nshort", got->why);
    CHECK_TEXT("", got->title);
    lilt_scan_reader_free(reader);
}

TEST(what_the_helper_does_not_write_is_told)
{
    LiltScanReader *reader = lilt_scan_reader_new();
    const LiltScanRecord *got = NULL;

    REQUIRE(reader != NULL, "memory");
    CHECK(lilt_scan_reader_line(reader, "title One", &got) == LILT_E_FORMAT, "before any file");
    CHECK(lilt_scan_reader_line(reader, "begin /m/1.ogg", &got) == LILT_OK, "begin");
    CHECK(lilt_scan_reader_line(reader, "track three", &got) == LILT_E_FORMAT, "no number");
    CHECK(lilt_scan_reader_line(reader, "track ", &got) == LILT_E_FORMAT, "nothing");
    CHECK(lilt_scan_reader_line(reader, "year -5", &got) == LILT_OK, "absurd, taken for 0");
    CHECK(lilt_scan_reader_line(reader, "end", &got) == LILT_OK && got != NULL && got->year == 0,
          "end");
    lilt_scan_reader_free(reader);
    lilt_scan_reader_free(NULL);
}

TEST_MAIN()
