/* What plays: how a song becomes the current one and how it is left. */
#include "session_private.h"

#include <glib/gi18n-lib.h>

enum {
    GIVE_UP_AFTER = 3,                     /* broken files in a row */
    BACK_TO_START_US = 3 * G_USEC_PER_SEC, /* later than this, "previous" means "again" */
    LAST_WORDS_US = 40 * G_USEC_PER_SEC,   /* before a song ends Lilt looks again */
    MAX_PAST = 200,
};

static LiltSong *
current_song(LiltSession *self)
{
    return self->current != NULL ? lilt_queue_item_get_song(self->current) : NULL;
}

/* ---- the current track ---------------------------------------------------------------------- */

static double
share_heard(LiltSession *self)
{
    const gint64 duration = lilt_session_get_duration_us(self);

    if (duration <= 0)
        return 0.0;
    return CLAMP((double)lilt_player_get_position_us(self->player) / (double)duration, 0.0, 1.0);
}

/* Remember how it went with the current track, if any, and let it go. heard: 0..1. */
static void
leave_current(LiltSession *self, double heard)
{
    const LiltMoodSource source = self->view.source;

    if (self->current == NULL)
        return;
    if (self->sounded)
        lilt_library_add_play(self->library, lilt_song_get_id(current_song(self)),
                              lilt_clock_wall_s(), heard, self->policy.ruling.label,
                              source == LILT_FROM_HAND      ? "hand"
                              : source == LILT_FROM_NOTHING ? "none"
                                                            : "camera");
    if (self->sounded)
        lilt_session_listen_anew(self);
    g_ptr_array_add(self->past, g_steal_pointer(&self->current));
    if (self->past->len > MAX_PAST)
        g_ptr_array_remove_index(self->past, 0);
    self->sounded = FALSE;
}

/* Under repeat all what has ended waits at the end of its own part. */
static void
come_round(LiltSession *self)
{
    if (self->repeat != LILT_REPEAT_ALL || self->current == NULL || !self->sounded)
        return;
    g_autoptr(LiltQueueItem)
        item = lilt_queue_item_new(current_song(self), lilt_queue_item_get_yours(self->current),
                                   lilt_queue_item_get_why(self->current));

    lilt_queue_append(self->queue, item);
}

static void
set_current(LiltSession *self, LiltQueueItem *item)
{
    g_set_object(&self->current, item);
    g_clear_object(&self->again);
    const gboolean cover_is_known = lilt_session_find_cover(self);

    lilt_session_notify(self, LILT_PROP_SONG);
    lilt_session_notify(self, LILT_PROP_DURATION);
    if (cover_is_known)
        lilt_session_notify(self, LILT_PROP_COVER);
    lilt_session_settle_song(self);
    lilt_session_update_actions(self);
    lilt_session_save_soon(self);
}

/* Nothing is current any more. */
static void
stop(LiltSession *self)
{
    lilt_queue_set_taken(self->queue, 0);
    lilt_player_close(self->player);
    set_current(self, NULL);
    lilt_session_track_moved(self);
}

static void
open_item(LiltSession *self, LiltQueueItem *item, gint64 position_us, gboolean play)
{
    g_autoptr(GError) error = NULL;
    const LiltPlayerTrack track = lilt_session_track_of(item);

    lilt_queue_set_taken(self->queue, 0);
    g_clear_object(&self->again_taken);
    set_current(self, item);
    if (!lilt_player_open(self->player, &track, position_us, play, &error)) {
        lilt_session_say(self, error->message);
        stop(self);
        return;
    }
    lilt_session_decide_next(self);
}

/* Play this one now; what played is left where it is. */
void
lilt_session_play_item(LiltSession *self, LiltQueueItem *item)
{
    leave_current(self, share_heard(self));
    open_item(self, item, 0, TRUE);
    lilt_session_top_up(self);
}

void
lilt_session_cue_item(LiltSession *self, LiltQueueItem *item, gint64 position_us)
{
    open_item(self, item, position_us, FALSE);
}

/* The first of Next Up, if there is one. */
static gboolean
play_head(LiltSession *self)
{
    LiltQueueItem *head = lilt_queue_get(self->queue, 0);

    if (head == NULL)
        return FALSE;
    g_autoptr(LiltQueueItem) item = lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(head));

    lilt_session_play_item(self, item);
    return TRUE;
}

static gboolean
fill_and_play_head(LiltSession *self)
{
    if (lilt_queue_get(self->queue, 0) == NULL)
        lilt_session_refill(self);
    return play_head(self);
}

/* The next song lies ready, and only a hand begins it. */
static void
rest_before_next(LiltSession *self)
{
    if (lilt_queue_get(self->queue, 0) == NULL)
        lilt_session_refill(self);
    LiltQueueItem *head = lilt_queue_get(self->queue, 0);

    lilt_session_end_stop_after(self);
    if (head != NULL) {
        g_autoptr(LiltQueueItem)
            item = lilt_queue_steal(self->queue, lilt_queue_item_get_ticket(head));

        lilt_session_cue_item(self, item, 0);
    } else {
        stop(self);
    }
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_PAUSED});
}

void
lilt_session_start_music(LiltSession *self)
{
    if (self->current != NULL && lilt_queue_item_get_yours(self->current))
        lilt_player_play(self->player);
    else
        play_head(self);
}

/* ---- what the player tells ------------------------------------------------------------------ */

/* Another track than the one we opened: what was taken has followed without a gap. */
static void
follow_on(LiltSession *self, guint64 ticket)
{
    const gboolean is_again = self->again_taken != NULL &&
                              lilt_queue_item_get_ticket(self->again_taken) == ticket;

    come_round(self);
    leave_current(self, 1.0);
    g_autoptr(LiltQueueItem) item = is_again ? g_steal_pointer(&self->again_taken)
                                             : lilt_queue_steal(self->queue, ticket);

    set_current(self, item);
    lilt_session_decide_next(self);
    lilt_session_top_up(self);
}

/* Lilt's own songs move the mood on: along a path, and to the end of a choice for one song, which
 * comes with the time for another glance. One that is repeated moves nothing. */
static void
tell_started(LiltSession *self)
{
    const gint64 length_us = lilt_session_get_duration_us(self);
    const gint64 nearly_over_us = MAX(length_us - LAST_WORDS_US, length_us / 2);

    if (!lilt_queue_item_get_yours(self->current) && self->repeat != LILT_REPEAT_ONE)
        lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_STARTED,
                                            .until_us = g_get_monotonic_time() + nearly_over_us});
}

static void
on_started(LiltPlayer *player, guint64 ticket, gpointer data)
{
    LiltSession *self = data;

    (void)player;
    if (self->current == NULL || lilt_queue_item_get_ticket(self->current) != ticket)
        follow_on(self, ticket);
    self->n_broken = 0;
    if (self->current == NULL)
        return;
    self->sounded = TRUE;
    lilt_session_note_heard(self, lilt_song_get_id(current_song(self)));
    tell_started(self);
    lilt_session_track_moved(self);
}

static void
give_up(LiltSession *self)
{
    self->n_broken = 0;
    stop(self);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_PAUSED});
    lilt_session_say(self, _("Three songs in a row would not play. Lilt has stopped."));
}

static void
on_failed(LiltPlayer *player, guint64 ticket, const char *path, const char *why, gpointer data)
{
    LiltSession *self = data;
    const gboolean is_current = self->current != NULL &&
                                lilt_queue_item_get_ticket(self->current) == ticket;
    g_autoptr(LiltQueueItem) broken = is_current ? g_steal_pointer(&self->current)
                                                 : lilt_queue_steal(self->queue, ticket);

    (void)player, (void)path, (void)why;
    if (broken == NULL)
        return;
    if (is_current)
        self->sounded = FALSE;
    self->n_broken++;
    if (self->n_broken >= GIVE_UP_AFTER) {
        give_up(self);
        return;
    }
    g_autofree char *sentence = g_strdup_printf(
        _("“%s” could not be played. Skipped."),
        lilt_song_get_title(lilt_queue_item_get_song(broken)));

    lilt_session_say(self, sentence);
    if (is_current && !fill_and_play_head(self))
        stop(self);
}

static void
on_drained(LiltPlayer *player, gpointer data)
{
    LiltSession *self = data;

    (void)player;
    come_round(self);
    leave_current(self, 1.0);
    if (self->stop_after)
        rest_before_next(self);
    else if (!fill_and_play_head(self))
        stop(self);
}

static void
on_no_sound(LiltPlayer *player, gpointer data)
{
    LiltSession *self = data;

    (void)player;
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_PAUSED});
    lilt_session_say(self, _("No sound device found. The music waits."));
}

static void
on_playing(LiltPlayer *player, GParamSpec *pspec, gpointer data)
{
    LiltSession *self = data;

    (void)pspec;
    lilt_session_step(
        self,
        (LiltEvent){.kind = lilt_player_get_playing(player) ? LILT_EVENT_PLAYS : LILT_EVENT_ENDED});
    lilt_session_notify(self, LILT_PROP_PLAYING);
    lilt_session_track_moved(self);
}

static void
on_duration(LiltPlayer *player, GParamSpec *pspec, gpointer data)
{
    (void)player, (void)pspec;
    lilt_session_notify(data, LILT_PROP_DURATION);
    lilt_session_track_moved(data);
}

/* ---- what the listener wants ---------------------------------------------------------------- */

void
lilt_session_play_song(LiltSession *self, LiltSong *song)
{
    g_autoptr(LiltQueueItem) item = lilt_queue_item_new(song, TRUE, NULL);

    lilt_session_play_item(self, item);
}

void
lilt_session_play(LiltSession *self)
{
    if (self->current != NULL)
        lilt_player_play(self->player);
    else
        fill_and_play_head(self);
}

void
lilt_session_pause(LiltSession *self)
{
    lilt_player_pause(self->player);
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_PAUSED});
}

void
lilt_session_play_pause(LiltSession *self)
{
    if (lilt_player_get_playing(self->player))
        lilt_session_pause(self);
    else
        lilt_session_play(self);
}

void
lilt_session_next(LiltSession *self)
{
    come_round(self);
    fill_and_play_head(self);
}

/* What plays now comes next then. */
void
lilt_session_go_back_to(LiltSession *self, LiltQueueItem *item)
{
    g_autoptr(LiltQueueItem) now = self->current != NULL ? g_object_ref(self->current) : NULL;

    lilt_session_play_item(self, item);
    if (now == NULL)
        return;
    g_ptr_array_remove(self->past, now);
    lilt_queue_prepend(self->queue, now);
}

/* Again from the beginning, or back to what played before. */
void
lilt_session_previous(LiltSession *self)
{
    if (self->past->len == 0 ||
        (self->current != NULL && lilt_player_get_position_us(self->player) > BACK_TO_START_US)) {
        lilt_session_seek(self, 0);
        return;
    }
    g_autoptr(LiltQueueItem) before = g_ptr_array_steal_index(self->past, self->past->len - 1);

    lilt_session_go_back_to(self, before);
}

void
lilt_session_seek(LiltSession *self, gint64 position_us)
{
    if (self->current == NULL)
        return;
    lilt_player_seek(self->player, position_us);
    lilt_remote_seeked(self->remote, MAX(position_us, 0));
    lilt_session_track_moved(self);
}

gboolean
lilt_session_can_play(LiltSession *self)
{
    return self->current != NULL || lilt_queue_get(self->queue, 0) != NULL ||
           g_list_model_get_n_items(lilt_library_get_songs(self->library)) > 0;
}

void
lilt_session_begin_playing(LiltSession *self)
{
    self->player = lilt_player_new();
    self->queue = lilt_queue_new();
    self->past = g_ptr_array_new_with_free_func(g_object_unref);
    lilt_player_set_volume(self->player, g_settings_get_double(self->settings, "volume"));
    lilt_player_set_muted(self->player, g_settings_get_boolean(self->settings, "muted"));
    g_signal_connect(self->player, "started", G_CALLBACK(on_started), self);
    g_signal_connect(self->player, "failed", G_CALLBACK(on_failed), self);
    g_signal_connect(self->player, "drained", G_CALLBACK(on_drained), self);
    g_signal_connect(self->player, "no-sound", G_CALLBACK(on_no_sound), self);
    g_signal_connect(self->player, "notify::playing", G_CALLBACK(on_playing), self);
    g_signal_connect(self->player, "notify::duration-us", G_CALLBACK(on_duration), self);
    lilt_session_begin_following(self);
}
