/* song.h - making the rows. */
#pragma once

#include "lilt/library.h"
#include "lilt/store.h"

/* A song with the texts of the track. `covers`: the folder of covers. */
LiltSong *lilt_song_new(const LiltStoreTrack *track, const char *covers);
