/* Changing tags: the new ones are there, the sound and everything else is as it was, and where
 * something goes wrong the file is untouched. Lyrics out of tags. */
#include "check.h"
#include "lilt/media.h"
#include "tracks.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
    const char *name, *codec;
    bool cover;
} kinds[] = {
    {"r.flac", "flac", true},      {"r.mp3", "libmp3lame -b:a 128k", true},
    {"r.m4a", "aac", true},        {"r.opus", "libopus", false},
    {"r.wv", "wavpack", false},    {"r.ogg", "libvorbis", false},
    {"r.wav", "pcm_s16le", false},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

/* Nothing but music lies in the test's folder. */
static void
check_no_draft(void)
{
    DIR *folder = opendir(check_temp_dir());

    REQUIRE(folder != NULL, "folder");
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        CHECK(strncmp(entry->d_name, ".lilt", 5) != 0, "%s is left", entry->d_name);
    closedir(folder);
}

static void
retag(const char *path, const LiltMediaTexts *change, LiltMediaTexts *ret_before)
{
    LiltDiag diag = {""};

    CHECK(lilt_media_retag(path, change, "test", &diag, ret_before) == LILT_OK, "%s", diag.text);
    check_no_draft();
}

TEST(every_kind_takes_new_tags_and_keeps_its_sound_and_cover)
{
    LiltMediaTexts change = {.text = {[LILT_TAG_TITLE] = "Ænother ☂",
                                      [LILT_TAG_ARTIST] = "One\nTwo",
                                      [LILT_TAG_ALBUM] = "An Album",
                                      [LILT_TAG_ALBUM_ARTIST] = "Various",
                                      [LILT_TAG_GENRE] = "Dub",
                                      [LILT_TAG_TRACK] = "7",
                                      [LILT_TAG_DISC] = "1/2",
                                      [LILT_TAG_YEAR] = "1999"}};

    for (size_t i = 0; i < N_KINDS; i++) {
        const char *path = make_file(kinds[i].name, kinds[i].codec);
        const uint64_t before = fingerprint(path);
        LiltMediaTexts was = {{NULL}};
        const uint8_t *picture;
        const char *suffix;
        size_t n;

        retag(path, &change, &was);
        LiltMedia *media = open_media(path);

        REQUIRE(media != NULL && was.text[LILT_TAG_TITLE] != NULL, "%s", path);
        const LiltMediaTags *tags = lilt_media_get_tags(media);

        CHECK_TEXT("Ænother ☂", tags->title);
        CHECK(strstr(tags->artist, "One") != NULL, "%s: %s", path, tags->artist);
        CHECK_TEXT("Various", tags->album_artist);
        CHECK_TEXT("Dub", tags->genre);
        CHECK(tags->track == 7 && tags->disc == 1 && tags->year == 1999, "%s: %d %d %d", path,
              tags->track, tags->disc, tags->year);
        CHECK(lilt_media_get_cover(media, &picture, &n, &suffix) == kinds[i].cover, "%s: cover",
              path);
        lilt_media_close(media);
        CHECK(fingerprint(path) == before, "%s: the same sound", path);
        lilt_media_texts_clear(&was);
    }
}

TEST(what_was_there_can_be_put_back_to_the_letter)
{
    LiltMediaTexts change = {.text = {[LILT_TAG_TRACK] = "4", [LILT_TAG_YEAR] = ""}};
    const char *path = make_file("back.flac", "flac");
    LiltMediaTexts was = {{NULL}}, then = {{NULL}};

    retag(path, &change, &was);
    CHECK(was.text[LILT_TAG_TITLE] == NULL, "what was not changed is not told");
    REQUIRE(was.text[LILT_TAG_TRACK] != NULL && was.text[LILT_TAG_YEAR] != NULL, "told");
    CHECK_TEXT("3/12", was.text[LILT_TAG_TRACK]);
    CHECK_TEXT("2009-05-01", was.text[LILT_TAG_YEAR]);
    retag(path, &was, &then);
    REQUIRE(then.text[LILT_TAG_TRACK] != NULL && then.text[LILT_TAG_YEAR] != NULL, "told");
    CHECK_TEXT("4", then.text[LILT_TAG_TRACK]);
    CHECK_TEXT("", then.text[LILT_TAG_YEAR]);
    lilt_media_texts_clear(&was);
    lilt_media_texts_clear(&then);
    retag(path, &change, &was);
    CHECK_TEXT("3/12", was.text[LILT_TAG_TRACK]);
    lilt_media_texts_clear(&was);
}

static long
size_of(const char *path)
{
    struct stat info = {0};

    CHECK(stat(path, &info) == 0, "%s", path);
    return (long)info.st_size;
}

/* Refused, with a reason that names the file, which stays as it was. */
static void
check_refused(const char *path, LiltStatus want)
{
    LiltMediaTexts change = {.text = {[LILT_TAG_TITLE] = "No"}}, was = {{NULL}};
    const long size = size_of(path);
    LiltDiag diag = {""};
    const LiltStatus status = lilt_media_retag(path, &change, "test", &diag, &was);

    CHECK(status == want, "%s: %s (%s)", path, lilt_status_name(status), diag.text);
    CHECK(strstr(diag.text, strrchr(path, '/')) != NULL, "named: %s", diag.text);
    CHECK(was.text[LILT_TAG_TITLE] == NULL, "nothing to put back");
    CHECK(size_of(path) == size, "%s is as it was", path);
    check_no_draft();
}

TEST(a_file_that_may_not_or_cannot_be_changed_stays_as_it_was)
{
    const char *locked = make_file("locked.flac", "flac"), *text = temp_path("text.flac");
    const char *other = temp_path("other.txt");
    FILE *file = fopen(text, "w");

    REQUIRE(file != NULL, "%s", text);
    fputs("no music at all\n", file);
    fclose(file);
    REQUIRE(link(text, other) == 0, "%s", other);
    CHECK(chmod(locked, 0444) == 0, "%s", locked);
    check_refused(locked, LILT_E_DENIED);
    check_refused(text, LILT_E_UNSUPPORTED);
    check_refused(other, LILT_E_UNSUPPORTED);
}

/* A year that is no number is none for the library. */
TEST(a_tag_that_would_not_be_found_again_is_refused)
{
    LiltMediaTexts year = {.text = {[LILT_TAG_YEAR] = "long ago"}}, was;
    const char *path = make_file("r.flac", "flac");
    LiltDiag diag = {""};

    CHECK(lilt_media_retag(path, &year, "test", &diag, &was) == LILT_E_UNSUPPORTED &&
              strstr(diag.text, "year") != NULL,
          "%s", diag.text);
    check_no_draft();
    LiltMedia *media = open_media(path);

    REQUIRE(media != NULL, "%s", path);
    CHECK(lilt_media_get_tags(media)->year == 2009, "it is as it was");
    lilt_media_close(media);
}

/* A disk that is full is played by a limit on the size of files: half way, and just before the end.
 */
TEST(where_there_is_no_room_the_file_stays_as_it_was)
{
    const char *path = make_file("full.flac", "flac");
    const long size = size_of(path);
    const long limits[] = {size / 2, size - 1, size + 100};
    const uint64_t before = fingerprint(path);

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const pid_t child = fork();
        int status = -1;

        if (child == 0) {
            const struct rlimit limit = {(rlim_t)limits[i], (rlim_t)limits[i]};
            char title[60000];
            LiltMediaTexts change = {.text = {[LILT_TAG_TITLE] = title}}, was;
            LiltDiag diag = {""};

            memset(title, 'x', sizeof title);
            title[sizeof title - 1] = '\0';
            setrlimit(RLIMIT_FSIZE, &limit);
            _exit(lilt_media_retag(path, &change, "test", &diag, &was) == LILT_E_IO &&
                          strstr(diag.text, path) != NULL
                      ? 0
                      : 1);
        }
        CHECK(waitpid(child, &status, 0) == child && status == 0, "limit %ld: %d", limits[i],
              status);
        CHECK(size_of(path) == size && fingerprint(path) == before, "limit %ld", limits[i]);
        check_no_draft();
    }
}

TEST(a_link_stays_a_link)
{
    const char *path = make_file("linked.ogg", "libvorbis"), *name = temp_path("link.ogg");
    LiltMediaTexts change = {.text = {[LILT_TAG_TITLE] = "Behind"}}, was = {{NULL}};
    struct stat info;

    REQUIRE(name != NULL && symlink(path, name) == 0, "a link to %s", path);
    retag(name, &change, &was);
    lilt_media_texts_clear(&was);
    CHECK(lstat(name, &info) == 0 && S_ISLNK(info.st_mode), "%s", name);
    LiltMedia *media = open_media(path);

    REQUIRE(media != NULL, "%s", path);
    CHECK_TEXT("Behind", lilt_media_get_tags(media)->title);
    lilt_media_close(media);
}

/* ---- lyrics ---------------------------------------------------------------------------------- */

/* Put an ID3v2.3 tag with one frame before the sound of an mp3 file. */
static const char *
make_mp3_with(const char *name, const char *frame_id, const void *body, size_t n)
{
    const char *sound = make_file("bare.mp3", "libmp3lame -b:a 128k"), *path = temp_path(name);
    const size_t all = n + 10;
    char command[2048];
    FILE *file = fopen(path, "w");

    CHECK(file != NULL && n < 120 * 120, "%s", path);
    fprintf(file, "ID3%c%c%c%c%c%c%c", 3, 0, 0, 0, 0, (int)(all >> 7), (int)(all & 0x7f));
    fprintf(file, "%s%c%c%c%c%c%c", frame_id, 0, 0, (int)(n >> 8), (int)(n & 0xff), 0, 0);
    fwrite(body, 1, n, file);
    fclose(file);
    snprintf(command, sizeof command,
             "ffmpeg -nostdin -v error -i '%s' -map 0:a -c copy -map_metadata -1 -id3v2_version 0"
             " -f mp3 - >> '%s'",
             sound, path);
    CHECK(system(command) == 0, "%s", command);
    return path;
}

static void
check_lyrics(const char *path, const char *want)
{
    LiltDiag diag = {""};
    char *text = NULL;

    REQUIRE(lilt_media_dup_lyrics(path, &diag, &text) == LILT_OK, "%s", diag.text);
    CHECK_TEXT(want, text);
    free(text);
}

TEST(lyrics_of_every_kind_of_tag_are_read)
{
    static const char uslt[] = "\0engnotes\0Øne line\nanother"; /* latin-1 below */
    static const char sylt[] = "\0eng\2\1\0First\0\0\0\3\350Second\0\0\1\21\160";
    static const char parts[] = "\0eng\2\1\0Fi\0\0\0\3\350rst\0\0\0\4\0\nSecond\0\0\1\21\160";
    char latin[sizeof uslt];
    LiltDiag diag = {""};
    char command[2048], *text = NULL;

    memcpy(latin, uslt, sizeof uslt);
    latin[10] = (char)0xd8; /* Ø, one byte where the source has two */
    memmove(latin + 11, uslt + 12, sizeof uslt - 12);
    check_lyrics(make_mp3_with("uslt.mp3", "USLT", latin, sizeof uslt - 2), "Øne line\nanother");
    check_lyrics(make_mp3_with("sylt.mp3", "SYLT", sylt, sizeof sylt - 1),
                 "\n[0:01.000]First\n[1:10.000]Second");
    check_lyrics(make_mp3_with("parts.mp3", "SYLT", parts, sizeof parts - 1),
                 "\n[0:01.000]First\n[1:10.000]Second");

    const char *bare = make_file("bare.flac", "flac"), *sung = temp_path("sung.flac");

    CHECK(lilt_media_dup_lyrics(bare, &diag, &text) == LILT_E_ABSENT, "none in %s", bare);
    snprintf(
        command, sizeof command,
        "ffmpeg -nostdin -v error -i '%s' -map 0:a -c copy -metadata LYRICS='[00:01.00]La' '%s'",
        bare, sung);
    REQUIRE(system(command) == 0, "%s", command);
    check_lyrics(sung, "[00:01.00]La");
    sung = temp_path("sung.m4a");
    snprintf(
        command, sizeof command,
        "ffmpeg -nostdin -v error -i '%s' -map 0:a -c:a aac -metadata lyrics='Plain words' '%s'",
        bare, sung);
    REQUIRE(system(command) == 0, "%s", command);
    check_lyrics(sung, "Plain words");
}

/* Cut anywhere, and with a byte turned at each place of the tag: no crash, whatever is said. */
TEST(hostile_lyrics_only_fail)
{
    static const char sylt[] = "\0eng\2\1\0First\0\0\0\3\350Second\0\0\1\21\160";
    const char *path = make_mp3_with("hostile.mp3", "SYLT", sylt, sizeof sylt - 1);
    enum { TAG_BYTES = 20 + sizeof sylt - 1 };

    for (int at = 0; at < TAG_BYTES; at++)
        for (int turn = 0; turn < 2; turn++) {
            FILE *file = fopen(path, "r+");
            char *text = NULL;

            REQUIRE(file != NULL && fseek(file, at, SEEK_SET) == 0, "%s", path);
            const int was = getc(file);

            fseek(file, at, SEEK_SET);
            putc(turn == 0 ? 0xff : was ^ 0x41, file);
            fflush(file);
            if (lilt_media_dup_lyrics(path, NULL, &text) == LILT_OK)
                free(text);
            fseek(file, at, SEEK_SET);
            putc(was, file);
            fclose(file);
        }
    for (int n = 0; n < TAG_BYTES; n++) {
        char *text = NULL;

        CHECK(truncate(path, TAG_BYTES - n) == 0, "%d", n);
        if (lilt_media_dup_lyrics(path, NULL, &text) == LILT_OK)
            free(text);
    }
}

TEST_MAIN()
