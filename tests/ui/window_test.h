/* window_test.h - a test program with GTK started, warnings fatal and the templates in place. */
#pragma once

#include "check.h"
#include "lilt/ui.h"

#define WINDOW_TEST_MAIN()                                                                         \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        gtk_test_init(&argc, &argv, NULL);                                                         \
        adw_init();                                                                                \
        lilt_ui_init();                                                                            \
        return check_main(argc, argv);                                                             \
    }

/* Run the main loop for that long. */
static inline void
run_for(int ms)
{
    const gint64 end = g_get_monotonic_time() + (gint64)ms * 1000;

    while (g_get_monotonic_time() < end) {
        if (!g_main_context_iteration(NULL, FALSE))
            g_usleep(2000);
    }
}

/* The first widget below `root` of that type whose accessible or label text is `text`; NULL: any.
 */
static inline GtkWidget *
find_widget(GtkWidget *root, GType type, const char *text)
{
    if (G_TYPE_CHECK_INSTANCE_TYPE(root, type)) {
        const char *own = GTK_IS_LABEL(root)    ? gtk_label_get_label(GTK_LABEL(root))
                          : GTK_IS_BUTTON(root) ? gtk_widget_get_tooltip_text(root)
                                                : NULL;

        if (text == NULL || g_strcmp0(own, text) == 0)
            return root;
    }
    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child)) {
        GtkWidget *found = find_widget(child, type, text);

        if (found != NULL)
            return found;
    }
    return NULL;
}

/* What the widget draws now, as bytes; none when it draws nothing. */
static inline GBytes *
picture_of(GtkWidget *widget)
{
    g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(widget);
    GtkSnapshot *snapshot = gtk_snapshot_new();
    GskRenderNode *node;
    GBytes *bytes;

    gdk_paintable_snapshot(paintable, snapshot, gtk_widget_get_width(widget),
                           gtk_widget_get_height(widget));
    node = gtk_snapshot_free_to_node(snapshot);
    if (node == NULL)
        return g_bytes_new(NULL, 0);
    bytes = gsk_render_node_serialize(node);
    gsk_render_node_unref(node);
    return bytes;
}
