/* The songs behind a mood's card. */
#include "lilt_playlist_view.h"

#include <glib/gi18n-lib.h>

#include "curve.h"
#include "lilt_song_view.h"
#include "moods.h"
#include "resources.h"
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
    LiltCurve *curve;
    LiltSongView *list;
};
G_DEFINE_FINAL_TYPE(LiltPlaylistView, lilt_playlist_view, GTK_TYPE_BOX)

static void
show_songs(LiltPlaylistView *self)
{
    const guint n = g_list_model_get_n_items(self->songs);
    g_autofree char *songs = lilt_text_songs(n);
    g_autofree char *length = lilt_text_length(lilt_text_total_ms(self->songs));
    g_autofree char *both = g_strdup_printf("%s · %s", songs, length);

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
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, curve);
    gtk_widget_class_bind_template_child(widget_class, LiltPlaylistView, list);
}

static void
lilt_playlist_view_init(LiltPlaylistView *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_playlist_view_set_session(LiltPlaylistView *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_PLAYLIST_VIEW(self));
    g_set_object(&self->session, session);
    lilt_song_view_set_session(self->list, session);
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
    lilt_song_view_set_model(self->list, self->songs);
    show_songs(self);
}

void
lilt_playlist_view_set_narrow(LiltPlaylistView *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_PLAYLIST_VIEW(self));
    gtk_widget_set_visible(GTK_WIDGET(self->curve), !narrow);
    gtk_widget_set_hexpand(self->words, narrow);
    lilt_song_view_set_table(self->list, !narrow);
}
