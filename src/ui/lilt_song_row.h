/* lilt_song_row.h - one song as a row: in the queue, in a table, or in a narrow table. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

typedef enum {
    LILT_ROW_SHORT, /* cover, title over artist, length */
    LILT_ROW_TABLE, /* cover, title, artist, album, face and mood, length */
} LiltRowShape;

#define LILT_TYPE_SONG_ROW (lilt_song_row_get_type())
G_DECLARE_FINAL_TYPE(LiltSongRow, lilt_song_row, LILT, SONG_ROW, GtkBox)

/* The row marks the song that the session plays. */
LiltSongRow *lilt_song_row_new(LiltSession *session);

void lilt_song_row_set_shape(LiltSongRow *self, LiltRowShape shape);
/* The letters that begin one of these words are marked; NULL: none. */
void lilt_song_row_set_words(LiltSongRow *self, const char *words);

void lilt_song_row_set_song(LiltSongRow *self, LiltSong *song); /* NULL empties it */

/* The row in words, for screen readers: title, artist, length. g_free(). */
char *lilt_song_row_dup_words(LiltSongRow *self);

G_END_DECLS
