/* Editing tags: the helper writes them into the file and reads it again, the store thread takes
 * what was read. */
#include "library_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apart.h"
#include "helper.h"
#include "writing.h"

LiltRetag *
lilt_retag_new(gint64 id)
{
    LiltRetag *retag = g_new0(LiltRetag, 1);

    retag->id = id;
    return retag;
}

void
lilt_retag_free(gpointer data)
{
    LiltRetag *retag = data;

    for (int tag = 0; retag != NULL && tag < LILT_N_TAGS; tag++)
        g_free(retag->text[tag]);
    g_free(retag);
}

/* What goes to the other thread, and what comes back. */
typedef struct {
    GPtrArray *retags;
    GPtrArray *paths; /* of the songs, in the same order */
    char *covers;
    GPtrArray *undone; /* of LiltRetag */
    GPtrArray *failed; /* "path: why" */
} Work;

static void
work_free(gpointer data)
{
    Work *work = data;

    g_ptr_array_unref(work->retags);
    g_ptr_array_unref(work->paths);
    g_ptr_array_unref(work->undone);
    g_ptr_array_unref(work->failed);
    g_free(work->covers);
    g_free(work);
}

/* ---- one file -------------------------------------------------------------------------------- */

/* The lines in which the helper tells what was there. */
static LiltRetag *
read_before(gint64 id, const char *out)
{
    g_auto(GStrv) lines = g_strsplit(out, "\n", -1);
    LiltRetag *before = lilt_retag_new(id);

    for (gsize i = 0; lines[i] != NULL; i++) {
        LiltTag tag;
        char *text;

        if (!lilt_scan_read_tag(lines[i], &tag, &text))
            continue;
        g_free(before->text[tag]);
        before->text[tag] = g_strdup(text);
        free(text);
    }
    return before;
}

/* Should the helper be killed, its half-written copy lies beside the file. */
static void
remove_draft(const char *path, const char *mark)
{
    g_autofree char *whole = realpath(path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole != NULL ? whole : path);
    const char *suffix = strrchr(whole != NULL ? whole : path, '.');
    g_autofree char *name = g_strdup_printf(".lilt-%s%s", mark, suffix != NULL ? suffix : "");
    g_autofree char *draft = g_build_filename(folder, name, NULL);

    unlink(draft);
}

/* NULL with `error`; the file is as it was then. */
static LiltRetag *
retag_file(const LiltRetag *retag, const char *path, GError **error)
{
    g_autofree char *mark = g_uuid_string_random();
    g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *out = NULL;

    g_ptr_array_add(arguments, g_strdup("--retag"));
    g_ptr_array_add(arguments, g_strdup(mark));
    g_ptr_array_add(arguments, g_strdup(path));
    for (int tag = 0; tag < LILT_N_TAGS; tag++)
        if (retag->text[tag] != NULL)
            g_ptr_array_add(arguments, g_strdup_printf("%s=%s", lilt_tag_label((LiltTag)tag),
                                                       retag->text[tag]));
    g_ptr_array_add(arguments, NULL);
    /* not to be cancelled: a file is changed or it is not */
    if (helper_run((const char *const *)arguments->pdata, path, NULL, &out, error))
        return read_before(retag->id, out);
    remove_draft(path, mark);
    return NULL;
}

/* What the file says now goes into the library. */
static gboolean
read_again(LiltLibrary *self, Helper *helper, const char *path, GError **error)
{
    const LiltScanRecord *record = helper_read(helper, path, NULL, error);
    struct stat info;

    if (record == NULL || stat(path, &info) != 0)
        return record != NULL;
    const FoundFile file = {
        .path = (char *)path, .size_bytes = (gint64)info.st_size, .mtime_ns = walk_mtime_ns(&info)};

    if (record->why == NULL)
        write_track(self->store, &file, record, NULL);
    return TRUE;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* A genre has a part in how a song's mood is judged; the other tags have none. */
static gboolean
changes_genre(const GPtrArray *retags)
{
    for (guint i = 0; i < retags->len; i++)
        if (((const LiltRetag *)retags->pdata[i])->text[LILT_TAG_GENRE] != NULL)
            return TRUE;
    return FALSE;
}

/* With the lock held. Cancelled, it ends between two files. */
static void
retag_all(LiltLibrary *self, Work *work, GCancellable *cancellable, GError **error)
{
    Helper *helper = helper_new(work->covers, changes_genre(work->retags));
    gboolean going = TRUE;

    for (guint i = 0; going && i < work->paths->len; i++) {
        const char *path = work->paths->pdata[i];
        g_autoptr(GError) problem = NULL;
        LiltRetag *before = NULL;

        if (g_cancellable_is_cancelled(cancellable) ||
            g_cancellable_set_error_if_cancelled(self->closing, error))
            break;
        before = retag_file(work->retags->pdata[i], path, &problem);
        if (before != NULL) {
            g_ptr_array_add(work->undone, before);
            going = read_again(self, helper, path, error);
        } else {
            g_ptr_array_add(work->failed, g_strdup(problem->message));
        }
        library_post_progress(self, SIGNAL_RETAG_PROGRESS, i + 1, work->paths->len);
    }
    helper_free(helper);
    library_reload(self);
}

static void
retag_elsewhere(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    LiltLibrary *self = LILT_LIBRARY(source);
    GError *error = NULL;

    g_mutex_lock(&self->retagging);
    if (self->store != NULL)
        retag_all(self, data, cancellable, &error);
    g_mutex_unlock(&self->retagging);
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

void
lilt_library_retag_async(LiltLibrary *self, GPtrArray *retags, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    Work *work = g_new0(Work, 1);

    work->retags = g_ptr_array_new_with_free_func(NULL);
    work->paths = g_ptr_array_new_with_free_func(g_free);
    work->undone = g_ptr_array_new_with_free_func(lilt_retag_free);
    work->failed = g_ptr_array_new_with_free_func(g_free);
    work->covers = g_strdup(self->covers);
    g_object_set_data_full(G_OBJECT(task), "retags", g_ptr_array_ref(retags),
                           (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < retags->len; i++) {
        const LiltRetag *retag = retags->pdata[i];
        g_autoptr(LiltSong) song = lilt_library_dup_song(self, retag->id);

        if (song == NULL)
            continue;
        g_ptr_array_add(work->retags, retags->pdata[i]);
        g_ptr_array_add(work->paths, g_strdup(lilt_song_get_path(song)));
    }
    g_task_set_task_data(task, work, work_free);
    g_task_set_check_cancellable(task, FALSE); /* what was changed until then is told */
    library_run_apart(task, retag_elsewhere);
}

GPtrArray *
lilt_library_retag_finish(LiltLibrary *self, GAsyncResult *result, char ***ret_failed,
                          GError **error)
{
    Work *work;

    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    work = g_task_get_task_data(G_TASK(result));
    if (!g_task_propagate_boolean(G_TASK(result), error))
        return NULL;
    g_ptr_array_add(work->failed, NULL);
    *ret_failed = g_strdupv((char **)work->failed->pdata);
    return g_ptr_array_ref(work->undone);
}
