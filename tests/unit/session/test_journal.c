/* The mood journal over a real session: nothing is written unless it is on, what was chosen and
 * played is told, exported, forgotten when it is old, and gone for good when it is erased. */
#include "ask.h"
#include "check.h"

#include <glib/gstdio.h>

#include "home.h"

/* ---- conditions ------------------------------------------------------------------------------ */

/* The current song has sounded for longer than what is left out. */
static gboolean
has_sounded(gpointer song)
{
    return lilt_session_get_song(session) != NULL && lilt_session_get_song(session) != song &&
           lilt_session_get_playing(session) &&
           lilt_session_get_position_us(session) > 1300 * G_TIME_SPAN_MILLISECOND;
}

static void
listen(const char *mood)
{
    g_autoptr(LiltSong) before = lilt_session_get_song(session);

    if (before != NULL)
        g_object_ref(before);
    act("mood", g_variant_new_string(mood));
    act(before != NULL ? "next" : "play-pause", NULL);
    if (!lilt_session_get_playing(session))
        act("play-pause", NULL);
    CHECK(run_until(has_sounded, before, 30), "%s music", mood);
}

static void
keep_result(GObject *source, GAsyncResult *result, gpointer data)
{
    (void)source;
    *(GAsyncResult **)data = g_object_ref(result);
}

static GPtrArray *
read_all(void)
{
    g_autoptr(GAsyncResult) result = NULL;

    lilt_session_read_journal_async(session, 0, G_MAXINT64, keep_result, &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    GPtrArray *entries = lilt_session_read_journal_finish(session, result, NULL);

    CHECK(entries != NULL, "entries");
    return entries != NULL ? entries : g_ptr_array_new();
}

/* How many files below the folder hold these bytes. */
static int
files_with(const char *folder, const char *bytes)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    int n = 0;

    for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL;
         name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
        gsize length = 0;

        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            n += files_with(path, bytes);
        else if (g_file_get_contents(path, &text, &length, NULL))
            n += memmem(text, length, bytes, strlen(bytes)) != NULL;
    }
    return n;
}

/* ---- the tests, in this order ---------------------------------------------------------------- */

TEST(nothing_is_written_while_it_is_off)
{
    g_autofree char *personal = g_build_filename(check_temp_dir(), "data", "personal.db", NULL);
    g_autoptr(GPtrArray) entries = NULL;

    begin();
    have_songs();
    listen("happy");
    listen("sad");
    entries = read_all();
    CHECK(entries->len == 0, "%u entries", entries->len);
    end();
    CHECK(!g_file_test(personal, G_FILE_TEST_EXISTS), "personal.db");
}

TEST(what_was_chosen_and_played_is_told)
{
    g_autoptr(GPtrArray) entries = NULL;
    const gint64 now_s = lilt_clock_wall_s();

    begin();
    set_state("journal", g_variant_new_boolean(TRUE));
    listen("happy");
    g_autofree char *title = g_strdup(lilt_song_get_title(lilt_session_get_song(session)));

    listen("calm");
    set_state("journal", g_variant_new_boolean(FALSE));
    listen("sad");
    entries = read_all();
    REQUIRE(entries->len >= 2, "%u entries", entries->len);
    const LiltJournalEntry *first = entries->pdata[0], *last = entries->pdata[entries->len - 1];

    CHECK_TEXT("happy", first->label);
    CHECK_TEXT(title, first->title);
    CHECK_TEXT("calm", last->label);
    CHECK(first->began_s >= now_s && first->lasted_s >= 1 && first->by_hand && !first->led,
          "%lld %g", (long long)first->began_s, (double)first->lasted_s);
    CHECK(last->point.arousal < 0 && first->point.arousal > 0, "where the moods lie");
    for (guint i = 1; i < entries->len; i++)
        CHECK(((LiltJournalEntry *)entries->pdata[i])->began_s >=
                  ((LiltJournalEntry *)entries->pdata[i - 1])->began_s,
              "order");
    end();
}

static gboolean
is_there(gpointer path)
{
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static char *
export_as(const char *name)
{
    g_autofree char *path = g_build_filename(check_temp_dir(), name, NULL);
    char *text = NULL;

    act("export-journal", g_variant_new_bytestring(path));
    CHECK(run_until(is_there, path, 20), "%s", path);
    CHECK(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
    return text;
}

TEST(it_is_exported_as_csv_and_json)
{
    const LiltJournalEntry odd = {100,  60,   "calm", {0.5f, -0.5f},
                                  TRUE, TRUE, "=1+1", "The \"Quoted\", Ltd\n"};

    begin();
    lilt_library_add_journal(library, &odd);
    g_autofree char *csv = export_as("mine.CSV"), *json = export_as("mine.json");

    CHECK(g_str_has_prefix(csv, "time,seconds,mood,valence,arousal,from,music,title,artist\r\n"),
          "head: %.80s", csv);
    CHECK(strstr(csv, ",60,calm,0.500,-0.500,hand,led,\"'=1+1\",\"The \"\"Quoted\"\", Ltd\n\"\r\n"),
          "%s", csv);
    CHECK(strstr(json, "\"seconds\":60,\"mood\":\"calm\",\"valence\":0.5,\"arousal\":-0.5,"
                       "\"from\":\"hand\",\"music\":\"led\",\"title\":\"=1+1\","
                       "\"artist\":\"The \\\"Quoted\\\", Ltd\\n\"}"),
          "%s", json);
    CHECK(strstr(csv, ",happy,") != NULL && strstr(json, "\"mood\":\"happy\"") != NULL, "the rest");
    end();
}

TEST(what_is_too_old_is_forgotten_at_the_next_start)
{
    const LiltJournalEntry old = {lilt_clock_wall_s() - 100 * 24 * 60 * 60,
                                  60,
                                  "sad",
                                  {-0.6f, -0.3f},
                                  TRUE,
                                  FALSE,
                                  "a hundred days ago",
                                  "Ana"};
    const char *data = check_temp_dir();

    begin();
    lilt_library_add_journal(library, &old);
    end();
    CHECK(files_with(data, "a hundred days ago") == 1, "it is found while it is there");
    begin();
    g_autoptr(GPtrArray) entries = read_all();

    CHECK(entries->len >= 2, "younger ones stay");
    end();
    CHECK(files_with(data, "a hundred days ago") == 0, "no trace");
}

/* A journal's row holds title and artist one after the other, which no other file does. */
TEST(what_is_erased_leaves_no_trace)
{
    const LiltJournalEntry marked = {
        lilt_clock_wall_s(), 60, "sad", {-0.6f, -0.3f}, TRUE, FALSE, "Marked", "WithThis"};
    const char *data = check_temp_dir();

    begin();
    lilt_library_add_journal(library, &marked);
    end();
    CHECK(files_with(data, "MarkedWithThis") == 1, "it is found while it is there");
    begin();
    act("erase-journal", NULL);
    g_autoptr(GPtrArray) entries = read_all();

    CHECK(entries->len == 0, "%u entries", entries->len);
    CHECK(files_with(data, "MarkedWithThis") == 0, "no trace, while it runs");
    end();
    CHECK(files_with(data, "MarkedWithThis") == 0, "no trace");
}

TEST_MAIN()
