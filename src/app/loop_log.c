/* A turn begins when the main loop's poll returns and ends when it is called again: all that was
 * dispatched lies in between. What comes before the first poll is the start, no turn. What GTK does
 * for a frame between "update" and "after-paint" of the frame clock (style, layout, painting) is
 * measured apart. */
#include "loop_log.h"

#include <time.h>

static struct {
    const char *path; /* NULL: nothing is measured */
    GPollFunc poll;
    gint64 turn_from_ns, frame_from_ns, framed_ns; /* framed: spent on frames in this turn */
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

void
lilt_loop_log_start(void)
{
    GMainContext *context = g_main_context_default();

    loop.path = g_getenv("LILT_LOOP_LOG");
    if (loop.path == NULL)
        return;
    loop.poll = g_main_context_get_poll_func(context);
    g_main_context_set_poll_func(context, measured_poll);
}

static void
on_updated(GdkFrameClock *clock, gpointer nothing)
{
    (void)clock, (void)nothing;
    loop.frame_from_ns = cpu_ns();
}

static void
on_after_paint(GdkFrameClock *clock, gpointer nothing)
{
    (void)clock, (void)nothing;
    if (loop.frame_from_ns == 0)
        return;
    const gint64 spent_ns = cpu_ns() - loop.frame_from_ns;

    loop.framed_ns += spent_ns;
    loop.worst_frame_ns = MAX(loop.worst_frame_ns, spent_ns);
    loop.frame_from_ns = 0;
}

/* After "update", in which our own animations run, come "layout" and "paint". */
static void
on_realized(GtkWidget *window)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock(window);

    g_signal_connect_after(clock, "update", G_CALLBACK(on_updated), NULL);
    g_signal_connect_after(clock, "after-paint", G_CALLBACK(on_after_paint), NULL);
}

void
lilt_loop_log_watch(GtkWindow *window)
{
    if (loop.path == NULL)
        return;
    if (gtk_widget_get_realized(GTK_WIDGET(window)))
        on_realized(GTK_WIDGET(window));
    else
        g_signal_connect(window, "realize", G_CALLBACK(on_realized), NULL);
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
