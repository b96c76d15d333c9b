/* All tracks at one moment. */
#include "snapshot.h"

static bool
add_row(void *data, const LiltStoreRow *row)
{
    const SongEntry entry = {.id = row->id, .stamp = row->stamp};

    g_array_append_val((GArray *)data, entry);
    return true;
}

Snapshot *
snapshot_load(LiltStore *store, LiltDiag *diag)
{
    const LiltStoreQuery all = {.sort = LILT_SORT_ARTIST};
    Snapshot *snapshot = g_new0(Snapshot, 1);

    snapshot->order = g_array_new(FALSE, FALSE, sizeof(SongEntry));
    if (lilt_store_find(store, &all, add_row, snapshot->order, diag) != LILT_OK ||
        lilt_store_load_catalogue(store, diag, &snapshot->catalogue) != LILT_OK) {
        snapshot_free(snapshot);
        return NULL;
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
    g_free(snapshot);
}
