/* The cover of the song that plays, for whoever needs a file that is there: it may have to be read
 * out of the song again first. */
#include "session_private.h"

static void
on_fetched(GObject *song, GAsyncResult *result, gpointer data)
{
    LiltSession *self = data;
    const gboolean is_there = lilt_song_fetch_cover_finish(LILT_SONG(song), result);

    if (!g_cancellable_is_cancelled(g_task_get_cancellable(G_TASK(result))) &&
        !(is_there && self->cover != NULL)) { /* else it is as it was told */
        g_free(self->cover);
        self->cover = is_there ? g_strdup(lilt_song_get_cover_path(LILT_SONG(song))) : NULL;
        lilt_session_notify(self, LILT_PROP_COVER);
    }
    g_object_unref(self);
}

void
lilt_session_forget_cover(LiltSession *self)
{
    g_cancellable_cancel(self->cover_wanted);
    g_clear_object(&self->cover_wanted);
    g_clear_pointer(&self->cover, g_free);
}

gboolean
lilt_session_find_cover(LiltSession *self)
{
    LiltSong *song = lilt_session_get_song(self);
    const char *path = song != NULL ? lilt_song_get_cover_path(song) : NULL;

    lilt_session_forget_cover(self);
    if (path == NULL)
        return TRUE;
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        self->cover = g_strdup(path);
    self->cover_wanted = g_cancellable_new();
    lilt_song_fetch_cover_async(song, self->cover_wanted, on_fetched, g_object_ref(self));
    return self->cover != NULL;
}

const char *
lilt_session_get_cover(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->cover;
}
