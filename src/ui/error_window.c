/* The window for when there can be no other: what is wrong, and a report to copy. */
#include "lilt/ui.h"

#include <glib/gi18n-lib.h>

#include "text.h"
#include "toasts.h"

static void
copy_report(GSimpleAction *action, GVariant *nothing, gpointer overlay)
{
    const char *report = g_object_get_data(G_OBJECT(overlay), "report");

    (void)action, (void)nothing;
    gdk_clipboard_set_text(gtk_widget_get_clipboard(overlay), report);
    adw_toast_overlay_add_toast(overlay, adw_toast_new(_("Report copied")));
}

static GtkWidget *
pill_new(const char *label, const char *action)
{
    GtkWidget *button = gtk_button_new_with_mnemonic(label);

    gtk_widget_add_css_class(button, "pill");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static GtkWidget *
page_new(const char *title, const char *message)
{
    GtkWidget *page = adw_status_page_new();
    GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    g_autofree char *markup = g_markup_escape_text(message, -1);

    adw_status_page_set_icon_name(ADW_STATUS_PAGE(page), "dialog-error-symbolic");
    adw_status_page_set_title(ADW_STATUS_PAGE(page), title);
    g_object_set(page, "description", markup, "vexpand", TRUE, NULL);
    gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
    gtk_box_append(GTK_BOX(buttons), pill_new(_("Copy _Report"), "win.copy-report"));
    gtk_box_append(GTK_BOX(buttons), pill_new(_("_Close"), "window.close"));
    adw_status_page_set_child(ADW_STATUS_PAGE(page), buttons);
    return page;
}

GtkWindow *
lilt_ui_error_window_new(GtkApplication *application, const char *title, const char *message,
                         const char *report)
{
    const GActionEntry entries[] = {{.name = "copy-report", .activate = copy_report}};
    GtkWidget *window = adw_application_window_new(application);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *overlay = adw_toast_overlay_new();

    g_object_set_data_full(G_OBJECT(overlay), "report", g_strdup(report), g_free);
    g_action_map_add_action_entries(G_ACTION_MAP(window), entries, G_N_ELEMENTS(entries), overlay);
    gtk_box_append(GTK_BOX(box), adw_header_bar_new());
    gtk_box_append(GTK_BOX(box), page_new(title, message));
    adw_toast_overlay_set_child(ADW_TOAST_OVERLAY(overlay), box);
    adw_application_window_set_content(ADW_APPLICATION_WINDOW(window), overlay);
    lilt_name_buttons(window);
    lilt_name_toasts(window);
    gtk_window_set_title(GTK_WINDOW(window), _("Lilt"));
    gtk_window_set_default_size(GTK_WINDOW(window), 620, 460);
    return GTK_WINDOW(window);
}
