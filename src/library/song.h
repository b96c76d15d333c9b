/* song.h - making the rows. */
#pragma once

#include "cover_cache.h"
#include "lilt/library.h"
#include "lilt/store.h"

/* A song with the texts of the track. A reference to the cache is taken. */
LiltSong *lilt_song_new(const LiltStoreTrack *track, CoverCache *covers);
