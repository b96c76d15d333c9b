/* sureness.h - sureness as four small bars, so that no number pretends to be exact. Drawn only; the
 * words beside it say the same. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LILT_TYPE_SURENESS (lilt_sureness_get_type())
G_DECLARE_FINAL_TYPE(LiltSureness, lilt_sureness, LILT, SURENESS, GtkWidget)

/* 0 hides the bars, 1..4 fills as many. */
void lilt_sureness_set_bars(LiltSureness *self, guint n_bars);

G_END_DECLS
