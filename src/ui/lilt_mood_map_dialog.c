/* A mood of the mood map, to be changed. */
#include "lilt_mood_map_dialog.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

struct _LiltMoodMapDialog {
    AdwWindow parent_instance;
    LiltEmotion mood;
    AdwWindowTitle *heading;
    GtkRange *valence, *arousal, *tempo, *tonality;
    GtkFlowBox *genres;
    GtkToggleButton *chips[LILT_N_GENRES]; /* borrowed from `genres`; none for unknown */
};
G_DEFINE_FINAL_TYPE(LiltMoodMapDialog, lilt_mood_map_dialog, ADW_TYPE_WINDOW)

static void
save(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltMoodMapDialog *self = LILT_MOOD_MAP_DIALOG(widget);
    GVariantBuilder genres;

    (void)action, (void)nothing;
    g_variant_builder_init(&genres, G_VARIANT_TYPE("as"));
    for (int i = 0; i < LILT_N_GENRES; i++)
        if (self->chips[i] != NULL && gtk_toggle_button_get_active(self->chips[i]))
            g_variant_builder_add(&genres, "s", lilt_genre_label((LiltGenre)i));
    gtk_widget_activate_action(widget, "app.set-mood-map", "(s(ddddas))",
                               lilt_emotion_label(self->mood), gtk_range_get_value(self->valence),
                               gtk_range_get_value(self->arousal), gtk_range_get_value(self->tempo),
                               gtk_range_get_value(self->tonality), &genres);
    gtk_window_close(GTK_WINDOW(widget));
}

static void
reset(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltMoodMapDialog *self = LILT_MOOD_MAP_DIALOG(widget);

    (void)action, (void)nothing;
    gtk_widget_activate_action(widget, "app.reset-mood-map", "s", lilt_emotion_label(self->mood));
    gtk_window_close(GTK_WINDOW(widget));
}

static void
lilt_mood_map_dialog_class_init(LiltMoodMapDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_map_dialog.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, heading);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, valence);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, arousal);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, tempo);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, tonality);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMapDialog, genres);
    gtk_widget_class_install_action(widget_class, "map.save", NULL, save);
    gtk_widget_class_install_action(widget_class, "map.reset", NULL, reset);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lilt_mood_map_dialog_init(LiltMoodMapDialog *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

static void
fill(LiltMoodMapDialog *self, const LiltMoodTable *table)
{
    const LiltMoodPlace *place = &table->places[self->mood];

    gtk_range_set_value(self->valence, (double)place->music.valence);
    gtk_range_set_value(self->arousal, (double)place->music.arousal);
    gtk_range_set_value(self->tempo, (double)place->tempo_bpm);
    gtk_range_set_value(self->tonality, (double)place->tonality);
    for (int i = 0; i < LILT_N_GENRES; i++) {
        const LiltGenre genre = (LiltGenre)i;
        GtkWidget *chip, *child;

        if (genre == LILT_GENRE_UNKNOWN)
            continue;
        chip = gtk_toggle_button_new_with_label(_(lilt_genre_label(genre)));
        child = gtk_flow_box_child_new();
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(chip),
                                     lilt_mood_favours(table, self->mood, genre));
        gtk_widget_add_css_class(chip, "chip");
        gtk_flow_box_child_set_child(GTK_FLOW_BOX_CHILD(child), chip);
        gtk_widget_set_focusable(child, FALSE); /* the chip in it is the control */
        gtk_flow_box_append(self->genres, child);
        self->chips[i] = GTK_TOGGLE_BUTTON(chip);
    }
}

void
lilt_mood_map_dialog_open(GtkWindow *parent, LiltSession *session, LiltEmotion mood)
{
    LiltMoodMapDialog *self = g_object_new(LILT_TYPE_MOOD_MAP_DIALOG, "transient-for", parent,
                                           "application", gtk_window_get_application(parent), NULL);

    self->mood = mood;
    adw_window_title_set_title(self->heading, lilt_mood_look(mood).name);
    adw_window_title_set_subtitle(self->heading, _("What Plays When…"));
    fill(self, lilt_session_get_mood_table(session));
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "map.reset",
                                  lilt_session_has_own_mood(session, mood));
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_buttons(GTK_WIDGET(self));
    gtk_window_present(GTK_WINDOW(self));
}
