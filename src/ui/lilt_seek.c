/* Where in the song. The position is asked for only while it is seen and moving. */
#include "lilt_seek.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"
#include "wave.h"

enum {
    POLL_MS = 250,
    SETTLE_MS = 80, /* a drag makes many values; the player gets the last of each moment */
};

struct _LiltSeek {
    GtkBox parent_instance;
    LiltSession *session;
    guint poll, settle; /* sources, or 0 */
    gint64 wanted_us;   /* meant while `settle` runs */

    GtkLabel *elapsed, *length;
    GtkScale *scale;
    LiltWave *wave; /* hidden in the player bar */
};
G_DEFINE_FINAL_TYPE(LiltSeek, lilt_seek, GTK_TYPE_BOX)

static void
show_position(LiltSeek *self, gint64 us)
{
    g_autofree char *text = lilt_text_time(us), *spoken = NULL;

    if (g_strcmp0(text, gtk_label_get_label(self->elapsed)) == 0)
        return;
    spoken = lilt_text_spoken_time(us);
    gtk_label_set_label(self->elapsed, text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                   spoken, -1);
}

static void
show_share(LiltSeek *self, gint64 us)
{
    const double upper = gtk_adjustment_get_upper(gtk_range_get_adjustment(GTK_RANGE(self->scale)));

    lilt_wave_set_share(self->wave, (double)us / G_USEC_PER_SEC / upper);
}

static gboolean
poll_position(gpointer data)
{
    LiltSeek *self = data;
    const gint64 us = lilt_session_get_position_us(self->session);

    if (self->settle == 0) {
        gtk_range_set_value(GTK_RANGE(self->scale), (double)us / G_USEC_PER_SEC);
        show_position(self, us);
        show_share(self, us);
    }
    return G_SOURCE_CONTINUE;
}

/* Poll only while there is something to see that moves. */
static void
update_poll(LiltSeek *self)
{
    const gboolean wanted = self->session != NULL && gtk_widget_get_mapped(GTK_WIDGET(self)) &&
                            lilt_session_get_playing(self->session);

    if (wanted && self->poll == 0)
        self->poll = g_timeout_add(POLL_MS, poll_position, self);
    else if (!wanted)
        g_clear_handle_id(&self->poll, g_source_remove);
    if (self->session != NULL)
        poll_position(self);
}

static void
show_song(LiltSeek *self)
{
    const gboolean any = lilt_session_get_song(self->session) != NULL;
    const gint64 us = any ? lilt_session_get_duration_us(self->session) : 0;
    g_autofree char *length = lilt_text_time(us > 0 ? us : -1);

    gtk_range_set_range(GTK_RANGE(self->scale), 0, MAX(1.0, (double)us / G_USEC_PER_SEC));
    gtk_widget_set_sensitive(GTK_WIDGET(self), any && us > 0);
    gtk_label_set_label(self->length, length);
    update_poll(self);
}

/* Over a wave the trough is not seen, and the slider is a line. */
static void
show_shape(LiltSeek *self)
{
    GBytes *shape = lilt_session_get_shape(self->session);

    lilt_wave_set_shape(self->wave, shape);
    if (shape != NULL && gtk_widget_get_visible(GTK_WIDGET(self->wave)))
        gtk_widget_add_css_class(GTK_WIDGET(self->scale), "over-wave");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self->scale), "over-wave");
}

static gboolean
seek_now(gpointer data)
{
    LiltSeek *self = data;

    self->settle = 0;
    gtk_widget_activate_action(GTK_WIDGET(self), "app.seek", "x", self->wanted_us);
    return G_SOURCE_REMOVE;
}

static gboolean
on_change_value(GtkRange *range, GtkScrollType scroll, double value, gpointer data)
{
    LiltSeek *self = data;
    GtkAdjustment *adjustment = gtk_range_get_adjustment(range);

    (void)scroll;
    self->wanted_us = (gint64)(CLAMP(value, 0, gtk_adjustment_get_upper(adjustment)) *
                               G_USEC_PER_SEC);
    show_position(self, self->wanted_us);
    show_share(self, self->wanted_us);
    if (self->settle == 0)
        self->settle = g_timeout_add(SETTLE_MS, seek_now, self);
    return FALSE;
}

static void
lilt_seek_dispose(GObject *object)
{
    LiltSeek *self = LILT_SEEK(object);

    g_clear_handle_id(&self->poll, g_source_remove);
    g_clear_handle_id(&self->settle, g_source_remove);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_seek_parent_class)->dispose(object);
}

static void
lilt_seek_class_init(LiltSeekClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    g_type_ensure(LILT_TYPE_WAVE);
    G_OBJECT_CLASS(klass)->dispose = lilt_seek_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_seek.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltSeek, elapsed);
    gtk_widget_class_bind_template_child(widget_class, LiltSeek, scale);
    gtk_widget_class_bind_template_child(widget_class, LiltSeek, wave);
    gtk_widget_class_bind_template_child(widget_class, LiltSeek, length);
    gtk_widget_class_bind_template_callback(widget_class, on_change_value);
    gtk_widget_class_bind_template_callback(widget_class, update_poll);
}

static void
lilt_seek_init(LiltSeek *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_keep_direction(GTK_WIDGET(self));
}

void
lilt_seek_show_wave(LiltSeek *self)
{
    g_return_if_fail(LILT_IS_SEEK(self));
    gtk_widget_set_visible(GTK_WIDGET(self->wave), TRUE);
}

void
lilt_seek_set_session(LiltSeek *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_SEEK(self));
    g_set_object(&self->session, session);
    g_signal_connect_object(session, "notify::song", G_CALLBACK(show_song), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::duration-us", G_CALLBACK(show_song), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::playing", G_CALLBACK(update_poll), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::shape", G_CALLBACK(show_shape), self,
                            G_CONNECT_SWAPPED);
    show_song(self);
    show_shape(self);
}
