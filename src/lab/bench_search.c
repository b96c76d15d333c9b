/* Searching as the window does it: library, finder, lists. */
#include "bench_search.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "lilt/library.h"
#include "measure.h"

enum { LEAST = 10, MOST = 64, N_FILES = 3000, RATE = 8000, SAMPLES = RATE / 2, HEAD = 44 };

bool
lab_typed(size_t i, char text[16])
{
    static const char *const typed[] = {"seali", "corgar mo", "tun", "zowil", "Dé", "fin pel"};

    for (size_t word = 0; word < G_N_ELEMENTS(typed); i -= strlen(typed[word++]))
        if (i < strlen(typed[word])) {
            snprintf(text, 16, "%.*s", (int)i + 1, typed[word]);
            return true;
        }
    return false;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void
set_true(gboolean *seen)
{
    *seen = TRUE;
}

/* CPU time until the first rows of the list are those of the answer, or all of them were. */
static double
ask(LiltFinder *finder, const char *text, gboolean wholly)
{
    GListModel *songs = lilt_finder_get_songs(finder);
    gboolean seen = FALSE, found = FALSE;
    const gulong on_rows = g_signal_connect_swapped(songs, "items-changed", G_CALLBACK(set_true),
                                                    &seen);
    const gulong on_found = g_signal_connect_swapped(finder, "found", G_CALLBACK(set_true), &found);
    const int64_t began_us = lilt_clock_cpu_us();

    lilt_finder_ask(finder, &(LiltQuery){.text = text, .mood = LILT_EMOTION_UNKNOWN});
    while (!found && (wholly || !seen))
        g_main_context_iteration(NULL, TRUE);
    g_signal_handler_disconnect(songs, on_rows);
    g_signal_handler_disconnect(finder, on_found);
    return (double)(lilt_clock_cpu_us() - began_us) * 1e-3;
}

/* Until `ended` becomes true. FALSE when that was before much was typed. */
static gboolean
measure_typing(LiltFinder *finder, const gboolean *ended, double *ret_p95_ms)
{
    double ms[MOST];
    char text[16];
    size_t n = 0;

    for (; n < MOST && !*ended && lab_typed(n, text); n++)
        ms[n] = ask(finder, text, FALSE);
    if (n < LEAST)
        return FALSE;
    lab_median(ms, n); /* puts them in order */
    *ret_p95_ms = ms[(n - 1) * 95 / 100];
    return TRUE;
}

/* ---- a scan meanwhile ------------------------------------------------------------------------ */

/* Half a second of a tone as a WAV file, another one for each `i`. */
static gboolean
write_tone(const char *folder, guint i, GError **error)
{
    static const guchar head[HEAD] = "RIFF\xc4\x0f\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0"
                                     "\x40\x1f\0\0\1\0\x08\0data\xa0\x0f";
    guchar bytes[HEAD + SAMPLES];
    g_autofree char *path = g_strdup_printf("%s/%u.wav", folder, i);

    memcpy(bytes, head, HEAD);
    for (guint j = 0; j < SAMPLES; j++)
        bytes[HEAD + j] = (guchar)(j * (i + 7) >> 4 & 0xff);
    return g_file_set_contents(path, (const char *)bytes, sizeof bytes, error);
}

static void
drop_tones(const char *folder)
{
    for (guint i = 0; i < N_FILES; i++) {
        g_autofree char *path = g_strdup_printf("%s/%u.wav", folder, i);

        g_unlink(path);
    }
    g_rmdir(folder);
}

typedef struct {
    gboolean ended;
    LiltScanResult result;
} Scan;

static void
on_scanned(GObject *library, GAsyncResult *result, gpointer data)
{
    Scan *scan = data;

    if (lilt_library_scan_finish(LILT_LIBRARY(library), result, &scan->result, NULL))
        g_strfreev(scan->result.failed);
    scan->ended = TRUE;
}

/* FALSE when the scan ended before much was typed. */
static gboolean
measure_scanning(LiltLibrary *library, LiltFinder *finder, const char *music, double *ret_ms)
{
    g_autoptr(GCancellable) enough = g_cancellable_new();
    Scan scan = {0};

    lilt_library_scan_async(library, (const char *const[]){music, NULL}, enough, on_scanned, &scan);
    const gboolean enough_typed = measure_typing(finder, &scan.ended, ret_ms);

    g_cancellable_cancel(enough);
    while (!scan.ended)
        g_main_context_iteration(NULL, TRUE);
    return enough_typed;
}

LiltStatus
lab_bench_search(const char *db_path, const char *folder, LiltDiag *diag, double *ret_quiet_ms,
                 double *ret_scanning_ms)
{
    g_autofree char *music = g_build_filename(folder, "music", NULL);
    g_autofree char *covers = g_build_filename(folder, "covers", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLibrary) library = lilt_library_open_file(db_path, folder, &error);
    gboolean well = library != NULL && g_mkdir(music, 0700) == 0;

    for (guint i = 0; well && i < N_FILES; i++)
        well = write_tone(music, i, &error);
    if (!well)
        return lilt_fail(diag, LILT_E_IO, "%s", error != NULL ? error->message : music);
    g_autoptr(LiltFinder) finder = lilt_finder_new(library);

    ask(finder, "", TRUE); /* all songs stand in the list when somebody begins to type */
    well = measure_typing(finder, &(gboolean){FALSE}, ret_quiet_ms) &&
           measure_scanning(library, finder, music, ret_scanning_ms);
    lilt_library_close(library);
    drop_tones(music);
    g_rmdir(covers);
    return well ? LILT_OK : lilt_fail(diag, LILT_E_IO, "%s: the scan was over too soon", music);
}
