/* The mood journal: its jobs on the store thread, in the order in which they were asked for. */
#include "journal_file.h"
#include "library_private.h"
#include "status.h"

typedef struct {
    char *path; /* of personal.db */
    LiltJournalEntry *entry;
    gint64 from_s, until_s;
    char *file;         /* to be written, or NULL */
    GTask *task;        /* who is to be answered, or NULL */
    GPtrArray *entries; /* of LiltJournalEntry: the answer */
    bool filled;        /* there are entries, of whatever time */
    GError *error;
} Job;

/* ---- entries of our own ---------------------------------------------------------------------- */

static LiltJournalEntry *
copy_entry(const LiltJournalEntry *entry)
{
    LiltJournalEntry *copy = g_memdup2(entry, sizeof *entry);

    copy->label = g_strdup(entry->label);
    copy->title = g_strdup(entry->title);
    copy->artist = g_strdup(entry->artist);
    return copy;
}

static void
free_entry(gpointer data)
{
    LiltJournalEntry *entry = data;

    if (entry == NULL)
        return;
    g_free((char *)entry->label);
    g_free((char *)entry->title);
    g_free((char *)entry->artist);
    g_free(entry);
}

/* ---- jobs ------------------------------------------------------------------------------------ */

static void
job_free(gpointer data)
{
    Job *job = data;

    g_free(job->path);
    g_free(job->file);
    free_entry(job->entry);
    g_clear_pointer(&job->entries, g_ptr_array_unref);
    g_clear_error(&job->error);
    g_free(job);
}

static Job *
job_new(LiltLibrary *self)
{
    Job *job = g_new0(Job, 1);

    job->path = library_dup_personal_path(self);
    return job;
}

/* The file is another one than the store's; the thread is the same. */
static void
push(LiltLibrary *self, StoreJob run, Job *job)
{
    if (self->store != NULL)
        store_thread_push(self->store, STORE_JOB_SETTLED, run, job, job_free);
    else
        job_free(job);
}

static LiltStatus
add(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const Job *job = data;

    (void)store;
    return lilt_personal_add_entry(job->path, job->entry, diag);
}

static LiltStatus
forget(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const Job *job = data;

    (void)store;
    return lilt_personal_forget_entries(job->path, job->until_s, diag);
}

static LiltStatus
erase(LiltStore *store, gpointer data, LiltDiag *diag)
{
    (void)store;
    return lilt_personal_erase_journal(((const Job *)data)->path, diag);
}

void
lilt_library_add_journal(LiltLibrary *self, const LiltJournalEntry *entry)
{
    Job *job;

    g_return_if_fail(LILT_IS_LIBRARY(self) && entry != NULL);
    job = job_new(self);
    job->entry = copy_entry(entry);
    push(self, add, job);
}

void
lilt_library_forget_journal(LiltLibrary *self, gint64 before_s)
{
    Job *job;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    job = job_new(self);
    job->until_s = before_s;
    push(self, forget, job);
}

void
lilt_library_erase_journal(LiltLibrary *self)
{
    g_return_if_fail(LILT_IS_LIBRARY(self));
    push(self, erase, job_new(self));
}

/* ---- jobs that answer ------------------------------------------------------------------------ */

static void
note_entry(void *data, const LiltJournalEntry *entry)
{
    g_ptr_array_add(data, copy_entry(entry));
}

static void
give_answer(LiltLibrary *self, gpointer data)
{
    Job *job = data;
    g_autoptr(GTask) task = job->task;

    self->journal_filled = job->filled;
    if (job->error != NULL)
        g_task_return_error(task, g_steal_pointer(&job->error));
    else
        g_task_return_pointer(task, g_ptr_array_ref(job->entries),
                              (GDestroyNotify)g_ptr_array_unref);
}

static LiltStatus
read_entries(LiltStore *store, gpointer data, LiltDiag *diag)
{
    Job *job = data;
    LiltDiag why = {""};

    (void)store, (void)diag; /* who asked is told */
    job->entries = g_ptr_array_new_with_free_func(free_entry);
    job->filled = lilt_personal_has_entries(job->path);
    if (status_to_error(lilt_personal_each_entry(job->path, job->from_s, job->until_s, note_entry,
                                                 job->entries, &why),
                        &why, &job->error) &&
        job->file != NULL) {
        GString *text = journal_print(job->entries, journal_format_of(job->file));

        g_file_set_contents(job->file, text->str, (gssize)text->len, &job->error);
        g_string_free(text, TRUE);
    }
    library_post(g_task_get_source_object(job->task), give_answer, job, job_free);
    return LILT_OK;
}

/* The job is freed once it was answered. */
static void
ask(LiltLibrary *self, Job *job, GAsyncReadyCallback callback, gpointer user_data)
{
    job->task = g_task_new(self, NULL, callback, user_data);
    if (self->store != NULL) {
        store_thread_push(self->store, STORE_JOB_SETTLED, read_entries, job, NULL);
        return;
    }
    g_task_return_new_error(job->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "closed");
    g_object_unref(job->task);
    job_free(job);
}

void
lilt_library_read_journal_async(LiltLibrary *self, gint64 from_s, gint64 until_s,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    Job *job;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    job = job_new(self);
    job->from_s = from_s;
    job->until_s = until_s;
    ask(self, job, callback, user_data);
}

void
lilt_library_export_journal_async(LiltLibrary *self, const char *path, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
    Job *job;

    g_return_if_fail(LILT_IS_LIBRARY(self) && path != NULL);
    job = job_new(self);
    job->until_s = G_MAXINT64;
    job->file = g_strdup(path);
    ask(self, job, callback, user_data);
}

GPtrArray *
lilt_library_journal_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

gboolean
lilt_library_get_journal_filled(LiltLibrary *self)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), FALSE);
    return self->journal_filled;
}
