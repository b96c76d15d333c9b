/* lilt_next_up.h - the queue: what plays next, by hand and by Lilt. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_NEXT_UP (lilt_next_up_get_type())
G_DECLARE_FINAL_TYPE(LiltNextUp, lilt_next_up, LILT, NEXT_UP, GtkBox)

void lilt_next_up_set_session(LiltNextUp *self, LiltSession *session);

G_END_DECLS
