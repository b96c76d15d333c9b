/* lilt_seek.h - where in the song: elapsed time, a scale to drag, length. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_SEEK (lilt_seek_get_type())
G_DECLARE_FINAL_TYPE(LiltSeek, lilt_seek, LILT, SEEK, GtkBox)

/* The shape of the song is drawn behind the scale as soon as it is known. Call it before the
 * session is set. */
void lilt_seek_show_wave(LiltSeek *self);

void lilt_seek_set_session(LiltSeek *self, LiltSession *session);

G_END_DECLS
