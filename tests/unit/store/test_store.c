/* The database: what is put in comes out, is found by its words, and bad files are named. */
#include "fresh.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static LiltStoreTrack
make_track(const char *path, const char *title, const char *artist)
{
    return (LiltStoreTrack){.path = path,
                            .size_bytes = 1000,
                            .mtime_ns = 5,
                            .fingerprint = UINT64_C(0xfedcba9876543210),
                            .title = title,
                            .artist = artist,
                            .album_artist = "",
                            .album = "Album",
                            .genre = "Folk",
                            .disc = 1,
                            .track = 2,
                            .year = 1999,
                            .duration_ms = 61000,
                            .cover = "c.jpg",
                            .sound = {.analyser = 1,
                                      .tempo_bpm = 100,
                                      .loudness_lufs = -14,
                                      .energy = 0.5f,
                                      .brightness = 0.25f,
                                      .point = {0.5f, -0.5f},
                                      .mode = -0.125f,
                                      .words = 0.75f}};
}

static int64_t
put(LiltStore *store, const char *path, const char *title, const char *artist)
{
    const LiltStoreTrack track = make_track(path, title, artist);
    int64_t id = 0;
    LiltDiag diag = {""};

    CHECK(lilt_store_put_track(store, &track, 100, &diag, &id) == LILT_OK, "%s", diag.text);
    return id;
}

TEST(a_track_comes_out_as_it_went_in)
{
    LiltStore *store = open_store(fresh_path());
    LiltStoreTrack track;
    LiltDiag diag;
    int64_t id, found = 0;

    REQUIRE(store != NULL, "open");
    id = put(store, "/m/\xff caf\xc3\xa9.ogg", "Title", "Artist");
    REQUIRE(lilt_store_get_track(store, id, NULL, &track) == LILT_OK, "get");
    CHECK_TEXT("/m/\xff caf\xc3\xa9.ogg", track.path);
    CHECK_TEXT("Title", track.title);
    CHECK_TEXT("Artist", track.artist);
    CHECK_TEXT("Album", track.album);
    CHECK_TEXT("c.jpg", track.cover);
    CHECK(track.id == id && track.fingerprint == UINT64_C(0xfedcba9876543210) && !track.missing &&
              track.duration_ms == 61000 && track.year == 1999 && track.track == 2 &&
              track.sound.mode == -0.125f && track.sound.words == 0.75f,
          "numbers");
    CHECK(track.sound.analyser == 1 && track.sound.point.arousal == -0.5f, "sound");
    CHECK(lilt_store_find_path(store, track.path, NULL, &found) == LILT_OK && found == id, "path");
    CHECK(lilt_store_get_track(store, id + 1, &diag, &track) == LILT_E_ABSENT, "absent");
    CHECK(lilt_store_find_path(store, "/m/x.ogg", &diag, &found) == LILT_E_ABSENT, "absent");
    CHECK(strstr(diag.text, "/m/x.ogg") != NULL, "named: %s", diag.text);
    lilt_store_close(store);
}

TEST(a_changed_file_keeps_its_id_love_and_plays)
{
    LiltStore *store = open_store(fresh_path());
    LiltCatalogue *c = NULL;
    int64_t id;

    REQUIRE(store != NULL, "open");
    id = put(store, "/m/a.ogg", "Old", "Somebody");
    CHECK(lilt_store_set_love(store, id, 1, NULL) == LILT_OK, "love");
    CHECK(lilt_store_add_play(store, id, 5000, 1.0, LILT_HAPPY, "hand", NULL) == LILT_OK, "play");
    CHECK(lilt_store_add_play(store, id, 6000, 0.2, LILT_EMOTION_UNKNOWN, "none", NULL) == LILT_OK,
          "skip");
    CHECK(lilt_store_add_play(store, 999, 7000, 1.0, LILT_SAD, "hand", NULL) == LILT_OK,
          "a track that is gone is no failure");
    CHECK(put(store, "/m/a.ogg", "New", "Somebody Else") == id, "same id");
    REQUIRE(lilt_store_load_catalogue(store, NULL, &c) == LILT_OK && c->n_tracks == 1, "load");
    CHECK(c->love[0] == 1 && c->n_plays[0] == 1 && c->last_play_s[0] == 6000, "love %d plays %u",
          c->love[0], c->n_plays[0]);
    CHECK(c->genre[0] == LILT_GENRE_FOLK && c->tempo_bpm[0] == 100.0f && c->valence[0] == 0.5f,
          "columns");
    lilt_catalogue_free(c);

    REQUIRE(lilt_store_move_track(store, "/m/a.ogg", "/n/b.ogg", NULL) == LILT_OK, "move");
    CHECK(put(store, "/n/b.ogg", "New", "Somebody Else") == id, "same id after moving");
    lilt_store_close(store);
}

static bool
note_row(void *data, const LiltStoreRow *row)
{
    char *order = data;

    CHECK(row->stamp == 5, "the file's time is the stamp");
    snprintf(order + strlen(order), 64 - strlen(order), "%d ", (int)row->id);
    return true;
}

/* The ids of what a query finds, one after the other: "4 3 6 ". Static storage. */
static const char *
find(LiltStore *store, LiltStoreQuery query)
{
    static char order[64];
    LiltDiag diag = {""};

    order[0] = '\0';
    CHECK(lilt_store_find(store, &query, note_row, order, &diag) == LILT_OK, "\"%s\": %s",
          query.text != NULL ? query.text : "", diag.text);
    return order;
}

/* How many tracks `text` finds. */
static size_t
count_found(LiltStore *store, const char *text)
{
    size_t n = 0;

    for (const char *c = find(store, (LiltStoreQuery){.text = text}); *c != '\0'; c++)
        n += *c == ' ';
    return n;
}

/* What a search found, all of it. */
typedef struct {
    int64_t ids[1200];
    size_t n;
} Found;

static bool
keep_id(void *data, const LiltStoreRow *row)
{
    Found *found = data;

    found->ids[found->n++] = row->id;
    return true;
}

/* The ids in `some` stand in `all` in the same order. */
static bool
is_part(const Found *some, const Found *all)
{
    size_t at = 0;

    for (size_t i = 0; i < some->n; i++, at++)
        while (at < all->n && all->ids[at] != some->ids[i])
            at++;
    return at <= all->n;
}

TEST(of_many_only_some_are_looked_at)
{
    static const char *const texts[] = {"s", "so", "song", "song b", "b f", "be"};
    LiltStore *store = open_store(fresh_path());
    char path[64], title[64];

    REQUIRE(store != NULL && lilt_store_begin(store, NULL) == LILT_OK, "open");
    for (int i = 0; i < 1000; i++) {
        snprintf(path, sizeof path, "/m/%d.ogg", i);
        snprintf(title, sizeof title, "Song %c%d", 'a' + i * 7 % 26, i);
        put(store, path, title, i % 3 == 0 ? "Bélà" : "Other");
    }
    for (int64_t id = 2; id < 600; id += 2)
        CHECK(lilt_store_set_missing(store, id, true, NULL) == LILT_OK, "missing");
    REQUIRE(lilt_store_commit(store, NULL) == LILT_OK, "commit");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t most = 100; most <= 1000; most += 300)
            for (int field = LILT_STORE_IN_ALL; field <= LILT_STORE_IN_ARTIST; field++) {
                LiltStoreQuery query = {.text = texts[i], .field = (LiltStoreField)field};
                Found all = {.n = 0}, some = {.n = 0};

                CHECK(lilt_store_find(store, &query, keep_id, &all, NULL) == LILT_OK, "all");
                query.most = most;
                CHECK(lilt_store_find(store, &query, keep_id, &some, NULL) == LILT_OK, "some");
                CHECK(some.n == (all.n < most ? all.n : most), "%s: %zu of %zu, at most %zu",
                      texts[i], some.n, all.n, most);
                CHECK(is_part(&some, &all), "%s: the same songs in the same order", texts[i]);
            }
    lilt_store_close(store);
}

static bool
interrupt_once(void *data, const LiltStoreRow *row)
{
    (void)row;
    lilt_store_interrupt(data);
    return true;
}

TEST(a_search_can_be_interrupted)
{
    LiltStore *store = open_store(fresh_path());
    LiltStoreQuery query = {.text = "song"};
    LiltDiag diag = {""};

    REQUIRE(store != NULL, "open");
    put(store, "/m/1.ogg", "Song", "One");
    put(store, "/m/2.ogg", "Song", "Two");
    CHECK(lilt_store_find(store, &query, interrupt_once, store, &diag) == LILT_E_STOPPED, "%s",
          diag.text);
    CHECK(count_found(store, "song") == 2, "the next one goes well");
    lilt_store_close(store);
}

TEST(words_are_found_by_their_beginnings)
{
    LiltStore *store = open_store(fresh_path());

    REQUIRE(store != NULL, "open");
    put(store, "/m/1.ogg", "Séverine's Garden", "Björk & Co");
    put(store, "/m/2.ogg", "Gardening", "AC/DC");
    put(store, "/m/3.ogg", "Nothing", "Émile");
    CHECK(count_found(store, "gard") == 2, "beginning of a word");
    CHECK(count_found(store, "severine GARDEN") == 1, "every word, without accent and case");
    CHECK(count_found(store, "bjork") == 1, "artist");
    CHECK(count_found(store, "emi") == 1, "artist, accent on a capital");
    CHECK(count_found(store, "ac/dc") == 1, "signs between words");
    CHECK(count_found(store, "arden") == 0, "not in the middle of a word");
    CHECK(count_found(store, "album") == 3, "album");
    CHECK(count_found(store, "folk") == 3, "genre");
    CHECK(count_found(store, "") == 3 && count_found(store, " \t") == 3, "no words: all");
    CHECK_TEXT("2 ", find(store, (LiltStoreQuery){.text = "ac", .field = LILT_STORE_IN_ARTIST}));
    CHECK_TEXT("", find(store, (LiltStoreQuery){.text = "ac", .field = LILT_STORE_IN_ALBUM}));
    count_found(store, "\" OR * NEAR( - ^ a:b {"); /* nothing in it is a command */
    CHECK(count_found(store, "garden - sev") == 1, "a lone sign changes nothing");
    put(store, "/m/3.ogg", "Something", "Émile");
    CHECK(count_found(store, "nothing") == 0 && count_found(store, "something") == 1,
          "the index follows");
    lilt_store_close(store);
}

TEST(the_list_is_by_artist_and_missing_tracks_are_left_out)
{
    LiltStore *store = open_store(fresh_path());
    LiltDiag diag = {""};

    REQUIRE(store != NULL, "open");
    put(store, "/m/1.ogg", "B", "zebra");
    put(store, "/m/2.ogg", "A", "");
    put(store, "/m/3.ogg", "c", "Ant");
    put(store, "/m/4.ogg", "B", "ant");
    put(store, "/m/5.ogg", "gone", "ant");
    put(store, "/m/6.ogg", "A", "Åsa");
    put(store, "/m/7.ogg", "A", "Žižek");
    put(store, "/m/8.ogg", "A", "Дима");
    put(store, "/m/9.ogg", "A", "zebras");
    CHECK(lilt_store_set_aside(store, "/m/5.ogg", 1, 2, "cut short", &diag) == LILT_OK, "%s",
          diag.text);
    CHECK_TEXT("4 3 6 1 9 7 8 2 ", find(store, (LiltStoreQuery){0}));
    CHECK_TEXT("4 3 ", find(store, (LiltStoreQuery){.artist_of = 3}));
    lilt_store_close(store);
}

/* A track of its own length on an album. */
static int64_t
put_on(LiltStore *store, const char *path, const char *title, const char *album,
       const char *album_artist, int track_number, int64_t now_s)
{
    LiltStoreTrack track = make_track(path, title, title);
    int64_t id = 0;

    track.album = album;
    track.album_artist = album_artist;
    track.track = track_number;
    track.duration_ms = 1000 * (20 - now_s);
    CHECK(lilt_store_put_track(store, &track, now_s, NULL, &id) == LILT_OK, "%s", path);
    return id;
}

TEST(albums_are_told_apart_and_lists_have_their_orders)
{
    LiltStore *store = open_store(fresh_path());

    REQUIRE(store != NULL, "open");
    put_on(store, "/m/hits/2.ogg", "Queen", "Hits", "", 2, 10); /* 1 */
    put_on(store, "/m/hits/1.ogg", "abba", "Hits", "", 1, 11);  /* 2: another artist, same folder */
    put_on(store, "/m/other/1.ogg", "Blur", "Hits", "", 1, 12); /* 3: same name, another folder */
    put_on(store, "/m/cd1/1.ogg", "Élan", "Box", "Various", 1, 13); /* 4 */
    put_on(store, "/m/cd2/1.ogg", "Zoe", "Box", "Various", 2,
           14);                                      /* 5: another folder, one album */
    put_on(store, "/m/x.ogg", "Abc", "", "", 0, 15); /* 6: no album */
    CHECK(lilt_store_add_play(store, 3, 5000, 1.0, LILT_HAPPY, "hand", NULL) == LILT_OK, "play");

    CHECK_TEXT("2 1 ", find(store, (LiltStoreQuery){.album_of = 1, .sort = LILT_SORT_ALBUM}));
    CHECK_TEXT("3 ", find(store, (LiltStoreQuery){.album_of = 3, .sort = LILT_SORT_ALBUM}));
    CHECK_TEXT("4 5 ", find(store, (LiltStoreQuery){.album_of = 5, .sort = LILT_SORT_ALBUM}));
    CHECK_TEXT("5 ", find(store, (LiltStoreQuery){.artist_of = 5}));
    CHECK_TEXT("1 ", find(store, (LiltStoreQuery){.text = "qu", .album_of = 2}));

    CHECK_TEXT("2 6 3 4 1 5 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_ARTIST}));
    CHECK_TEXT("2 6 3 4 1 5 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_TITLE}));
    CHECK_TEXT("4 5 2 1 3 6 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_ALBUM}));
    CHECK_TEXT("6 5 4 3 2 1 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_ADDED}));
    CHECK_TEXT("3 2 6 4 1 5 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_PLAYS}));
    CHECK_TEXT("6 5 4 3 2 1 ", find(store, (LiltStoreQuery){.sort = LILT_SORT_LENGTH}));
    lilt_store_close(store);
}

typedef struct {
    int n_tracks, n_missing, n_aside;
    char why[64];
} FileCount;

static void
count_file(void *data, const LiltStoreFile *file)
{
    FileCount *count = data;

    count->n_tracks += file->id != 0;
    count->n_missing += file->missing;
    if (file->why != NULL) {
        count->n_aside++;
        snprintf(count->why, sizeof count->why, "%s %s", file->path, file->why);
    }
}

TEST(files_set_aside_are_remembered_until_they_can_be_read)
{
    LiltStore *store = open_store(fresh_path());
    FileCount count = {0}, after = {0};

    REQUIRE(store != NULL, "open");
    put(store, "/m/1.ogg", "One", "A");
    lilt_store_set_aside(store, "/m/1.ogg", 10, 20, "cut short", NULL);
    CHECK(lilt_store_each_file(store, count_file, &count, NULL) == LILT_OK, "each");
    CHECK(count.n_tracks == 1 && count.n_missing == 1 && count.n_aside == 1, "set aside");
    CHECK_TEXT("/m/1.ogg cut short", count.why);
    put(store, "/m/1.ogg", "One", "A");
    CHECK(lilt_store_each_file(store, count_file, &after, NULL) == LILT_OK, "each");
    CHECK(after.n_tracks == 1 && after.n_missing == 0 && after.n_aside == 0, "read again");
    lilt_store_close(store);
}

static bool
is_missing(LiltStore *store, int64_t id)
{
    LiltStoreTrack track = {0};

    CHECK(lilt_store_get_track(store, id, NULL, &track) == LILT_OK, "still known");
    return track.missing;
}

TEST(a_folder_that_is_left_takes_its_tracks_along_and_no_others)
{
    LiltStore *store = open_store(fresh_path());
    int64_t inside, below, beside, other;

    REQUIRE(store != NULL, "open");
    inside = put(store, "/m/50%_off/a.ogg", "A", "X");
    below = put(store, "/m/50%_off/b/c.ogg", "B", "X");
    beside = put(store, "/m/50%_off too/d.ogg", "C", "X");
    other = put(store, "/m/50 or off/e.ogg", "D", "X");
    CHECK(lilt_store_set_folder_missing(store, "/m/50%_off", NULL) == LILT_OK, "leave");
    CHECK(is_missing(store, inside) && is_missing(store, below), "in it and below");
    CHECK(!is_missing(store, beside) && !is_missing(store, other), "of another folder");
    lilt_store_close(store);
}

TEST(erased_listening_leaves_the_tracks)
{
    LiltStore *store = open_store(fresh_path());
    LiltCatalogue *c = NULL;
    int64_t id;

    REQUIRE(store != NULL, "open");
    id = put(store, "/m/a.ogg", "A", "X");
    CHECK(lilt_store_set_love(store, id, 1, NULL) == LILT_OK, "love");
    CHECK(lilt_store_add_play(store, id, 5000, 1.0, LILT_HAPPY, "hand", NULL) == LILT_OK, "play");
    CHECK(lilt_store_erase_listening(store, NULL) == LILT_OK, "erase");
    REQUIRE(lilt_store_load_catalogue(store, NULL, &c) == LILT_OK && c->n_tracks == 1, "load");
    CHECK(c->love[0] == 0 && c->n_plays[0] == 0 && c->last_play_s[0] == 0, "nothing is known");
    lilt_catalogue_free(c);
    lilt_store_close(store);
}

TEST(what_only_lists_name_comes_alive_or_gives_way)
{
    LiltStore *store = open_store(fresh_path());
    const LiltStoreTrack one = make_track("/m/one.ogg", "One", "A");
    const LiltStoreTrack two = make_track("/m/two.ogg", "Two", "A");
    const LiltStoreTrack gone = make_track("/m/gone.ogg", "Gone", "A");
    LiltStoreTrack track;
    int64_t ids[3], moved, again = 0, *have = NULL;
    bool all = false;
    size_t n = 0;
    FileCount count = {0};

    REQUIRE(store != NULL, "open");
    CHECK(lilt_store_put_absent(store, &one, 50, NULL, &ids[0]) == LILT_OK &&
              lilt_store_put_absent(store, &two, 50, NULL, &ids[1]) == LILT_OK &&
              lilt_store_put_absent(store, &gone, 50, NULL, &ids[2]) == LILT_OK,
          "put");
    CHECK(lilt_store_put_absent(store, &one, 50, NULL, &again) == LILT_OK && again == ids[0],
          "once only");
    CHECK(lilt_store_put_list(store, 20, "List", 1, NULL) == LILT_OK &&
              lilt_store_set_list_tracks(store, 20, ids, 2, NULL) == LILT_OK,
          "a list of two");
    CHECK(lilt_store_each_file(store, count_file, &count, NULL) == LILT_OK && count.n_tracks == 0,
          "no scan looks for them");
    CHECK(lilt_store_remembers(store, ids, 3, NULL, &all) == LILT_OK && all, "all three");
    CHECK(lilt_store_drop_absent(store, NULL) == LILT_OK &&
              lilt_store_get_track(store, ids[2], NULL, &track) == LILT_E_ABSENT &&
              lilt_store_get_track(store, ids[0], NULL, &track) == LILT_OK && track.missing,
          "that of no list went");
    CHECK(lilt_store_remembers(store, ids, 3, NULL, &all) == LILT_OK && !all, "not the third");
    CHECK(lilt_store_remembers(store, ids, 2, NULL, &all) == LILT_OK && all, "the others");
    CHECK(lilt_store_remembers(store, NULL, 0, NULL, &all) == LILT_OK && all, "of none, all");
    CHECK(put(store, "/m/one.ogg", "One", "A") == ids[0] &&
              lilt_store_get_track(store, ids[0], NULL, &track) == LILT_OK && !track.missing &&
              track.added_s == 100,
          "read, it is the same track, and new");
    moved = put(store, "/m/old.ogg", "Two", "A");
    CHECK(lilt_store_move_track(store, "/m/old.ogg", "/m/two.ogg", NULL) == LILT_OK, "moved");
    CHECK(lilt_store_get_list_tracks(store, 20, NULL, &have, &n) == LILT_OK && n == 2 &&
              have[0] == ids[0] && have[1] == moved,
          "the list has the track that came to where one was missing");
    free(have);
    lilt_store_close(store);
}

TEST(playlists_and_queue_survive)
{
    const char *path = fresh_path();
    LiltStore *store = open_store(path);
    LiltStoreQueue queue = {0};
    int64_t ids[4], *got = NULL;
    size_t n = 0;

    REQUIRE(store != NULL, "open");
    ids[0] = put(store, "/m/1.ogg", "One", "A");
    ids[1] = put(store, "/m/2.ogg", "Two", "A");
    ids[2] = 4711; /* gone meanwhile */
    ids[3] = put(store, "/m/3.ogg", "Three", "A");
    CHECK(lilt_store_get_queue(store, NULL, &queue) == LILT_OK && queue.n_ids == 0, "empty");
    CHECK(lilt_store_set_playlist(store, LILT_SAD, ids + 1, 1, 5, NULL) == LILT_OK, "first");
    CHECK(lilt_store_set_playlist(store, LILT_SAD, ids, 4, 6, NULL) == LILT_OK, "replaced");
    queue = (LiltStoreQueue){
        .ids = ids, .n_ids = 2, .n_yours = 1, .current_id = ids[3], .position_us = 77};
    CHECK(lilt_store_set_queue(store, &queue, NULL) == LILT_OK, "queue");
    lilt_store_close(store);

    store = open_store(path);
    REQUIRE(store != NULL, "open again");
    CHECK(lilt_store_get_playlist(store, LILT_SAD, NULL, &got, &n) == LILT_OK && n == 3, "%zu", n);
    CHECK(n == 3 && got[0] == ids[0] && got[1] == ids[1] && got[2] == ids[3], "order");
    free(got);
    CHECK(lilt_store_get_playlist(store, LILT_HAPPY, NULL, &got, &n) == LILT_OK && n == 0, "none");
    CHECK(lilt_store_get_queue(store, NULL, &queue) == LILT_OK && queue.n_ids == 2 &&
              queue.n_yours == 1 && queue.ids[1] == ids[1] && queue.current_id == ids[3] &&
              queue.position_us == 77,
          "queue");
    free(queue.ids);
    lilt_store_close(store);
}

static void
note_list(void *data, int64_t id, const char *name)
{
    char *names = data;

    snprintf(names + strlen(names), 64 - strlen(names), "%d:%s ", (int)id, name);
}

TEST(lists_made_by_hand_survive)
{
    const char *path = fresh_path();
    LiltStore *store = open_store(path);
    int64_t ids[4], id = 0, *got = NULL;
    char names[64] = "";
    size_t n = 0;

    REQUIRE(store != NULL, "open");
    ids[0] = put(store, "/m/1.ogg", "One", "A");
    ids[1] = put(store, "/m/2.ogg", "Two", "A");
    ids[2] = ids[0]; /* a song may stand in a list twice */
    ids[3] = 4711;   /* gone meanwhile */
    CHECK(lilt_store_next_list_id(store, NULL, &id) == LILT_OK && id > LILT_N_EMOTIONS, "next id");
    CHECK(lilt_store_put_list(store, id, "Rainy Sundays", 5, NULL) == LILT_OK, "made");
    CHECK(lilt_store_put_list(store, id + 1, "Élan", 6, NULL) == LILT_OK, "made");
    CHECK(lilt_store_put_list(store, id + 2, "Gone", 6, NULL) == LILT_OK, "made");
    CHECK(lilt_store_set_list_tracks(store, id, ids, 4, NULL) == LILT_OK, "filled");
    CHECK(lilt_store_set_list_tracks(store, id + 2, ids, 4, NULL) == LILT_OK, "filled");
    CHECK(lilt_store_put_list(store, id, "Rain", 7, NULL) == LILT_OK, "renamed");
    CHECK(lilt_store_drop_list(store, id + 2, NULL) == LILT_OK, "dropped");
    CHECK(lilt_store_set_missing(store, ids[1], true, NULL) == LILT_OK, "the drive is away");
    lilt_store_close(store);

    store = open_store(path);
    REQUIRE(store != NULL, "open again");
    CHECK(lilt_store_each_list(store, note_list, names, NULL) == LILT_OK, "lists");
    CHECK(strstr(names, ":Rain ") != NULL && strstr(names, "Rain") > strstr(names, "Élan") &&
              strstr(names, "Gone") == NULL && strstr(names, "sad") == NULL,
          "%s", names);
    CHECK(lilt_store_get_list_tracks(store, id, NULL, &got, &n) == LILT_OK && n == 3, "%zu", n);
    CHECK(n == 3 && got[0] == ids[0] && got[1] == ids[1] && got[2] == ids[0],
          "in order, the missing one too");
    free(got);
    CHECK(lilt_store_get_list_tracks(store, id + 2, NULL, &got, &n) == LILT_OK && n == 0, "gone");
    free(got);
    lilt_store_close(store);
}

extern const char *const lilt_migrations[]; /* src/store/migrations.h */

TEST(the_first_version_is_brought_up_to_date)
{
    const char *path = fresh_path();
    LiltStore *store;
    sqlite3 *db = NULL;
    int64_t id = 0, *got = NULL;
    size_t n = 0;

    REQUIRE(sqlite3_open(path, &db) == SQLITE_OK, "make");
    CHECK(sqlite3_exec(db, lilt_migrations[0], NULL, NULL, NULL) == SQLITE_OK, "%s",
          sqlite3_errmsg(db));
    CHECK(sqlite3_exec(db,
                       "PRAGMA user_version = 1; PRAGMA application_id = 0x4c696c74;"
                       "INSERT INTO artists VALUES (1, 'A');"
                       "INSERT INTO tracks VALUES (7, '/m/1.ogg', 1, 5, 3, 0, 9, 'One', 1, '', '',"
                       " '', 0, 0, 0, 1000, '', 1, 4, 100);"
                       "INSERT INTO playlists VALUES (5, 'sad', 'sad', 10);"
                       "INSERT INTO playlist_tracks VALUES (5, 0, 7)",
                       NULL, NULL, NULL) == SQLITE_OK,
          "%s", sqlite3_errmsg(db));
    sqlite3_close(db);

    store = open_store(path);
    REQUIRE(store != NULL, "open");
    CHECK(lilt_store_get_playlist(store, LILT_SAD, NULL, &got, &n) == LILT_OK && n == 1 &&
              got[0] == 7,
          "the mood's list is still there");
    free(got);
    CHECK_TEXT("7 ", find(store, (LiltStoreQuery){.text = "one"}));
    CHECK(lilt_store_next_list_id(store, NULL, &id) == LILT_OK, "next id");
    CHECK(lilt_store_put_list(store, id, "Mine", 5, NULL) == LILT_OK, "a list of mine");
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++)
        CHECK(lilt_store_set_playlist(store, (LiltEmotion)mood, &(int64_t){7}, 1, 6, NULL) ==
                  LILT_OK,
              "mood %d", mood);
    CHECK(lilt_store_get_list_tracks(store, id, NULL, &got, &n) == LILT_OK && n == 0,
          "no mood's list took its number");
    free(got);
    lilt_store_close(store);
}

TEST(a_reader_sees_what_was_committed)
{
    const char *path = fresh_path();
    LiltStore *writer = open_store(path), *reader = NULL;
    LiltStoreTrack track;
    LiltDiag diag = {""};
    int64_t id;

    REQUIRE(writer != NULL, "open");
    REQUIRE(lilt_store_open(path, LILT_STORE_READ, &diag, &reader) == LILT_OK, "%s", diag.text);
    CHECK(lilt_store_begin(writer, NULL) == LILT_OK, "begin");
    id = put(writer, "/m/1.ogg", "One", "A");
    CHECK(lilt_store_get_track(reader, id, NULL, &track) == LILT_E_ABSENT, "not yet");
    CHECK(lilt_store_commit(writer, NULL) == LILT_OK, "commit");
    CHECK(lilt_store_get_track(reader, id, NULL, &track) == LILT_OK, "now");
    CHECK(lilt_store_begin(writer, NULL) == LILT_OK, "begin");
    put(writer, "/m/2.ogg", "Two", "A");
    lilt_store_rollback(writer);
    CHECK(lilt_store_find_path(writer, "/m/2.ogg", NULL, &id) == LILT_E_ABSENT, "taken back");
    CHECK(lilt_store_set_love(reader, id, 1, &diag) == LILT_E_DENIED, "a reader cannot write");
    lilt_store_close(reader);
    lilt_store_close(writer);
}

/* Opening `path` fails with `want` and names it. */
static void
check_refused(const char *path, LiltStoreMode mode, LiltStatus want, const char *named)
{
    LiltStore *store = NULL;
    LiltDiag diag = {""};
    const LiltStatus status = lilt_store_open(path, mode, &diag, &store);

    CHECK(status == want, "%s: %s (%s)", path, lilt_status_name(status), diag.text);
    CHECK(store == NULL && strstr(diag.text, named) != NULL, "named: %s", diag.text);
    lilt_store_close(store);
}

static void
write_file(const char *path, const char *text, long from)
{
    FILE *file = fopen(path, from > 0 ? "r+" : "w");

    REQUIRE(file != NULL, "%s", path);
    fseek(file, from, SEEK_SET);
    for (int i = 0; i < 2000; i++)
        fputs(text, file);
    fclose(file);
}

static void
run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    CHECK(sqlite3_open(path, &db) == SQLITE_OK &&
              sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
          "%s", sql);
    sqlite3_close(db);
}

TEST(what_is_no_library_is_refused_by_name)
{
    const char *path = fresh_path();

    check_refused("/nowhere/at/all/x.db", LILT_STORE_WRITE, LILT_E_ABSENT, "/nowhere/at/all");
    check_refused(path, LILT_STORE_READ, LILT_E_ABSENT, path);

    write_file(path, "this is a text file\n", 0);
    check_refused(path, LILT_STORE_WRITE, LILT_E_FORMAT, path);

    path = fresh_path();
    run_sql(path, "CREATE TABLE other (x)");
    check_refused(path, LILT_STORE_WRITE, LILT_E_FORMAT, path);

    path = fresh_path();
    lilt_store_close(open_store(path));
    run_sql(path, "PRAGMA user_version = 1000");
    check_refused(path, LILT_STORE_WRITE, LILT_E_UNSUPPORTED, path);

    path = fresh_path();
    lilt_store_close(open_store(path));
    write_file(path, "garbage over the schema ", 120);
    check_refused(path, LILT_STORE_WRITE, LILT_E_FORMAT, path);
}

TEST(a_folder_that_cannot_be_written_is_named)
{
    static char folder[256], path[300];

    snprintf(folder, sizeof folder, "%s/locked", check_temp_dir());
    snprintf(path, sizeof path, "%s/library.db", folder);
    REQUIRE(mkdir(folder, 0555) == 0 && chmod(check_temp_dir(), 0755) == 0, "folder");
    const bool root = geteuid() == 0;

    if (root && seteuid(65534) != 0) /* root may write anywhere */
        SKIP("cannot become another user");
    check_refused(path, LILT_STORE_WRITE, LILT_E_DENIED, path);
    if (root)
        CHECK(seteuid(0) == 0, "root again");
}

TEST_MAIN()
