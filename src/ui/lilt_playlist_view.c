/* The songs behind a mood's card. */
#include "lilt_playlist_view.h"

#include <glib/gi18n-lib.h>

#include "curve.h"
#include "lilt_song_view.h"
#include "moods.h"
#include "resources.h"
#include "song_menu.h"
#include "text.h"

struct _LiltPlaylistView {
    GtkBox parent_instance;
    LiltSession *session;
    LiltEmotion emotion;
    GListModel *songs; /* the playlist shown, or NULL */
    gulong changed;    /* our handler on `songs` */

    GtkImage *face;
    GtkWidget *words;
    GtkLabel *title, *sound, *count;
    GtkButton *play;
    GtkMenuButton *menu;
    LiltCurve *curve;
    LiltSongView *list;
};
G_DEFINE_FINAL_TYPE(LiltPlaylistView, lilt_playlist_view, GTK_TYPE_BOX)

/* The menu is made when it opens: playlists come and go. */
static void
fill_menu(GtkMenuButton *button, gpointer data)
{
    LiltPlaylistView *self = data;
    const char *label = lilt_emotion_label(self->emotion);
    const gboolean pinned = lilt_session_is_pinned(self->session, self->emotion);
    g_autoptr(GMenu) menu = g_menu_new();
    g_autoptr(GMenuModel) lists = lilt_lists_menu_new(self->session, lilt_song_ids(self->songs));
    g_autoptr(GMenuItem) pin = g_menu_item_new(
        pinned ? _("Unpin: Let Lilt Choose Again") : _("Pin: Keep This List as It Is"), NULL);
    g_autoptr(GMenuItem) export = g_menu_item_new(_("Export…"), NULL);

    g_menu_item_set_action_and_target(pin, "app.pin-mood", "(sb)", label, !pinned);
    g_menu_append_item(menu, pin);
    g_menu_append_submenu(menu, _("Add to Playlist"), lists);
    g_menu_item_set_action_and_target(export, "win.export-mood", "s", label);
    g_menu_append_item(menu, export);
    gtk_menu_button_set_menu_model(button, G_MENU_MODEL(menu));
}

static void
show_songs(LiltPlaylistView *self)
{
    if (self->songs == NULL)
        return;
    const guint n = g_list_model_get_n_items(self->songs);
    const gboolean pinned = lilt_session_is_pinned(self->session, self->emotion);
    g_autofree char *songs = lilt_text_songs(n);
    g_autofree char *length = lilt_text_length(lilt_text_total_ms(self->songs));
    g_autofree char *both = g_strdup_printf("%s · %s", songs, length);
    g_autofree char *kept = g_strdup_printf("%s · %s", both, _("Pinned: it stays as it is"));

    if (pinned)
        gtk_label_set_label(self->count, kept);
    else
        gtk_label_set_label(self->count, n > 0 ? both : _("Playlists grow while songs are read."));
    gtk_widget_set_sensitive(GTK_WIDGET(self->play), n > 0);
    lilt_curve_show(self->curve, self->emotion, self->songs);
}

static void
forget_songs(LiltPlaylistView *self)
{
    if (self->songs != NULL)
        g_clear_signal_handler(&self->changed, self->songs);
    g_clear_object(&self->songs);
}

static void
lilt_playlist_view_dispose(GObject *object)
{
    LiltPlaylistView *self = LILT_PLAYLIST_VIEW(object);

    forget_songs(self);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_playlist_view_parent_class)->dispose(object);
}

static void
lilt_playlist_view_class_init(LiltPlaylistViewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_CURVE);
    g_type_ensure(LILT_TYPE_SONG_VIEW);
    G_OBJECT_CLASS(klass)->dispose = lilt_playlist_view_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_playlist_view.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, face);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, words);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, title);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, sound);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, count);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, play);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, menu);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, curve);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, list);
}

static void
lilt_playlist_view_init(LiltPlaylistView *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_menu_button_set_create_popup_func(self->menu, fill_menu, self, NULL);
    lilt_name_control(GTK_WIDGET(self->menu), _("More"));
}

void
lilt_playlist_view_set_session(LiltPlaylistView *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_PLAYLIST_VIEW(self));
    g_set_object(&self->session, session);
    lilt_song_view_set_session(self->list, session);
    g_signal_connect_object(lilt_session_get_actions(session), "action-state-changed::pinned-moods",
                            G_CALLBACK(show_songs), self, G_CONNECT_SWAPPED);
}

void
lilt_playlist_view_show(LiltPlaylistView *self, LiltEmotion emotion)
{
    const LiltMoodLook look = lilt_mood_look(emotion);

    g_return_if_fail(LILT_IS_PLAYLIST_VIEW(self));
    forget_songs(self);
    self->emotion = emotion;
    self->songs = g_object_ref(lilt_session_get_playlist(self->session, emotion));
    self->changed = g_signal_connect_swapped(self->songs, "items-changed", G_CALLBACK(show_songs),
                                             self);
    gtk_image_set_from_icon_name(self->face, look.icon);
    lilt_mood_dress(GTK_WIDGET(self->face), emotion);
    gtk_label_set_label(self->title, look.name);
    gtk_label_set_label(self->sound, look.sound);
    gtk_actionable_set_action_target(GTK_ACTIONABLE(self->play), "s", lilt_emotion_label(emotion));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(self->play), "app.play-playlist");
    lilt_song_view_set_mood(self->list, emotion);
    lilt_song_view_set_model(self->list, self->songs);
    show_songs(self);
}

void
lilt_playlist_view_set_narrow(LiltPlaylistView *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_PLAYLIST_VIEW(self));
    lilt_button_fit(self->play, _("Play"), "media-playback-start-symbolic", narrow);
    gtk_widget_set_visible(GTK_WIDGET(self->curve), !narrow);
    gtk_widget_set_hexpand(self->words, narrow);
    lilt_song_view_set_table(self->list, !narrow);
}
