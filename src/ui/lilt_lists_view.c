/* The playlists made by hand and by rule. */
#include "lilt_lists_view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "cover.h"
#include "resources.h"
#include "text.h"

struct _LiltListsView {
    GtkBox parent_instance;

    GtkStack *stack;
    GtkListView *view;
    GtkSingleSelection *selection;
};
G_DEFINE_FINAL_TYPE(LiltListsView, lilt_lists_view, GTK_TYPE_BOX)

/* What a row is made of; kept with it. */
typedef struct {
    GtkListItem *item;
    LiltCover *cover;
    GtkLabel *name, *count;
    GtkImage *kind;
} Row;

static GtkLabel *
add_label(GtkWidget *box, const char *style)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class(label, style);
    gtk_box_append(GTK_BOX(box), label);
    return GTK_LABEL(label);
}

static void
setup_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    Row *row = g_new0(Row, 1);

    (void)factory, (void)data;
    row->item = item;
    row->cover = g_object_new(LILT_TYPE_COVER, "size", 46, NULL);
    gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(words, TRUE);
    row->name = add_label(words, "heading");
    row->count = add_label(words, "note");
    gtk_widget_add_css_class(GTK_WIDGET(row->count), "dim");
    gtk_widget_add_css_class(GTK_WIDGET(row->count), "numbers");
    gtk_box_append(GTK_BOX(box), GTK_WIDGET(row->cover));
    row->kind = GTK_IMAGE(gtk_image_new());
    gtk_widget_add_css_class(GTK_WIDGET(row->kind), "dim");
    gtk_box_append(GTK_BOX(box), words);
    gtk_box_append(GTK_BOX(box), GTK_WIDGET(row->kind));
    gtk_widget_add_css_class(box, "song");
    g_object_set_data_full(G_OBJECT(box), "row", row, g_free);
    gtk_list_item_set_child(item, box);
}

static void
show_list(Row *row)
{
    LiltPlaylist *list = gtk_list_item_get_item(row->item);
    GListModel *songs = lilt_playlist_get_songs(list);
    g_autoptr(LiltSong) first = g_list_model_get_item(songs, 0);
    g_autofree char *count = lilt_text_songs(g_list_model_get_n_items(songs));
    GtkWidget *place = gtk_widget_get_parent(gtk_list_item_get_child(row->item));
    const gboolean by_rule = lilt_playlist_get_rule(list) != NULL;
    g_autofree char *words = g_strjoin(", ", lilt_playlist_get_name(list), count,
                                       by_rule ? _("Smart Playlist") : NULL, NULL);

    lilt_cover_set_song(row->cover, first);
    gtk_label_set_label(row->name, lilt_playlist_get_name(list));
    gtk_label_set_label(row->count, count);
    gtk_image_set_from_icon_name(row->kind,
                                 by_rule ? "emblem-system-symbolic" : "view-list-symbolic");
    gtk_accessible_update_property(GTK_ACCESSIBLE(place), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
bind_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    Row *row = g_object_get_data(G_OBJECT(gtk_list_item_get_child(item)), "row");
    LiltPlaylist *list = gtk_list_item_get_item(item);

    (void)factory, (void)data;
    g_signal_connect_swapped(list, "notify::name", G_CALLBACK(show_list), row);
    g_signal_connect_swapped(lilt_playlist_get_songs(list), "items-changed", G_CALLBACK(show_list),
                             row);
    show_list(row);
}

static void
unbind_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    Row *row = g_object_get_data(G_OBJECT(gtk_list_item_get_child(item)), "row");
    LiltPlaylist *list = gtk_list_item_get_item(item);

    (void)factory, (void)data;
    g_signal_handlers_disconnect_by_data(list, row);
    g_signal_handlers_disconnect_by_data(lilt_playlist_get_songs(list), row);
}

static void
on_activate(GtkListView *view, guint position, gpointer data)
{
    g_autoptr(LiltPlaylist)
        list = g_list_model_get_item(G_LIST_MODEL(gtk_list_view_get_model(view)), position);

    if (list != NULL)
        gtk_widget_activate_action(GTK_WIDGET(data), "win.open-list", "x",
                                   lilt_playlist_get_id(list));
}

static gboolean
on_delete_key(GtkWidget *widget, GVariant *args, gpointer data)
{
    gpointer list = gtk_single_selection_get_selected_item(LILT_LISTS_VIEW(widget)->selection);

    (void)args, (void)data;
    if (list == NULL)
        return FALSE;
    gtk_widget_activate_action(widget, "app.delete-list", "x", lilt_playlist_get_id(list));
    return TRUE;
}

static void
show_state(LiltListsView *self)
{
    const gboolean any = g_list_model_get_n_items(G_LIST_MODEL(self->selection)) > 0;

    gtk_stack_set_visible_child_name(self->stack, any ? "lists" : "empty");
}

static void
lilt_lists_view_class_init(LiltListsViewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_COVER);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_lists_view.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltListsView, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltListsView, view);
    gtk_widget_class_bind_template_child(widget_class, LiltListsView, selection);
    gtk_widget_class_bind_template_callback(widget_class, setup_row);
    gtk_widget_class_bind_template_callback(widget_class, bind_row);
    gtk_widget_class_bind_template_callback(widget_class, unbind_row);
    gtk_widget_class_bind_template_callback(widget_class, on_activate);
    gtk_widget_class_bind_template_callback(widget_class, show_state);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Delete, 0, on_delete_key, NULL);
}

static void
lilt_lists_view_init(LiltListsView *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_lists_view_set_session(LiltListsView *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_LISTS_VIEW(self));
    gtk_single_selection_set_model(self->selection, lilt_session_get_lists(session));
    show_state(self);
}
