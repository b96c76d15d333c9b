/* The folder of covers by the real helper: small, bounded, and filled again when it was wiped. */
#include "check.h"
#include "music.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_MIB = 128, COVER_KIB = 256, N_ALBUMS = 12 };

/* A piece of sound of 2 s with an embedded picture of ffmpeg's making, whose codec is given. */
static void
make_song(const char *path, const char *picture, const char *codec)
{
    need_ffmpeg();
    run_command("ffmpeg -nostdin -v error -y -f lavfi -i sine=f=300 -f lavfi -i '%s' -t 2 -map 0:a"
                " -map 1:v -frames:v 1 -c:v %s -disposition:v attached_pic -metadata title=T '%s'",
                picture, codec, path);
}

static char *
cover_of(LiltLibrary *library, const char *song_path)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, song_path);

    return song != NULL ? g_strdup(lilt_song_get_cover_path(song)) : NULL;
}

/* Its bytes, 0 when it is not there. */
static gsize
size_of(const char *path)
{
    GStatBuf info;

    return path != NULL && g_stat(path, &info) == 0 ? (gsize)info.st_size : 0;
}

static gboolean
is_jpeg(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize n = 0;

    return g_file_get_contents(path, &bytes, &n, NULL) && n > 3 &&
           memcmp(bytes, "\xff\xd8\xff", 3) == 0;
}

static void
set_used(const char *path, gint64 when_s)
{
    const struct timespec times[2] = {{.tv_sec = (time_t)when_s}, {.tv_sec = (time_t)when_s}};

    CHECK(utimensat(AT_FDCWD, path, times, 0) == 0, "%s", path);
}

static gint64
used_at(const char *path)
{
    GStatBuf info;

    return g_stat(path, &info) == 0 ? (gint64)info.st_mtime : 0;
}

/* ---- fetching -------------------------------------------------------------------------------- */

typedef struct {
    guint n_left, n_there;
} Fetching;

static void
on_fetched(GObject *song, GAsyncResult *result, gpointer data)
{
    Fetching *fetching = data;

    fetching->n_there += lilt_song_fetch_cover_finish(LILT_SONG(song), result) ? 1 : 0;
    fetching->n_left--;
}

static void
wait_for(Fetching *fetching)
{
    while (fetching->n_left > 0)
        g_main_context_iteration(NULL, TRUE);
}

static gboolean
fetch(LiltLibrary *library, const char *song_path)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, song_path);
    Fetching fetching = {1, 0};

    lilt_song_fetch_cover_async(song, NULL, on_fetched, &fetching);
    wait_for(&fetching);
    return fetching.n_there == 1;
}

/* ---- the helper, counted --------------------------------------------------------------------- */

static char *counted; /* the file that the helper's beginnings and ends are written to */

/* From here on each helper writes "+" when it begins and "-" when it ends. */
static void
count_helpers(void)
{
    g_autofree char *folder = new_folder("counted"), *script = NULL, *text = NULL;

    counted = g_build_filename(folder, "log", NULL);
    script = g_build_filename(folder, "lilt-scan", NULL);
    text = g_strdup_printf("#!/bin/sh\nprintf + >> '%s'\n'%s' \"$@\"\ncode=$?\nprintf - >> '%s'\n"
                           "exit $code\n",
                           counted, g_getenv("LILT_SCAN_PROGRAM"), counted);
    REQUIRE(g_file_set_contents_full(script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL), "%s",
            script);
    g_setenv("LILT_SCAN_PROGRAM", script, TRUE);
}

/* How many began since the last time, and the most at a time. */
static guint
read_count(guint *ret_most)
{
    g_autofree char *text = NULL;
    guint n = 0, now = 0, most = 0;

    if (!g_file_get_contents(counted, &text, NULL, NULL))
        return 0;
    for (const char *c = text; *c != '\0'; c++) {
        n += *c == '+';
        now += *c == '+' ? 1 : (guint)-1;
        most = MAX(most, now);
    }
    g_unlink(counted);
    if (ret_most != NULL)
        *ret_most = most;
    return n;
}

/* ---- the tests ------------------------------------------------------------------------------- */

TEST(a_large_cover_is_kept_small)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *cover = NULL;
    g_autofree char *path = g_build_filename(music, "a.flac", NULL);

    make_song(path, "testsrc2=s=1500x1500", "png");
    check_scan(library, music, 1, 0, 0, 0, 0);
    cover = cover_of(library, path);
    REQUIRE(cover != NULL, "a cover");
    CHECK(g_str_has_suffix(cover, ".png"), "named as it was");
    CHECK(is_jpeg(cover) && size_of(cover) <= COVER_KIB * 1024, "%zu bytes", size_of(cover));
}

TEST(a_broken_picture_is_no_cover_and_no_error)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *bare = g_build_filename(music, "bare", NULL);
    g_autofree char *framed = g_build_filename(music, "framed", NULL), *cover = NULL;
    g_autofree char *bare_cover = NULL;
    g_autofree char *a = g_build_filename(bare, "a.flac", NULL);
    g_autofree char *b = g_build_filename(framed, "b.flac", NULL), *bytes = NULL;
    gsize n = 0;

    g_mkdir(bare, 0700);
    g_mkdir(framed, 0700);
    make_song(a, "testsrc2=s=64x64", "png");
    REQUIRE(g_file_get_contents(a, &bytes, &n, NULL), "%s", a);
    char *head = memmem(bytes, n, "IHDR", 4); /* its size becomes nothing */

    REQUIRE(head != NULL, "a PNG in it");
    memset(head + 4, 0, 8);
    CHECK(g_file_set_contents(a, bytes, (gssize)n, NULL), "%s", a);
    run_command("cp '%s' '%s'; ffmpeg -nostdin -v error -f lavfi -i color=green:s=32x32 -frames:v 1"
                " '%s/cover.jpg'",
                a, b, framed);
    check_scan(library, music, 2, 0, 0, 0, 0);
    cover = cover_of(library, b);
    bare_cover = cover_of(library, a);
    CHECK(bare_cover == NULL, "nothing instead");
    CHECK(cover != NULL && size_of(cover) > 0, "the folder's instead");
}

TEST(what_was_wiped_comes_again_when_it_is_wanted)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music"), *cover = NULL, *folders = NULL;
    g_autofree char *inside = g_build_filename(music, "a.flac", NULL);
    g_autofree char *album = g_build_filename(music, "album", NULL);
    g_autofree char *beside = g_build_filename(album, "b.flac", NULL);

    make_song(inside, "testsrc2=s=900x900", "mjpeg");
    run_command("mkdir '%s' && ffmpeg -nostdin -v error -i '%s' -map 0:a '%s' && ffmpeg -nostdin"
                " -v error -f lavfi -i color=green:s=999x99 -frames:v 1 '%s/folder.png'",
                album, inside, beside, album);
    check_scan(library, music, 2, 0, 0, 0, 0);
    cover = cover_of(library, inside);
    folders = cover_of(library, beside);
    REQUIRE(cover != NULL && folders != NULL, "covers");
    run_command("rm -r \"$(dirname '%s')\"", cover);
    CHECK(fetch(library, inside) && is_jpeg(cover), "%s", cover);
    CHECK(fetch(library, beside) && is_jpeg(folders), "%s", folders);
    g_unlink(cover);
    CHECK(fetch(library, inside) && is_jpeg(cover), "wiped once more");
}

TEST(a_picture_that_comes_later_is_the_cover_from_the_next_scan_on)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *before = NULL, *cover = NULL;
    g_autofree char *path = g_build_filename(music, "a.flac", NULL);

    need_ffmpeg();
    run_command("ffmpeg -nostdin -v error -f lavfi -i sine=f=300 -t 2 '%s'", path);
    check_scan(library, music, 1, 0, 0, 0, 0);
    before = cover_of(library, path);
    CHECK(before == NULL, "no picture yet");
    run_command("echo words > '%s/cover.jpg'", music);
    check_scan(library, music, 0, 0, 0, 0, 1);
    run_command("ffmpeg -nostdin -v error -y -f lavfi -i color=green:s=32x32 -frames:v 1"
                " '%s/cover.jpg'",
                music);
    check_scan(library, music, 0, 1, 0, 0, 0);
    cover = cover_of(library, path);
    CHECK(cover != NULL && is_jpeg(cover), "it is there");
    CHECK(hear(library).n_changed == 0, "and the song need not be heard again");
    check_scan(library, music, 0, 0, 0, 0, 1);
}

TEST(an_old_cover_of_full_size_is_made_small)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *cover = NULL;
    g_autofree char *path = g_build_filename(music, "a.flac", NULL);
    g_autofree char *large = g_malloc0(COVER_KIB * 1024 + 1);

    make_song(path, "testsrc2=s=700x700", "mjpeg");
    check_scan(library, music, 1, 0, 0, 0, 0);
    cover = cover_of(library, path);
    for (int way = 0; way < 2; way++) { /* when it is shown, when its song is read again */
        CHECK(g_file_set_contents(cover, large, COVER_KIB * 1024 + 1, NULL), "%s", cover);
        if (way == 0)
            CHECK(fetch(library, path), "fetched");
        else
            run_command("touch -d '1 hour ago' '%s'", path);
        check_scan(library, music, 0, way == 1, 0, 0, way == 0);
        CHECK(is_jpeg(cover), "way %d: %zu bytes", way, size_of(cover));
    }
    CHECK(g_file_set_contents(cover, large, COVER_KIB * 1024 + 1, NULL), "%s", cover);
    check_scan(library, music, 0, 0, 0, 0, 1);
    CHECK(size_of(cover) == 0, "and one that is not shown has gone");
}

TEST(the_folder_is_bounded_and_what_was_used_lately_stays)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music"), *cover = NULL, *covers = NULL, *draft = NULL;
    g_autofree char *path = g_build_filename(music, "a.flac", NULL);
    const gint64 now_s = g_get_real_time() / 1000000;
    const guint n = MOST_MIB * 1024 / COVER_KIB + 100;
    guint n_left = 0;

    make_song(path, "testsrc2=s=700x700", "mjpeg");
    check_scan(library, music, 1, 0, 0, 0, 0);
    cover = cover_of(library, path);
    covers = g_path_get_dirname(cover);
    draft = g_build_filename(covers, ".1", NULL);
    CHECK(g_file_set_contents(draft, "", 0, NULL), "%s", draft);
    set_used(draft, now_s - 86400);
    set_used(cover, now_s - 2 * 86400); /* the oldest; but it is looked at */
    CHECK(fetch(library, path) && used_at(cover) >= now_s - 1, "it counts as used now");
    set_used(cover, now_s - 86400);
    CHECK(fetch(library, path) && used_at(cover) == now_s - 86400, "once in a run is enough");
    set_used(cover, now_s);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("%s/%04u.jpg", covers, i);
        const int fd = g_creat(name, 0600);

        CHECK(fd >= 0 && ftruncate(fd, COVER_KIB * 1024) == 0, "%s", name); /* takes no room */
        close(fd);
        set_used(name, now_s - 3600 - i);
    }
    check_scan(library, music, 0, 0, 0, 0, 1);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("%s/%04u.jpg", covers, i);

        if (size_of(name) > 0) {
            CHECK(n_left == i, "the last used stay: %u", i);
            n_left++;
        }
    }
    CHECK(n_left <= MOST_MIB * 1024 / COVER_KIB && n_left >= 400, "%u of %u", n_left, n);
    CHECK(size_of(cover) > 0, "the one that was used stays");
    CHECK(access(draft, F_OK) != 0, "a draft that was left behind has gone");
}

TEST(a_grid_of_wiped_covers_starts_two_helpers_at_a_time_and_none_twice)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *cover = NULL, *folder = NULL;
    g_autoptr(GPtrArray) songs = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GCancellable) past = g_cancellable_new();
    Fetching fetching = {0, 0};
    guint most = 0;

    for (guint i = 0; i < N_ALBUMS; i++) {
        g_autofree char *path = g_strdup_printf("%s/%02u.flac", music, i);
        g_autofree char *colour = g_strdup_printf("color=0x%06x:s=64x64", 0x102030 * (i + 1));

        make_song(path, colour, "mjpeg");
    }
    check_scan(library, music, N_ALBUMS, 0, 0, 0, 0);
    for (guint i = 0; i < N_ALBUMS; i++) {
        g_autofree char *path = g_strdup_printf("%s/%02u.flac", music, i);

        g_ptr_array_add(songs, lilt_library_dup_song_by_path(library, path));
    }
    count_helpers();
    folder = g_path_get_dirname(lilt_song_get_cover_path(songs->pdata[0]));
    run_command("rm -r '%s'", folder);
    for (guint i = 0; i < N_ALBUMS; i++, fetching.n_left++) /* scrolled past at once */
        lilt_song_fetch_cover_async(songs->pdata[i], past, on_fetched, &fetching);
    g_cancellable_cancel(past);
    wait_for(&fetching);
    CHECK(fetching.n_there == 0 && read_count(NULL) == 0, "nobody looks: no helper");
    for (guint i = 0; i < 2 * N_ALBUMS; i++, fetching.n_left++) /* each wanted in two places */
        lilt_song_fetch_cover_async(songs->pdata[i % N_ALBUMS], NULL, on_fetched, &fetching);
    wait_for(&fetching);
    CHECK(fetching.n_there == 2 * N_ALBUMS, "%u there", fetching.n_there);
    CHECK(read_count(&most) == N_ALBUMS, "a helper for each cover");
    CHECK(most <= 2, "%u at a time", most);
    run_command("rm -r '%s'; : > '%s'", folder, lilt_song_get_path(songs->pdata[0]));
    for (guint i = 0; i < 3; i++)
        CHECK(!fetch(library, lilt_song_get_path(songs->pdata[0])), "there is none any more");
    CHECK(read_count(NULL) == 1, "which is found out once");
    cover = g_strdup(lilt_song_get_path(songs->pdata[1]));
    g_unlink(cover);
    CHECK(!fetch(library, cover) && read_count(NULL) == 0, "no file, no helper");
    lilt_library_close(library);
    fetching = (Fetching){1, 0};
    lilt_song_fetch_cover_async(songs->pdata[2], NULL, on_fetched, &fetching);
    wait_for(&fetching);
    CHECK(fetching.n_there == 0 && read_count(NULL) == 0, "nor when the library is closed");
}

TEST_MAIN()
