/* The mood button. */
#include "lilt_mood_button.h"

#include <glib/gi18n-lib.h>

#include "moods.h"
#include "resources.h"
#include "text.h"

struct _LiltMoodButton {
    AdwBin parent_instance;

    GtkMenuButton *button;
    LiltMoodMenu *menu;
    GtkImage *face;
    GtkLabel *word, *from;
};
G_DEFINE_FINAL_TYPE(LiltMoodButton, lilt_mood_button, ADW_TYPE_BIN)

/* An icon in the mood's colour, or in the text's when it is not a mood's face. */
static void
dress_icon(GtkImage *image, const LiltMoodWords *words)
{
    gtk_image_set_from_icon_name(image, words->icon);
    lilt_mood_dress(GTK_WIDGET(image), words->mood);
    if (!words->has_colour)
        gtk_widget_remove_css_class(GTK_WIDGET(image), lilt_mood_look(words->mood).style);
}

static void
on_told(LiltMoodButton *self, LiltMoodTeller *teller)
{
    const LiltMoodWords *words = lilt_mood_teller_get_words(teller);

    dress_icon(self->face, words);
    gtk_label_set_label(self->word, words->word);
    gtk_label_set_label(self->from, words->from);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   words->spoken, -1);
    lilt_tip(GTK_WIDGET(self->button), words->sentence);
}

static void
lilt_mood_button_class_init(LiltMoodButtonClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_MOOD_MENU);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_button.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodButton, button);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodButton, menu);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodButton, face);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodButton, word);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodButton, from);
}

static void
lilt_mood_button_init(LiltMoodButton *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_name_control(GTK_WIDGET(self->button), _("Mood"));
}

void
lilt_mood_button_set_teller(LiltMoodButton *self, LiltMoodTeller *teller)
{
    g_return_if_fail(LILT_IS_MOOD_BUTTON(self));
    g_signal_connect_object(teller, "told", G_CALLBACK(on_told), self, G_CONNECT_SWAPPED);
}

LiltMoodMenu *
lilt_mood_button_get_menu(LiltMoodButton *self)
{
    g_return_val_if_fail(LILT_IS_MOOD_BUTTON(self), NULL);
    return self->menu;
}

void
lilt_mood_button_open(LiltMoodButton *self)
{
    g_return_if_fail(LILT_IS_MOOD_BUTTON(self));
    gtk_menu_button_popup(self->button);
}
