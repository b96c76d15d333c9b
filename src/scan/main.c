/* lilt-scan: the helper that reads music files, so that a hostile one can only end this process.
 * Paths come on standard input, records go to standard output; see lilt/scan.h. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

static int
usage(void)
{
    fputs("usage: lilt-scan [--tags] [--covers DIR]\n"
          "paths on standard input, each ended by a zero byte; records on standard output\n"
          "       lilt-scan --lyrics PATH\n"
          "       lilt-scan --shape PATH\n"
          "       lilt-scan --cover DIR PATH\n"
          "       lilt-scan --retag MARK PATH TAG=TEXT...\n",
          stderr);
    return 2;
}

/* heard: listen to them as well. */
static int
read_files(const char *covers, bool heard)
{
    char *path = NULL;
    size_t capacity = 0;

    lilt_scan_guard_process();
    if (heard)
        lilt_scan_read_begin();
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

int
main(int argc, char **argv)
{
    const bool tags_only = argc > 1 && strcmp(argv[1], "--tags") == 0;

    argc -= tags_only;
    argv += tags_only;
    if (argc == 1)
        return read_files(NULL, !tags_only);
    if (argc == 3 && strcmp(argv[1], "--covers") == 0)
        return read_files(argv[2], !tags_only);
    if (argc == 3 && strcmp(argv[1], "--lyrics") == 0)
        return lilt_scan_tell_lyrics(argv[2]);
    if (argc == 3 && strcmp(argv[1], "--shape") == 0)
        return lilt_scan_tell_shape(argv[2]);
    if (argc == 4 && strcmp(argv[1], "--cover") == 0)
        return lilt_scan_tell_cover(argv[2], argv[3]);
    if (argc >= 5 && strcmp(argv[1], "--retag") == 0)
        return lilt_scan_retag(argc - 2, argv + 2);
    return usage();
}
