/* group_tile.h - an album or an artist as a tile: cover, name, a line below. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_GROUP_TILE (lilt_group_tile_get_type())
G_DECLARE_FINAL_TYPE(LiltGroupTile, lilt_group_tile, LILT, GROUP_TILE, GtkBox)

LiltGroupTile *lilt_group_tile_new(gboolean artist);
void lilt_group_tile_set_group(LiltGroupTile *self, LiltGroup *group); /* NULL empties it */
void lilt_group_tile_set_narrow(LiltGroupTile *self, gboolean narrow);

/* The tile in words, for screen readers. g_free(). */
char *lilt_group_tile_dup_words(LiltGroupTile *self);

/* The artist of an album: the tags' album artist, "Various Artists", or the songs' own. Static or
 * lent by the group. */
const char *lilt_group_album_artist(LiltGroup *group);

/* "3 albums · 27 songs". g_free(). */
char *lilt_group_counts(LiltGroup *group);

G_END_DECLS
