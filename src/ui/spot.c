/* A blend's place, drawn as the dial has it: right is bright, up is lively. It does not mirror. */
#include "spot.h"

#include "drawing.h"

enum { SIZE_PX = 28 };

struct _LiltSpot {
    GtkWidget parent_instance;
    LiltPoint point;
};
G_DEFINE_FINAL_TYPE(LiltSpot, lilt_spot, GTK_TYPE_WIDGET)

static void
lilt_spot_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)orientation, (void)for_size;
    (void)minimum_baseline, (void)natural_baseline;
    *minimum = *natural = SIZE_PX;
}

static void
lilt_spot_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    const LiltPoint point = LILT_SPOT(widget)->point;
    const double radius = SIZE_PX / 2.0 - 2, x = gtk_widget_get_width(widget) / 2.0;
    const double y = gtk_widget_get_height(widget) / 2.0;
    const GdkRGBA ring = lilt_ink(widget, 0.3), dot = lilt_colour(widget, "mood_calm", 1);
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)gtk_widget_get_width(widget),
                                      (float)gtk_widget_get_height(widget)));

    cairo_set_line_width(cr, 1.5);
    gdk_cairo_set_source_rgba(cr, &ring);
    cairo_arc(cr, x, y, radius, 0, 2 * G_PI);
    cairo_move_to(cr, x - radius, y);
    cairo_line_to(cr, x + radius, y);
    cairo_move_to(cr, x, y - radius);
    cairo_line_to(cr, x, y + radius);
    cairo_stroke(cr);
    gdk_cairo_set_source_rgba(cr, &dot);
    cairo_arc(cr, x + radius * (double)point.valence, y - radius * (double)point.arousal, 4.5, 0,
              2 * G_PI);
    cairo_fill(cr);
    cairo_destroy(cr);
}

static void
lilt_spot_class_init(LiltSpotClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    widget_class->measure = lilt_spot_measure;
    widget_class->snapshot = lilt_spot_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lilt_spot_init(LiltSpot *self)
{
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *
lilt_spot_new(LiltPoint point)
{
    LiltSpot *self = g_object_new(LILT_TYPE_SPOT, NULL);

    self->point = point;
    return GTK_WIDGET(self);
}
