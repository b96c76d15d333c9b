/* writing.h - handing what was read in a file to the store thread. Any thread. */
#pragma once

#include "lilt/scan.h"
#include "store_thread.h"
#include "walk.h"

/* moved_from: where the track was before, or NULL. What is known of a track under that path stays:
 * plays, love, place in lists. */
void write_track(StoreThread *store, const FoundFile *file, const LiltScanRecord *record,
                 const char *moved_from);

/* The file cannot be read. */
void write_aside(StoreThread *store, const FoundFile *file, const char *why);
