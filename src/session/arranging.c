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

/* An item on its way back to where it stood. */
typedef struct {
    LiltQueueItem *item;
    guint64 now; /* the ticket under which the song stands elsewhere; 0: it is not there */
} Moved;

typedef struct {
    GArray *moved; /* of Moved, in their old order */
    guint place;   /* of the first */
} Back;

static void
moved_clear(gpointer moved)
{
    g_object_unref(((Moved *)moved)->item);
}

static Back *
back_new(guint place)
{
    Back *back = g_new(Back, 1);

    *back = (Back){g_array_new(FALSE, FALSE, sizeof(Moved)), place};
    g_array_set_clear_func(back->moved, moved_clear);
    return back;
}

static void
back_free(gpointer data)
{
    Back *back = data;

    g_array_unref(back->moved);
    g_free(back);
}

/* Takes the item. */
static void
back_add(Back *back, LiltQueueItem *item)
{
    g_array_append_val(back->moved, ((Moved){item, 0}));
}

/* What plays, or has played, does not come back. */
static void
put_back(LiltSession *self, gpointer data)
{
    const Back *back = data;
    g_autoptr(GPtrArray) items = g_ptr_array_new();

    for (guint i = 0; i < back->moved->len; i++) {
        const Moved *moved = &g_array_index(back->moved, Moved, i);
        g_autoptr(LiltQueueItem) now = moved->now != 0 ? lilt_queue_steal(self->queue, moved->now)
                                                       : NULL;

        if (moved->now == 0 || now != NULL)
            g_ptr_array_add(items, moved->item);
    }
    for (guint i = 0; i < items->len; i++)
        lilt_queue_insert(self->queue, back->place + i, items->pdata[i]);
}

/* ---- commands -------------------------------------------------------------------------------- */

/* What the player has taken comes back into the queue, to the front of its part, before it is
 * touched. */
static void
free_place(LiltSession *self, guint place)
{
    if (lilt_queue_is_taken(self->queue, place))
        lilt_player_retract_next(self->player);
}

static void
dequeue(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const guint place = g_variant_get_uint32(parameter);
    LiltQueueItem *item = lilt_queue_get(self->queue, place);

    (void)action;
    if (item == NULL)
        return;
    free_place(self, place);
    Back *back = back_new(place);
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” removed"), lilt_song_get_title(lilt_queue_item_get_song(item)));

    back_add(back, lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(item)));
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
        back_add(back, g_object_ref(item));
    lilt_queue_clear(self->queue);
    lilt_session_offer_undo(self, _("Queue cleared"), put_back, back, back_free);
}

/* Those between `from` and `to`, as they stand before one of them moves to the other's place. */
static Back *
back_from_range(LiltSession *self, guint from, guint to)
{
    Back *back = back_new(MIN(from, to));

    for (guint i = MIN(from, to); i <= MAX(from, to); i++)
        back_add(back, g_object_ref(lilt_queue_get(self->queue, i)));
    return back;
}

/* And where each has come to: all but the one that moved gave way by one place. */
static void
note_moved(LiltSession *self, Back *back, guint from, guint to)
{
    const guint n = back->moved->len;

    for (guint i = 0; i < n; i++) {
        const guint old = from < to ? (i + 1) % n : (i + n - 1) % n;

        g_array_index(back->moved, Moved, old).now = lilt_queue_item_get_ticket(
            lilt_queue_get(self->queue, back->place + i));
    }
}

static void
move_queued(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    guint from, to;

    (void)action;
    g_variant_get(parameter, "(uu)", &from, &to);
    LiltQueueItem *item = lilt_queue_get(self->queue, from);

    if (item == NULL || lilt_queue_get(self->queue, to) == NULL)
        return;
    free_place(self, MIN(from, to));
    from = lilt_queue_find(self->queue, item);
    if (from == to || lilt_queue_is_taken(self->queue, MIN(from, to)))
        return;
    Back *back = back_from_range(self, from, to);
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” moved"), lilt_song_get_title(lilt_queue_item_get_song(item)));

    lilt_queue_move(self->queue, from, to);
    note_moved(self, back, from, to);
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
