/* The shape of the song that plays, for the window to draw: asked for when the song begins. */
#include "session_private.h"

static void
on_shape(GObject *library, GAsyncResult *result, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GBytes) shape = lilt_library_shape_finish(LILT_LIBRARY(library), result, NULL);

    if (shape != NULL) { /* a cancelled one gives none */
        self->shape = g_steal_pointer(&shape);
        lilt_session_notify(self, LILT_PROP_SHAPE);
    }
    g_object_unref(self);
}

void
lilt_session_forget_shape(LiltSession *self)
{
    g_cancellable_cancel(self->shape_wanted);
    g_clear_object(&self->shape_wanted);
    g_clear_pointer(&self->shape, g_bytes_unref);
    g_clear_pointer(&self->shape_of, g_free);
}

void
lilt_session_find_shape(LiltSession *self)
{
    LiltSong *song = lilt_session_get_song(self);
    const char *path = song != NULL ? lilt_song_get_path(song) : NULL;

    if (g_strcmp0(path, self->shape_of) == 0)
        return;
    lilt_session_forget_shape(self);
    lilt_session_notify(self, LILT_PROP_SHAPE);
    if (path == NULL)
        return;
    self->shape_of = g_strdup(path);
    self->shape_wanted = g_cancellable_new();
    lilt_library_shape_async(self->library, path, self->shape_wanted, on_shape, g_object_ref(self));
}

GBytes *
lilt_session_get_shape(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->shape;
}
