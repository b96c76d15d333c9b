/* The shape of a song, for drawing: worked out by lilt-scan when it is first wanted, and kept in
 * the cache under a name made of the file as it is now. */
#include "library_private.h"

#include <glib/gstdio.h>

#include "apart.h"
#include "helper.h"

typedef struct {
    char *path, *folder;
} Wanted;

static void
wanted_free(gpointer data)
{
    Wanted *wanted = data;

    g_free(wanted->path);
    g_free(wanted->folder);
    g_free(wanted);
}

/* Where this file's shape is kept; another one after the file has changed. NULL: it is not there.
 */
static char *
place_of(const Wanted *wanted)
{
    g_autofree char *what = NULL, *name = NULL;
    GStatBuf now;

    if (g_stat(wanted->path, &now) != 0)
        return NULL;
    what = g_strdup_printf("%s %lld %lld", wanted->path, (long long)now.st_size,
                           (long long)now.st_mtime);
    name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, what, -1);
    return g_build_filename(wanted->folder, name, NULL);
}

/* The line that the helper writes for the file, or NULL: it cannot be read. */
static char *
ask_helper(const char *path, GCancellable *cancellable, GError **error)
{
    const char *const arguments[] = {"--shape", path, NULL};
    char *line = NULL;

    return helper_run(arguments, path, cancellable, &line, error) ? line : NULL;
}

/* The loudnesses that such a line stands for, or NULL. */
static GBytes *
parse(const char *line)
{
    g_autofree guint8 *shape = g_new(guint8, LILT_SCAN_SHAPE);

    for (gsize i = 0; i < LILT_SCAN_SHAPE; i++) {
        const int high = g_ascii_xdigit_value(line[2 * i]);
        const int low = high >= 0 ? g_ascii_xdigit_value(line[2 * i + 1]) : -1;

        if (low < 0)
            return NULL;
        shape[i] = (guint8)(16 * high + low);
    }
    return g_bytes_new_take(g_steal_pointer(&shape), LILT_SCAN_SHAPE);
}

/* Worker thread. */
static void
find(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Wanted *wanted = data;
    g_autofree char *place = place_of(wanted), *line = NULL;
    GError *error = NULL;
    GBytes *shape = NULL;

    (void)source;
    if (place != NULL && g_file_get_contents(place, &line, NULL, NULL))
        shape = parse(line);
    if (shape == NULL) {
        g_free(line);
        line = ask_helper(wanted->path, cancellable, &error);
        shape = line != NULL ? parse(line) : NULL;
        if (shape != NULL && place != NULL) { /* a cache that cannot be written is only slower */
            g_mkdir_with_parents(wanted->folder, 0700);
            g_file_set_contents(place, line, -1, NULL);
        }
    }
    if (shape != NULL)
        g_task_return_pointer(task, shape, (GDestroyNotify)g_bytes_unref);
    else if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                "%s: its sound cannot be read", wanted->path);
}

void
lilt_library_shape_async(LiltLibrary *self, const char *path, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    g_autofree char *cache = NULL;
    Wanted *wanted;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    cache = g_path_get_dirname(self->covers);
    wanted = g_new(Wanted, 1);
    *wanted = (Wanted){g_strdup(path), g_build_filename(cache, "shapes", NULL)};
    g_task_set_task_data(task, wanted, wanted_free);
    library_run_apart(task, find);
}

GBytes *
lilt_library_shape_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
