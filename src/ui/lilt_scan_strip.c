/* How far the reading of the music is. */
#include "lilt_scan_strip.h"

#include <glib/gi18n-lib.h>

#include "resources.h"
#include "text.h"

struct _LiltScanStrip {
    AdwBin parent_instance;

    GtkRevealer *revealer;
    GtkLabel *numbers;
    GtkProgressBar *bar;
};
G_DEFINE_FINAL_TYPE(LiltScanStrip, lilt_scan_strip, ADW_TYPE_BIN)

static void
show_progress(LiltScanStrip *self, guint n_done, guint n_found)
{
    g_autofree char *done = lilt_text_count(n_done), *found = lilt_text_count(n_found);
    g_autofree char *text = g_strdup_printf(ngettext("%s of %s song", "%s of %s songs", n_found),
                                            done, found);

    gtk_label_set_label(self->numbers, n_found > 0 ? text : "");
    gtk_progress_bar_set_fraction(self->bar, n_found > 0 ? MIN(1.0, (double)n_done / n_found) : 0);
}

static void
show_scanning(LiltScanStrip *self, GParamSpec *pspec, LiltSession *session)
{
    gboolean scanning;

    (void)pspec;
    g_object_get(session, "scanning", &scanning, NULL);
    gtk_revealer_set_reveal_child(self->revealer, scanning);
    if (!scanning)
        show_progress(self, 0, 0);
}

static void
lilt_scan_strip_class_init(LiltScanStripClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_scan_strip.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, revealer);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, numbers);
    gtk_widget_class_bind_template_child(widget_class, LiltScanStrip, bar);
}

static void
lilt_scan_strip_init(LiltScanStrip *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_scan_strip_set_session(LiltScanStrip *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_SCAN_STRIP(self));
    g_signal_connect_object(session, "scan-progress", G_CALLBACK(show_progress), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::scanning", G_CALLBACK(show_scanning), self,
                            G_CONNECT_SWAPPED);
    show_scanning(self, NULL, session);
}
