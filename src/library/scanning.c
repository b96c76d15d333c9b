/* The scan as the main thread sees it: who asked for it, what it tells, how it ends. */
#include "library_private.h"

static void
show_news(LiltLibrary *self, gpointer data)
{
    if (self->store != NULL)
        library_show(self, data);
}

/* On the store thread, when all is committed. */
static LiltStatus
load_news(LiltStore *store, gpointer data, LiltDiag *diag)
{
    LiltCatalogue *catalogue = NULL;
    const LiltStatus status = lilt_store_load_catalogue(store, diag, &catalogue);

    if (status == LILT_OK)
        library_post(data, show_news, catalogue, (GDestroyNotify)lilt_catalogue_free);
    return status;
}

void
library_reload(LiltLibrary *self)
{
    store_thread_push(self->store, STORE_JOB_SETTLED, load_news, self, NULL);
}

typedef struct {
    guint signal, n_done, n_found;
} Progress;

static void
tell_progress(LiltLibrary *self, gpointer data)
{
    const Progress *progress = data;

    g_signal_emit(self, library_signals[progress->signal], 0, progress->n_done, progress->n_found);
}

void
library_post_progress(LiltLibrary *self, guint signal, guint n_done, guint n_found)
{
    Progress *progress = g_new(Progress, 1);

    *progress = (Progress){signal, n_done, n_found};
    library_post(self, tell_progress, progress, g_free);
}

/* These three are called on the scanner's thread. */
static void
scan_progress(guint n_done, guint n_found, gpointer data)
{
    library_post_progress(data, SIGNAL_SCAN_PROGRESS, n_done, n_found);
}

static void
scan_news(gpointer data)
{
    library_reload(data);
}

static void
scan_result_free(gpointer data)
{
    g_strfreev(((LiltScanResult *)data)->failed);
    g_free(data);
}

/* Join the scanner and answer who asked for the scan. */
static void
end_scan(LiltLibrary *self)
{
    g_autoptr(GTask) task = g_steal_pointer(&self->scan_task);
    LiltScanResult *result;
    GError *error = NULL;

    if (task == NULL)
        return;
    if (self->scan_cancelled != 0)
        g_cancellable_disconnect(g_task_get_cancellable(task), self->scan_cancelled);
    self->scan_cancelled = 0;
    result = g_new0(LiltScanResult, 1);
    if (scanner_finish(g_steal_pointer(&self->scanner), result, &error)) {
        g_task_return_pointer(task, result, scan_result_free);
    } else {
        g_free(result);
        g_task_return_error(task, error);
    }
}

static void
show_end(LiltLibrary *self, gpointer data)
{
    if (data != NULL)
        show_news(self, data);
    end_scan(self);
}

static LiltStatus
load_end(LiltStore *store, gpointer data, LiltDiag *diag)
{
    LiltCatalogue *catalogue = NULL;
    const LiltStatus status = lilt_store_load_catalogue(store, diag, &catalogue);

    library_post(data, show_end, catalogue, (GDestroyNotify)lilt_catalogue_free);
    return status;
}

static void
scan_done(gpointer data)
{
    LiltLibrary *self = data;

    store_thread_push(self->store, STORE_JOB_SETTLED, load_end, self, NULL);
}

static void
cancel_scan(GCancellable *cancellable, gpointer data)
{
    (void)cancellable;
    scanner_cancel(data);
}

/* `paths`: absolute; NULL: hear what is there. */
static void
begin(LiltLibrary *self, const char *const *paths, GTask *given)
{
    static const ScannerEvents events = {scan_progress, scan_news, scan_done};
    g_autoptr(GTask) task = given;
    GCancellable *cancellable = g_task_get_cancellable(task);

    if (self->store == NULL || self->scanner != NULL) {
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_BUSY, "%s",
                                self->store == NULL ? "The library is closed"
                                                    : "A scan is going on already");
        return;
    }
    self->scan_task = g_steal_pointer(&task);
    self->scanner = scanner_start(paths, self->db_path, self->covers, self->store, &events, self);
    if (cancellable != NULL)
        self->scan_cancelled = g_cancellable_connect(cancellable, G_CALLBACK(cancel_scan),
                                                     self->scanner, NULL);
}

void
lilt_library_scan_async(LiltLibrary *self, const char *const *paths, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GStrvBuilder) whole = g_strv_builder_new();
    g_auto(GStrv) list = NULL;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    for (gsize i = 0; paths[i] != NULL; i++) {
        g_autofree char *path = g_canonicalize_filename(paths[i], NULL);

        g_strv_builder_add(whole, path);
    }
    list = g_strv_builder_end(whole);
    begin(self, (const char *const *)list, g_task_new(self, cancellable, callback, user_data));
}

void
lilt_library_hear_async(LiltLibrary *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_return_if_fail(LILT_IS_LIBRARY(self));
    begin(self, NULL, g_task_new(self, cancellable, callback, user_data));
}

gboolean
lilt_library_scan_finish(LiltLibrary *self, GAsyncResult *result, LiltScanResult *ret_result,
                         GError **error)
{
    g_autofree LiltScanResult *given = NULL;

    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    given = g_task_propagate_pointer(G_TASK(result), error);
    if (given == NULL)
        return FALSE;
    *ret_result = *given;
    return TRUE;
}

void
library_cancel_scan(LiltLibrary *self)
{
    if (self->scanner == NULL)
        return;
    scanner_cancel(self->scanner);
    end_scan(self);
}
