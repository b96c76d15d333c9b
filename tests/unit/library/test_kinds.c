/* Every kind of file by the real helper: its tags and cover reach the library, and what the
 * listener said of it stays with it wherever it goes and whatever it is called. */
#include "music.h"

#include <unistd.h>

static const struct {
    const char *suffix, *codec;
} kinds[] = {{"mp3", "libmp3lame -b:a 64k"},
             {"flac", "flac"},
             {"ogg", "libvorbis"},
             {"opus", "libopus"},
             {"m4a", "aac"},
             {"wav", "pcm_s16le"},
             {"wv", "wavpack"}};

enum { PLAYED_S = 1700000000 };

/* A tone of its own, without tags, "<suffix>.<suffix>" in the folder. */
static void
make_tone(const char *folder, guint kind)
{
    run_command("ffmpeg -nostdin -v error -f lavfi -i sine=frequency=%u:duration=4 -ac 2 -c:a %s"
                " '%s/%s.%s'",
                300 + 50 * kind, kinds[kind].codec, folder, kinds[kind].suffix, kinds[kind].suffix);
}

/* Each kind is tagged by the helper itself, as the window has it done. */
static void
tag(const char *path, const char *album)
{
    run_command(
        "\"$LILT_SCAN_PROGRAM\" --retag t '%s' title=Morning 'artist=Ånders & Co' 'album=%s'"
        " album-artist=All genre='Trip Hop' track=3/12 disc=2 year=2009 >/dev/null",
        path, album);
}

static void
make_all(const char *folder)
{
    need_ffmpeg();
    if (g_getenv("LILT_SCAN_PROGRAM") == NULL)
        SKIP("run by ctest, which says where lilt-scan is");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        make_tone(folder, i);
}

static char *
path_of(const char *folder, guint kind)
{
    return g_strdup_printf("%s/%s.%s", folder, kinds[kind].suffix, kinds[kind].suffix);
}

static void
tag_all(const char *folder, const char *album)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = path_of(folder, i);

        tag(path, album);
    }
}

TEST(every_kind_is_there_with_all_its_tags)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");

    make_all(music);
    tag_all(music, "An Album");
    check_scan(library, music, G_N_ELEMENTS(kinds), 0, 0, 0, 0);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = path_of(music, i);
        g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, path);

        REQUIRE(song != NULL, "%s", path);
        CHECK_TEXT("Morning", lilt_song_get_title(song));
        CHECK_TEXT("Ånders & Co", lilt_song_get_artist(song));
        CHECK_TEXT("An Album", lilt_song_get_album(song));
        CHECK_TEXT("All", lilt_song_get_album_artist(song));
        CHECK_TEXT("Trip Hop", lilt_song_get_genre(song));
        CHECK(lilt_song_get_track(song) == 3 && lilt_song_get_disc(song) == 2 &&
                  lilt_song_get_year(song) == 2009,
              "%s: %d %d %d", path, lilt_song_get_track(song), lilt_song_get_disc(song),
              lilt_song_get_year(song));
        CHECK_NEAR(4000, lilt_song_get_duration_ms(song), 150, "%s", path);
        CHECK(lilt_song_get_cover_path(song) == NULL, "%s: no cover", path);
    }
}

/* Love, a play and a place in the plane, for each. */
static void
speak_of_all(LiltLibrary *library, const char *folder, gint64 ids[G_N_ELEMENTS(kinds)])
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = path_of(folder, i);
        g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, path);

        REQUIRE(song != NULL, "%s", path);
        ids[i] = lilt_song_get_id(song);
        lilt_library_set_love(library, ids[i], i % 2 == 0 ? 1 : -1);
        lilt_library_add_play(library, ids[i], PLAYED_S, 1.0, LILT_SAD, "hand");
        lilt_library_set_felt(library, ids[i], &(LiltPoint){-0.5f, 0.25f});
    }
}

static guint
n_plays(LiltLibrary *library, gint64 id)
{
    LiltSongFacts facts = {0};

    return lilt_library_get_facts(library, id, &facts) ? facts.n_plays : 0;
}

static void
check_kept(LiltLibrary *library, const char *folder, const gint64 ids[G_N_ELEMENTS(kinds)])
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = path_of(folder, i);
        g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, path);
        LiltPoint felt = {0};

        REQUIRE(song != NULL, "%s", path);
        CHECK(lilt_song_get_id(song) == ids[i], "%s is another track", path);
        CHECK(lilt_library_get_love(library, ids[i]) == (i % 2 == 0 ? 1 : -1), "%s: love", path);
        CHECK(lilt_library_get_felt(library, ids[i], &felt) && felt.valence == -0.5f &&
                  felt.arousal == 0.25f,
              "%s: its place", path);
        CHECK(n_plays(library, ids[i]) == 1, "%s: its play", path);
        CHECK_TEXT("Another", lilt_song_get_album(song));
    }
}

TEST(what_was_said_of_it_stays_with_every_kind_retagged_and_moved_at_once)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music"), *other = g_build_filename(music, "a", "b", NULL);
    gint64 ids[G_N_ELEMENTS(kinds)] = {0};

    make_all(music);
    tag_all(music, "One");
    check_scan(library, music, G_N_ELEMENTS(kinds), 0, 0, 0, 0);
    speak_of_all(library, music, ids);
    tag_all(music, "Another");
    run_command("mkdir -p '%s' && mv '%s'/*.* '%s'", other, music, other);
    check_scan(library, music, 0, G_N_ELEMENTS(kinds), 0, 0, 0);
    check_kept(library, other, ids);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) /* renamed as well */
        run_command("mv '%s/%s.%s' '%s/%u.%s'", other, kinds[i].suffix, kinds[i].suffix, other, i,
                    kinds[i].suffix);
    check_scan(library, music, 0, G_N_ELEMENTS(kinds), 0, 0, 0);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        CHECK(lilt_library_get_love(library, ids[i]) != 0 && n_plays(library, ids[i]) == 1,
              "%s: renamed", kinds[i].suffix);
}

/* A copy is a track of its own, and takes nothing from the first, which stays where it is. */
TEST(a_duplicate_is_another_track)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *first = path_of(music, 0);
    g_autofree char *copy = g_build_filename(music, "copy.mp3", NULL);

    make_all(music);
    check_scan(library, music, G_N_ELEMENTS(kinds), 0, 0, 0, 0);
    g_autoptr(LiltSong) before = lilt_library_dup_song_by_path(library, first);

    REQUIRE(before != NULL, "%s", first);
    lilt_library_set_love(library, lilt_song_get_id(before), 1);
    run_command("cp '%s' '%s'", first, copy);
    check_scan(library, music, 1, 0, 0, 0, G_N_ELEMENTS(kinds));
    g_autoptr(LiltSong) twin = lilt_library_dup_song_by_path(library, copy);
    g_autoptr(LiltSong) after = lilt_library_dup_song_by_path(library, first);

    REQUIRE(twin != NULL && after != NULL, "both are there");
    CHECK(lilt_song_get_id(after) == lilt_song_get_id(before) &&
              lilt_song_get_id(twin) != lilt_song_get_id(before),
          "two tracks");
    CHECK(lilt_library_get_love(library, lilt_song_get_id(after)) == 1 &&
              lilt_library_get_love(library, lilt_song_get_id(twin)) == 0,
          "the first is loved");
}

TEST(a_picture_in_the_folder_is_the_cover_of_what_has_none)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music"), *own = new_folder("own");
    g_autofree char *bare = NULL, *picture = g_build_filename(music, "Folder.JPG", NULL);

    make_all(music);
    run_command(
        "ffmpeg -nostdin -v error -f lavfi -i color=green:s=32x32 -frames:v 1 -f mjpeg '%s'",
        picture);
    run_command("echo words > '%s/cover.txt'; echo words > '%s/album.png'", music, music);
    run_command("mv '%s/wav.wav' '%s' && cp '%s' '%s/other.jpg' && echo words > '%s/cover.png'",
                music, own, picture, own, own);
    check_scan(library, music, G_N_ELEMENTS(kinds) - 1, 0, 0, 0, 0);
    check_scan(library, own, 1, 0, 0, 0, 0);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const gboolean moved = g_str_equal(kinds[i].suffix, "wav");
        g_autofree char *path = path_of(moved ? own : music, i);
        g_autoptr(LiltSong) song = lilt_library_dup_song_by_path(library, path);
        g_autofree char *kept = NULL, *wanted = NULL;
        gsize n_kept = 0, n_wanted = 0;

        REQUIRE(song != NULL, "%s", path);
        const char *cover = lilt_song_get_cover_path(song);

        CHECK((cover == NULL) == moved, "%s: %s", path, cover != NULL ? cover : "none");
        if (cover == NULL)
            continue;
        CHECK(g_file_get_contents(cover, &kept, &n_kept, NULL) &&
                  g_file_get_contents(picture, &wanted, &n_wanted, NULL) && n_kept == n_wanted &&
                  memcmp(kept, wanted, n_kept) == 0,
              "%s: the picture", path);
    }
}

TEST_MAIN()
