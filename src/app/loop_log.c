/* A turn begins when the main loop's poll returns and ends when it is called again: all that was
 * dispatched lies in between. What comes before the first poll is the start, no turn. What GTK
 * itself needs for its frames is measured apart: style, layout and painting, and, on X11, asking a
 * window how large it has to be, which Wayland does within a frame. */
#include "loop_log.h"

#include <gtk/gtk.h>
#include <time.h>

static struct {
    const char *path; /* NULL: nothing is measured */
    GPollFunc poll;
    gint64 turn_from_ns, frame_from_ns, framed_ns; /* framed: spent on frames in this turn */
    gboolean asking_size;
    gint64 worst_turn_ns, worst_frame_ns;
    guint64 n_turns;
} loop;

static gint64
cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (gint64)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int
measured_poll(GPollFD *fds, guint n_fds, int timeout_ms)
{
    const gint64 spent_ns = loop.n_turns > 0 ? cpu_ns() - loop.turn_from_ns - loop.framed_ns : 0;

    loop.worst_turn_ns = MAX(loop.worst_turn_ns, spent_ns);
    loop.n_turns++;
    const int n_ready = loop.poll(fds, n_fds, timeout_ms);

    loop.turn_from_ns = cpu_ns();
    loop.framed_ns = 0;
    return n_ready;
}

/* ---- GTK's own ------------------------------------------------------------------------------ */

static void
begin_frame(void)
{
    if (loop.frame_from_ns == 0)
        loop.frame_from_ns = cpu_ns();
}

static void
end_frame(void)
{
    if (loop.frame_from_ns == 0)
        return;
    const gint64 spent_ns = cpu_ns() - loop.frame_from_ns;

    loop.framed_ns += spent_ns;
    loop.worst_frame_ns = MAX(loop.worst_frame_ns, spent_ns);
    loop.frame_from_ns = 0;
}

/* Before the handlers of a signal. A frame has some or all of "update", in which GTK computes
 * styles, "layout" and "paint", and always ends with "after-paint". */
static gboolean
on_frame_begins(GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer nothing)
{
    (void)hint, (void)n_values, (void)values, (void)nothing;
    begin_frame();
    return TRUE; /* again */
}

static gboolean
on_frame_ends(GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer nothing)
{
    (void)hint, (void)n_values, (void)values, (void)nothing;
    end_frame();
    return TRUE;
}

/* Outside of a frame. */
static gboolean
on_size_asked(GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer nothing)
{
    (void)hint, (void)n_values, (void)values, (void)nothing;
    loop.asking_size = loop.frame_from_ns == 0;
    begin_frame();
    return TRUE;
}

static void
on_size_answered(void)
{
    if (loop.asking_size)
        end_frame();
}

/* A window has its surface by now, and GTK has connected its own handler. */
static gboolean
on_realize(GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer nothing)
{
    GtkWidget *widget = g_value_get_object(&values[0]);

    (void)hint, (void)n_values, (void)nothing;
    if (GTK_IS_WINDOW(widget))
        g_signal_connect_after(gtk_native_get_surface(GTK_NATIVE(widget)), "compute-size",
                               G_CALLBACK(on_size_answered), NULL);
    return TRUE;
}

static void
hook(const char *signal, GType type, GSignalEmissionHook call)
{
    g_signal_add_emission_hook(g_signal_lookup(signal, type), 0, call, NULL, NULL);
}

/* GTK is there now, and no window is shown yet. */
static void
on_startup(void)
{
    g_type_class_unref(g_type_class_ref(GDK_TYPE_FRAME_CLOCK)); /* their signals are there now */
    g_type_class_unref(g_type_class_ref(GTK_TYPE_WIDGET));
    g_type_default_interface_unref(g_type_default_interface_ref(GDK_TYPE_TOPLEVEL));
    hook("update", GDK_TYPE_FRAME_CLOCK, on_frame_begins);
    hook("layout", GDK_TYPE_FRAME_CLOCK, on_frame_begins);
    hook("paint", GDK_TYPE_FRAME_CLOCK, on_frame_begins);
    hook("after-paint", GDK_TYPE_FRAME_CLOCK, on_frame_ends);
    hook("compute-size", GDK_TYPE_TOPLEVEL, on_size_asked);
    hook("realize", GTK_TYPE_WIDGET, on_realize);
}

/* ---- beginning and end ---------------------------------------------------------------------- */

void
lilt_loop_log_start(GApplication *application)
{
    GMainContext *context = g_main_context_default();

    loop.path = g_getenv("LILT_LOOP_LOG");
    if (loop.path == NULL)
        return;
    loop.poll = g_main_context_get_poll_func(context);
    g_main_context_set_poll_func(context, measured_poll);
    g_signal_connect(application, "startup", G_CALLBACK(on_startup), NULL);
}

void
lilt_loop_log_write(void)
{
    g_autofree char *lines = NULL;
    g_autoptr(GError) error = NULL;

    if (loop.path == NULL)
        return;
    lines = g_strdup_printf("turn_ms %.1f\nframe_ms %.1f\nturns %" G_GUINT64_FORMAT "\n",
                            (double)loop.worst_turn_ns / 1e6, (double)loop.worst_frame_ns / 1e6,
                            loop.n_turns);
    if (!g_file_set_contents(loop.path, lines, -1, &error))
        g_printerr("lilt: LILT_LOOP_LOG: %s\n", error->message);
}
