/* The commands of the Journal page: which day, a file of all of it, and forgetting. */
#include "journal_actions.h"

#include <glib/gi18n-lib.h>

#include "question.h"

static void
change_day(GSimpleAction *action, GVariant *day, gpointer page)
{
    int year, month, number;
    GDate date;

    if (sscanf(g_variant_get_string(day, NULL), "%d-%d-%d", &year, &month, &number) != 3 ||
        month < 1 || year < 1 || year > 9999 || number < 1 || number > 31 ||
        !g_date_valid_dmy((GDateDay)number, (GDateMonth)month, (GDateYear)year))
        return;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)number, (GDateMonth)month, (GDateYear)year);
    g_simple_action_set_state(action, day);
    lilt_journal_page_show_day(page, &date);
}

static void
turn_weeks(GSimpleAction *action, GVariant *weeks, gpointer page)
{
    (void)action;
    lilt_journal_page_turn(page, 7 * g_variant_get_int32(weeks));
}

/* ---- a file of all of it --------------------------------------------------------------------- */

static void
on_named(GtkNativeDialog *dialog, int response, gpointer page)
{
    g_autoptr(GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
    if (file != NULL && g_file_peek_path(file) != NULL)
        gtk_widget_activate_action(page, "app.export-journal", "^ay", g_file_peek_path(file));
    g_object_unref(dialog);
}

static void
add_filter(GtkFileChooserNative *dialog, const char *name, const char *suffix)
{
    g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();

    gtk_file_filter_set_name(filter, name);
    gtk_file_filter_add_suffix(filter, suffix);
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), filter);
}

static void
export_journal(GSimpleAction *action, GVariant *nothing, gpointer page)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Export Journal"), GTK_WINDOW(gtk_widget_get_root(page)), GTK_FILE_CHOOSER_ACTION_SAVE,
        _("_Save"), _("_Cancel"));

    (void)action, (void)nothing;
    add_filter(dialog, _("Table (CSV)"), "csv");
    add_filter(dialog, "JSON", "json");
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), "journal.csv");
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect(dialog, "response", G_CALLBACK(on_named), page);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* ---- forgetting ------------------------------------------------------------------------------ */

static void
on_erase_answered(AdwMessageDialog *dialog, const char *response, gpointer page)
{
    (void)dialog;
    if (g_str_equal(response, "ok"))
        gtk_widget_activate_action(page, "app.erase-journal", NULL);
}

static void
erase_journal(GSimpleAction *action, GVariant *nothing, gpointer page)
{
    GtkWidget *dialog = lilt_question_new(GTK_WINDOW(gtk_widget_get_root(page)),
                                          _("Erase the whole journal?"),
                                          _("Every entry is overwritten. This cannot be undone."),
                                          _("_Erase"), ADW_RESPONSE_DESTRUCTIVE);

    (void)action, (void)nothing;
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_erase_answered), page, 0);
    lilt_question_ask(dialog);
}

void
lilt_journal_actions_add(GtkApplicationWindow *window, LiltJournalPage *page)
{
    static const GActionEntry entries[] = {
        {.name = "journal-day", .parameter_type = "s", .state = "''", .change_state = change_day},
        {.name = "journal-week", .parameter_type = "i", .activate = turn_weeks},
        {.name = "export-journal", .activate = export_journal},
        {.name = "erase-journal", .activate = erase_journal},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(window), entries, G_N_ELEMENTS(entries), page);
}
