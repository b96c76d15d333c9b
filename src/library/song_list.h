/* song_list.h - a list model of songs, or of groups of songs, that holds numbers only; rows are
 * made when they are asked for. */
#pragma once

#include "lilt/library.h"

/* A place in a list. A song whose stamp changed is told as changed. In a list of groups the song
 * stands for its group. */
typedef struct {
    gint64 id, stamp;
    guint n_songs, n_albums, n_artists; /* of a group */
} SongEntry;

#define LILT_TYPE_SONG_LIST (lilt_song_list_get_type())
G_DECLARE_FINAL_TYPE(LiltSongList, lilt_song_list, LILT, SONG_LIST, GObject)

/* An empty list. It does not keep the library alive; without it, it is empty. */
LiltSongList *lilt_song_list_new(LiltLibrary *library);
LiltSongList *lilt_song_list_new_of_groups(LiltLibrary *library); /* items are LiltGroup */

/* The entry at a place, which must be there. */
SongEntry lilt_song_list_get(LiltSongList *self, guint place);

/* Replace the entries; listeners hear of the stretch between the first and last difference only.
 */
void lilt_song_list_replace(LiltSongList *self, const SongEntry *entries, gsize n);

/* Where a list that is brought to other entries step by step stands. */
typedef struct {
    gboolean begun;
    gsize front, back; /* rows at both ends that are right */
    gsize n_step;      /* rows that the next step changes */
} Approach;

/* The same in steps, for a list that a window shows: a change of some rows costs it little, one of
 * all rows at once a tenth of a second. *approach: zeroed before the first step; nobody else may
 * change the list before the last. TRUE when the list has these entries. */
gboolean lilt_song_list_approach(LiltSongList *self, const SongEntry *entries, gsize n,
                                 Approach *approach);

/* The same as lilt_song_list_replace() for ids without stamps. */
void lilt_song_list_replace_ids(LiltSongList *self, const gint64 *ids, gsize n);

/* Drop every id that the catalogue does not have. True when any was dropped. */
gboolean lilt_song_list_keep_known(LiltSongList *self, const LiltCatalogue *catalogue);
