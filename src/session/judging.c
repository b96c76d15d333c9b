/* What the listener says about a song: more like this, not now, wrong mood, never. */
#include <glib/gi18n-lib.h>

#include "session_private.h"

enum { N_ALIKE = 5 };

static LiltSong *
dup_song(LiltSession *self, gint64 id)
{
    return lilt_library_dup_song(self->library, id);
}

/* ---- more like this -------------------------------------------------------------------------- */

static void
take_items_out(LiltSession *self, gpointer data)
{
    const GPtrArray *items = data;

    for (guint i = 0; i < items->len; i++) {
        LiltQueueItem *item = lilt_queue_steal(self->queue,
                                               lilt_queue_item_get_ticket(items->pdata[i]));

        g_clear_object(&item); /* NULL: it plays, or has played */
    }
}

static void
more_like_this(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(LiltSong) song = dup_song(self, g_variant_get_int64(parameter));
    GPtrArray *items = g_ptr_array_new_with_free_func(g_object_unref);

    (void)action;
    const guint n = song != NULL ? lilt_session_add_alike(self, song, N_ALIKE, items) : 0;

    if (n == 0) {
        g_ptr_array_unref(items);
        return;
    }
    g_autofree char *sentence = g_strdup_printf(
        ngettext("%u song like “%s” comes next", "%u songs like “%s” come next", n), n,
        lilt_song_get_title(song));

    lilt_session_offer_undo(self, sentence, take_items_out, items,
                            (GDestroyNotify)g_ptr_array_unref);
}

/* ---- not now --------------------------------------------------------------------------------- */

/* The song that plays, how far it came, and when it was noted as heard. */
typedef struct {
    LiltQueueItem *item;
    gint64 position_us, heard_s;
} Left;

static Left *
left_new(LiltSession *self)
{
    Left *left = g_new(Left, 1);

    *left = (Left){
        g_object_ref(self->current), lilt_session_get_position_us(self),
        lilt_session_get_heard_s(self, lilt_song_get_id(lilt_queue_item_get_song(self->current)))};
    return left;
}

static void
left_free(gpointer data)
{
    Left *left = data;

    g_object_unref(left->item);
    g_free(left);
}

static void
go_back(LiltSession *self, gpointer data)
{
    const Left *left = data;
    const gint64 id = lilt_song_get_id(lilt_queue_item_get_song(left->item));

    lilt_session_restore_heard(self, id, left->heard_s);
    g_ptr_array_remove(self->past, left->item);
    lilt_session_go_back_to(self, left->item);
    lilt_session_seek(self, left->position_us);
}

/* It counts as heard just now, so that it rests; it is no skip, nothing is held against it. */
static void
not_now(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)parameter;
    if (self->current == NULL)
        return;
    LiltSong *song = lilt_queue_item_get_song(self->current);
    Left *left = left_new(self);
    g_autofree char *sentence = g_strdup_printf(_("“%s” rests for now"), lilt_song_get_title(song));

    lilt_session_note_heard(self, lilt_song_get_id(song));
    self->sounded = FALSE;
    lilt_session_next(self);
    lilt_session_offer_undo(self, sentence, go_back, left, left_free);
}

/* ---- wrong mood ------------------------------------------------------------------------------ */

typedef struct {
    gint64 id;
    gboolean was_felt; /* else as the analysis heard it */
    LiltPoint point;
} Felt;

static void
feel_as_before(LiltSession *self, gpointer data)
{
    const Felt *felt = data;

    lilt_library_set_felt(self->library, felt->id, felt->was_felt ? &felt->point : NULL);
}

static void
wrong_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const char *label;
    gint64 id;

    (void)action;
    g_variant_get(parameter, "(x&s)", &id, &label);
    g_autoptr(LiltSong) song = dup_song(self, id);
    const LiltEmotion right = lilt_emotion_from_label(label);

    if (song == NULL || right == LILT_EMOTION_UNKNOWN)
        return;
    const LiltPoint point = lilt_emotion_place(right);
    Felt *before = g_new0(Felt, 1);
    g_autofree char *sentence = g_strdup_printf(_("“%s” has another mood now"),
                                                lilt_song_get_title(song));

    before->id = id;
    before->was_felt = lilt_library_get_felt(self->library, id, &before->point);
    lilt_library_set_felt(self->library, id, &point);
    lilt_session_offer_undo(self, sentence, feel_as_before, before, g_free);
}

/* ---- never ----------------------------------------------------------------------------------- */

typedef struct {
    gint64 id;
    int love;
    Left *left; /* where it was broken off, or NULL */
} Loved;

static void
loved_free(gpointer data)
{
    g_clear_pointer(&((Loved *)data)->left, left_free);
    g_free(data);
}

static void
love_as_before(LiltSession *self, gpointer data)
{
    const Loved *before = data;

    lilt_library_set_love(self->library, before->id, before->love);
    lilt_session_refresh_soon(self);
    if (before->left != NULL)
        go_back(self, before->left);
}

/* Out of Lilt's part; yours is yours. */
static void
leave_out(LiltSession *self, gint64 id)
{
    for (guint i = g_list_model_get_n_items(G_LIST_MODEL(self->queue)); i-- > 0;) {
        LiltQueueItem *item = lilt_queue_get(self->queue, i);

        if (!lilt_queue_item_get_yours(item) && !lilt_queue_is_taken(self->queue, i) &&
            lilt_song_get_id(lilt_queue_item_get_song(item)) == id)
            g_object_unref(lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(item)));
    }
}

static void
never(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const gint64 id = g_variant_get_int64(parameter);
    g_autoptr(LiltSong) song = dup_song(self, id);

    (void)action;
    if (song == NULL)
        return;
    Loved *before = g_new(Loved, 1);
    g_autofree char *sentence = g_strdup_printf(_("Never again: “%s”"), lilt_song_get_title(song));
    LiltSong *now = lilt_session_get_song(self);
    const gboolean plays = now != NULL && lilt_song_get_id(now) == id;

    *before = (Loved){id, lilt_library_get_love(self->library, id), plays ? left_new(self) : NULL};
    lilt_library_set_love(self->library, id, -1);
    leave_out(self, id);
    if (plays)
        lilt_session_next(self);
    lilt_session_refresh_soon(self);
    lilt_session_offer_undo(self, sentence, love_as_before, before, loved_free);
}

void
lilt_session_add_judging_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"more-like-this", more_like_this, "x", NULL, NULL, {0}},
        {"not-now", not_now, NULL, NULL, NULL, {0}},
        {"wrong-mood", wrong_mood, "(xs)", NULL, NULL, {0}},
        {"never", never, "x", NULL, NULL, {0}},
    };

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
