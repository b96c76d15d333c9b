#include "name_question.h"

#include <glib/gi18n-lib.h>

#include "question.h"

typedef struct {
    GtkEditable *entry; /* borrowed: the dialog's */
    void (*done)(GtkWidget *parent, const char *name, gpointer data);
    gpointer data;
    GDestroyNotify destroy;
} Question;

static void
question_free(gpointer data, GClosure *closure)
{
    Question *question = data;

    (void)closure;
    if (question->destroy != NULL)
        question->destroy(question->data);
    g_free(question);
}

/* A name of spaces only is none. */
static void
on_text(GtkEditable *editable, AdwMessageDialog *dialog)
{
    g_autofree char *name = g_strstrip(g_strdup(gtk_editable_get_text(editable)));

    adw_message_dialog_set_response_enabled(dialog, "ok", *name != '\0');
}

static void
on_response(AdwMessageDialog *dialog, const char *response, gpointer data)
{
    const Question *question = data;

    if (g_str_equal(response, "ok"))
        question->done(GTK_WIDGET(gtk_window_get_transient_for(GTK_WINDOW(dialog))),
                       gtk_editable_get_text(question->entry), question->data);
}

void
lilt_ask_name(GtkWindow *parent, const char *heading, const char *ok, const char *name,
              void (*done)(GtkWidget *parent, const char *name, gpointer data), gpointer data,
              GDestroyNotify destroy)
{
    GtkWidget *dialog = lilt_question_new(parent, heading, NULL, ok, ADW_RESPONSE_SUGGESTED);
    GtkWidget *entry = gtk_entry_new();
    Question *question = g_new0(Question, 1);

    *question = (Question){GTK_EDITABLE(entry), done, data, destroy};
    gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"),
                                   -1);
    adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(dialog), entry);
    adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "ok");
    g_signal_connect(entry, "changed", G_CALLBACK(on_text), dialog);
    gtk_editable_set_text(question->entry, name);
    on_text(question->entry, ADW_MESSAGE_DIALOG(dialog));
    g_signal_connect_data(dialog, "response", G_CALLBACK(on_response), question, question_free, 0);
    lilt_question_ask(dialog);
    gtk_widget_grab_focus(entry);
}
