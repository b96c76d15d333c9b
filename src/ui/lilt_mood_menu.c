/* The mood menu. Every control in it is a real button bound to an action. */
#include "lilt_mood_menu.h"

#include <glib/gi18n-lib.h>

#include "moods.h"
#include "resources.h"
#include "sureness.h"

enum { TILE_FACE_PX = 28, TILES_A_ROW = 4 };

struct _LiltMoodMenu {
    GtkPopover parent_instance;
    GListModel *queue; /* or NULL */
    LiltPolicy policy;

    GtkImage *face;
    GtkLabel *word, *detail, *sentence, *note, *policy_words;
    LiltSureness *sureness;
    GtkGrid *tiles;
    GtkWidget *automatic, *glance, *camera;
    GtkImage *camera_icon;
    GtkLabel *camera_name, *camera_key;
};
G_DEFINE_FINAL_TYPE(LiltMoodMenu, lilt_mood_menu, GTK_TYPE_POPOVER)

/* What the last button offers, by the camera's state. */
typedef struct {
    const char *name, *icon, *action;
    gboolean has_key;
} CameraOffer;

static CameraOffer
camera_offer(LiltCameraState state)
{
    switch (state) {
    case LILT_CAMERA_OFF:
        return (CameraOffer){N_("Turn On the Camera"), "camera-web-symbolic", "app.camera-off",
                             FALSE};
    case LILT_CAMERA_NOT_ALLOWED:
    case LILT_CAMERA_NOT_ASKED:
        return (CameraOffer){N_("Allow the Camera…"), "camera-web-symbolic", "win.ask-camera",
                             FALSE};
    case LILT_CAMERA_NONE:
    case LILT_CAMERA_FAILED:
        return (CameraOffer){N_("Look Again"), "view-refresh-symbolic", "app.glance", FALSE};
    case LILT_CAMERA_NO_MODEL:
        return (CameraOffer){NULL, NULL, NULL, FALSE};
    default:
        return (CameraOffer){N_("Camera Off"), "camera-disabled-symbolic", "win.close-camera",
                             TRUE};
    }
}

static void
show_camera_offer(LiltMoodMenu *self, LiltCameraState state)
{
    const CameraOffer offer = camera_offer(state);
    const gboolean can_look = state == LILT_CAMERA_CLOSED || state == LILT_CAMERA_OPENING ||
                              state == LILT_CAMERA_OPEN || state == LILT_CAMERA_BUSY ||
                              state == LILT_CAMERA_GONE;

    gtk_widget_set_visible(self->glance, can_look);
    gtk_widget_set_visible(self->camera, offer.name != NULL);
    if (offer.name == NULL)
        return;
    gtk_label_set_label(self->camera_name, _(offer.name));
    gtk_image_set_from_icon_name(self->camera_icon, offer.icon);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(self->camera), offer.action);
    gtk_widget_set_visible(GTK_WIDGET(self->camera_key), offer.has_key);
}

static void
show_policy(LiltMoodMenu *self)
{
    g_autoptr(LiltQueueItem) item = self->queue != NULL ? g_list_model_get_item(self->queue, 0)
                                                        : NULL;
    g_autofree char *words = NULL;

    if (item == NULL)
        words = g_strdup(lilt_policy_sentence(self->policy));
    else
        words = g_strdup_printf(_("%s\nNext: “%s”, when this one ends."),
                                lilt_policy_sentence(self->policy),
                                lilt_song_get_title(lilt_queue_item_get_song(item)));
    gtk_label_set_label(self->policy_words, words);
}

static void
on_told(LiltMoodMenu *self, LiltMoodTeller *teller)
{
    const LiltMoodWords *words = lilt_mood_teller_get_words(teller);
    const LiltMoodView *view = lilt_mood_teller_get_view(teller);

    gtk_image_set_from_icon_name(self->face, words->icon);
    lilt_mood_dress(GTK_WIDGET(self->face), words->mood);
    gtk_label_set_label(self->word, words->word);
    gtk_label_set_label(self->detail, words->detail);
    gtk_label_set_label(self->sentence, words->sentence);
    gtk_widget_set_visible(GTK_WIDGET(self->sentence),
                           g_strcmp0(words->sentence, gtk_label_get_label(self->note)) != 0);
    lilt_sureness_set_bars(self->sureness, words->n_bars);
    show_camera_offer(self, view->camera);
    self->policy = view->policy;
    show_policy(self);
}

/* A tile chooses a mood; the menu has then said all it can. */
static GtkWidget *
new_tile(LiltMoodMenu *self, LiltEmotion emotion, int key)
{
    const LiltMoodLook look = lilt_mood_look(emotion);
    GtkWidget *tile = gtk_toggle_button_new(), *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    GtkWidget *face = g_object_new(GTK_TYPE_IMAGE, "icon-name", look.icon, "pixel-size",
                                   TILE_FACE_PX, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
    GtkWidget *name = gtk_label_new(look.name);
    g_autofree char *tip = g_strdup_printf(_("%s (Ctrl+%d)"), look.name, key);
    g_autofree char *action = g_strconcat("app.mood::", lilt_emotion_label(emotion), NULL);

    lilt_mood_dress(face, emotion);
    gtk_box_append(GTK_BOX(box), face);
    gtk_box_append(GTK_BOX(box), name);
    gtk_button_set_child(GTK_BUTTON(tile), box);
    gtk_widget_add_css_class(tile, "flat");
    gtk_widget_add_css_class(tile, "mood-tile");
    gtk_widget_set_tooltip_text(tile, tip);
    gtk_accessible_update_property(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_PROPERTY_LABEL, look.name,
                                   -1);
    gtk_actionable_set_detailed_action_name(GTK_ACTIONABLE(tile), action);
    g_signal_connect_swapped(tile, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    return tile;
}

static void
lilt_mood_menu_class_init(LiltMoodMenuClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_SURENESS);
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_mood_menu.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, face);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, word);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, detail);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, sentence);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, note);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, sureness);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, policy_words);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, tiles);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, automatic);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, glance);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_icon);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_name);
    gtk_widget_class_bind_template_child(widget_class, LiltMoodMenu, camera_key);
    gtk_widget_class_bind_template_callback(widget_class, show_policy);
}

static void
lilt_mood_menu_init(LiltMoodMenu *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        gtk_grid_attach(self->tiles, new_tile(self, lilt_mood_order[i], i + 1), i % TILES_A_ROW,
                        i / TILES_A_ROW, 1, 1);
    g_signal_connect_swapped(self->automatic, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->glance, "clicked", G_CALLBACK(gtk_popover_popdown), self);
    g_signal_connect_swapped(self->camera, "clicked", G_CALLBACK(gtk_popover_popdown), self);
}

void
lilt_mood_menu_set_teller(LiltMoodMenu *self, LiltMoodTeller *teller)
{
    g_return_if_fail(LILT_IS_MOOD_MENU(self));
    g_signal_connect_object(teller, "told", G_CALLBACK(on_told), self, G_CONNECT_SWAPPED);
}

void
lilt_mood_menu_set_queue(LiltMoodMenu *self, GListModel *queue)
{
    g_return_if_fail(LILT_IS_MOOD_MENU(self));
    self->queue = queue;
}
