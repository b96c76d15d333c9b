/* lilt_player_bar.h - the player below every page but Now. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_PLAYER_BAR (lilt_player_bar_get_type())
G_DECLARE_FINAL_TYPE(LiltPlayerBar, lilt_player_bar, LILT, PLAYER_BAR, AdwBin)

void lilt_player_bar_set_session(LiltPlayerBar *self, LiltSession *session);

/* Narrow: cover, title and play only. */
void lilt_player_bar_set_narrow(LiltPlayerBar *self, gboolean narrow);

G_END_DECLS
