/* A song that stays: a moment after it has become the current one, its lyrics and its shape are
 * asked for, each of which takes a helper process. Skipping through songs starts none. */
#include "session_private.h"

enum { SETTLE_MS = 300 };

static gboolean
on_settled(gpointer data)
{
    LiltSession *self = data;

    self->settle_song = 0;
    lilt_session_read_lyrics(self);
    lilt_session_find_shape(self);
    return G_SOURCE_REMOVE;
}

static void
forget(LiltSession *self)
{
    g_clear_handle_id(&self->settle_song, g_source_remove);
    g_clear_pointer(&self->settled_path, g_free);
    lilt_session_forget_lyrics(self);
    lilt_session_forget_shape(self);
}

/* A file that is played once more keeps what is known of it. */
void
lilt_session_settle_song(LiltSession *self)
{
    LiltSong *song = lilt_session_get_song(self);
    const char *path = song != NULL ? lilt_song_get_path(song) : NULL;

    if (g_strcmp0(path, self->settled_path) == 0)
        return;
    forget(self);
    self->settled_path = g_strdup(path);
    lilt_session_notify(self, LILT_PROP_LYRICS);
    lilt_session_notify(self, LILT_PROP_SHAPE);
    if (path != NULL)
        self->settle_song = g_timeout_add(SETTLE_MS, on_settled, self);
}

void
lilt_session_end_settling(LiltSession *self)
{
    forget(self);
    lilt_session_forget_cover(self);
}
