/* The chart of a day. */
#include "day_chart.h"

#include <glib/gi18n-lib.h>

#include "drawing.h"
#include "moods.h"

enum {
    SIDE_PX = 64, /* left of the line: words */
    BAND_PX = 34,
    HOURS_PX = 24, /* below the band */
    FACE_PX = 16,
    LEAST_HEIGHT_PX = 210,
    HEIGHT_PX = 330,
    HOUR_S = 60 * 60,
    GAP_S = 15 * 60,      /* the line is broken */
    SAME_MOOD_S = 5 * 60, /* the band is not, under one mood */
};

struct _LiltDayChart {
    GtkWidget parent_instance;
    GPtrArray *entries; /* or NULL */
    gint64 begin_s;     /* of the day */
};
G_DEFINE_FINAL_TYPE(LiltDayChart, lilt_day_chart, GTK_TYPE_WIDGET)

/* Where things lie. */
typedef struct {
    double left, width, middle, swing; /* of the line */
    double band;                       /* the top of the band */
    double from_s, until_s;            /* what is shown of the day, seconds since it began */
} Frame;

static const LiltJournalEntry *
entry_at(const LiltDayChart *self, guint i)
{
    return self->entries->pdata[i];
}

static guint
n_entries(const LiltDayChart *self)
{
    return self->entries != NULL ? self->entries->len : 0;
}

static double
begin_of(const LiltDayChart *self, guint i)
{
    return (double)(entry_at(self, i)->began_s - self->begin_s);
}

static double
end_of(const LiltDayChart *self, guint i)
{
    return begin_of(self, i) + (double)entry_at(self, i)->lasted_s;
}

/* Waking hours, and whatever else was written down. */
static Frame
frame_of(LiltDayChart *self)
{
    const double width = gtk_widget_get_width(GTK_WIDGET(self));
    const double height = gtk_widget_get_height(GTK_WIDGET(self));
    const double room = height - BAND_PX - HOURS_PX - 24;
    Frame frame = {.left = SIDE_PX,
                   .width = width - SIDE_PX - 8,
                   .middle = 8 + room / 2,
                   .swing = room / 2 - 4,
                   .band = height - HOURS_PX - BAND_PX,
                   .from_s = 7 * HOUR_S,
                   .until_s = 23 * HOUR_S};

    if (n_entries(self) > 0) {
        frame.from_s = MIN(frame.from_s, begin_of(self, 0));
        frame.until_s = MAX(frame.until_s, end_of(self, n_entries(self) - 1));
    }
    return frame;
}

static double
x_of(const Frame *frame, double at_s)
{
    return frame->left + (at_s - frame->from_s) / (frame->until_s - frame->from_s) * frame->width;
}

/* ---- the line -------------------------------------------------------------------------------- */

/* The first entry after `first` that does not follow closely on the one before it. */
static guint
end_of_stretch(const LiltDayChart *self, guint first)
{
    guint i = first + 1;

    while (i < n_entries(self) && begin_of(self, i) - end_of(self, i - 1) < GAP_S)
        i++;
    return i;
}

/* How bright, calmed by its neighbours: the line says where the day goes. */
static float
valence_at(const LiltDayChart *self, guint i, guint first, guint end)
{
    const float before = entry_at(self, i > first ? i - 1 : i)->point.valence;
    const float after = entry_at(self, i + 1 < end ? i + 1 : i)->point.valence;

    return (before + 2 * entry_at(self, i)->point.valence + after) / 4;
}

/* From the begin of the first entry over the middle of each to the end of the last. */
static GArray *
points_of(const LiltDayChart *self, const Frame *frame, guint first, guint end)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(graphene_point_t));

    for (guint i = first; i < end; i++) {
        const double y = frame->middle - (double)valence_at(self, i, first, end) * frame->swing;
        const double times[] = {begin_of(self, i), (begin_of(self, i) + end_of(self, i)) / 2,
                                end_of(self, i)};

        for (guint t = i == first ? 0 : 1; t < (i + 1 == end ? 3u : 2u); t++) {
            const graphene_point_t point = {(float)x_of(frame, times[t]), (float)y};

            g_array_append_val(points, point);
        }
    }
    return points;
}

/* The colours of the moods, one running into the next. */
static cairo_pattern_t *
colours_of(LiltDayChart *self, const Frame *frame, guint first, guint end)
{
    cairo_pattern_t *colours = cairo_pattern_create_linear(frame->left, 0,
                                                           frame->left + frame->width, 0);

    for (guint i = first; i < end; i++) {
        const char *name = lilt_mood_look(lilt_journal_emotion(entry_at(self, i))).colour;
        const GdkRGBA colour = lilt_colour(GTK_WIDGET(self), name, 1);
        const double middle = (begin_of(self, i) + end_of(self, i)) / 2;

        cairo_pattern_add_color_stop_rgb(
            colours, (x_of(frame, middle) - frame->left) / frame->width, (double)colour.red,
            (double)colour.green, (double)colour.blue);
    }
    return colours;
}

static void
draw_stretch(LiltDayChart *self, cairo_t *cr, const Frame *frame, guint first, guint end)
{
    g_autoptr(GArray) points = points_of(self, frame, first, end);
    const graphene_point_t *line = (const graphene_point_t *)(void *)points->data;
    cairo_pattern_t *colours = colours_of(self, frame, first, end);
    cairo_pattern_t *fade = cairo_pattern_create_linear(0, 0, 0, frame->band);

    cairo_pattern_add_color_stop_rgba(fade, 0, 0, 0, 0, 0.4);
    cairo_pattern_add_color_stop_rgba(fade, 1, 0, 0, 0, 0);
    cairo_save(cr);
    lilt_smooth(cr, line, points->len);
    cairo_line_to(cr, (double)line[points->len - 1].x, frame->band - 6);
    cairo_line_to(cr, (double)line[0].x, frame->band - 6);
    cairo_close_path(cr);
    cairo_clip(cr);
    cairo_set_source(cr, colours);
    cairo_mask(cr, fade);
    cairo_restore(cr);
    lilt_smooth(cr, line, points->len);
    cairo_set_source(cr, colours);
    cairo_set_line_width(cr, 3);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
    cairo_pattern_destroy(fade);
    cairo_pattern_destroy(colours);
}

static void
draw_scale(LiltDayChart *self, cairo_t *cr, const Frame *frame)
{
    const char *const words[] = {_("bright"), _("even"), _("heavy")};
    const GdkRGBA line = lilt_ink(GTK_WIDGET(self), 0.22), dim = lilt_ink(GTK_WIDGET(self), 0.66);

    for (int i = 0; i < 3; i++) {
        const double y = frame->middle + (i - 1) * frame->swing * 0.72;

        gdk_cairo_set_source_rgba(cr, &line);
        cairo_set_line_width(cr, 1);
        cairo_set_dash(cr, (const double[]){2, 4}, i == 1 ? 0 : 2, 0);
        cairo_move_to(cr, frame->left, y);
        cairo_line_to(cr, frame->left + frame->width, y);
        cairo_stroke(cr);
        lilt_draw_text(cr, GTK_WIDGET(self), words[i], frame->left - 10, y, 1, &dim);
    }
    cairo_set_dash(cr, NULL, 0, 0);
}

/* ---- the band -------------------------------------------------------------------------------- */

static void
draw_hours(LiltDayChart *self, cairo_t *cr, const Frame *frame)
{
    const GdkRGBA ground = lilt_ink(GTK_WIDGET(self), 0.07), dim = lilt_ink(GTK_WIDGET(self), 0.66);
    const int step = frame->width < 420 ? 4 : 2;

    gdk_cairo_set_source_rgba(cr, &ground);
    lilt_rounded(cr, frame->left, frame->band, frame->width, BAND_PX, 8);
    cairo_fill(cr);
    for (int hour = 0; hour <= 24; hour += step) {
        const double x = x_of(frame, hour * (double)HOUR_S);
        g_autofree char *words = g_strdup_printf("%d:00", hour);

        if (x >= frame->left && x <= frame->left + frame->width - 8)
            lilt_draw_text(cr, GTK_WIDGET(self), words, x, frame->band + BAND_PX + 13, 0.5, &dim);
    }
}

static gboolean
goes_on(const LiltDayChart *self, guint i)
{
    return lilt_journal_emotion(entry_at(self, i)) == lilt_journal_emotion(entry_at(self, i - 1)) &&
           entry_at(self, i)->by_hand == entry_at(self, i - 1)->by_hand &&
           begin_of(self, i) - end_of(self, i - 1) < SAME_MOOD_S;
}

/* A run of one mood: filled, or outlined where a hand chose it. */
static void
draw_run(LiltDayChart *self, cairo_t *cr, const Frame *frame, guint first, guint end)
{
    const char *name = lilt_mood_look(lilt_journal_emotion(entry_at(self, first))).colour;
    const gboolean by_hand = entry_at(self, first)->by_hand;
    const GdkRGBA fill = lilt_colour(GTK_WIDGET(self), name, by_hand ? 0.3 : 1);
    const GdkRGBA line = lilt_colour(GTK_WIDGET(self), name, 1);
    const double x = x_of(frame, begin_of(self, first));
    const double width = MAX(x_of(frame, end_of(self, end - 1)) - x - 1, 3);

    lilt_rounded(cr, x + 1, frame->band + 1, width - 2 > 1 ? width - 2 : 1, BAND_PX - 2, 7);
    gdk_cairo_set_source_rgba(cr, &fill);
    if (!by_hand) {
        cairo_fill(cr);
        return;
    }
    cairo_fill_preserve(cr);
    gdk_cairo_set_source_rgba(cr, &line);
    cairo_set_line_width(cr, 2);
    cairo_stroke(cr);
}

/* What stands out from a fill. */
static GdkRGBA
ink_on(LiltDayChart *self, const GdkRGBA *fill)
{
    const float light = 0.299f * fill->red + 0.587f * fill->green + 0.114f * fill->blue;

    return lilt_colour(GTK_WIDGET(self), light > 0.49f ? "face_on_light" : "face_on_dark", 1);
}

/* A face carries the meaning where there is room for one. */
static void
draw_run_face(LiltDayChart *self, GtkSnapshot *snapshot, const Frame *frame, guint first, guint end)
{
    const LiltEmotion emotion = lilt_journal_emotion(entry_at(self, first));
    const double x = x_of(frame, begin_of(self, first));
    const double width = x_of(frame, end_of(self, end - 1)) - x;
    const GdkRGBA fill = lilt_colour(GTK_WIDGET(self), lilt_mood_look(emotion).colour, 1);
    const GdkRGBA colour = entry_at(self, first)->by_hand ? lilt_ink(GTK_WIDGET(self), 0.85)
                                                          : ink_on(self, &fill);

    if (width >= FACE_PX + 6)
        lilt_draw_face(snapshot, GTK_WIDGET(self), emotion, x + width / 2,
                       frame->band + BAND_PX / 2.0, FACE_PX, &colour);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_day_chart_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltDayChart *self = LILT_DAY_CHART(widget);
    const Frame frame = frame_of(self);
    cairo_t *cr = gtk_snapshot_append_cairo(
        snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)gtk_widget_get_width(widget),
                                      (float)gtk_widget_get_height(widget)));

    draw_scale(self, cr, &frame);
    draw_hours(self, cr, &frame);
    for (guint i = 0, end; i < n_entries(self); i = end) {
        end = end_of_stretch(self, i);
        draw_stretch(self, cr, &frame, i, end);
    }
    for (guint i = 0, end; i < n_entries(self); i = end) {
        for (end = i + 1; end < n_entries(self) && goes_on(self, end);)
            end++;
        draw_run(self, cr, &frame, i, end);
    }
    cairo_destroy(cr);
    for (guint i = 0, end; i < n_entries(self); i = end) {
        for (end = i + 1; end < n_entries(self) && goes_on(self, end);)
            end++;
        draw_run_face(self, snapshot, &frame, i, end);
    }
}

static void
lilt_day_chart_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
    const gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = wide ? 240 : LEAST_HEIGHT_PX;
    *natural = wide ? 800 : HEIGHT_PX;
}

static void
lilt_day_chart_dispose(GObject *object)
{
    g_clear_pointer(&LILT_DAY_CHART(object)->entries, g_ptr_array_unref);
    G_OBJECT_CLASS(lilt_day_chart_parent_class)->dispose(object);
}

static void
lilt_day_chart_class_init(LiltDayChartClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_day_chart_dispose;
    widget_class->measure = lilt_day_chart_measure;
    widget_class->snapshot = lilt_day_chart_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lilt_day_chart_init(LiltDayChart *self)
{
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

void
lilt_day_chart_show(LiltDayChart *self, GPtrArray *entries, gint64 begin_s, const char *words)
{
    g_return_if_fail(LILT_IS_DAY_CHART(self));
    g_clear_pointer(&self->entries, g_ptr_array_unref);
    self->entries = entries != NULL ? g_ptr_array_ref(entries) : NULL;
    self->begin_s = begin_s;
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
