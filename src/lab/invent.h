/* invent.h - a library of invented tracks, to measure and to test with. */
#pragma once

#include "lilt/store.h"

/* Write n tracks as one group: 10 songs an album, 4 albums an artist, spread over the plane of
 * moods. The same n gives the same library. */
LiltStatus lab_invent_tracks(LiltStore *store, int64_t n, LiltDiag *diag);
