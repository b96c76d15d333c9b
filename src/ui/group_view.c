/* Albums or artists as tiles. */
#include "group_view.h"

#include "group_tile.h"
#include "lilt_selection.h"

enum { MAX_COLUMNS = 12 };

struct _LiltGroupView {
    AdwBin parent_instance;
    gboolean artists, strip, narrow;
    char *label;
    GtkWidget *view; /* a GtkGridView or a GtkListView, borrowed */
    LiltSelection *selection;
    GHashTable *tiles; /* every tile alive, as a set; borrowed */
};
G_DEFINE_FINAL_TYPE(LiltGroupView, lilt_group_view, ADW_TYPE_BIN)

enum { PROP_ARTISTS = 1, PROP_STRIP, PROP_LABEL, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
forget_tile(LiltGroupView *self, gpointer tile)
{
    g_hash_table_remove(self->tiles, tile);
}

static void
setup(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    LiltGroupView *self = data;
    LiltGroupTile *tile = lilt_group_tile_new(self->artists);

    (void)factory;
    lilt_group_tile_set_narrow(tile, self->narrow);
    gtk_list_item_set_child(item, GTK_WIDGET(tile));
    g_hash_table_add(self->tiles, tile);
    g_signal_connect_object(tile, "destroy", G_CALLBACK(forget_tile), self, G_CONNECT_SWAPPED);
}

static void
bind(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    LiltGroupTile *tile = LILT_GROUP_TILE(gtk_list_item_get_child(item));
    GtkWidget *place = gtk_widget_get_parent(GTK_WIDGET(tile));
    g_autofree char *words = NULL;

    (void)factory, (void)data;
    lilt_group_tile_set_group(tile, gtk_list_item_get_item(item));
    words = lilt_group_tile_dup_words(tile);
    gtk_accessible_update_property(GTK_ACCESSIBLE(place), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
unbind(GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
    (void)factory, (void)data;
    lilt_group_tile_set_group(LILT_GROUP_TILE(gtk_list_item_get_child(item)), NULL);
}

static void
on_activate(GtkWidget *view, guint position, gpointer data)
{
    LiltGroupView *self = data;
    g_autoptr(LiltGroup) group = g_list_model_get_item(G_LIST_MODEL(self->selection), position);

    if (group != NULL)
        gtk_widget_activate_action(view, self->artists ? "win.open-artist" : "win.open-album", "x",
                                   lilt_song_get_id(lilt_group_get_song(group)));
}

static GtkListItemFactory *
make_factory(LiltGroupView *self)
{
    GtkListItemFactory *factory = gtk_signal_list_item_factory_new();

    g_signal_connect(factory, "setup", G_CALLBACK(setup), self);
    g_signal_connect(factory, "bind", G_CALLBACK(bind), self);
    g_signal_connect(factory, "unbind", G_CALLBACK(unbind), self);
    return factory;
}

static void
make_view(LiltGroupView *self)
{
    GtkSelectionModel *model = GTK_SELECTION_MODEL(g_object_ref(self->selection));

    if (self->strip) {
        self->view = gtk_list_view_new(model, make_factory(self));
        gtk_orientable_set_orientation(GTK_ORIENTABLE(self->view), GTK_ORIENTATION_HORIZONTAL);
        gtk_list_view_set_single_click_activate(GTK_LIST_VIEW(self->view), TRUE);
    } else {
        self->view = gtk_grid_view_new(model, make_factory(self));
        gtk_grid_view_set_max_columns(GTK_GRID_VIEW(self->view), MAX_COLUMNS);
        gtk_grid_view_set_single_click_activate(GTK_GRID_VIEW(self->view), TRUE);
    }
    gtk_widget_add_css_class(self->view, "tiles");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   self->label, -1);
    g_signal_connect(self->view, "activate", G_CALLBACK(on_activate), self);
}

static void
lilt_group_view_constructed(GObject *object)
{
    LiltGroupView *self = LILT_GROUP_VIEW(object);
    GtkWidget *scroller = gtk_scrolled_window_new();

    G_OBJECT_CLASS(lilt_group_view_parent_class)->constructed(object);
    make_view(self);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   self->strip ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER,
                                   self->strip ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->view);
    adw_bin_set_child(ADW_BIN(self), scroller);
}

static void
lilt_group_view_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    LiltGroupView *self = LILT_GROUP_VIEW(object);

    if (id == PROP_ARTISTS)
        self->artists = g_value_get_boolean(value);
    else if (id == PROP_STRIP)
        self->strip = g_value_get_boolean(value);
    else if (id == PROP_LABEL)
        self->label = g_value_dup_string(value);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
lilt_group_view_dispose(GObject *object)
{
    g_clear_object(&LILT_GROUP_VIEW(object)->selection);
    G_OBJECT_CLASS(lilt_group_view_parent_class)->dispose(object);
}

static void
lilt_group_view_finalize(GObject *object)
{
    LiltGroupView *self = LILT_GROUP_VIEW(object);

    g_hash_table_unref(self->tiles);
    g_free(self->label);
    G_OBJECT_CLASS(lilt_group_view_parent_class)->finalize(object);
}

static void
lilt_group_view_class_init(LiltGroupViewClass *klass)
{
    const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->constructed = lilt_group_view_constructed;
    object_class->set_property = lilt_group_view_set_property;
    object_class->dispose = lilt_group_view_dispose;
    object_class->finalize = lilt_group_view_finalize;
    props[PROP_ARTISTS] = g_param_spec_boolean("artists", NULL, NULL, FALSE, flags);
    props[PROP_STRIP] = g_param_spec_boolean("strip", NULL, NULL, FALSE, flags);
    props[PROP_LABEL] = g_param_spec_string("label", NULL, NULL, NULL, flags);
    g_object_class_install_properties(object_class, N_PROPS, props);
}

static void
lilt_group_view_init(LiltGroupView *self)
{
    self->tiles = g_hash_table_new(NULL, NULL);
    self->selection = lilt_selection_new();
}

void
lilt_group_view_set_model(LiltGroupView *self, GListModel *model)
{
    g_return_if_fail(LILT_IS_GROUP_VIEW(self));
    lilt_selection_set_model(self->selection, model);
}

void
lilt_group_view_set_narrow(LiltGroupView *self, gboolean narrow)
{
    GHashTableIter iter;
    gpointer tile;

    g_return_if_fail(LILT_IS_GROUP_VIEW(self));
    self->narrow = narrow;
    g_hash_table_iter_init(&iter, self->tiles);
    while (g_hash_table_iter_next(&iter, &tile, NULL))
        lilt_group_tile_set_narrow(tile, narrow);
}
