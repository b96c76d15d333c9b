/* Music files as they are and as they ought not to be. Ogg files come from packages; the other
 * kinds, with a cover, are made of them by ffmpeg. */
#include "check.h"
#include "lilt/media.h"
#include "tracks.h"

#include <sys/stat.h>
#include <unistd.h>

TEST(a_tagged_ogg_is_read)
{
    LiltMedia *media = open_media(a_track());
    LiltDiag diag = {""};
    uint64_t number = 0;
    float *pcm = NULL;
    double power = 0;
    size_t n = 0;

    REQUIRE(media != NULL, "open");
    const LiltMediaTags *tags = lilt_media_get_tags(media);

    CHECK_TEXT("Alex Almarza", tags->artist);
    CHECK_TEXT("Amoebax", tags->album);
    CHECK_TEXT("soundtrack", tags->genre);
    CHECK(tags->title[0] != '\0', "a title");
    CHECK(tags->duration_ms > 50000 && tags->duration_ms < 100000, "%lld ms",
          (long long)tags->duration_ms);
    CHECK(lilt_media_fingerprint(media, &diag, &number) == LILT_OK && number != 0, "%s", diag.text);
    REQUIRE(lilt_media_decode(media, 10, &diag, &pcm, &n) == LILT_OK, "%s", diag.text);
    CHECK(n == 10 * LILT_MEDIA_RATE_HZ, "%zu samples", n);
    for (size_t i = 0; i < n; i++) {
        power += (double)pcm[i] * (double)pcm[i];
        if (!(fabsf(pcm[i]) < 2.0f))
            CHECK(false, "sample %zu is %f", i, (double)pcm[i]);
    }
    CHECK(sqrt(power / (double)n) > 0.01, "it is not silence");
    free(pcm);
    lilt_media_close(media);
}

TEST(every_kind_gives_tags_cover_and_sound)
{
    static const struct {
        const char *name, *codec;
        bool cover;
    } kinds[] = {
        {"k.flac", "flac", true},   {"k.mp3", "libmp3lame -b:a 128k", true},
        {"k.m4a", "aac", true},     {"k.opus", "libopus", false},
        {"k.wv", "wavpack", false},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        LiltMedia *media = open_media(make_file(kinds[i].name, kinds[i].codec));
        const uint8_t *bytes = NULL;
        const char *suffix = "";
        float *pcm = NULL;
        size_t n = 0;
        LiltDiag diag = {""};

        REQUIRE(media != NULL, "%s", kinds[i].name);
        const LiltMediaTags *tags = lilt_media_get_tags(media);

        CHECK_TEXT("Nåme", tags->title);
        CHECK_TEXT("Somebody", tags->artist);
        CHECK_TEXT("All", tags->album_artist);
        CHECK_TEXT("An Album", tags->album);
        CHECK_TEXT("Trip Hop", tags->genre);
        CHECK(tags->track == 3 && tags->disc == 2 && tags->year == 2009, "%s: %d %d %d",
              kinds[i].name, tags->track, tags->disc, tags->year);
        CHECK_NEAR(20000, tags->duration_ms, 100, "%s", kinds[i].name);
        CHECK(lilt_media_get_cover(media, &bytes, &n, &suffix) == kinds[i].cover, "%s: cover",
              kinds[i].name);
        if (kinds[i].cover) {
            CHECK_TEXT(".jpg", suffix);
            CHECK(n > 100 && bytes[0] == 0xff && bytes[1] == 0xd8, "%s: a JPEG", kinds[i].name);
        }
        CHECK(lilt_media_decode(media, 30, &diag, &pcm, &n) == LILT_OK, "%s", diag.text);
        CHECK_NEAR(20 * LILT_MEDIA_RATE_HZ, n, 0.1 * LILT_MEDIA_RATE_HZ, "%s: %zu samples",
                   kinds[i].name, n);
        free(pcm);
        lilt_media_close(media);
    }
}

/* The ID3v2 tag that the mp3 file begins with, behind the sound of the WAV file as its last chunk.
 */
static void
lay_tag_into_wav(const char *mp3, const char *wav)
{
    FILE *from = fopen(mp3, "rb"), *to = fopen(wav, "r+b");
    static uint8_t tag[65536];
    uint8_t size[8];

    REQUIRE(from != NULL && to != NULL && fread(tag, 1, 10, from) == 10, "%s, %s", mp3, wav);
    const size_t n = 10 +
                     ((size_t)tag[6] << 21 | (size_t)tag[7] << 14 | (size_t)tag[8] << 7 | tag[9]);

    REQUIRE(n <= sizeof tag && fread(tag + 10, 1, n - 10, from) == n - 10, "%zu bytes", n);
    fclose(from);
    REQUIRE(fseek(to, 0, SEEK_END) == 0 && ftell(to) % 2 == 0, "%s", wav);
    memcpy(size, "id3 ", 4);
    for (int i = 0; i < 4; i++)
        size[4 + i] = (uint8_t)(n >> 8 * i);
    fwrite(size, 1, 8, to);
    fwrite(tag, 1, n + n % 2, to);
    const size_t riff = (size_t)ftell(to) - 8;

    for (int i = 0; i < 4; i++)
        size[i] = (uint8_t)(riff >> 8 * i);
    REQUIRE(fseek(to, 4, SEEK_SET) == 0 && fwrite(size, 1, 4, to) == 4 && fclose(to) == 0, "%s",
            wav);
}

TEST(the_picture_in_a_wav_file_is_its_cover)
{
    const char *mp3 = make_file("p.mp3", "libmp3lame -b:a 128k");
    const char *wav = make_file("p.wav", "pcm_s16le");
    const uint8_t *bytes = NULL;
    const char *suffix = "";
    size_t n = 0;
    LiltMedia *media = open_media(wav);

    REQUIRE(media != NULL, "%s", wav);
    CHECK(!lilt_media_get_cover(media, &bytes, &n, &suffix), "none yet");
    lilt_media_close(media);
    lay_tag_into_wav(mp3, wav);
    media = open_media(wav);
    REQUIRE(media != NULL, "%s", wav);
    CHECK(lilt_media_get_cover(media, &bytes, &n, &suffix), "a cover");
    CHECK_TEXT(".jpg", suffix);
    CHECK(n > 100 && bytes[0] == 0xff && bytes[1] == 0xd8, "a JPEG of %zu bytes", n);
    CHECK_TEXT("Nåme", lilt_media_get_tags(media)->title);
    lilt_media_close(media);
}

/* What marks an album by several artists, where none is named as its artist. */
TEST(a_compilation_is_by_various_artists)
{
    static const char *const kinds[][3] = {
        {"c.mp3", "libmp3lame", "TCMP"},    {"c.m4a", "aac", "compilation"},
        {"c.flac", "flac", "COMPILATION"},  {"c.opus", "libopus", "COMPILATION"},
        {"c.wv", "wavpack", "Compilation"},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *first = make_file("whole.wav", "pcm_s16le"), *path = temp_path(kinds[i][0]);

        for (int mark = 0; mark < 2; mark++) {
            char command[1024];

            snprintf(command, sizeof command,
                     "ffmpeg -nostdin -v error -y -i '%s' -t 2 -c:a %s -metadata artist=Somebody"
                     " -metadata album='An Album' -metadata %s=%d '%s'",
                     first, kinds[i][1], kinds[i][2], mark, path);
            REQUIRE(system(command) == 0, "%s", command);
            LiltMedia *media = open_media(path);

            REQUIRE(media != NULL, "%s", path);
            CHECK_TEXT(mark ? "Various Artists" : "", lilt_media_get_tags(media)->album_artist);
            lilt_media_close(media);
        }
    }
}

TEST(a_fingerprint_survives_new_tags_and_tells_tracks_apart)
{
    static const struct {
        const char *name, *tagged, *codec, *options;
    } kinds[] = {
        {"f.flac", "g.flac", "flac", ""},
        /* without an index its duration is a guess from its size */
        {"f.mp3", "g.mp3", "libmp3lame -b:a 128k -write_xing 0", "-write_xing 0 -write_id3v1 1"},
    };

    for (size_t i = 0; i < 2; i++) {
        const char *first = make_file(kinds[i].name, kinds[i].codec);
        const char *tagged = temp_path(kinds[i].tagged);
        char command[1024];

        snprintf(command, sizeof command,
                 "ffmpeg -nostdin -v error -y -i '%s' -map 0:a -c copy %s"
                 " -metadata title='Another one' -metadata comment='new' '%s'",
                 first, kinds[i].options, tagged);
        REQUIRE(system(command) == 0, "%s", command);
        CHECK(fingerprint(first) == fingerprint(tagged), "the same sound");
        CHECK(fingerprint(first) != fingerprint(a_track()), "another sound");
    }
}

/* An ID3v2 tag without frames in front of what it does not belong to. */
TEST(what_lies_behind_a_tag_is_found)
{
    static const char *const kinds[][2] = {{"b.flac", "flac"}, {"b.aac", "aac"}};

    for (size_t i = 0; i < 2; i++) {
        const char *bare = make_file(kinds[i][0], kinds[i][1]);
        const char *behind = temp_path(i == 0 ? "behind.flac" : "behind.aac");
        char command[1024];
        LiltMedia *media;

        snprintf(command, sizeof command,
                 "{ printf 'ID3\\4\\0\\0\\0\\0\\1\\0'; head -c 128 /dev/zero; cat '%s'; } > '%s'",
                 bare, behind);
        REQUIRE(system(command) == 0, "%s", command);
        media = open_media(behind);
        REQUIRE(media != NULL, "%s", behind);
        CHECK_NEAR(20000, lilt_media_get_tags(media)->duration_ms, 2000, "%s", behind);
        lilt_media_close(media);
        CHECK(fingerprint(behind) != 0, "%s", behind);
    }
}

static void
write_bytes(const char *path, const char *from, long n)
{
    char command[2048];

    if (from == NULL) {
        FILE *file = fopen(path, "w");

        REQUIRE(file != NULL, "%s", path);
        for (long i = 0; i < n; i++)
            fputs("Dear diary, today I was a text file.\n", file);
        fclose(file);
        return;
    }
    snprintf(command, sizeof command, "head -c %ld '%s' > '%s'", n, from, path);
    CHECK(system(command) == 0, "%s", command);
}

static void
check_refused(const char *path, LiltStatus want)
{
    LiltMedia *media = NULL;
    LiltDiag diag = {""};
    const LiltStatus status = lilt_media_open(path, &diag, &media);

    CHECK(status == want, "%s: %s", path, lilt_status_name(status));
    CHECK(media == NULL && strncmp(diag.text, path, strlen(path)) == 0 &&
              strlen(diag.text) > strlen(path) + 5,
          "named, with a reason: %s", diag.text);
    lilt_media_close(media);
}

TEST(what_is_no_music_is_refused_by_name)
{
    const char *text = temp_path("text.ogg"), *empty = temp_path("empty.mp3");
    const char *pipe = temp_path("pipe.mp3"), *list = temp_path("list.mp3");
    FILE *file;

    write_bytes(text, NULL, 500);
    write_bytes(empty, NULL, 0);
    check_refused(text, LILT_E_FORMAT);
    check_refused(empty, LILT_E_FORMAT);
    check_refused("/nowhere/x.ogg", LILT_E_ABSENT);
    check_refused(check_temp_dir(), LILT_E_FORMAT);
    REQUIRE(mkfifo(pipe, 0600) == 0, "pipe");
    check_refused(pipe, LILT_E_FORMAT);
    file = fopen(list, "w"); /* a list of streams must lead nowhere */
    REQUIRE(file != NULL, "list");
    fputs("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n", file);
    fclose(file);
    check_refused(list, LILT_E_FORMAT);
}

TEST(of_a_cut_file_what_can_be_read_counts)
{
    const char *whole = make_file("whole.mp3", "libmp3lame -b:a 128k");
    const char *cut = temp_path("cut.mp3");
    LiltMedia *media;
    LiltDiag diag = {""};
    float *pcm = NULL;
    size_t n = 0;

    write_bytes(cut, whole, 64000); /* of about 320 KB */
    media = open_media(cut);
    REQUIRE(media != NULL, "open");
    CHECK_TEXT("Nåme", lilt_media_get_tags(media)->title);
    CHECK(lilt_media_decode(media, 2, &diag, &pcm, &n) == LILT_OK, "%s", diag.text);
    CHECK(n == 2 * LILT_MEDIA_RATE_HZ, "%zu samples", n);
    free(pcm);
    lilt_media_close(media);

    write_bytes(cut, whole, 30); /* inside the tags */
    check_refused(cut, LILT_E_FORMAT);
}

TEST_MAIN()
