/* A question with two answers. */
#include "question.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "text.h"

GtkWidget *
lilt_question_new(GtkWindow *parent, const char *heading, const char *body, const char *ok,
                  AdwResponseAppearance appearance)
{
    GtkWidget *widget = adw_message_dialog_new(parent, heading, body);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);

    adw_message_dialog_add_responses(dialog, "cancel", _("_Cancel"), "ok", ok, NULL);
    adw_message_dialog_set_response_appearance(dialog, "ok", appearance);
    adw_message_dialog_set_close_response(dialog, "cancel");
    return widget;
}

void
lilt_question_ask(GtkWidget *question)
{
    lilt_hide_behind(question);
    lilt_name_buttons(question);
    gtk_window_present(GTK_WINDOW(question));
}
