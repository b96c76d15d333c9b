/* Preferences. */
#include "lilt_preferences.h"

#include <glib/gi18n-lib.h>

#include "resources.h"

struct _LiltPreferences {
    AdwPreferencesWindow parent_instance;

    AdwPreferencesGroup *folders;
};
G_DEFINE_FINAL_TYPE(LiltPreferences, lilt_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_folders(LiltPreferences *self, LiltSession *session)
{
    g_auto(GStrv) paths = lilt_session_dup_folders(session);

    for (char **path = paths; path != NULL && *path != NULL; path++) {
        GtkWidget *row = adw_action_row_new();
        g_autofree char *name = g_path_get_basename(*path);
        const gboolean there = g_file_test(*path, G_FILE_TEST_IS_DIR);

        adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
        adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), name);
        adw_action_row_set_subtitle(ADW_ACTION_ROW(row),
                                    there ? *path
                                          : _("This folder is not there now. Nothing was "
                                              "forgotten; plug the drive in again."));
        adw_preferences_group_add(self->folders, row);
    }
}

/* The folder dialog belongs to the main window, which outlives this one. */
static void
on_add_folder(LiltPreferences *self)
{
    GtkWindow *parent = gtk_window_get_transient_for(GTK_WINDOW(self));

    gtk_window_close(GTK_WINDOW(self));
    gtk_widget_activate_action(GTK_WIDGET(parent), "win.choose-folder", NULL);
}

static void
lilt_preferences_class_init(LiltPreferencesClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_preferences.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltPreferences, folders);
    gtk_widget_class_bind_template_callback(widget_class, on_add_folder);
}

static void
lilt_preferences_init(LiltPreferences *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

LiltPreferences *
lilt_preferences_new(GtkWindow *parent, LiltSession *session)
{
    LiltPreferences *self = g_object_new(LILT_TYPE_PREFERENCES, "transient-for", parent, "modal",
                                         TRUE, "application", gtk_window_get_application(parent),
                                         NULL);

    show_folders(self, session);
    return self;
}
