/* lilt-lab scan: read folders of music into a library, through the helper, as the player does. */
#include "lab.h"
#include "lilt/library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *db;
    const char **paths; /* lent by argv; NULL ends the list */
    int n_paths;
    bool tags_only; /* of many new files the sound is not listened to */
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value;

        if ((value = lab_option(argc, argv, &i, "--db")) != NULL)
            options->db = value;
        else if (strcmp(argv[i], "--tags") == 0)
            options->tags_only = true;
        else if (argv[i][0] == '-')
            return lab_usage(argv[0], "unknown option %s", argv[i]);
        else
            options->paths[options->n_paths++] = argv[i];
    }
    if (options->n_paths == 0)
        return lab_usage(argv[0], "which folder?");
    return options->db != NULL ? LAB_DONE : lab_usage(argv[0], "--db FILE is wanted");
}

static void
show_progress(LiltLibrary *library, guint n_done, guint n_found, gpointer data)
{
    (void)library, (void)data;
    fprintf(stderr, "\r%u of %u files", n_done, n_found);
}

static void
say_failed_write(LiltLibrary *library, const GError *error, gpointer data)
{
    int *result = data;

    (void)library;
    *result = lab_fail("scan", "%s", error->message);
}

typedef struct {
    GMainLoop *loop;
    const Options *options;
    LiltScanResult found;
    int result;
} Scan;

static void
print_failed(const LiltScanResult *r)
{
    for (guint i = 0; i < r->n_failed; i++)
        printf("  %s\n", r->failed[i]);
}

/* What cannot be heard failed as well, and is not added. */
static void
print_result(const LiltScanResult *found, const LiltScanResult *heard)
{
    printf("added %u\nchanged %u\nunchanged %u\nmissing %u\nfailed %u\n",
           found->n_added - MIN(heard->n_failed, found->n_added), found->n_changed,
           found->n_unchanged, found->n_missing, found->n_failed + heard->n_failed);
    print_failed(found);
    print_failed(heard);
}

static void
end(Scan *scan, const LiltScanResult *heard)
{
    fputc('\n', stderr);
    print_result(&scan->found, heard);
    g_strfreev(scan->found.failed);
    g_main_loop_quit(scan->loop);
}

static void
fail(Scan *scan, const GError *error)
{
    fputc('\n', stderr);
    if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_FAILED_HANDLED)) /* else it was said */
        scan->result = lab_fail("scan", "%s", error->message);
    g_main_loop_quit(scan->loop);
}

static void
on_heard(GObject *library, GAsyncResult *result, gpointer data)
{
    Scan *scan = data;
    LiltScanResult heard;
    g_autoptr(GError) error = NULL;

    if (!lilt_library_scan_finish(LILT_LIBRARY(library), result, &heard, &error)) {
        g_strfreev(scan->found.failed);
        fail(scan, error);
        return;
    }
    end(scan, &heard);
    g_strfreev(heard.failed);
}

static void
on_scanned(GObject *library, GAsyncResult *result, gpointer data)
{
    Scan *scan = data;
    g_autoptr(GError) error = NULL;

    if (!lilt_library_scan_finish(LILT_LIBRARY(library), result, &scan->found, &error))
        fail(scan, error);
    else if (scan->options->tags_only)
        end(scan, &(LiltScanResult){0});
    else
        lilt_library_hear_async(LILT_LIBRARY(library), NULL, on_heard, scan);
}

static int
run(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLibrary) library = lilt_library_open_file(options->db, NULL, &error);
    Scan scan = {.options = options, .result = LAB_DONE};

    if (library == NULL)
        return lab_fail("scan", "%s", error->message);
    scan.loop = g_main_loop_new(NULL, FALSE);
    g_signal_connect(library, "scan-progress", G_CALLBACK(show_progress), NULL);
    g_signal_connect(library, "failed", G_CALLBACK(say_failed_write), &scan.result);
    lilt_library_scan_async(library, options->paths, NULL, on_scanned, &scan);
    g_main_loop_run(scan.loop);
    g_main_loop_unref(scan.loop);
    for (int i = 0; i < options->n_paths; i++) /* broken files are told, a folder must be there */
        if (!g_file_test(options->paths[i], G_FILE_TEST_EXISTS))
            scan.result = lab_fail("scan", "%s: no such folder", options->paths[i]);
    return scan.result;
}

int
lab_scan(int argc, char **argv)
{
    Options options = {.paths = calloc((size_t)argc + 1, sizeof(char *))};
    int result;

    if (options.paths == NULL)
        return lab_fail(argv[0], "out of memory");
    result = read_options(argc, argv, &options);
    if (result == LAB_DONE)
        result = run(&options);
    free(options.paths);
    return result;
}
