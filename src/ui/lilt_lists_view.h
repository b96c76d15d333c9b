/* lilt_lists_view.h - the playlists made by hand, as rows; activating one opens its page, Delete
 * deletes the selected one. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_LISTS_VIEW (lilt_lists_view_get_type())
G_DECLARE_FINAL_TYPE(LiltListsView, lilt_lists_view, LILT, LISTS_VIEW, GtkBox)

void lilt_lists_view_set_session(LiltListsView *self, LiltSession *session);

G_END_DECLS
