/* Several songs at once: albums and lists as a whole, and the playlists made by hand. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

/* ---- playing several ------------------------------------------------------------------------- */

gboolean
lilt_session_can_be_played(LiltSession *self, LiltSong *song)
{
    g_autofree char *sentence = NULL;

    if (lilt_song_is_there(song))
        return TRUE;
    sentence = g_strdup_printf(lilt_song_is_elsewhere(song)
                                   ? _("“%s” is not on this computer. Lilt never goes online.")
                                   : _("The file of “%s” is not there now."),
                               lilt_song_get_title(song));
    lilt_session_say(self, sentence);
    return FALSE;
}

/* The songs of ids, as items of the queue; what is not known or not there is left out.
 * place: of an id, or NULL; becomes that of its item, or of the next that there is. */
static GPtrArray *
items_of_ids(LiltSession *self, const gint64 *id, gsize n, gboolean yours, guint *place)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(g_object_unref);
    const gsize wanted = place != NULL ? *place : 0;

    for (gsize i = 0; i < n; i++) {
        g_autoptr(LiltSong) song = lilt_library_dup_song(self->library, id[i]);

        if (place != NULL && i == wanted)
            *place = items->len;
        if (song != NULL && lilt_song_is_there(song))
            g_ptr_array_add(items, lilt_queue_item_new(song, yours, NULL));
    }
    return items;
}

static GPtrArray *
items_of(LiltSession *self, GVariant *ids, gboolean yours, guint *place)
{
    gsize n;
    const gint64 *id = g_variant_get_fixed_array(ids, &n, sizeof *id);

    return items_of_ids(self, id, n, yours, place);
}

/* Play them from `place` on, or, shuffled, all of them from that one on; what is yours in Next Up
 * comes before the rest of them. The mood waits until they have ended. */
static void
play_items(LiltSession *self, GPtrArray *items, guint place)
{
    if (place >= items->len)
        return;
    g_autoptr(LiltQueueItem) first = g_ptr_array_steal_index(items, place);

    if (place > 0 && !g_settings_get_boolean(self->settings, "shuffle"))
        g_ptr_array_remove_range(items, 0, place);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_LIST_STARTED});
    lilt_queue_refill(self->queue, items);
    lilt_session_shuffle_if_wanted(self);
    lilt_session_play_item(self, first);
}

static void
play_songs(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    g_autoptr(GVariant) ids = g_variant_get_child_value(parameter, 0);
    guint place;

    (void)action;
    g_variant_get_child(parameter, 1, "u", &place);
    g_autoptr(GPtrArray) items = items_of(data, ids, FALSE, &place);

    play_items(data, items, place);
}

void
lilt_session_play_playlist(LiltSession *self, LiltPlaylist *list)
{
    g_autoptr(GArray) ids = lilt_playlist_dup_ids(list);
    g_autoptr(GPtrArray)
        items = items_of_ids(self, (const gint64 *)(const void *)ids->data, ids->len, FALSE, NULL);

    play_items(self, items, 0);
}

static void
shuffle_songs(GSimpleAction *action, GVariant *ids, gpointer data)
{
    g_autoptr(GPtrArray) items = items_of(data, ids, FALSE, NULL);
    LiltRng rng = lilt_rng_new((uint64_t)g_get_monotonic_time(), 1);

    (void)action;
    lilt_queue_shuffle_items(items->pdata, items->len, &rng);
    play_items(data, items, 0);
}

static void
play_songs_next(GSimpleAction *action, GVariant *ids, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GPtrArray) items = items_of(self, ids, TRUE, NULL);

    (void)action;
    for (guint i = items->len; i > 0; i--)
        lilt_queue_prepend(self->queue, items->pdata[i - 1]);
}

static void
enqueue_songs(GSimpleAction *action, GVariant *ids, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GPtrArray) items = items_of(self, ids, TRUE, NULL);

    (void)action;
    for (guint i = 0; i < items->len; i++)
        lilt_queue_append(self->queue, items->pdata[i]);
}

static void
love_song(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const gint64 id = g_variant_get_int64(parameter);

    (void)action;
    lilt_library_set_love(self->library, id, lilt_library_get_love(self->library, id) <= 0);
    lilt_session_update_actions(self);
}

/* ---- playlists ------------------------------------------------------------------------------- */

/* The one made by hand with that id, or NULL; lent. */
static LiltPlaylist *
get_by_hand(LiltSession *self, gint64 id)
{
    LiltPlaylist *list = lilt_library_get_list(self->library, id);

    return list != NULL && lilt_playlist_get_rule(list) == NULL ? list : NULL;
}

/* A list as it was. */
typedef struct {
    LiltPlaylist *list;
    GArray *ids;
} Before;

static Before *
before_new(LiltPlaylist *list)
{
    Before *before = g_new(Before, 1);

    before->list = g_object_ref(list);
    before->ids = lilt_playlist_dup_ids(list);
    return before;
}

static void
before_free(gpointer data)
{
    Before *before = data;

    g_object_unref(before->list);
    g_array_unref(before->ids);
    g_free(before);
}

static void
bring_back(LiltSession *self, gpointer data)
{
    lilt_library_restore_list(self->library, ((Before *)data)->list);
}

static void
put_back(LiltSession *self, gpointer data)
{
    const Before *before = data;

    if (get_by_hand(self, lilt_playlist_get_id(before->list)) != NULL)
        lilt_library_set_list_ids(self->library, before->list,
                                  (const gint64 *)(const void *)before->ids->data,
                                  before->ids->len);
}

static void
delete_list(GSimpleAction *action, GVariant *id, gpointer data)
{
    LiltSession *self = data;
    LiltPlaylist *list = lilt_library_get_list(self->library, g_variant_get_int64(id));

    (void)action;
    if (list == NULL)
        return;
    g_autofree char *sentence = g_strdup_printf(_("“%s” deleted"), lilt_playlist_get_name(list));
    Before *before = before_new(list);

    lilt_library_drop_list(self->library, list);
    lilt_session_offer_undo(self, sentence, bring_back, before, before_free);
}

static void
add_songs(LiltSession *self, LiltPlaylist *list, GVariant *ids)
{
    gsize n;
    const gint64 *id = g_variant_get_fixed_array(ids, &n, sizeof *id);
    g_autofree char *sentence = g_strdup_printf(
        ngettext("%u song added to “%s”", "%u songs added to “%s”", (gulong)n), (guint)n,
        lilt_playlist_get_name(list));
    Before *before = before_new(list);

    lilt_library_append_to_list(self->library, list, id, n);
    lilt_session_offer_undo(self, sentence, put_back, before, before_free);
}

static void
add_to_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GVariant) ids = g_variant_get_child_value(parameter, 1);
    LiltPlaylist *list;
    gint64 id;

    (void)action;
    g_variant_get_child(parameter, 0, "x", &id);
    list = get_by_hand(self, id);
    if (list != NULL && g_variant_n_children(ids) > 0)
        add_songs(self, list, ids);
}

/* What a name is without the spaces around it; NULL when nothing is left. g_free(). */
static char *
dup_name(GVariant *parameter, gsize child)
{
    char *name;

    g_variant_get_child(parameter, child, "s", &name);
    g_strstrip(name);
    if (*name == '\0')
        g_clear_pointer(&name, g_free);
    return name;
}

static void
new_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autofree char *name = dup_name(parameter, 0);
    g_autoptr(GVariant) ids = g_variant_get_child_value(parameter, 1);
    LiltPlaylist *list;

    (void)action;
    if (name == NULL)
        return;
    list = lilt_library_add_list(self->library, name);
    if (g_variant_n_children(ids) > 0)
        add_songs(self, list, ids);
}

static void
rename_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autofree char *name = dup_name(parameter, 1);
    LiltPlaylist *list;
    gint64 id;

    (void)action;
    g_variant_get_child(parameter, 0, "x", &id);
    list = lilt_library_get_list(self->library, id);
    if (list != NULL && name != NULL)
        lilt_library_rename_list(self->library, list, name);
}

static void
remove_from_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    LiltPlaylist *list;
    gint64 id;
    guint place;

    (void)action;
    g_variant_get(parameter, "(xu)", &id, &place);
    list = get_by_hand(self, id);
    if (list == NULL)
        return;
    g_autoptr(LiltSong) song = g_list_model_get_item(lilt_playlist_get_songs(list), place);

    if (song == NULL)
        return;
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” removed from “%s”"), lilt_song_get_title(song), lilt_playlist_get_name(list));
    Before *before = before_new(list);

    lilt_library_remove_from_list(self->library, list, place);
    lilt_session_offer_undo(self, sentence, put_back, before, before_free);
}

static void
move_in_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    LiltPlaylist *list;
    gint64 id;
    guint from, to;

    (void)action;
    g_variant_get(parameter, "(xuu)", &id, &from, &to);
    list = get_by_hand(self, id);
    if (list == NULL || from == to)
        return;
    g_autoptr(LiltSong) song = g_list_model_get_item(lilt_playlist_get_songs(list), from);

    if (song == NULL || to >= g_list_model_get_n_items(lilt_playlist_get_songs(list)))
        return;
    g_autofree char *sentence = g_strdup_printf(_("“%s” moved"), lilt_song_get_title(song));
    Before *before = before_new(list);

    lilt_library_move_in_list(self->library, list, from, to);
    lilt_session_offer_undo(self, sentence, put_back, before, before_free);
}

static void
export_list(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    LiltPlaylist *list;
    const char *path;
    gint64 id;

    (void)action;
    g_variant_get(parameter, "(x^&ay)", &id, &path);
    list = lilt_library_get_list(self->library, id);
    if (list != NULL)
        lilt_session_save_list(self, lilt_playlist_get_songs(list), path);
}

static void
import_list(GSimpleAction *action, GVariant *path, gpointer data)
{
    (void)action;
    lilt_session_import_list(data, g_variant_get_bytestring(path), FALSE);
}

/* ---- the order of the library ---------------------------------------------------------------- */

static void
change_sort(GSimpleAction *action, GVariant *label, gpointer data)
{
    LiltSession *self = data;
    LiltSort sort;

    if (!lilt_sort_from_label(g_variant_get_string(label, NULL), &sort))
        return;
    g_settings_set_string(self->settings, "library-sort", lilt_sort_label(sort));
    g_simple_action_set_state(action, label);
}

void
lilt_session_add_list_actions(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"play-songs", play_songs, "(axu)", NULL, NULL, {0}},
        {"shuffle-songs", shuffle_songs, "ax", NULL, NULL, {0}},
        {"play-songs-next", play_songs_next, "ax", NULL, NULL, {0}},
        {"enqueue-songs", enqueue_songs, "ax", NULL, NULL, {0}},
        {"love-song", love_song, "x", NULL, NULL, {0}},
        {"new-list", new_list, "(sax)", NULL, NULL, {0}},
        {"rename-list", rename_list, "(xs)", NULL, NULL, {0}},
        {"delete-list", delete_list, "x", NULL, NULL, {0}},
        {"add-to-list", add_to_list, "(xax)", NULL, NULL, {0}},
        {"remove-from-list", remove_from_list, "(xu)", NULL, NULL, {0}},
        {"move-in-list", move_in_list, "(xuu)", NULL, NULL, {0}},
        {"export-list", export_list, "(xay)", NULL, NULL, {0}},
        {"import-list", import_list, "ay", NULL, NULL, {0}},
        {"library-sort", NULL, "s", "'artist'", change_sort, {0}},
    };
    g_autofree char *sort = g_settings_get_string(self->settings, "library-sort");
    LiltSort known;

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    if (lilt_sort_from_label(sort, &known))
        g_simple_action_set_state(lilt_session_action(self, "library-sort"),
                                  g_variant_new_string(sort));
}
