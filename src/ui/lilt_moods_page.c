/* The Moods page. */
#include "lilt_moods_page.h"

#include <glib/gi18n-lib.h>

#include "blends_card.h"
#include "lilt_mood_card.h"
#include "lilt_playlist_view.h"
#include "moods.h"
#include "resources.h"
#include "text.h"

struct _LiltMoodsPage {
    AdwBin parent_instance;

    GtkStack *stack;
    GtkLabel *made_from;
    GtkFlowBox *cards;
    LiltMoodCard *card[LILT_N_EMOTIONS]; /* borrowed from `cards` */
    LiltPlaylistView *playlist;
};
G_DEFINE_FINAL_TYPE(LiltMoodsPage, lilt_moods_page, ADW_TYPE_BIN)

static void
show_count(LiltMoodsPage *self, guint position, guint removed, guint added, GListModel *songs)
{
    const guint n = g_list_model_get_n_items(songs);
    g_autofree char *count = lilt_text_count(n);
    g_autofree char *text = g_strdup_printf(
        ngettext("Made from your %s song.", "Made from your %s songs.", n), count);

    (void)position, (void)removed, (void)added;
    gtk_label_set_label(self->made_from, n > 0 ? text : _("They fill as soon as there is music."));
}

static void
on_told(LiltMoodsPage *self, LiltMoodTeller *teller)
{
    const LiltEmotion mood = lilt_mood_teller_get_words(teller)->mood;

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        lilt_mood_card_set_current(self->card[i], (LiltEmotion)i == mood);
}

static void
lilt_moods_page_class_init(LiltMoodsPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_PLAYLIST_VIEW);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_moods_page.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodsPage, stack);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodsPage, made_from);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodsPage, cards);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodsPage, playlist);
}

static void
lilt_moods_page_init(LiltMoodsPage *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

static void
add_card(LiltMoodsPage *self, GtkWidget *card)
{
    GtkWidget *place = gtk_flow_box_child_new();

    gtk_flow_box_child_set_child(GTK_FLOW_BOX_CHILD(place), card);
    gtk_widget_set_focusable(place, FALSE); /* the buttons on the card are the controls */
    gtk_flow_box_append(self->cards, place);
}

void
lilt_moods_page_set_session(LiltMoodsPage *self, LiltSession *session, LiltMoodTeller *teller)
{
    GListModel *songs = lilt_session_get_songs(session);

    g_return_if_fail(LILT_IS_MOODS_PAGE(self));
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion emotion = lilt_mood_order[i];

        self->card[emotion] = lilt_mood_card_new(emotion,
                                                 lilt_session_get_playlist(session, emotion));
        add_card(self, GTK_WIDGET(self->card[emotion]));
    }
    add_card(self, lilt_blends_card_new());
    lilt_playlist_view_set_session(self->playlist, session);
    g_signal_connect_object(songs, "items-changed", G_CALLBACK(show_count), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(teller, "told", G_CALLBACK(on_told), self, G_CONNECT_SWAPPED);
    show_count(self, 0, 0, 0, songs);
}

void
lilt_moods_page_browse(LiltMoodsPage *self, LiltEmotion emotion)
{
    g_return_if_fail(LILT_IS_MOODS_PAGE(self));
    if (emotion != LILT_EMOTION_UNKNOWN)
        lilt_playlist_view_show(self->playlist, emotion);
    gtk_stack_set_visible_child_name(self->stack,
                                     emotion != LILT_EMOTION_UNKNOWN ? "songs" : "cards");
}

void
lilt_moods_page_set_narrow(LiltMoodsPage *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_MOODS_PAGE(self));
    gtk_flow_box_set_max_children_per_line(self->cards, narrow ? 2 : 4);
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        lilt_mood_card_set_narrow(self->card[i], narrow);
    lilt_playlist_view_set_narrow(self->playlist, narrow);
}
