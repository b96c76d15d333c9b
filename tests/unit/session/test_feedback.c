/* What is said of a song changes what comes: over a real session, a real library and real sound. */
#include "ask.h"
#include "check.h"
#include "home.h"
#include "lilt/store.h"

enum { N_NEAR = 5 };

static GListModel *
next_up(void)
{
    return lilt_session_get_next_up(session);
}

static gint64
playing_id(void)
{
    return lilt_song_get_id(lilt_session_get_song(session));
}

static LiltSong *
dup_next(guint place)
{
    g_autoptr(LiltQueueItem) item = g_list_model_get_item(next_up(), place);

    return g_object_ref(lilt_queue_item_get_song(item));
}

/* The place of a song in Next Up, or -1. */
static int
place_of(gint64 id)
{
    for (guint i = 0; i < g_list_model_get_n_items(next_up()); i++) {
        g_autoptr(LiltSong) song = dup_next(i);

        if (lilt_song_get_id(song) == id)
            return (int)i;
    }
    return -1;
}

/* The place of a song in the mood's list, whose first is the best of it; G_MAXINT: none. */
static int
place_in_list(LiltEmotion emotion, gint64 id)
{
    GListModel *songs = lilt_session_get_playlist(session, emotion);

    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        if (lilt_song_get_id(song) == id)
            return (int)i;
    }
    return G_MAXINT;
}

static float
distance(LiltPoint a, LiltPoint b)
{
    return hypotf(a.valence - b.valence, a.arousal - b.arousal);
}

/* A session in which a mood was chosen and sounds. */
static void
listen_to(const char *mood)
{
    begin();
    have_songs();
    act("mood", g_variant_new_string(mood));
    if (!lilt_session_get_playing(session))
        act("play-pause", NULL);
    REQUIRE(run_until(sounds, NULL, 30), "no sound");
}

/* Another mood and back: all of Lilt's part is made anew. */
static void
make_anew(const char *mood)
{
    act("mood", g_variant_new_string("surprise"));
    act("mood", g_variant_new_string(mood));
}

static gboolean
is_nowhere(gpointer id)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (place_in_list((LiltEmotion)i, *(gint64 *)id) < G_MAXINT)
            return FALSE;
    return place_of(*(gint64 *)id) < 0;
}

static gboolean
is_somewhere(gpointer id)
{
    return !is_nowhere(id);
}

/* ---- the tests ------------------------------------------------------------------------------- */

TEST(what_shall_never_come_does_not_come_in_any_mood_nor_after_a_restart)
{
    listen_to("happy");
    g_autoptr(LiltSong) next = dup_next(0);
    gint64 id = lilt_song_get_id(next);

    CHECK(is_somewhere(&id), "it comes");
    act("never", g_variant_new_int64(id));
    CHECK(run_until(is_nowhere, &id, 10), "it comes still");
    act("undo", NULL);
    CHECK(run_until(is_somewhere, &id, 10), "taken back, it comes again");
    act("never", g_variant_new_int64(id));
    end();
    begin();
    have_songs();
    REQUIRE(run_until(is_nowhere, &id, 10), "it came back with a restart");
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        act("mood", g_variant_new_string(lilt_emotion_label((LiltEmotion)i)));
        CHECK(place_of(id) < 0, "it comes in mood %d", i);
    }
    end();
}

static gint64
last_play_s(gint64 id)
{
    const LiltCatalogue *catalogue = lilt_library_get_catalogue(library);

    return catalogue->last_play_s[lilt_catalogue_find(catalogue, id)];
}

TEST(not_now_rests_a_song_behind_all_others_and_is_taken_back)
{
    listen_to("happy");
    const gint64 id = playing_id(), played_s = last_play_s(id);

    act("not-now", NULL);
    run_for(300);
    CHECK(last_play_s(id) == played_s, "it is held against it as a skip");
    CHECK(playing_id() != id && place_of(id) < 0, "another one plays");
    make_anew("happy");
    const int place = place_of(id);
    const int n = (int)g_list_model_get_n_items(next_up());

    CHECK(place < 0 || place >= n - 2, "it rests, and comes as number %d of %d", place + 1, n);
    act("undo", NULL);
    CHECK(playing_id() == id, "never mind");
    end();
}

TEST(more_like_this_brings_what_sounds_like_it)
{
    listen_to("sad");
    LiltSong *song = lilt_session_get_song(session);
    GListModel *all = lilt_session_get_songs(session);
    float near = 0, of_all = 0;

    act("more-like-this", g_variant_new_int64(lilt_song_get_id(song)));
    for (guint i = 0; i < N_NEAR; i++) {
        g_autoptr(LiltSong) alike = dup_next(i);

        CHECK(lilt_song_get_id(alike) != lilt_song_get_id(song), "not the song itself");
        near += distance(lilt_song_get_point(alike), lilt_song_get_point(song)) / N_NEAR;
    }
    for (guint i = 0; i < g_list_model_get_n_items(all); i++) {
        g_autoptr(LiltSong) other = g_list_model_get_item(all, i);

        of_all += distance(lilt_song_get_point(other), lilt_song_get_point(song)) /
                  (float)g_list_model_get_n_items(all);
    }
    CHECK(near < 0.8f * of_all, "%f away, all songs %f", (double)near, (double)of_all);
    end();
}

static gboolean
is_angry_now(gpointer id)
{
    g_autoptr(LiltSong) song = lilt_session_dup_song(session, *(gint64 *)id);

    return song != NULL && lilt_song_get_emotion(song) == LILT_ANGRY &&
           place_in_list(LILT_ANGRY, *(gint64 *)id) < G_MAXINT;
}

/* Which of them a library of so few songs would not have brought there anyhow. */
static gint64
find_song_outside(LiltEmotion emotion)
{
    GListModel *songs = lilt_session_get_songs(session);

    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        if (lilt_song_get_emotion(song) != emotion)
            return lilt_song_get_id(song);
    }
    return 0;
}

TEST(a_wrong_mood_is_put_right_and_stays_so_for_this_listener)
{
    begin();
    have_songs();
    gint64 id = find_song_outside(LILT_ANGRY);
    const int before = place_in_list(LILT_ANGRY, id);

    REQUIRE(id != 0, "no song to place");
    act("wrong-mood", g_variant_new("(xs)", id, "angry"));
    CHECK(run_until(is_angry_now, &id, 10), "it is not in the angry songs");
    CHECK(place_in_list(LILT_ANGRY, id) <= before, "%d, then %d", before,
          place_in_list(LILT_ANGRY, id));
    end();
    begin();
    have_songs();
    CHECK(run_until(is_angry_now, &id, 10), "forgotten with a restart");
    end();
}

/* ---- what was heard -------------------------------------------------------------------------- */

/* Why it plays or comes; NULL: it does not, or nobody knows. */
static const LiltWhy *
why_of(gint64 id)
{
    const int place = place_of(id);

    if (place < 0)
        return playing_id() == id ? lilt_session_get_why(session) : NULL;
    g_autoptr(LiltQueueItem) item = g_list_model_get_item(next_up(), (guint)place);

    return lilt_queue_item_get_why(item); /* the list holds the item */
}

static gboolean
is_counted(gpointer id)
{
    make_anew("sad");
    const LiltWhy *why = why_of(*(gint64 *)id);

    for (guint i = 0; why != NULL && i < why->n_reasons; i++)
        if (g_str_has_prefix(why->reasons[i].text, "You finished it 4 times "))
            return TRUE;
    return FALSE;
}

/* At this very time of day, on four days before. */
TEST(what_was_finished_on_four_days_says_so)
{
    listen_to("sad");
    g_autoptr(LiltSong) next = dup_next(0);
    gint64 id = lilt_song_get_id(next);

    for (int day = 20; day < 24; day++)
        lilt_library_add_play(library, id, lilt_clock_wall_s() - day * 86400, 1.0, LILT_SAD,
                              "hand");
    lilt_library_add_play(library, id, lilt_clock_wall_s() - 25 * 86400, 0.2, LILT_SAD, "hand");
    end();
    listen_to("happy");
    if (playing_id() == id)
        act("next", NULL);
    CHECK(run_until(is_counted, &id, 20), "it says something else");
    end();
}

/* ---- others on this computer ----------------------------------------------------------------- */

/* Another profile, in which all artists of these songs were played in each of six sittings. */
static void
make_profile(GListModel *songs)
{
    g_autofree char *folder = g_build_filename(g_get_user_data_dir(), "lilt", "profiles", "7",
                                               NULL);
    g_autofree char *db = g_build_filename(folder, "library.db", NULL);
    LiltStore *store = NULL;

    REQUIRE(g_str_has_prefix(folder, check_temp_dir()), "%s is not the test's", folder);
    REQUIRE(g_mkdir_with_parents(folder, 0700) == 0, "a folder");
    REQUIRE(lilt_store_open(db, LILT_STORE_WRITE, NULL, &store) == LILT_OK, "a library");
    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);
        g_autofree char *path = g_strdup_printf("/%u.ogg", i);
        const LiltStoreTrack track = {.path = path,
                                      .title = "",
                                      .artist = lilt_song_get_artist(song),
                                      .album_artist = "",
                                      .album = "",
                                      .genre = "",
                                      .cover = ""};
        int64_t id = 0;

        CHECK(lilt_store_put_track(store, &track, 1, NULL, &id) == LILT_OK, "put");
        for (int sitting = 1; sitting <= 6; sitting++)
            CHECK(lilt_store_add_play(store, id, sitting * 100000 + (int)i, 1.0, LILT_SAD, "hand",
                                      NULL) == LILT_OK,
                  "play");
    }
    lilt_store_close(store);
}

static gboolean
goes_together(gpointer nothing)
{
    (void)nothing;
    make_anew("sad"); /* it is worked out on another thread */
    for (guint i = 0; i < g_list_model_get_n_items(next_up()); i++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(next_up(), i);
        const LiltWhy *why = lilt_queue_item_get_why(item);

        if (why != NULL && why->parts[LILT_PART_TOGETHER] > 0)
            return TRUE;
    }
    return FALSE;
}

TEST(what_another_profile_played_together_goes_together)
{
    begin();
    have_songs();
    GListModel *songs = lilt_session_get_songs(session);
    g_autoptr(LiltSong) song = g_list_model_get_item(songs, 0);

    CHECK(!goes_together(NULL), "before anybody said so");
    make_profile(songs);
    lilt_library_add_play(library, lilt_song_get_id(song), lilt_clock_wall_s(), 1.0, LILT_HAPPY,
                          "hand");
    end();
    listen_to("happy");
    CHECK(run_until(goes_together, NULL, 20), "nothing goes together");
    end();
}

TEST_MAIN()
