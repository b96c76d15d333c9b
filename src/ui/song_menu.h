/* song_menu.h - what can be done with songs, as a menu of actions. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

/* Where a song stands: in a playlist made by hand (`list_id`, 0: none) or in a mood's (`mood`, or
 * LILT_EMOTION_UNKNOWN), or in neither. */
typedef struct {
    gint64 list_id;
    LiltEmotion mood;
    guint place;
} LiltSongPlace;

/* The menu of one song. */
GMenuModel *lilt_song_menu_new(LiltSession *session, LiltSong *song, LiltSongPlace place);

/* The menu of a song in Next Up. */
GMenuModel *lilt_queue_menu_new(guint place, guint n_items);

/* "Add to Playlist" for several songs: every playlist, and a new one. ids: of type ax; taken if
 * floating. */
GMenuModel *lilt_lists_menu_new(LiltSession *session, GVariant *ids);

/* The ids of the songs of a model, of type ax; floating. */
GVariant *lilt_song_ids(GListModel *songs);
