/* properties.h - all that is known of one song. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

/* Nothing opens when there is no such song. */
void lilt_properties_open(GtkWindow *parent, LiltSession *session, gint64 id);
