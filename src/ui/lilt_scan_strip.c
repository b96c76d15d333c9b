/* How far long work is: reading the music, hearing how it sounds, writing tags. */
#include "lilt_scan_strip.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"

enum { HEARD_SOON = 12, WRITTEN_SOON = 5 }; /* songs: less is done before it is read */

struct _LiltScanStrip {
    AdwBin parent_instance;
    LiltSession *session; /* borrowed: the window's */
    guint n_left, n_edits_left;

    GtkRevealer *revealer;
    GtkLabel *title, *numbers;
    GtkProgressBar *bar;
    GtkButton *pause;
};
G_DEFINE_FINAL_TYPE(LiltScanStrip, lilt_scan_strip, ADW_TYPE_BIN)

/* What goes on; tags, which somebody waits for, before the rest. */
static void
show_work(LiltScanStrip *self)
{
    gboolean scanning, hearing, editing;
    g_autoptr(GVariant) state = g_action_group_get_action_state(
        lilt_session_get_actions(self->session), "pause-reading");
    const gboolean paused = g_variant_get_boolean(state);

    g_object_get(self->session, "scanning", &scanning, "hearing", &hearing, "editing", &editing,
                 NULL);
    editing = editing && self->n_edits_left > 0;
    gtk_revealer_set_reveal_child(self->revealer,
                                  editing || scanning || (hearing && self->n_left > HEARD_SOON));
    gtk_label_set_label(self->title, editing    ? _("Writing tags")
                                     : paused   ? _("Paused")
                                     : scanning ? _("Reading your music")
                                                : _("Listening to your music"));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   gtk_label_get_label(self->title), -1);
    gtk_button_set_label(self->pause, editing ? _("Cancel") : paused ? _("Go On") : _("Pause"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(self->pause),
                                   editing ? "app.cancel-editing" : "app.pause-reading");
}

static void
show_numbers(LiltScanStrip *self, guint n_done, guint n_all)
{
    g_autofree char *done = lilt_text_count(n_done), *all = lilt_text_count(n_all);
    g_autofree char *text = g_strdup_printf(ngettext("%s of %s song", "%s of %s songs", n_all),
                                            done, all);

    gtk_label_set_label(self->numbers, n_all > 0 ? text : "");
    gtk_progress_bar_set_fraction(self->bar, n_all > 0 ? MIN(1.0, (double)n_done / n_all) : 0);
    show_work(self);
}

static void
show_progress(LiltScanStrip *self, guint n_done, guint n_found)
{
    self->n_left = n_found - MIN(n_done, n_found);
    if (self->n_edits_left == 0)
        show_numbers(self, n_done, n_found);
}

static void
show_edits(LiltScanStrip *self, guint n_done, guint n_all)
{
    self->n_edits_left = n_all > WRITTEN_SOON ? n_all - n_done : 0;
    if (n_all > WRITTEN_SOON)
        show_numbers(self, n_done, n_all);
}

/* Another piece of work counts from the beginning. */
static void
begin_work(LiltScanStrip *self)
{
    self->n_edits_left = 0;
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
    g_signal_connect_object(session, "edit-progress", G_CALLBACK(show_edits), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::editing", G_CALLBACK(begin_work), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::scanning", G_CALLBACK(begin_work), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::hearing", G_CALLBACK(begin_work), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(actions, "action-state-changed::pause-reading", G_CALLBACK(show_work),
                            self, G_CONNECT_SWAPPED);
    begin_work(self);
}
