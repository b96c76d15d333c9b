/* The rule of a playlist, in plain words. */
#include "lilt_rule_dialog.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "choice.h"
#include "lilt_condition_row.h"
#include "resources.h"
#include "text.h"

struct _LiltRuleDialog {
    AdwWindow parent_instance;
    gint64 list_id; /* 0: a new one */

    AdwWindowTitle *heading;
    AdwEntryRow *name;
    GtkBox *all_or_any, *conditions;
    AdwActionRow *order_row;
    GtkWidget *any, *order; /* choices, in `all_or_any` and `order_row` */
    GtkSpinButton *most;
};
G_DEFINE_FINAL_TYPE(LiltRuleDialog, lilt_rule_dialog, ADW_TYPE_WINDOW)

/* ---- reading what was said ------------------------------------------------------------------- */

static gboolean
read_rule(LiltRuleDialog *self, LiltRule *ret_rule)
{
    LiltRule rule = {.any = g_str_equal(lilt_choice_get(self->any), "any"),
                     .most = (unsigned)gtk_spin_button_get_value_as_int(self->most)};

    if (!lilt_rule_order_from_label(lilt_choice_get(self->order), &rule.order))
        return FALSE;
    for (GtkWidget *row = gtk_widget_get_first_child(GTK_WIDGET(self->conditions)); row != NULL;
         row = gtk_widget_get_next_sibling(row))
        if (!lilt_condition_row_add_to(LILT_CONDITION_ROW(row), &rule))
            return FALSE;
    *ret_rule = rule;
    return TRUE;
}

static void
check(LiltRuleDialog *self)
{
    g_autofree char *name = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(self->name))));
    guint n = 0;
    LiltRule rule;

    for (GtkWidget *row = gtk_widget_get_first_child(GTK_WIDGET(self->conditions)); row != NULL;
         row = gtk_widget_get_next_sibling(row))
        n++;
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "rule.save",
                                  *name != '\0' && read_rule(self, &rule));
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "rule.add", n < LILT_RULE_CONDITIONS);
    gtk_widget_set_visible(GTK_WIDGET(self->all_or_any), n > 0);
    gtk_widget_set_visible(self->any, n > 1);
}

static void
save(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltRuleDialog *self = LILT_RULE_DIALOG(widget);
    GtkWidget *parent = GTK_WIDGET(gtk_window_get_transient_for(GTK_WINDOW(self)));
    GVariantBuilder conditions;
    LiltRule rule;

    (void)action, (void)nothing;
    if (!read_rule(self, &rule))
        return;
    g_variant_builder_init(&conditions, G_VARIANT_TYPE("a(sss)"));
    for (gsize i = 0; i < rule.n_conditions; i++)
        g_variant_builder_add(&conditions, "(sss)", lilt_rule_field_label(rule.conditions[i].field),
                              lilt_rule_test_label(rule.conditions[i].test),
                              rule.conditions[i].value);
    gtk_widget_activate_action(parent, "app.set-rule", "(xsbusa(sss))", self->list_id,
                               gtk_editable_get_text(GTK_EDITABLE(self->name)), (gboolean)rule.any,
                               rule.most, lilt_rule_order_label(rule.order), &conditions);
    gtk_window_close(GTK_WINDOW(self));
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void
on_removed(LiltRuleDialog *self, GtkWidget *row)
{
    gtk_box_remove(self->conditions, row);
    check(self);
}

static GtkWidget *
append_condition(LiltRuleDialog *self, const LiltCondition *condition)
{
    GtkWidget *row = lilt_condition_row_new(condition);

    g_signal_connect_object(row, "changed", G_CALLBACK(check), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(row, "removed", G_CALLBACK(on_removed), self, G_CONNECT_SWAPPED);
    gtk_box_append(self->conditions, row);
    lilt_hide_behind(row);
    return row;
}

static void
add_condition(GtkWidget *widget, const char *action, GVariant *nothing)
{
    GtkWidget *row = append_condition(LILT_RULE_DIALOG(widget), NULL);

    (void)action, (void)nothing;
    check(LILT_RULE_DIALOG(widget));
    gtk_widget_child_focus(row, GTK_DIR_TAB_FORWARD);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_rule_dialog_class_init(LiltRuleDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_rule_dialog.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, heading);
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, name);
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, all_or_any);
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, conditions);
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, order_row);
    gtk_widget_class_bind_template_child(widget_class, LiltRuleDialog, most);
    gtk_widget_class_install_action(widget_class, "rule.save", NULL, save);
    gtk_widget_class_install_action(widget_class, "rule.add", NULL, add_condition);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lilt_rule_dialog_init(LiltRuleDialog *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

/* For screen readers also the text inside. */
static void
name_texts(LiltRuleDialog *self)
{
    GtkEditable *name = gtk_editable_get_delegate(GTK_EDITABLE(self->name));
    GtkEditable *most = gtk_editable_get_delegate(GTK_EDITABLE(self->most));

    gtk_accessible_update_property(GTK_ACCESSIBLE(name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name"),
                                   -1);
    gtk_accessible_update_property(GTK_ACCESSIBLE(most), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _("Most Songs"), -1);
}

static void
fill(LiltRuleDialog *self, const LiltRule *rule)
{
    const LiltOption ways[] = {
        {"all", _("all of these hold")}, {"any", _("any of these holds")}, {NULL, NULL}};
    const LiltOption orders[] = {{"artist", _("Artist")},
                                 {"title", _("Title")},
                                 {"added", _("Newest First")},
                                 {"plays", _("Most Played First")},
                                 {"played", _("Last Played First")},
                                 {"rested", _("Longest Not Played First")},
                                 {"year", _("Latest Year First")},
                                 {NULL, NULL}};

    self->any = lilt_choice_new(_("Songs where"), ways, rule->any ? "any" : "all");
    self->order = lilt_choice_new(_("Order"), orders, lilt_rule_order_label(rule->order));
    gtk_widget_set_valign(self->order, GTK_ALIGN_CENTER);
    gtk_box_append(self->all_or_any, self->any);
    adw_action_row_add_suffix(self->order_row, self->order);
    gtk_spin_button_set_value(self->most, rule->most);
    for (gsize i = 0; i < rule->n_conditions; i++)
        append_condition(self, &rule->conditions[i]);
}

void
lilt_rule_dialog_open(GtkWindow *parent, LiltPlaylist *list)
{
    LiltRuleDialog *self = g_object_new(LILT_TYPE_RULE_DIALOG, "transient-for", parent, NULL);
    LiltRule begin = {0};

    if (list != NULL) {
        self->list_id = lilt_playlist_get_id(list);
        gtk_editable_set_text(GTK_EDITABLE(self->name), lilt_playlist_get_name(list));
        adw_window_title_set_title(self->heading, _("Edit Smart Playlist"));
    }
    fill(self, list != NULL ? lilt_playlist_get_rule(list) : &begin);
    if (list == NULL)
        append_condition(self, NULL);
    name_texts(self);
    g_signal_connect_swapped(self->name, "changed", G_CALLBACK(check), self);
    check(self);
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_buttons(GTK_WIDGET(self));
    gtk_window_present(GTK_WINDOW(self));
}
