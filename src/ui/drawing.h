/* drawing.h - what the drawn widgets share: colours by their names in the style sheet, rounded
 * shapes, smooth lines, faces. */
#pragma once

#include <gtk/gtk.h>

#include "lilt/base.h"

/* The style sheet's colour of that name, with its alpha multiplied; the text's colour when there is
 * none. */
GdkRGBA lilt_colour(GtkWidget *widget, const char *name, double alpha);

/* The text's own colour, for lines and grounds that must fit every style. */
GdkRGBA lilt_ink(GtkWidget *widget, double alpha);

/* A rectangle with round corners, as the current path. */
void lilt_rounded(cairo_t *cr, double x, double y, double width, double height, double radius);

/* A curve through all points (Catmull-Rom), as the current path. n >= 1. */
void lilt_smooth(cairo_t *cr, const graphene_point_t *points, gsize n);

/* The face of a mood in one colour, centred at x, y. */
void lilt_draw_face(GtkSnapshot *snapshot, GtkWidget *widget, LiltEmotion emotion, double x,
                    double y, int size_px, const GdkRGBA *colour);

/* A short text at 8.5 pt; align 0 = begins at x, 0.5 = centred, 1 = ends there; y is its middle. */
void lilt_draw_text(cairo_t *cr, GtkWidget *widget, const char *text, double x, double y,
                    double align, const GdkRGBA *colour);
