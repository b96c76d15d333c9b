/* The scene list, a row a step. Rows are made anew when one is taken out, so that each is called by
 * its place. */
#include "lilt_scenes_dialog.h"

#include <glib/gi18n-lib.h>

#include "behind.h"
#include "choice.h"
#include "moods.h"
#include "reorder.h"
#include "resources.h"
#include "text.h"

enum { MOST_STEPS = 24, MOST_MINUTES = 600, USUAL_MINUTES = 20, SPACING = 6 };

#define STEP "lilt-step" /* of a row */

/* The widgets of a row. */
typedef struct {
    GtkWidget *mood; /* a choice */
    GtkSpinButton *minutes;
    guint place; /* from 0 */
} Step;

struct _LiltScenesDialog {
    AdwWindow parent_instance;
    GtkBox *steps;
    GtkLabel *sum;
    guint n, grabbed; /* steps; the one that is dragged */
};
G_DEFINE_FINAL_TYPE(LiltScenesDialog, lilt_scenes_dialog, ADW_TYPE_WINDOW)

/* ---- what was said --------------------------------------------------------------------------- */

static GVariant *
read_steps(LiltScenesDialog *self, guint left_out)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(su)"));
    for (GtkWidget *row = gtk_widget_get_first_child(GTK_WIDGET(self->steps)); row != NULL;
         row = gtk_widget_get_next_sibling(row)) {
        const Step *step = g_object_get_data(G_OBJECT(row), STEP);

        if (step->place != left_out)
            g_variant_builder_add(&list, "(su)", lilt_choice_get(step->mood),
                                  (guint)gtk_spin_button_get_value_as_int(step->minutes));
    }
    return g_variant_builder_end(&list);
}

/* How long it all is, and what can be done with it. */
static void
check(LiltScenesDialog *self)
{
    g_autoptr(GVariant) list = g_variant_ref_sink(read_steps(self, G_MAXUINT));
    guint sum = 0;

    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        guint minutes;

        g_variant_get_child(list, i, "(&su)", NULL, &minutes);
        sum += minutes;
    }
    g_autofree char *length = lilt_text_length((guint64)sum * 60 * 1000);

    gtk_label_set_label(self->sum,
                        self->n > 0 ? length : _("For example: 20 minutes calm, then 30 happy."));
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "scene.play", self->n > 0);
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "scene.add", self->n < MOST_STEPS);
}

static void
save(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltScenesDialog *self = LILT_SCENES_DIALOG(widget);
    GtkWidget *parent = GTK_WIDGET(gtk_window_get_transient_for(GTK_WINDOW(self)));

    (void)nothing;
    gtk_widget_activate_action_variant(parent, "app.set-scenes", read_steps(self, G_MAXUINT));
    if (g_str_equal(action, "scene.play")) {
        GActionGroup *application = G_ACTION_GROUP(gtk_window_get_application(GTK_WINDOW(parent)));

        g_action_group_change_action_state(application, "scenes", g_variant_new_boolean(TRUE));
    }
    gtk_window_close(GTK_WINDOW(self));
}

/* ---- rows ------------------------------------------------------------------------------------ */

static GtkWidget *
new_choice(guint place, const char *label)
{
    LiltOption options[LILT_N_EMOTIONS + LILT_N_BLENDS + LILT_N_PRESETS + 1] = {{NULL, NULL}};
    g_autofree char *name = g_strdup_printf(_("Mood of Step %u"), place + 1);
    gsize n = 0;

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        options[n++] = (LiltOption){lilt_emotion_label(lilt_mood_order[i]),
                                    lilt_mood_look(lilt_mood_order[i]).name};
    for (int i = 0; i < LILT_N_BLENDS; i++)
        options[n++] = (LiltOption){lilt_blends[i].label, lilt_blend_name(&lilt_blends[i])};
    for (int i = 0; i < LILT_N_PRESETS; i++)
        options[n++] = (LiltOption){lilt_presets[i].label, lilt_blend_name(&lilt_presets[i])};
    return lilt_choice_new(name, options, label);
}

static GtkWidget *
new_minutes(guint place, guint minutes)
{
    GtkWidget *spin = gtk_spin_button_new_with_range(1, MOST_MINUTES, 5);
    GtkEditable *text = gtk_editable_get_delegate(GTK_EDITABLE(spin));
    g_autofree char *name = g_strdup_printf(_("Minutes of Step %u"), place + 1);

    gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin), minutes);
    gtk_editable_set_width_chars(GTK_EDITABLE(spin), 3);
    gtk_accessible_update_property(GTK_ACCESSIBLE(spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    gtk_accessible_update_property(GTK_ACCESSIBLE(text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    return spin;
}

/* ---- another place --------------------------------------------------------------------------- */

static void show_steps(LiltScenesDialog *self, GVariant *list);

static GtkWidget *
row_at(LiltScenesDialog *self, guint place)
{
    GtkWidget *row = gtk_widget_get_first_child(GTK_WIDGET(self->steps));

    while (row != NULL && place-- > 0)
        row = gtk_widget_get_next_sibling(row);
    return row;
}

static void
move_step(GtkWidget *widget, guint from, guint to)
{
    LiltScenesDialog *self = LILT_SCENES_DIALOG(widget);
    g_autoptr(GVariant) before = g_variant_ref_sink(read_steps(self, G_MAXUINT));
    g_autoptr(GVariant) others = g_variant_ref_sink(read_steps(self, from));
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(su)"));
    for (guint i = 0; i < self->n; i++) {
        GVariant *from_list = i == to ? before : others;
        g_autoptr(GVariant) step = g_variant_get_child_value(from_list, i == to  ? from
                                                                        : i < to ? i
                                                                                 : i - 1);

        g_variant_builder_add_value(&list, step);
    }
    g_autoptr(GVariant) after = g_variant_ref_sink(g_variant_builder_end(&list));

    show_steps(self, after);
    gtk_widget_child_focus(row_at(self, to), GTK_DIR_TAB_FORWARD);
}

static gboolean
grab_step(GtkWidget *widget, guint place)
{
    LILT_SCENES_DIALOG(widget)->grabbed = place;
    return LILT_SCENES_DIALOG(widget)->n > 1;
}

static guint
grabbed_step(GtkWidget *widget)
{
    return LILT_SCENES_DIALOG(widget)->grabbed;
}

static const LiltReorder reorder = {grab_step, grabbed_step, move_step};

/* Alt with the arrows, from anywhere in the row. */
static gboolean
on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer data)
{
    LiltScenesDialog *self = data;
    GtkWidget *row = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(keys));
    const guint place = ((const Step *)g_object_get_data(G_OBJECT(row), STEP))->place;
    const gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;
    const gboolean down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;

    (void)code;
    if ((state & gtk_accelerator_get_default_mod_mask()) != GDK_ALT_MASK || !(up || down) ||
        (up && place == 0) || (down && place + 1 == self->n))
        return GDK_EVENT_PROPAGATE;
    move_step(GTK_WIDGET(self), place, up ? place - 1 : place + 1);
    return GDK_EVENT_STOP;
}

static void
let_move(LiltScenesDialog *self, GtkWidget *row, guint place)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(row, keys);
    lilt_reorder_add_at(row, place, GTK_WIDGET(self), &reorder);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static GtkWidget *
append_step(LiltScenesDialog *self, const char *label, guint minutes)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACING);
    GtkWidget *remove = gtk_button_new_from_icon_name("user-trash-symbolic");
    Step *step = g_new(Step, 1);
    g_autofree char *name = g_strdup_printf(_("Remove Step %u"), self->n + 1);

    *step = (Step){new_choice(self->n, label), GTK_SPIN_BUTTON(new_minutes(self->n, minutes)),
                   self->n};
    g_object_set_data_full(G_OBJECT(row), STEP, step, g_free);
    gtk_widget_add_css_class(row, "step");
    gtk_widget_set_hexpand(step->mood, TRUE);
    lilt_name_control(remove, name);
    gtk_widget_add_css_class(remove, "flat");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(remove), "scene.remove");
    gtk_actionable_set_action_target(GTK_ACTIONABLE(remove), "u", self->n);
    gtk_box_append(GTK_BOX(row),
                   g_object_new(GTK_TYPE_IMAGE, "icon-name", "list-drag-handle-symbolic",
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
    gtk_box_append(GTK_BOX(row), step->mood);
    gtk_box_append(GTK_BOX(row), GTK_WIDGET(step->minutes));
    gtk_box_append(GTK_BOX(row), gtk_label_new(_("min")));
    gtk_box_append(GTK_BOX(row), remove);
    g_signal_connect_swapped(step->minutes, "value-changed", G_CALLBACK(check), self);
    gtk_box_append(self->steps, row);
    let_move(self, row, self->n);
    lilt_hide_behind(row);
    self->n++;
    return row;
}

static void
show_steps(LiltScenesDialog *self, GVariant *list)
{
    GtkWidget *row;

    while ((row = gtk_widget_get_first_child(GTK_WIDGET(self->steps))) != NULL)
        gtk_box_remove(self->steps, row);
    self->n = 0;
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        const char *label;
        guint minutes;

        g_variant_get_child(list, i, "(&su)", &label, &minutes);
        append_step(self, label, minutes);
    }
    check(self);
}

static void
add_step(GtkWidget *widget, const char *action, GVariant *nothing)
{
    LiltScenesDialog *self = LILT_SCENES_DIALOG(widget);
    GtkWidget *row = append_step(self, self->n == 0 ? "calm" : "happy", USUAL_MINUTES);

    (void)action, (void)nothing;
    check(self);
    gtk_widget_child_focus(row, GTK_DIR_TAB_FORWARD);
}

static void
remove_step(GtkWidget *widget, const char *action, GVariant *place)
{
    LiltScenesDialog *self = LILT_SCENES_DIALOG(widget);
    g_autoptr(GVariant) left = g_variant_ref_sink(read_steps(self, g_variant_get_uint32(place)));

    (void)action;
    show_steps(self, left);
    gtk_widget_child_focus(GTK_WIDGET(self->steps), GTK_DIR_TAB_FORWARD);
}

/* ---- the widget ------------------------------------------------------------------------------ */

static void
lilt_scenes_dialog_class_init(LiltScenesDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    gtk_widget_class_set_template_from_resource(widget_class, LILT_UI "lilt_scenes_dialog.ui");
    gtk_widget_class_bind_template_child(widget_class, LiltScenesDialog, steps);
    gtk_widget_class_bind_template_child(widget_class, LiltScenesDialog, sum);
    gtk_widget_class_install_action(widget_class, "scene.save", NULL, save);
    gtk_widget_class_install_action(widget_class, "scene.play", NULL, save);
    gtk_widget_class_install_action(widget_class, "scene.add", NULL, add_step);
    gtk_widget_class_install_action(widget_class, "scene.remove", "u", remove_step);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
lilt_scenes_dialog_init(LiltScenesDialog *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
lilt_scenes_dialog_open(GtkWindow *parent, LiltSession *session)
{
    LiltScenesDialog *self = g_object_new(LILT_TYPE_SCENES_DIALOG, "transient-for", parent, NULL);
    g_autoptr(GVariant) list = lilt_session_dup_scenes(session);

    show_steps(self, list);
    lilt_hide_behind(GTK_WIDGET(self));
    lilt_name_buttons(GTK_WIDGET(self));
    gtk_window_present(GTK_WINDOW(self));
}
