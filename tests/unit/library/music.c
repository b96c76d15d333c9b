/* Folders of music, and waiting for a scan. */
#include "music.h"

char *
new_folder(const char *name)
{
    static int n;
    char *path = g_strdup_printf("%s/%s-%d", check_temp_dir(), name, n++);

    CHECK(g_mkdir_with_parents(path, 0755) == 0, "%s", path);
    return path;
}

void
run_command(const char *format, ...)
{
    va_list args;
    g_autofree char *command = NULL;

    va_start(args, format);
    command = g_strdup_vprintf(format, args);
    va_end(args);
    CHECK(system(command) == 0, "%s", command);
}

void
need_ffmpeg(void)
{
    if (system("command -v ffmpeg >/dev/null") != 0)
        SKIP("ffmpeg is not here");
}

void
copy_music(const char *package, const char *folder)
{
    g_autofree char *name = g_strdup_printf("music/%s", package);

    run_command("cp -p '%s'/*.ogg '%s'", check_asset(name), folder);
}

LiltLibrary *
open_library(char **ret_folder)
{
    g_autofree char *folder = new_folder("data");
    GError *error = NULL;
    LiltLibrary *library = lilt_library_open(folder, folder, &error);

    CHECK(library != NULL, "%s", WORDS(error));
    g_clear_error(&error);
    if (ret_folder != NULL)
        *ret_folder = g_steal_pointer(&folder);
    return library;
}

typedef struct {
    GMainLoop *loop;
    LiltScanResult *result;
    GError **error;
    gboolean well;
} Waiting;

static void
scanned(GObject *library, GAsyncResult *result, gpointer data)
{
    Waiting *waiting = data;

    waiting->well = lilt_library_scan_finish(LILT_LIBRARY(library), result, waiting->result,
                                             waiting->error);
    g_main_loop_quit(waiting->loop);
}

gboolean
scan(LiltLibrary *library, const char *path, LiltScanResult *ret_result, GError **error)
{
    const char *const paths[] = {path, NULL};
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Waiting waiting = {loop, ret_result, error, FALSE};

    lilt_library_scan_async(library, paths, NULL, scanned, &waiting);
    g_main_loop_run(loop);
    return waiting.well;
}

void
check_scan(LiltLibrary *library, const char *path, guint n_added, guint n_changed, guint n_missing,
           guint n_failed, guint n_unchanged)
{
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};

    if (!CHECK(scan(library, path, &r, &error), "%s", WORDS(error)))
        return;
    CHECK(r.n_added == n_added && r.n_changed == n_changed && r.n_missing == n_missing &&
              r.n_failed == n_failed && r.n_unchanged == n_unchanged,
          "added %u changed %u missing %u failed %u unchanged %u", r.n_added, r.n_changed,
          r.n_missing, r.n_failed, r.n_unchanged);
    CHECK(g_strv_length(r.failed) == r.n_failed, "each failure is named");
    g_strfreev(r.failed);
}

LiltScanResult
hear(LiltLibrary *library)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GError) error = NULL;
    LiltScanResult r = {0};
    Waiting waiting = {loop, &r, &error, FALSE};

    lilt_library_hear_async(library, NULL, scanned, &waiting);
    g_main_loop_run(loop);
    CHECK(waiting.well, "%s", WORDS(error));
    return r;
}

void
wait_for_answer(LiltFinder *finder)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    const gulong handler = g_signal_connect_swapped(finder, "found", G_CALLBACK(g_main_loop_quit),
                                                    loop);

    g_main_loop_run(loop);
    g_signal_handler_disconnect(finder, handler);
}
