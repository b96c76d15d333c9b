/* What the drawn widgets share. */
#include "drawing.h"

#include "moods.h"

GdkRGBA
lilt_ink(GtkWidget *widget, double alpha)
{
    GdkRGBA colour;

    gtk_style_context_get_color(gtk_widget_get_style_context(widget), &colour);
    colour.alpha *= (float)alpha;
    return colour;
}

GdkRGBA
lilt_colour(GtkWidget *widget, const char *name, double alpha)
{
    GdkRGBA colour;

    if (!gtk_style_context_lookup_color(gtk_widget_get_style_context(widget), name, &colour))
        return lilt_ink(widget, alpha);
    colour.alpha *= (float)alpha;
    return colour;
}

void
lilt_rounded(cairo_t *cr, double x, double y, double width, double height, double radius)
{
    const double r = MIN(radius, MIN(width, height) / 2);

    cairo_new_sub_path(cr);
    cairo_arc(cr, x + width - r, y + r, r, -G_PI_2, 0);
    cairo_arc(cr, x + width - r, y + height - r, r, 0, G_PI_2);
    cairo_arc(cr, x + r, y + height - r, r, G_PI_2, G_PI);
    cairo_arc(cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
    cairo_close_path(cr);
}

void
lilt_smooth(cairo_t *cr, const graphene_point_t *points, gsize n)
{
    cairo_move_to(cr, (double)points[0].x, (double)points[0].y);
    for (gsize i = 1; i < n; i++) {
        const graphene_point_t before = points[i >= 2 ? i - 2 : 0], from = points[i - 1];
        const graphene_point_t to = points[i], after = points[MIN(i + 1, n - 1)];

        cairo_curve_to(cr, (double)(from.x + (to.x - before.x) / 6),
                       (double)(from.y + (to.y - before.y) / 6),
                       (double)(to.x - (after.x - from.x) / 6),
                       (double)(to.y - (after.y - from.y) / 6), (double)to.x, (double)to.y);
    }
}

void
lilt_draw_face(GtkSnapshot *snapshot, GtkWidget *widget, LiltEmotion emotion, double x, double y,
               int size_px, const GdkRGBA *colour)
{
    GtkIconTheme *theme = gtk_icon_theme_get_for_display(gtk_widget_get_display(widget));
    g_autoptr(GtkIconPaintable) face = gtk_icon_theme_lookup_icon(
        theme, lilt_mood_look(emotion).icon, NULL, size_px, gtk_widget_get_scale_factor(widget),
        GTK_TEXT_DIR_NONE, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
    const GdkRGBA colours[] = {*colour, *colour, *colour, *colour};

    gtk_snapshot_save(snapshot);
    gtk_snapshot_translate(
        snapshot, &GRAPHENE_POINT_INIT((float)(x - size_px / 2.0), (float)(y - size_px / 2.0)));
    gtk_symbolic_paintable_snapshot_symbolic(GTK_SYMBOLIC_PAINTABLE(face), snapshot, size_px,
                                             size_px, colours, G_N_ELEMENTS(colours));
    gtk_snapshot_restore(snapshot);
}

void
lilt_draw_text(cairo_t *cr, GtkWidget *widget, const char *text, double x, double y, double align,
               const GdkRGBA *colour)
{
    g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, text);
    PangoAttrList *attributes = pango_attr_list_new();
    int width, height;

    pango_attr_list_insert(attributes, pango_attr_size_new(8 * PANGO_SCALE + PANGO_SCALE / 2));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_get_pixel_size(layout, &width, &height);
    gdk_cairo_set_source_rgba(cr, colour);
    cairo_move_to(cr, x - width * align, y - height / 2.0);
    pango_cairo_show_layout(cr, layout);
}
