/* A playlist: the ids of all its songs, and a model of what is shown of them. */
#include "playlist.h"

struct _LiltPlaylist {
    GObject parent_instance;
    gint64 id;
    char *name;
    LiltRule *rule; /* or NULL */
    GArray *ids;    /* of gint64 */
    LiltSongList *songs;
};
G_DEFINE_FINAL_TYPE(LiltPlaylist, lilt_playlist, G_TYPE_OBJECT)

enum { PROP_ID = 1, PROP_NAME, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
lilt_playlist_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    LiltPlaylist *self = LILT_PLAYLIST(object);

    switch (id) {
    case PROP_ID:
        g_value_set_int64(value, self->id);
        break;
    case PROP_NAME:
        g_value_set_string(value, self->name);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void
lilt_playlist_finalize(GObject *object)
{
    LiltPlaylist *self = LILT_PLAYLIST(object);

    g_free(self->name);
    g_free(self->rule);
    g_array_unref(self->ids);
    g_clear_object(&self->songs);
    G_OBJECT_CLASS(lilt_playlist_parent_class)->finalize(object);
}

static void
lilt_playlist_class_init(LiltPlaylistClass *class)
{
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    G_OBJECT_CLASS(class)->get_property = lilt_playlist_get_property;
    G_OBJECT_CLASS(class)->finalize = lilt_playlist_finalize;
    props[PROP_ID] = g_param_spec_int64("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
    props[PROP_NAME] = g_param_spec_string("name", NULL, NULL, "", flags);
    g_object_class_install_properties(G_OBJECT_CLASS(class), N_PROPS, props);
}

static void
lilt_playlist_init(LiltPlaylist *self)
{
    self->ids = g_array_new(FALSE, FALSE, sizeof(gint64));
}

LiltPlaylist *
playlist_new(LiltLibrary *library, gint64 id, const char *name)
{
    LiltPlaylist *self = g_object_new(LILT_TYPE_PLAYLIST, NULL);

    self->id = id;
    self->name = g_strdup(name);
    self->songs = lilt_song_list_new(library);
    return self;
}

void
playlist_set_name(LiltPlaylist *self, const char *name)
{
    g_free(self->name);
    self->name = g_strdup(name);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_NAME]);
}

void
playlist_set_rule(LiltPlaylist *self, const LiltRule *rule)
{
    LiltRule *next = g_memdup2(rule, sizeof *rule); /* `rule` may be our own */

    g_free(self->rule);
    self->rule = next;
}

void
playlist_set_ids(LiltPlaylist *self, const gint64 *ids, gsize n_ids)
{
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(gint64));

    g_array_append_vals(next, ids, (guint)n_ids); /* `ids` may be our own */
    g_array_unref(self->ids);
    self->ids = g_steal_pointer(&next);
}

void
playlist_show(LiltPlaylist *self, const LiltCatalogue *catalogue)
{
    g_autofree SongEntry *shown = g_new0(SongEntry, self->ids->len + 1);
    gsize n = 0;

    for (guint i = 0; i < self->ids->len; i++) {
        const gint64 id = g_array_index(self->ids, gint64, i);
        const gboolean there = lilt_catalogue_find(catalogue, id) >= 0;

        if (there || self->rule == NULL)
            shown[n++] = (SongEntry){.id = id, .stamp = there};
    }
    lilt_song_list_replace(self->songs, shown, n);
}

const GArray *
playlist_get_ids(LiltPlaylist *self)
{
    return self->ids;
}

gint64
lilt_playlist_get_id(LiltPlaylist *self)
{
    g_return_val_if_fail(LILT_IS_PLAYLIST(self), 0);
    return self->id;
}

const char *
lilt_playlist_get_name(LiltPlaylist *self)
{
    g_return_val_if_fail(LILT_IS_PLAYLIST(self), "");
    return self->name;
}

GListModel *
lilt_playlist_get_songs(LiltPlaylist *self)
{
    g_return_val_if_fail(LILT_IS_PLAYLIST(self), NULL);
    return G_LIST_MODEL(self->songs);
}

const LiltRule *
lilt_playlist_get_rule(LiltPlaylist *self)
{
    g_return_val_if_fail(LILT_IS_PLAYLIST(self), NULL);
    return self->rule;
}

GArray *
lilt_playlist_dup_ids(LiltPlaylist *self)
{
    g_return_val_if_fail(LILT_IS_PLAYLIST(self), NULL);
    return g_array_copy(self->ids);
}
