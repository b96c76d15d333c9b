/* How long nobody has touched anything. Mutter counts in milliseconds; the freedesktop interface is
 * said to count in seconds, and there are desktops that count in milliseconds there too: a count
 * that grows faster than time tells. */
#include "lilt/desktop.h"

enum { ASK_S = 15, ANSWER_MS = 5000, TOO_FAST = 20 };

/* Who is asked, in this order. */
static const struct {
    const char *name, *path, *interface, *method;
    gboolean in_ms;
} askable[] = {
    {"org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core",
     "org.gnome.Mutter.IdleMonitor", "GetIdletime", TRUE},
    {"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver",
     "GetSessionIdleTime", FALSE},
};

struct LiltIdle {
    LiltIdleChanged changed;
    gpointer data;
    GCancellable *cancellable;
    GDBusConnection *bus; /* NULL: none yet */
    gsize asked;          /* the place in askable; past its end: nobody knows, we are told */
    double last;          /* answer, */
    gint64 last_us;       /* when it came; 0: none yet */
    gboolean in_ms;       /* as it turned out */
    gint64 touched_us;    /* the window was, last */
    guint timer;
};

static void ask(LiltIdle *self);

static void
tell_by_touch(LiltIdle *self)
{
    self->changed((double)(g_get_monotonic_time() - self->touched_us) / G_USEC_PER_SEC, self->data);
}

static void
take_count(LiltIdle *self, double count)
{
    const gint64 now_us = g_get_monotonic_time();
    const double passed_s = (double)(now_us - self->last_us) / G_USEC_PER_SEC;

    if (askable[self->asked].in_ms ||
        (self->last_us > 0 && count - self->last > TOO_FAST * (passed_s + 1.0)))
        self->in_ms = TRUE;
    self->last = count;
    self->last_us = now_us;
    self->changed(self->in_ms ? count / 1000.0 : count, self->data);
}

static void
on_answer(GObject *bus, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant)
        answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(bus), result, &error);
    g_autoptr(GVariant) count = NULL;
    LiltIdle *self = data;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* we are no more */
    if (answer != NULL && g_variant_n_children(answer) == 1)
        count = g_variant_get_child_value(answer, 0);
    if (count != NULL && g_variant_is_of_type(count, G_VARIANT_TYPE_UINT64)) {
        take_count(self, (double)g_variant_get_uint64(count));
    } else if (count != NULL && g_variant_is_of_type(count, G_VARIANT_TYPE_UINT32)) {
        take_count(self, (double)g_variant_get_uint32(count));
    } else {
        self->asked++; /* this one does not know */
        self->last_us = 0;
        ask(self);
    }
}

static void
ask(LiltIdle *self)
{
    if (self->bus == NULL || self->asked >= G_N_ELEMENTS(askable)) {
        tell_by_touch(self);
        return;
    }
    g_dbus_connection_call(self->bus, askable[self->asked].name, askable[self->asked].path,
                           askable[self->asked].interface, askable[self->asked].method, NULL, NULL,
                           G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS, self->cancellable, on_answer,
                           self);
}

static gboolean
on_timer(gpointer data)
{
    ask(data);
    return G_SOURCE_CONTINUE;
}

static void
on_bus(GObject *object, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    GDBusConnection *bus = g_bus_get_finish(result, &error);
    LiltIdle *self = data;

    (void)object;
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_clear_object(&bus);
        return;
    }
    self->bus = bus;
    ask(self);
}

LiltIdle *
lilt_idle_new(LiltIdleChanged changed, gpointer data)
{
    LiltIdle *self = g_new0(LiltIdle, 1);

    self->changed = changed;
    self->data = data;
    self->touched_us = g_get_monotonic_time();
    self->cancellable = g_cancellable_new();
    self->timer = g_timeout_add_seconds(ASK_S, on_timer, self);
    g_bus_get(G_BUS_TYPE_SESSION, self->cancellable, on_bus, self);
    return self;
}

void
lilt_idle_touch(LiltIdle *self)
{
    self->touched_us = g_get_monotonic_time();
}

void
lilt_idle_free(LiltIdle *self)
{
    if (self == NULL)
        return;
    g_cancellable_cancel(self->cancellable);
    g_source_remove(self->timer);
    g_clear_object(&self->bus);
    g_object_unref(self->cancellable);
    g_free(self);
}
