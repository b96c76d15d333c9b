/* A choice: its state is that of an action, so that its menu marks what is chosen. */
#include "choice.h"

#include "text.h"

/* What a choice is made of; kept with its button. */
typedef struct {
    GtkMenuButton *button;
    char *name;
    GHashTable *words; /* id -> its words; both owned */
    GSimpleAction *action;
} Choice;

static void
choice_free(gpointer data)
{
    Choice *self = data;

    g_free(self->name);
    g_hash_table_unref(self->words);
    g_object_unref(self->action);
    g_free(self);
}

static void
choose(Choice *self, const char *id)
{
    const char *words = g_hash_table_lookup(self->words, id);

    if (words == NULL)
        return;
    g_autofree char *whole = g_strdup_printf("%s: %s", self->name, words);

    g_simple_action_set_state(self->action, g_variant_new_string(id));
    lilt_name_control(GTK_WIDGET(self->button), whole);
    gtk_menu_button_set_label(self->button, words);
}

static void
on_chosen(GSimpleAction *action, GVariant *id, gpointer data)
{
    (void)action;
    choose(data, g_variant_get_string(id, NULL));
}

GtkWidget *
lilt_choice_new(const char *name, const LiltOption *options, const char *chosen)
{
    GtkWidget *button = gtk_menu_button_new();
    g_autoptr(GMenu) menu = g_menu_new();
    g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new();
    Choice *self = g_new0(Choice, 1);

    self->button = GTK_MENU_BUTTON(button);
    self->name = g_strdup(name);
    self->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->action = g_simple_action_new_stateful("chosen", G_VARIANT_TYPE_STRING,
                                                g_variant_new_string(chosen));
    for (; options->id != NULL; options++) {
        g_autoptr(GMenuItem) item = g_menu_item_new(options->words, NULL);

        g_menu_item_set_action_and_target(item, "choice.chosen", "s", options->id);
        g_menu_append_item(menu, item);
        g_hash_table_insert(self->words, g_strdup(options->id), g_strdup(options->words));
    }
    g_signal_connect(self->action, "change-state", G_CALLBACK(on_chosen), self);
    g_action_map_add_action(G_ACTION_MAP(actions), G_ACTION(self->action));
    gtk_widget_insert_action_group(button, "choice", G_ACTION_GROUP(actions));
    gtk_menu_button_set_menu_model(self->button, G_MENU_MODEL(menu));
    g_object_set_data_full(G_OBJECT(button), "choice", self, choice_free);
    choose(self, chosen);
    return button;
}

const char *
lilt_choice_get(GtkWidget *choice)
{
    const Choice *self = g_object_get_data(G_OBJECT(choice), "choice");
    g_autoptr(GVariant) state = g_action_get_state(G_ACTION(self->action));

    return g_variant_get_string(state, NULL); /* the action holds it */
}
