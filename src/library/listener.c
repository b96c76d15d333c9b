/* What the listener does: playlists, plays, love, the queue over a restart. Everything is shown at
 * once and written by the store thread. */
#include "library_private.h"

#include <stdlib.h>

/* Ids on their way to the store thread, with what goes along. */
typedef struct {
    gint64 *ids;
    gsize n_ids;
    LiltEmotion mood;
    LiltSavedQueue queue;
    gint64 now_s;
} IdsJob;

static void
ids_job_free(gpointer data)
{
    IdsJob *job = data;

    g_free(job->ids);
    g_free(job);
}

static IdsJob *
ids_job_new(const gint64 *ids, gsize n_ids)
{
    IdsJob *job = g_new0(IdsJob, 1);

    job->ids = g_memdup2(ids, n_ids * sizeof *ids);
    job->n_ids = n_ids;
    return job;
}

/* ---- playlists ------------------------------------------------------------------------------- */

void
library_load_playlists(LiltLibrary *self)
{
    for (int mood = 0; mood < LILT_N_EMOTIONS; mood++) {
        int64_t *ids = NULL;
        size_t n = 0;

        if (lilt_store_get_playlist(self->reader, (LiltEmotion)mood, NULL, &ids, &n) == LILT_OK)
            lilt_song_list_replace_ids(self->playlists[mood], ids, n);
        free(ids);
    }
}

GListModel *
lilt_library_get_playlist(LiltLibrary *self, LiltEmotion emotion)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), NULL);
    g_return_val_if_fail(emotion >= 0 && emotion < LILT_N_EMOTIONS, NULL);
    return G_LIST_MODEL(self->playlists[emotion]);
}

static LiltStatus
write_playlist(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const IdsJob *job = data;

    return lilt_store_set_playlist(store, job->mood, job->ids, job->n_ids, job->now_s, diag);
}

void
lilt_library_set_playlist(LiltLibrary *self, LiltEmotion emotion, const gint64 *ids, gsize n_ids)
{
    IdsJob *job;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    g_return_if_fail(emotion >= 0 && emotion < LILT_N_EMOTIONS);
    if (self->store == NULL)
        return;
    job = ids_job_new(ids, n_ids);
    job->mood = emotion;
    job->now_s = lilt_clock_wall_s();
    store_thread_push(self->store, STORE_JOB_WRITE, write_playlist, job, ids_job_free);
    lilt_song_list_replace_ids(self->playlists[emotion], ids, n_ids);
    lilt_song_list_keep_known(self->playlists[emotion], self->catalogue);
    g_signal_emit(self, library_signals[SIGNAL_PLAYLIST_CHANGED], 0, (int)emotion);
}

/* ---- plays and love -------------------------------------------------------------------------- */

typedef struct {
    gint64 id, ended_s;
    double heard;
    LiltEmotion mood;
    char *source;
    int love;
} TrackJob;

static void
track_job_free(gpointer data)
{
    g_free(((TrackJob *)data)->source);
    g_free(data);
}

static LiltStatus
write_play(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const TrackJob *job = data;

    return lilt_store_add_play(store, job->id, job->ended_s, job->heard, job->mood, job->source,
                               diag);
}

void
lilt_library_add_play(LiltLibrary *self, gint64 id, gint64 ended_s, double heard, LiltEmotion mood,
                      const char *source)
{
    TrackJob *job;
    ptrdiff_t row;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->store == NULL)
        return;
    row = lilt_catalogue_find(self->catalogue, id);
    if (row >= 0) { /* as the database counts it */
        self->catalogue->n_plays[row] += heard >= 0.5;
        self->catalogue->last_play_s[row] = MAX(self->catalogue->last_play_s[row], ended_s);
    }
    job = g_new0(TrackJob, 1);
    *job = (TrackJob){
        .id = id, .ended_s = ended_s, .heard = heard, .mood = mood, .source = g_strdup(source)};
    store_thread_push(self->store, STORE_JOB_WRITE, write_play, job, track_job_free);
    library_rules_changed(self, FALSE);
}

static LiltStatus
write_love(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const TrackJob *job = data;

    return lilt_store_set_love(store, job->id, job->love, diag);
}

void
lilt_library_set_love(LiltLibrary *self, gint64 id, int love)
{
    TrackJob *job;
    ptrdiff_t row;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    g_return_if_fail(love >= -1 && love <= 1);
    if (self->store == NULL)
        return;
    row = lilt_catalogue_find(self->catalogue, id);
    if (row >= 0)
        self->catalogue->love[row] = (int8_t)love;
    job = g_new0(TrackJob, 1);
    *job = (TrackJob){.id = id, .love = love};
    store_thread_push(self->store, STORE_JOB_WRITE, write_love, job, track_job_free);
    library_rules_changed(self, FALSE);
}

int
lilt_library_get_love(LiltLibrary *self, gint64 id)
{
    ptrdiff_t row;

    g_return_val_if_fail(LILT_IS_LIBRARY(self), 0);
    row = lilt_catalogue_find(self->catalogue, id);
    return row >= 0 ? self->catalogue->love[row] : 0;
}

/* ---- queue ----------------------------------------------------------------------------------- */

static LiltStatus
write_queue(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const IdsJob *job = data;
    const LiltStoreQueue queue = {job->ids, job->n_ids, job->queue.n_yours, job->queue.current_id,
                                  job->queue.position_us};

    return lilt_store_set_queue(store, &queue, diag);
}

void
lilt_library_save_queue(LiltLibrary *self, const LiltSavedQueue *queue)
{
    IdsJob *job;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->store == NULL)
        return;
    job = ids_job_new(queue->ids, queue->n_ids);
    job->queue = *queue;
    store_thread_push(self->store, STORE_JOB_WRITE, write_queue, job, ids_job_free);
}

void
lilt_library_load_queue(LiltLibrary *self, LiltSavedQueue *ret_queue)
{
    LiltStoreQueue queue = {0};

    g_return_if_fail(LILT_IS_LIBRARY(self));
    *ret_queue = (LiltSavedQueue){0};
    if (self->reader == NULL || lilt_store_get_queue(self->reader, NULL, &queue) != LILT_OK)
        return;
    *ret_queue = (LiltSavedQueue){g_memdup2(queue.ids, queue.n_ids * sizeof *queue.ids),
                                  queue.n_ids, queue.n_yours, queue.current_id, queue.position_us};
    free(queue.ids);
}
