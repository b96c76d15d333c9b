/* One probability as a bar with a mark. */
#include "probability.h"

#include <glib/gi18n-lib.h>

#include "drawing.h"
#include "moods.h"
#include "text.h"

enum { HEIGHT_PX = 18, BAR_PX = 8 };

struct _LiltProbability {
    GtkWidget parent_instance;
    LiltEmotion emotion;
    double moment, steady;
};
G_DEFINE_FINAL_TYPE(LiltProbability, lilt_probability, GTK_TYPE_WIDGET)

static void
lilt_probability_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : HEIGHT_PX;
}

static void
lilt_probability_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltProbability *self = LILT_PROBABILITY(widget);
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    const double top = height / 2 - BAR_PX / 2.0;
    const GdkRGBA trough = lilt_ink(widget, 0.1), mark = lilt_ink(widget, 0.8);
    const GdkRGBA fill = lilt_colour(widget, lilt_mood_look(self->emotion).colour, 1);
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot,
                                            &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

    lilt_rounded(cr, 0, top, width, BAR_PX, BAR_PX / 2.0);
    gdk_cairo_set_source_rgba(cr, &trough);
    cairo_fill(cr);
    lilt_rounded(cr, 0, top, MAX(BAR_PX, width * self->moment), BAR_PX, BAR_PX / 2.0);
    gdk_cairo_set_source_rgba(cr, &fill);
    cairo_fill(cr);
    if (self->steady > 0.04) {
        lilt_rounded(cr, width * self->steady - 1, top - 3, 2, BAR_PX + 6, 1);
        gdk_cairo_set_source_rgba(cr, &mark);
        cairo_fill(cr);
    }
    cairo_destroy(cr);
}

static void
lilt_probability_class_init(LiltProbabilityClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    widget_class->measure = lilt_probability_measure;
    widget_class->snapshot = lilt_probability_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
lilt_probability_init(LiltProbability *self)
{
    gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
}

LiltProbability *
lilt_probability_new(LiltEmotion emotion)
{
    LiltProbability *self = g_object_new(LILT_TYPE_PROBABILITY, NULL);

    self->emotion = emotion;
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   lilt_mood_look(emotion).looks, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                   0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0, -1);
    lilt_probability_set(self, 0, 0);
    return self;
}

void
lilt_probability_set(LiltProbability *self, double moment, double steady)
{
    g_autofree char *words = NULL;

    g_return_if_fail(LILT_IS_PROBABILITY(self));
    self->moment = CLAMP(moment, 0, 1);
    self->steady = CLAMP(steady, 0, 1);
    words = g_strdup_printf(_("%.0f percent now, %.0f percent steady"), 100 * self->moment,
                            100 * self->steady);
    lilt_tip(GTK_WIDGET(self), words);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                   100 * self->moment, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words,
                                   -1);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
