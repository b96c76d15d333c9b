#include "preferences_row.h"

#include "text.h"

GtkWidget *
lilt_row_new(const char *title, const char *subtitle)
{
    GtkWidget *row = adw_action_row_new();

    adw_preferences_row_set_use_markup(ADW_PREFERENCES_ROW(row), FALSE);
    adw_preferences_row_set_title(ADW_PREFERENCES_ROW(row), title);
    adw_action_row_set_subtitle(ADW_ACTION_ROW(row), subtitle != NULL ? subtitle : "");
    return row;
}

GtkWidget *
lilt_row_add_choice(AdwPreferencesGroup *group, const char *action, const char *state,
                    const char *title, const char *subtitle)
{
    GtkWidget *row = lilt_row_new(title, subtitle), *check = gtk_check_button_new();

    gtk_widget_set_valign(check, GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(check), action);
    gtk_actionable_set_action_target(GTK_ACTIONABLE(check), "s", state);
    adw_action_row_add_prefix(ADW_ACTION_ROW(row), check);
    adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), check);
    adw_preferences_group_add(group, row);
    return row;
}

void
lilt_row_add_button(GtkWidget *row, const char *icon_name, const char *name, const char *action,
                    const char *target)
{
    GtkWidget *button = gtk_button_new_from_icon_name(icon_name);

    lilt_name_control(button, name);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(button, "flat");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "s", target);
    adw_action_row_add_suffix(ADW_ACTION_ROW(row), button);
}
