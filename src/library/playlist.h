/* playlist.h - changing a playlist, for library only. */
#pragma once

#include "song_list.h"

/* ids: of all its songs, also those that are not there now. */
LiltPlaylist *playlist_new(LiltLibrary *library, gint64 id, const char *name);
void playlist_set_name(LiltPlaylist *self, const char *name);
void playlist_set_ids(LiltPlaylist *self, const gint64 *ids, gsize n_ids);

/* A rule for one that has one already, or is new. */
void playlist_set_rule(LiltPlaylist *self, const LiltRule *rule);

/* Show the songs that are there by this catalogue. */
void playlist_show(LiltPlaylist *self, const LiltCatalogue *catalogue);

/* The ids of all songs, lent; and where the song shown at `place` stands among them: behind the
 * last one for a place behind the end. */
const GArray *playlist_get_ids(LiltPlaylist *self);
guint playlist_find_place(LiltPlaylist *self, guint place);
