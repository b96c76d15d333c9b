/* Four rising bars, as many filled as Lilt is sure. */
#include "sureness.h"

#include "drawing.h"

enum { N_BARS = 4, BAR_PX = 4, STEP_PX = 6, HEIGHT_PX = 14 };

struct _LiltSureness {
    GtkWidget parent_instance;
    guint n_bars;
};
G_DEFINE_FINAL_TYPE(LiltSureness, lilt_sureness, GTK_TYPE_WIDGET)

static void
lilt_sureness_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                              ? STEP_PX * (N_BARS - 1) + BAR_PX
                              : HEIGHT_PX;
}

static void
lilt_sureness_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltSureness *self = LILT_SURENESS(widget);
    const GdkRGBA full = lilt_ink(widget, 0.72), empty = lilt_ink(widget, 0.2);

    for (guint i = 0; i < N_BARS; i++) {
        const float height = 5.0f + 3.0f * (float)i;

        gtk_snapshot_append_color(
            snapshot, i < self->n_bars ? &full : &empty,
            &GRAPHENE_RECT_INIT((float)(i * STEP_PX), HEIGHT_PX - height, BAR_PX, height));
    }
}

static void
lilt_sureness_class_init(LiltSurenessClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    widget_class->measure = lilt_sureness_measure;
    widget_class->snapshot = lilt_sureness_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lilt_sureness_init(LiltSureness *self)
{
    gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
    gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}

void
lilt_sureness_set_bars(LiltSureness *self, guint n_bars)
{
    g_return_if_fail(LILT_IS_SURENESS(self));
    self->n_bars = MIN(n_bars, N_BARS);
    gtk_widget_set_visible(GTK_WIDGET(self), n_bars > 0);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
