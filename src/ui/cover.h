/* cover.h - a song's cover, or a placeholder. Pictures are read on a worker thread and a few are
 * kept, so that scrolling a list never waits for a file. One whose file is gone comes when it was
 * read out of the song again. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

/* Property: size (int, pixels of the square wished for; the "large" class may shrink to half). */
#define LILT_TYPE_COVER (lilt_cover_get_type())
G_DECLARE_FINAL_TYPE(LiltCover, lilt_cover, LILT, COVER, GtkWidget)

void lilt_cover_set_song(LiltCover *self, LiltSong *song); /* NULL: the placeholder */
void lilt_cover_set_size(LiltCover *self, int size_px);

G_END_DECLS
