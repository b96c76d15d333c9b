/* All tracks at one moment. */
#include "snapshot.h"

static void
add_row(void *data, int64_t id, int64_t stamp)
{
    const SongEntry entry = {id, stamp};

    g_array_append_val((GArray *)data, entry);
}

Snapshot *
snapshot_load(LiltStore *store, LiltDiag *diag)
{
    Snapshot *snapshot = g_new0(Snapshot, 1);

    snapshot->order = g_array_new(FALSE, FALSE, sizeof(SongEntry));
    if (lilt_store_each_in_order(store, add_row, snapshot->order, diag) != LILT_OK ||
        lilt_store_load_catalogue(store, diag, &snapshot->catalogue) != LILT_OK) {
        snapshot_free(snapshot);
        return NULL;
    }
    snapshot->places = g_new0(guint, snapshot->catalogue->n_tracks);
    for (guint i = 0; i < snapshot->order->len; i++) {
        const gint64 id = g_array_index(snapshot->order, SongEntry, i).id;
        const ptrdiff_t row = lilt_catalogue_find(snapshot->catalogue, id);

        if (row >= 0)
            snapshot->places[row] = i;
    }
    return snapshot;
}

void
snapshot_free(Snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    g_array_unref(snapshot->order);
    lilt_catalogue_free(snapshot->catalogue);
    g_free(snapshot->places);
    g_free(snapshot);
}
