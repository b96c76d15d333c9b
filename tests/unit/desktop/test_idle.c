/* How long nobody has touched anything, asked of a desktop on a real bus, or told by the window. */
#include "ask.h"
#include "check.h"
#include "lilt/desktop.h"

/* A desktop whose freedesktop interface counts, wrongly, in milliseconds. */
typedef struct {
    gint64 began_us;
    gboolean owned;
} Desktop;

enum { FIRST_S = 40 }; /* idle already when it is asked first */

static void
on_call(GDBusConnection *bus, const char *sender, const char *path, const char *interface,
        const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
    const gint64 since_ms = (g_get_monotonic_time() - ((Desktop *)data)->began_us) / 1000;

    (void)bus, (void)sender, (void)path, (void)interface, (void)method, (void)parameters;
    g_dbus_method_invocation_return_value(
        invocation, g_variant_new("(u)", (guint32)(FIRST_S * 1000 + since_ms)));
}

static void
on_owned(GDBusConnection *bus, const char *name, gpointer data)
{
    (void)bus, (void)name;
    ((Desktop *)data)->owned = TRUE;
}

static gboolean
is_true(gpointer flag)
{
    return *(gboolean *)flag;
}

static void
begin_desktop(Desktop *desktop)
{
    static const GDBusInterfaceVTable table = {.method_call = on_call};
    g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(
        "<node><interface name='org.freedesktop.ScreenSaver'><method name='GetSessionIdleTime'>"
        "<arg direction='out' type='u'/></method></interface></node>",
        NULL);
    g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);

    REQUIRE(bus != NULL, "no bus");
    *desktop = (Desktop){.began_us = g_get_monotonic_time()};
    g_dbus_connection_register_object(bus, "/org/freedesktop/ScreenSaver", node->interfaces[0],
                                      &table, desktop, NULL, NULL);
    g_bus_own_name_on_connection(bus, "org.freedesktop.ScreenSaver", G_BUS_NAME_OWNER_FLAGS_NONE,
                                 on_owned, NULL, desktop, NULL);
    REQUIRE(run_until(is_true, &desktop->owned, 10), "the name");
}

/* What was told last, and how often. */
typedef struct {
    double seconds;
    guint n;
} Told;

static void
on_changed(double idle_s, gpointer data)
{
    Told *told = data;

    told->seconds = idle_s;
    told->n++;
}

static gboolean
is_told(gpointer data)
{
    return ((Told *)data)->n >= 1;
}

static gboolean
is_told_again(gpointer data)
{
    return ((Told *)data)->n >= 2;
}

/* Both at once: each is asked again after 15 s only. */
TEST(who_does_not_know_is_told_by_the_window_and_milliseconds_are_found_out)
{
    Told window = {0}, saver = {0};
    Desktop desktop;
    LiltIdle *by_window = lilt_idle_new(on_changed, &window);

    REQUIRE(run_until(is_told, &window, 10), "nothing is told without a desktop");
    CHECK(window.seconds < 5, "%f s at first", window.seconds);
    begin_desktop(&desktop);
    LiltIdle *by_saver = lilt_idle_new(on_changed, &saver);

    run_for(5000);
    lilt_idle_touch(by_window);
    CHECK(run_until(is_told_again, &window, 60), "the window is not asked again");
    CHECK(window.seconds > 5 && window.seconds < 14, "%f s since the touch", window.seconds);
    CHECK(run_until(is_told_again, &saver, 60), "the desktop is not asked again");
    const double want = FIRST_S + (double)(g_get_monotonic_time() - desktop.began_us) / 1e6;

    CHECK_NEAR(want, saver.seconds, 5, "milliseconds are taken for seconds");
    lilt_idle_free(by_window);
    lilt_idle_free(by_saver);
}

TEST_MAIN()
