/* lilt-lab scan: read folders of music into a library, through the helper, as the player does. */
#include "lab.h"
#include "lilt/library.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *db;
    const char **paths; /* lent by argv; NULL ends the list */
    int n_paths;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value;

        if ((value = lab_option(argc, argv, &i, "--db")) != NULL)
            options->db = value;
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
say_failed_write(LiltLibrary *library, const char *words, gpointer data)
{
    int *result = data;

    (void)library;
    *result = lab_fail("scan", "%s", words);
}

typedef struct {
    GMainLoop *loop;
    const Options *options;
    int result;
} Scan;

static void
print_result(const LiltScanResult *r)
{
    printf("added %u\nchanged %u\nunchanged %u\nmissing %u\nfailed %u\n", r->n_added, r->n_changed,
           r->n_unchanged, r->n_missing, r->n_failed);
    for (guint i = 0; i < r->n_failed; i++)
        printf("  %s\n", r->failed[i]);
}

static void
finish(GObject *library, GAsyncResult *result, gpointer data)
{
    Scan *scan = data;
    LiltScanResult r;
    g_autoptr(GError) error = NULL;

    fputc('\n', stderr);
    if (lilt_library_scan_finish(LILT_LIBRARY(library), result, &r, &error)) {
        print_result(&r);
        g_strfreev(r.failed);
    } else {
        scan->result = lab_fail("scan", "%s", error->message);
    }
    g_main_loop_quit(scan->loop);
}

static int
run(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LiltLibrary) library = lilt_library_open_file(options->db, NULL, &error);
    Scan scan = {NULL, options, LAB_DONE};

    if (library == NULL)
        return lab_fail("scan", "%s", error->message);
    scan.loop = g_main_loop_new(NULL, FALSE);
    g_signal_connect(library, "scan-progress", G_CALLBACK(show_progress), NULL);
    g_signal_connect(library, "failed", G_CALLBACK(say_failed_write), &scan.result);
    lilt_library_scan_async(library, options->paths, NULL, finish, &scan);
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
