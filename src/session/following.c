/* What follows the current song. The player's slot always holds the first item of Next Up that is
 * not taken: every change of the queue decides it anew. */
#include "session_private.h"

LiltPlayerTrack
lilt_session_track_of(LiltQueueItem *item)
{
    LiltSong *song = lilt_queue_item_get_song(item);

    return (LiltPlayerTrack){.path = lilt_song_get_path(song),
                             .ticket = lilt_queue_item_get_ticket(item),
                             .loudness_lufs = (double)lilt_song_get_loudness_lufs(song)};
}

/* What follows: nothing, the current song once more, under another ticket, or the first of Next Up.
 */
static LiltQueueItem *
find_next(LiltSession *self)
{
    if (self->stop_after) {
        g_clear_object(&self->again);
        return NULL;
    }
    if (self->repeat != LILT_REPEAT_ONE || self->current == NULL) {
        g_clear_object(&self->again);
        return lilt_queue_get_undecided(self->queue);
    }
    if (self->again == NULL)
        self->again = lilt_queue_item_new(lilt_session_get_song(self),
                                          lilt_queue_item_get_yours(self->current),
                                          lilt_queue_item_get_why(self->current));
    return self->again;
}

/* A file whose path the player refuses leaves the queue. */
void
lilt_session_decide_next(LiltSession *self)
{
    LiltQueueItem *item = find_next(self);

    if (self->current == NULL || item == NULL) {
        lilt_player_set_next(self->player, NULL, NULL);
        return;
    }
    const LiltPlayerTrack track = lilt_session_track_of(item);

    if (!lilt_player_set_next(self->player, &track, NULL))
        g_object_unref(lilt_queue_steal(self->queue, track.ticket)); /* back here by the signal */
}

void
lilt_session_set_stop_after(LiltSession *self, gboolean stop_after)
{
    self->stop_after = stop_after;
    if (stop_after)
        lilt_player_retract_next(self->player); /* `returned` decides anew */
    lilt_session_decide_next(self);
}

void
lilt_session_set_repeat(LiltSession *self, LiltRepeat repeat)
{
    self->repeat = repeat;
    g_settings_set_enum(self->settings, "repeat", (int)repeat);
    if (self->again_taken != NULL && repeat != LILT_REPEAT_ONE)
        lilt_player_retract_next(self->player); /* `returned` decides anew */
    lilt_session_decide_next(self);
}

static void
on_queue_changed(GListModel *model, guint place, guint n_removed, guint n_added, gpointer data)
{
    LiltSession *self = data;

    (void)model, (void)place, (void)n_removed, (void)n_added;
    lilt_session_decide_next(self);
    lilt_session_update_actions(self);
    lilt_session_save_soon(self);
}

static void
on_taken(LiltPlayer *player, guint64 ticket, gpointer data)
{
    LiltSession *self = data;

    (void)player;
    if (self->again != NULL && lilt_queue_item_get_ticket(self->again) == ticket) {
        g_clear_object(&self->again_taken);
        self->again_taken = g_steal_pointer(&self->again);
    } else {
        lilt_queue_set_taken(self->queue, ticket);
    }
    lilt_session_decide_next(self);
}

static void
on_returned(LiltPlayer *player, gpointer data)
{
    LiltSession *self = data;

    (void)player;
    g_clear_object(&self->again_taken);
    lilt_queue_set_taken(self->queue, 0);
    lilt_session_decide_next(self);
}

void
lilt_session_begin_following(LiltSession *self)
{
    self->repeat = (LiltRepeat)g_settings_get_enum(self->settings, "repeat");
    g_signal_connect(self->queue, "items-changed", G_CALLBACK(on_queue_changed), self);
    g_signal_connect(self->player, "taken", G_CALLBACK(on_taken), self);
    g_signal_connect(self->player, "returned", G_CALLBACK(on_returned), self);
}
