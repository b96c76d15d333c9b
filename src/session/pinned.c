/* The moods' playlists by hand: pinned, a list stays as it is; what is changed by hand is pinned;
 * and each can be taken away as a file (m3u8, as most players read it). */
#include <glib/gi18n-lib.h>

#include "session_private.h"

#define KEY "pinned-moods"

/* ---- which are pinned ------------------------------------------------------------------------ */

gboolean
lilt_session_is_pinned(LiltSession *self, LiltEmotion emotion)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    g_auto(GStrv) labels = g_settings_get_strv(self->settings, KEY);

    return g_strv_contains((const char *const *)labels, lilt_emotion_label(emotion));
}

static void
set_pinned(LiltSession *self, LiltEmotion emotion, gboolean pinned)
{
    g_autoptr(GStrvBuilder) labels = g_strv_builder_new();

    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (i == (int)emotion ? pinned : lilt_session_is_pinned(self, (LiltEmotion)i))
            g_strv_builder_add(labels, lilt_emotion_label((LiltEmotion)i));
    g_auto(GStrv) all = g_strv_builder_end(labels);

    g_settings_set_strv(self->settings, KEY, (const char *const *)all);
}

/* ---- changing a list ------------------------------------------------------------------------- */

/* A list as it was. */
typedef struct {
    LiltEmotion emotion;
    gboolean pinned;
    gint64 *ids;
    guint n;
} Before;

static void
before_free(gpointer data)
{
    g_free(((Before *)data)->ids);
    g_free(data);
}

static Before *
before_new(LiltSession *self, LiltEmotion emotion)
{
    Before *before = g_new0(Before, 1);

    before->emotion = emotion;
    before->pinned = lilt_session_is_pinned(self, emotion);
    before->ids = lilt_songs_dup_ids(lilt_library_get_playlist(self->library, emotion), &before->n);
    return before;
}

static void
put_back(LiltSession *self, gpointer data)
{
    const Before *before = data;

    set_pinned(self, before->emotion, before->pinned);
    lilt_library_set_playlist(self->library, before->emotion, before->ids, before->n);
}

/* The list becomes `ids` and stays so, until it is unpinned or that is taken back. */
static void
change_list(LiltSession *self, LiltEmotion emotion, const GArray *ids, const char *sentence)
{
    Before *before = before_new(self, emotion);

    set_pinned(self, emotion, TRUE);
    lilt_library_set_playlist(self->library, emotion, (const gint64 *)(const void *)ids->data,
                              ids->len);
    lilt_session_offer_undo(self, sentence, put_back, before, before_free);
}

/* The ids of a mood's list, to be changed; g_array_unref(). */
static GArray *
dup_ids(LiltSession *self, LiltEmotion emotion)
{
    guint n = 0;
    g_autofree gint64 *ids = lilt_songs_dup_ids(lilt_library_get_playlist(self->library, emotion),
                                                &n);

    return g_array_append_vals(g_array_new(FALSE, FALSE, sizeof *ids), ids, n);
}

/* The title of the song at a place of a mood's list; NULL: there is none. g_free(). */
static char *
dup_title(LiltSession *self, LiltEmotion emotion, guint place)
{
    g_autoptr(LiltSong)
        song = g_list_model_get_item(lilt_library_get_playlist(self->library, emotion), place);

    return song != NULL ? g_strdup(lilt_song_get_title(song)) : NULL;
}

/* ---- commands -------------------------------------------------------------------------------- */

/* The mood whose label comes first in a command's parameter. */
static LiltEmotion
mood_of(GVariant *parameter)
{
    const char *label;

    g_variant_get_child(parameter, 0, "&s", &label);
    return lilt_emotion_from_label(label);
}

static void
pin_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const LiltEmotion emotion = mood_of(parameter);
    gboolean pinned;

    (void)action;
    g_variant_get_child(parameter, 1, "b", &pinned);
    if (emotion == LILT_EMOTION_UNKNOWN || pinned == lilt_session_is_pinned(self, emotion))
        return;
    Before *before = before_new(self, emotion);

    set_pinned(self, emotion, pinned);
    lilt_session_refresh_soon(self);
    lilt_session_offer_undo(
        self, pinned ? _("This list stays as it is now") : _("Lilt chooses this list again"),
        put_back, before, before_free);
}

static void
remove_from_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const LiltEmotion emotion = mood_of(parameter);
    guint place;

    (void)action;
    g_variant_get_child(parameter, 1, "u", &place);
    if (emotion == LILT_EMOTION_UNKNOWN)
        return;
    g_autofree char *title = dup_title(self, emotion, place);

    if (title == NULL)
        return;
    g_autoptr(GArray) ids = dup_ids(self, emotion);
    g_autofree char *sentence = g_strdup_printf(_("“%s” removed. This list stays as it is now."),
                                                title);

    g_array_remove_index(ids, place);
    change_list(self, emotion, ids, sentence);
}

static void
move_in_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const LiltEmotion emotion = mood_of(parameter);
    guint from, to;

    (void)action;
    g_variant_get_child(parameter, 1, "u", &from);
    g_variant_get_child(parameter, 2, "u", &to);
    if (emotion == LILT_EMOTION_UNKNOWN)
        return;
    g_autoptr(GArray) ids = dup_ids(self, emotion);

    if (from >= ids->len || to >= ids->len || from == to)
        return;
    g_autofree char *title = dup_title(self, emotion, from);
    g_autofree char *sentence = g_strdup_printf(_("“%s” moved. This list stays as it is now."),
                                                title);
    const gint64 id = g_array_index(ids, gint64, from);

    g_array_remove_index(ids, from);
    g_array_insert_val(ids, to, id);
    change_list(self, emotion, ids, sentence);
}

/* Whether it was not there yet, and so was put at the end. */
static gboolean
add_id(GArray *ids, gint64 id)
{
    for (guint i = 0; i < ids->len; i++)
        if (g_array_index(ids, gint64, i) == id)
            return FALSE;
    g_array_append_val(ids, id);
    return TRUE;
}

static void
add_to_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GVariant) added = g_variant_get_child_value(parameter, 1);
    const LiltEmotion emotion = mood_of(parameter);
    guint n_new = 0;
    gsize n;
    const gint64 *id = g_variant_get_fixed_array(added, &n, sizeof *id);

    (void)action;
    if (emotion == LILT_EMOTION_UNKNOWN)
        return;
    g_autoptr(GArray) ids = dup_ids(self, emotion);

    for (gsize i = 0; i < n; i++)
        n_new += add_id(ids, id[i]) ? 1 : 0;
    if (n_new == 0) {
        lilt_session_say(self, _("It is in that list already."));
        return;
    }
    g_autofree char *sentence = g_strdup_printf(
        ngettext("%u song added. That list stays as it is now.",
                 "%u songs added. That list stays as it is now.", n_new),
        n_new);

    change_list(self, emotion, ids, sentence);
}

/* ---- as a file ------------------------------------------------------------------------------- */

static void
export_mood(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    LiltSession *self = data;
    const LiltEmotion emotion = mood_of(parameter);
    const char *path;

    (void)action;
    g_variant_get_child(parameter, 1, "^&ay", &path);
    if (emotion != LILT_EMOTION_UNKNOWN)
        lilt_session_save_list(self, lilt_library_get_playlist(self->library, emotion), path);
}

void
lilt_session_add_pinning(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"pin-mood", pin_mood, "(sb)", NULL, NULL, {0}},
        {"remove-from-mood", remove_from_mood, "(su)", NULL, NULL, {0}},
        {"move-in-mood", move_in_mood, "(suu)", NULL, NULL, {0}},
        {"add-to-mood", add_to_mood, "(sax)", NULL, NULL, {0}},
        {"export-mood", export_mood, "(say)", NULL, NULL, {0}},
    };
    static const char *const settings[] = {KEY};

    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
}
