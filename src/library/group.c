/* Songs that belong together, as a row sees them. */
#include "group.h"

struct _LiltGroup {
    GObject parent_instance;
    LiltSong *song;
    guint n_songs, n_albums, n_artists;
};
G_DEFINE_FINAL_TYPE(LiltGroup, lilt_group, G_TYPE_OBJECT)

static void
lilt_group_finalize(GObject *object)
{
    g_object_unref(LILT_GROUP(object)->song);
    G_OBJECT_CLASS(lilt_group_parent_class)->finalize(object);
}

static void
lilt_group_class_init(LiltGroupClass *class)
{
    G_OBJECT_CLASS(class)->finalize = lilt_group_finalize;
}

static void
lilt_group_init(LiltGroup *self)
{
    (void)self;
}

LiltGroup *
group_new(LiltSong *song, const SongEntry *entry)
{
    LiltGroup *self = g_object_new(LILT_TYPE_GROUP, NULL);

    self->song = song;
    self->n_songs = entry->n_songs;
    self->n_albums = entry->n_albums;
    self->n_artists = entry->n_artists;
    return self;
}

LiltSong *
lilt_group_get_song(LiltGroup *self)
{
    g_return_val_if_fail(LILT_IS_GROUP(self), NULL);
    return self->song;
}

guint
lilt_group_get_n_songs(LiltGroup *self)
{
    g_return_val_if_fail(LILT_IS_GROUP(self), 0);
    return self->n_songs;
}

guint
lilt_group_get_n_albums(LiltGroup *self)
{
    g_return_val_if_fail(LILT_IS_GROUP(self), 0);
    return self->n_albums;
}

guint
lilt_group_get_n_artists(LiltGroup *self)
{
    g_return_val_if_fail(LILT_IS_GROUP(self), 0);
    return self->n_artists;
}
