/* What was listened to: read for the recommender, taken in from files, written into one. */
#include <glib/gstdio.h>

#include "history_file.h"
#include "library_private.h"
#include "status.h"

enum { MOST_LISTENS = 20000, MOST_BYTES = 256 << 20, FIRST_OTHER = 1 << 20 /* whose */ };

/* ---- jobs of the store thread that answer ---------------------------------------------------- */

/* Waits on the store thread, so that all that was written before is there. */
typedef struct {
    GTask *task;
    GArray *listened; /* of LiltListened */
    char **others;    /* folders, or NULL */
    GString *text;
    char *path, *source;
    guint n;
    GError *error;
} History;

static void
history_free(gpointer data)
{
    History *history = data;

    g_clear_pointer(&history->listened, g_array_unref);
    g_clear_error(&history->error);
    if (history->text != NULL)
        g_string_free(history->text, TRUE);
    g_strfreev(history->others);
    g_free(history->path);
    g_free(history->source);
    g_free(history);
}

static History *
begin(LiltLibrary *self, const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
    History *history = g_new0(History, 1);

    history->path = g_strdup(path);
    history->task = g_task_new(self, NULL, callback, user_data);
    g_task_set_task_data(history->task, history, history_free);
    return history;
}

/* Let the job run behind all that was pushed; without a store nothing is known. */
static void
push(LiltLibrary *self, StoreJob job, StoreJobKind kind, History *history)
{
    if (self->store != NULL) {
        store_thread_push(self->store, kind, job, history, NULL);
        return;
    }
    g_task_return_new_error(history->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "closed");
    g_object_unref(history->task);
}

static void
give_answer(LiltLibrary *self, gpointer data)
{
    History *history = data;
    GTask *task = history->task;

    (void)self;
    if (history->error != NULL)
        g_task_return_error(task, g_steal_pointer(&history->error));
    else
        g_task_return_int(task, (gssize)history->n);
    g_object_unref(task);
}

/* The last thing a job does with it: who asked is told on the main thread. */
static LiltStatus
answer(History *history, LiltStatus status, const LiltDiag *diag)
{
    if (history->error == NULL)
        status_to_error(status, diag, &history->error);
    library_post(g_task_get_source_object(history->task), give_answer, history, NULL);
    return LILT_OK;
}

static guint
count_of(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    gssize n;

    g_return_val_if_fail(g_task_is_valid(result, self), 0);
    n = g_task_propagate_int(G_TASK(result), error);
    return n > 0 ? (guint)n : 0;
}

/* ---- for the recommender --------------------------------------------------------------------- */

static void
note_listen(void *data, const LiltStoreListen *listen)
{
    const LiltListened listened = {listen->whose,     listen->at_s,  listen->track_id,
                                   listen->artist_id, listen->heard, listen->mood};

    g_array_append_val(((History *)data)->listened, listened);
}

/* Another's play, on its way into our list. */
typedef struct {
    LiltStore *here;
    GArray *listened;
    guint whose;
} Other;

static void
note_others_listen(void *data, const LiltStoreListen *listen)
{
    const Other *other = data;
    const gint64 artist = listen->whose == 0
                              ? lilt_store_find_artist(other->here, listen->artist)
                              : 0; /* what they took in from elsewhere is not theirs */
    const LiltListened listened = {other->whose, listen->at_s,  0,
                                   artist,       listen->heard, LILT_EMOTION_UNKNOWN};

    if (artist != 0)
        g_array_append_val(other->listened, listened);
}

static void
read_other(LiltStore *here, const char *folder, guint whose, GArray *listened)
{
    g_autofree char *path = g_build_filename(folder, "library.db", NULL);
    Other other = {here, listened, whose};
    LiltStore *store = NULL;

    if (lilt_store_open(path, LILT_STORE_READ, NULL, &store) != LILT_OK)
        return;
    lilt_store_each_listen(store, MOST_LISTENS, note_others_listen, &other, NULL);
    lilt_store_close(store);
}

static LiltStatus
read_listened(LiltStore *store, gpointer data, LiltDiag *diag)
{
    History *history = data;
    LiltStatus status;

    history->listened = g_array_new(FALSE, FALSE, sizeof(LiltListened));
    status = lilt_store_each_listen(store, MOST_LISTENS, note_listen, history, diag);
    for (guint i = 0; history->others != NULL && history->others[i] != NULL; i++)
        read_other(store, history->others[i], FIRST_OTHER + i, history->listened);
    return answer(history, status, diag);
}

void
lilt_library_read_listened_async(LiltLibrary *self, const char *const *others,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
    History *history;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    history = begin(self, NULL, callback, user_data);
    history->others = g_strdupv((char **)others);
    push(self, read_listened, STORE_JOB_SETTLED, history);
}

GArray *
lilt_library_read_listened_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    if (g_task_propagate_int(G_TASK(result), error) < 0)
        return NULL;
    return g_array_ref(((History *)g_task_get_task_data(G_TASK(result)))->listened);
}

/* ---- import ---------------------------------------------------------------------------------- */

static GPtrArray *
read_plays(const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    GPtrArray *plays = NULL;
    GStatBuf info;
    gsize n = 0;

    if (g_stat(path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= MOST_BYTES) {
        if (!g_file_get_contents(path, &bytes, &n, error))
            return NULL;
        plays = history_parse(bytes, n);
    }
    if (plays == NULL)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "%s: this is no listening history that Lilt knows", path);
    return plays;
}

static LiltStatus
import(LiltStore *store, gpointer data, LiltDiag *diag)
{
    History *history = data;
    g_autoptr(GPtrArray) plays = read_plays(history->path, &history->error);
    LiltStatus status = LILT_OK;

    for (guint i = 0; plays != NULL && i < plays->len && status == LILT_OK; i++) {
        const HistoryPlay *play = plays->pdata[i];

        status = lilt_store_add_listen(
            store, &(LiltStoreImport){history->source, play->artist, play->title, play->at_s},
            diag);
    }
    history->n = plays != NULL ? plays->len : 0;
    return answer(history, status, diag);
}

void
lilt_library_import_history_async(LiltLibrary *self, const char *path, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    History *history;

    g_return_if_fail(LILT_IS_LIBRARY(self) && path != NULL);
    history = begin(self, path, callback, user_data);
    history->source = g_path_get_basename(path);
    push(self, import, STORE_JOB_WRITE, history);
}

guint
lilt_library_import_history_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    return count_of(self, result, error);
}

/* ---- export ---------------------------------------------------------------------------------- */

/* Only what was played here, and what was not skipped. */
static void
append_listen(void *data, const LiltStoreListen *listen)
{
    History *history = data;

    if (listen->whose != 0 || listen->heard < 0.5f || *listen->artist == '\0')
        return;
    history_append(history->text, listen->at_s, listen->artist, listen->title);
    history->n++;
}

static LiltStatus export(LiltStore *store, gpointer data, LiltDiag *diag)
{
    History *history = data;
    LiltStatus status;

    history->text = g_string_new(NULL);
    status = lilt_store_each_listen(store, G_MAXINT32, append_listen, history, diag);
    if (status == LILT_OK)
        g_file_set_contents(history->path, history->text->str, (gssize)history->text->len,
                            &history->error);
    return answer(history, status, diag);
}

void
lilt_library_export_history_async(LiltLibrary *self, const char *path, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && path != NULL);
    push(self, export, STORE_JOB_SETTLED, begin(self, path, callback, user_data));
}

guint
lilt_library_export_history_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    return count_of(self, result, error);
}
