/* lilt_mood_pane.h - the mood on the Now page: face, word, sureness, source, the dial, and what the
 * music does. */
#pragma once

#include <gtk/gtk.h>

#include "mood_teller.h"

G_BEGIN_DECLS

#define LILT_TYPE_MOOD_PANE (lilt_mood_pane_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodPane, lilt_mood_pane, LILT, MOOD_PANE, GtkBox)

void lilt_mood_pane_set_teller(LiltMoodPane *self, LiltMoodTeller *teller);

/* The songs to come, drawn on the dial. queue: of LiltQueueItem. */
void lilt_mood_pane_set_queue(LiltMoodPane *self, GListModel *queue);

G_END_DECLS
