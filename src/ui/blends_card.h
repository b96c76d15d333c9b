/* blends_card.h - the last card of the Moods page: the moods between the seven, each a press away.
 */
#pragma once

#include <gtk/gtk.h>

/* Its buttons are app.mood with a blend's label. */
GtkWidget *lilt_blends_card_new(void);
