/* lilt_mood_menu.h - all that a hand can say about the mood: automatic, look now, one of seven,
 * what the music does with it, camera off. */
#pragma once

#include <gtk/gtk.h>

#include "mood_teller.h"

G_BEGIN_DECLS

#define LILT_TYPE_MOOD_MENU (lilt_mood_menu_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodMenu, lilt_mood_menu, LILT, MOOD_MENU, GtkPopover)

void lilt_mood_menu_set_teller(LiltMoodMenu *self, LiltMoodTeller *teller);

/* The queue, to name the song that comes next. Not kept: a model of LiltQueueItem that outlives the
 * menu. */
void lilt_mood_menu_set_queue(LiltMoodMenu *self, GListModel *queue);

G_END_DECLS
