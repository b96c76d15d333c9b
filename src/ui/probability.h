/* probability.h - one of the seven probabilities: the bar is this moment, the mark the steady
 * reading that counts. Percentages are in the tooltip and for screen readers only. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/base.h"

G_BEGIN_DECLS

#define LILT_TYPE_PROBABILITY (lilt_probability_get_type())
G_DECLARE_FINAL_TYPE(LiltProbability, lilt_probability, LILT, PROBABILITY, GtkWidget)

LiltProbability *lilt_probability_new(LiltEmotion emotion);

/* Both 0..1; `steady` 0 draws no mark. */
void lilt_probability_set(LiltProbability *self, double moment, double steady);

G_END_DECLS
