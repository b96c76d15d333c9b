/* The lyrics of the song that plays: read a moment after it has begun, so that skipping through
 * songs reads none. */
#include "session_private.h"

enum { SETTLE_MS = 300 };

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

static gboolean
read_lyrics(gpointer data)
{
    LiltSession *self = data;
    LiltSong *song = lilt_session_get_song(self);

    self->lyrics_timer = 0;
    if (song == NULL)
        return G_SOURCE_REMOVE;
    self->lyrics_cancel = g_cancellable_new();
    lilt_library_read_lyrics_async(self->library, lilt_song_get_path(song), self->lyrics_cancel,
                                   on_read, g_object_ref(self));
    return G_SOURCE_REMOVE;
}

static void
forget(LiltSession *self)
{
    g_clear_handle_id(&self->lyrics_timer, g_source_remove);
    if (self->lyrics_cancel != NULL)
        g_cancellable_cancel(self->lyrics_cancel);
    g_clear_object(&self->lyrics_cancel);
}

static void
on_song(LiltSession *self)
{
    forget(self);
    set_lyrics(self, NULL);
    if (lilt_session_get_song(self) != NULL && self->watching != NULL) /* NULL: all is stopped */
        self->lyrics_timer = g_timeout_add(SETTLE_MS, read_lyrics, self);
}

void
lilt_session_begin_lyrics(LiltSession *self)
{
    static const char *const settings[] = {"show-lyrics"};

    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
    g_signal_connect(self, "notify::song", G_CALLBACK(on_song), NULL);
}

void
lilt_session_end_lyrics(LiltSession *self)
{
    forget(self);
    g_clear_object(&self->lyrics);
}
