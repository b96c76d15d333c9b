/* The queue over a restart. */
#include "session_private.h"

enum { SAVE_AFTER_S = 1 };

static void
collect(LiltQueue *queue, gboolean yours, GArray *ids)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(queue)); i++) {
        LiltQueueItem *item = lilt_queue_get(queue, i);
        const gint64 id = lilt_song_get_id(lilt_queue_item_get_song(item));

        if (lilt_queue_item_get_yours(item) == yours)
            g_array_append_val(ids, id);
    }
}

void
lilt_session_save(LiltSession *self)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    LiltSavedQueue saved = {0};

    g_clear_handle_id(&self->save_timer, g_source_remove);
    collect(self->queue, TRUE, ids);
    saved.n_yours = ids->len;
    collect(self->queue, FALSE, ids);
    saved.ids = (gint64 *)(void *)ids->data;
    saved.n_ids = ids->len;
    if (self->current != NULL) {
        saved.current_id = lilt_song_get_id(lilt_queue_item_get_song(self->current));
        saved.position_us = lilt_player_get_position_us(self->player);
    }
    lilt_library_save_queue(self->library, &saved);
}

static gboolean
on_save_timer(gpointer data)
{
    LiltSession *self = data;

    self->save_timer = 0;
    lilt_session_save(self);
    return G_SOURCE_REMOVE;
}

void
lilt_session_save_soon(LiltSession *self)
{
    if (self->save_timer == 0)
        self->save_timer = g_timeout_add_seconds(SAVE_AFTER_S, on_save_timer, self);
}

/* Back to where the last run ended, paused. */
void
lilt_session_restore(LiltSession *self)
{
    LiltSavedQueue saved = {0};

    lilt_library_load_queue(self->library, &saved);
    for (gsize i = 0; i < saved.n_ids; i++) {
        g_autoptr(LiltSong) song = lilt_library_dup_song(self->library, saved.ids[i]);

        if (song == NULL)
            continue;
        g_autoptr(LiltQueueItem) item = lilt_queue_item_new(song, i < saved.n_yours, NULL);

        lilt_queue_append(self->queue, item);
    }
    g_autoptr(LiltSong) song = saved.current_id != 0
                                   ? lilt_library_dup_song(self->library, saved.current_id)
                                   : NULL;

    if (song != NULL) {
        g_autoptr(LiltQueueItem) item = lilt_queue_item_new(song, FALSE, NULL);

        lilt_session_cue_item(self, item, saved.position_us);
    }
    g_free(saved.ids);
}
