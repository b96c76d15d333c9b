/* Tags edited through the library: file and library say the new ones, the track keeps what is known
 * of it, all of it can be taken back, and a file that cannot be changed is named. */
#include "music.h"

#include <sys/stat.h>

typedef struct {
    GMainLoop *loop;
    GPtrArray *before;
    char **failed;
    GError *error;
    gboolean answered, shown;
} Waiting;

static void
on_retagged(GObject *library, GAsyncResult *result, gpointer data)
{
    Waiting *waiting = data;

    waiting->before = lilt_library_retag_finish(LILT_LIBRARY(library), result, &waiting->failed,
                                                &waiting->error);
    waiting->answered = TRUE;
    if (waiting->shown)
        g_main_loop_quit(waiting->loop);
}

static void
on_songs_changed(Waiting *waiting)
{
    waiting->shown = TRUE;
    if (waiting->answered)
        g_main_loop_quit(waiting->loop);
}

/* Edit and wait for both the answer and the new songs. What takes it back; g_ptr_array_unref(). */
static GPtrArray *
retag(LiltLibrary *library, GPtrArray *retags, char ***ret_failed)
{
    Waiting waiting = {.loop = g_main_loop_new(NULL, FALSE)};
    const gulong handler = g_signal_connect_swapped(library, "songs-changed",
                                                    G_CALLBACK(on_songs_changed), &waiting);

    lilt_library_retag_async(library, retags, NULL, on_retagged, &waiting);
    g_main_loop_run(waiting.loop);
    g_main_loop_unref(waiting.loop);
    g_signal_handler_disconnect(library, handler);
    CHECK(waiting.before != NULL, "%s", WORDS(waiting.error));
    *ret_failed = waiting.failed;
    return waiting.before;
}

/* A change of the songs that is on its way. */
static void
wait_for_songs(LiltLibrary *library)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    const gulong handler = g_signal_connect_swapped(library, "songs-changed",
                                                    G_CALLBACK(g_main_loop_quit), loop);

    g_main_loop_run(loop);
    g_signal_handler_disconnect(library, handler);
}

static void
check_song(LiltLibrary *library, gint64 id, const char *title, const char *album_artist, int track)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song(library, id);

    REQUIRE(song != NULL, "song %d", (int)id);
    CHECK_TEXT(title, lilt_song_get_title(song));
    CHECK_TEXT(album_artist, lilt_song_get_album_artist(song));
    CHECK(lilt_song_get_track(song) == track, "track %d", lilt_song_get_track(song));
}

static GPtrArray *
new_retags(void)
{
    return g_ptr_array_new_with_free_func(lilt_retag_free);
}

TEST(a_song_says_its_new_tags_and_keeps_all_else)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GPtrArray) retags = new_retags(), before = NULL, again = NULL;
    g_auto(GStrv) failed = NULL, failed_again = NULL;
    const LiltPoint felt = {0.25f, -0.5f};
    LiltPoint then;

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    g_autoptr(LiltSong) song = g_list_model_get_item(lilt_library_get_songs(library), 2);
    const gint64 id = lilt_song_get_id(song);
    const int track = lilt_song_get_track(song);
    g_autofree char *title = g_strdup(lilt_song_get_title(song));
    LiltRetag *change = lilt_retag_new(id);

    lilt_library_set_love(library, id, 1);
    lilt_library_add_play(library, id, 1000, 0.9, LILT_HAPPY, "hand");
    lilt_library_set_felt(library, id, &felt);
    wait_for_songs(library);
    change->text[LILT_TAG_TITLE] = g_strdup("Nøw = \\ other");
    change->text[LILT_TAG_ALBUM_ARTIST] = g_strdup("Several");
    change->text[LILT_TAG_TRACK] = g_strdup("42");
    g_ptr_array_add(retags, change);
    before = retag(library, retags, &failed);
    REQUIRE(before != NULL && before->len == 1 && failed[0] == NULL, "changed");
    check_song(library, id, "Nøw = \\ other", "Several", 42);
    CHECK(lilt_library_get_love(library, id) == 1, "still loved");
    CHECK(lilt_library_get_felt(library, id, &then), "still placed by hand");
    const LiltCatalogue *catalogue = lilt_library_get_catalogue(library);
    const ptrdiff_t row = lilt_catalogue_find(catalogue, id);

    REQUIRE(row >= 0, "in the catalogue");
    CHECK(catalogue->n_plays[row] == 1 && catalogue->last_play_s[row] == 1000, "still played");
    check_scan(library, music, 0, 0, 0, 0, 9); /* nothing left to read */

    again = retag(library, before, &failed_again);
    REQUIRE(again != NULL && again->len == 1, "taken back");
    check_song(library, id, title, "", track);
}

TEST(a_file_that_cannot_be_changed_is_named_and_the_others_are)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GPtrArray) retags = new_retags(), before = NULL;
    g_auto(GStrv) failed = NULL;

    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
    GListModel *songs = lilt_library_get_songs(library);
    g_autoptr(LiltSong) locked = g_list_model_get_item(songs, 1);

    for (guint i = 0; i < 3; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);
        LiltRetag *change = lilt_retag_new(lilt_song_get_id(song));

        change->text[LILT_TAG_GENRE] = g_strdup("Changed");
        g_ptr_array_add(retags, change);
    }
    g_ptr_array_add(retags, lilt_retag_new(4711)); /* no such song: passed over */
    CHECK(chmod(lilt_song_get_path(locked), 0444) == 0, "read-only");
    before = retag(library, retags, &failed);
    REQUIRE(before != NULL && failed[0] != NULL, "told");
    CHECK(before->len == 2, "%u changed", before->len);
    CHECK(g_str_has_prefix(failed[0], lilt_song_get_path(locked)) &&
              strstr(failed[0], "read-only") != NULL && failed[1] == NULL,
          "%s", failed[0]);
}

static void
cancel_after_two(LiltLibrary *library, guint n_done, guint n_all, gpointer cancellable)
{
    (void)library;
    CHECK(n_done <= n_all && n_all == 8, "%u of %u", n_done, n_all);
    if (n_done == 2)
        g_cancellable_cancel(cancellable);
}

TEST(cancelled_it_tells_what_was_changed_and_leaves_the_rest)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GPtrArray) retags = new_retags(), before = NULL;
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Waiting waiting = {.loop = loop};
    guint n_changed = 0;

    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
    GListModel *songs = lilt_library_get_songs(library);

    for (guint i = 0; i < 8; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);
        LiltRetag *change = lilt_retag_new(lilt_song_get_id(song));

        change->text[LILT_TAG_TITLE] = g_strdup("Changed");
        g_ptr_array_add(retags, change);
    }
    g_signal_connect(library, "retag-progress", G_CALLBACK(cancel_after_two), cancellable);
    g_signal_connect_swapped(library, "songs-changed", G_CALLBACK(on_songs_changed), &waiting);
    lilt_library_retag_async(library, retags, cancellable, on_retagged, &waiting);
    g_main_loop_run(loop);
    before = waiting.before;
    g_strfreev(waiting.failed);
    REQUIRE(before != NULL, "%s", WORDS(waiting.error));
    CHECK(before->len >= 2 && before->len < 8, "%u changed", before->len);
    for (guint i = 0; i < 8; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        n_changed += g_str_equal(lilt_song_get_title(song), "Changed");
    }
    CHECK(n_changed == before->len, "%u songs are changed, %u are told", n_changed, before->len);
}

TEST(a_library_that_closes_meanwhile_loses_nothing)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GPtrArray) retags = new_retags();
    Waiting waiting = {.loop = g_main_loop_new(NULL, FALSE), .shown = TRUE};

    copy_music("wizznic-data", music);
    check_scan(library, music, 8, 0, 0, 0, 0);
    for (guint i = 0; i < 8; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(lilt_library_get_songs(library), i);
        LiltRetag *change = lilt_retag_new(lilt_song_get_id(song));

        change->text[LILT_TAG_GENRE] = g_strdup("Changed");
        g_ptr_array_add(retags, change);
    }
    lilt_library_retag_async(library, retags, NULL, on_retagged, &waiting);
    lilt_library_close(library);
    g_main_loop_run(waiting.loop);
    g_main_loop_unref(waiting.loop);
    CHECK(waiting.before == NULL || waiting.before->len < 8, "it stopped");
    g_clear_pointer(&waiting.before, g_ptr_array_unref);
    g_clear_error(&waiting.error);
    g_strfreev(waiting.failed);
    run_command("test -z \"$(find '%s' -name '.lilt*')\"", music);
}

TEST_MAIN()
