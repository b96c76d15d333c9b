/* snapshot.h - all tracks at one moment, as the main thread keeps them. */
#pragma once

#include <glib.h>

#include "lilt/store.h"
#include "song_list.h"

typedef struct {
    GArray *order; /* SongEntry, in the order of the list */
    LiltCatalogue *catalogue;
} Snapshot;

/* Read by any connection. NULL after a failure. */
Snapshot *snapshot_load(LiltStore *store, LiltDiag *diag);
void snapshot_free(Snapshot *snapshot); /* NULL is fine */
