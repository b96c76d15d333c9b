/* spot.h - a small plane with one dot: where a blend lies. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/base.h"

G_BEGIN_DECLS

#define LILT_TYPE_SPOT (lilt_spot_get_type())
G_DECLARE_FINAL_TYPE(LiltSpot, lilt_spot, LILT, SPOT, GtkWidget)

/* It says nothing to screen readers: a name stands beside it. */
GtkWidget *lilt_spot_new(LiltPoint point);

G_END_DECLS
