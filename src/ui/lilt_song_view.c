/* A long list of songs. */
#include "lilt_song_view.h"

#include "lilt_selection.h"
#include "lilt_song_row.h"
#include "reorder.h"
#include "resources.h"
#include "song_menu.h"

struct _LiltSongView {
    GtkBox parent_instance;
    LiltSession *session;
    gboolean table, together, movable;
    gint64 list_id;   /* the playlist made by hand that is shown, or 0 */
    LiltEmotion mood; /* whose playlist is shown, or LILT_EMOTION_UNKNOWN */
    char *words;      /* that were searched for, or NULL */
    GHashTable *rows; /* every LiltSongRow alive, as a set; borrowed */

    GtkScrolledWindow *scroller;
    GtkListView *view;
    LiltSelection *selection;
    GtkWidget *menu; /* a GtkPopoverMenu, made when first asked for */
};
G_DEFINE_FINAL_TYPE(LiltSongView, lilt_song_view, GTK_TYPE_BOX)

enum { PROP_LABEL = 1, PROP_TABLE, PROP_TOGETHER, PROP_MOVABLE, PROP_WHOLE, N_PROPS };
static GParamSpec *props[N_PROPS];

/* The song of a model's item; lent. */
static LiltSong *
song_of(gpointer item)
{
    return LILT_IS_QUEUE_ITEM(item) ? lilt_queue_item_get_song(item) : LILT_SONG(item);
}

static gboolean grab_row(GtkWidget *view, guint place);
static guint grabbed_row(GtkWidget *view);
static void move_row(GtkWidget *view, guint from, guint to);
static const LiltReorder reorder = {grab_row, grabbed_row, move_row};

static void
forget_row(LiltSongView *self, gpointer row)
{
    g_hash_table_remove(self->rows, row);
}

static void
setup_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    LiltSongView *self = data;
    LiltSongRow *row = lilt_song_row_new(self->session);

    (void)factory;
    lilt_song_row_set_shape(row, self->table ? LILT_ROW_TABLE : LILT_ROW_SHORT);
    g_object_set_data(G_OBJECT(row), "item", item);
    gtk_list_item_set_child(item, GTK_WIDGET(row));
    if (self->movable)
        lilt_reorder_add(GTK_WIDGET(row), item, GTK_WIDGET(self), &reorder);
    g_hash_table_add(self->rows, row);
    g_signal_connect_object(row, "destroy", G_CALLBACK(forget_row), self, G_CONNECT_SWAPPED);
}

static void
bind_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    LiltSongRow *row = LILT_SONG_ROW(gtk_list_item_get_child(item));
    GtkWidget *place = gtk_widget_get_parent(GTK_WIDGET(row));
    g_autofree char *words = NULL;

    (void)factory;
    lilt_song_row_set_words(row, LILT_SONG_VIEW(data)->words);
    lilt_song_row_set_song(row, song_of(gtk_list_item_get_item(item)));
    words = lilt_song_row_dup_words(row);
    gtk_accessible_update_property(GTK_ACCESSIBLE(place), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
unbind_row(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    (void)factory, (void)data;
    lilt_song_row_set_song(LILT_SONG_ROW(gtk_list_item_get_child(item)), NULL);
}

static void
on_activate(GtkListView *view, guint position, gpointer data)
{
    LiltSongView *self = data;
    GListModel *model = lilt_selection_get_model(self->selection);
    g_autoptr(GObject) item = g_list_model_get_item(model, position);

    (void)view;
    if (LILT_IS_QUEUE_ITEM(item))
        gtk_widget_activate_action(GTK_WIDGET(self), "app.play-queued", "u", position);
    else if (self->together && LILT_IS_SONG(item) && lilt_song_is_there(LILT_SONG(item)))
        gtk_widget_activate_action(GTK_WIDGET(self), "app.play-songs", "(@axu)",
                                   lilt_song_ids(model), position);
    else if (item != NULL)
        gtk_widget_activate_action(GTK_WIDGET(self), "app.play-song", "x",
                                   lilt_song_get_id(LILT_SONG(item)));
}

/* What can be done with the selected row. NULL when nothing is selected. */
static GMenuModel *
build_menu(LiltSongView *self)
{
    g_autoptr(GObject) item = lilt_selection_dup_selected_item(self->selection);
    const guint position = lilt_selection_get_selected(self->selection);

    if (item == NULL)
        return NULL;
    if (LILT_IS_QUEUE_ITEM(item))
        return lilt_queue_menu_new(position,
                                   g_list_model_get_n_items(G_LIST_MODEL(self->selection)));
    return lilt_song_menu_new(self->session, LILT_SONG(item),
                              (LiltSongPlace){self->list_id, self->mood, position});
}

static void
open_menu(LiltSongView *self, double x, double y)
{
    g_autoptr(GMenuModel) model = build_menu(self);

    if (model == NULL)
        return;
    if (self->menu == NULL) {
        self->menu = gtk_popover_menu_new_from_model(NULL);
        gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
        gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
        gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
    }
    gtk_popover_menu_set_menu_model(GTK_POPOVER_MENU(self->menu), model);
    gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), &(GdkRectangle){(int)x, (int)y, 1, 1});
    gtk_popover_popup(GTK_POPOVER(self->menu));
}

/* The row under the pointer becomes the selected one, then its menu opens. */
static void
on_secondary_press(GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
    LiltSongView *self = data;
    GtkWidget *widget = gtk_widget_pick(GTK_WIDGET(self), x, y, GTK_PICK_DEFAULT);
    GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor(widget, LILT_TYPE_SONG_ROW) : NULL;

    (void)gesture, (void)n_press;
    if (row == NULL)
        return;
    lilt_selection_set_selected(
        self->selection, gtk_list_item_get_position(g_object_get_data(G_OBJECT(row), "item")));
    open_menu(self, x, y);
}

static gboolean
on_menu_key(GtkWidget *widget, GVariant *args, gpointer data)
{
    (void)args, (void)data;
    open_menu(LILT_SONG_VIEW(widget), gtk_widget_get_width(widget) / 2.0, 24);
    return TRUE;
}

static gboolean
on_delete_key(GtkWidget *widget, GVariant *args, gpointer data)
{
    LiltSongView *self = LILT_SONG_VIEW(widget);
    g_autoptr(GObject) item = lilt_selection_dup_selected_item(self->selection);
    const guint place = lilt_selection_get_selected(self->selection);

    (void)args, (void)data;
    if (item == NULL)
        return FALSE;
    if (LILT_IS_QUEUE_ITEM(item))
        gtk_widget_activate_action(widget, "app.dequeue", "u", place);
    else if (self->list_id != 0)
        gtk_widget_activate_action(widget, "app.remove-from-list", "(xu)", self->list_id, place);
    else if (self->mood != LILT_EMOTION_UNKNOWN)
        gtk_widget_activate_action(widget, "app.remove-from-mood", "(su)",
                                   lilt_emotion_label(self->mood), place);
    else
        return FALSE;
    return TRUE;
}

static gboolean
can_move(LiltSongView *self)
{
    GListModel *model = lilt_selection_get_model(self->selection);

    return self->movable && model != NULL &&
           (self->list_id != 0 || self->mood != LILT_EMOTION_UNKNOWN ||
            g_list_model_get_item_type(model) == LILT_TYPE_QUEUE_ITEM);
}

/* The selected row is the one that is dragged: the selection follows it through every change. */
static gboolean
grab_row(GtkWidget *view, guint place)
{
    LiltSongView *self = LILT_SONG_VIEW(view);

    if (!can_move(self))
        return FALSE;
    lilt_selection_set_selected(self->selection, place);
    return TRUE;
}

static guint
grabbed_row(GtkWidget *view)
{
    return lilt_selection_get_selected(LILT_SONG_VIEW(view)->selection);
}

/* The row is moved and stays the selected one. */
static void
move_row(GtkWidget *view, guint from, guint to)
{
    LiltSongView *self = LILT_SONG_VIEW(view);

    if (self->list_id != 0)
        gtk_widget_activate_action(view, "app.move-in-list", "(xuu)", self->list_id, from, to);
    else if (self->mood != LILT_EMOTION_UNKNOWN)
        gtk_widget_activate_action(view, "app.move-in-mood", "(suu)",
                                   lilt_emotion_label(self->mood), from, to);
    else
        gtk_widget_activate_action(view, "app.move-queued", "(uu)", from, to);
    lilt_selection_set_selected(self->selection, to);
    gtk_widget_activate_action(GTK_WIDGET(self->view), "list.scroll-to-item", "u", to);
}

static gboolean
on_move_key(GtkWidget *widget, GVariant *step, gpointer data)
{
    LiltSongView *self = LILT_SONG_VIEW(widget);
    const gint64 from = lilt_selection_get_selected(self->selection);
    const gint64 to = from + g_variant_get_int32(step);
    g_autoptr(GObject) item = lilt_selection_dup_selected_item(self->selection);

    (void)data;
    if (item == NULL || !can_move(self))
        return FALSE;
    if (to >= 0 && to < g_list_model_get_n_items(G_LIST_MODEL(self->selection)))
        move_row(widget, (guint)from, (guint)to);
    return TRUE;
}

static void
lilt_song_view_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    if (id == PROP_TABLE)
        g_value_set_boolean(value, LILT_SONG_VIEW(object)->table);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
set_whole(LiltSongView *self, gboolean whole)
{
    gtk_scrolled_window_set_policy(self->scroller, GTK_POLICY_NEVER,
                                   whole ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
    gtk_widget_set_vexpand(GTK_WIDGET(self->scroller), !whole);
}

static void
lilt_song_view_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    LiltSongView *self = LILT_SONG_VIEW(object);

    if (id == PROP_LABEL)
        gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       g_value_get_string(value), -1);
    else if (id == PROP_TABLE)
        lilt_song_view_set_table(self, g_value_get_boolean(value));
    else if (id == PROP_TOGETHER)
        self->together = g_value_get_boolean(value);
    else if (id == PROP_MOVABLE)
        self->movable = g_value_get_boolean(value);
    else if (id == PROP_WHOLE)
        set_whole(self, g_value_get_boolean(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
lilt_song_view_dispose(GObject *object)
{
    LiltSongView *self = LILT_SONG_VIEW(object);

    g_clear_pointer(&self->menu, gtk_widget_unparent);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_song_view_parent_class)->dispose(object);
}

static void
lilt_song_view_finalize(GObject *object)
{
    g_hash_table_unref(LILT_SONG_VIEW(object)->rows);
    g_free(LILT_SONG_VIEW(object)->words);
    G_OBJECT_CLASS(lilt_song_view_parent_class)->finalize(object);
}

static void
lilt_song_view_class_init(LiltSongViewClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    object_class->dispose = lilt_song_view_dispose;
    object_class->finalize = lilt_song_view_finalize;
    object_class->get_property = lilt_song_view_get_property;
    object_class->set_property = lilt_song_view_set_property;
    props[PROP_LABEL] = g_param_spec_string("label", NULL, NULL, NULL,
                                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
    props[PROP_TABLE] = g_param_spec_boolean("table", NULL, NULL, FALSE,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
    props[PROP_TOGETHER] = g_param_spec_boolean("together", NULL, NULL, FALSE,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
    props[PROP_MOVABLE] = g_param_spec_boolean("movable", NULL, NULL, FALSE,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
    props[PROP_WHOLE] = g_param_spec_boolean("whole", NULL, NULL, FALSE,
                                             G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties(object_class, N_PROPS, props);
    g_type_ensure(LILT_TYPE_SELECTION);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_song_view.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltSongView, scroller);
    gtk_widget_class_bind_template_child(widget_class, LiltSongView, view);
    gtk_widget_class_bind_template_child(widget_class, LiltSongView, selection);
    gtk_widget_class_bind_template_callback(widget_class, setup_row);
    gtk_widget_class_bind_template_callback(widget_class, bind_row);
    gtk_widget_class_bind_template_callback(widget_class, unbind_row);
    gtk_widget_class_bind_template_callback(widget_class, on_activate);
    gtk_widget_class_bind_template_callback(widget_class, on_secondary_press);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Delete, 0, on_delete_key, NULL);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Up, GDK_ALT_MASK, on_move_key, "i", -1);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Down, GDK_ALT_MASK, on_move_key, "i", 1);
}

static void
lilt_song_view_init(LiltSongView *self)
{
    self->rows = g_hash_table_new(NULL, NULL);
    self->mood = LILT_EMOTION_UNKNOWN;
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_song_view_set_session(LiltSongView *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    g_set_object(&self->session, session);
}

void
lilt_song_view_set_model(LiltSongView *self, GListModel *model)
{
    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    g_return_if_fail(self->session != NULL);
    lilt_selection_set_model(self->selection, model);
}

void
lilt_song_view_set_list(LiltSongView *self, gint64 list_id)
{
    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    self->list_id = list_id;
}

void
lilt_song_view_set_mood(LiltSongView *self, LiltEmotion mood)
{
    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    self->mood = mood;
}

void
lilt_song_view_set_words(LiltSongView *self, const char *words)
{
    GHashTableIter iter;
    gpointer row;

    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    if (g_strcmp0(words, self->words) == 0)
        return;
    g_free(self->words);
    self->words = g_strdup(words);
    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, &row, NULL))
        lilt_song_row_set_words(row, words);
}

void
lilt_song_view_set_table(LiltSongView *self, gboolean table)
{
    GHashTableIter iter;
    gpointer row;

    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    self->table = table;
    g_hash_table_iter_init(&iter, self->rows);
    while (g_hash_table_iter_next(&iter, &row, NULL))
        lilt_song_row_set_shape(row, table ? LILT_ROW_TABLE : LILT_ROW_SHORT);
}

void
lilt_song_view_focus(LiltSongView *self)
{
    g_return_if_fail(LILT_IS_SONG_VIEW(self));
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
}
