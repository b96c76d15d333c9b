/* Scans through the real helper: packages, changed, moved and missing files, and everything that
 * ought not to be in a folder of music. */
#include "music.h"
#include "sound.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static guint
count_songs(LiltLibrary *library)
{
    return g_list_model_get_n_items(lilt_library_get_songs(library));
}

/* Change the library's database behind its back. */
static void
run_sql(const char *folder, const char *sql)
{
    g_autofree char *path = g_build_filename(folder, "library.db", NULL);
    sqlite3 *db = NULL;
    char *message = NULL;

    REQUIRE(sqlite3_open(path, &db) == SQLITE_OK, "%s", path);
    sqlite3_busy_timeout(db, 5000);
    CHECK(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK && sqlite3_total_changes(db) > 1,
          "%s", message != NULL ? message : "nothing changed");
    sqlite3_free(message);
    sqlite3_close(db);
}

/* The song of that file must be there. The caller owns it. */
static LiltSong *
song_of(LiltLibrary *library, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    LiltSong *song = lilt_library_dup_song_by_path(library, path);

    CHECK(song != NULL, "%s is in the library", path);
    return song;
}

/* How many tracks were heard; none may fail. */
static guint
check_hear(LiltLibrary *library)
{
    const LiltScanResult r = hear(library);

    CHECK(r.n_failed == 0, "%u failed", r.n_failed);
    g_strfreev(r.failed);
    return r.n_changed;
}

TEST(every_track_of_two_packages_is_there_with_its_tags)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *deep = g_build_filename(music, "a", "b", NULL);
    GListModel *songs = lilt_library_get_songs(library);

    g_mkdir_with_parents(deep, 0755);
    copy_music("amoebax-data", music);
    copy_music("wizznic-data", deep);
    check_scan(library, music, 17, 0, 0, 0, 0);
    REQUIRE(g_list_model_get_n_items(songs) == 17, "%u songs", count_songs(library));
    for (guint i = 0; i < 17; i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);

        CHECK(lilt_song_get_title(song)[0] != '\0' && lilt_song_get_artist(song)[0] != '\0' &&
                  lilt_song_get_album(song)[0] != '\0' && lilt_song_get_duration_ms(song) > 15000,
              "%s: %s, %s, %u ms", lilt_song_get_path(song), lilt_song_get_title(song),
              lilt_song_get_artist(song), lilt_song_get_duration_ms(song));
    }
    check_scan(library, music, 0, 0, 0, 0, 17);
}

TEST(tracks_are_heard_and_lie_apart_in_the_plane)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    const LiltCatalogue *c;
    float least = 1, most = -1;

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    c = lilt_library_get_catalogue(library);
    REQUIRE(c->n_tracks == 9, "%zu rows", c->n_tracks);
    for (size_t i = 0; i < c->n_tracks; i++) {
        CHECK(c->tempo_bpm[i] >= 40 && c->tempo_bpm[i] <= 240, "tempo %f", (double)c->tempo_bpm[i]);
        CHECK(fabsf(c->valence[i]) <= 1 && fabsf(c->arousal[i]) <= 1, "in the plane");
        CHECK(c->genre[i] == LILT_GENRE_SOUNDTRACK && c->artist[i] != 0, "genre and artist");
        least = MIN(least, c->arousal[i]);
        most = MAX(most, c->arousal[i]);
    }
    CHECK(most - least > 0.05f, "not all alike: %f to %f", (double)least, (double)most);
}

TEST(what_is_no_music_is_named_and_the_rest_is_there)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};
    g_autofree char *all = NULL;

    copy_music("amoebax-data", music);
    run_command("cd '%s' && echo 'just words' > text.ogg && : > empty.mp3 && mkdir nothing && "
                "echo readme > README.txt && mkfifo pipe.ogg && ln -s nowhere gone.ogg",
                music);
    REQUIRE(scan(library, music, &r, &error), "%s", WORDS(error));
    CHECK(r.n_added == 9 && r.n_failed == 2, "added %u failed %u", r.n_added, r.n_failed);
    all = g_strjoinv("\n", r.failed);
    CHECK(strstr(all, "/text.ogg: this is not a music file") != NULL, "%s", all);
    CHECK(strstr(all, "/empty.mp3: the file is empty") != NULL, "%s", all);
    g_strfreev(r.failed);
    CHECK(count_songs(library) == 9, "%u songs", count_songs(library));
    check_scan(library, music, 0, 0, 0, 2, 9); /* told again, not tried again */

    run_command("cp -p '%s/AngusBackground.ogg' '%s/text.ogg'", music, music);
    check_scan(library, music, 1, 0, 0, 1, 9);
}

TEST(of_a_cut_mp3_what_can_be_read_counts)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *from = new_folder("from");

    need_ffmpeg();
    copy_music("amoebax-data", from);
    run_command("ffmpeg -nostdin -v error -i '%s/AngusBackground.ogg' -b:a 128k"
                " -map_metadata -1 '%s/whole.mp3'",
                from, from);
    run_command("head -c 100000 '%s/whole.mp3' > '%s/Cut off.mp3'", from, music);
    run_command("head -c 40 '%s/whole.mp3' > '%s/stub.mp3'", from, music);
    check_scan(library, music, 1, 0, 0, 1, 0);
    g_autoptr(LiltSong) song = song_of(library, music, "Cut off.mp3");

    CHECK_TEXT("Cut off", lilt_song_get_title(song));
    CHECK_TEXT("", lilt_song_get_artist(song));
}

TEST(damaged_files_are_counted_one_way_or_the_other)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *from = new_folder("from"), *whole = NULL;
    g_autoptr(GError) error = NULL;
    LiltRng rng = lilt_rng_new(check_seed(), 0);
    LiltScanResult r = {0};
    gsize length = 0;

    copy_music("amoebax-data", from);
    g_autofree char *path = g_build_filename(from, "AngusBackground.ogg", NULL);

    REQUIRE(g_file_get_contents(path, &whole, &length, NULL), "%s", path);
    for (int i = 0; i < 20; i++) { /* cut somewhere, and 2 to 1000 bytes changed */
        const gsize n = MIN(length, 5000 + lilt_rng_below(&rng, 150000));
        g_autofree char *damaged = g_memdup2(whole, n);
        g_autofree char *name = g_strdup_printf("%s/%02d.%s", music, i, i % 4 ? "ogg" : "mp3");

        for (int k = 0; k < 2 << i / 2; k++)
            damaged[lilt_rng_below(&rng, (uint32_t)n)] = (char)lilt_rng_u32(&rng);
        REQUIRE(g_file_set_contents(name, damaged, (gssize)n, NULL), "%s", name);
    }
    REQUIRE(scan(library, music, &r, &error), "%s", WORDS(error));
    CHECK(r.n_added + r.n_failed == 20 && g_strv_length(r.failed) == r.n_failed,
          "added %u, failed %u", r.n_added, r.n_failed);
    CHECK(r.n_added == count_songs(library), "%u songs", count_songs(library));
    g_strfreev(r.failed);
}

TEST(an_empty_folder_and_one_that_is_not_there)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *gone = g_build_filename(music, "gone", NULL);
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};

    check_scan(library, music, 0, 0, 0, 0, 0);
    REQUIRE(scan(library, gone, &r, &error), "%s", WORDS(error));
    CHECK(r.n_failed == 1 && g_str_has_prefix(r.failed[0], gone), "named");
    g_strfreev(r.failed);
}

TEST(a_folder_that_may_not_be_read_is_named)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music");
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};
    const gboolean root = geteuid() == 0;

    copy_music("amoebax-data", music);
    run_command("mkdir '%s/locked' && chmod 0 '%s/locked' && chmod 755 '%s' && chmod -R a+rwX '%s'",
                music, music, check_temp_dir(), data);
    if (root && seteuid(65534) != 0) /* root may read anything */
        SKIP("cannot become another user");
    const gboolean well = scan(library, music, &r, &error);

    if (root)
        CHECK(seteuid(0) == 0, "root again");
    REQUIRE(well, "%s", WORDS(error));
    CHECK(r.n_added == 9 && r.n_failed == 1 && strstr(r.failed[0], "/locked: ") != NULL,
          "added %u failed %u", r.n_added, r.n_failed);
    g_strfreev(r.failed);
}

TEST(a_file_that_kills_the_helper_costs_that_file_only)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *killer = NULL, *self = NULL, *folder = NULL;
    g_autofree char *real = g_strdup(g_getenv("LILT_SCAN_PROGRAM"));
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};

    if (real == NULL)
        SKIP("run by ctest, which says where lilt-scan is");
    self = g_file_read_link("/proc/self/exe", NULL);
    folder = g_path_get_dirname(self);
    killer = g_build_filename(folder, "scan_killer", NULL);
    copy_music("amoebax-data", music);
    g_setenv("REAL_SCAN", real, TRUE);
    g_setenv("KILL_AT", "KerberosBackground.ogg", TRUE);
    g_setenv("LILT_SCAN_PROGRAM", killer, TRUE);
    const gboolean well = scan(library, music, &r, &error);

    g_setenv("LILT_SCAN_PROGRAM", real, TRUE);
    REQUIRE(well, "%s", WORDS(error));
    CHECK(r.n_added == 8 && r.n_failed == 1, "added %u failed %u", r.n_added, r.n_failed);
    CHECK(strstr(r.failed[0], "/KerberosBackground.ogg: it ended the reader (Killed)") != NULL,
          "%s", r.failed[0]);
    g_strfreev(r.failed);
    check_scan(library, music, 0, 0, 0, 1, 8); /* it stays aside until it changes */
    run_command("touch '%s/KerberosBackground.ogg'", music);
    check_scan(library, music, 1, 0, 0, 0, 8);
}

TEST(a_helper_that_cannot_run_is_said)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *real = g_strdup(g_getenv("LILT_SCAN_PROGRAM"));
    g_autoptr(GError) absent = NULL, dying = NULL;
    LiltScanResult r = {0};

    copy_music("amoebax-data", music);
    g_setenv("LILT_SCAN_PROGRAM", "/nowhere/lilt-scan", TRUE);
    CHECK(!scan(library, music, &r, &absent) && strstr(absent->message, "lilt-scan") != NULL,
          "absent");
    g_setenv("LILT_SCAN_PROGRAM", "/bin/false", TRUE);
    CHECK(!scan(library, music, &r, &dying) && strstr(dying->message, "lilt-scan") != NULL,
          "dying");
    if (real != NULL)
        g_setenv("LILT_SCAN_PROGRAM", real, TRUE);
    else
        g_unsetenv("LILT_SCAN_PROGRAM");
    check_scan(library, music, 9, 0, 0, 0, 0); /* the library is as good as before */
}

TEST(links_lead_in_no_circles_and_show_nothing_twice)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");

    run_command("mkdir '%s/sub'", music);
    copy_music("wizznic-data", music);
    run_command("cd '%s' && ln -s .. sub/up && ln -s . here && ln -s loop loop &&"
                " f=$(ls *.ogg | head -n 1) && ln -s \"$f\" 'a link.ogg' && ln \"$f\" zzz.ogg",
                music);
    LiltScanResult r = {0};
    g_autoptr(GError) error = NULL;

    REQUIRE(scan(library, music, &r, &error), "%s", WORDS(error));
    CHECK(r.n_added == 8, "added %u", r.n_added);
    CHECK(r.n_failed == 1 && strstr(r.failed[0], "/loop: ") != NULL, "the endless link is named");
    g_strfreev(r.failed);
}

TEST(a_missing_file_is_remembered_and_comes_back)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *drive = g_strdup_printf("%s-away", music);
    gint64 id;

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    g_autoptr(LiltSong) song = song_of(library, music, "AngusBackground.ogg");

    REQUIRE(song != NULL, "a song");
    id = lilt_song_get_id(song);
    lilt_library_set_love(library, id, 1);
    run_command("mv '%s' '%s'", music, drive);
    check_scan(library, music, 0, 0, 9, 1, 0);
    CHECK(count_songs(library) == 0, "none is shown");
    g_autoptr(LiltFinder) finder = lilt_finder_new(library);

    lilt_finder_ask(finder, &(LiltQuery){.text = "amoebax", .mood = LILT_EMOTION_UNKNOWN});
    wait_for_answer(finder);
    CHECK(g_list_model_get_n_items(lilt_finder_get_songs(finder)) == 0, "none is found");
    run_command("mv '%s' '%s'", drive, music);
    check_scan(library, music, 0, 9, 0, 0, 0);
    CHECK(count_songs(library) == 9 && lilt_library_get_love(library, id) == 1, "as it was");
}

TEST(a_moved_file_keeps_what_is_known_of_it)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    g_autoptr(LiltSong) before = song_of(library, music, "AngusBackground.ogg");

    REQUIRE(before != NULL, "a song");
    lilt_library_set_love(library, lilt_song_get_id(before), 1);
    run_command("cd '%s' && mkdir new && mv AngusBackground.ogg 'new/Other name.ogg'", music);
    check_scan(library, music, 0, 1, 0, 0, 8);
    g_autoptr(LiltSong) after = song_of(library, music, "new/Other name.ogg");

    REQUIRE(after != NULL, "a song");
    CHECK(lilt_song_get_id(after) == lilt_song_get_id(before) &&
              lilt_library_get_love(library, lilt_song_get_id(after)) == 1,
          "the same track, still loved");
}

TEST(a_track_heard_by_an_older_analyser_is_heard_again)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music");

    copy_music("amoebax-data", music);
    check_scan(library, music, 9, 0, 0, 0, 0);
    g_autoptr(LiltSong) song = song_of(library, music, "AngusBackground.ogg");

    REQUIRE(song != NULL, "a song");
    lilt_library_set_love(library, lilt_song_get_id(song), 1);
    run_sql(data, "UPDATE sounds SET analyser = 1 WHERE track_id IN"
                  " (SELECT id FROM tracks WHERE path LIKE '%AngusBackground.ogg');"
                  "INSERT INTO unheard SELECT track_id, analyser FROM sounds WHERE track_id IN"
                  " (SELECT id FROM tracks WHERE path LIKE '%menu.ogg');"
                  "DELETE FROM sounds WHERE track_id IN (SELECT track_id FROM unheard)");
    check_scan(library, music, 0, 0, 0, 0, 9);
    CHECK(check_hear(library) == 1, "only the one: what could not be judged is not tried again");
    CHECK(lilt_library_get_love(library, lilt_song_get_id(song)) == 1, "it is loved as before");
    CHECK(check_hear(library) == 0, "all are heard");
}

TEST(covers_are_kept_once)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music"), *from = new_folder("from");
    const char *cover = NULL;

    need_ffmpeg();
    copy_music("amoebax-data", from);
    for (int i = 0; i < 2; i++)
        run_command("ffmpeg -nostdin -v error -i '%s/AngusBackground.ogg' -f lavfi -i"
                    " color=blue:s=64x64 -t 5 -map 0:a -map 1:v -frames:v 1 -c:v png"
                    " -disposition:v attached_pic -metadata title=T%d '%s/%d.flac'",
                    from, i, music, i);
    check_scan(library, music, 2, 0, 0, 0, 0);
    g_autoptr(LiltSong) first = song_of(library, music, "0.flac");
    g_autoptr(LiltSong) second = song_of(library, music, "1.flac");

    REQUIRE(first != NULL && second != NULL, "songs");
    cover = lilt_song_get_cover_path(first);
    REQUIRE(cover != NULL, "a cover");
    CHECK(g_str_has_prefix(cover, data) && g_str_has_suffix(cover, ".png"), "%s", cover);
    CHECK(access(cover, R_OK) == 0, "the picture is there");
    CHECK_TEXT(cover, lilt_song_get_cover_path(second));
}

typedef struct {
    GMainLoop *loop;
    GCancellable *cancellable;
    guint n_progress;
    GError *error;
} Cancelling;

static void
cancel_at_progress(LiltLibrary *library, guint n_done, guint n_found, gpointer data)
{
    Cancelling *c = data;

    (void)library, (void)n_done;
    CHECK(n_found == 17, "%u found", n_found);
    c->n_progress++;
    g_cancellable_cancel(c->cancellable);
}

static void
cancelled(GObject *library, GAsyncResult *result, gpointer data)
{
    Cancelling *c = data;
    LiltScanResult r;

    CHECK(!lilt_library_scan_finish(LILT_LIBRARY(library), result, &r, &c->error), "cancelled");
    g_main_loop_quit(c->loop);
}

TEST(a_scan_can_be_cancelled_and_begun_again)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    const char *const paths[] = {music, NULL};
    Cancelling c = {loop, cancellable, 0, NULL};
    gulong handler;
    LiltScanResult r = {0};
    g_autoptr(GError) busy = NULL;

    copy_music("amoebax-data", music);
    copy_music("wizznic-data", music);
    handler = g_signal_connect(library, "scan-progress", G_CALLBACK(cancel_at_progress), &c);
    lilt_library_scan_async(library, paths, cancellable, cancelled, &c);
    CHECK(!scan(library, music, &r, &busy) && g_error_matches(busy, G_IO_ERROR, G_IO_ERROR_BUSY),
          "one at a time");
    g_main_loop_run(loop);
    CHECK(g_error_matches(c.error, G_IO_ERROR, G_IO_ERROR_CANCELLED), "%s", WORDS(c.error));
    CHECK(c.n_progress > 0, "progress was told");
    g_clear_error(&c.error);
    g_signal_handler_disconnect(library, handler);
    const guint n_before = count_songs(library);

    check_scan(library, music, 17 - n_before, 0, 0, 0, n_before);
    CHECK(count_songs(library) == 17, "all there");
}

TEST(closing_in_the_middle_of_a_scan_is_no_trouble)
{
    char *data = NULL;
    LiltLibrary *library = open_library(&data);
    g_autofree char *music = new_folder("music"), *folder = data;
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    const char *const paths[] = {music, NULL};
    Cancelling c = {loop, NULL, 0, NULL};

    copy_music("amoebax-data", music);
    lilt_library_scan_async(library, paths, NULL, cancelled, &c);
    g_usleep(50000);
    lilt_library_close(library);
    g_main_loop_run(loop);
    CHECK(c.error != NULL && count_songs(library) == 0, "ended, empty");
    g_clear_error(&c.error);
    g_object_unref(library);
    library = lilt_library_open(folder, folder, NULL);
    REQUIRE(library != NULL, "open again");
    const guint n_before = count_songs(library);

    check_scan(library, music, 9 - n_before, 0, 0, 0, n_before);
    g_object_unref(library);
}

/* ---- hearing --------------------------------------------------------------------------------- */

enum { MANY = 60 };

TEST(many_new_tracks_are_there_first_and_heard_afterwards)
{
    g_autofree char *data = NULL;
    g_autoptr(LiltLibrary) library = open_library(&data);
    g_autofree char *music = new_folder("music");

    for (int i = 0; i < MANY; i++) {
        g_autofree char *path = g_strdup_printf("%s/%02d.wav", music, i);

        sound_write_tone(path, 200.0 + 10.0 * i, i == 0 ? 1.0 : 4.0);
    }
    need_ffmpeg();
    run_command(
        "cd '%s' && ffmpeg -nostdin -v error -i 01.wav broken.flac && head -c 8400"
        " broken.flac > part && yes nonsense | head -c 60000 >> part && mv part broken.flac",
        music);
    check_scan(library, music, MANY + 1, 0, 0, 0, 0);
    const LiltCatalogue *c = lilt_library_get_catalogue(library);

    for (size_t i = 0; i < c->n_tracks; i++)
        CHECK(c->tempo_bpm[i] == 0.0f, "track %zu was heard", i);
    LiltScanResult heard = hear(library);

    CHECK(heard.n_changed == MANY && heard.n_failed == 1, "heard %u failed %u", heard.n_changed,
          heard.n_failed);
    CHECK(heard.n_failed == 1 && strstr(heard.failed[0], "/broken.flac: ") != NULL, "it is named");
    g_strfreev(heard.failed);
    CHECK(count_songs(library) == MANY, "what cannot be heard is not shown");
    c = lilt_library_get_catalogue(library);
    size_t n_heard = 0;

    for (size_t i = 0; i < c->n_tracks; i++)
        n_heard += c->valence[i] != 0.0f || c->arousal[i] != 0.0f;
    CHECK(n_heard == MANY - 1, "%zu lie in the plane, all but the one too short", n_heard);
    CHECK(check_hear(library) == 0, "once is enough");
    check_scan(library, music, 0, 0, 0, 1, MANY);
}

static void
stop_soon(LiltLibrary *library, guint n_done, guint n_found, gpointer cancellable)
{
    (void)library, (void)n_found;
    if (n_done >= 5)
        g_cancellable_cancel(cancellable);
}

TEST(hearing_goes_on_where_it_was_broken_off)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music");
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Cancelling c = {loop, cancellable, 0, NULL};

    for (int i = 0; i < MANY; i++) {
        g_autofree char *path = g_strdup_printf("%s/%02d.wav", music, i);

        sound_write_tone(path, 200.0 + 10.0 * i, 4.0);
    }
    check_scan(library, music, MANY, 0, 0, 0, 0);
    const gulong handler = g_signal_connect(library, "scan-progress", G_CALLBACK(stop_soon),
                                            cancellable);

    lilt_library_hear_async(library, cancellable, cancelled, &c);
    g_main_loop_run(loop);
    CHECK(g_error_matches(c.error, G_IO_ERROR, G_IO_ERROR_CANCELLED), "%s", WORDS(c.error));
    g_clear_error(&c.error);
    g_signal_handler_disconnect(library, handler);
    const guint n_left = check_hear(library);

    CHECK(n_left > 0 && n_left <= MANY - 5, "%u were heard again", n_left);
}

/* ---- the shape of a song -------------------------------------------------------------------- */

typedef struct {
    GMainLoop *loop;
    GBytes *shape;
    GError *error;
} Shaping;

static void
shaped(GObject *library, GAsyncResult *result, gpointer data)
{
    Shaping *shaping = data;

    shaping->shape = lilt_library_shape_finish(LILT_LIBRARY(library), result, &shaping->error);
    g_main_loop_quit(shaping->loop);
}

/* The file's shape; NULL with `error`. */
static GBytes *
shape_of(LiltLibrary *library, const char *path, GCancellable *cancellable, GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Shaping shaping = {.loop = loop};

    lilt_library_shape_async(library, path, cancellable, shaped, &shaping);
    g_main_loop_run(loop);
    if (shaping.error != NULL)
        g_propagate_error(error, shaping.error);
    return shaping.shape;
}

TEST(a_shape_is_as_loud_as_the_song_and_is_kept)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *path = g_build_filename(music, "a.flac", NULL);
    g_autofree char *helper = g_strdup(g_getenv("LILT_SCAN_PROGRAM"));
    g_autoptr(GBytes) shape = NULL, again = NULL, changed = NULL;
    g_autoptr(GError) error = NULL;
    const guint8 *part;
    gsize n;

    need_ffmpeg();
    run_command("ffmpeg -nostdin -v error -f lavfi -i \"sine=frequency=440:duration=4,"
                "volume='if(lt(t,2),0.25,1)':eval=frame\" '%s'",
                path);
    shape = shape_of(library, path, NULL, &error);
    REQUIRE(shape != NULL, "%s", WORDS(error));
    part = g_bytes_get_data(shape, &n);
    REQUIRE(n >= 100, "%zu parts", n);
    CHECK(abs(part[n / 4] - 64) < 8, "a quarter as loud: %d", part[n / 4]);
    CHECK(part[3 * n / 4] > 240, "the loudest: %d", part[3 * n / 4]);

    g_setenv("LILT_SCAN_PROGRAM", "/nowhere", TRUE); /* what is kept needs no helper */
    again = shape_of(library, path, NULL, &error);
    CHECK(again != NULL && g_bytes_equal(shape, again), "%s", WORDS(error));
    run_command("touch -d '2001-01-01' '%s'", path);
    changed = shape_of(library, path, NULL, &error);
    CHECK(changed == NULL && error != NULL, "a changed file is asked for anew");
    g_setenv("LILT_SCAN_PROGRAM", helper, TRUE);
}

TEST(what_cannot_be_read_has_no_shape)
{
    g_autoptr(LiltLibrary) library = open_library(NULL);
    g_autofree char *music = new_folder("music"), *path = g_build_filename(music, "a.ogg", NULL);
    g_autoptr(GCancellable) cancelled = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    run_command("echo words > '%s'", path);
    CHECK(shape_of(library, path, NULL, &error) == NULL, "no music");
    CHECK(error != NULL && strstr(error->message, path) != NULL, "%s", WORDS(error));
    g_clear_error(&error);
    g_cancellable_cancel(cancelled);
    CHECK(shape_of(library, path, cancelled, &error) == NULL, "cancelled");
    CHECK(g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED), "%s", WORDS(error));
}

TEST_MAIN()
