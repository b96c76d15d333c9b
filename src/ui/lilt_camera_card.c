/* What the camera sees. */
#include "lilt_camera_card.h"

#include <glib/gi18n-lib.h>

#include "moods.h"
#include "preview.h"
#include "probability.h"
#include "resources.h"

struct _LiltCameraCard {
    GtkBox parent_instance;

    LiltPreview *preview;
    GtkLabel *word, *hint_words;
    GtkWidget *open, *hint;
    GtkImage *hint_icon;
    GtkGrid *bars;
    LiltProbability *probability[LILT_N_EMOTIONS];
};
G_DEFINE_FINAL_TYPE(LiltCameraCard, lilt_camera_card, GTK_TYPE_BOX)

/* One hint at most: the one that helps most comes first. */
static const struct {
    LiltHint hint;
    const char *icon, *words;
} hints[] = {
    {LILT_HINT_DARK, "display-brightness-symbolic",
     N_("A bit dark. More light on your face would help.")},
    {LILT_HINT_TWO_FACES, "system-users-symbolic", N_("Two faces. The nearest one counts.")},
    {LILT_HINT_ASIDE, "object-flip-horizontal-symbolic",
     N_("Turned away. Facing the screen would help.")},
    {LILT_HINT_SMALL, "zoom-in-symbolic", N_("Far away. A little nearer would help.")},
    {LILT_HINT_BLURRED, "view-reveal-symbolic", N_("Blurred. Keeping still would help.")},
};

static void
show_hint(LiltCameraCard *self, unsigned bits)
{
    gtk_widget_set_visible(self->hint, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(hints); i++) {
        if ((bits & hints[i].hint) == 0)
            continue;
        gtk_image_set_from_icon_name(self->hint_icon, hints[i].icon);
        gtk_label_set_label(self->hint_words, _(hints[i].words));
        gtk_widget_set_visible(self->hint, TRUE);
        return;
    }
}

static void
add_bar(LiltCameraCard *self, LiltEmotion emotion, int row)
{
    const LiltMoodLook look = lilt_mood_look(emotion);
    GtkWidget *face = g_object_new(GTK_TYPE_IMAGE, "icon-name", look.icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    GtkWidget *name = gtk_label_new(look.name);

    lilt_mood_dress(face, emotion);
    gtk_widget_add_css_class(name, "note");
    gtk_label_set_xalign(GTK_LABEL(name), 0);
    self->probability[emotion] = lilt_probability_new(emotion);
    gtk_grid_attach(self->bars, face, 0, row, 1, 1);
    gtk_grid_attach(self->bars, name, 1, row, 1, 1);
    gtk_grid_attach(self->bars, GTK_WIDGET(self->probability[emotion]), 2, row, 1, 1);
}

static void
lilt_camera_card_class_init(LiltCameraCardClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_PREVIEW);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_camera_card.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, preview);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, word);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, open);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, hint);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, hint_icon);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, hint_words);
    gtk_widget_class_bind_template_child(widget_class, LiltCameraCard, bars);
}

static void
lilt_camera_card_init(LiltCameraCard *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        add_bar(self, lilt_mood_order[i], i);
    lilt_camera_card_set_open(self, FALSE);
}

void
lilt_camera_card_set_picture(LiltCameraCard *self, GBytes *rgb, int width_px, int height_px)
{
    g_return_if_fail(LILT_IS_CAMERA_CARD(self));
    lilt_preview_set_picture(self->preview, rgb, width_px, height_px);
}

void
lilt_camera_card_set_reading(LiltCameraCard *self, const LiltReading *reading)
{
    g_return_if_fail(LILT_IS_CAMERA_CARD(self));
    lilt_preview_set_reading(self->preview, reading);
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        lilt_probability_set(self->probability[i],
                             reading != NULL && reading->has_face ? (double)reading->probs[i] : 0,
                             reading != NULL ? (double)reading->steady[i] : 0);
    show_hint(self, reading != NULL && reading->has_face ? reading->hints : 0);
    if (reading == NULL)
        gtk_label_set_label(self->word, _("Looking…"));
    else if (!reading->has_face)
        gtk_label_set_label(self->word, _("No face"));
    else
        gtk_label_set_label(self->word, lilt_mood_look(reading->expression).looks);
}

void
lilt_camera_card_set_open(LiltCameraCard *self, gboolean open)
{
    g_return_if_fail(LILT_IS_CAMERA_CARD(self));
    gtk_widget_set_visible(self->open, open);
    if (open)
        return;
    lilt_preview_clear(self->preview);
    lilt_camera_card_set_reading(self, NULL);
}
