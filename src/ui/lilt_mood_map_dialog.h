/* lilt_mood_map_dialog.h - what music goes with a mood, as this listener has it. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

#define LILT_TYPE_MOOD_MAP_DIALOG (lilt_mood_map_dialog_get_type())
G_DECLARE_FINAL_TYPE(LiltMoodMapDialog, lilt_mood_map_dialog, LILT, MOOD_MAP_DIALOG, AdwWindow)

/* What was said goes to app.set-mood-map, or app.reset-mood-map. */
void lilt_mood_map_dialog_open(GtkWindow *parent, LiltSession *session, LiltEmotion mood);
