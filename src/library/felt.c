/* What the listener says about songs and readings: a song's mood, that a face was misread, and how
 * it looks at rest. */
#include "library_private.h"

/* ---- a song's mood --------------------------------------------------------------------------- */

typedef struct {
    gint64 id;
    gboolean felt; /* else as the analysis heard it */
    LiltPoint point;
} FeltJob;

static LiltStatus
write_felt(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const FeltJob *job = data;

    return lilt_store_set_felt(store, job->id, job->felt ? &job->point : NULL, diag);
}

void
lilt_library_set_felt(LiltLibrary *self, gint64 id, const LiltPoint *point)
{
    FeltJob *job;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->store == NULL)
        return;
    job = g_new0(FeltJob, 1);
    job->id = id;
    job->felt = point != NULL;
    if (point != NULL)
        job->point = *point;
    store_thread_push(self->store, STORE_JOB_WRITE, write_felt, job, g_free);
    library_reload(self);
}

gboolean
lilt_library_get_felt(LiltLibrary *self, gint64 id, LiltPoint *ret_point)
{
    g_return_val_if_fail(LILT_IS_LIBRARY(self), FALSE);
    return self->reader != NULL &&
           lilt_store_get_felt(self->reader, id, NULL, ret_point) == LILT_OK;
}

/* ---- corrections ----------------------------------------------------------------------------- */

typedef struct {
    char *path;
    LiltCorrection correction;
    gboolean has_baseline;
    float baseline[LILT_N_EMOTIONS];
} PersonalJob;

static void
personal_job_free(gpointer data)
{
    g_free(((PersonalJob *)data)->path);
    g_free(data);
}

static LiltStatus
write_correction(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const PersonalJob *job = data;

    (void)store; /* another file, the same thread */
    return lilt_personal_add_correction(job->path, &job->correction, diag);
}

static LiltStatus
drop_correction(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const PersonalJob *job = data;

    (void)store;
    return lilt_personal_drop_correction(job->path, job->correction.made_us, diag);
}

static LiltStatus
write_baseline(LiltStore *store, gpointer data, LiltDiag *diag)
{
    const PersonalJob *job = data;

    (void)store;
    return lilt_personal_set_baseline(job->path, job->has_baseline ? job->baseline : NULL, diag);
}

static LiltStatus
erase_face(LiltStore *store, gpointer data, LiltDiag *diag)
{
    (void)store;
    return lilt_personal_erase_face(((const PersonalJob *)data)->path, diag);
}

char *
library_dup_personal_path(const LiltLibrary *self)
{
    g_autofree char *folder = g_path_get_dirname(self->db_path);

    return g_build_filename(folder, "personal.db", NULL);
}

/* The job's path is filled in. */
static void
push_personal(LiltLibrary *self, StoreJob run, const PersonalJob *what)
{
    PersonalJob *job;

    if (self->store == NULL)
        return;
    job = g_memdup2(what, sizeof *what);
    job->path = library_dup_personal_path(self);
    store_thread_push(self->store, STORE_JOB_WRITE, run, job, personal_job_free);
}

void
lilt_library_add_correction(LiltLibrary *self, const LiltCorrection *correction)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && correction != NULL);
    push_personal(self, write_correction, &(PersonalJob){.correction = *correction});
}

void
lilt_library_drop_correction(LiltLibrary *self, gint64 made_us)
{
    g_return_if_fail(LILT_IS_LIBRARY(self));
    push_personal(self, drop_correction, &(PersonalJob){.correction.made_us = made_us});
}

void
lilt_library_set_baseline(LiltLibrary *self, const float *baseline)
{
    PersonalJob job = {.has_baseline = baseline != NULL};

    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (baseline != NULL)
        memcpy(job.baseline, baseline, sizeof job.baseline);
    push_personal(self, write_baseline, &job);
}

void
lilt_library_erase_face(LiltLibrary *self)
{
    g_return_if_fail(LILT_IS_LIBRARY(self));
    push_personal(self, erase_face, &(PersonalJob){0});
}

void
lilt_library_read_personal(LiltLibrary *self, LiltPersonal *ret_personal)
{
    *ret_personal = (LiltPersonal){0};
    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->db_path == NULL)
        return;
    g_autofree char *path = library_dup_personal_path(self);

    lilt_personal_read(path, NULL, ret_personal);
}
