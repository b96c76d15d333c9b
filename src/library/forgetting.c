/* What the listener wants no longer shown, or forgotten, and what another listener starts with. */
#include "library_private.h"

static LiltStatus
leave_folder(LiltStore *store, gpointer folder, LiltDiag *diag)
{
    return lilt_store_set_folder_missing(store, folder, diag);
}

void
lilt_library_leave_folder(LiltLibrary *self, const char *folder)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && folder != NULL);
    if (self->store == NULL)
        return;
    store_thread_push(self->store, STORE_JOB_WRITE, leave_folder,
                      g_canonicalize_filename(folder, NULL), g_free);
    library_reload(self);
}

static LiltStatus
erase_listening(LiltStore *store, gpointer nothing, LiltDiag *diag)
{
    (void)nothing;
    return lilt_store_erase_listening(store, diag);
}

void
lilt_library_erase_listening(LiltLibrary *self)
{
    g_return_if_fail(LILT_IS_LIBRARY(self));
    if (self->store == NULL)
        return;
    store_thread_push(self->store, STORE_JOB_WRITE, erase_listening, NULL, NULL);
    library_reload(self);
}

static LiltStatus
copy_for_newcomer(LiltStore *store, gpointer path, LiltDiag *diag)
{
    return lilt_store_copy_for_newcomer(store, path, diag);
}

void
lilt_library_copy_for_newcomer(LiltLibrary *self, const char *data_dir)
{
    g_return_if_fail(LILT_IS_LIBRARY(self) && data_dir != NULL);
    if (self->store == NULL)
        return;
    store_thread_push(self->store, STORE_JOB_SETTLED, copy_for_newcomer,
                      g_build_filename(data_dir, "library.db", NULL), g_free);
}
