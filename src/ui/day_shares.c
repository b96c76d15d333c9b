/* The thin line under a day. It only repeats what the day's name says, and has none of its own. */
#include "day_chart.h"

#include "drawing.h"
#include "moods.h"

struct _LiltDayShares {
    GtkWidget parent_instance;
    double seconds[LILT_N_EMOTIONS];
};
G_DEFINE_FINAL_TYPE(LiltDayShares, lilt_day_shares, GTK_TYPE_WIDGET)

static void
lilt_day_shares_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltDayShares *self = LILT_DAY_SHARES(widget);
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    const GdkRGBA ground = lilt_ink(widget, 0.08);
    double all = 0, x = 0;
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot,
                                            &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

    lilt_rounded(cr, 0, 0, width, height, height / 2);
    cairo_clip(cr);
    gdk_cairo_set_source_rgba(cr, &ground);
    cairo_paint(cr);
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        all += self->seconds[i];
    for (int i = 0; i < LILT_N_EMOTIONS && all > 0; i++) {
        const LiltEmotion mood = lilt_mood_order[i];
        const GdkRGBA colour = lilt_colour(widget, lilt_mood_look(mood).colour, 1);
        const double share = self->seconds[mood] / all * width;

        gdk_cairo_set_source_rgba(cr, &colour);
        cairo_rectangle(cr, x, 0, share, height);
        cairo_fill(cr);
        x += share;
    }
    cairo_destroy(cr);
}

static void
lilt_day_shares_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
    const gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = wide ? 20 : 6;
    *natural = wide ? 56 : 6;
}

static void
lilt_day_shares_class_init(LiltDaySharesClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    widget_class->measure = lilt_day_shares_measure;
    widget_class->snapshot = lilt_day_shares_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lilt_day_shares_init(LiltDayShares *self)
{
    (void)self;
}

void
lilt_day_shares_show(LiltDayShares *self, const double seconds[LILT_N_EMOTIONS])
{
    g_return_if_fail(LILT_IS_DAY_SHARES(self));
    memcpy(self->seconds, seconds, sizeof self->seconds);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
