/* Where the lyrics of a file are looked for: in an .lrc beside it, here; in its tags, by the
 * helper.
 */
#include "library_private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apart.h"
#include "helper.h"

/* Up to LILT_LYRICS_BYTES of a plain file; NULL when there is none. */
static LiltLyrics *
parse_file(const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    g_autofree char *bytes = NULL;
    struct stat info;
    gsize n = 0;
    gssize more = 0;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        bytes = g_malloc(LILT_LYRICS_BYTES);
        while (n < LILT_LYRICS_BYTES && (more = read(fd, bytes + n, LILT_LYRICS_BYTES - n)) > 0)
            n += (gsize)more;
    }
    close(fd);
    return n > 0 ? lilt_lyrics_parse(bytes, n) : NULL;
}

static LiltLyrics *
parse_beside(const char *path)
{
    static const char *const suffixes[] = {".lrc", ".LRC"};
    const char *name = strrchr(path, G_DIR_SEPARATOR), *dot = strrchr(path, '.');
    const int n = dot != NULL && dot > name ? (int)(dot - path) : (int)strlen(path);
    LiltLyrics *lyrics = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(suffixes) && lyrics == NULL; i++) {
        g_autofree char *beside = g_strdup_printf("%.*s%s", n, path, suffixes[i]);

        lyrics = parse_file(beside);
    }
    return lyrics;
}

/* A file without lyrics fails like one that cannot be read: either way there is nothing to show. */
static LiltLyrics *
parse_tags(const char *path, GCancellable *cancellable)
{
    const char *const arguments[] = {"--lyrics", path, NULL};
    g_autofree char *out = NULL;

    return helper_run(arguments, path, cancellable, &out, NULL)
               ? lilt_lyrics_parse(out, strlen(out))
               : NULL;
}

static void
read_elsewhere(GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
    g_autoptr(LiltLyrics) beside = parse_beside(path), inside = NULL;

    (void)source;
    if (beside == NULL || !lilt_lyrics_get_timed(beside))
        inside = parse_tags(path, cancellable);
    if (inside != NULL && (beside == NULL || lilt_lyrics_get_timed(inside)))
        g_set_object(&beside, inside);
    g_task_return_pointer(task, g_steal_pointer(&beside), g_object_unref);
}

void
lilt_library_read_lyrics_async(LiltLibrary *self, const char *path, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = NULL;

    g_return_if_fail(LILT_IS_LIBRARY(self));
    task = g_task_new(self, cancellable, callback, user_data);
    g_task_set_task_data(task, g_strdup(path), g_free);
    library_run_apart(task, read_elsewhere);
}

LiltLyrics *
lilt_library_read_lyrics_finish(LiltLibrary *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
