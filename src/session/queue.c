/* Next Up. `items` holds the taken item (if any), then yours, then Lilt's. */
#include "queue.h"

struct _LiltQueue {
    GObject parent_instance;
    GPtrArray *items;
    guint n_taken; /* 0 or 1 */
    guint n_yours; /* behind the taken one */
};

static void list_model_init(GListModelInterface *interface);
G_DEFINE_FINAL_TYPE_WITH_CODE(LiltQueue, lilt_queue, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

LiltQueue *
lilt_queue_new(void)
{
    return g_object_new(LILT_TYPE_QUEUE, NULL);
}

/* ---- changing ------------------------------------------------------------------------------- */

static void
changed(LiltQueue *self, guint place, guint n_removed, guint n_added)
{
    if (n_removed + n_added > 0)
        g_list_model_items_changed(G_LIST_MODEL(self), place, n_removed, n_added);
}

static void
insert(LiltQueue *self, guint place, LiltQueueItem *item)
{
    g_ptr_array_insert(self->items, (int)place, g_object_ref(item));
    if (lilt_queue_item_get_yours(item))
        self->n_yours++;
    changed(self, place, 0, 1);
}

void
lilt_queue_append(LiltQueue *self, LiltQueueItem *item)
{
    g_return_if_fail(LILT_IS_QUEUE(self) && LILT_IS_QUEUE_ITEM(item));
    insert(self, lilt_queue_item_get_yours(item) ? self->n_taken + self->n_yours : self->items->len,
           item);
}

void
lilt_queue_prepend(LiltQueue *self, LiltQueueItem *item)
{
    g_return_if_fail(LILT_IS_QUEUE(self) && LILT_IS_QUEUE_ITEM(item));
    insert(self, self->n_taken + (lilt_queue_item_get_yours(item) ? 0 : self->n_yours), item);
}

void
lilt_queue_insert(LiltQueue *self, guint place, LiltQueueItem *item)
{
    const guint border = self->n_taken + self->n_yours;

    g_return_if_fail(LILT_IS_QUEUE(self) && LILT_IS_QUEUE_ITEM(item));
    if (lilt_queue_item_get_yours(item))
        insert(self, CLAMP(place, self->n_taken, border), item);
    else
        insert(self, CLAMP(place, border, self->items->len), item);
}

void
lilt_queue_shuffle_items(gpointer *items, guint n, LiltRng *rng)
{
    for (guint i = n; i > 1; i--) {
        const guint other = lilt_rng_below(rng, i);
        const gpointer last = items[i - 1];

        items[i - 1] = items[other];
        items[other] = last;
    }
}

void
lilt_queue_shuffle(LiltQueue *self, LiltRng *rng)
{
    g_return_if_fail(LILT_IS_QUEUE(self) && rng != NULL);
    const guint first = self->n_taken + self->n_yours, n = self->items->len - first;

    lilt_queue_shuffle_items(self->items->pdata + first, n, rng);
    changed(self, first, n, n);
}

void
lilt_queue_refill(LiltQueue *self, GPtrArray *items)
{
    g_return_if_fail(LILT_IS_QUEUE(self) && items != NULL);
    const guint first = self->n_taken + self->n_yours;
    const guint n_removed = self->items->len - first;

    if (n_removed > 0)
        g_ptr_array_remove_range(self->items, first, n_removed);
    for (guint i = 0; i < items->len; i++)
        g_ptr_array_add(self->items, g_object_ref(items->pdata[i]));
    changed(self, first, n_removed, items->len);
}

static LiltQueueItem *
steal_place(LiltQueue *self, guint place)
{
    LiltQueueItem *item = g_ptr_array_steal_index(self->items, place);

    if (place < self->n_taken)
        self->n_taken = 0;
    else if (place < self->n_taken + self->n_yours)
        self->n_yours--;
    changed(self, place, 1, 0);
    return item;
}

LiltQueueItem *
lilt_queue_steal(LiltQueue *self, guint64 ticket)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), NULL);
    for (guint i = 0; i < self->items->len; i++)
        if (lilt_queue_item_get_ticket(self->items->pdata[i]) == ticket)
            return steal_place(self, i);
    return NULL;
}

/* The same song, yours from now on; the caller owns it. */
static LiltQueueItem *
yours_new(LiltQueueItem *item)
{
    return lilt_queue_item_new(lilt_queue_item_get_song(item), TRUE, lilt_queue_item_get_why(item));
}

/* All before `end` are yours from now on. */
static void
make_yours(LiltQueue *self, guint end)
{
    const guint border = self->n_taken + self->n_yours;

    for (guint i = border; i < end; i++) {
        LiltQueueItem *item = self->items->pdata[i];

        self->items->pdata[i] = yours_new(item);
        g_object_unref(item);
    }
    if (end > border) {
        self->n_yours = end - self->n_taken;
        changed(self, border, end - border, end - border);
    }
}

guint
lilt_queue_move(LiltQueue *self, guint from, guint to)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), from);
    if (from < self->n_taken || from >= self->items->len || to == from)
        return from;
    g_autoptr(LiltQueueItem) item = steal_place(self, from);

    to = CLAMP(to, self->n_taken, self->items->len);
    if (lilt_queue_item_get_yours(item)) {
        make_yours(self, to);
    } else if (to < self->n_taken + self->n_yours) {
        LiltQueueItem *yours = yours_new(item);

        g_object_unref(item);
        item = yours;
    }
    insert(self, to, item);
    return to;
}

void
lilt_queue_clear(LiltQueue *self)
{
    g_return_if_fail(LILT_IS_QUEUE(self));
    const guint n_removed = self->items->len - self->n_taken;

    if (n_removed > 0)
        g_ptr_array_remove_range(self->items, self->n_taken, n_removed);
    self->n_yours = 0;
    changed(self, self->n_taken, n_removed, 0);
}

/* What was given back returns to the front of its part: yours may have been added meanwhile. */
static void
give_back(LiltQueue *self)
{
    if (self->n_taken == 0)
        return;
    LiltQueueItem *item = g_ptr_array_steal_index(self->items, 0);
    const guint place = lilt_queue_item_get_yours(item) ? 0 : self->n_yours;

    self->n_taken = 0;
    if (lilt_queue_item_get_yours(item))
        self->n_yours++;
    g_ptr_array_insert(self->items, (int)place, item);
    changed(self, 0, place + 1, place + 1);
}

void
lilt_queue_set_taken(LiltQueue *self, guint64 ticket)
{
    g_return_if_fail(LILT_IS_QUEUE(self));
    if (ticket == 0) {
        give_back(self);
        return;
    }
    if (self->n_taken > 0 || self->items->len == 0 ||
        lilt_queue_item_get_ticket(self->items->pdata[0]) != ticket)
        return;
    self->n_taken = 1;
    if (self->n_yours > 0)
        self->n_yours--;
}

/* ---- asking --------------------------------------------------------------------------------- */

LiltQueueItem *
lilt_queue_get(LiltQueue *self, guint place)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), NULL);
    return place < self->items->len ? self->items->pdata[place] : NULL;
}

guint
lilt_queue_find(LiltQueue *self, LiltQueueItem *item)
{
    guint place;

    g_return_val_if_fail(LILT_IS_QUEUE(self), 0);
    return g_ptr_array_find(self->items, item, &place) ? place : self->items->len;
}

LiltQueueItem *
lilt_queue_get_undecided(LiltQueue *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), NULL);
    return lilt_queue_get(self, self->n_taken);
}

gboolean
lilt_queue_is_taken(LiltQueue *self, guint place)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), FALSE);
    return place < self->n_taken;
}

guint
lilt_queue_get_n_lilts(LiltQueue *self)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), 0);
    return self->items->len - self->n_taken - self->n_yours;
}

gboolean
lilt_queue_has_song(LiltQueue *self, gint64 id)
{
    g_return_val_if_fail(LILT_IS_QUEUE(self), FALSE);
    for (guint i = 0; i < self->items->len; i++)
        if (lilt_song_get_id(lilt_queue_item_get_song(self->items->pdata[i])) == id)
            return TRUE;
    return FALSE;
}

/* ---- the class ------------------------------------------------------------------------------ */

static GType
get_item_type(GListModel *model)
{
    (void)model;
    return LILT_TYPE_QUEUE_ITEM;
}

static guint
get_n_items(GListModel *model)
{
    return LILT_QUEUE(model)->items->len;
}

static gpointer
get_item(GListModel *model, guint place)
{
    LiltQueueItem *item = lilt_queue_get(LILT_QUEUE(model), place);

    return item != NULL ? g_object_ref(item) : NULL;
}

static void
list_model_init(GListModelInterface *interface)
{
    interface->get_item_type = get_item_type;
    interface->get_n_items = get_n_items;
    interface->get_item = get_item;
}

static void
lilt_queue_finalize(GObject *object)
{
    g_ptr_array_unref(LILT_QUEUE(object)->items);
    G_OBJECT_CLASS(lilt_queue_parent_class)->finalize(object);
}

static void
lilt_queue_class_init(LiltQueueClass *class)
{
    G_OBJECT_CLASS(class)->finalize = lilt_queue_finalize;
}

static void
lilt_queue_init(LiltQueue *self)
{
    self->items = g_ptr_array_new_with_free_func(g_object_unref);
}
