/* Play and pause. */
#include "lilt_play_button.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"

struct _LiltPlayButton {
    GtkButton parent_instance;
};
G_DEFINE_FINAL_TYPE(LiltPlayButton, lilt_play_button, GTK_TYPE_BUTTON)

static void
show(LiltPlayButton *self, GParamSpec *pspec, LiltSession *session)
{
    const gboolean playing = lilt_session_get_playing(session);

    (void)pspec;
    gtk_button_set_icon_name(GTK_BUTTON(self), playing ? "media-playback-pause-symbolic"
                                                       : "media-playback-start-symbolic");
    lilt_keep_direction(GTK_WIDGET(self));
    lilt_name_control(GTK_WIDGET(self), playing ? _("Pause") : _("Play"));
}

static void
lilt_play_button_class_init(LiltPlayButtonClass *klass)
{
    gtk_widget_class_set_template_from_resource(GTK_WIDGET_CLASS(klass),
                                                LILT_UI "lilt_play_button.ui");
}

static void
lilt_play_button_init(LiltPlayButton *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_play_button_set_session(LiltPlayButton *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_PLAY_BUTTON(self));
    g_signal_connect_object(session, "notify::playing", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
    show(self, NULL, session);
}
