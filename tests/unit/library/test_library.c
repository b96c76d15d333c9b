/* The library as session and window see it: songs, search, playlists, plays, the queue, and what
 * happens when it cannot be opened. */
#include "music.h"

#include <unistd.h>

/* A library with the 17 tracks of two packages. */
static LiltLibrary *
open_full_library(char **ret_data)
{
    LiltLibrary *library = open_library(ret_data);
    g_autofree char *music = new_folder("music");

    copy_music("amoebax-data", music);
    copy_music("wizznic-data", music);
    check_scan(library, music, 17, 0, 0, 0, 0);
    return library;
}

static LiltLibrary *
open_again(LiltLibrary *library, const char *data)
{
    g_autofree char *log = g_build_filename(data, "library.db-wal", NULL);
    LiltLibrary *again;

    lilt_library_close(library);
    CHECK(access(log, F_OK) != 0, "all is in one file");
    CHECK(g_list_model_get_n_items(lilt_library_get_songs(library)) == 0 &&
              lilt_library_get_catalogue(library)->n_tracks == 0,
          "closed: empty, not gone");
    g_object_unref(library);
    again = lilt_library_open(data, data, NULL);
    CHECK(again != NULL, "open again");
    return again;
}

/* The id of the song at a place of a model. */
static gint64
id_at(GListModel *model, guint place)
{
    g_autoptr(LiltSong) song = g_list_model_get_item(model, place);

    return song != NULL ? lilt_song_get_id(song) : 0;
}

TEST(rows_are_made_once_and_let_go)
{
    g_autoptr(LiltLibrary) library = open_full_library(NULL);
    GListModel *songs = lilt_library_get_songs(library);
    LiltSong *first = g_list_model_get_item(songs, 0);
    gpointer watch = first;
    g_autofree char *title = NULL;
    int emotion = -2;

    CHECK(g_list_model_get_item_type(songs) == LILT_TYPE_SONG, "type");
    g_autoptr(LiltSong) again = lilt_library_dup_song(library, lilt_song_get_id(first));
    g_autoptr(LiltSong) by_path = lilt_library_dup_song_by_path(library, lilt_song_get_path(first));

    CHECK(again == first && by_path == first, "the same object while somebody holds it");
    g_object_get(first, "title", &title, "emotion", &emotion, NULL);
    CHECK_TEXT(lilt_song_get_title(first), title);
    CHECK(emotion == (int)lilt_song_get_emotion(first), "emotion");
    g_clear_object(&again);
    g_clear_object(&by_path);
    g_object_add_weak_pointer(G_OBJECT(first), &watch);
    g_object_unref(first);
    CHECK(watch == NULL, "nobody holds it any more");
    CHECK(g_list_model_get_item(songs, 17) == NULL, "past the end");
    CHECK(lilt_library_dup_song(library, 4711) == NULL, "no such song");
    CHECK(lilt_library_dup_song_by_path(library, "/nowhere.ogg") == NULL, "no such file");
}

TEST(songs_are_in_order_and_found_by_words)
{
    g_autoptr(LiltLibrary) library = open_full_library(NULL);
    GListModel *songs = lilt_library_get_songs(library);
    g_autoptr(GListModel) hawk = lilt_library_search(library, "haw wizz");
    g_autoptr(GListModel) none = lilt_library_search(library, "quetzalcoatl");

    for (guint i = 0; i < 17; i++) { /* Alex, Àlex, Sean */
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        CHECK(g_str_has_suffix(lilt_song_get_artist(song), i < 9 ? "Almarza" : "Hawk"), "%u: %s", i,
              lilt_song_get_artist(song));
    }
    g_autoptr(GListModel) all = lilt_library_search(library, "a");

    CHECK(g_list_model_get_n_items(hawk) == 8, "%u by Hawk on Wizznic",
          g_list_model_get_n_items(hawk));
    for (guint i = 0, place = 0; i < g_list_model_get_n_items(all); i++) {
        while (place < 17 && id_at(songs, place) != id_at(all, i))
            place++;
        CHECK(place < 17, "found %u: in the order of the list", i);
    }
    CHECK(g_list_model_get_n_items(all) >= 9, "all of Amoebax");
    CHECK(g_list_model_get_n_items(none) == 0, "nothing");
}

static void
count_signal(LiltLibrary *library, int emotion, int *n)
{
    (void)library;
    CHECK(emotion == LILT_SAD, "which playlist: %d", emotion);
    ++*n;
}

TEST(a_playlist_is_live_and_survives)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    GListModel *songs = lilt_library_get_songs(library);
    GListModel *sad = lilt_library_get_playlist(library, LILT_SAD);
    const gint64 ids[] = {id_at(songs, 5), 4711, id_at(songs, 2)};
    int n = 0;

    g_signal_connect(library, "playlist-changed", G_CALLBACK(count_signal), &n);
    lilt_library_set_playlist(library, LILT_SAD, ids, 3);
    CHECK(n == 1 && g_list_model_get_n_items(sad) == 2, "shown at once, what there is");
    CHECK(id_at(sad, 0) == ids[0] && id_at(sad, 1) == ids[2], "in order");
    library = open_again(library, folder);
    REQUIRE(library != NULL, "open");
    sad = lilt_library_get_playlist(library, LILT_SAD);
    CHECK(g_list_model_get_n_items(sad) == 2 && id_at(sad, 1) == ids[2], "still there");
    CHECK(g_list_model_get_n_items(lilt_library_get_playlist(library, LILT_HAPPY)) == 0, "none");
    g_object_unref(library);
}

TEST(plays_and_love_are_kept)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    const gint64 id = id_at(lilt_library_get_songs(library), 3);

    for (int round = 0; round < 2; round++) {
        const LiltCatalogue *c;
        ptrdiff_t row;

        if (round == 0) {
            lilt_library_set_love(library, id, -1);
            lilt_library_add_play(library, id, 5000, 0.9, LILT_HAPPY, "camera");
            lilt_library_add_play(library, id, 6000, 0.1, LILT_HAPPY, "camera");
        } else {
            library = open_again(library, folder);
            REQUIRE(library != NULL, "open");
        }
        c = lilt_library_get_catalogue(library);
        row = lilt_catalogue_find(c, id);
        REQUIRE(row >= 0, "row");
        CHECK(c->n_plays[row] == 1 && c->last_play_s[row] == 6000 && c->love[row] == -1 &&
                  lilt_library_get_love(library, id) == -1,
              "round %d: plays %u, last %lld, love %d", round, c->n_plays[row],
              (long long)c->last_play_s[row], c->love[row]);
    }
    g_object_unref(library);
}

TEST(the_queue_survives)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    GListModel *songs = lilt_library_get_songs(library);
    gint64 ids[] = {id_at(songs, 1), id_at(songs, 0), id_at(songs, 7)};
    const LiltSavedQueue queue = {ids, 3, 2, id_at(songs, 9), 12345678};
    LiltSavedQueue back;

    lilt_library_load_queue(library, &back);
    CHECK(back.n_ids == 0 && back.current_id == 0, "empty at first");
    lilt_library_save_queue(library, &queue);
    library = open_again(library, folder);
    REQUIRE(library != NULL, "open");
    lilt_library_load_queue(library, &back);
    CHECK(back.n_ids == 3 && back.n_yours == 2 && back.current_id == queue.current_id &&
              back.position_us == 12345678,
          "counts");
    CHECK_BYTES(ids, back.ids, sizeof ids, "order");
    g_free(back.ids);
    g_object_unref(library);
}

/* Tells of every change of a model are replayed on a plain list of ids, which must come out the
 * same. */
typedef struct {
    GArray *ids;
    guint n_changes;
} Mirror;

static void
follow(GListModel *model, guint place, guint n_removed, guint n_added, Mirror *mirror)
{
    mirror->n_changes++;
    if (n_removed > 0)
        g_array_remove_range(mirror->ids, place, n_removed);
    for (guint i = 0; i < n_added; i++) {
        const gint64 id = id_at(model, place + i);

        g_array_insert_val(mirror->ids, place + i, id);
    }
}

TEST(changes_of_the_list_are_told_truly)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    GListModel *songs = lilt_library_get_songs(library);
    Mirror mirror = {g_array_new(FALSE, FALSE, sizeof(gint64)), 0};

    g_signal_connect(songs, "items-changed", G_CALLBACK(follow), &mirror);
    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 8);
    run_command("cd '%s' && rm AngusBackground.ogg && touch menu.ogg", music);
    run_command("cd '%s' && rm \"$(ls *.ogg | tail -n 1)\"", music);
    check_scan(library, music, 0, 1, 2, 0, 14);
    CHECK(mirror.n_changes >= 3 && mirror.ids->len == 15, "%u changes, %u songs", mirror.n_changes,
          mirror.ids->len);
    for (guint i = 0; i < mirror.ids->len; i++)
        CHECK(g_array_index(mirror.ids, gint64, i) == id_at(songs, i), "place %u", i);
    g_signal_handlers_disconnect_by_data(songs, &mirror);
    g_array_unref(mirror.ids);
}

static void
check_not_opened(const char *data, const char *named)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *cache = new_folder("cache");

    CHECK(lilt_library_open(data, cache, &error) == NULL, "%s", data);
    REQUIRE(error != NULL, "an error");
    CHECK(strstr(error->message, named) != NULL, "%s is named: %s", named, error->message);
}

TEST(without_a_cache_the_music_is_there)
{
    g_autofree char *data = new_folder("data"), *music = new_folder("music");
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLibrary) library = lilt_library_open(data, "/proc/lilt", &error);

    REQUIRE(library != NULL, "%s", WORDS(error));
    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
}

TEST(a_library_that_cannot_be_opened_is_named)
{
    g_autofree char *damaged = new_folder("damaged");
    g_autofree char *path = g_build_filename(damaged, "library.db", NULL);

    check_not_opened("/proc/lilt", "/proc/lilt");
    CHECK(g_file_set_contents(path, "no database at all, but long enough to be read as one", -1,
                              NULL),
          "write");
    check_not_opened(damaged, path);
}

TEST_MAIN()
