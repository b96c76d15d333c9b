/* How far the reading of the music is, and hearing how it sounds. */
#include "lilt_scan_strip.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"

enum { HEARD_SOON = 12 }; /* songs */

struct _LiltScanStrip {
    AdwBin parent_instance;
    LiltSession *session; /* borrowed: the window's */
    guint n_left;

    GtkRevealer *revealer;
    GtkLabel *title, *numbers;
    GtkProgressBar *bar;
    GtkButton *pause;
};
G_DEFINE_FINAL_TYPE(LiltScanStrip, lilt_scan_strip, ADW_TYPE_BIN)

/* What goes on. A few songs are heard before anybody could read that. */
static void
show_work(LiltScanStrip *self)
{
    gboolean scanning, hearing;
    g_autoptr(GVariant) state = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "pause-reading");
    const gboolean paused = g_variant_get_boolean(state);

    g_object_get(self->session, "scanning", &scanning, "hearing", &hearing, NULL);
    gtk_revealer_set_reveal_child(self->revealer,
                                  scanning || (hearing && self->n_left > HEARD_SOON));
    gtk_label_set_label(self->title, paused     ? _("Paused")
                                     : scanning ? _("Reading your music")
                                                : _("Listening to your music"));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   gtk_label_get_label(self->title), -1);
    gtk_button_set_label(self->pause, paused ? _("Go On") : _("Pause"));
}

static void
show_progress(LiltScanStrip *self, guint n_done, guint n_found)
{
    g_autofree char *done = lilt_text_count(n_done), *found = lilt_text_count(n_found);
    g_autofree char *text = g_strdup_printf(ngettext("%s of %s song", "%s of %s songs", n_found),
                                            done, found);

    gtk_label_set_label(self->numbers, n_found > 0 ? text : "");
    gtk_progress_bar_set_fraction(self->bar, n_found > 0 ? MIN(1.0, (double)n_done / n_found) : 0);
    self->n_left = n_found - MIN(n_done, n_found);
    show_work(self);
}

/* Another piece of work counts from the beginning. */
static void
begin_work(LiltScanStrip *self)
{
    show_progress(self, 0, 0);
}

static void
lilt_scan_strip_class_init(LiltScanStripClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_scan_strip.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, revealer);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, title);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, numbers);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, bar);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, pause);
}

static void
lilt_scan_strip_init(LiltScanStrip *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_scan_strip_set_session(LiltScanStrip *self, LiltSession *session)
{
    GActionGroup *actions = lilt_session_get_actions(session);

    g_return_if_fail(LILT_IS_SCAN_STRIP(self));
    self->session = session;
    g_signal_connect_object(session, "scan-progress", G_CALLBACK(show_progress), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::scanning", G_CALLBACK(begin_work), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::hearing", G_CALLBACK(begin_work), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(actions, "action-state-changed::pause-reading", G_CALLBACK(show_work),
                            self, G_CONNECT_SWAPPED);
    begin_work(self);
}
