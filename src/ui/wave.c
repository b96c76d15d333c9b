/* The wave. Bars as wide as the pixels allow, each the loudest of the parts that fall on it. */
#include "wave.h"

#include <math.h>

#include "drawing.h"

enum { BAR_PX = 3, STEP_PX = 5, LEAST_PX = 3, HEIGHT_PX = 34 };

struct _LiltWave {
    GtkWidget parent_instance;
    GBytes *shape; /* or NULL */
    double share;
    int n_heard; /* bars, at the last drawing */
};
G_DEFINE_FINAL_TYPE(LiltWave, lilt_wave, GTK_TYPE_WIDGET)

static void
lilt_wave_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 0;
}

static int
count_bars(LiltWave *self)
{
    return MAX(1, (gtk_widget_get_width(GTK_WIDGET(self)) + STEP_PX - BAR_PX) / STEP_PX);
}

static int
count_heard(LiltWave *self)
{
    return (int)(self->share * count_bars(self) + 0.5);
}

/* The loudness of bar i of n, 0..1. Soft passages are drawn softer than they measure: a wave that
 * is full from end to end tells nothing. */
static double
loudness_of(LiltWave *self, int i, int n)
{
    gsize n_parts;
    const guint8 *part = g_bytes_get_data(self->shape, &n_parts);
    const gsize begin = (gsize)i * n_parts / (gsize)n;
    const gsize end = MAX(begin + 1, (gsize)(i + 1) * n_parts / (gsize)n);
    guint8 most = 0;

    for (gsize p = begin; p < MIN(end, n_parts); p++)
        most = MAX(most, part[p]);
    return pow(most / 255.0, 1.4);
}

static void
lilt_wave_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltWave *self = LILT_WAVE(widget);
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    const int n = count_bars(self);
    const double left = (width - (n * STEP_PX - (STEP_PX - BAR_PX))) / 2;
    const GdkRGBA heard = lilt_colour(widget, "accent_color", 1), rest = lilt_ink(widget, 0.24);
    cairo_t *cr;

    if (self->shape == NULL)
        return;
    self->n_heard = count_heard(self);
    cr = gtk_snapshot_append_cairo(snapshot,
                                   &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
    for (int i = 0; i < n; i++) {
        const double tall = LEAST_PX + loudness_of(self, i, n) * (height - LEAST_PX);

        lilt_rounded(cr, left + i * STEP_PX, (height - tall) / 2, BAR_PX, tall, BAR_PX / 2.0);
        gdk_cairo_set_source_rgba(cr, i < self->n_heard ? &heard : &rest);
        cairo_fill(cr);
    }
    cairo_destroy(cr);
}

static void
lilt_wave_dispose(GObject *object)
{
    g_clear_pointer(&LILT_WAVE(object)->shape, g_bytes_unref);
    G_OBJECT_CLASS(lilt_wave_parent_class)->dispose(object);
}

static void
lilt_wave_class_init(LiltWaveClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_wave_dispose;
    widget_class->measure = lilt_wave_measure;
    widget_class->snapshot = lilt_wave_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lilt_wave_init(LiltWave *self)
{
    (void)self;
}

void
lilt_wave_set_shape(LiltWave *self, GBytes *shape)
{
    g_return_if_fail(LILT_IS_WAVE(self));
    if (shape != NULL)
        g_bytes_ref(shape);
    g_clear_pointer(&self->shape, g_bytes_unref);
    self->shape = shape;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
lilt_wave_set_share(LiltWave *self, double share)
{
    g_return_if_fail(LILT_IS_WAVE(self));
    self->share = CLAMP(share, 0, 1);
    if (self->shape != NULL && count_heard(self) != self->n_heard) /* not at every tick */
        gtk_widget_queue_draw(GTK_WIDGET(self));
}
