/* The dial. Its plane does not mirror in right-to-left languages: feeling keeps its direction. */
#include "dial.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "drawing.h"
#include "moods.h"

enum { MAX_SONGS = 5, GLIDE_MS = 400, SIDE_PX = 46, EDGE_PX = 17, FACE_PX = 13, RIM_PX = 8 };

struct _LiltDial {
    GtkWidget parent_instance;
    LiltMood mood;
    LiltPoint from, now; /* the dot glides from `from` to the mood's point; `now` is between */
    LiltPoint tail;      /* where the mood was before */
    gboolean has_tail;
    LiltPoint songs[MAX_SONGS];
    gsize n_songs;
    LiltPoint goal;
    gboolean has_goal, lifting;
    AdwAnimation *glide;
};
G_DEFINE_FINAL_TYPE(LiltDial, lilt_dial, GTK_TYPE_WIDGET)

/* The circle in the widget's pixels. */
typedef struct {
    double x, y, radius;
} Circle;

static Circle
find_circle(GtkWidget *widget)
{
    const double width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);

    return (Circle){width / 2, height / 2, MAX(10, MIN(width / 2 - SIDE_PX, height / 2 - EDGE_PX))};
}

/* The plane is a square: its corners are drawn in, so that all of it lies on the disc. */
static graphene_point_t
place(const Circle *circle, LiltPoint point)
{
    const double bright = CLAMP((double)point.valence, -1, 1);
    const double lively = CLAMP((double)point.arousal, -1, 1);
    const double reach = circle->radius - RIM_PX;

    return GRAPHENE_POINT_INIT((float)(circle->x + bright * sqrt(1 - lively * lively / 2) * reach),
                               (float)(circle->y - lively * sqrt(1 - bright * bright / 2) * reach));
}

static void
lilt_dial_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 180;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 300 : 252;
}

/* The four corners of the plane glow in the colour of what lies there. */
static void
draw_ground(GtkWidget *widget, cairo_t *cr, const Circle *c)
{
    static const struct {
        const char *colour;
        LiltPoint point;
    } glows[] = {{"mood_happy", {0.75f, 0.62f}},
                 {"mood_sad", {-0.72f, -0.62f}},
                 {"mood_angry", {-0.72f, 0.66f}},
                 {"mood_calm", {0.68f, -0.72f}}};
    const GdkRGBA ground = lilt_colour(widget, "dial_bg", 1), line = lilt_ink(widget, 0.12);

    cairo_save(cr);
    cairo_arc(cr, c->x, c->y, c->radius, 0, 2 * G_PI);
    cairo_clip(cr);
    gdk_cairo_set_source_rgba(cr, &ground);
    cairo_paint(cr);
    for (gsize i = 0; i < G_N_ELEMENTS(glows); i++) {
        const GdkRGBA glow = lilt_colour(widget, glows[i].colour, 0.28);
        const graphene_point_t p = place(c, glows[i].point);
        cairo_pattern_t *fade = cairo_pattern_create_radial(
            (double)p.x, (double)p.y, 0, (double)p.x, (double)p.y, c->radius * 1.05);

        cairo_pattern_add_color_stop_rgba(fade, 0, (double)glow.red, (double)glow.green,
                                          (double)glow.blue, (double)glow.alpha);
        cairo_pattern_add_color_stop_rgba(fade, 1, (double)glow.red, (double)glow.green,
                                          (double)glow.blue, 0);
        cairo_set_source(cr, fade);
        cairo_paint(cr);
        cairo_pattern_destroy(fade);
    }
    cairo_restore(cr);
    cairo_set_line_width(cr, 1);
    gdk_cairo_set_source_rgba(cr, &line);
    cairo_move_to(cr, c->x - c->radius, c->y);
    cairo_line_to(cr, c->x + c->radius, c->y);
    cairo_move_to(cr, c->x, c->y - c->radius);
    cairo_line_to(cr, c->x, c->y + c->radius);
    cairo_new_sub_path(cr);
    cairo_arc(cr, c->x, c->y, c->radius / 2, 0, 2 * G_PI);
    cairo_new_sub_path(cr);
    cairo_arc(cr, c->x, c->y, c->radius, 0, 2 * G_PI);
    cairo_stroke(cr);
}

static void
draw_words(GtkWidget *widget, cairo_t *cr, const Circle *c)
{
    const GdkRGBA dim = lilt_ink(widget, 0.68);

    lilt_draw_text(cr, widget, _("lively"), c->x, c->y - c->radius - 9, 0.5, &dim);
    lilt_draw_text(cr, widget, _("calm"), c->x, c->y + c->radius + 9, 0.5, &dim);
    lilt_draw_text(cr, widget, _("heavy"), c->x - c->radius - 6, c->y, 1, &dim);
    lilt_draw_text(cr, widget, _("bright"), c->x + c->radius + 6, c->y, 0, &dim);
}

static void
draw_faces(GtkWidget *widget, GtkSnapshot *snapshot, const Circle *c)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion emotion = (LiltEmotion)i;
        const graphene_point_t p = place(c, lilt_emotion_place(emotion));
        const GdkRGBA colour = lilt_colour(widget, lilt_mood_look(emotion).colour, 0.85);
        /* afraid and angry lie almost on one spot: a few pixels keep both to be seen */
        const double aside = emotion == LILT_FEAR ? -7 : emotion == LILT_ANGRY ? 5 : 0;

        lilt_draw_face(snapshot, widget, emotion, (double)p.x + aside, (double)p.y, FACE_PX,
                       &colour);
    }
}

static void
fill_dot(cairo_t *cr, graphene_point_t p, double radius, const GdkRGBA *colour)
{
    cairo_arc(cr, (double)p.x, (double)p.y, radius, 0, 2 * G_PI);
    gdk_cairo_set_source_rgba(cr, colour);
    cairo_fill(cr);
}

/* From now through the songs to come, and on to the goal if there is one. */
static void
draw_path(LiltDial *self, cairo_t *cr, const Circle *c)
{
    const GdkRGBA ink = lilt_ink(GTK_WIDGET(self), 0.62);
    const double dots[] = {1, 5};
    graphene_point_t p = place(c, self->now);

    cairo_save(cr);
    cairo_move_to(cr, (double)p.x, (double)p.y);
    for (gsize i = 0; i < self->n_songs; i++) {
        p = place(c, self->songs[i]);
        cairo_line_to(cr, (double)p.x, (double)p.y);
    }
    if (self->has_goal) {
        p = place(c, self->goal);
        cairo_line_to(cr, (double)p.x, (double)p.y);
    }
    cairo_set_dash(cr, dots, G_N_ELEMENTS(dots), 0);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, 2.4);
    gdk_cairo_set_source_rgba(cr, &ink);
    cairo_stroke(cr);
    cairo_restore(cr);
}

/* The double ring where a path ends. */
static void
draw_goal(LiltDial *self, cairo_t *cr, const Circle *c)
{
    const GdkRGBA inside = lilt_colour(GTK_WIDGET(self), "dial_dot", 1);
    const GdkRGBA ring = lilt_colour(GTK_WIDGET(self), "mood_calm", 1);
    const graphene_point_t p = place(c, self->goal);

    fill_dot(cr, p, 9, &inside);
    cairo_arc(cr, (double)p.x, (double)p.y, 8.5, 0, 2 * G_PI);
    gdk_cairo_set_source_rgba(cr, &ring);
    cairo_set_line_width(cr, 2.4);
    cairo_stroke(cr);
    fill_dot(cr, p, 4, &ring);
}

static void
draw_songs(LiltDial *self, cairo_t *cr, const Circle *c)
{
    const GdkRGBA inside = lilt_colour(GTK_WIDGET(self), "dial_dot", 1);
    const GdkRGBA ring = lilt_ink(GTK_WIDGET(self), 0.62);

    for (gsize i = 0; i < self->n_songs; i++) {
        const graphene_point_t p = place(c, self->songs[i]);

        fill_dot(cr, p, 5, &inside);
        cairo_arc(cr, (double)p.x, (double)p.y, 5, 0, 2 * G_PI);
        gdk_cairo_set_source_rgba(cr, &ring);
        cairo_set_line_width(cr, 2);
        cairo_stroke(cr);
    }
}

static void
draw_tail(LiltDial *self, cairo_t *cr, graphene_point_t from, graphene_point_t to)
{
    const GdkRGBA ink = lilt_ink(GTK_WIDGET(self), 0.42);
    cairo_pattern_t *fade = cairo_pattern_create_linear((double)from.x, (double)from.y,
                                                        (double)to.x, (double)to.y);

    cairo_pattern_add_color_stop_rgba(fade, 0, (double)ink.red, (double)ink.green, (double)ink.blue,
                                      0);
    cairo_pattern_add_color_stop_rgba(fade, 1, (double)ink.red, (double)ink.green, (double)ink.blue,
                                      (double)ink.alpha);
    cairo_move_to(cr, (double)from.x, (double)from.y);
    cairo_line_to(cr, (double)to.x, (double)to.y);
    cairo_set_source(cr, fade);
    cairo_set_line_width(cr, 2.2);
    cairo_stroke(cr);
    cairo_pattern_destroy(fade);
}

static void
draw_now(LiltDial *self, cairo_t *cr, const Circle *c)
{
    GtkWidget *widget = GTK_WIDGET(self);
    const char *name = lilt_mood_look(self->mood.label).colour;
    const GdkRGBA fill = lilt_colour(widget, name, 1), halo = lilt_colour(widget, name, 0.2);
    const GdkRGBA rim = lilt_colour(widget, "preview_line", 1);
    const graphene_point_t p = place(c, self->now);
    const double doubt = 1 - CLAMP((double)self->mood.confidence, 0, 1);

    if (self->has_tail)
        draw_tail(self, cr, place(c, self->tail), p);
    fill_dot(cr, p, 11 + 0.4 * doubt * c->radius, &halo);
    fill_dot(cr, p, 10.5, &rim);
    fill_dot(cr, p, 7.5, &fill);
}

static void
lilt_dial_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltDial *self = LILT_DIAL(widget);
    const Circle circle = find_circle(widget);
    const graphene_rect_t all = GRAPHENE_RECT_INIT(0, 0, (float)gtk_widget_get_width(widget),
                                                   (float)gtk_widget_get_height(widget));
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &all);

    draw_ground(widget, cr, &circle);
    draw_words(widget, cr, &circle);
    cairo_destroy(cr);
    draw_faces(widget, snapshot, &circle);
    cr = gtk_snapshot_append_cairo(snapshot, &all);
    if (self->has_goal || self->lifting)
        draw_path(self, cr, &circle);
    draw_songs(self, cr, &circle);
    if (self->has_goal)
        draw_goal(self, cr, &circle);
    if (self->mood.label != LILT_EMOTION_UNKNOWN)
        draw_now(self, cr, &circle);
    cairo_destroy(cr);
}

static void
glide_to(double share, gpointer data)
{
    LiltDial *self = data;
    const float s = (float)share;

    self->now.valence = self->from.valence + s * (self->mood.point.valence - self->from.valence);
    self->now.arousal = self->from.arousal + s * (self->mood.point.arousal - self->from.arousal);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void
lilt_dial_dispose(GObject *object)
{
    g_clear_object(&LILT_DIAL(object)->glide);
    G_OBJECT_CLASS(lilt_dial_parent_class)->dispose(object);
}

static void
lilt_dial_class_init(LiltDialClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_dial_dispose;
    widget_class->measure = lilt_dial_measure;
    widget_class->snapshot = lilt_dial_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
lilt_dial_init(LiltDial *self)
{
    self->mood.label = LILT_EMOTION_UNKNOWN;
    self->glide = adw_timed_animation_new(GTK_WIDGET(self), 0, 1, GLIDE_MS,
                                          adw_callback_animation_target_new(glide_to, self, NULL));
}

void
lilt_dial_set_mood(LiltDial *self, const LiltMood *mood, const char *words)
{
    g_return_if_fail(LILT_IS_DIAL(self));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    if (self->mood.label != LILT_EMOTION_UNKNOWN && mood->label != self->mood.label) {
        self->tail = self->mood.point;
        self->has_tail = TRUE;
    }
    self->from = self->mood.label == LILT_EMOTION_UNKNOWN ? mood->point : self->now;
    self->mood = *mood;
    adw_animation_play(self->glide);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
lilt_dial_set_path(LiltDial *self, const LiltPoint *goal, gboolean lifting)
{
    g_return_if_fail(LILT_IS_DIAL(self));
    self->has_goal = goal != NULL;
    if (goal != NULL)
        self->goal = *goal;
    self->lifting = lifting;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
lilt_dial_set_songs(LiltDial *self, const LiltPoint *points, gsize n_points)
{
    g_return_if_fail(LILT_IS_DIAL(self));
    self->n_songs = MIN(n_points, MAX_SONGS);
    for (gsize i = 0; i < self->n_songs; i++)
        self->songs[i] = points[i];
    gtk_widget_queue_draw(GTK_WIDGET(self));
}
