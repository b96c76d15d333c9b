/* A condition: what of a song, how, and a value. The second and third follow the first. */
#include "lilt_condition_row.h"

#include <glib/gi18n-lib.h>

#include "choice.h"
#include "moods.h"
#include "text.h"

enum { SPACING = 6, MOST_NUMBER = 99999 };

struct _LiltConditionRow {
    GtkBox parent_instance;
    GtkWidget *first, *second;       /* the two lines */
    GtkWidget *field, *test, *value; /* test and value: of the field that is chosen */
    GtkWidget *unit;                 /* behind the value, or NULL */
};
G_DEFINE_FINAL_TYPE(LiltConditionRow, lilt_condition_row, GTK_TYPE_BOX)

enum { SIGNAL_CHANGED, SIGNAL_REMOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- words ----------------------------------------------------------------------------------- */

static const char *const field_words[LILT_N_RULE_FIELDS] = {
    [LILT_RULE_GENRE] = N_("Genre"),        [LILT_RULE_MOOD] = N_("Mood"),
    [LILT_RULE_LOVE] = N_("Love"),          [LILT_RULE_PLAYS] = N_("Times Played"),
    [LILT_RULE_PLAYED] = N_("Last Played"), [LILT_RULE_ADDED] = N_("Added"),
    [LILT_RULE_YEAR] = N_("Year"),
};

static const char *const test_words[LILT_N_RULE_FIELDS][LILT_N_RULE_TESTS] = {
    [LILT_RULE_GENRE] = {N_("contains"), N_("does not contain"), NULL, NULL},
    [LILT_RULE_MOOD] = {N_("is"), N_("is not"), NULL, NULL},
    [LILT_RULE_LOVE] = {N_("is"), N_("is not"), NULL, NULL},
    [LILT_RULE_PLAYS] = {N_("exactly"), NULL, N_("at least"), N_("at most")},
    [LILT_RULE_PLAYED] = {NULL, NULL, N_("not in the last"), N_("in the last")},
    [LILT_RULE_ADDED] = {NULL, NULL, N_("not in the last"), N_("in the last")},
    [LILT_RULE_YEAR] = {N_("is"), NULL, N_("from"), N_("until")},
};

/* What a field that was just chosen begins with. */
static const LiltCondition beginnings[LILT_N_RULE_FIELDS] = {
    [LILT_RULE_GENRE] = {LILT_RULE_GENRE, LILT_RULE_IS, ""},
    [LILT_RULE_MOOD] = {LILT_RULE_MOOD, LILT_RULE_IS, "happy"},
    [LILT_RULE_LOVE] = {LILT_RULE_LOVE, LILT_RULE_IS, "loved"},
    [LILT_RULE_PLAYS] = {LILT_RULE_PLAYS, LILT_RULE_LEAST, "1"},
    [LILT_RULE_PLAYED] = {LILT_RULE_PLAYED, LILT_RULE_LEAST, "30"},
    [LILT_RULE_ADDED] = {LILT_RULE_ADDED, LILT_RULE_MOST, "30"},
    [LILT_RULE_YEAR] = {LILT_RULE_YEAR, LILT_RULE_LEAST, "2000"},
};

static LiltRuleField
field_from_label(const char *label)
{
    int field = 0;

    while (!g_str_equal(lilt_rule_field_label((LiltRuleField)field), label))
        field++;
    return (LiltRuleField)field;
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void
changed(LiltConditionRow *self)
{
    g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
new_tests(const LiltCondition *condition)
{
    LiltOption options[LILT_N_RULE_TESTS + 1] = {{NULL, NULL}};
    int n = 0;

    for (int test = 0; test < LILT_N_RULE_TESTS; test++)
        if (lilt_rule_takes(condition->field, (LiltRuleTest)test))
            options[n++] = (LiltOption){lilt_rule_test_label((LiltRuleTest)test),
                                        _(test_words[condition->field][test])};
    return lilt_choice_new(_("How"), options, lilt_rule_test_label(condition->test));
}

static GtkWidget *
new_moods(const char *chosen)
{
    LiltOption options[LILT_N_EMOTIONS + 1] = {{NULL, NULL}};

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        options[i] = (LiltOption){lilt_emotion_label(lilt_mood_order[i]),
                                  lilt_mood_look(lilt_mood_order[i]).name};
    return lilt_choice_new(_("Mood"), options, chosen);
}

static GtkWidget *
new_loves(const char *chosen)
{
    const LiltOption options[] = {{"loved", _("Loved")},
                                  {"neither", _("Not judged")},
                                  {"banned", _("Never to be played")},
                                  {NULL, NULL}};

    return lilt_choice_new(_("Love"), options, chosen);
}

/* For screen readers also the text inside. */
static void
name_text(GtkWidget *editable, const char *name)
{
    GtkEditable *text = gtk_editable_get_delegate(GTK_EDITABLE(editable));

    gtk_accessible_update_property(GTK_ACCESSIBLE(editable), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                   -1);
    gtk_accessible_update_property(GTK_ACCESSIBLE(text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_number(const LiltCondition *condition)
{
    GtkWidget *spin = gtk_spin_button_new_with_range(0, MOST_NUMBER, 1);

    gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(spin), TRUE);
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin), g_ascii_strtod(condition->value, NULL));
    name_text(spin, _(field_words[condition->field]));
    return spin;
}

static GtkWidget *
new_words(const LiltCondition *condition)
{
    GtkWidget *entry = gtk_entry_new();

    gtk_entry_set_max_length(GTK_ENTRY(entry), LILT_RULE_VALUE / 4); /* four bytes a letter */
    gtk_entry_set_placeholder_text(GTK_ENTRY(entry), _("For example: Rock"));
    gtk_editable_set_text(GTK_EDITABLE(entry), condition->value);
    gtk_widget_set_hexpand(entry, TRUE);
    name_text(entry, _(field_words[condition->field]));
    return entry;
}

static GtkWidget *
new_value(const LiltCondition *condition)
{
    switch (condition->field) {
    case LILT_RULE_GENRE:
        return new_words(condition);
    case LILT_RULE_MOOD:
        return new_moods(condition->value);
    case LILT_RULE_LOVE:
        return new_loves(condition->value);
    default:
        return new_number(condition);
    }
}

static void
drop_part(GtkWidget *line, GtkWidget **part)
{
    if (*part != NULL)
        gtk_box_remove(GTK_BOX(line), *part);
    *part = NULL;
}

static void
show_condition(LiltConditionRow *self, const LiltCondition *condition)
{
    const gboolean of_days = condition->field == LILT_RULE_PLAYED ||
                             condition->field == LILT_RULE_ADDED;

    drop_part(self->first, &self->test);
    drop_part(self->second, &self->value);
    drop_part(self->second, &self->unit);
    self->test = new_tests(condition);
    self->value = new_value(condition);
    gtk_box_insert_child_after(GTK_BOX(self->first), self->test, self->field);
    gtk_box_append(GTK_BOX(self->second), self->value);
    if (of_days) {
        self->unit = gtk_label_new(_("days"));
        gtk_box_append(GTK_BOX(self->second), self->unit);
    }
    g_signal_connect_swapped(self->test, "notify::label", G_CALLBACK(changed), self);
    g_signal_connect_swapped(self->value,
                             GTK_IS_EDITABLE(self->value) ? "changed" : "notify::label",
                             G_CALLBACK(changed), self);
}

static void
on_field(LiltConditionRow *self)
{
    show_condition(self, &beginnings[field_from_label(lilt_choice_get(self->field))]);
    changed(self);
}

static void
remove_row(GtkWidget *widget, const char *name, GVariant *nothing)
{
    (void)name, (void)nothing;
    g_signal_emit(widget, signals[SIGNAL_REMOVED], 0);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_condition_row_class_init(LiltConditionRowClass *klass)
{
    const GType type = G_TYPE_FROM_CLASS(klass);

    signals[SIGNAL_CHANGED] = g_signal_new("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
    signals[SIGNAL_REMOVED] = g_signal_new("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
    gtk_widget_class_install_action(GTK_WIDGET_CLASS(klass), "condition.remove", NULL, remove_row);
}

static void
lilt_condition_row_init(LiltConditionRow *self)
{
    GtkWidget *remove = gtk_button_new_from_icon_name("user-trash-symbolic");
    GtkBox *box = GTK_BOX(self);

    self->first = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACING);
    self->second = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACING);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self), GTK_ORIENTATION_VERTICAL);
    gtk_box_set_spacing(box, SPACING);
    gtk_widget_add_css_class(GTK_WIDGET(self), "condition");
    gtk_box_append(box, self->first);
    gtk_box_append(box, self->second);
    lilt_name_control(remove, _("Remove This Condition"));
    gtk_widget_add_css_class(remove, "flat");
    gtk_widget_set_hexpand(remove, TRUE);
    gtk_widget_set_halign(remove, GTK_ALIGN_END);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(remove), "condition.remove");
    gtk_box_append(GTK_BOX(self->first), remove);
}

GtkWidget *
lilt_condition_row_new(const LiltCondition *condition)
{
    LiltConditionRow *self = g_object_new(LILT_TYPE_CONDITION_ROW, NULL);
    const LiltCondition *shown = condition != NULL ? condition : &beginnings[LILT_RULE_GENRE];
    LiltOption options[LILT_N_RULE_FIELDS + 1] = {{NULL, NULL}};

    for (int field = 0; field < LILT_N_RULE_FIELDS; field++)
        options[field] = (LiltOption){lilt_rule_field_label((LiltRuleField)field),
                                      _(field_words[field])};
    self->field = lilt_choice_new(_("What"), options, lilt_rule_field_label(shown->field));
    gtk_box_prepend(GTK_BOX(self->first), self->field);
    show_condition(self, shown);
    g_signal_connect_swapped(self->field, "notify::label", G_CALLBACK(on_field), self);
    return GTK_WIDGET(self);
}

gboolean
lilt_condition_row_add_to(LiltConditionRow *self, LiltRule *rule)
{
    g_autofree char *value = NULL;

    g_return_val_if_fail(LILT_IS_CONDITION_ROW(self), FALSE);
    if (GTK_IS_SPIN_BUTTON(self->value))
        value = g_strdup_printf("%d",
                                gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(self->value)));
    else if (GTK_IS_EDITABLE(self->value))
        value = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(self->value))));
    else
        value = g_strdup(lilt_choice_get(self->value));
    return lilt_rule_add(rule, lilt_choice_get(self->field), lilt_choice_get(self->test), value);
}
