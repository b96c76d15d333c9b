/* wave.h - the shape of the song behind the seek bar: what was heard in the accent, the rest dim.
 * Only drawn; the scale over it is the control. */
#pragma once

#include <gtk/gtk.h>

#define LILT_TYPE_WAVE (lilt_wave_get_type())
G_DECLARE_FINAL_TYPE(LiltWave, lilt_wave, LILT, WAVE, GtkWidget)

/* Bytes for equal parts of the song, 255 the loudest; a reference is taken. NULL: nothing is drawn.
 */
void lilt_wave_set_shape(LiltWave *self, GBytes *shape);

/* How much of the song was heard, 0..1. */
void lilt_wave_set_share(LiltWave *self, double share);
