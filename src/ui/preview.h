/* preview.h - what the camera sees, mirrored as people know themselves, with the corners of the
 * face's box. Nothing is kept: the picture is dropped with lilt_preview_clear(). */
#pragma once

#include <gtk/gtk.h>

#include "lilt/session.h"

G_BEGIN_DECLS

#define LILT_TYPE_PREVIEW (lilt_preview_get_type())
G_DECLARE_FINAL_TYPE(LiltPreview, lilt_preview, LILT, PREVIEW, GtkWidget)

/* rgb: [height][width][3]; a reference is kept until the next picture. */
void lilt_preview_set_picture(LiltPreview *self, GBytes *rgb, int width_px, int height_px);

/* The face's box in a picture of the reading's size; no box without a face. */
void lilt_preview_set_reading(LiltPreview *self, const LiltReading *reading);

void lilt_preview_clear(LiltPreview *self);

G_END_DECLS
