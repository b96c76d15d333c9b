/* The player bar. Pressing its cover goes to the Now page. */
#include "lilt_player_bar.h"

#include "cover.h"
#include "lilt_play_button.h"
#include "lilt_seek.h"
#include "lilt_volume.h"
#include "resources.h"
#include "text.h"

struct _LiltPlayerBar {
    AdwBin parent_instance;
    LiltSession *session;

    LiltCover *cover;
    GtkLabel *title, *artist;
    LiltSeek *seek;
    LiltPlayButton *play;
    LiltVolume *volume;
    GtkWidget *previous, *extras;
};
G_DEFINE_FINAL_TYPE(LiltPlayerBar, lilt_player_bar, ADW_TYPE_BIN)

static void
show_song(LiltPlayerBar *self)
{
    LiltSong *song = lilt_session_get_song(self->session);

    if (song == NULL)
        return;
    lilt_cover_set_song(self->cover, song);
    gtk_label_set_label(self->title, lilt_song_get_title(song));
    gtk_label_set_label(self->artist, lilt_song_get_artist(song));
}

static void
lilt_player_bar_dispose(GObject *object)
{
    g_clear_object(&LILT_PLAYER_BAR(object)->session);
    G_OBJECT_CLASS(lilt_player_bar_parent_class)->dispose(object);
}

static void
lilt_player_bar_class_init(LiltPlayerBarClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_COVER);
    g_type_ensure(LILT_TYPE_SEEK);
    g_type_ensure(LILT_TYPE_PLAY_BUTTON);
    g_type_ensure(LILT_TYPE_VOLUME);
    G_OBJECT_CLASS(klass)->dispose = lilt_player_bar_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_player_bar.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, cover);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, title);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, artist);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, seek);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, play);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, volume);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, previous);
    gtk_widget_class_bind_template_child(widget_class, LiltPlayerBar, extras);
}

static void
lilt_player_bar_init(LiltPlayerBar *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_keep_direction(gtk_widget_get_parent(self->previous));
    lilt_tip_whole_text(GTK_WIDGET(self->title), self->title);
}

void
lilt_player_bar_set_session(LiltPlayerBar *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_PLAYER_BAR(self));
    g_set_object(&self->session, session);
    lilt_seek_set_session(self->seek, session);
    lilt_play_button_set_session(self->play, session);
    lilt_volume_set_session(self->volume, session);
    g_signal_connect_object(session, "notify::song", G_CALLBACK(show_song), self,
                            G_CONNECT_SWAPPED);
    show_song(self);
}

void
lilt_player_bar_set_narrow(LiltPlayerBar *self, gboolean narrow)
{
    g_return_if_fail(LILT_IS_PLAYER_BAR(self));
    gtk_widget_set_visible(GTK_WIDGET(self->seek), !narrow);
    gtk_widget_set_visible(self->previous, !narrow);
    gtk_widget_set_visible(self->extras, !narrow);
}
