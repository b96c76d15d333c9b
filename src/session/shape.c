/* The shape of the song that plays, for the window to draw. */
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
}

void
lilt_session_find_shape(LiltSession *self)
{
    self->shape_wanted = g_cancellable_new();
    lilt_library_shape_async(self->library, lilt_song_get_path(lilt_session_get_song(self)),
                             self->shape_wanted, on_shape, g_object_ref(self));
}

GBytes *
lilt_session_get_shape(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->shape;
}
