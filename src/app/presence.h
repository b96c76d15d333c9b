/* presence.h - Lilt beyond its window: it plays on when that is closed, keeps the computer awake
 * meanwhile, and tells of new songs when nobody looks. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

typedef struct LiltPresence LiltPresence;

/* Application and session outlive it. */
LiltPresence *lilt_presence_new(GtkApplication *application, LiltSession *session,
                                GtkWindow *window);
void lilt_presence_free(LiltPresence *self); /* NULL is fine */
