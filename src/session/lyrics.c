/* The lyrics of the song that plays. */
#include "session_private.h"

LiltLyrics *
lilt_session_get_lyrics(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return self->lyrics;
}

static void
set_lyrics(LiltSession *self, LiltLyrics *lyrics)
{
    if (g_set_object(&self->lyrics, lyrics))
        lilt_session_notify(self, LILT_PROP_LYRICS);
}

/* Whoever cancelled has gone on to another song; without cancelling, this is the current one. */
static void
on_read(GObject *library, GAsyncResult *result, gpointer data)
{
    LiltSession *self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLyrics)
        lyrics = lilt_library_read_lyrics_finish(LILT_LIBRARY(library), result, &error);

    if (error == NULL) {
        g_clear_object(&self->lyrics_cancel);
        set_lyrics(self, lyrics);
    }
    g_object_unref(self);
}

void
lilt_session_read_lyrics(LiltSession *self)
{
    self->lyrics_cancel = g_cancellable_new();
    lilt_library_read_lyrics_async(self->library, lilt_song_get_path(lilt_session_get_song(self)),
                                   self->lyrics_cancel, on_read, g_object_ref(self));
}

void
lilt_session_forget_lyrics(LiltSession *self)
{
    g_cancellable_cancel(self->lyrics_cancel);
    g_clear_object(&self->lyrics_cancel);
    g_clear_object(&self->lyrics);
}

void
lilt_session_begin_lyrics(LiltSession *self)
{
    static const char *const settings[] = {"show-lyrics"};

    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
}
