/* Listening histories: what other programs export is understood, taken in once, and given on. */
#include "check.h"
#include "history_file.h"
#include "lilt/library.h"
#include "lilt/store.h"

static void
check_plays(const char *text, guint n, gint64 first_s, const char *artist, const char *title)
{
    g_autoptr(GPtrArray) plays = history_parse(text, strlen(text));

    REQUIRE(plays != NULL && plays->len == n, "%u plays: %s", plays != NULL ? plays->len : 0, text);
    const HistoryPlay *first = plays->pdata[0];

    CHECK(first->at_s == first_s, "%lld", (long long)first->at_s);
    CHECK_TEXT(artist, first->artist);
    CHECK_TEXT(title, first->title);
}

TEST(exports_of_others_are_understood)
{
    check_plays(
        "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\r\n"
        "\"1609459140\",\"31 Dec 2020, 23:59\",\"Tom, Dick & \"\"Harry\"\"\",\"\",\"A\",\"\","
        "\"One\nTwo\",\"\"\r\n1609459200,,Other,,,,Three,\r\n",
        2, 1609459140, "Tom, Dick & \"Harry\"", "One\nTwo");
    check_plays("Ana,First,Song,31 Dec 2020 23:59\nBen,,Other,1 Jan 2021 00:03\nno time,x,y,z\n", 2,
                1609459140, "Ana", "Song");
    check_plays("\xef\xbb\xbf[{\"listened_at\":5,\"track_metadata\":{\"artist_name\":\"Ana\","
                "\"track_name\":\"S\"}},{\"listened_at\":6}]",
                1, 5, "Ana", "S");
    check_plays(
        "{\"listened_at\":7,\"track_metadata\":{\"artist_name\":\"\xc3\x84\"}}\nbroken\n"
        "{\"listened_at\":8,\"track_metadata\":{\"artist_name\":\"B\",\"track_name\":\"T\"}}",
        2, 7, "\xc3\x84", "");
}

TEST(what_is_no_history_is_told)
{
    static const char *const others[] = {"",
                                         "\"",
                                         "[",
                                         "{}",
                                         "a,b\n",
                                         "a,b,c,1 Foo 2020 10:00\n",
                                         "uts,artist\n-5,Ana\nx,Ben\n",
                                         "\xff\xfe\x00\x01"};

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        CHECK(history_parse(others[i], strlen(others[i])) == NULL, "%s", others[i]);
}

/* Bytes of chance, and cut histories: nothing is read behind the end (run with sanitizers). */
TEST(any_bytes_are_fine)
{
    static const char good[] = "uts,artist,track\n1,\"a\"\"b\",c\n2,d,e\n";
    LiltRng rng = lilt_rng_new(check_seed(), 1);

    for (int i = 0; i < 2000; i++) {
        char bytes[sizeof good];
        const size_t n = 1 + lilt_rng_below(&rng, sizeof good - 1);

        memcpy(bytes, good, sizeof good);
        bytes[lilt_rng_below(&rng, (uint32_t)n)] = (char)lilt_rng_u32(&rng);
        g_autofree char *exact = g_memdup2(bytes, n);
        g_autoptr(GPtrArray) plays = history_parse(exact, n);

        CHECK(plays == NULL || plays->len <= 3, "%zu bytes", n);
    }
}

/* ---- through the library --------------------------------------------------------------------- */

static void
keep_result(GObject *library, GAsyncResult *result, gpointer data)
{
    (void)library;
    *(GAsyncResult **)data = g_object_ref(result);
}

static GAsyncResult *
wait_for(GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return *result;
}

static guint
import(LiltLibrary *library, const char *path, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    lilt_library_import_history_async(library, path, keep_result, &result);
    return lilt_library_import_history_finish(library, wait_for(&result), error);
}

static GArray *
read_with(LiltLibrary *library, const char *const *others)
{
    g_autoptr(GAsyncResult) result = NULL;

    lilt_library_read_listened_async(library, others, keep_result, &result);
    return lilt_library_read_listened_finish(library, wait_for(&result), NULL);
}

static GArray *
read_all(LiltLibrary *library)
{
    return read_with(library, NULL);
}

/* A library with a song by Ana that was played twice, once half of it and once hardly. */
static LiltLibrary *
make_library(void)
{
    g_autofree char *db = g_build_filename(check_temp_dir(), "library.db", NULL);
    const LiltStoreTrack track = {.path = "/a.ogg",
                                  .title = "Song",
                                  .artist = "Ana",
                                  .album_artist = "",
                                  .album = "",
                                  .genre = "",
                                  .cover = ""};
    LiltStore *store = NULL;
    LiltLibrary *library;
    int64_t id = 0;

    remove(db);
    CHECK(lilt_store_open(db, LILT_STORE_WRITE, NULL, &store) == LILT_OK, "open");
    CHECK(lilt_store_put_track(store, &track, 1, NULL, &id) == LILT_OK, "put");
    CHECK(lilt_store_add_play(store, id, 2000, 0.9, LILT_HAPPY, "hand", NULL) == LILT_OK, "play");
    CHECK(lilt_store_add_play(store, id, 1000, 0.1, LILT_SAD, "hand", NULL) == LILT_OK, "skip");
    lilt_store_close(store);
    library = lilt_library_open(check_temp_dir(), check_temp_dir(), NULL);
    CHECK(library != NULL, "library");
    return library;
}

TEST(a_history_is_taken_in_once_and_forgotten_with_the_rest)
{
    g_autoptr(LiltLibrary) library = make_library();
    g_autofree char *path = g_build_filename(check_temp_dir(), "friend.csv", NULL);
    g_autoptr(GError) error = NULL;

    REQUIRE(g_file_set_contents(path, "uts,artist,track\n10,ana,x\n20,Ben,y\n", -1, NULL), "file");
    for (int i = 0; i < 2; i++)
        CHECK(import(library, path, &error) == 2 && error == NULL, "two plays");
    g_autoptr(GArray) all = read_all(library);

    REQUIRE(all != NULL && all->len == 4, "%u plays", all != NULL ? all->len : 0);
    const LiltListened *plays = (const LiltListened *)(gpointer)all->data;

    CHECK(plays[1].whose == 0 && plays[1].at_s == 1000 && plays[1].mood == LILT_SAD, "the skip");
    CHECK(plays[0].at_s == 2000 && plays[0].heard > 0.8f && plays[0].id > 0, "the play");
    CHECK(plays[3].whose == 1 && plays[3].at_s == 10 && plays[3].id == 0, "the friend's");
    CHECK(plays[3].artist == plays[0].artist, "Ana is Ana, case aside");
    CHECK(plays[2].artist != plays[0].artist, "Ben is not");
    lilt_library_erase_listening(library);
    g_autoptr(GArray) none = read_all(library);

    CHECK(none != NULL && none->len == 0, "nothing is left");
    CHECK(import(library, check_temp_dir(), &error) == 0 && error != NULL &&
              strstr(error->message, check_temp_dir()) != NULL,
          "no file: named");
    lilt_library_close(library);
}

/* Another's library: a play of somebody's song, and what they took in from elsewhere. */
static void
make_other(const char *folder, const char *artist)
{
    g_autofree char *db = g_build_filename(folder, "library.db", NULL);
    const LiltStoreTrack track = {.path = "/b.ogg",
                                  .title = "Another",
                                  .artist = artist,
                                  .album_artist = "",
                                  .album = "",
                                  .genre = "",
                                  .cover = ""};
    const LiltStoreImport taken_in = {.source = "x.csv", .artist = artist, .title = "", .at_s = 5};
    LiltStore *store = NULL;
    int64_t id = 0;

    REQUIRE(g_mkdir_with_parents(folder, 0700) == 0, "a folder");
    REQUIRE(lilt_store_open(db, LILT_STORE_WRITE, NULL, &store) == LILT_OK, "open");
    CHECK(lilt_store_put_track(store, &track, 1, NULL, &id) == LILT_OK, "put");
    CHECK(lilt_store_add_play(store, id, 3000, 0.2, LILT_SAD, "camera", NULL) == LILT_OK, "play");
    CHECK(lilt_store_add_listen(store, &taken_in, NULL) == LILT_OK, "taken in");
    lilt_store_close(store);
}

TEST(what_others_here_played_is_read_by_artists_that_are_here)
{
    g_autoptr(LiltLibrary) library = make_library();
    g_autofree char *ana = g_build_filename(check_temp_dir(), "ana", NULL);
    g_autofree char *ben = g_build_filename(check_temp_dir(), "ben", NULL);
    g_autofree char *broken = g_build_filename(check_temp_dir(), "broken", NULL);
    g_autofree char *garbage = g_build_filename(broken, "library.db", NULL);
    const char *const others[] = {"/nowhere", broken, ben, ana, NULL};

    make_other(ana, "ANA");
    make_other(ben, "Ben");
    REQUIRE(g_mkdir_with_parents(broken, 0700) == 0, "a folder");
    REQUIRE(
        g_file_set_contents(garbage, "no database, but long enough to be read as one", -1, NULL),
        "a file");
    g_autoptr(GArray) all = read_with(library, others);

    REQUIRE(all != NULL && all->len == 3, "%u plays", all != NULL ? all->len : 0);
    const LiltListened *plays = (const LiltListened *)(gpointer)all->data;

    CHECK(plays[0].whose == 0 && plays[1].whose == 0, "ours come first");
    CHECK(plays[2].whose > 0 && plays[2].at_s == 3000 && plays[2].id == 0, "theirs");
    CHECK(plays[2].artist == plays[0].artist && plays[2].heard < 0.5f, "a skip of Ana");
    CHECK(plays[2].mood == LILT_EMOTION_UNKNOWN, "their mood is nobody's business");
    lilt_library_close(library);
}

TEST(what_was_played_can_be_given_to_another)
{
    g_autoptr(LiltLibrary) library = make_library();
    g_autofree char *path = g_build_filename(check_temp_dir(), "mine.jsonl", NULL);
    g_autoptr(GAsyncResult) result = NULL;
    g_autofree char *text = NULL;

    lilt_library_export_history_async(library, path, keep_result, &result);
    CHECK(lilt_library_export_history_finish(library, wait_for(&result), NULL) == 1,
          "what was skipped is not told");
    REQUIRE(g_file_get_contents(path, &text, NULL, NULL), "written");
    check_plays(text, 1, 2000, "Ana", "Song");
    lilt_library_close(library);
}

TEST_MAIN()
