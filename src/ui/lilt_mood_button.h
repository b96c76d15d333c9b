/* lilt_mood_button.h - one quiet button in the header: what Lilt sees or was told, how sure, from
 * where. It keeps its width; its menu is LiltMoodMenu. */
#pragma once

#include <adwaita.h>

#include "lilt_mood_menu.h"
#include "mood_teller.h"

G_BEGIN_DECLS

#define LILT_TYPE_MOOD_BUTTON (lilt_mood_button_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodButton, lilt_mood_button, LILT, MOOD_BUTTON, AdwBin)

void lilt_mood_button_set_teller(LiltMoodButton *self, LiltMoodTeller *teller);
LiltMoodMenu *lilt_mood_button_get_menu(LiltMoodButton *self); /* lent */
void lilt_mood_button_open(LiltMoodButton *self);

G_END_DECLS
