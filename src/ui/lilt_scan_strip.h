/* lilt_scan_strip.h - a strip above the player bar while music is read: what, how far. */
#pragma once

#include <adwaita.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_SCAN_STRIP (lilt_scan_strip_get_type())
G_DECLARE_FINAL_TYPE(LiltScanStrip, lilt_scan_strip, LILT, SCAN_STRIP, AdwBin)

void lilt_scan_strip_set_session(LiltScanStrip *self, LiltSession *session);

G_END_DECLS
