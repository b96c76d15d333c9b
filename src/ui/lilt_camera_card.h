/* lilt_camera_card.h - what the camera sees: mirrored preview, face box, seven bars, one hint. It
 * takes the mood pane's place while the show-camera action is on, and keeps no picture after. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_CAMERA_CARD (lilt_camera_card_get_type())
G_DECLARE_FINAL_TYPE(LiltCameraCard, lilt_camera_card, LILT, CAMERA_CARD, GtkBox)

/* rgb: [height][width][3]; a reference is kept until the next one. */
void lilt_camera_card_set_picture(LiltCameraCard *self, GBytes *rgb, int width_px, int height_px);

/* A reading, or NULL for none. */
void lilt_camera_card_set_reading(LiltCameraCard *self, const LiltReading *reading);

/* Whether the camera is open. Closed: picture and reading are dropped, and the card says so. */
void lilt_camera_card_set_open(LiltCameraCard *self, gboolean open);

G_END_DECLS
