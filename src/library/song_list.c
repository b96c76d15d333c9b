/* A list model of songs, or of groups of songs, that holds numbers only. */
#include "song_list.h"

#include <string.h>

#include "group.h"

/* Rows in a step: those in sight cost a window about a millisecond each, all others nothing. */
enum { FEW_ROWS = 8, MANY_ROWS = 64, QUICK_US = 500 };

struct _LiltSongList {
    GObject parent_instance;
    LiltLibrary *library; /* weak */
    GArray *entries;      /* SongEntry */
    gboolean groups;
};

static GType
get_item_type(GListModel *model)
{
    return LILT_SONG_LIST(model)->groups ? LILT_TYPE_GROUP : LILT_TYPE_SONG;
}

static guint
get_n_items(GListModel *model)
{
    return LILT_SONG_LIST(model)->entries->len;
}

static gpointer
get_item(GListModel *model, guint position)
{
    LiltSongList *self = LILT_SONG_LIST(model);
    const SongEntry *entry;
    LiltSong *song;

    if (position >= self->entries->len || self->library == NULL)
        return NULL;
    entry = &g_array_index(self->entries, SongEntry, position);
    song = lilt_library_dup_song(self->library, entry->id);
    return self->groups && song != NULL ? (gpointer)group_new(song, entry) : (gpointer)song;
}

static void
list_model_init(GListModelInterface *interface)
{
    interface->get_item_type = get_item_type;
    interface->get_n_items = get_n_items;
    interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(LiltSongList, lilt_song_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static void
lilt_song_list_finalize(GObject *object)
{
    LiltSongList *self = LILT_SONG_LIST(object);

    g_clear_weak_pointer(&self->library);
    g_array_unref(self->entries);
    G_OBJECT_CLASS(lilt_song_list_parent_class)->finalize(object);
}

static void
lilt_song_list_class_init(LiltSongListClass *class)
{
    G_OBJECT_CLASS(class)->finalize = lilt_song_list_finalize;
}

static void
lilt_song_list_init(LiltSongList *self)
{
    self->entries = g_array_new(FALSE, FALSE, sizeof(SongEntry));
}

LiltSongList *
lilt_song_list_new(LiltLibrary *library)
{
    LiltSongList *self = g_object_new(LILT_TYPE_SONG_LIST, NULL);

    g_set_weak_pointer(&self->library, library);
    return self;
}

LiltSongList *
lilt_song_list_new_of_groups(LiltLibrary *library)
{
    LiltSongList *self = lilt_song_list_new(library);

    self->groups = TRUE;
    return self;
}

SongEntry
lilt_song_list_get(LiltSongList *self, guint place)
{
    return g_array_index(self->entries, SongEntry, place);
}

static gboolean
same(const SongEntry *a, const SongEntry *b)
{
    return a->id == b->id && a->stamp == b->stamp && a->n_songs == b->n_songs &&
           a->n_albums == b->n_albums && a->n_artists == b->n_artists;
}

/* How many rows at both ends are as they are to be. */
static void
compare(LiltSongList *self, const SongEntry *entries, gsize n, gsize *ret_front, gsize *ret_back)
{
    const SongEntry *old = (const SongEntry *)(void *)self->entries->data;
    const gsize n_old = self->entries->len;
    gsize front = 0, back = 0;

    while (front < n && front < n_old && same(&old[front], &entries[front]))
        front++;
    while (back < n - front && back < n_old - front &&
           same(&old[n_old - 1 - back], &entries[n - 1 - back]))
        back++;
    *ret_front = front;
    *ret_back = back;
}

/* Put `n` entries in the place of `n_old`. */
static void
change(LiltSongList *self, gsize place, gsize n_old, const SongEntry *entries, gsize n)
{
    const gsize n_both = MIN(n_old, n);

    if (n_old == 0 && n == 0)
        return;
    if (n_both > 0)
        memcpy(&g_array_index(self->entries, SongEntry, place), entries, n_both * sizeof *entries);
    if (n_old > n_both)
        g_array_remove_range(self->entries, (guint)(place + n_both), (guint)(n_old - n_both));
    if (n > n_both)
        g_array_insert_vals(self->entries, (guint)(place + n_both), entries + n_both,
                            (guint)(n - n_both));
    g_list_model_items_changed(G_LIST_MODEL(self), (guint)place, (guint)n_old, (guint)n);
}

void
lilt_song_list_replace(LiltSongList *self, const SongEntry *entries, gsize n)
{
    gsize front, back;

    compare(self, entries, n, &front, &back);
    change(self, front, self->entries->len - front - back, entries + front, n - front - back);
}

/* Rows are exchanged from the front on; then come those that are too many, the last first, or those
 * that are missing. */
gboolean
lilt_song_list_approach(LiltSongList *self, const SongEntry *entries, gsize n, Approach *approach)
{
    if (!approach->begun) {
        compare(self, entries, n, &approach->front, &approach->back);
        approach->begun = TRUE;
        approach->n_step = FEW_ROWS;
    }
    const gsize front = approach->front, n_old = self->entries->len - front - approach->back;
    const gsize n_new = n - front - approach->back, n_step = approach->n_step;
    const gint64 began_us = g_get_monotonic_time();

    if (n_old <= n_step && n_new <= n_step)
        change(self, front, n_old, entries + front, n_new);
    else if (n_new > 0)
        change(self, front, MIN(n_old, MIN(n_new, n_step)), entries + front, MIN(n_new, n_step));
    else
        change(self, front + n_old - n_step, n_step, NULL, 0);
    approach->front += MIN(n_new, n_step);
    approach->n_step = g_get_monotonic_time() - began_us > QUICK_US
                           ? FEW_ROWS
                           : MIN(2 * n_step, (gsize)MANY_ROWS);
    return n_old <= n_step && n_new <= n_step;
}

void
lilt_song_list_replace_ids(LiltSongList *self, const gint64 *ids, gsize n)
{
    g_autofree SongEntry *entries = NULL;

    if (self->entries->len == 0 &&
        n > 0) { /* a whole library at the start: written where it stays */
        g_array_set_size(self->entries, (guint)n);
        for (gsize i = 0; i < n; i++)
            g_array_index(self->entries, SongEntry, i) = (SongEntry){.id = ids[i]};
        g_list_model_items_changed(G_LIST_MODEL(self), 0, 0, (guint)n);
        return;
    }
    entries = g_new0(SongEntry, n);
    for (gsize i = 0; i < n; i++)
        entries[i].id = ids[i];
    lilt_song_list_replace(self, entries, n);
}

gboolean
lilt_song_list_keep_known(LiltSongList *self, const LiltCatalogue *catalogue)
{
    const SongEntry *old = (const SongEntry *)(void *)self->entries->data;
    const guint n_old = self->entries->len;
    g_autofree SongEntry *kept = g_new0(SongEntry, n_old);
    guint n = 0;

    for (guint i = 0; i < n_old; i++)
        if (lilt_catalogue_find(catalogue, old[i].id) >= 0)
            kept[n++] = old[i];
    if (n == n_old)
        return FALSE;
    lilt_song_list_replace(self, kept, n);
    return TRUE;
}

gint64 *
lilt_songs_dup_ids(GListModel *songs, guint *ret_n)
{
    const GArray *entries;
    gint64 *ids;

    g_return_val_if_fail(LILT_IS_SONG_LIST(songs), NULL);
    entries = LILT_SONG_LIST(songs)->entries;
    ids = g_new(gint64, entries->len + 1);
    for (guint i = 0; i < entries->len; i++)
        ids[i] = g_array_index(entries, SongEntry, i).id;
    *ret_n = entries->len;
    return ids;
}
