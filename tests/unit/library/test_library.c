/* The library as session and window see it: songs, search, playlists, plays, the queue, and what
 * happens when it cannot be opened. */
#include "music.h"

#include <unistd.h>

#include "lilt/store.h"

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

/* A finder that has answered. */
static LiltFinder *
ask(LiltLibrary *library, const LiltQuery *query)
{
    LiltFinder *finder = lilt_finder_new(library);

    lilt_finder_ask(finder, query);
    wait_for_answer(finder);
    return finder;
}

static LiltFinder *
search(LiltLibrary *library, const char *text)
{
    return ask(library, &(LiltQuery){.text = text, .mood = LILT_EMOTION_UNKNOWN});
}

TEST(songs_are_in_order_and_found_by_words)
{
    g_autoptr(LiltLibrary) library = open_full_library(NULL);
    g_autoptr(LiltFinder) list = search(library, "");
    GListModel *songs = lilt_finder_get_songs(list);
    g_autoptr(LiltFinder) hawk = search(library, "haw wizz"), none = search(library, "quetzal");
    g_autoptr(LiltFinder) everything = search(library, "a");
    GListModel *all = lilt_finder_get_songs(everything);

    for (guint i = 0; i < 17; i++) { /* Alex, Àlex, Sean */
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        CHECK(g_str_has_suffix(lilt_song_get_artist(song), i < 9 ? "Almarza" : "Hawk"), "%u: %s", i,
              lilt_song_get_artist(song));
    }
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(hawk)) == 8, "%u by Hawk on Wizznic",
          g_list_model_get_n_items(lilt_finder_get_songs(hawk)));
    for (guint i = 0, place = 0; i < g_list_model_get_n_items(all); i++) {
        while (place < 17 && id_at(songs, place) != id_at(all, i))
            place++;
        CHECK(place < 17, "found %u: in the order of the list", i);
    }
    CHECK(g_list_model_get_n_items(all) >= 9, "all of Amoebax");
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(none)) == 0, "nothing");
}

TEST(albums_and_artists_are_gathered)
{
    g_autoptr(LiltLibrary) library = open_full_library(NULL);
    g_autoptr(LiltFinder) all = search(library, NULL), sean = search(library, "sean");
    GListModel *artists = lilt_finder_get_artists(all);
    guint n_songs = 0, n_on_albums = 0;

    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(all)) == 17, "no words: all");
    for (guint i = 0; i < g_list_model_get_n_items(artists); i++) {
        g_autoptr(LiltGroup) artist = g_list_model_get_item(artists, i);
        const gint64 id = lilt_song_get_id(lilt_group_get_song(artist));
        g_autoptr(LiltFinder)
            own = ask(library, &(LiltQuery){.artist_of = id, .mood = LILT_EMOTION_UNKNOWN});

        n_songs += lilt_group_get_n_songs(artist);
        CHECK(g_list_model_get_n_items(lilt_finder_get_songs(own)) ==
                  lilt_group_get_n_songs(artist),
              "artist %u: its page has its songs", i);
        CHECK(g_list_model_get_n_items(lilt_finder_get_albums(own)) ==
                  lilt_group_get_n_albums(artist),
              "artist %u: and its albums", i);
    }
    for (guint i = 0; i < g_list_model_get_n_items(lilt_finder_get_albums(all)); i++) {
        g_autoptr(LiltGroup) album = g_list_model_get_item(lilt_finder_get_albums(all), i);
        const gint64 id = lilt_song_get_id(lilt_group_get_song(album));
        g_autoptr(LiltFinder)
            own = ask(library, &(LiltQuery){.album_of = id, .mood = LILT_EMOTION_UNKNOWN});

        n_on_albums += lilt_group_get_n_songs(album);
        CHECK(g_list_model_get_n_items(lilt_finder_get_songs(own)) == lilt_group_get_n_songs(album),
              "album %u: its page has its songs", i);
    }
    CHECK(n_songs == 17, "every song is by one artist: %u", n_songs);
    CHECK(n_on_albums > 0 && n_on_albums <= 17, "on albums: %u", n_on_albums);
    CHECK(g_list_model_get_n_items(lilt_finder_get_artists(sean)) == 1, "artists by their name");
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(sean)) == 8, "and their songs");
}

TEST(only_songs_near_a_mood)
{
    g_autoptr(LiltLibrary) library = open_full_library(NULL);
    guint n = 0;

    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++) {
        g_autoptr(LiltFinder) finder = ask(library, &(LiltQuery){.mood = (LiltEmotion)mood});
        GListModel *songs = lilt_finder_get_songs(finder);

        for (guint i = 0; i < g_list_model_get_n_items(songs); i++, n++) {
            g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

            CHECK((int)lilt_song_get_emotion(song) == mood, "mood %d, song %u", mood, i);
        }
    }
    CHECK(n == 17, "each song is near one mood: %u", n);
}

TEST(the_newest_question_is_answered_and_follows_the_library)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(LiltFinder) finder = lilt_finder_new(library);

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    for (int i = 0; i < 20; i++)
        lilt_finder_ask(finder,
                        &(LiltQuery){.text = i < 19 ? "a" : "sean", .mood = LILT_EMOTION_UNKNOWN});
    wait_for_answer(finder);
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(finder)) == 0, "no Sean yet");
    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 9);
    for (int i = 0; i < 5 && g_list_model_get_n_items(lilt_finder_get_songs(finder)) != 8; i++)
        wait_for_answer(finder);
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(finder)) == 8, "his songs came: %u",
          g_list_model_get_n_items(lilt_finder_get_songs(finder)));
}

/* A database of songs that have no files. */
static void
fill_database(const char *path, int n_songs)
{
    LiltStore *store = NULL;
    char song[64], title[64];

    REQUIRE(lilt_store_open(path, LILT_STORE_WRITE, NULL, &store) == LILT_OK, "%s", path);
    REQUIRE(lilt_store_begin(store, NULL) == LILT_OK, "begin");
    for (int i = 0; i < n_songs; i++) {
        g_snprintf(song, sizeof song, "/m/%d.ogg", i);
        g_snprintf(title, sizeof title, "Song %d", i * 7919 % n_songs);
        const LiltStoreTrack track = {.path = song,
                                      .fingerprint = (uint64_t)i + 1,
                                      .title = title,
                                      .artist = "A",
                                      .album_artist = "",
                                      .album = "B",
                                      .genre = "",
                                      .cover = ""};

        CHECK(lilt_store_put_track(store, &track, 1, NULL, NULL) == LILT_OK, "put");
    }
    CHECK(lilt_store_commit(store, NULL) == LILT_OK, "commit");
    lilt_store_close(store);
}

TEST(of_many_songs_the_first_come_before_all_of_them)
{
    g_autofree char *folder = new_folder("data"), *path = NULL;
    GError *error = NULL;

    path = g_build_filename(folder, "many.db", NULL);
    fill_database(path, 1500);
    g_autoptr(LiltLibrary) library = lilt_library_open_file(path, folder, &error);

    REQUIRE(library != NULL, "%s", WORDS(error));
    g_autoptr(LiltFinder) finder = lilt_finder_new(library);
    GListModel *songs = lilt_finder_get_songs(finder);

    lilt_finder_ask(
        finder, &(LiltQuery){.text = "so", .sort = LILT_SORT_TITLE, .mood = LILT_EMOTION_UNKNOWN});
    wait_for_answer(finder);
    const guint n_first = g_list_model_get_n_items(songs);

    CHECK(n_first >= 100 && n_first <= 1500, "%u songs at first", n_first);
    for (int i = 0; i < 3 && g_list_model_get_n_items(songs) < 1500; i++)
        wait_for_answer(finder);
    guint n = 0;
    g_autofree gint64 *ids = lilt_songs_dup_ids(songs, &n);
    g_autoptr(LiltSong) first = g_list_model_get_item(songs, 0);
    g_autoptr(LiltSong) last = g_list_model_get_item(songs, 1499);

    CHECK(n == 1500, "%u songs", n);
    REQUIRE(first != NULL && last != NULL, "rows");
    CHECK_TEXT("Song 0", lilt_song_get_title(first));
    CHECK_TEXT("Song 999", lilt_song_get_title(last));
}

static gboolean
set_true(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

static void
count_call(guint *n_calls)
{
    ++*n_calls;
}

TEST(all_songs_are_looked_for_once)
{
    g_autofree char *folder = new_folder("data"), *path = NULL;
    gboolean late = FALSE;
    guint n_found = 0;

    path = g_build_filename(folder, "many.db", NULL);
    fill_database(path, 1500);
    g_autoptr(LiltLibrary) library = lilt_library_open_file(path, folder, NULL);
    REQUIRE(library != NULL, "open");
    g_autoptr(LiltFinder) finder = search(library, NULL);

    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(finder)) == 1500, "all at once");
    g_signal_connect_swapped(finder, "found", G_CALLBACK(count_call), &n_found);
    g_timeout_add(1000, set_true, &late);
    while (!late)
        g_main_context_iteration(NULL, TRUE);
    CHECK(n_found == 0, "and not again");
}

TEST(lists_made_by_hand)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    GListModel *all = lilt_library_get_songs(library);
    const gint64 ids[] = {id_at(all, 3), id_at(all, 4), id_at(all, 3), id_at(all, 5)};
    g_autoptr(LiltPlaylist) list = g_object_ref(lilt_library_add_list(library, "Zebra"));
    g_autoptr(LiltPlaylist) other = g_object_ref(lilt_library_add_list(library, "Other"));
    GListModel *songs = lilt_playlist_get_songs(list);
    const gint64 id = lilt_playlist_get_id(list);

    CHECK(id != lilt_playlist_get_id(other) && lilt_library_get_list(library, id) == list, "ids");
    lilt_library_append_to_list(library, list, ids, 4);
    lilt_library_append_to_list(library, other, ids, 2);
    CHECK(g_list_model_get_n_items(songs) == 4 && id_at(songs, 2) == ids[2], "shown at once");
    lilt_library_move_in_list(library, list, 3, 0);  /* 5 3 4 3 */
    lilt_library_remove_from_list(library, list, 1); /* 5 4 3 */
    lilt_library_move_in_list(library, list, 0, 1);  /* 4 5 3 */
    lilt_library_remove_from_list(library, list, 9);
    lilt_library_rename_list(library, list, "Ant");
    lilt_library_drop_list(library, other);
    CHECK(lilt_library_get_list(library, lilt_playlist_get_id(other)) == NULL, "dropped");
    lilt_library_restore_list(library, other);
    CHECK(g_list_model_get_n_items(lilt_library_get_lists(library)) == 2, "and back");
    g_clear_object(&list);
    g_clear_object(&other);

    library = open_again(library, folder);
    REQUIRE(library != NULL, "open");
    list = g_list_model_get_item(lilt_library_get_lists(library), 0);
    other = g_list_model_get_item(lilt_library_get_lists(library), 1);
    REQUIRE(list != NULL && other != NULL, "both are there");
    CHECK_TEXT("Ant", lilt_playlist_get_name(list));
    songs = lilt_playlist_get_songs(list);
    CHECK(lilt_playlist_get_id(list) == id && g_list_model_get_n_items(songs) == 3 &&
              id_at(songs, 0) == ids[1] && id_at(songs, 1) == ids[3] && id_at(songs, 2) == ids[0],
          "as it was left");
    CHECK(g_list_model_get_n_items(lilt_playlist_get_songs(other)) == 2,
          "and the one brought back");
    g_object_unref(library);
}

/* What a list by rule shows follows soon. */
static void
check_count(LiltPlaylist *list, guint n, const char *when)
{
    GListModel *songs = lilt_playlist_get_songs(list);
    gboolean late = FALSE;
    const guint deadline = g_timeout_add_seconds(10, set_true, &late);

    while (!late && g_list_model_get_n_items(songs) != n)
        g_main_context_iteration(NULL, TRUE);
    if (CHECK(!late, "%s: %u songs, not %u", when, g_list_model_get_n_items(songs), n))
        g_source_remove(deadline);
}

TEST(a_list_by_rule_follows_library_and_listener)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    LiltRule loved = {.order = LILT_ORDER_TITLE}, played = {.order = LILT_ORDER_PLAYED, .most = 1};
    GListModel *all = lilt_library_get_songs(library);
    const gint64 first = id_at(all, 0), second = id_at(all, 1), now_s = g_get_real_time() / 1000000;
    g_autoptr(LiltPlaylist) list = NULL, other = NULL;

    REQUIRE(lilt_rule_add(&loved, "love", "is", "loved"), "rule");
    REQUIRE(lilt_rule_add(&played, "played", "most", "7"), "rule");
    list = g_object_ref(lilt_library_add_rule(library, "Loved", &loved));
    other = g_object_ref(lilt_library_add_rule(library, "Lately", &played));
    CHECK(lilt_playlist_get_rule(list)->n_conditions == 1, "it has its rule");
    lilt_library_set_love(library, first, 1);
    lilt_library_set_love(library, second, 1);
    check_count(list, 2, "loved");
    check_count(other, 0, "nothing played");
    lilt_library_add_play(library, first, now_s - 100, 1, LILT_HAPPY, "hand");
    lilt_library_add_play(library, second, now_s, 1, LILT_HAPPY, "hand");
    check_count(other, 1, "of two only the newest");
    CHECK(id_at(lilt_playlist_get_songs(other), 0) == second, "the last one");
    lilt_library_set_love(library, first, 0);
    check_count(list, 1, "loved no more");
    lilt_library_set_rule(library, list, &(LiltRule){.most = 5});
    check_count(list, 5, "another rule");
    lilt_library_drop_list(library, list);
    lilt_library_restore_list(library, list);
    lilt_library_drop_list(library, other);
    g_clear_object(&list);
    g_clear_object(&other);

    library = open_again(library, folder);
    REQUIRE(library != NULL, "open");
    list = g_list_model_get_item(lilt_library_get_lists(library), 0);
    REQUIRE(list != NULL && lilt_playlist_get_rule(list) != NULL, "it is still by rule");
    CHECK(g_list_model_get_n_items(lilt_library_get_lists(library)) == 1, "the other is gone");
    CHECK_TEXT("Loved", lilt_playlist_get_name(list));
    check_count(list, 5, "after a restart");
    lilt_library_set_rule(library, list, &loved);
    check_count(list, 1, "before it is closed");
    lilt_library_erase_listening(library);
    check_count(list, 0, "all is forgotten");
    lilt_library_close(library);
    g_object_unref(library);
}

TEST(what_is_away_keeps_its_place_in_a_list)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    GListModel *all = lilt_library_get_songs(library);
    LiltPlaylist *list = lilt_library_add_list(library, "Mine");
    GListModel *songs = lilt_playlist_get_songs(list);
    gint64 ids[3];

    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
    for (guint i = 0; i < 3; i++)
        ids[i] = id_at(all, i);
    g_autoptr(LiltSong) middle = g_list_model_get_item(all, 1);

    lilt_library_append_to_list(library, list, ids, 3);
    run_command("mv '%s' '%s.away'", lilt_song_get_path(middle), music);
    check_scan(library, music, 0, 0, 1, 0, 7);
    g_autoptr(LiltSong) away = g_list_model_get_item(songs, 1);

    CHECK(g_list_model_get_n_items(songs) == 3 && id_at(songs, 1) == ids[1] &&
              !lilt_song_is_there(away) && !lilt_song_is_elsewhere(away),
          "it is shown as what is not there");
    lilt_library_move_in_list(library, list, 2, 0); /* 2 0 (1) */
    run_command("mv '%s.away' '%s'", music, lilt_song_get_path(middle));
    check_scan(library, music, 0, 1, 0, 0, 7);
    g_autoptr(LiltSong) back = g_list_model_get_item(songs, 2);

    CHECK(g_list_model_get_n_items(songs) == 3 && id_at(songs, 0) == ids[2] &&
              lilt_song_get_id(back) == ids[1] && lilt_song_is_there(back),
          "it is back: %u", g_list_model_get_n_items(songs));
}

TEST(songs_that_come_later_are_waited_for)
{
    char *data = NULL;
    LiltLibrary *library = open_full_library(&data);
    g_autofree char *folder = data;
    g_autoptr(LiltLibrary) soon = NULL;
    gint64 id;

    LiltPlaylist *mine = lilt_library_add_list(library, "Mine");

    id = id_at(lilt_library_get_songs(library), 2);
    lilt_library_append_to_list(library, mine, &id, 1);
    lilt_library_close(library);
    g_object_unref(library);
    soon = lilt_library_open_soon(folder, folder, NULL);
    REQUIRE(soon != NULL, "open");
    g_autoptr(LiltSong) song = lilt_library_dup_song(soon, id);
    g_autoptr(LiltPlaylist) list = g_list_model_get_item(lilt_library_get_lists(soon), 0);

    CHECK(lilt_library_is_loading(soon) && song != NULL, "a song can be had before the list");
    while (lilt_library_is_loading(soon))
        g_main_context_iteration(NULL, TRUE);
    CHECK(g_list_model_get_n_items(lilt_library_get_songs(soon)) == 17, "then all are there");
    CHECK(list != NULL && g_list_model_get_n_items(lilt_playlist_get_songs(list)) == 1,
          "and the lists are full");
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

/* All that is known of a song that was played once and not placed by hand. */
static void
check_facts(LiltLibrary *library, gint64 id)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song(library, id);
    g_autofree char *bytes = NULL;
    LiltSongFacts facts = {0};
    gsize n_bytes = 0;

    REQUIRE(song != NULL && lilt_library_get_facts(library, id, &facts), "facts");
    REQUIRE(g_file_get_contents(lilt_song_get_path(song), &bytes, &n_bytes, NULL), "file");
    CHECK((gsize)facts.size_bytes == n_bytes, "%lld bytes", (long long)facts.size_bytes);
    CHECK(facts.n_plays == 1 && facts.last_play_s == 6000, "plays %u", facts.n_plays);
    CHECK(g_get_real_time() / G_USEC_PER_SEC - facts.added_s < 3600, "added a moment ago");
    CHECK(facts.analysed && !facts.felt, "heard by the analysis alone");
    CHECK(!lilt_library_get_facts(library, 4711, &facts), "no such song");
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
        check_facts(library, id);
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
    check_not_opened("/proc/lilt", "/proc/lilt");
}

TEST(a_damaged_library_is_set_aside_and_told)
{
    g_autofree char *data = new_folder("damaged");
    g_autofree char *path = g_build_filename(data, "library.db", NULL);
    g_autoptr(GError) error = NULL;

    CHECK(g_file_set_contents(path, "no database at all, but long enough to be read as one", -1,
                              NULL),
          "write");
    g_autoptr(LiltLibrary) library = lilt_library_open(data, data, &error);

    REQUIRE(library != NULL, "%s", WORDS(error));
    const char *set_aside = lilt_library_get_set_aside(library);

    CHECK(set_aside != NULL && access(set_aside, F_OK) == 0, "where is it?");
    CHECK(!lilt_library_is_restored(library), "there was no copy");
    CHECK(lilt_library_open_file(set_aside, data, &error) == NULL && error != NULL &&
              strstr(error->message, set_aside) != NULL,
          "a file that is named must not be set aside");
}

TEST_MAIN()
