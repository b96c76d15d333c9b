/* lilt_play_button.h - the strongest button: plays what is paused, pauses what plays. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_PLAY_BUTTON (lilt_play_button_get_type())
G_DECLARE_FINAL_TYPE(LiltPlayButton, lilt_play_button, LILT, PLAY_BUTTON, GtkButton)

void lilt_play_button_set_session(LiltPlayButton *self, LiltSession *session);

G_END_DECLS
