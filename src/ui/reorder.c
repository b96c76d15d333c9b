/* Dragging rows. What is dragged is a place in a certain list: another list does not take it. */
#include "reorder.h"

typedef struct {
    GtkListItem *item; /* borrowed: it lives as long as its row */
    GtkWidget *view;
    LiltMove move;
} Place;

static GdkContentProvider *
prepare(GtkDragSource *source, double x, double y, gpointer data)
{
    const Place *place = data;
    GVariant *what = g_variant_new("(tu)", (guint64)(gsize)place->view,
                                   gtk_list_item_get_position(place->item));

    (void)source, (void)x, (void)y;
    return gdk_content_provider_new_typed(G_TYPE_VARIANT, what);
}

static void
begin(GtkDragSource *source, GdkDrag *drag, gpointer data)
{
    GtkWidget *row = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));
    g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new(row);

    (void)drag, (void)data;
    gtk_drag_source_set_icon(source, picture, 24, gtk_widget_get_height(row) / 2);
}

static gboolean
drop(GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
    const Place *place = data;
    GVariant *what = g_value_get_variant(value);
    const guint to = gtk_list_item_get_position(place->item);
    guint64 view;
    guint from;

    (void)target, (void)x, (void)y;
    if (what == NULL || !g_variant_is_of_type(what, G_VARIANT_TYPE("(tu)")))
        return FALSE;
    g_variant_get(what, "(tu)", &view, &from);
    if (view != (guint64)(gsize)place->view || from == to)
        return FALSE;
    place->move(place->view, from, to);
    return TRUE;
}

void
lilt_reorder_add(GtkWidget *row, GtkListItem *item, GtkWidget *view, LiltMove move)
{
    GtkDragSource *source = gtk_drag_source_new();
    GtkDropTarget *target = gtk_drop_target_new(G_TYPE_VARIANT, GDK_ACTION_MOVE);
    Place *place = g_new(Place, 1);

    *place = (Place){item, view, move};
    g_object_set_data_full(G_OBJECT(row), "place", place, g_free);
    gtk_drag_source_set_actions(source, GDK_ACTION_MOVE);
    g_signal_connect(source, "prepare", G_CALLBACK(prepare), place);
    g_signal_connect(source, "drag-begin", G_CALLBACK(begin), place);
    g_signal_connect(target, "drop", G_CALLBACK(drop), place);
    gtk_widget_add_controller(row, GTK_EVENT_CONTROLLER(source));
    gtk_widget_add_controller(row, GTK_EVENT_CONTROLLER(target));
}
