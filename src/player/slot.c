/* The next track between two threads. */
#include "slot.h"

/* ---- tracks --------------------------------------------------------------------------------- */

LiltTrack *
lilt_track_new(const LiltPlayerTrack *told, GError **error)
{
    char *uri = g_filename_to_uri(told->path, NULL, error);

    if (uri == NULL)
        return NULL;
    LiltTrack *track = g_new(LiltTrack, 1);

    *track = (LiltTrack){.ticket = told->ticket,
                         .path = g_strdup(told->path),
                         .uri = uri,
                         .lufs = told->loudness_lufs};
    return track;
}

void
lilt_track_free(LiltTrack *track)
{
    if (track == NULL)
        return;
    g_free(track->path);
    g_free(track->uri);
    g_free(track);
}

static void
free_track(gpointer track)
{
    lilt_track_free(track);
}

/* ---- the slot ------------------------------------------------------------------------------- */

void
lilt_slot_init(LiltSlot *slot)
{
    g_mutex_init(&slot->lock);
    g_queue_init(&slot->taken);
    slot->next = NULL;
}

void
lilt_slot_clear(LiltSlot *slot)
{
    lilt_slot_decide(slot, NULL);
    lilt_slot_drop(slot);
    g_mutex_clear(&slot->lock);
}

void
lilt_slot_decide(LiltSlot *slot, LiltTrack *next)
{
    g_mutex_lock(&slot->lock);
    LiltTrack *old = slot->next;

    slot->next = next;
    g_mutex_unlock(&slot->lock);
    lilt_track_free(old);
}

char *
lilt_slot_take(LiltSlot *slot, guint64 *ret_ticket, double *ret_lufs)
{
    char *uri = NULL;

    g_mutex_lock(&slot->lock);
    if (slot->next != NULL) {
        uri = g_strdup(slot->next->uri);
        *ret_ticket = slot->next->ticket;
        *ret_lufs = slot->next->lufs;
        g_queue_push_tail(&slot->taken, g_steal_pointer(&slot->next));
    }
    g_mutex_unlock(&slot->lock);
    return uri;
}

LiltTrack *
lilt_slot_start(LiltSlot *slot)
{
    g_mutex_lock(&slot->lock);
    LiltTrack *track = g_queue_pop_head(&slot->taken);

    g_mutex_unlock(&slot->lock);
    return track;
}

LiltTrack *
lilt_slot_remove(LiltSlot *slot, const char *uri)
{
    LiltTrack *found = NULL;

    g_mutex_lock(&slot->lock);
    for (GList *at = slot->taken.head; at != NULL && found == NULL; at = at->next)
        if (g_str_equal(((LiltTrack *)at->data)->uri, uri))
            found = at->data;
    g_queue_remove(&slot->taken, found);
    g_mutex_unlock(&slot->lock);
    return found;
}

gboolean
lilt_slot_has_taken(LiltSlot *slot)
{
    g_mutex_lock(&slot->lock);
    const gboolean any = !g_queue_is_empty(&slot->taken);

    g_mutex_unlock(&slot->lock);
    return any;
}

gboolean
lilt_slot_drop(LiltSlot *slot)
{
    g_mutex_lock(&slot->lock);
    const gboolean any = !g_queue_is_empty(&slot->taken);

    g_queue_clear_full(&slot->taken, free_track);
    g_mutex_unlock(&slot->lock);
    return any;
}
