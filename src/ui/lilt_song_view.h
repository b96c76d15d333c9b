/* lilt_song_view.h - a long list of songs, of the queue or of a library. Only the rows that are
 * seen exist as widgets. Activating a row plays from it; the secondary button, the Menu key and
 * Delete do what one expects. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Properties: label (string, what screen readers call the list), table (boolean, wide rows). */
#define LILT_TYPE_SONG_VIEW (lilt_song_view_get_type())
G_DECLARE_FINAL_TYPE(LiltSongView, lilt_song_view, LILT, SONG_VIEW, GtkBox)

void lilt_song_view_set_session(LiltSongView *self, LiltSession *session);

/* model: of LiltSong or LiltQueueItem; a reference is taken. NULL empties the list. */
void lilt_song_view_set_model(LiltSongView *self, GListModel *model);

/* Wide rows or short ones; rows on screen change at once. */
void lilt_song_view_set_table(LiltSongView *self, gboolean table);

/* Put the keyboard on the first row. */
void lilt_song_view_focus(LiltSongView *self);

G_END_DECLS
