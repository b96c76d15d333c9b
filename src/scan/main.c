/* lilt-scan: the helper that reads music files, so that a hostile one can only end this process.
 * Paths come on standard input, records go to standard output; see lilt/scan.h. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

static int
usage(void)
{
    fputs("usage: lilt-scan [--covers DIR] | --shape FILE\n"
          "paths on standard input, each ended by a zero byte; records on standard output\n",
          stderr);
    return 2;
}

static int
print_shape(const char *path)
{
    uint8_t shape[LILT_SCAN_SHAPE];
    LiltDiag diag;

    lilt_scan_guard_process();
    lilt_scan_guard_file();
    if (lilt_scan_shape(path, &diag, shape) != LILT_OK) {
        fprintf(stderr, "lilt-scan: %s\n", diag.text);
        return 1;
    }
    for (size_t i = 0; i < LILT_SCAN_SHAPE; i++)
        printf("%02x", shape[i]);
    putchar('\n');
    return 0;
}

int
main(int argc, char **argv)
{
    const char *covers = NULL;
    char *path = NULL;
    size_t capacity = 0;

    if (argc == 3 && strcmp(argv[1], "--shape") == 0)
        return print_shape(argv[2]);
    if (argc == 3 && strcmp(argv[1], "--covers") == 0)
        covers = argv[2];
    else if (argc != 1)
        return usage();
    lilt_scan_read_begin();
    lilt_scan_guard_process();
    while (getdelim(&path, &capacity, '\0', stdin) > 0) {
        LiltScanRecord record;

        lilt_scan_guard_file();
        lilt_scan_write_begin(stdout, path);
        lilt_scan_read(path, covers, &record);
        lilt_scan_write_record(stdout, &record);
        if (ferror(stdout))
            break; /* nobody listens any more */
    }
    lilt_scan_read_end();
    free(path);
    return 0;
}
