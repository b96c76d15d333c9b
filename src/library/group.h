/* group.h - making the rows of a list of groups. */
#pragma once

#include "song_list.h"

/* Takes the reference to `song`. */
LiltGroup *group_new(LiltSong *song, const SongEntry *entry);
