/* What the application needs before there is a window, and the window for when there will be none.
 */
#include "lilt/ui.h"

#include <glib/gi18n-lib.h>

#include "lilt_ui_resources.h"
#include "resources.h"
#include "window_actions.h"

void
lilt_ui_init(void)
{
    lilt_ui_register_resource();
}

void
lilt_ui_set_keys(GtkApplication *application)
{
    lilt_window_actions_set_accels(application);
}

GtkWindow *
lilt_ui_error_window_new(GtkApplication *application, const char *title, const char *message)
{
    GtkWidget *window = adw_application_window_new(application);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new();
    GtkWidget *page = adw_status_page_new(), *close = gtk_button_new_with_label(_("Close"));

    adw_status_page_set_icon_name(ADW_STATUS_PAGE(page), "dialog-error-symbolic");
    adw_status_page_set_title(ADW_STATUS_PAGE(page), title);
    g_object_set(page, "description", message, "vexpand", TRUE, NULL);
    gtk_widget_set_halign(close, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(close, "pill");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(close), "window.close");
    adw_status_page_set_child(ADW_STATUS_PAGE(page), close);
    gtk_box_append(GTK_BOX(box), bar);
    gtk_box_append(GTK_BOX(box), page);
    adw_application_window_set_content(ADW_APPLICATION_WINDOW(window), box);
    gtk_window_set_title(GTK_WINDOW(window), _("Lilt"));
    gtk_window_set_default_size(GTK_WINDOW(window), 620, 460);
    return GTK_WINDOW(window);
}
