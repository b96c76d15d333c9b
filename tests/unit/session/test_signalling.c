/* Body and activity over a real session: numbers from a file and a FIFO change what comes next and
 * say why; whatever is wrong with them is told, holds nothing up and leaves the music alone; off
 * means no open file and nobody asked on the bus. */
#include "ask.h"
#include "check.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "home.h"

/* ---- the session ----------------------------------------------------------------------------- */

static char *
path_of(const char *name)
{
    return g_build_filename(check_temp_dir(), name, NULL);
}

static void
put_away(void)
{
    set_state("signal-body", g_variant_new_boolean(FALSE));
    set_state("signal-body-file", g_variant_new_string(""));
    set_state("signal-activity", g_variant_new_boolean(FALSE));
    set_state("place", g_variant_new_string("unsaid"));
    end();
}

/* ---- conditions ------------------------------------------------------------------------------ */

/* How many songs of Next Up give this reason. */
static guint
n_because(const char *words)
{
    GListModel *queue = lilt_session_get_next_up(session);
    guint n = 0;

    for (guint i = 0; i < g_list_model_get_n_items(queue); i++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, i);
        const LiltWhy *why = lilt_queue_item_get_why(item);

        for (guint j = 0; why != NULL && j < why->n_reasons; j++)
            n += g_str_equal(why->reasons[j].text, words);
    }
    return n;
}

static gboolean
counts(gpointer words)
{
    return n_because(words) > 0;
}

static gboolean
is_told(gpointer words)
{
    return strstr(messages->str, words) != NULL;
}

/* Whether this program has the file open. */
static gboolean
is_open(gpointer path)
{
    g_autoptr(GDir) fds = g_dir_open("/proc/self/fd", 0, NULL);
    gboolean found = FALSE;

    for (const char *name = g_dir_read_name(fds); name != NULL; name = g_dir_read_name(fds)) {
        g_autofree char *link = g_build_filename("/proc/self/fd", name, NULL);
        g_autofree char *target = g_file_read_link(link, NULL);

        found |= g_strcmp0(target, path) == 0;
    }
    return found;
}

static gboolean
is_closed(gpointer path)
{
    return !is_open(path);
}

static void
play_happy(void)
{
    begin();
    have_songs();
    act("mood", g_variant_new_string("happy"));
    if (!lilt_session_get_playing(session))
        act("play-pause", NULL);
    CHECK(run_until(sounds, NULL, 30), "music");
    g_string_truncate(messages, 0);
}

static void
listen_to(const char *path)
{
    set_state("signal-body-file", g_variant_new_string(path));
    set_state("signal-body", g_variant_new_boolean(TRUE));
}

#define HIGH       "150\n150 bpm\n150.0\n# a remark\n\n150\n150\n150\n150\n150\n150\n150\n150\n150\n"
#define HIGH_WORDS "Your pulse is high: a little livelier"

/* ---- numbers --------------------------------------------------------------------------------- */

TEST(a_file_of_numbers_counts_while_it_is_switched_on)
{
    g_autofree char *path = path_of("pulse");

    play_happy();
    g_file_set_contents(path, HIGH, -1, NULL);
    set_state("signal-body-file", g_variant_new_string(path));
    run_for(2500);
    CHECK(!is_open(path), "off, yet open");
    CHECK(n_because(HIGH_WORDS) == 0, "off, yet it counts");
    set_state("signal-body", g_variant_new_boolean(TRUE));
    CHECK(run_until(counts, HIGH_WORDS, 10), "counts");
    CHECK(is_open(path), "on, and read");
    set_state("signal-body-weight", g_variant_new_double(0.0));
    CHECK(!is_open(path) && n_because(HIGH_WORDS) == 0, "weighs nothing: off");
    set_state("signal-body-weight", g_variant_new_double(1.0));
    CHECK(run_until(counts, HIGH_WORDS, 10), "counts again");
    set_state("signal-body-calms", g_variant_new_boolean(TRUE));
    CHECK(run_until(counts, "Your pulse is high: a little calmer", 10), "the other way round");
    set_state("signal-body-calms", g_variant_new_boolean(FALSE));
    set_state("signal-body", g_variant_new_boolean(FALSE));
    CHECK(!is_open(path) && n_because(HIGH_WORDS) == 0, "off");
    CHECK_TEXT("", messages->str);
    CHECK(lilt_session_get_playing(session), "the music goes on");
    put_away();
}

TEST(a_fifo_is_never_waited_for)
{
    g_autofree char *path = path_of("fifo");

    play_happy();
    CHECK(mkfifo(path, 0600) == 0, "mkfifo");
    listen_to(path);
    CHECK(run_until(is_open, path, 10), "open, though nobody writes");
    const gint64 before_us = lilt_session_get_position_us(session);

    run_for(1500);
    CHECK(lilt_session_get_position_us(session) > before_us, "the music goes on");
    for (int i = 0; i < 2; i++) { /* a writer that comes, goes and comes again */
        const int fd = open(path, O_WRONLY | O_NONBLOCK);

        REQUIRE(fd >= 0, "a writer");
        CHECK(write(fd, HIGH, strlen(HIGH)) == (ssize_t)strlen(HIGH), "written");
        CHECK(run_until(counts, HIGH_WORDS, 10), "counts");
        close(fd);
        run_for(1100);
    }
    CHECK_TEXT("", messages->str);
    set_state("signal-body", g_variant_new_boolean(FALSE));
    CHECK(!is_open(path), "closed");
    put_away();
}

TEST(what_is_wrong_with_the_file_is_told_and_the_music_goes_on)
{
    g_autofree char *path = path_of("wrong"), *missing = NULL, *garbage = NULL;
    g_autofree char *rubbish = g_malloc(1 << 20);

    play_happy();
    memset(rubbish, 'x', 1 << 20); /* a line without end */
    missing = g_strdup_printf("“%s” is not there. Lilt waits for its numbers.\n", path);
    garbage = g_strdup_printf("“%s” has lines that are no numbers. They are passed over.\n", path);
    listen_to(path);
    CHECK(run_until(is_told, missing, 10), "missing: %s", messages->str);
    g_file_set_contents(path, "nan\n1e30\n-5\n", -1, NULL);
    CHECK(run_until(is_told, garbage, 10), "garbage: %s", messages->str);
    CHECK(n_because(HIGH_WORDS) == 0, "garbage counts");
    g_file_set_contents(path, HIGH, -1, NULL); /* another file in its place */
    CHECK(run_until(counts, HIGH_WORDS, 10), "counts after garbage");
    g_file_set_contents(path, rubbish, 1 << 20, NULL);
    run_for(2500);
    CHECK(sounds(NULL), "music");
    g_unlink(path);
    CHECK(run_until(is_closed, path, 10), "a file that is gone is let go");
    g_autofree char *both = g_strconcat(missing, garbage, NULL);

    CHECK_TEXT(both, messages->str); /* each told once */
    g_string_truncate(messages, 0);
    set_state("signal-body-file", g_variant_new_string("/dev/zero"));
    CHECK(run_until(is_told, "“/dev/zero” is neither a file nor a FIFO.", 10), "a device: %s",
          messages->str);
    CHECK(!is_open((gpointer) "/dev/zero"), "left open");
    set_state("signal-body-file", g_variant_new_string("/"));
    CHECK(run_until(is_told, "“/” is neither a file nor a FIFO.", 10), "a folder");
    CHECK(sounds(NULL), "music");
    put_away();
}

/* Nothing of the body is written anywhere. */
TEST(the_numbers_are_kept_nowhere)
{
    g_autofree char *path = path_of("kept-nowhere"), *data = path_of("data");

    play_happy();
    g_file_set_contents(path, "149.21875\n149.21875\n149.21875\n149.21875\n149.21875\n149.21875\n",
                        -1, NULL);
    listen_to(path);
    CHECK(run_until(is_open, path, 10), "read");
    run_for(1500);
    put_away();
    g_autofree char *command = g_strdup_printf("grep -rlaF 149.21875 %s", data);

    CHECK_ASK("", command);
}

TEST(a_place_said_by_hand_counts_and_says_so)
{
    play_happy();
    set_state("place", g_variant_new_string("way"));
    CHECK(run_until(counts, "On the way: a little livelier", 10), "counts");
    set_state("policy", g_variant_new_string("hold"));
    set_state("place", g_variant_new_string("work"));
    CHECK(n_because("At work: a little calmer") == 0, "held, yet another list");
    set_state("policy", g_variant_new_string("match"));
    set_state("signal-place", g_variant_new_boolean(FALSE));
    set_state("mood", g_variant_new_string("sad"));
    CHECK(n_because("At work: a little calmer") == 0, "off, yet it counts");
    put_away();
}

/* ---- the hour -------------------------------------------------------------------------------- */

static float
most_of_hour(gpointer nothing)
{
    GListModel *queue = lilt_session_get_next_up(session);
    float most = 0.0f;

    (void)nothing;
    for (guint i = 0; i < g_list_model_get_n_items(queue); i++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, i);
        const LiltWhy *why = lilt_queue_item_get_why(item);

        if (why != NULL)
            most = fmaxf(most, fabsf(why->parts[LILT_PART_HOUR]));
    }
    return most;
}

static gboolean
hour_counts(gpointer nothing)
{
    return most_of_hour(nothing) > 0.0f;
}

static gboolean
hour_is_silent(gpointer nothing)
{
    act("mood", g_variant_new_string("happy")); /* made anew once the playlists are */
    return g_list_model_get_n_items(lilt_session_get_next_up(session)) > 0 && !hour_counts(nothing);
}

TEST(the_hour_counts_unless_it_is_switched_off)
{
    play_happy();
    act("mood", g_variant_new_string("happy"));
    CHECK(run_until(hour_counts, NULL, 10), "as it always did");
    set_state("signal-hour", g_variant_new_boolean(FALSE));
    CHECK(run_until(hour_is_silent, NULL, 20), "off");
    set_state("signal-hour", g_variant_new_boolean(TRUE));
    put_away();
}

/* ---- the desktop ----------------------------------------------------------------------------- */

/* A desktop on the bus that counts how often it is asked. */
typedef struct {
    GDBusConnection *bus;
    guint name, object, n_asked;
    gboolean owned;
    guint64 idle_ms;
} Desktop;

static void
on_call(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
    Desktop *desktop = data;

    (void)bus, (void)sender, (void)path, (void)interface, (void)method, (void)parameters;
    desktop->n_asked++;
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(t)", desktop->idle_ms));
}

static void
on_owned(GDBusConnection *bus, const char *name, gpointer data)
{
    (void)bus, (void)name;
    ((Desktop *)data)->owned = TRUE;
}

static gboolean
is_owned(gpointer data)
{
    return ((Desktop *)data)->owned;
}

static void
begin_desktop(Desktop *desktop, guint64 idle_ms)
{
    static const GDBusInterfaceVTable table = {.method_call = on_call};
    g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(
        "<node><interface name='org.gnome.Mutter.IdleMonitor'><method name='GetIdletime'>"
        "<arg direction='out' type='t'/></method></interface></node>",
        NULL);

    *desktop = (Desktop){.idle_ms = idle_ms};
    desktop->bus = g_dbus_connection_new_for_address_sync(
        g_getenv("DBUS_SESSION_BUS_ADDRESS"),
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, NULL);
    desktop->object = g_dbus_connection_register_object(
        desktop->bus, "/org/gnome/Mutter/IdleMonitor/Core", node->interfaces[0], &table, desktop,
        NULL, NULL);
    desktop->name = g_bus_own_name_on_connection(desktop->bus, "org.gnome.Mutter.IdleMonitor",
                                                 G_BUS_NAME_OWNER_FLAGS_NONE, on_owned, NULL,
                                                 desktop, NULL);
    CHECK(run_until(is_owned, desktop, 10), "the name");
}

static void
end_desktop(Desktop *desktop)
{
    g_bus_unown_name(desktop->name);
    g_dbus_connection_unregister_object(desktop->bus, desktop->object);
    g_dbus_connection_close_sync(desktop->bus, NULL, NULL);
    g_object_unref(desktop->bus);
}

TEST(the_desktop_is_asked_only_while_activity_counts)
{
    Desktop desktop;

    begin_desktop(&desktop, 600000);
    play_happy();
    run_for(1000);
    CHECK(desktop.n_asked == 0, "off, yet asked");
    set_state("signal-activity", g_variant_new_boolean(TRUE));
    CHECK(run_until(counts, "Nobody is at the keyboard: a little calmer", 10), "idle");
    CHECK(desktop.n_asked == 1, "asked %u times", desktop.n_asked);
    set_state("signal-activity", g_variant_new_boolean(FALSE));
    CHECK(n_because("Nobody is at the keyboard: a little calmer") == 0, "off");
    put_away();
    end_desktop(&desktop);
}

/* Nobody on the bus knows: our own window tells. */
TEST(without_a_desktop_that_knows_the_window_tells)
{
    play_happy();
    set_state("signal-activity-weight", g_variant_new_double(2.0));
    set_state("signal-activity", g_variant_new_boolean(TRUE));
    lilt_session_touch(session);
    CHECK(run_until(counts, "You are at the keyboard: a little livelier", 10), "active");
    put_away();
}

TEST_MAIN()
