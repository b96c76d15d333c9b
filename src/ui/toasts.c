/* Toasts: only what was done last is offered, since "undo" takes that back first. */
#include "toasts.h"

#include <glib/gi18n-lib.h>

#include "text.h"

enum { OFFER_S = 8 };

AdwToast *
lilt_undo_toast_new(AdwToast **shown, const char *text)
{
    AdwToast *toast;

    if (*shown != NULL)
        adw_toast_dismiss(*shown);
    if (*text == '\0')
        return NULL;
    toast = adw_toast_new(text);
    g_set_weak_pointer(shown, toast);
    adw_toast_set_button_label(toast, _("_Undo"));
    adw_toast_set_action_name(toast, "app.undo");
    adw_toast_set_timeout(toast, OFFER_S);
    return toast;
}

/* The button of words is called by them, the one with a cross "Close the Message": the
 * window has a "Close" of its own. */
static void
name_buttons(GtkWidget *toast)
{
    lilt_name_buttons(toast);
    for (GtkWidget *child = gtk_widget_get_first_child(toast); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        if (GTK_IS_BUTTON(child) && gtk_button_get_label(GTK_BUTTON(child)) == NULL)
            lilt_name_control(child, _("Close the Message"));
}

static void
on_children(GListModel *children, guint position, guint removed, guint added)
{
    (void)removed;
    for (guint i = 0; i < added; i++) {
        g_autoptr(GtkWidget) child = g_list_model_get_item(children, position + i);

        name_buttons(child);
    }
}

void
lilt_name_toasts(GtkWidget *root)
{
    if (ADW_IS_TOAST_OVERLAY(root)) {
        GListModel *children = gtk_widget_observe_children(root);

        g_signal_connect(children, "items-changed", G_CALLBACK(on_children), NULL);
        g_object_set_data_full(G_OBJECT(root), "toasts", children, g_object_unref);
        return;
    }
    for (GtkWidget *child = gtk_widget_get_first_child(root); child != NULL;
         child = gtk_widget_get_next_sibling(child))
        lilt_name_toasts(child);
}
