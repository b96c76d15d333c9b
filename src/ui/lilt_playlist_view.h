/* lilt_playlist_view.h - what lies behind a mood's card: the same header grown large, then its
 * songs. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_PLAYLIST_VIEW (lilt_playlist_view_get_type())
G_DECLARE_FINAL_TYPE(LiltPlaylistView, lilt_playlist_view, LILT, PLAYLIST_VIEW, GtkBox)

void lilt_playlist_view_set_session(LiltPlaylistView *self, LiltSession *session);
void lilt_playlist_view_show(LiltPlaylistView *self, LiltEmotion emotion);
void lilt_playlist_view_set_narrow(LiltPlaylistView *self, gboolean narrow);

G_END_DECLS
