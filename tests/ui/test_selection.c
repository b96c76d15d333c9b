/* The selected row of a long list: it moves with its list, goes with its row, and makes no rows. */
#include "check.h"
#include "lilt_selection.h"

/* A list that counts how many rows are made. */
#define COUNTING_TYPE_LIST (counting_list_get_type())
G_DECLARE_FINAL_TYPE(CountingList, counting_list, COUNTING, LIST, GObject)
struct _CountingList {
    GObject parent_instance;
    guint n_items, n_made;
};

static GType
get_item_type(GListModel *model)
{
    (void)model;
    return G_TYPE_OBJECT;
}

static guint
get_n_items(GListModel *model)
{
    return COUNTING_LIST(model)->n_items;
}

static gpointer
get_item(GListModel *model, guint place)
{
    if (place >= COUNTING_LIST(model)->n_items)
        return NULL;
    COUNTING_LIST(model)->n_made++;
    return g_object_new(G_TYPE_OBJECT, NULL);
}

static void
list_model_init(GListModelInterface *interface)
{
    interface->get_item_type = get_item_type;
    interface->get_n_items = get_n_items;
    interface->get_item = get_item;
}
G_DEFINE_FINAL_TYPE_WITH_CODE(CountingList, counting_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static void
counting_list_class_init(CountingListClass *klass)
{
    (void)klass;
}

static void
counting_list_init(CountingList *self)
{
    (void)self;
}

static void
change(CountingList *list, guint place, guint n_removed, guint n_added)
{
    list->n_items = list->n_items - n_removed + n_added;
    g_list_model_items_changed(G_LIST_MODEL(list), place, n_removed, n_added);
}

TEST(it_moves_with_its_list_and_goes_with_its_row)
{
    g_autoptr(CountingList) list = g_object_new(COUNTING_TYPE_LIST, NULL);
    g_autoptr(LiltSelection) selection = lilt_selection_new();
    GtkSelectionModel *model = GTK_SELECTION_MODEL(selection);

    lilt_selection_set_model(selection, G_LIST_MODEL(list));
    change(list, 0, 0, 100000);
    CHECK(lilt_selection_get_selected(selection) == GTK_INVALID_LIST_POSITION, "nothing at first");
    gtk_selection_model_select_item(model, 500, TRUE);
    CHECK(gtk_selection_model_is_selected(model, 500) &&
              !gtk_selection_model_is_selected(model, 499),
          "one row");
    change(list, 10, 5, 7);
    CHECK(lilt_selection_get_selected(selection) == 502, "rows before it came");
    change(list, 503, 1000, 0);
    CHECK(lilt_selection_get_selected(selection) == 502, "rows behind it went");
    change(list, 0, list->n_items, 90000);
    CHECK(lilt_selection_get_selected(selection) == GTK_INVALID_LIST_POSITION, "its row went");
    CHECK(list->n_made == 0, "%u rows were made for that", list->n_made);
}

TEST(what_is_selected_is_told)
{
    g_autoptr(CountingList) list = g_object_new(COUNTING_TYPE_LIST, NULL);
    g_autoptr(LiltSelection) selection = lilt_selection_new();
    GtkSelectionModel *model = GTK_SELECTION_MODEL(selection);

    change(list, 0, 0, 20);
    lilt_selection_set_model(selection, G_LIST_MODEL(list));
    CHECK(g_list_model_get_n_items(G_LIST_MODEL(selection)) == 20, "its rows are the list's");
    CHECK(lilt_selection_dup_selected_item(selection) == NULL, "no row");
    lilt_selection_set_selected(selection, 7);
    g_autoptr(GObject) item = lilt_selection_dup_selected_item(selection);
    g_autoptr(GtkBitset) all = gtk_selection_model_get_selection(model);
    g_autoptr(GtkBitset) before = gtk_selection_model_get_selection_in_range(model, 0, 7);

    CHECK(item != NULL && gtk_bitset_get_size(all) == 1 && gtk_bitset_contains(all, 7), "row 7");
    CHECK(gtk_bitset_is_empty(before), "none before it");
    gtk_selection_model_unselect_item(model, 7);
    CHECK(lilt_selection_get_selected(selection) == GTK_INVALID_LIST_POSITION, "let go");
    lilt_selection_set_selected(selection, 20);
    CHECK(lilt_selection_get_selected(selection) == GTK_INVALID_LIST_POSITION, "past the end");
}

TEST_MAIN()
