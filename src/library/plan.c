/* What a scan has to do with each file. */
#include "plan.h"

#include <string.h>
#include <unistd.h>

#include "lilt/scan.h"

static void
known_file_free(gpointer data)
{
    KnownFile *known = data;

    g_free(known->path);
    g_free(known->why);
    g_free(known);
}

/* Tracks come before files set aside: a track that could not be read lately is both. */
static void
add_known(void *data, const LiltStoreFile *file)
{
    GHashTable *by_path = data;
    KnownFile *known = g_hash_table_lookup(by_path, file->path);

    if (known == NULL) {
        known = g_new0(KnownFile, 1);
        known->path = g_strdup(file->path);
        g_hash_table_insert(by_path, known->path, known);
    }
    if (file->why == NULL) {
        known->id = file->id;
        known->fingerprint = file->fingerprint;
        known->missing = file->missing;
        known->has_cover = file->has_cover;
        known->analyser = file->analyser;
    }
    known->why = g_strdup(file->why);
    known->size_bytes = file->size_bytes;
    known->mtime_ns = file->mtime_ns;
}

LiltStatus
plan_load(Plan *plan, LiltStore *store, LiltDiag *diag)
{
    LiltStatus status;

    *plan = (Plan){
        .by_path = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, known_file_free)};
    status = lilt_store_each_file(store, add_known, plan->by_path, diag);
    if (status != LILT_OK)
        plan_clear(plan);
    return status;
}

void
plan_clear(Plan *plan)
{
    g_clear_pointer(&plan->moved, g_hash_table_unref);
    g_clear_pointer(&plan->by_path, g_hash_table_unref);
}

FileVerdict
plan_judge(Plan *plan, const FoundFile *file, const KnownFile **ret_known)
{
    KnownFile *known = g_hash_table_lookup(plan->by_path, file->path);

    *ret_known = known;
    if (known == NULL)
        return FILE_NEW;
    known->seen = TRUE;
    if (known->size_bytes != file->size_bytes || known->mtime_ns != file->mtime_ns)
        return known->id != 0 ? FILE_CHANGED : FILE_NEW;
    if (known->why != NULL)
        return FILE_ASIDE;
    if (known->missing)
        return FILE_BACK;
    return file->beside_picture && !known->has_cover ? FILE_UNCOVERED : FILE_UNCHANGED;
}

static void
list_moved(Plan *plan)
{
    GHashTableIter iter;
    KnownFile *known;

    plan->moved = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_hash_table_iter_init(&iter, plan->by_path);
    while (g_hash_table_iter_next(&iter, NULL, (gpointer *)&known))
        if (known->id != 0 && !known->seen && access(known->path, F_OK) != 0)
            g_hash_table_insert(plan->moved, &known->fingerprint, known);
}

const KnownFile *
plan_take_moved(Plan *plan, guint64 fingerprint)
{
    KnownFile *known;

    if (plan->moved == NULL)
        list_moved(plan);
    known = g_hash_table_lookup(plan->moved, &fingerprint);
    if (known == NULL)
        return NULL;
    g_hash_table_remove(plan->moved, &fingerprint);
    known->seen = TRUE;
    return known;
}

GPtrArray *
plan_list_unheard(const Plan *plan)
{
    GPtrArray *unheard = g_ptr_array_new();
    GHashTableIter iter;
    KnownFile *known;

    g_hash_table_iter_init(&iter, plan->by_path);
    while (g_hash_table_iter_next(&iter, NULL, (gpointer *)&known))
        if (known->id != 0 && !known->missing && known->why == NULL &&
            known->analyser < LILT_SCAN_ANALYSER)
            g_ptr_array_add(unheard, known);
    return unheard;
}

static gboolean
lies_below(const char *path, const char *const *folders)
{
    for (gsize i = 0; folders[i] != NULL; i++) {
        const gsize n = strlen(folders[i]);

        if (strncmp(path, folders[i], n) == 0 &&
            (path[n] == '/' || path[n] == '\0' || folders[i][n - 1] == '/'))
            return TRUE;
    }
    return FALSE;
}

GPtrArray *
plan_list_missing(const Plan *plan, const char *const *paths)
{
    GPtrArray *missing = g_ptr_array_new();
    GHashTableIter iter;
    KnownFile *known;

    g_hash_table_iter_init(&iter, plan->by_path);
    while (g_hash_table_iter_next(&iter, NULL, (gpointer *)&known))
        if (known->id != 0 && !known->seen && lies_below(known->path, paths))
            g_ptr_array_add(missing, known);
    return missing;
}
