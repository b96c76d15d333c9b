/* The session as the window knows it: a real library made from a music package, real sound, a real
 * bus, photos for a camera. Each test opens a session of its own on one library. */
#include "ask.h"
#include "check.h"
#include "sound.h"

#include <glib/gstdio.h>

#include "devices.h"
#include "lilt/session.h"
#include "numbers.h"
#include "policy.h"
#include "profiles.h"

static LiltLibrary *library;

typedef struct {
    LiltSession *session;
    GActionGroup *actions;
    GString *messages; /* one a line */
} Fixture;

/* ---- a session and its commands ------------------------------------------------------------- */

static void
on_message(LiltSession *session, const char *sentence, gpointer data)
{
    (void)session;
    g_string_append_printf(((Fixture *)data)->messages, "%s\n", sentence);
}

static void
begin(Fixture *fixture, const char *camera)
{
    fixture->messages = g_string_new(NULL);
    fixture->session = lilt_session_new(library, camera);
    fixture->actions = lilt_session_get_actions(fixture->session);
    g_signal_connect(fixture->session, "message", G_CALLBACK(on_message), fixture);
    lilt_session_start(fixture->session);
}

static void
act(Fixture *fixture, const char *action, GVariant *parameter)
{
    CHECK(g_action_group_has_action(fixture->actions, action), "%s", action);
    g_action_group_activate_action(fixture->actions, action, parameter);
}

static gboolean
enabled(Fixture *fixture, const char *action)
{
    return g_action_group_get_action_enabled(fixture->actions, action);
}

static void
choose(Fixture *fixture, const char *mood)
{
    act(fixture, "mood", g_variant_new_string(mood));
}

/* ---- conditions to wait for ----------------------------------------------------------------- */

static gboolean
sounds(gpointer data)
{
    const Fixture *fixture = data;

    return lilt_session_get_playing(fixture->session) &&
           lilt_session_get_position_us(fixture->session) > 0;
}

static gboolean
scanned(gpointer data)
{
    const Fixture *fixture = data;
    gboolean scanning;

    g_object_get(fixture->session, "scanning", &scanning, NULL);
    return !scanning;
}

static gboolean
at_rest(gpointer data)
{
    const Fixture *fixture = data;
    gboolean hearing;

    g_object_get(fixture->session, "hearing", &hearing, NULL);
    return !hearing && scanned(data);
}

static void
end(Fixture *fixture)
{
    lilt_session_stop(fixture->session);
    CHECK(run_until(at_rest, fixture, 10), "a scan outlives its session");
    g_object_unref(fixture->session);
    g_string_free(fixture->messages, TRUE);
}

/* Made from the first few songs of a scan, they would be shorter, and are made anew. */
static gboolean
has_all_playlists(gpointer data)
{
    const Fixture *fixture = data;

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (g_list_model_get_n_items(lilt_session_get_playlist(fixture->session, (LiltEmotion)i)) <
            5)
            return FALSE;
    return TRUE;
}

static gboolean
has_shape(gpointer data)
{
    return lilt_session_get_shape(((const Fixture *)data)->session) != NULL;
}

static gboolean
has_message(gpointer data)
{
    return ((const Fixture *)data)->messages->len > 0;
}

static gboolean
looks_happy(gpointer data)
{
    const LiltMoodView *view = lilt_session_get_mood(((const Fixture *)data)->session);

    return view->camera == LILT_CAMERA_NO_MODEL ||
           (view->source == LILT_FROM_CAMERA && view->mood.label == LILT_HAPPY);
}

static gboolean
has_no_camera(gpointer data)
{
    return lilt_session_get_mood(((const Fixture *)data)->session)->camera == LILT_CAMERA_NONE;
}

typedef struct {
    Fixture *fixture;
    gint64 song_id;
} Other;

static gboolean
plays_another(gpointer data)
{
    const Other *other = data;
    LiltSong *song = lilt_session_get_song(other->fixture->session);

    return song != NULL && lilt_song_get_id(song) != other->song_id && sounds(other->fixture);
}

static gint64
song_id(Fixture *fixture)
{
    LiltSong *song = lilt_session_get_song(fixture->session);

    return song != NULL ? lilt_song_get_id(song) : 0;
}

/* ---- Next Up -------------------------------------------------------------------------------- */

static LiltQueueItem *
item_at(Fixture *fixture, guint place)
{
    LiltQueueItem *item = g_list_model_get_item(lilt_session_get_next_up(fixture->session), place);

    if (item != NULL)
        g_object_unref(item); /* the queue holds it */
    return item;
}

static gint64
id_at(Fixture *fixture, guint place)
{
    LiltQueueItem *item = item_at(fixture, place);

    return item != NULL ? lilt_song_get_id(lilt_queue_item_get_song(item)) : 0;
}

static guint
n_next(Fixture *fixture)
{
    return g_list_model_get_n_items(lilt_session_get_next_up(fixture->session));
}

static gboolean
in_playlist(Fixture *fixture, LiltEmotion emotion, gint64 id)
{
    GListModel *playlist = lilt_session_get_playlist(fixture->session, emotion);

    for (guint i = 0; i < g_list_model_get_n_items(playlist); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(playlist, i);

        if (lilt_song_get_id(song) == id)
            return TRUE;
    }
    return FALSE;
}

/* Lilt's part of Next Up is not empty and all of the mood's playlist. */
static gboolean
next_is_from(Fixture *fixture, LiltEmotion emotion)
{
    guint n_lilts = 0;

    for (guint i = 0; i < n_next(fixture); i++)
        if (!lilt_queue_item_get_yours(item_at(fixture, i))) {
            n_lilts++;
            if (!in_playlist(fixture, emotion, id_at(fixture, i)))
                return FALSE;
        }
    return n_lilts > 0;
}

/* A song that is not in the mood's playlist. */
static gint64
song_outside(Fixture *fixture, LiltEmotion emotion)
{
    GListModel *songs = lilt_session_get_songs(fixture->session);

    for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        if (!in_playlist(fixture, emotion, lilt_song_get_id(song)))
            return lilt_song_get_id(song);
    }
    CHECK(false, "the whole library is %s", lilt_emotion_label(emotion));
    return 0;
}

/* ---- the tests, in this order --------------------------------------------------------------- */

TEST(an_empty_library_asks_for_music)
{
    g_autofree char *data_dir = g_build_filename(check_temp_dir(), "data", NULL);
    g_autofree char *cache_dir = g_build_filename(check_temp_dir(), "cache", NULL);
    g_autoptr(GError) error = NULL;
    Fixture fixture;
    gboolean needs;

    library = lilt_library_open(data_dir, cache_dir, &error);
    if (library == NULL)
        SKIP("no library: %s", error->message);
    begin(&fixture, "none");
    g_object_get(fixture.session, "needs-music", &needs, NULL);
    CHECK(needs, "needs-music");
    CHECK(!enabled(&fixture, "play-pause") && !enabled(&fixture, "next") &&
              !enabled(&fixture, "seek") && !enabled(&fixture, "love"),
          "commands without music");
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_NONE, "no camera");
    choose(&fixture, "happy"); /* nothing to play yet, and no harm */
    CHECK(song_id(&fixture) == 0, "a song out of nowhere");
    act(&fixture, "add-folder", g_variant_new_string("/nonexistent/music"));
    CHECK_TEXT("“/nonexistent/music” is not a folder.\n", fixture.messages->str);
    end(&fixture);
}

TEST(a_folder_becomes_songs_and_playlists)
{
    Fixture fixture;
    gboolean needs;

    begin(&fixture, "none");
    act(&fixture, "add-folder", g_variant_new_string(check_asset("music")));
    CHECK(run_until(has_message, &fixture, 120), "no word about the scan");
    CHECK_TEXT("17 songs added.\n", fixture.messages->str);
    CHECK(run_until(scanned, &fixture, 10), "still scanning");
    g_object_get(fixture.session, "needs-music", &needs, NULL);
    CHECK(!needs, "needs-music");
    CHECK(run_until(has_all_playlists, &fixture, 10), "playlists");
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const guint n = g_list_model_get_n_items(
            lilt_session_get_playlist(fixture.session, (LiltEmotion)i));

        CHECK(n < 17, "%s: %u tracks", lilt_emotion_label((LiltEmotion)i), n);
    }
    CHECK(song_id(&fixture) == 0, "nobody asked for music");
    g_string_truncate(fixture.messages, 0);
    act(&fixture, "rescan", NULL);
    CHECK(run_until(has_message, &fixture, 60), "no word about the second scan");
    CHECK_TEXT("Nothing new was found.\n", fixture.messages->str);
    end(&fixture);
}

/* Have helpers started by a script that notes their arguments, a line each; gives where. */
static char *
note_helpers(const char *helper)
{
    char *log = g_build_filename(check_temp_dir(), "helpers", NULL);
    g_autofree char *script = g_build_filename(check_temp_dir(), "noting", NULL);
    g_autofree char *text = g_strdup_printf("#!/bin/sh\necho \"$*\" >>'%s'\nexec '%s' \"$@\"\n",
                                            log, helper);

    CHECK(g_file_set_contents_full(script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL), "%s",
          script);
    g_setenv("LILT_SCAN_PROGRAM", script, TRUE);
    return log;
}

static gboolean
two_helpers_noted(gpointer log)
{
    g_autofree char *lines = NULL;
    const char *second;

    if (!g_file_get_contents(log, &lines, NULL, NULL))
        return FALSE;
    second = strchr(lines, '\n');
    return second != NULL && strchr(second + 1, '\n') != NULL;
}

TEST(skipping_through_songs_starts_no_helper)
{
    g_autofree char *helper = g_strdup(g_getenv("LILT_SCAN_PROGRAM"));
    g_autofree char *log = note_helpers(helper), *lines = NULL, *shape = NULL, *lyrics = NULL;
    Fixture fixture;

    begin(&fixture, "none");
    CHECK(run_until(has_all_playlists, &fixture, 10), "playlists");
    choose(&fixture, "happy");
    for (int i = 0; i < 4; i++)
        act(&fixture, "next", NULL);
    const char *path = lilt_song_get_path(lilt_session_get_song(fixture.session));

    CHECK(run_until(has_shape, &fixture, 10), "the shape of the song that stays");
    CHECK(run_until(two_helpers_noted, log, 10), "its lyrics are looked for as well");
    shape = g_strdup_printf("--shape %s\n", path);
    lyrics = g_strdup_printf("--lyrics %s\n", path);
    end(&fixture);
    REQUIRE(g_file_get_contents(log, &lines, NULL, NULL), "%s", log);
    CHECK(strlen(lines) == strlen(shape) + strlen(lyrics) && strstr(lines, shape) != NULL &&
              strstr(lines, lyrics) != NULL,
          "for the song that stays, one each:\n%s", lines);
    g_setenv("LILT_SCAN_PROGRAM", helper, TRUE);
}

static gboolean
next_up_is_long(gpointer data)
{
    return n_next(data) >= 5;
}

/* A library of its own for a test; the usual one comes back by other_library_close(). */
static LiltLibrary *
other_library_open(const char *name)
{
    LiltLibrary *const usual = library;
    g_autofree char *data_dir = g_build_filename(check_temp_dir(), name, "data", NULL);
    g_autofree char *cache_dir = g_build_filename(check_temp_dir(), name, "cache", NULL);

    library = lilt_library_open(data_dir, cache_dir, NULL);
    return usual;
}

static void
other_library_close(LiltLibrary *usual)
{
    lilt_library_close(library);
    g_object_unref(library);
    library = usual;
}

TEST(next_up_grows_while_songs_are_read)
{
    LiltLibrary *const usual = other_library_open("of-growing");
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "happy");
    act(&fixture, "add-folder", g_variant_new_string(check_asset("music")));
    CHECK(run_until(sounds, &fixture, 60), "no music from the first songs read");
    CHECK(run_until(has_message, &fixture, 120), "no word about the scan");
    CHECK(run_until(next_up_is_long, &fixture, 10), "%u songs in Next Up", n_next(&fixture));
    end(&fixture);
    other_library_close(usual);
}

static gboolean
has_one_next(gpointer data)
{
    return n_next(data) == 1;
}

TEST(what_plays_is_never_next)
{
    g_autoptr(GSettings) settings = lilt_profile_settings("");
    g_auto(GStrv) folders = g_settings_get_strv(settings, "music-folders");
    LiltLibrary *const usual = other_library_open("of-two");
    g_autofree char *folder = g_build_filename(check_temp_dir(), "two songs", NULL);
    g_autofree char *one = g_build_filename(folder, "one.wav", NULL);
    g_autofree char *two = g_build_filename(folder, "two.wav", NULL);
    Fixture fixture;

    g_settings_set_strv(settings, "music-folders", (const char *const[]){NULL});
    g_mkdir(folder, 0700);
    sound_write_tone(one, 300.0, 60.0);
    begin(&fixture, "none");
    choose(&fixture, "happy");
    act(&fixture, "add-folder", g_variant_new_string(folder));
    CHECK(run_until(sounds, &fixture, 60), "no music from the only song");
    CHECK(run_until(has_message, &fixture, 60), "no word about the scan");
    CHECK(run_until(scanned, &fixture, 10), "still scanning");
    run_for(1500); /* the playlists are made by now, and Next Up filled */
    CHECK(n_next(&fixture) == 0, "the only song comes next to itself");
    sound_write_tone(two, 500.0, 60.0);
    act(&fixture, "rescan", NULL);
    CHECK(run_until(has_one_next, &fixture, 60), "%u songs in Next Up", n_next(&fixture));
    CHECK(id_at(&fixture, 0) != song_id(&fixture), "what plays is next");
    act(&fixture, "next", NULL);
    CHECK(n_next(&fixture) == 1 && id_at(&fixture, 0) != song_id(&fixture), "and the other way");
    end(&fixture);
    other_library_close(usual);
    g_settings_set_strv(settings, "music-folders", (const char *const *)folders);
}

typedef struct {
    Fixture *fixture;
    guint n;
} Songs;

static gboolean
has_songs(gpointer data)
{
    const Songs *want = data;

    return g_list_model_get_n_items(lilt_session_get_songs(want->fixture->session)) == want->n;
}

static char *
write_tone(const char *folder, int number)
{
    g_autofree char *name = g_strdup_printf("watched %d.wav", number);
    char *path = g_build_filename(folder, name, NULL);

    sound_write_tone(path, 300.0 + 50.0 * number, 6.0);
    return path;
}

TEST(what_changes_in_a_folder_is_read_by_itself)
{
    g_autofree char *data_dir = g_build_filename(check_temp_dir(), "data-of-watching", NULL);
    g_autofree char *folder = g_build_filename(check_temp_dir(), "watched", NULL);
    g_autofree char *below = g_build_filename(folder, "below", NULL);
    LiltLibrary *const usual = library;
    Fixture fixture;

    g_mkdir_with_parents(folder, 0700);
    for (int i = 0; i < 3; i++)
        g_free(write_tone(folder, i));
    library = lilt_library_open(data_dir, data_dir, NULL);
    begin(&fixture, "none");
    act(&fixture, "add-folder", g_variant_new_string(folder));
    CHECK(run_until(scanned, &fixture, 60), "still scanning");
    Songs want = {&fixture, g_list_model_get_n_items(lilt_session_get_songs(fixture.session)) + 2};

    g_mkdir_with_parents(below, 0700);
    g_autofree char *fourth = write_tone(below, 3);
    g_autofree char *fifth = write_tone(below, 4);

    CHECK(run_until(has_songs, &want, 60), "new songs are not seen: %s", fixture.messages->str);
    CHECK(g_remove(fourth) == 0, "%s", fourth);
    want.n--;
    CHECK(run_until(has_songs, &want, 60), "a song that is gone is still there");
    act(&fixture, "remove-folder", g_variant_new_string(folder));
    end(&fixture);
    lilt_library_close(library);
    g_object_unref(library);
    library = usual;
}

/* The ledger of the song that plays: a reason at least, and parts that add up. */
static void
check_why(Fixture *fixture)
{
    const LiltWhy *why = lilt_session_get_why(fixture->session);
    float sum = 0;

    REQUIRE(why != NULL, "nothing is known of this song");
    for (int part = 0; part < LILT_N_PARTS; part++)
        sum += why->parts[part];
    CHECK_NEAR((double)why->score, (double)sum, 1e-5, "the sum of the parts");
    CHECK(why->n_reasons > 0 && why->n_songs == 17, "%u reasons, among %u", why->n_reasons,
          why->n_songs);
    for (guint i = 0; i < why->n_reasons; i++)
        CHECK(strstr(why->reasons[i].text, "look") == NULL, "a hand chose, yet it says \"%s\"",
              why->reasons[i].text);
}

TEST(a_chosen_mood_plays_its_playlist)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound: %s", fixture.messages->str);
    const gint64 first = song_id(&fixture);
    const LiltMoodView *view = lilt_session_get_mood(fixture.session);

    CHECK(in_playlist(&fixture, LILT_SAD, first), "the first song");
    CHECK(next_is_from(&fixture, LILT_SAD), "Next Up");
    CHECK(view->source == LILT_FROM_HAND && view->mood.label == LILT_SAD && view->since_us > 0,
          "the view");
    check_why(&fixture);
    CHECK(lilt_session_get_duration_us(fixture.session) > 5 * G_USEC_PER_SEC, "duration");
    choose(&fixture, "happy");
    CHECK(song_id(&fixture) == first, "the song was changed in its middle");
    CHECK(next_is_from(&fixture, LILT_HAPPY), "Next Up follows");
    end(&fixture);
}

TEST(yours_come_first_and_no_mood_touches_them)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "happy");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    act(&fixture, "clear-queue", NULL);
    CHECK(n_next(&fixture) == 0 && !enabled(&fixture, "clear-queue"), "cleared");
    choose(&fixture, "neutral");
    const gint64 one = song_outside(&fixture, LILT_SAD), two = song_outside(&fixture, LILT_ANGRY);

    act(&fixture, "enqueue", g_variant_new_int64(one));
    act(&fixture, "play-next", g_variant_new_int64(two));
    choose(&fixture, "sad");
    CHECK(id_at(&fixture, 0) == two && id_at(&fixture, 1) == one, "order of yours");
    CHECK(lilt_queue_item_get_yours(item_at(&fixture, 0)) &&
              lilt_queue_item_get_yours(item_at(&fixture, 1)) &&
              !lilt_queue_item_get_yours(item_at(&fixture, 2)),
          "parts");
    CHECK(next_is_from(&fixture, LILT_SAD), "Lilt's part");
    act(&fixture, "dequeue", g_variant_new_uint32(0));
    CHECK(id_at(&fixture, 0) == one, "dequeued");
    act(&fixture, "next", NULL);
    CHECK(song_id(&fixture) == one, "next is the first of Next Up");
    act(&fixture, "previous", NULL);
    CHECK(id_at(&fixture, 0) == one && song_id(&fixture) != one, "and back");
    const gint64 third = id_at(&fixture, 2);

    act(&fixture, "play-queued", g_variant_new_uint32(2));
    CHECK(song_id(&fixture) == third, "play-queued");
    end(&fixture);
}

TEST(what_comes_next_follows_by_itself)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    run_for(300);
    const gint64 next = id_at(&fixture, 0);
    Other other = {&fixture, song_id(&fixture)};

    act(&fixture, "seek",
        g_variant_new_int64(lilt_session_get_duration_us(fixture.session) - 4 * G_USEC_PER_SEC));
    CHECK(run_until(plays_another, &other, 15), "the song does not end");
    CHECK(song_id(&fixture) == next, "not what was announced");
    CHECK(lilt_session_get_playing(fixture.session), "playing");
    end(&fixture);
}

TEST(a_playlist_started_by_hand_plays_in_its_order)
{
    Fixture fixture;

    begin(&fixture, "none");
    act(&fixture, "play-playlist", g_variant_new_string("angry"));
    GListModel *playlist = lilt_session_get_playlist(fixture.session, LILT_ANGRY);
    g_autoptr(LiltSong) first = g_list_model_get_item(playlist, 0);
    g_autoptr(LiltSong) second = g_list_model_get_item(playlist, 1);

    CHECK(song_id(&fixture) == lilt_song_get_id(first), "first");
    CHECK(id_at(&fixture, 0) == lilt_song_get_id(second), "second");
    CHECK(n_next(&fixture) == g_list_model_get_n_items(playlist) - 1, "all of it");
    end(&fixture);
}

static void
set(Fixture *fixture, const char *action, const char *state)
{
    g_action_group_change_action_state(fixture->actions, action, g_variant_new_string(state));
}

TEST(what_a_hand_does_to_the_queue_can_be_taken_back)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    const gint64 first = id_at(&fixture, 0), second = id_at(&fixture, 1),
                 third = id_at(&fixture, 2);
    const guint n = n_next(&fixture);

    act(&fixture, "dequeue", g_variant_new_uint32(1));
    CHECK(id_at(&fixture, 1) == third && n_next(&fixture) == n - 1, "removed");
    act(&fixture, "undo", NULL);
    CHECK(id_at(&fixture, 1) == second && n_next(&fixture) == n, "removed and back");
    act(&fixture, "move-queued", g_variant_new("(uu)", 2, 0));
    CHECK(id_at(&fixture, 0) == third && id_at(&fixture, 1) == first, "moved");
    act(&fixture, "undo", NULL);
    CHECK(id_at(&fixture, 0) == first && id_at(&fixture, 2) == third, "moved and back");
    act(&fixture, "enqueue", g_variant_new_int64(third));
    act(&fixture, "move-queued", g_variant_new("(uu)", 0, 2));
    CHECK(id_at(&fixture, 0) == first && id_at(&fixture, 2) == third &&
              lilt_queue_item_get_yours(item_at(&fixture, 1)),
          "yours goes behind two of Lilt's, which stand fast");
    act(&fixture, "undo", NULL);
    CHECK(id_at(&fixture, 0) == third && id_at(&fixture, 1) == first &&
              !lilt_queue_item_get_yours(item_at(&fixture, 1)),
          "and no more");
    act(&fixture, "dequeue", g_variant_new_uint32(0));
    act(&fixture, "clear-queue", NULL);
    CHECK(n_next(&fixture) == 0, "cleared");
    act(&fixture, "undo", NULL);
    CHECK(id_at(&fixture, 0) == first && id_at(&fixture, 1) == second && n_next(&fixture) == n,
          "cleared and back");
    end(&fixture);
}

TEST(what_is_said_of_a_song_is_done_and_can_be_taken_back)
{
    Fixture fixture;
    LiltPoint point;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    const gint64 song = song_id(&fixture), next = id_at(&fixture, 0);

    act(&fixture, "more-like-this", g_variant_new_int64(song));
    CHECK(lilt_queue_item_get_yours(item_at(&fixture, 4)) &&
              !lilt_queue_item_get_yours(item_at(&fixture, 5)),
          "five songs like it are yours now");
    act(&fixture, "undo", NULL);
    CHECK(id_at(&fixture, 0) == next, "and are gone");
    act(&fixture, "not-now", NULL);
    CHECK(song_id(&fixture) == next, "another song");
    act(&fixture, "undo", NULL);
    CHECK(song_id(&fixture) == song, "the same one again");
    act(&fixture, "never", g_variant_new_int64(song));
    CHECK(song_id(&fixture) != song && lilt_library_get_love(library, song) == -1, "never");
    act(&fixture, "undo", NULL);
    CHECK(lilt_library_get_love(library, song) == 0 && song_id(&fixture) == song,
          "never mind, it plays again");
    act(&fixture, "wrong-mood", g_variant_new("(xs)", song, "happy"));
    run_for(1000);
    CHECK(lilt_library_get_felt(library, song, &point), "placed");
    g_autoptr(LiltSong) placed = lilt_library_dup_song(library, song);

    CHECK(lilt_song_get_emotion(placed) == LILT_HAPPY, "a happy song now");
    act(&fixture, "undo", NULL);
    run_for(1000);
    CHECK(!lilt_library_get_felt(library, song, &point), "as it was heard");
    end(&fixture);
}

/* No sound begins in between, as the player tells of that in the main loop only. */
TEST(not_now_taken_back_leaves_a_song_that_did_not_sound_where_it_was)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    const gint64 song = song_id(&fixture);

    act(&fixture, "not-now", NULL);
    REQUIRE(song_id(&fixture) != song, "another song");
    act(&fixture, "undo", NULL);
    REQUIRE(song_id(&fixture) == song, "the same one again");
    act(&fixture, "next", NULL);
    choose(&fixture, "happy");
    choose(&fixture, "sad");
    CHECK(song_id(&fixture) == song || id_at(&fixture, 0) == song,
          "it rests though nobody wants it to");
    end(&fixture);
}

static guint
ids_of(Fixture *fixture, LiltEmotion emotion, gint64 ids[3])
{
    GListModel *songs = lilt_session_get_playlist(fixture->session, emotion);
    const guint n = g_list_model_get_n_items(songs);

    for (guint i = 0; i < MIN(n, 3); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        ids[i] = lilt_song_get_id(song);
    }
    return n;
}

/* Every playlist is made anew soon after something was said about a song. */
static void
refresh_lists(Fixture *fixture)
{
    act(fixture, "never", g_variant_new_int64(1));
    act(fixture, "undo", NULL);
    run_for(2000);
}

TEST(a_moods_list_that_was_changed_stays_as_it_is)
{
    Fixture fixture;
    gint64 first[3], now[3];

    begin(&fixture, "none");
    refresh_lists(&fixture);
    const guint n = ids_of(&fixture, LILT_HAPPY, first);

    act(&fixture, "remove-from-mood", g_variant_new("(su)", "happy", 0));
    act(&fixture, "move-in-mood", g_variant_new("(suu)", "happy", 0, 1));
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n - 1 && now[0] == first[2] && now[1] == first[1],
          "removed and moved");
    refresh_lists(&fixture);
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n - 1 && now[0] == first[2], "made anew");
    end(&fixture);

    begin(&fixture, "none");
    CHECK(lilt_session_is_pinned(fixture.session, LILT_HAPPY), "forgotten by the next run");
    act(&fixture, "add-to-mood",
        g_variant_new("(s@ax)", "happy",
                      g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, first, 2, sizeof *first)));
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n, "one was missing, the other was there");
    act(&fixture, "undo", NULL);
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n - 1, "and back");
    act(&fixture, "pin-mood", g_variant_new("(sb)", "happy", FALSE));
    run_for(2000);
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n && now[0] == first[0], "Lilt's choice again");
    act(&fixture, "undo", NULL);
    CHECK(ids_of(&fixture, LILT_HAPPY, now) == n - 1 && now[0] == first[2] &&
              lilt_session_is_pinned(fixture.session, LILT_HAPPY),
          "as the hand left it");
    act(&fixture, "pin-mood", g_variant_new("(sb)", "happy", FALSE));
    run_for(2000);
    end(&fixture);
}

TEST(a_moods_list_becomes_a_file)
{
    g_autofree char *path = g_build_filename(check_temp_dir(), "Happy.m3u8", NULL);
    g_autofree char *text = NULL;
    Fixture fixture;

    begin(&fixture, "none");
    GListModel *songs = lilt_session_get_playlist(fixture.session, LILT_HAPPY);
    g_autoptr(LiltSong) first = g_list_model_get_item(songs, 0);
    g_autofree char *head = g_strdup_printf(
        "#EXTM3U\n#EXTINF:%d,%s - %s\n%s\n", (int)(lilt_song_get_duration_ms(first) / 1000),
        lilt_song_get_artist(first), lilt_song_get_title(first), lilt_song_get_path(first));

    act(&fixture, "export-mood", g_variant_new("(s^ay)", "happy", path));
    CHECK_TEXT("Saved as “Happy.m3u8”\n", fixture.messages->str);
    REQUIRE(g_file_get_contents(path, &text, NULL, NULL), "no file");
    CHECK(g_str_has_prefix(text, head), "%s", text);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    CHECK(g_strv_length(lines) == 2 + 2 * g_list_model_get_n_items(songs), "lines");
    act(&fixture, "export-mood", g_variant_new("(s^ay)", "happy", "/nonexistent/Happy.m3u8"));
    CHECK(strstr(fixture.messages->str, "The list could not be saved") != NULL, "%s",
          fixture.messages->str);
    end(&fixture);
}

typedef struct {
    LiltPlaylist *list;
    guint n;
} Length;

static gboolean
is_that_long(gpointer data)
{
    const Length *length = data;

    return g_list_model_get_n_items(lilt_playlist_get_songs(length->list)) == length->n;
}

/* The only playlist there is. */
static LiltPlaylist *
dup_list(Fixture *fixture)
{
    return g_list_model_get_item(lilt_session_get_lists(fixture->session), 0);
}

TEST(a_playlist_by_rule_is_made_changed_played_and_brought_back)
{
    g_autofree char *path = g_build_filename(check_temp_dir(), "Folk.m3u8", NULL);
    g_autofree char *text = NULL;
    Fixture fixture;
    guint n_lines = 0;

    begin(&fixture, "none");
    const guint n_all = g_list_model_get_n_items(lilt_session_get_songs(fixture.session));

    act(&fixture, "set-rule",
        g_variant_new_parsed("(@x 0, '  ', false, @u 0, 'title', @a(sss) [])"));
    act(&fixture, "set-rule",
        g_variant_new_parsed("(@x 0, 'No', false, @u 0, 'title', [('year', 'is', 'x')])"));
    act(&fixture, "set-rule", g_variant_new_parsed("(@x 0, 'No', false, @u 0, '', @a(sss) [])"));
    CHECK(dup_list(&fixture) == NULL, "what is no rule makes no list");
    act(&fixture, "set-rule",
        g_variant_new_parsed("(@x 0, ' All ', false, @u 0, 'title', [('plays', 'most', '9')])"));
    g_autoptr(LiltPlaylist) list = dup_list(&fixture);
    REQUIRE(list != NULL, "made");
    const gint64 id = lilt_playlist_get_id(list);
    Length length = {list, n_all};

    CHECK_TEXT("All", lilt_playlist_get_name(list));
    CHECK(run_until(is_that_long, &length, 10), "all songs");
    act(&fixture, "add-to-list", g_variant_new_parsed("(%x, [@x 1])", id));
    act(&fixture, "remove-from-list", g_variant_new("(xu)", id, 0u));
    act(&fixture, "move-in-list", g_variant_new("(xuu)", id, 0u, 1u));
    CHECK(is_that_long(&length), "no hand gets into it");
    act(&fixture, "set-rule",
        g_variant_new_parsed("(%x, 'Three', true, @u 3, 'added', @a(sss) [])", id));
    length.n = 3;
    CHECK(run_until(is_that_long, &length, 10), "three songs");
    CHECK_TEXT("Three", lilt_playlist_get_name(list));
    act(&fixture, "export-list", g_variant_new("(x^ay)", id, path));
    REQUIRE(g_file_get_contents(path, &text, NULL, NULL), "no file");
    for (const char *c = text; *c != '\0'; c++)
        n_lines += *c == '\n';
    CHECK(n_lines == 1 + 2 * 3, "%u lines", n_lines);
    act(&fixture, "delete-list", g_variant_new_int64(id));
    CHECK(lilt_session_get_list(fixture.session, id) == NULL, "deleted");
    act(&fixture, "undo", NULL);
    CHECK(lilt_session_get_list(fixture.session, id) == list && is_that_long(&length) &&
              lilt_playlist_get_rule(list)->most == 3,
          "and back");
    act(&fixture, "delete-list", g_variant_new_int64(id));
    end(&fixture);
}

static gboolean
has_taken_in(gpointer fixture)
{
    return strstr(((Fixture *)fixture)->messages->str, "2 plays now help to choose.\n") != NULL;
}

static gboolean
has_refused(gpointer fixture)
{
    return strstr(((Fixture *)fixture)->messages->str, "no listening history that Lilt knows") !=
           NULL;
}

static gboolean
has_saved(gpointer fixture)
{
    return strstr(((Fixture *)fixture)->messages->str, " saved.\n") != NULL;
}

TEST(a_history_is_taken_in_and_one_can_be_shared)
{
    g_autofree char *path = g_build_filename(check_temp_dir(), "history.csv", NULL);
    g_autofree char *shared = g_build_filename(check_temp_dir(), "shared.jsonl", NULL);
    g_autofree char *text = NULL;
    Fixture fixture;

    begin(&fixture, "none");
    REQUIRE(g_file_set_contents(path, "uts,artist,track\n10,Ana,x\n20,Ben,y\n", -1, NULL), "file");
    act(&fixture, "import-history", g_variant_new_bytestring(path));
    CHECK(run_until(has_taken_in, &fixture, 30), "%s", fixture.messages->str);
    act(&fixture, "import-history", g_variant_new_bytestring("/dev/null"));
    CHECK(run_until(has_refused, &fixture, 30), "%s", fixture.messages->str);
    act(&fixture, "export-history", g_variant_new_bytestring(shared));
    CHECK(run_until(has_saved, &fixture, 30), "%s", fixture.messages->str);
    CHECK(g_file_get_contents(shared, &text, NULL, NULL), "no file");
    CHECK(strstr(text, "Ben") == NULL, "only what was played here");
    end(&fixture);
}

/* Some song of Lilt's part of Next Up was chosen because it goes with what was played. */
static gboolean
goes_together(gpointer data)
{
    Fixture *fixture = data;

    for (guint i = 0; i < n_next(fixture); i++) {
        const LiltWhy *why = lilt_queue_item_get_why(item_at(fixture, i));

        if (why != NULL && why->parts[LILT_PART_TOGETHER] > 0.0f)
            return TRUE;
    }
    choose(fixture, "sad"); /* asked again: it is worked out on another thread */
    choose(fixture, "happy");
    return FALSE;
}

/* Sittings in which everybody of the library is played. */
static char *
make_history(GListModel *songs)
{
    GString *text = g_string_new("uts,artist,track\n");

    for (int sitting = 1; sitting <= 6; sitting++)
        for (guint i = 0; i < g_list_model_get_n_items(songs); i++) {
            g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

            g_string_append_printf(text, "%d,\"%s\",x%u\n", sitting * 100000 + (int)i,
                                   lilt_song_get_artist(song), i);
        }
    return g_string_free(text, FALSE);
}

TEST(what_others_played_together_is_chosen_together)
{
    g_autofree char *path = g_build_filename(check_temp_dir(), "friend.csv", NULL);
    Fixture fixture;

    begin(&fixture, "none");
    GListModel *songs = lilt_session_get_songs(fixture.session);
    g_autoptr(LiltSong) song = g_list_model_get_item(songs, 0);
    g_autofree char *history = make_history(songs);

    REQUIRE(g_file_set_contents(path, history, -1, NULL), "file");
    lilt_library_add_play(library, lilt_song_get_id(song), lilt_clock_wall_s(), 1.0, LILT_HAPPY,
                          "hand");
    act(&fixture, "import-history", g_variant_new_bytestring(path));
    CHECK(run_until(has_message, &fixture, 30), "no word");
    choose(&fixture, "happy");
    CHECK(run_until(goes_together, &fixture, 30), "no song because of what goes together");
    choose(&fixture, "automatic");
    end(&fixture);
}

TEST(repeat_one_plays_the_song_again_and_repeat_all_brings_it_round)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    const gint64 song = song_id(&fixture), next = id_at(&fixture, 0);
    const guint n = n_next(&fixture);

    set(&fixture, "repeat", "one");
    run_for(300);
    act(&fixture, "seek",
        g_variant_new_int64(lilt_session_get_duration_us(fixture.session) - 3 * G_USEC_PER_SEC));
    run_for(5000);
    CHECK(song_id(&fixture) == song && id_at(&fixture, 0) == next, "the same song");
    CHECK(lilt_session_get_position_us(fixture.session) < 10 * G_USEC_PER_SEC,
          "from its beginning");
    set(&fixture, "repeat", "all");
    act(&fixture, "next", NULL);
    CHECK(song_id(&fixture) == next && id_at(&fixture, n - 1) == song, "at the end of the queue");
    set(&fixture, "repeat", "none");
    end(&fixture);
}

/* From any place of a list: all of it in another order, and the next round not before its end. */
TEST(shuffled_no_song_comes_again_until_all_were_played)
{
    enum { N = 9 };
    Fixture fixture;
    gint64 ids[N];
    guint n_sorted = 0;

    begin(&fixture, "none");
    guint n = 0;
    g_autofree gint64 *all = lilt_songs_dup_ids(lilt_session_get_songs(fixture.session), &n);
    g_autoptr(GHashTable) heard = g_hash_table_new(g_int64_hash, g_int64_equal);

    REQUIRE(n >= N, "%u songs", n);
    act(&fixture, "clear-queue", NULL);
    g_action_group_change_action_state(fixture.actions, "shuffle", g_variant_new_boolean(TRUE));
    set(&fixture, "repeat", "all");
    act(&fixture, "play-songs",
        g_variant_new("(@axu)",
                      g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, all, N, sizeof *all), 4u));
    CHECK(song_id(&fixture) == all[4] && n_next(&fixture) == N - 1, "the one that was asked for");
    for (guint i = 0; i < N; i++) {
        REQUIRE(run_until(sounds, &fixture, 10), "no sound");
        ids[i] = song_id(&fixture);
        CHECK(g_hash_table_add(heard, &ids[i]), "song %u again after %u", (guint)ids[i], i);
        n_sorted += i > 0 && ids[i] > ids[i - 1];
        act(&fixture, "next", NULL);
    }
    CHECK(n_sorted < N - 1, "in their order");
    CHECK(song_id(&fixture) == ids[0], "then the next round");
    set(&fixture, "repeat", "none");
    g_action_group_change_action_state(fixture.actions, "shuffle", g_variant_new_boolean(FALSE));
    end(&fixture);
}

static gboolean
is_paused(gpointer data)
{
    return !lilt_session_get_playing(((const Fixture *)data)->session);
}

static gboolean
state_is_on(Fixture *fixture, const char *action)
{
    g_autoptr(GVariant) state = g_action_group_get_action_state(fixture->actions, action);

    return g_variant_get_boolean(state);
}

TEST(it_stops_after_this_song_when_asked)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    act(&fixture, "clear-queue", NULL);
    const gint64 one = song_outside(&fixture, LILT_SAD);

    act(&fixture, "enqueue", g_variant_new_int64(one));
    act(&fixture, "stop-after", NULL);
    run_for(300);
    act(&fixture, "seek",
        g_variant_new_int64(lilt_session_get_duration_us(fixture.session) - 2 * G_USEC_PER_SEC));
    CHECK(run_until(is_paused, &fixture, 30), "goes on");
    CHECK(song_id(&fixture) == one && lilt_session_get_position_us(fixture.session) == 0,
          "the next one waits at its beginning");
    CHECK(!state_is_on(&fixture, "stop-after"), "asked once, done once");
    act(&fixture, "play-pause", NULL);
    CHECK(run_until(sounds, &fixture, 10) && song_id(&fixture) == one, "and begins by hand");
    end(&fixture);
}

TEST(the_sleep_timer_fades_and_pauses)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    act(&fixture, "volume", g_variant_new_double(0.9));
    act(&fixture, "sleep", g_variant_new_int32(1));
    act(&fixture, "sleep", g_variant_new_int32(0));
    run_for(2500);
    CHECK(lilt_session_get_playing(fixture.session), "asleep, though the timer was taken back");
    act(&fixture, "sleep", g_variant_new_int32(1));
    CHECK(run_until(is_paused, &fixture, 60), "still awake");
    CHECK_TEXT("The sleep timer has run down. The music is paused.\n", fixture.messages->str);
    double volume;

    g_object_get(fixture.session, "volume", &volume, NULL);
    CHECK_NEAR(0.9, volume, 1e-6, "volume %.2f after the fade", volume);
    act(&fixture, "volume", g_variant_new_double(1.0));
    end(&fixture);
}

static gboolean
knows_headphones(gpointer data)
{
    g_autoptr(GPtrArray) outputs = lilt_session_dup_outputs(((Fixture *)data)->session);

    for (guint i = 0; i < outputs->len; i++)
        if (g_str_equal(((LiltOutput *)outputs->pdata[i])->name, "headphones"))
            return TRUE;
    return FALSE;
}

TEST(music_pauses_when_the_headphones_are_unplugged)
{
    Fixture fixture;

    begin(&fixture, "none");
    g_autofree char *module = ask("pactl load-module module-null-sink sink_name=headphones");
    g_autofree char *unload = g_strdup_printf("pactl unload-module %s", module);

    CHECK(run_until(knows_headphones, &fixture, 10), "the output is not known");
    set(&fixture, "output", "headphones");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    run_for(1000);
    DO(unload);
    CHECK(run_until(is_paused, &fixture, 10), "plays on");
    CHECK_TEXT("The headphones or speakers were unplugged. The music is paused.\n",
               fixture.messages->str);
    set(&fixture, "output", "");
    act(&fixture, "play-pause", NULL);
    CHECK(run_until(sounds, &fixture, 10), "goes on elsewhere");
    end(&fixture);
}

TEST(a_path_asks_where_to_and_a_blend_can_be_chosen)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    set(&fixture, "goal", "calm");
    set(&fixture, "policy", "path");
    const LiltMoodView *view = lilt_session_get_mood(fixture.session);

    CHECK(view->policy == LILT_POLICY_PATH && view->path_left == LILT_PATH_SONGS, "begun");
    CHECK_TEXT("calm", view->goal_label);
    act(&fixture, "next", NULL);
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    CHECK(view->path_left == LILT_PATH_SONGS - 1, "%u songs left", view->path_left);
    set(&fixture, "policy", "match");
    choose(&fixture, "tense");
    CHECK(view->source == LILT_FROM_HAND && view->blend != NULL && view->until_us > view->since_us,
          "chosen for a while");
    CHECK_TEXT("tense", view->blend->label);
    choose(&fixture, "automatic");
    CHECK(view->source != LILT_FROM_HAND && view->blend == NULL, "released");
    end(&fixture);
}

TEST(other_programs_see_and_steer_it)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "happy");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    g_autofree char *uri = g_filename_to_uri(
        lilt_song_get_path(lilt_session_get_song(fixture.session)), NULL, NULL);

    CHECK_ASK("Playing", "playerctl -p lilt status");
    CHECK_ASK(uri, "playerctl -p lilt metadata xesam:url");
    DO("playerctl -p lilt pause");
    CHECK(!lilt_session_get_playing(fixture.session), "paused");
    CHECK_ASK("Paused", "playerctl -p lilt status");
    DO("playerctl -p lilt volume 0.5");
    g_autoptr(GVariant) volume = g_action_group_get_action_state(fixture.actions, "volume");

    CHECK_NEAR(0.5, g_variant_get_double(volume), 1e-6, "volume");
    const gint64 next = id_at(&fixture, 0);

    DO("playerctl -p lilt next");
    CHECK(song_id(&fixture) == next, "next");
    act(&fixture, "volume", g_variant_new_double(1.0));
    end(&fixture);
}

TEST(the_queue_outlives_the_program)
{
    Fixture fixture;

    begin(&fixture, "none");
    choose(&fixture, "sad");
    REQUIRE(run_until(sounds, &fixture, 10), "no sound");
    act(&fixture, "seek", g_variant_new_int64(20 * G_USEC_PER_SEC));
    run_for(500);
    const gint64 current = song_id(&fixture), next = id_at(&fixture, 0);
    const guint n = n_next(&fixture);

    end(&fixture);
    begin(&fixture, "none");
    CHECK(song_id(&fixture) == current && id_at(&fixture, 0) == next && n_next(&fixture) == n,
          "the queue");
    CHECK(!lilt_session_get_playing(fixture.session), "paused");
    CHECK_NEAR(20.5e6, lilt_session_get_position_us(fixture.session), 0.7e6, "at %.2f s",
               (double)lilt_session_get_position_us(fixture.session) / 1e6);
    act(&fixture, "play-pause", NULL);
    CHECK(run_until(sounds, &fixture, 10), "goes on");
    CHECK(song_id(&fixture) == current, "with the same song");
    end(&fixture);
}

TEST(songs_that_break_are_skipped_and_three_stop_it)
{
    g_autofree char *folder = g_build_filename(check_temp_dir(), "soon broken", NULL);
    char *paths[] = {NULL, NULL, NULL, NULL};
    Fixture fixture;

    begin(&fixture, "none");
    g_mkdir_with_parents(folder, 0700);
    for (int i = 0; i < 3; i++) {
        g_autofree char *name = g_strdup_printf("tone %d.wav", i);

        paths[i] = g_build_filename(folder, name, NULL);
        sound_write_tone(paths[i], 440.0 + i, 6.0);
    }
    lilt_session_play_files(fixture.session, (const char *const *)paths);
    REQUIRE(run_until(sounds, &fixture, 30), "files that were not known: %s",
            fixture.messages->str);
    CHECK_TEXT("3 songs added.\n", fixture.messages->str);
    CHECK_TEXT(paths[0], lilt_song_get_path(lilt_session_get_song(fixture.session)));
    for (int i = 0; i < 3; i++)
        CHECK(g_file_set_contents(paths[i], "no music any more", -1, NULL), "%s", paths[i]);
    g_string_truncate(fixture.messages, 0);
    act(&fixture, "next", NULL);
    Other other = {&fixture, 0};

    CHECK(run_until(plays_another, &other, 20), "%s", fixture.messages->str);
    CHECK_TEXT("“tone 1” could not be played. Skipped.\n“tone 2” could not be played. Skipped.\n",
               fixture.messages->str);
    g_string_truncate(fixture.messages, 0);
    lilt_session_play_files(fixture.session, (const char *const *)paths);
    CHECK(run_until(has_message, &fixture, 10), "nothing said");
    run_for(1500);
    CHECK_TEXT("“tone 0” could not be played. Skipped.\n“tone 1” could not be played. Skipped.\n"
               "Three songs in a row would not play. Lilt has stopped.\n",
               fixture.messages->str);
    CHECK(!lilt_session_get_playing(fixture.session), "stopped");
    for (int i = 0; i < 3; i++)
        g_free(paths[i]);
    end(&fixture);
}

TEST(a_happy_face_starts_happy_music_and_a_hand_overrules_it)
{
    Fixture fixture;

    begin(&fixture, check_asset("photos/astronaut.png"));
    act(&fixture, "clear-queue", NULL);
    REQUIRE(run_until(looks_happy, &fixture, 40), "mood %s, %s",
            lilt_emotion_label(lilt_session_get_mood(fixture.session)->mood.label),
            lilt_session_get_mood(fixture.session)->camera_words);
    if (lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_NO_MODEL)
        SKIP("%s", lilt_session_get_mood(fixture.session)->camera_words);
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_OPEN &&
              !lilt_session_get_mood(fixture.session)->device_open,
          "a photo is no device");
    CHECK(run_until(sounds, &fixture, 10), "no music: %s", fixture.messages->str);
    CHECK(in_playlist(&fixture, LILT_HAPPY, song_id(&fixture)), "a happy song");
    CHECK(next_is_from(&fixture, LILT_HAPPY), "Next Up");
    const gint64 song = song_id(&fixture);

    choose(&fixture, "sad");
    CHECK(next_is_from(&fixture, LILT_SAD) && song_id(&fixture) == song, "chosen");
    run_for(4000); /* the camera goes on seeing a happy face */
    CHECK(next_is_from(&fixture, LILT_SAD), "and overrides the hand");
    act(&fixture, "next", NULL);
    CHECK(in_playlist(&fixture, LILT_SAD, song_id(&fixture)), "the next one");
    choose(&fixture, "automatic");
    CHECK(next_is_from(&fixture, LILT_HAPPY), "released");
    end(&fixture);
}

static gboolean
knows_rest(gpointer data)
{
    return enabled(data, "forget-rest");
}

/* Clearly: what is steadied lags a little behind each look, even of a photo. */
static gboolean
looks_less_happy(gpointer data)
{
    const LiltReading *reading = lilt_session_get_reading(((const Fixture *)data)->session);

    return reading != NULL && reading->has_face &&
           reading->steady[LILT_HAPPY] + 1e-2f < reading->probs[LILT_HAPPY];
}

/* The face of the photo, which smiles, is taken to be at rest: the same look is then said to be a
 * little less happy. */
TEST(the_face_at_rest_is_learnt_kept_and_erased)
{
    const char *photo = check_asset("photos/astronaut.png");
    Fixture fixture;

    begin(&fixture, photo);
    REQUIRE(run_until(looks_happy, &fixture, 40), "%s", fixture.messages->str);
    CHECK(!enabled(&fixture, "forget-rest") && !looks_less_happy(&fixture), "nothing known yet");
    act(&fixture, "learn-rest", NULL);
    CHECK(!enabled(&fixture, "learn-rest"), "one after the other");
    REQUIRE(run_until(knows_rest, &fixture, 60), "%s", fixture.messages->str);
    CHECK(enabled(&fixture, "learn-rest"), "it can be learnt again");
    CHECK(run_until(looks_less_happy, &fixture, 60), "it counts");
    end(&fixture);

    begin(&fixture, "none");
    CHECK(knows_rest(&fixture), "still known after a restart");
    CHECK(!enabled(&fixture, "learn-rest"), "no camera, nothing to learn");
    act(&fixture, "erase-corrections", NULL);
    CHECK(!knows_rest(&fixture), "erased");
    end(&fixture);
    begin(&fixture, "none");
    CHECK(!knows_rest(&fixture), "for good");
    end(&fixture);
}

TEST(the_numbers_of_moods_are_settings)
{
    LiltWatchingNumbers numbers;
    const LiltPersonal nobody = {0};
    const LiltSteadying usual = lilt_steadying_usual();
    const LiltRhythmTimes times = lilt_rhythm_times_usual();
    g_autofree char *file = g_build_filename(check_temp_dir(), "numbers", NULL);
    g_autoptr(GSettings) settings = lilt_settings_in(file);

    lilt_numbers_read(settings, &nobody, &numbers);
    CHECK(memcmp(&numbers.steadying, &usual, sizeof usual) == 0, "the schema has the usual ones");
    CHECK(memcmp(&numbers.times, &times, sizeof times) == 0 && numbers.looks_per_s == 4.0f,
          "and those of the rhythm");
    g_settings_set_double(settings, "mood-dwell-seconds", 15.0);
    g_settings_set_double(settings, "look-first-seconds", 20.0);
    g_settings_set_double(settings, "looks-per-second", 2.0);
    g_settings_set_double(settings, "mood-leave", 0.9);
    lilt_numbers_read(settings, &nobody, &numbers);
    CHECK(numbers.steadying.dwell_s == 15.0f && numbers.times.first_s == 20.0 &&
              numbers.looks_per_s == 2.0f,
          "as set");
    CHECK(numbers.steadying.leave_at == usual.enter_at, "nothing is left before it is entered");
}

/* A node as /sys and udev tell of it, of two cameras that have the same name. */
static void
write_camera(const char *class_dir, const char *udev_dir, int number, const char *serial)
{
    g_autofree char *node = g_strdup_printf("%s/video%d", class_dir, number);
    g_autofree char *name = g_build_filename(node, "name", NULL);
    g_autofree char *device = g_build_filename(node, "dev", NULL);
    g_autofree char *numbers = g_strdup_printf("81:%d\n", number);
    g_autofree char *notes = g_strdup_printf("%s/c81:%d", udev_dir, number);
    g_autofree char *text = g_strdup_printf("E:ID_V4L_CAPABILITIES=:capture:\nE:ID_SERIAL=Acme_%s\n"
                                            "E:ID_SERIAL_SHORT=%s\n",
                                            serial, serial);

    g_mkdir_with_parents(node, 0700);
    g_mkdir_with_parents(udev_dir, 0700);
    CHECK(g_file_set_contents(name, "Acme C9\n", -1, NULL) &&
              g_file_set_contents(device, numbers, -1, NULL) &&
              g_file_set_contents(notes, text, -1, NULL),
          "%s", node);
}

TEST(a_camera_that_was_chosen_by_name_is_kept_by_its_id)
{
    static char class_dir[300], udev_dir[300];
    g_autoptr(GSettings) settings = lilt_profile_settings("");
    Fixture fixture;

    g_snprintf(class_dir, sizeof class_dir, "%s/class", check_temp_dir());
    g_snprintf(udev_dir, sizeof udev_dir, "%s/udev", check_temp_dir());
    write_camera(class_dir, udev_dir, 0, "A7");
    write_camera(class_dir, udev_dir, 1, "B3");
    devices_look_in(class_dir, udev_dir);
    g_settings_set_string(settings, "camera", "Acme C9");
    begin(&fixture, NULL);

    g_autofree char *chosen = g_settings_get_string(settings, "camera");
    g_autoptr(GPtrArray) choices = lilt_session_dup_cameras(fixture.session);

    CHECK_TEXT("Acme_A7::", chosen);
    REQUIRE(choices->len == 2, "%u cameras", choices->len);
    for (guint i = 0; i < 2; i++) {
        const LiltCameraChoice *choice = choices->pdata[i];

        CHECK_TEXT("Acme C9", choice->name);
        CHECK_TEXT(i == 0 ? "Acme_A7::" : "Acme_B3::", choice->id);
        CHECK_TEXT(choice->id, choice->more);
    }
    set(&fixture, "camera", "Acme_B3::");

    g_autofree char *other = g_settings_get_string(settings, "camera");

    CHECK_TEXT("Acme_B3::", other);
    end(&fixture);
    g_settings_reset(settings, "camera");
    devices_look_in("/sys/class/video4linux", "/run/udev/data");
}

TEST(a_camera_needs_consent)
{
    Fixture fixture;
    LiltCameraInfo info;

    begin(&fixture, "auto");
    CHECK(lilt_session_get_mood(fixture.session)->camera ==
              (lilt_camera_list(&info, 1) > 0 ? LILT_CAMERA_NOT_ASKED : LILT_CAMERA_NONE),
          "nobody is asked where there is no camera");
    end(&fixture);
    begin(&fixture, "/dev/video0");
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_NOT_ASKED, "not asked");
    CHECK(!enabled(&fixture, "glance"), "glance without consent");
    g_action_group_change_action_state(fixture.actions, "camera-allow",
                                       g_variant_new_boolean(FALSE));
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_NOT_ALLOWED, "refused");
    run_for(200);
    CHECK(!lilt_session_get_mood(fixture.session)->device_open, "opened");
    if (lilt_camera_list(&info, 1) == 0) {
        g_action_group_change_action_state(fixture.actions, "camera-allow",
                                           g_variant_new_boolean(TRUE));
        CHECK(run_until(has_no_camera, &fixture, 10), "none here");
        CHECK_TEXT("No camera found.", lilt_session_get_mood(fixture.session)->camera_words);
    }
    act(&fixture, "camera-off", NULL);
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_OFF, "off");
    act(&fixture, "camera-off", NULL);
    end(&fixture);
}

TEST(a_damaged_model_is_told_and_the_rest_goes_on)
{
    g_autofree char *models = g_build_filename(check_temp_dir(), "brought", "models", NULL);
    g_autofree char *model = g_build_filename(models, "mcnn.safetensors", NULL);
    g_autofree char *brought = g_path_get_dirname(models);
    Fixture fixture;

    g_mkdir_with_parents(models, 0700);
    CHECK(g_file_set_contents(model, "cut short", -1, NULL), "%s", model);
    g_setenv("LILT_DATA_DIR", brought, TRUE);
    begin(&fixture, check_asset("photos/astronaut.png"));
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_NO_MODEL, "state");
    CHECK_TEXT("Model file damaged: Lilt cannot read faces. Pick a mood by hand.\n",
               fixture.messages->str);
    choose(&fixture, "happy");
    CHECK(run_until(sounds, &fixture, 10), "the music");
    end(&fixture);
    g_unsetenv("LILT_DATA_DIR");
}

TEST(a_source_that_is_nothing_is_named)
{
    Fixture fixture;

    begin(&fixture, "/nonexistent/photo.png");
    CHECK(lilt_session_get_mood(fixture.session)->camera == LILT_CAMERA_FAILED, "state");
    CHECK_TEXT("“/nonexistent/photo.png” is no camera, photo, folder or video.",
               lilt_session_get_mood(fixture.session)->camera_words);
    end(&fixture);
}

TEST(no_sound_device_is_told_and_the_music_waits)
{
    g_autofree char *server = g_strdup(g_getenv("PULSE_SERVER"));
    Fixture fixture;

    begin(&fixture, "none");
    g_setenv("PULSE_SERVER", "unix:/nonexistent/socket", TRUE);
    choose(&fixture, "happy");
    CHECK_TEXT("No sound device found. The music waits.\n", fixture.messages->str);
    CHECK(song_id(&fixture) != 0 && !lilt_session_get_playing(fixture.session), "waits");
    g_setenv("PULSE_SERVER", server, TRUE);
    act(&fixture, "play-pause", NULL);
    CHECK(run_until(sounds, &fixture, 10), "goes on once there is one");
    end(&fixture);
    lilt_library_close(library);
    g_clear_object(&library);
}

TEST_MAIN()
