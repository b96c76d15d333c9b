/* How loud. */
#include "lilt_volume.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"

struct _LiltVolume {
    AdwBin parent_instance;
    LiltSession *session;

    GtkMenuButton *button;
    GtkScale *scale;
};
G_DEFINE_FINAL_TYPE(LiltVolume, lilt_volume, ADW_TYPE_BIN)

static void
show(LiltVolume *self)
{
    gboolean muted;
    double volume;
    const char *icon = "audio-volume-high-symbolic";
    g_autofree char *words = NULL;

    g_object_get(self->session, "volume", &volume, "muted", &muted, NULL);
    if (muted || volume <= 0)
        icon = "audio-volume-muted-symbolic";
    else if (volume < 0.34)
        icon = "audio-volume-low-symbolic";
    else if (volume < 0.67)
        icon = "audio-volume-medium-symbolic";
    words = muted ? g_strdup(_("Muted")) : g_strdup_printf(_("%.0f percent"), 100 * volume);
    gtk_menu_button_set_icon_name(self->button, icon);
    gtk_range_set_value(GTK_RANGE(self->scale), volume);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                   words, -1);
}

static gboolean
on_change_value(GtkRange *range, GtkScrollType scroll, double value, gpointer data)
{
    LiltVolume *self = data;

    (void)range, (void)scroll;
    g_action_group_change_action_state(lilt_session_get_actions(self->session), "volume",
                                       g_variant_new_double(CLAMP(value, 0, 1)));
    return FALSE;
}

static void
lilt_volume_dispose(GObject *object)
{
    g_clear_object(&LILT_VOLUME(object)->session);
    G_OBJECT_CLASS(lilt_volume_parent_class)->dispose(object);
}

static void
lilt_volume_class_init(LiltVolumeClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = lilt_volume_dispose;
    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_volume.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltVolume, button);
    gtk_widget_class_bind_template_child(widget_class, LiltVolume, scale);
    gtk_widget_class_bind_template_callback(widget_class, on_change_value);
}

static void
lilt_volume_init(LiltVolume *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    lilt_name_control(GTK_WIDGET(self->button), _("Volume"));
}

void
lilt_volume_set_session(LiltVolume *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_VOLUME(self));
    g_set_object(&self->session, session);
    g_signal_connect_object(session, "notify::volume", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::muted", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
    show(self);
}
