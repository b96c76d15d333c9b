/* snapshot.h - all tracks at one moment, as the main thread keeps them. */
#pragma once

#include <glib.h>

#include "lilt/store.h"
#include "song_list.h"

typedef struct {
    GArray *order; /* SongEntry, in the order of the list */
    LiltCatalogue *catalogue;
    guint *places; /* [catalogue->n_tracks] where the row stands in the list */
} Snapshot;

/* Read by any connection. NULL after a failure. */
Snapshot *snapshot_load(LiltStore *store, LiltDiag *diag);
void snapshot_free(Snapshot *snapshot); /* NULL is fine */
