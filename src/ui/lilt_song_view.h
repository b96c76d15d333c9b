/* lilt_song_view.h - a long list of songs, of the queue or of a library. Only the rows that are
 * seen exist as widgets. Activating a row plays from it; the secondary button, the Menu key and
 * Delete do what one expects. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Properties: label (string, what screen readers call the list), table (boolean, wide rows),
 * together (boolean: activating a row plays the list from there on), movable (boolean: rows can be
 * dragged; Alt+Up and Alt+Down move the selected one), whole (boolean: as high as all its rows,
 * for a short list inside something that scrolls). */
#define LILT_TYPE_SONG_VIEW (lilt_song_view_get_type())
G_DECLARE_FINAL_TYPE(LiltSongView, lilt_song_view, LILT, SONG_VIEW, GtkBox)

void lilt_song_view_set_session(LiltSongView *self, LiltSession *session);

/* model: of LiltSong or LiltQueueItem; a reference is taken. NULL empties the list. */
void lilt_song_view_set_model(LiltSongView *self, GListModel *model);

/* What is shown is this playlist made by hand: its rows can be removed and moved. 0: none. */
void lilt_song_view_set_list(LiltSongView *self, gint64 list_id);

/* What is shown is this mood's playlist: likewise. LILT_EMOTION_UNKNOWN: none. */
void lilt_song_view_set_mood(LiltSongView *self, LiltEmotion mood);

/* Mark the letters in the rows that begin one of these words; NULL: none. */
void lilt_song_view_set_words(LiltSongView *self, const char *words);

/* Wide rows or short ones; rows on screen change at once. */
void lilt_song_view_set_table(LiltSongView *self, gboolean table);

/* Put the keyboard on the first row. */
void lilt_song_view_focus(LiltSongView *self);

G_END_DECLS
