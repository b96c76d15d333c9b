#include "signals_group.h"

#include <glib/gi18n-lib.h>

#include "preferences_row.h"
#include "text.h"

enum { SCALE_PX = 88 };

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

static void
on_file(AdwEntryRow *row, gpointer session)
{
    g_action_group_change_action_state(
        lilt_session_get_actions(session), "signal-body-file",
        g_variant_new_string(gtk_editable_get_text(GTK_EDITABLE(row))));
}

static void
add_body(AdwPreferencesGroup *group, LiltSession *session)
{
    g_autoptr(GVariant) path = state_of(session, "signal-body-file");
    const char *title = _("File or FIFO of the Body’s Numbers"),
               *calms = _("Calm Music for a High Pulse");
    GtkWidget *entry = adw_entry_row_new(), *row = lilt_row_new(calms, _("Else it is lively."));
    GtkEditable *text;

    adw_preferences_row_set_title(ADW_PREFERENCES_ROW(entry), title);
    gtk_editable_set_text(GTK_EDITABLE(entry), g_variant_get_string(path, NULL));
    adw_entry_row_set_show_apply_button(ADW_ENTRY_ROW(entry), TRUE);
    text = gtk_editable_get_delegate(GTK_EDITABLE(entry));
    gtk_accessible_update_property(GTK_ACCESSIBLE(text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
    g_signal_connect_object(entry, "apply", G_CALLBACK(on_file), session, 0);
    adw_preferences_group_add(group, entry);
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
