/* The selected row of a long list. */
#include "lilt_selection.h"

struct _LiltSelection {
    GObject parent_instance;
    GListModel *model; /* or NULL */
    guint selected;    /* GTK_INVALID_LIST_POSITION: nothing is */
};

/* ---- a list ---------------------------------------------------------------------------------- */

static GType
get_item_type(GListModel *list)
{
    LiltSelection *self = LILT_SELECTION(list);

    return self->model != NULL ? g_list_model_get_item_type(self->model) : G_TYPE_OBJECT;
}

static guint
get_n_items(GListModel *list)
{
    LiltSelection *self = LILT_SELECTION(list);

    return self->model != NULL ? g_list_model_get_n_items(self->model) : 0;
}

static gpointer
get_item(GListModel *list, guint place)
{
    LiltSelection *self = LILT_SELECTION(list);

    return self->model != NULL ? g_list_model_get_item(self->model, place) : NULL;
}

static void
list_model_init(GListModelInterface *interface)
{
    interface->get_item_type = get_item_type;
    interface->get_n_items = get_n_items;
    interface->get_item = get_item;
}

/* ---- with a selection ------------------------------------------------------------------------ */

static gboolean
is_selected(GtkSelectionModel *model, guint place)
{
    return LILT_SELECTION(model)->selected == place;
}

static GtkBitset *
get_selection_in_range(GtkSelectionModel *model, guint place, guint n_items)
{
    const guint selected = LILT_SELECTION(model)->selected;
    GtkBitset *places = gtk_bitset_new_empty();

    if (selected >= place && selected - place < n_items)
        gtk_bitset_add(places, selected);
    return places;
}

static gboolean
select_item(GtkSelectionModel *model, guint place, gboolean unselect_rest)
{
    (void)unselect_rest;
    lilt_selection_set_selected(LILT_SELECTION(model), place);
    return TRUE;
}

static gboolean
unselect_item(GtkSelectionModel *model, guint place)
{
    LiltSelection *self = LILT_SELECTION(model);

    if (self->selected == place)
        lilt_selection_set_selected(self, GTK_INVALID_LIST_POSITION);
    return TRUE;
}

static void
selection_model_init(GtkSelectionModelInterface *interface)
{
    interface->is_selected = is_selected;
    interface->get_selection_in_range = get_selection_in_range;
    interface->select_item = select_item;
    interface->unselect_item = unselect_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(LiltSelection, lilt_selection, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init)
                                  G_IMPLEMENT_INTERFACE(GTK_TYPE_SELECTION_MODEL,
                                                        selection_model_init))

/* The selected row moves with those before it. */
static void
on_items_changed(LiltSelection *self, guint place, guint n_removed, guint n_added)
{
    if (self->selected != GTK_INVALID_LIST_POSITION && self->selected >= place)
        self->selected = self->selected - place < n_removed ? GTK_INVALID_LIST_POSITION
                                                            : self->selected - n_removed + n_added;
    g_list_model_items_changed(G_LIST_MODEL(self), place, n_removed, n_added);
}

static void
lilt_selection_dispose(GObject *object)
{
    LiltSelection *self = LILT_SELECTION(object);

    if (self->model != NULL)
        g_signal_handlers_disconnect_by_data(self->model, self);
    g_clear_object(&self->model);
    G_OBJECT_CLASS(lilt_selection_parent_class)->dispose(object);
}

static void
lilt_selection_class_init(LiltSelectionClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = lilt_selection_dispose;
}

static void
lilt_selection_init(LiltSelection *self)
{
    self->selected = GTK_INVALID_LIST_POSITION;
}

LiltSelection *
lilt_selection_new(void)
{
    return g_object_new(LILT_TYPE_SELECTION, NULL);
}

void
lilt_selection_set_model(LiltSelection *self, GListModel *model)
{
    guint n_removed;

    g_return_if_fail(LILT_IS_SELECTION(self));
    if (model == self->model)
        return;
    n_removed = get_n_items(G_LIST_MODEL(self));
    if (self->model != NULL)
        g_signal_handlers_disconnect_by_data(self->model, self);
    g_set_object(&self->model, model);
    if (model != NULL)
        g_signal_connect_swapped(model, "items-changed", G_CALLBACK(on_items_changed), self);
    on_items_changed(self, 0, n_removed, get_n_items(G_LIST_MODEL(self)));
}

GListModel *
lilt_selection_get_model(LiltSelection *self)
{
    g_return_val_if_fail(LILT_IS_SELECTION(self), NULL);
    return self->model;
}

guint
lilt_selection_get_selected(LiltSelection *self)
{
    g_return_val_if_fail(LILT_IS_SELECTION(self), GTK_INVALID_LIST_POSITION);
    return self->selected;
}

void
lilt_selection_set_selected(LiltSelection *self, guint place)
{
    const guint old = self->selected;

    g_return_if_fail(LILT_IS_SELECTION(self));
    if (place >= get_n_items(G_LIST_MODEL(self)))
        place = GTK_INVALID_LIST_POSITION;
    if (place == old)
        return;
    self->selected = place;
    if (old == GTK_INVALID_LIST_POSITION || place == GTK_INVALID_LIST_POSITION)
        gtk_selection_model_selection_changed(GTK_SELECTION_MODEL(self), MIN(old, place), 1);
    else
        gtk_selection_model_selection_changed(GTK_SELECTION_MODEL(self), MIN(old, place),
                                              MAX(old, place) - MIN(old, place) + 1);
}

gpointer
lilt_selection_dup_selected_item(LiltSelection *self)
{
    g_return_val_if_fail(LILT_IS_SELECTION(self), NULL);
    return get_item(G_LIST_MODEL(self), self->selected);
}
