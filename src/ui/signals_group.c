#include "signals_group.h"

#include <glib/gi18n-lib.h>

#include "preferences_row.h"
#include "text.h"

enum { SCALE_PX = 88, FILE_CHARS = 14 };

static GVariant *
state_of(LiltSession *session, const char *action)
{
    return g_action_group_get_action_state(lilt_session_get_actions(session), action);
}

/* Named by the row's title. */
static GtkWidget *
add_switch(GtkWidget *row, const char *action)
{
    GtkWidget *button = gtk_switch_new();
    g_autofree char *detailed = g_strconcat("app.", action, NULL);

    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), detailed);
    adw_action_row_add_suffix(ADW_ACTION_ROW(row), button);
    adw_action_row_set_activatable_widget(ADW_ACTION_ROW(row), button);
    return button;
}

/* ---- weights --------------------------------------------------------------------------------- */

static void
on_weight(GtkRange *scale, gpointer session)
{
    g_action_group_change_action_state(lilt_session_get_actions(session),
                                       g_object_get_data(G_OBJECT(scale), "action"),
                                       g_variant_new_double(gtk_range_get_value(scale)));
}

/* A scale from nothing to twice as much; it waits while the switch beside it is off. */
static void
add_weight(GtkWidget *row, const char *title, const char *action, LiltSession *session)
{
    GtkWidget *scale = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 0.0, 2.0, 0.1);
    g_autofree char *weight = g_strconcat(action, "-weight", NULL);
    g_autoptr(GVariant) state = state_of(session, weight);
    g_autofree char *name = g_strdup_printf(_("How Much It Counts: %s"), title);

    gtk_range_set_value(GTK_RANGE(scale), g_variant_get_double(state));
    gtk_widget_set_size_request(scale, SCALE_PX, -1);
    gtk_widget_set_valign(scale, GTK_ALIGN_CENTER);
    lilt_name_control(scale, name);
    g_object_set_data_full(G_OBJECT(scale), "action", g_steal_pointer(&weight), g_free);
    g_signal_connect_object(scale, "value-changed", G_CALLBACK(on_weight), session, 0);
    adw_action_row_add_suffix(ADW_ACTION_ROW(row), scale);
    g_object_bind_property(add_switch(row, action), "active", scale, "sensitive",
                           G_BINDING_SYNC_CREATE);
}

/* ---- the body -------------------------------------------------------------------------------- */

/* Taken when it is whole: by Enter, or when the focus goes elsewhere. */
static void
take_file(GtkEntry *entry, gpointer session)
{
    g_autofree char *path = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry))));

    g_action_group_change_action_state(lilt_session_get_actions(session), "signal-body-file",
                                       g_variant_new_string(path));
}

static void
on_leave(GtkEventController *focus, gpointer session)
{
    take_file(GTK_ENTRY(gtk_event_controller_get_widget(focus)), session);
}

static GtkWidget *
new_file_entry(const char *title, LiltSession *session)
{
    GtkWidget *entry = gtk_entry_new();
    GtkEditable *text = gtk_editable_get_delegate(GTK_EDITABLE(entry));
    GtkEventController *focus = gtk_event_controller_focus_new();
    g_autoptr(GVariant) path = state_of(session, "signal-body-file");

    gtk_editable_set_text(GTK_EDITABLE(entry), g_variant_get_string(path, NULL));
    gtk_editable_set_width_chars(GTK_EDITABLE(entry), FILE_CHARS);
    gtk_widget_set_valign(entry, GTK_ALIGN_CENTER);
    gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    gtk_accessible_update_property(GTK_ACCESSIBLE(text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    g_signal_connect_object(entry, "activate", G_CALLBACK(take_file), session, 0);
    g_signal_connect_object(focus, "leave", G_CALLBACK(on_leave), session, 0);
    gtk_widget_add_controller(entry, focus);
    return entry;
}

static void
add_body(AdwPreferencesGroup *group, LiltSession *session)
{
    const char *title = _("Numbers of the Body"), *calms = _("Calm Music for a High Pulse");
    GtkWidget *file = lilt_row_new(title, _("A file or FIFO, by its path.")),
              *row = lilt_row_new(calms, _("Else it is lively."));

    adw_action_row_add_suffix(ADW_ACTION_ROW(file), new_file_entry(title, session));
    adw_preferences_group_add(group, file);
    add_switch(row, "signal-body-calms");
    adw_preferences_group_add(group, row);
}

/* ---- the group ------------------------------------------------------------------------------- */

void
lilt_signals_show(AdwPreferencesGroup *group, LiltSession *session)
{
    static const struct {
        const char *action, *title, *subtitle;
    } rows[] = {
        {"signal-hour", N_("The Time of Day"), N_("What is usual at this hour.")},
        {"signal-activity", N_("Idle or Active"), N_("Whether you are at the keyboard.")},
        {"signal-place", N_("The Place"), N_("As the main menu has it.")},
        {"signal-weather", N_("The Weather"), N_("As the main menu has it.")},
        {"signal-body", N_("The Body"), N_("Pulse or skin, measured by another program.")},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        GtkWidget *row = lilt_row_new(_(rows[i].title), _(rows[i].subtitle));

        add_weight(row, _(rows[i].title), rows[i].action, session);
        adw_preferences_group_add(group, row);
    }
    add_body(group, session);
}
