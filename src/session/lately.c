/* What was played last, for what is to follow it. */
#include "pace.h"
#include "session_private.h"

static gint64
id_of(LiltQueueItem *item)
{
    return lilt_song_get_id(lilt_queue_item_get_song(item));
}

/* What plays, and what was played on the path so far: no song comes twice on a way. */
GArray *
lilt_session_dup_walked(LiltSession *self)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    guint n = LILT_PATH_SONGS - MIN(self->policy.path_left, LILT_PATH_SONGS);

    if (self->current != NULL) {
        const gint64 id = id_of(self->current);

        g_array_append_val(ids, id);
    }
    for (guint i = self->past->len; i-- > 0 && n > 0; n--) {
        const gint64 id = id_of(self->past->pdata[i]);

        g_array_append_val(ids, id);
    }
    return ids;
}

/* The tempo of a song that was played; 0: not known. */
static float
tempo_of(LiltSession *self, LiltQueueItem *item)
{
    const LiltCatalogue *catalogue = lilt_library_get_catalogue(self->library);
    const ptrdiff_t row = lilt_catalogue_find(catalogue, id_of(item));

    return row >= 0 ? catalogue->tempo_bpm[row] : 0.0f;
}

/* A workout keeps near the tempo of what plays and what was played before it. */
float
lilt_session_get_pace(LiltSession *self)
{
    float tempos[LILT_PACE_SONGS];
    size_t n = 0;

    if (self->current != NULL)
        tempos[n++] = tempo_of(self, self->current);
    for (guint i = self->past->len; i-- > 0 && n < LILT_PACE_SONGS;)
        tempos[n++] = tempo_of(self, self->past->pdata[i]);
    return lilt_pace_near(tempos, n);
}
