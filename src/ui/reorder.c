/* Dragging rows. What is dragged is a row of a certain list: another list does not take it. */
#include "reorder.h"

typedef struct {
    GtkWidget *row;    /* borrowed, as all of these */
    GtkListItem *item; /* its row in the list; NULL: it stays at */
    guint at;
    GtkWidget *view;
    const LiltReorder *reorder;
} Place;

static guint
position_of(const Place *place)
{
    return place->item != NULL ? gtk_list_item_get_position(place->item) : place->at;
}

/* ---- the row that is dragged ----------------------------------------------------------------- */

static GdkContentProvider *
prepare(GtkDragSource *source, double x, double y, gpointer data)
{
    const Place *place = data;

    (void)source, (void)x, (void)y;
    if (!place->reorder->grab(place->view, position_of(place)))
        return NULL;
    return gdk_content_provider_new_typed(GTK_TYPE_WIDGET, place->view);
}

static void
begin(GtkDragSource *source, GdkDrag *drag, gpointer data)
{
    const Place *place = data;
    g_autoptr(GdkPaintable) picture = gtk_widget_paintable_new(place->row);

    (void)drag;
    gtk_drag_source_set_icon(source, picture, 24, gtk_widget_get_height(place->row) / 2);
}

/* ---- the row under it ------------------------------------------------------------------------ */

static gboolean
accept(GtkDropTarget *target, GdkDrop *drop, gpointer data)
{
    const Place *place = data;
    GdkDrag *drag = gdk_drop_get_drag(drop);
    g_auto(GValue) value = G_VALUE_INIT;

    (void)target;
    g_value_init(&value, GTK_TYPE_WIDGET);
    return drag != NULL &&
           gdk_content_provider_get_value(gdk_drag_get_content(drag), &value, NULL) &&
           g_value_get_object(&value) == place->view;
}

/* The row that is dragged takes the place of this one. FALSE: it is this one, or it has gone. */
static gboolean
find_move(const Place *place, guint *ret_from, guint *ret_to)
{
    const guint from = place->reorder->grabbed(place->view);
    const guint to = position_of(place);

    if (from == GTK_INVALID_LIST_POSITION || from == to)
        return FALSE;
    *ret_from = from;
    *ret_to = to;
    return TRUE;
}

/* Show no line, or one on the side where the row would come. */
static void
mark(const Place *place, const char *side)
{
    gtk_widget_remove_css_class(place->row, "drop-before");
    gtk_widget_remove_css_class(place->row, "drop-behind");
    if (side != NULL)
        gtk_widget_add_css_class(place->row, side);
}

static GdkDragAction
motion(GtkDropTarget *target, double x, double y, gpointer data)
{
    const Place *place = data;
    guint from, to;

    (void)target, (void)x, (void)y;
    if (!find_move(place, &from, &to)) {
        mark(place, NULL);
        return 0;
    }
    mark(place, from < to ? "drop-behind" : "drop-before");
    return GDK_ACTION_MOVE;
}

static void
leave(GtkDropTarget *target, gpointer data)
{
    (void)target;
    mark(data, NULL);
}

static gboolean
drop(GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
    const Place *place = data;
    guint from, to;

    (void)target, (void)value, (void)x, (void)y;
    mark(place, NULL);
    if (!find_move(place, &from, &to))
        return FALSE;
    place->reorder->move(place->view, from, to);
    return TRUE;
}

/* Takes `place`. */
static void
add(Place *place)
{
    GtkDragSource *source = gtk_drag_source_new();
    GtkDropTarget *target = gtk_drop_target_new(GTK_TYPE_WIDGET, GDK_ACTION_MOVE);

    g_object_set_data_full(G_OBJECT(place->row), "place", place, g_free);
    gtk_drag_source_set_actions(source, GDK_ACTION_MOVE);
    g_signal_connect(source, "prepare", G_CALLBACK(prepare), place);
    g_signal_connect(source, "drag-begin", G_CALLBACK(begin), place);
    g_signal_connect(target, "accept", G_CALLBACK(accept), place);
    g_signal_connect(target, "enter", G_CALLBACK(motion), place);
    g_signal_connect(target, "motion", G_CALLBACK(motion), place);
    g_signal_connect(target, "leave", G_CALLBACK(leave), place);
    g_signal_connect(target, "drop", G_CALLBACK(drop), place);
    gtk_widget_add_controller(place->row, GTK_EVENT_CONTROLLER(source));
    gtk_widget_add_controller(place->row, GTK_EVENT_CONTROLLER(target));
}

void
lilt_reorder_add(GtkWidget *row, GtkListItem *item, GtkWidget *view, const LiltReorder *reorder)
{
    Place *place = g_new(Place, 1);

    *place = (Place){.row = row, .item = item, .view = view, .reorder = reorder};
    add(place);
}

void
lilt_reorder_add_at(GtkWidget *row, guint at, GtkWidget *view, const LiltReorder *reorder)
{
    Place *place = g_new(Place, 1);

    *place = (Place){.row = row, .at = at, .view = view, .reorder = reorder};
    add(place);
}
