/* The card of a mood's playlist. */
#include "lilt_mood_card.h"

#include <glib/gi18n-lib.h>

#include "curve.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

enum { CURVE_PX = 84, NARROW_CURVE_PX = 56 };

struct _LiltMoodCard {
    AdwBin parent_instance;
    LiltEmotion emotion;
    GListModel *songs;

    GtkButton *browse, *play;
    GtkImage *face;
    GtkLabel *title, *badge, *sound, *count, *length;
    LiltCurve *curve;
};
G_DEFINE_FINAL_TYPE(LiltMoodCard, lilt_mood_card, ADW_TYPE_BIN)

static void
show_songs(LiltMoodCard *self)
{
    const guint n = g_list_model_get_n_items(self->songs);
    g_autofree char *count = n > 0 ? lilt_text_songs(n) : g_strdup(_("No songs yet"));
    g_autofree char *length = n > 0 ? lilt_text_length(lilt_text_total_ms(self->songs))
                                    : g_strdup("");

    gtk_label_set_label(self->count, count);
    gtk_label_set_label(self->length, length);
    gtk_widget_set_sensitive(GTK_WIDGET(self->play), n > 0);
    lilt_curve_show(self->curve, self->emotion, self->songs);
}

static void
show_mood(LiltMoodCard *self)
{
    const LiltMoodLook look = lilt_mood_look(self->emotion);
    g_autofree char *browse = g_strdup_printf(_("Browse %s"), look.name);
    g_autofree char *play = g_strdup_printf(_("Play %s"), look.name);
    const char *label = lilt_emotion_label(self->emotion);
    g_autofree char *browse_action = g_strconcat("win.browse-mood::", label, NULL);
    g_autofree char *play_action = g_strconcat("app.play-playlist::", label, NULL);

    gtk_image_set_from_icon_name(self->face, look.icon);
    lilt_mood_dress(GTK_WIDGET(self->face), self->emotion);
    lilt_mood_dress(GTK_WIDGET(self->badge), self->emotion);
    gtk_label_set_label(self->title, look.name);
    gtk_label_set_label(self->sound, look.sound);
    gtk_widget_add_css_class(GTK_WIDGET(self), look.style);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->browse), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   browse, -1);
    lilt_name_control(GTK_WIDGET(self->play), play);
    gtk_actionable_set_detailed_action_name(GTK_ACTIONABLE(self->browse), browse_action);
    gtk_actionable_set_detailed_action_name(GTK_ACTIONABLE(self->play), play_action);
}

static void
lilt_mood_card_dispose(GObject *object)
{
    g_clear_object(&LILT_MOOD_CARD(object)->songs);
    G_OBJECT_CLASS(lilt_mood_card_parent_class)->dispose(object);
}

static void
lilt_mood_card_class_init(LiltMoodCardClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_CURVE);
    G_OBJECT_CLASS(klass)->dispose = lilt_mood_card_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_card.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, browse);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, play);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, face);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, title);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, badge);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, sound);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, count);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, length);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodCard, curve);
}

static void
lilt_mood_card_init(LiltMoodCard *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

LiltMoodCard *
lilt_mood_card_new(LiltEmotion emotion, GListModel *songs)
{
    LiltMoodCard *self = g_object_new(LILT_TYPE_MOOD_CARD, NULL);

    self->emotion = emotion;
    self->songs = g_object_ref(songs);
    g_signal_connect_object(songs, "items-changed", G_CALLBACK(show_songs), self,
                            G_CONNECT_SWAPPED);
    show_mood(self);
    show_songs(self);
    return self;
}

void
lilt_mood_card_set_narrow(LiltMoodCard *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_MOOD_CARD(self));
    gtk_widget_set_size_request(GTK_WIDGET(self->curve), -1, narrow ? NARROW_CURVE_PX : CURVE_PX);
}

void
lilt_mood_card_set_current(LiltMoodCard *self, gboolean current)
{
    g_return_if_fail(LILT_IS_MOOD_CARD(self));
    gtk_widget_set_visible(GTK_WIDGET(self->badge), current);
    if (current)
        gtk_widget_add_css_class(GTK_WIDGET(self), "current");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "current");
    if (current)
        gtk_widget_add_css_class(GTK_WIDGET(self->play), "suggested-action");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self->play), "suggested-action");
}
