/* The mirrored preview. The picture fills the card, cut where its shape differs. */
#include "preview.h"

#include <glib/gi18n-lib.h>

#include "drawing.h"

enum { HEIGHT_PX = 198, RADIUS_PX = 12 };

static const double most_enlarged = 1.25; /* over what would show all of the picture */
static const double share_above = 0.3;    /* of what is cut */

struct _LiltPreview {
    GtkWidget parent_instance;
    GdkTexture *picture; /* or NULL */
    gboolean has_face;
    graphene_rect_t face; /* in parts of the picture's width and height, 0..1, not mirrored */
};
G_DEFINE_FINAL_TYPE(LiltPreview, lilt_preview, GTK_TYPE_WIDGET)

static void
lilt_preview_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
    (void)widget, (void)for_size, (void)minimum_baseline, (void)natural_baseline;
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : HEIGHT_PX;
}

/* Where the whole picture lies. It covers the card unless too much would be cut away; what is cut
 * is taken from below rather than above, where faces are. */
static graphene_rect_t
picture_place(LiltPreview *self, double width, double height)
{
    const double pw = gdk_texture_get_width(self->picture);
    const double ph = gdk_texture_get_height(self->picture);
    const double contain = MIN(width / pw, height / ph), cover = MAX(width / pw, height / ph);
    const double scale = MIN(cover, contain * most_enlarged);

    return GRAPHENE_RECT_INIT((float)((width - pw * scale) / 2),
                              (float)((height - ph * scale) * share_above), (float)(pw * scale),
                              (float)(ph * scale));
}

/* Four corner strokes: a full frame would look like a cage round the face. */
static void
draw_corners(cairo_t *cr, double x, double y, double width, double height)
{
    const double arm = MIN(width, height) * 0.2, bend = 8;
    const double corners[4][4] = {
        {x, y, 1, 1},
        {x + width, y, -1, 1},
        {x + width, y + height, -1, -1},
        {x, y + height, 1, -1},
    };

    for (int i = 0; i < 4; i++) {
        const double cx = corners[i][0], cy = corners[i][1];
        const double dx = corners[i][2], dy = corners[i][3];

        cairo_move_to(cr, cx + dx * arm, cy);
        cairo_line_to(cr, cx + dx * bend, cy);
        cairo_curve_to(cr, cx, cy, cx, cy, cx, cy + dy * bend);
        cairo_line_to(cr, cx, cy + dy * arm);
    }
}

static void
draw_face_box(LiltPreview *self, GtkSnapshot *snapshot, const graphene_rect_t *place, double width,
              double height)
{
    GtkWidget *widget = GTK_WIDGET(self);
    const GdkRGBA shade = lilt_colour(widget, "preview_shade", 1);
    const GdkRGBA line = lilt_colour(widget, "preview_line", 1);
    const graphene_rect_t *f = &self->face;
    const float left = 1 - f->origin.x - f->size.width; /* mirrored */
    cairo_t *cr = gtk_snapshot_append_cairo(snapshot,
                                            &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int pass = 0; pass < 2; pass++) {
        draw_corners(cr, (double)(place->origin.x + left * place->size.width),
                     (double)(place->origin.y + f->origin.y * place->size.height),
                     (double)(f->size.width * place->size.width),
                     (double)(f->size.height * place->size.height));
        gdk_cairo_set_source_rgba(cr, pass == 0 ? &shade : &line);
        cairo_set_line_width(cr, pass == 0 ? 5.5 : 3);
        cairo_stroke(cr);
    }
    cairo_destroy(cr);
}

static void
lilt_preview_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    LiltPreview *self = LILT_PREVIEW(widget);
    const float width = (float)gtk_widget_get_width(widget);
    const float height = (float)gtk_widget_get_height(widget);
    graphene_rect_t place;
    GskRoundedRect clip;

    if (self->picture == NULL)
        return;
    place = picture_place(self, (double)width, (double)height);
    gsk_rounded_rect_init_from_rect(&clip, &GRAPHENE_RECT_INIT(0, 0, width, height), RADIUS_PX);
    gtk_snapshot_push_rounded_clip(snapshot, &clip);
    gtk_snapshot_save(snapshot);
    gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT(width, 0));
    gtk_snapshot_scale(snapshot, -1, 1);
    gtk_snapshot_append_texture(snapshot, self->picture, &place);
    gtk_snapshot_restore(snapshot);
    if (self->has_face)
        draw_face_box(self, snapshot, &place, (double)width, (double)height);
    gtk_snapshot_pop(snapshot);
}

static void
lilt_preview_dispose(GObject *object)
{
    g_clear_object(&LILT_PREVIEW(object)->picture);
    G_OBJECT_CLASS(lilt_preview_parent_class)->dispose(object);
}

static void
lilt_preview_class_init(LiltPreviewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_preview_dispose;
    widget_class->measure = lilt_preview_measure;
    widget_class->snapshot = lilt_preview_snapshot;
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

/* Say in words what is to be seen. */
static void
describe(LiltPreview *self)
{
    const char *words = _("Camera picture: nothing yet");

    if (self->picture != NULL)
        words = self->has_face ? _("Camera picture, mirrored: a face is found")
                               : _("Camera picture, mirrored: no face is found");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
lilt_preview_init(LiltPreview *self)
{
    gtk_widget_add_css_class(GTK_WIDGET(self), "preview");
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
    describe(self);
}

void
lilt_preview_set_picture(LiltPreview *self, GBytes *rgb, int width_px, int height_px)
{
    g_return_if_fail(LILT_IS_PREVIEW(self));
    g_clear_object(&self->picture);
    self->picture = gdk_memory_texture_new(width_px, height_px, GDK_MEMORY_R8G8B8, rgb,
                                           (gsize)width_px * 3);
    describe(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
lilt_preview_set_reading(LiltPreview *self, const LiltReading *reading)
{
    g_return_if_fail(LILT_IS_PREVIEW(self));
    self->has_face = reading != NULL && reading->has_face && reading->width_px > 0;
    if (self->has_face) {
        const float w = (float)reading->width_px, h = (float)reading->height_px;

        self->face = GRAPHENE_RECT_INIT((float)reading->face.x / w, (float)reading->face.y / h,
                                        (float)reading->face.width / w,
                                        (float)reading->face.height / h);
    }
    describe(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void
lilt_preview_clear(LiltPreview *self)
{
    g_return_if_fail(LILT_IS_PREVIEW(self));
    g_clear_object(&self->picture);
    lilt_preview_set_reading(self, NULL);
}
