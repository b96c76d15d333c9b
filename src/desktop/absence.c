/* Who knows that nobody can be at the screen: the screen savers of the session bus that lock it,
 * and logind on the system bus, which also tells before the machine sleeps and waits for whoever
 * asked it to. None of them is started by us, and each may be missing. */
#include "lilt/desktop.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#define LOGIN_NAME    "org.freedesktop.login1"
#define LOGIN_PATH    "/org/freedesktop/login1"
#define LOGIN_MANAGER "org.freedesktop.login1.Manager"
#define LOGIN_SESSION "org.freedesktop.login1.Session"

enum { N_SAVERS = 3, ANSWER_MS = 5000 };

/* One that locks the screen. */
typedef struct {
    LiltAbsence *absence;
    const char *name, *path; /* the interface is called as the name is */
    guint watch, signal;
    gboolean active;
} Saver;

struct LiltAbsence {
    LiltAbsenceChanged changed;
    gpointer data;
    GCancellable *cancellable;         /* of all that is asked */
    GDBusConnection *session, *system; /* NULL while there is none */
    Saver savers[N_SAVERS];
    guint login_watch, sleep_signal, lock_signal;
    gboolean locked, asleep;
    int delay_fd; /* while it is open, logind waits with sleep; -1: none */
    gboolean away;
};

static void
update(LiltAbsence *self)
{
    gboolean away = self->locked || self->asleep;

    for (gsize i = 0; i < N_SAVERS; i++)
        away |= self->savers[i].active;
    if (away == self->away)
        return;
    self->away = away;
    self->changed(away, self->data);
}

/* The answer to a question, or NULL when there is none (then all stays as it was). False: we are
 * being freed, and the data of the call are no more. */
static gboolean
take_answer(GObject *connection, GAsyncResult *result, GUnixFDList **ret_fds, GVariant **ret_answer)
{
    g_autoptr(GError) error = NULL;

    *ret_answer = g_dbus_connection_call_with_unix_fd_list_finish(G_DBUS_CONNECTION(connection),
                                                                  ret_fds, result, &error);
    return !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- screen savers -------------------------------------------------------------------------- */

static void
set_active(Saver *saver, gboolean active)
{
    saver->active = active;
    update(saver->absence);
}

static void
on_active_changed(GDBusConnection *connection, const char *sender, const char *path,
                  const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
    gboolean active;

    (void)connection, (void)sender, (void)path, (void)interface, (void)signal;
    if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(b)")))
        return;
    g_variant_get(parameters, "(b)", &active);
    set_active(data, active);
}

static void
on_active(GObject *connection, GAsyncResult *result, gpointer data)
{
    g_autoptr(GVariant) answer = NULL;
    gboolean active;

    if (!take_answer(connection, result, NULL, &answer) || answer == NULL)
        return;
    g_variant_get(answer, "(b)", &active);
    set_active(data, active);
}

static void
on_saver_appeared(GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
    const Saver *saver = data;

    (void)owner;
    g_dbus_connection_call_with_unix_fd_list(connection, name, saver->path, name, "GetActive", NULL,
                                             G_VARIANT_TYPE("(b)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                             ANSWER_MS, NULL, saver->absence->cancellable,
                                             on_active, data);
}

static void
on_saver_vanished(GDBusConnection *connection, const char *name, gpointer data)
{
    (void)connection, (void)name;
    set_active(data, FALSE);
}

static void
on_session_bus(GObject *object, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    GDBusConnection *bus = g_bus_get_finish(result, &error);
    LiltAbsence *self = data;

    (void)object;
    if (bus == NULL)
        return;
    self->session = bus;
    for (gsize i = 0; i < N_SAVERS; i++) {
        Saver *saver = &self->savers[i];

        saver->signal = g_dbus_connection_signal_subscribe(
            bus, saver->name, saver->name, "ActiveChanged", NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
            on_active_changed, saver, NULL);
        saver->watch = g_bus_watch_name_on_connection(
            bus, saver->name, G_BUS_NAME_WATCHER_FLAGS_NONE, on_saver_appeared, on_saver_vanished,
            saver, NULL);
    }
}

/* ---- logind --------------------------------------------------------------------------------- */

static void
let_it_sleep(LiltAbsence *self)
{
    if (self->delay_fd >= 0)
        close(self->delay_fd);
    self->delay_fd = -1;
}

static void
on_delay(GObject *connection, GAsyncResult *result, gpointer data)
{
    g_autoptr(GUnixFDList) fds = NULL;
    g_autoptr(GVariant) answer = NULL;
    LiltAbsence *self = data;
    gint32 index;

    if (!take_answer(connection, result, &fds, &answer) || answer == NULL || fds == NULL)
        return;
    g_variant_get(answer, "(h)", &index);
    if (index < 0 || index >= g_unix_fd_list_get_length(fds))
        return;
    let_it_sleep(self); /* one that was asked for before */
    self->delay_fd = g_unix_fd_list_get(fds, index, NULL);
    if (self->asleep)
        let_it_sleep(self);
}

/* Ask to be waited for before the next sleep. */
static void
ask_for_delay(LiltAbsence *self)
{
    g_dbus_connection_call_with_unix_fd_list(
        self->system, LOGIN_NAME, LOGIN_PATH, LOGIN_MANAGER, "Inhibit",
        g_variant_new("(ssss)", "sleep", "Lilt", "The camera is closed first", "delay"),
        G_VARIANT_TYPE("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, NULL, self->cancellable,
        on_delay, self);
}

static void
on_sleep(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *signal, GVariant *parameters, gpointer data)
{
    LiltAbsence *self = data;

    (void)connection, (void)sender, (void)path, (void)interface, (void)signal;
    if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(b)")))
        return;
    g_variant_get(parameters, "(b)", &self->asleep);
    update(self); /* when this is done, the camera is closed */
    if (self->asleep)
        let_it_sleep(self);
    else
        ask_for_delay(self);
}

static void
on_locked(GObject *connection, GAsyncResult *result, gpointer data)
{
    g_autoptr(GVariant) answer = NULL, value = NULL;
    LiltAbsence *self = data;

    if (!take_answer(connection, result, NULL, &answer) || answer == NULL)
        return;
    g_variant_get(answer, "(v)", &value);
    if (!g_variant_is_of_type(value, G_VARIANT_TYPE_BOOLEAN))
        return;
    self->locked = g_variant_get_boolean(value);
    update(self);
}

/* Some session's properties have changed; which one is ours, logind knows best: "auto". */
static void
on_login_changed(GDBusConnection *connection, const char *sender, const char *path,
                 const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
    LiltAbsence *self = data;

    (void)sender, (void)path, (void)interface, (void)signal, (void)parameters;
    g_dbus_connection_call_with_unix_fd_list(
        connection, LOGIN_NAME, LOGIN_PATH "/session/auto", "org.freedesktop.DBus.Properties",
        "Get", g_variant_new("(ss)", LOGIN_SESSION, "LockedHint"), G_VARIANT_TYPE("(v)"),
        G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, NULL, self->cancellable, on_locked, self);
}

static void
on_login_appeared(GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
    (void)name, (void)owner;
    ask_for_delay(data);
    on_login_changed(connection, NULL, NULL, NULL, NULL, NULL, data);
}

static void
on_login_vanished(GDBusConnection *connection, const char *name, gpointer data)
{
    LiltAbsence *self = data;

    (void)connection, (void)name;
    let_it_sleep(self);
    self->locked = self->asleep = FALSE;
    update(self);
}

static void
on_system_bus(GObject *object, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    GDBusConnection *bus = g_bus_get_finish(result, &error);
    LiltAbsence *self = data;

    (void)object;
    if (bus == NULL)
        return;
    self->system = bus;
    self->sleep_signal = g_dbus_connection_signal_subscribe(
        bus, LOGIN_NAME, LOGIN_MANAGER, "PrepareForSleep", LOGIN_PATH, NULL,
        G_DBUS_SIGNAL_FLAGS_NONE, on_sleep, self, NULL);
    self->lock_signal = g_dbus_connection_signal_subscribe(
        bus, LOGIN_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged", NULL,
        LOGIN_SESSION, G_DBUS_SIGNAL_FLAGS_NONE, on_login_changed, self, NULL);
    self->login_watch = g_bus_watch_name_on_connection(
        bus, LOGIN_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_login_appeared, on_login_vanished, self,
        NULL);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

LiltAbsence *
lilt_absence_new(LiltAbsenceChanged changed, gpointer data)
{
    static const char *const savers[N_SAVERS][2] = {
        {"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
        {"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
        {"org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"},
    };
    LiltAbsence *self = g_new0(LiltAbsence, 1);

    self->changed = changed;
    self->data = data;
    self->delay_fd = -1;
    self->cancellable = g_cancellable_new();
    for (gsize i = 0; i < N_SAVERS; i++)
        self->savers[i] = (Saver){.absence = self, .name = savers[i][0], .path = savers[i][1]};
    g_bus_get(G_BUS_TYPE_SESSION, self->cancellable, on_session_bus, self);
    g_bus_get(G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, self);
    return self;
}

void
lilt_absence_free(LiltAbsence *self)
{
    if (self == NULL)
        return;
    g_cancellable_cancel(self->cancellable);
    for (gsize i = 0; i < N_SAVERS && self->session != NULL; i++) {
        g_bus_unwatch_name(self->savers[i].watch);
        g_dbus_connection_signal_unsubscribe(self->session, self->savers[i].signal);
    }
    if (self->system != NULL) {
        g_bus_unwatch_name(self->login_watch);
        g_dbus_connection_signal_unsubscribe(self->system, self->sleep_signal);
        g_dbus_connection_signal_unsubscribe(self->system, self->lock_signal);
    }
    let_it_sleep(self);
    g_clear_object(&self->session);
    g_clear_object(&self->system);
    g_object_unref(self->cancellable);
    g_free(self);
}
