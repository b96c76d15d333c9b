/* The question for a playlist's name. */
#include "list_name.h"

#include <glib/gi18n-lib.h>

#include "question.h"

typedef struct {
    GtkEntry *entry; /* borrowed: the dialog's */
    gint64 list_id;  /* to be renamed, or 0 */
    GVariant *ids;   /* of a new one, or NULL */
} Question;

static void
question_free(gpointer data, GClosure *closure)
{
    Question *question = data;

    (void)closure;
    g_clear_pointer(&question->ids, g_variant_unref);
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
    const char *name = gtk_editable_get_text(GTK_EDITABLE(question->entry));
    GtkWidget *parent = GTK_WIDGET(gtk_window_get_transient_for(GTK_WINDOW(dialog)));

    if (!g_str_equal(response, "ok"))
        return;
    if (question->ids != NULL)
        gtk_widget_activate_action(parent, "app.new-list", "(s@ax)", name, question->ids);
    else
        gtk_widget_activate_action(parent, "app.rename-list", "(xs)", question->list_id, name);
}

static void
ask(GtkWindow *parent, const char *heading, const char *ok, const char *name, Question *question)
{
    GtkWidget *dialog = lilt_question_new(parent, heading, NULL, ok, ADW_RESPONSE_SUGGESTED);
    GtkWidget *entry = gtk_entry_new();

    question->entry = GTK_ENTRY(entry);
    gtk_entry_set_activates_default(question->entry, TRUE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"),
                                   -1);
    adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(dialog), entry);
    adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "ok");
    g_signal_connect(entry, "changed", G_CALLBACK(on_text), dialog);
    gtk_editable_set_text(GTK_EDITABLE(entry), name);
    on_text(GTK_EDITABLE(entry), ADW_MESSAGE_DIALOG(dialog));
    g_signal_connect_data(dialog, "response", G_CALLBACK(on_response), question, question_free, 0);
    lilt_question_ask(dialog);
    gtk_widget_grab_focus(entry);
}

void
lilt_ask_new_list(GtkWindow *parent, GVariant *ids)
{
    Question *question = g_new0(Question, 1);

    question->ids = g_variant_ref_sink(ids);
    ask(parent, _("New Playlist"), _("C_reate"), "", question);
}

void
lilt_ask_list_name(GtkWindow *parent, LiltPlaylist *list)
{
    Question *question = g_new0(Question, 1);

    question->list_id = lilt_playlist_get_id(list);
    ask(parent, _("Rename Playlist"), _("_Rename"), lilt_playlist_get_name(list), question);
}
