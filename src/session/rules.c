/* Playlists by rule: made and changed by one action. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

/* The rule in (xsbusa(sss)); FALSE when a part of it is nothing that a rule can be. */
static gboolean
read_rule(GVariant *parameter, LiltRule *ret_rule)
{
    LiltRule rule = {0};
    g_autoptr(GVariantIter) conditions = NULL;
    const char *order, *field, *test, *value;
    gboolean any;

    g_variant_get(parameter, "(xsbu&sa(sss))", NULL, NULL, &any, &rule.most, &order, &conditions);
    rule.any = any;
    if (rule.most > LILT_RULE_MOST_SONGS || !lilt_rule_order_from_label(order, &rule.order))
        return FALSE;
    while (g_variant_iter_loop(conditions, "(&s&s&s)", &field, &test, &value))
        if (!lilt_rule_add(&rule, field, test, value))
            return FALSE;
    *ret_rule = rule;
    return TRUE;
}

static void
set_rule(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autofree char *name = NULL;
    LiltPlaylist *list;
    LiltRule rule;
    gint64 id;

    (void)action;
    g_variant_get_child(parameter, 0, "x", &id);
    g_variant_get_child(parameter, 1, "s", &name);
    g_strstrip(name);
    if (*name == '\0' || !read_rule(parameter, &rule))
        return;
    if (id == 0) {
        lilt_library_add_rule(self->library, name, &rule);
        return;
    }
    list = lilt_library_get_list(self->library, id);
    if (list == NULL || lilt_playlist_get_rule(list) == NULL)
        return;
    if (!g_str_equal(name, lilt_playlist_get_name(list)))
        lilt_library_rename_list(self->library, list, name);
    lilt_library_set_rule(self->library, list, &rule);
}

void
lilt_session_add_rule_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"set-rule", set_rule, "(xsbusa(sss))", NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
