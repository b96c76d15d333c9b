/* lilt_collection.h - the page of an album, an artist or a playlist made by hand: what it is, what
 * can be done with all of it, its songs. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Its buttons are the actions collection.play, .shuffle, .play-next, .enqueue; back is
 * win.library-back. */
#define LILT_TYPE_COLLECTION (lilt_collection_get_type())
G_DECLARE_FINAL_TYPE(LiltCollection, lilt_collection, LILT, COLLECTION, GtkBox)

void lilt_collection_set_session(LiltCollection *self, LiltSession *session);

/* Show the album, or the artist, of this song. */
void lilt_collection_show_album(LiltCollection *self, LiltSong *song);
void lilt_collection_show_artist(LiltCollection *self, LiltSong *song);
void lilt_collection_show_list(LiltCollection *self, LiltPlaylist *list);

/* The playlist shown, lent; NULL when it is no playlist. */
LiltPlaylist *lilt_collection_get_list(LiltCollection *self);

void lilt_collection_set_narrow(LiltCollection *self, gboolean narrow);

G_END_DECLS
