/* curve.h - a playlist's mood from the first to the last song: filled line = how bright, dashed
 * line = how lively. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/base.h"

G_BEGIN_DECLS

#define LILT_TYPE_CURVE (lilt_curve_get_type())
G_DECLARE_FINAL_TYPE(LiltCurve, lilt_curve, LILT, CURVE, GtkWidget)

/* emotion: whose colour it wears. songs: a model of LiltSong, read now and not kept. */
void lilt_curve_show(LiltCurve *self, LiltEmotion emotion, GListModel *songs);

G_END_DECLS
