#include "listeners.h"

#include <glib/gi18n-lib.h>

#include "name_question.h"
#include "preferences_row.h"
#include "question.h"

#define ROWS "lilt-rows" /* those of the group, which has no way to ask */

/* ---- rows ------------------------------------------------------------------------------------ */

static void
show_rows(AdwPreferencesGroup *group)
{
    GPtrArray *rows = g_object_get_data(G_OBJECT(group), ROWS);
    g_autoptr(GPtrArray) profiles = lilt_profiles_dup();
    g_autofree char *current = lilt_profile_dup_current();

    for (guint i = 0; i < rows->len; i++)
        adw_preferences_group_remove(group, rows->pdata[i]);
    g_ptr_array_set_size(rows, 0);
    for (guint i = 0; i < profiles->len; i++) {
        const LiltProfile *profile = profiles->pdata[i];
        const gboolean here = g_str_equal(profile->id, current);
        g_autofree char *rename = g_strdup_printf(_("Rename “%s”…"), profile->name);
        g_autofree char *remove = g_strdup_printf(_("Delete “%s”…"), profile->name);
        GtkWidget *row = lilt_row_add_choice(group, "app.profile", profile->id, profile->name,
                                             here ? _("Listens now") : NULL);

        lilt_row_add_button(row, "document-edit-symbolic", rename, "listener.rename", profile->id);
        if (!here && *profile->id != '\0')
            lilt_row_add_button(row, "user-trash-symbolic", remove, "listener.remove", profile->id);
        g_ptr_array_add(rows, row);
    }
}

void
lilt_listeners_show(AdwPreferencesGroup *group, LiltSession *session)
{
    g_object_set_data_full(G_OBJECT(group), ROWS, g_ptr_array_new(),
                           (GDestroyNotify)g_ptr_array_unref);
    show_rows(group);
    g_signal_connect_object(session, "profiles-changed", G_CALLBACK(show_rows), group,
                            G_CONNECT_SWAPPED);
}

void
lilt_languages_show(AdwPreferencesGroup *group)
{
    /* Each in its own words, as someone looks for them who cannot read the others. */
    lilt_row_add_choice(group, "app.language", "", _("As the System Has It"), NULL);
    lilt_row_add_choice(group, "app.language", "de", "Deutsch", NULL);
    lilt_row_add_choice(group, "app.language", "en", "English", NULL);
}

/* ---- commands -------------------------------------------------------------------------------- */

static void
add(GtkWidget *window, const char *name, gpointer nothing)
{
    (void)nothing;
    gtk_widget_activate_action(window, "app.add-profile", "s", name);
}

static void
ask_add(GtkWidget *window, const char *action, GVariant *nothing)
{
    (void)action, (void)nothing;
    lilt_ask_name(GTK_WINDOW(window), _("Who Else Listens?"), _("_Add"), "", add, NULL, NULL);
}

static void
rename_profile(GtkWidget *window, const char *name, gpointer id)
{
    gtk_widget_activate_action(window, "app.rename-profile", "(ss)", id, name);
}

static void
ask_rename(GtkWidget *window, const char *action, GVariant *id)
{
    g_autofree char *name = lilt_profile_dup_name(g_variant_get_string(id, NULL));

    (void)action;
    lilt_ask_name(GTK_WINDOW(window), _("Rename Profile"), _("_Rename"), name, rename_profile,
                  g_variant_dup_string(id, NULL), g_free);
}

static void
on_remove_answered(AdwMessageDialog *dialog, const char *response, gpointer id)
{
    GtkWindow *window = gtk_window_get_transient_for(GTK_WINDOW(dialog));

    if (g_str_equal(response, "ok"))
        gtk_widget_activate_action(GTK_WIDGET(window), "app.remove-profile", "s", id);
}

static void
ask_remove(GtkWidget *window, const char *action, GVariant *id)
{
    g_autofree char *name = lilt_profile_dup_name(g_variant_get_string(id, NULL));
    g_autofree char *heading = g_strdup_printf(_("Delete “%s”?"), name);
    GtkWidget *dialog = lilt_question_new(
        GTK_WINDOW(window), heading,
        _("What this profile played, loved and corrected, its playlists and its settings are "
          "deleted. This cannot be undone. The music stays."),
        _("_Delete"), ADW_RESPONSE_DESTRUCTIVE);

    (void)action;
    g_signal_connect_data(dialog, "response", G_CALLBACK(on_remove_answered),
                          g_variant_dup_string(id, NULL), (GClosureNotify)(void (*)(void))g_free,
                          0);
    lilt_question_ask(dialog);
}

void
lilt_listeners_install(GtkWidgetClass *window_class)
{
    gtk_widget_class_install_action(window_class, "listener.add", NULL, ask_add);
    gtk_widget_class_install_action(window_class, "listener.rename", "s", ask_rename);
    gtk_widget_class_install_action(window_class, "listener.remove", "s", ask_remove);
}
