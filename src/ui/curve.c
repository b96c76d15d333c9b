/* The curve on a mood card. Many songs are averaged into a few points, so that the line shows where
 * the list goes and not every song's chance. */
#include "curve.h"

#include <glib/gi18n-lib.h>

#include "drawing.h"
#include "lilt/session.h"
#include "moods.h"

enum { MAX_POINTS = 9 };
static const double swing = 0.78; /* of half the height: a bend goes beyond its points */

struct _LiltCurve {
    GtkWidget parent_instance;
    LiltEmotion emotion;
    guint n_points;
    LiltPoint points[MAX_POINTS]; /* each the mean of its share of the songs */
};
G_DEFINE_FINAL_TYPE(LiltCurve, lilt_curve, GTK_TYPE_WIDGET)

static void
lilt_curve_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 60 : 40;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 40; /* it is given a height */
}

/* One of the two values at point i, calmed by its neighbours: the line says where the list goes. */
static double
value_at(LiltCurve *self, guint i, gboolean lively)
{
    const LiltPoint before = self->points[i > 0 ? i - 1 : 0], here = self->points[i];
    const LiltPoint after = self->points[MIN(i + 1, self->n_points - 1)];

    return lively ? (double)(before.arousal + 2 * here.arousal + after.arousal) / 4
                  : (double)(before.valence + 2 * here.valence + after.valence) / 4;
}

/* Lay the line of one of the two values over the whole width. */
static void
trace(LiltCurve *self, cairo_t *cr, gboolean lively, double width, double height)
{
    graphene_point_t line[MAX_POINTS];

    for (guint i = 0; i < self->n_points; i++) {
        line[i].x = (float)(i * width / (self->n_points - 1));
        line[i].y = (float)(height / 2 - value_at(self, i, lively) * swing * (height / 2));
    }
    lilt_smooth(cr, line, self->n_points);
}

static void
fill_below(LiltCurve *self, cairo_t *cr, const GdkRGBA *colour, double width, double height)
{
    cairo_pattern_t *fade = cairo_pattern_create_linear(0, 0, 0, height);

    cairo_pattern_add_color_stop_rgba(fade, 0, (double)colour->red, (double)colour->green,
                                      (double)colour->blue, 0.42);
    cairo_pattern_add_color_stop_rgba(fade, 1, (double)colour->red, (double)colour->green,
                                      (double)colour->blue, 0.05);
    trace(self, cr, FALSE, width, height);
    cairo_line_to(cr, width, height);
    cairo_line_to(cr, 0, height);
    cairo_close_path(cr);
    cairo_set_source(cr, fade);
    cairo_fill(cr);
    cairo_pattern_destroy(fade);
}

static void
lilt_curve_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltCurve *self = LILT_CURVE(widget);
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    const GdkRGBA colour = lilt_colour(widget, lilt_mood_look(self->emotion).colour, 1);
    const GdkRGBA middle = lilt_ink(widget, 0.22), lively = lilt_ink(widget, 0.5);
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot,
                                            &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

    gdk_cairo_set_source_rgba(cr, &middle);
    cairo_set_line_width(cr, 1);
    cairo_set_dash(cr, (const double[]){2, 4}, 2, 0);
    cairo_move_to(cr, 0, height / 2);
    cairo_line_to(cr, width, height / 2);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    if (self->n_points >= 2) {
        fill_below(self, cr, &colour, width, height);
        trace(self, cr, FALSE, width, height);
        gdk_cairo_set_source_rgba(cr, &colour);
        cairo_set_line_width(cr, 2.6);
        cairo_stroke(cr);
        trace(self, cr, TRUE, width, height);
        gdk_cairo_set_source_rgba(cr, &lively);
        cairo_set_line_width(cr, 1.6);
        cairo_set_dash(cr, (const double[]){4, 4}, 2, 0);
        cairo_stroke(cr);
    }
    cairo_destroy(cr);
}

static void
lilt_curve_class_init(LiltCurveClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    widget_class->measure = lilt_curve_measure;
    widget_class->snapshot = lilt_curve_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Say in words what the line shows. */
static void
describe(LiltCurve *self)
{
    const float from = self->n_points > 0 ? self->points[0].valence : 0;
    const float to = self->n_points > 0 ? self->points[self->n_points - 1].valence : 0;
    const char *words = _("Mood of the songs: even from first to last");

    if (self->n_points < 2)
        words = _("Mood of the songs: nothing to show yet");
    else if (to - from > 0.15f)
        words = _("Mood of the songs: grows brighter");
    else if (from - to > 0.15f)
        words = _("Mood of the songs: grows darker");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
lilt_curve_init(LiltCurve *self)
{
    self->emotion = LILT_EMOTION_UNKNOWN;
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    describe(self);
}

void
lilt_curve_show(LiltCurve *self, LiltEmotion emotion, GListModel *songs)
{
    const guint n_songs = g_list_model_get_n_items(songs);

    g_return_if_fail(LILT_IS_CURVE(self));
    self->emotion = emotion;
    self->n_points = MIN(n_songs, MAX_POINTS);
    for (guint p = 0; p < self->n_points; p++) {
        const guint begin = p * n_songs / self->n_points, end = (p + 1) * n_songs / self->n_points;
        LiltPoint sum = {0, 0};

        for (guint i = begin; i < end; i++) {
            g_autoptr(LiltSong) song = g_list_model_get_item(songs, i);
            const LiltPoint point = lilt_song_get_point(song);

            sum.valence += point.valence;
            sum.arousal += point.arousal;
        }
        self->points[p].valence = sum.valence / (float)(end - begin);
        self->points[p].arousal = sum.arousal / (float)(end - begin);
    }
    describe(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
