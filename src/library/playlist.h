/* playlist.h - changing a playlist, for library only. */
#pragma once

#include "song_list.h"

/* ids: of all its songs. */
LiltPlaylist *playlist_new(LiltLibrary *library, gint64 id, const char *name);
void playlist_set_name(LiltPlaylist *self, const char *name);
void playlist_set_ids(LiltPlaylist *self, const gint64 *ids, gsize n_ids);

/* A rule for one that has one already, or is new. */
void playlist_set_rule(LiltPlaylist *self, const LiltRule *rule);

/* Show its songs as they are by this catalogue; of one by rule only those that are there. */
void playlist_show(LiltPlaylist *self, const LiltCatalogue *catalogue);

/* The ids of all songs, lent. */
const GArray *playlist_get_ids(LiltPlaylist *self);
