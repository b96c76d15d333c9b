/* The first start: that it was finished, and the little album that comes with Lilt. */
#include "session_private.h"

#include <limits.h>

enum {
    BEGIN_WITH = 2
}; /* songs of the album that must be known: a list with a second song holds */

/* ---- the little album ------------------------------------------------------------------------ */

static gboolean
find_album(LiltDiag *diag, char *path, size_t path_bytes)
{
    return lilt_place_find("album", ".", diag, path, path_bytes) == LILT_OK;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

/* The album's files in their order. */
static GStrv
list_album(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    GPtrArray *paths = g_ptr_array_new();
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        if (g_str_has_suffix(name, ".opus"))
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, compare_names);
    g_ptr_array_add(paths, NULL);
    return (GStrv)g_ptr_array_free(paths, FALSE);
}

/* Those of the album's songs that are known by now, taken out of what is waited for. They go in
 * order: one that is still being read keeps the later ones back, unless the reading is over. */
static GPtrArray *
take_known(LiltSession *self)
{
    GPtrArray *songs = g_ptr_array_new_with_free_func(g_object_unref);

    for (; self->album[self->album_place] != NULL; self->album_place++) {
        LiltSong *song = lilt_library_dup_song_by_path(self->library,
                                                       self->album[self->album_place]);

        if (song != NULL)
            g_ptr_array_add(songs, song);
        else if (self->scanning)
            break;
    }
    return songs;
}

static void
begin_album(LiltSession *self, GPtrArray *songs)
{
    g_autofree gint64 *ids = g_new(gint64, songs->len + 1);

    for (guint i = 0; i < songs->len; i++)
        ids[i] = lilt_song_get_id(songs->pdata[i]);
    GVariant *all = g_variant_new_fixed_array(G_VARIANT_TYPE_INT64, ids, songs->len, sizeof *ids);

    g_action_group_activate_action(G_ACTION_GROUP(self->actions), "play-songs",
                                   g_variant_new("(@axu)", all, 0));
}

static void
go_on_with_album(LiltSession *self, GPtrArray *songs)
{
    for (guint i = 0; i < songs->len; i++) {
        g_autoptr(LiltQueueItem) item = lilt_queue_item_new(songs->pdata[i], FALSE, NULL);

        lilt_queue_append(self->queue, item);
    }
}

/* Play what is known of the album while the rest is being read. Something else that is played or
 * chosen meanwhile ends it. */
static void
follow_album(LiltSession *self)
{
    if (self->album == NULL || (self->album_begun && !self->policy.list_holds)) {
        g_clear_pointer(&self->album, g_strfreev);
        return;
    }
    const guint before = self->album_place;
    g_autoptr(GPtrArray) songs = take_known(self);

    if (self->album_begun) {
        go_on_with_album(self, songs);
    } else if (songs->len >= BEGIN_WITH || !self->scanning) {
        self->album_begun = songs->len > 0;
        if (self->album_begun)
            begin_album(self, songs);
    } else {
        self->album_place = before;
    }
    if (!self->scanning)
        g_clear_pointer(&self->album, g_strfreev);
}

static void
play_album(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    LiltSession *self = data;
    LiltDiag diag = {0};
    char found[PATH_MAX];

    (void)action, (void)nothing;
    if (!find_album(&diag, found, sizeof found)) {
        lilt_session_say(self, diag.text);
        return;
    }
    g_autofree char *folder = g_canonicalize_filename(found, NULL);

    g_strfreev(self->album);
    self->album = list_album(folder);
    self->album_place = 0;
    self->album_begun = FALSE;
    lilt_session_add_folder(self, folder); /* a scan begins: the rest follows from it */
}

/* ---- the first start ------------------------------------------------------------------------- */

static void
end_first_start(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    (void)action, (void)nothing;
    g_settings_set_boolean(((LiltSession *)data)->settings, "first-start-done", TRUE);
}

gboolean
lilt_session_is_first_start_done(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), TRUE);
    return g_settings_get_boolean(self->settings, "first-start-done");
}

void
lilt_session_add_welcome(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {.name = "play-album", .activate = play_album},
        {.name = "end-first-start", .activate = end_first_start},
    };
    GActionMap *actions = G_ACTION_MAP(self->actions);
    char path[PATH_MAX];

    g_action_map_add_action_entries(actions, entries, G_N_ELEMENTS(entries), self);
    g_simple_action_set_enabled(lilt_session_action(self, "play-album"),
                                find_album(NULL, path, sizeof path));
    g_signal_connect_object(self->library, "songs-changed", G_CALLBACK(follow_album), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect(self, "notify::scanning", G_CALLBACK(follow_album), NULL);
}
