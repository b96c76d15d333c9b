/* The mood on the Now page. */
#include "lilt_mood_pane.h"

#include <glib/gi18n-lib.h>

#include "dial.h"
#include "moods.h"
#include "resources.h"
#include "sureness.h"

enum { N_SHOWN = 5 };

struct _LiltMoodPane {
    GtkBox parent_instance;

    GtkImage *face;
    GtkLabel *word, *detail, *plan;
    LiltSureness *sureness;
    LiltDial *dial;
    GtkWidget *camera, *automatic;
};
G_DEFINE_FINAL_TYPE(LiltMoodPane, lilt_mood_pane, GTK_TYPE_BOX)

/* A camera can be shown where there is one that may be opened. */
static gboolean
has_camera(LiltCameraState state)
{
    return state == LILT_CAMERA_CLOSED || state == LILT_CAMERA_OPENING || state == LILT_CAMERA_OPEN;
}

static void
on_told(LiltMoodPane *self, LiltMoodTeller *teller)
{
    const LiltMoodWords *words = lilt_mood_teller_get_words(teller);
    const LiltMoodView *view = lilt_mood_teller_get_view(teller);
    const gboolean by_hand = view->source == LILT_FROM_HAND;
    const gboolean lifting = view->policy == LILT_POLICY_LIFT &&
                             words->mood != LILT_EMOTION_UNKNOWN && view->mood.point.valence < 0;
    const gboolean leads = lifting || view->policy == LILT_POLICY_PATH;
    g_autofree char *plan = lilt_plan_markup(view);
    LiltMood mood = view->mood;

    gtk_image_set_from_icon_name(self->face, words->icon);
    lilt_mood_dress(GTK_WIDGET(self->face), words->mood);
    gtk_label_set_label(self->word, words->word);
    gtk_label_set_label(self->detail, words->detail);
    lilt_sureness_set_bars(self->sureness, words->n_bars);
    mood.label = words->mood; /* the dial shows no mood that the words do not speak of */
    lilt_dial_set_mood(self->dial, &mood, words->spoken);
    lilt_dial_set_path(self->dial, view->policy == LILT_POLICY_PATH ? &view->goal : NULL, lifting);
    gtk_widget_set_visible(self->automatic, by_hand);
    gtk_widget_set_visible(GTK_WIDGET(self->plan), !by_hand || leads);
    if (leads || words->mood != LILT_EMOTION_UNKNOWN)
        gtk_label_set_markup(self->plan, plan);
    else if (has_camera(view->camera))
        gtk_label_set_label(self->plan, words->sentence);
    else
        gtk_label_set_label(self->plan, _("Pick a mood, and songs that go with it play."));
    gtk_widget_set_visible(self->camera, has_camera(view->camera));
}

static void
show_songs(LiltMoodPane *self, guint position, guint removed, guint added, GListModel *queue)
{
    LiltPoint points[N_SHOWN];
    guint n = 0;

    (void)position, (void)removed, (void)added;
    for (; n < N_SHOWN && n < g_list_model_get_n_items(queue); n++) {
        g_autoptr(LiltQueueItem) item = g_list_model_get_item(queue, n);

        points[n] = lilt_song_get_point(lilt_queue_item_get_song(item));
    }
    lilt_dial_set_songs(self->dial, points, n);
}

static void
lilt_mood_pane_class_init(LiltMoodPaneClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_DIAL);
    g_type_ensure(LILT_TYPE_SURENESS);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_pane.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, face);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, word);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, detail);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, sureness);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, dial);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, plan);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, automatic);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodPane, camera);
}

static void
lilt_mood_pane_init(LiltMoodPane *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_mood_pane_set_teller(LiltMoodPane *self, LiltMoodTeller *teller)
{
    g_return_if_fail(LILT_IS_MOOD_PANE(self));
    g_signal_connect_object(teller, "told", G_CALLBACK(on_told), self, G_CONNECT_SWAPPED);
}

void
lilt_mood_pane_set_queue(LiltMoodPane *self, GListModel *queue)
{
    g_return_if_fail(LILT_IS_MOOD_PANE(self));
    g_signal_connect_object(queue, "items-changed", G_CALLBACK(show_songs), self,
                            G_CONNECT_SWAPPED);
    show_songs(self, 0, 0, 0, queue);
}
