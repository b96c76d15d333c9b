/* Next Up by hand: put in order, take out, clear, and take all that back; what comes round again.
 */
#include <glib/gi18n-lib.h>

#include "session_private.h"

static const char *const repeats[] = {
    [LILT_REPEAT_NONE] = "none",
    [LILT_REPEAT_ALL] = "all",
    [LILT_REPEAT_ONE] = "one",
};

/* ---- taking back ----------------------------------------------------------------------------- */

/* Items on their way back to where they stood. */
typedef struct {
    GPtrArray *items; /* LiltQueueItem in their order */
    guint place;      /* of the first */
    guint64 moved;    /* the ticket under which the one item stands elsewhere; 0: it is not there */
} Back;

static void
back_free(gpointer data)
{
    Back *back = data;

    g_ptr_array_unref(back->items);
    g_free(back);
}

/* Takes a reference to nothing but the items it gets by back_add(). */
static Back *
back_new(guint place)
{
    Back *back = g_new0(Back, 1);

    back->items = g_ptr_array_new_with_free_func(g_object_unref);
    back->place = place;
    return back;
}

static void
put_back(LiltSession *self, gpointer data)
{
    const Back *back = data;

    if (back->moved != 0) {
        g_autoptr(LiltQueueItem) moved = lilt_queue_steal(self->queue, back->moved);

        if (moved == NULL) /* it plays, or has played */
            return;
    }
    for (guint i = 0; i < back->items->len; i++)
        lilt_queue_insert(self->queue, back->place + i, back->items->pdata[i]);
}

/* ---- commands -------------------------------------------------------------------------------- */

/* What the player has taken comes back into the queue before it is touched. */
static LiltQueueItem *
free_item(LiltSession *self, guint place)
{
    LiltQueueItem *item = lilt_queue_get(self->queue, place);

    if (item != NULL && lilt_queue_is_taken(self->queue, place))
        lilt_player_retract_next(self->player);
    return item;
}

static void
dequeue(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const guint place = g_variant_get_uint32(parameter);
    LiltQueueItem *item = free_item(self, place);

    (void)action;
    if (item == NULL)
        return;
    Back *back = back_new(place);
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” removed"), lilt_song_get_title(lilt_queue_item_get_song(item)));

    g_ptr_array_add(back->items, lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(item)));
    lilt_session_offer_undo(self, sentence, put_back, back, back_free);
}

static void
clear_queue(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const guint first = lilt_queue_is_taken(self->queue, 0) ? 1 : 0;
    Back *back = back_new(first);
    LiltQueueItem *item;

    (void)action, (void)parameter;
    for (guint i = first; (item = lilt_queue_get(self->queue, i)) != NULL; i++)
        g_ptr_array_add(back->items, g_object_ref(item));
    lilt_queue_clear(self->queue);
    lilt_session_offer_undo(self, _("Queue cleared"), put_back, back, back_free);
}

static void
move_queued(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    guint from, to;

    (void)action;
    g_variant_get(parameter, "(uu)", &from, &to);
    LiltQueueItem *item = free_item(self, from);

    if (item == NULL)
        return;
    Back *back = back_new(from);
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” moved"), lilt_song_get_title(lilt_queue_item_get_song(item)));

    g_ptr_array_add(back->items, g_object_ref(item));
    const guint stands = lilt_queue_move(self->queue, from, to);

    if (stands == from) {
        back_free(back);
        return;
    }
    back->moved = lilt_queue_item_get_ticket(lilt_queue_get(self->queue, stands));
    lilt_session_offer_undo(self, sentence, put_back, back, back_free);
}

static void
play_queued(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    LiltQueueItem *item = lilt_queue_get(self->queue, g_variant_get_uint32(parameter));

    (void)action;
    if (item == NULL)
        return;
    g_autoptr(LiltQueueItem)
        stolen = lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(item));

    lilt_session_play_item(self, stolen);
}

/* ---- again, and by chance -------------------------------------------------------------------- */

static void
change_repeat(GSimpleAction *action, GVariant *value, gpointer data)
{
    for (guint i = 0; i < G_N_ELEMENTS(repeats); i++)
        if (g_str_equal(repeats[i], g_variant_get_string(value, NULL))) {
            lilt_session_set_repeat(data, (LiltRepeat)i);
            g_simple_action_set_state(action, value);
        }
}

/* From none over all and one back to none: for the one button, and for a key. */
static void
repeat_next(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const LiltRepeat next = (self->repeat + 1) % G_N_ELEMENTS(repeats);

    (void)action, (void)parameter;
    change_repeat(lilt_session_action(self, "repeat"), g_variant_new_string(repeats[next]), self);
}

static void
change_shuffle(GSimpleAction *action, GVariant *value, gpointer data)
{
    g_simple_action_set_state(action, value);
    lilt_session_set_shuffle(data, g_variant_get_boolean(value));
}

void
lilt_session_add_queue_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"dequeue", dequeue, "u", NULL, NULL, {0}},
        {"move-queued", move_queued, "(uu)", NULL, NULL, {0}},
        {"play-queued", play_queued, "u", NULL, NULL, {0}},
        {"clear-queue", clear_queue, NULL, NULL, NULL, {0}},
        {"repeat", NULL, "s", "'none'", change_repeat, {0}},
        {"repeat-next", repeat_next, NULL, NULL, NULL, {0}},
        {"shuffle", NULL, NULL, "false", change_shuffle, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    g_simple_action_set_state(lilt_session_action(self, "repeat"),
                              g_variant_new_string(repeats[self->repeat]));
    g_simple_action_set_state(
        lilt_session_action(self, "shuffle"),
        g_variant_new_boolean(g_settings_get_boolean(self->settings, "shuffle")));
}
