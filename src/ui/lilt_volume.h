/* lilt_volume.h - how loud: a button with a scale and Mute in its popover. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_VOLUME (lilt_volume_get_type())
G_DECLARE_FINAL_TYPE(LiltVolume, lilt_volume, LILT, VOLUME, AdwBin)

void lilt_volume_set_session(LiltVolume *self, LiltSession *session);

G_END_DECLS
