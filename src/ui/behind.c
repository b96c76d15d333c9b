/* What lies behind another page or is folded away is not told to screen readers. */
#include "behind.h"

#include <adwaita.h>

static void
tell(GtkWidget *widget)
{
    gtk_accessible_update_state(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_STATE_HIDDEN,
                                !gtk_widget_get_mapped(widget), -1);
}

/* Does this widget keep children that are visible and yet not drawn? */
static gboolean
keeps_pages(GtkWidget *widget)
{
    return GTK_IS_STACK(widget) || GTK_IS_REVEALER(widget) || ADW_IS_VIEW_STACK(widget) ||
           ADW_IS_FLAP(widget) || ADW_IS_LEAFLET(widget) || ADW_IS_SQUEEZER(widget) ||
           ADW_IS_CAROUSEL(widget);
}

void
lilt_hide_behind(GtkWidget *root)
{
    const gboolean pages = keeps_pages(root);

    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child)) {
        if (pages) {
            g_signal_connect_after(child, "map", G_CALLBACK(tell), NULL);
            g_signal_connect_after(child, "unmap", G_CALLBACK(tell), NULL);
            tell(child);
        }
        lilt_hide_behind(child);
    }
}
