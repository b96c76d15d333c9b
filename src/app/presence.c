/* What the desktop is told, and what closing the window means. */
#include "presence.h"

#include <glib/gi18n.h>

#define NOTE "song"

struct LiltPresence {
    GtkApplication *application;
    LiltSession *session;
    GtkWindow *window; /* weak: it goes first when it is closed for good */
    guint inhibition;  /* 0: none, or the desktop does not know such a thing */
};

/* ---- awake ----------------------------------------------------------------------------------- */

static void
keep_awake(LiltPresence *self, gboolean awake)
{
    if (awake && self->inhibition == 0)
        self->inhibition = gtk_application_inhibit(self->application, self->window,
                                                   GTK_APPLICATION_INHIBIT_SUSPEND,
                                                   _("Music is playing"));
    else if (!awake && self->inhibition != 0) {
        gtk_application_uninhibit(self->application, self->inhibition);
        self->inhibition = 0;
    }
}

/* ---- new songs ------------------------------------------------------------------------------- */

static gboolean
state_is_on(LiltPresence *self, const char *action)
{
    g_autoptr(GVariant)
        state = g_action_group_get_action_state(lilt_session_get_actions(self->session), action);

    return g_variant_get_boolean(state);
}

static gboolean
is_in_use(LiltPresence *self)
{
    for (GList *at = gtk_application_get_windows(self->application); at != NULL; at = at->next)
        if (gtk_widget_get_visible(at->data) && gtk_window_is_active(at->data))
            return TRUE; /* one that was hidden may still think itself active */
    return FALSE;
}

static void
withdraw(LiltPresence *self)
{
    g_application_withdraw_notification(G_APPLICATION(self->application), NOTE);
}

static GNotification *
note_of(LiltPresence *self, LiltSong *song)
{
    GNotification *note = g_notification_new(lilt_song_get_title(song));
    const char *cover = lilt_session_get_cover(self->session);

    g_notification_set_body(note, lilt_song_get_artist(song));
    g_notification_set_priority(note, G_NOTIFICATION_PRIORITY_LOW);
    g_notification_add_button(note, _("Pause"), "app.play-pause");
    g_notification_add_button(note, _("Next"), "app.next");
    if (cover != NULL) {
        g_autoptr(GFile) file = g_file_new_for_path(cover);
        g_autoptr(GIcon) icon = g_file_icon_new(file);

        g_notification_set_icon(note, icon);
    }
    return note;
}

/* Only what follows by itself: who has just pressed Play knows. Once its cover is known, which is
 * told after each song. */
static void
on_cover(LiltPresence *self)
{
    LiltSong *song = lilt_session_get_song(self->session);

    if (song == NULL || !lilt_session_get_playing(self->session) || is_in_use(self) ||
        !state_is_on(self, "tell-songs"))
        return;
    g_autoptr(GNotification) note = note_of(self, song);

    g_application_send_notification(G_APPLICATION(self->application), NOTE, note);
}

static void
on_playing(LiltPresence *self)
{
    const gboolean playing = lilt_session_get_playing(self->session);

    keep_awake(self, playing);
    if (!playing)
        withdraw(self);
}

static void
on_active(LiltPresence *self)
{
    if (gtk_window_is_active(self->window))
        withdraw(self);
}

/* ---- in the background ----------------------------------------------------------------------- */

/* Music that plays goes on; it is reached by starting Lilt again, or by the desktop's controls. */
static gboolean
on_close(LiltPresence *self)
{
    if (!lilt_session_get_playing(self->session) || !state_is_on(self, "background"))
        return GDK_EVENT_PROPAGATE;
    gtk_widget_set_visible(GTK_WIDGET(self->window), FALSE);
    return GDK_EVENT_STOP;
}

static void
on_visible(LiltPresence *self)
{
    lilt_session_set_in_sight(self->session, gtk_widget_get_visible(GTK_WIDGET(self->window)));
}

/* ---- beginning and end ----------------------------------------------------------------------- */

LiltPresence *
lilt_presence_new(GtkApplication *application, LiltSession *session, GtkWindow *window)
{
    LiltPresence *self = g_new0(LiltPresence, 1);

    *self = (LiltPresence){.application = application, .session = session};
    g_set_weak_pointer(&self->window, window);
    g_signal_connect_swapped(session, "notify::cover", G_CALLBACK(on_cover), self);
    g_signal_connect_swapped(session, "notify::playing", G_CALLBACK(on_playing), self);
    g_signal_connect_swapped(window, "notify::is-active", G_CALLBACK(on_active), self);
    g_signal_connect_swapped(window, "notify::visible", G_CALLBACK(on_visible), self);
    g_signal_connect_swapped(window, "close-request", G_CALLBACK(on_close), self);
    return self;
}

void
lilt_presence_free(LiltPresence *self)
{
    if (self == NULL)
        return;
    keep_awake(self, FALSE);
    withdraw(self);
    g_signal_handlers_disconnect_by_data(self->session, self);
    if (self->window != NULL) {
        g_signal_handlers_disconnect_by_data(self->window, self);
        g_clear_weak_pointer(&self->window);
    }
    g_free(self);
}
