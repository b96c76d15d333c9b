/* Embedded pictures, kept as they are. */
#include "program.h"

#include <inttypes.h>
#include <unistd.h>

enum { MOST_COVER_BYTES = 8 << 20 };

void
lilt_scan_keep_cover(const char *covers, const uint8_t *bytes, size_t n, const char *suffix,
                     char *ret_name, size_t name_bytes)
{
    char path[4096], draft[4096];
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^
                    n; /* FNV-1a; the length tells apart what it may not */
    FILE *file;

    *ret_name = '\0';
    if (n > MOST_COVER_BYTES)
        return;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    snprintf(ret_name, name_bytes, "%016" PRIx64 "%s", hash, suffix);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", covers, ret_name) >= sizeof path ||
        (size_t)snprintf(draft, sizeof draft, "%s/.%ld", covers, (long)getpid()) >= sizeof draft) {
        *ret_name = '\0';
        return;
    }
    if (access(path, R_OK) == 0)
        return;
    file = fopen(draft, "wb"); /* written whole before it has its name */
    if (file == NULL || fwrite(bytes, 1, n, file) != n) {
        *ret_name = '\0';
        if (file != NULL)
            fclose(file);
        unlink(draft);
        return;
    }
    if (fclose(file) != 0 || rename(draft, path) != 0) {
        *ret_name = '\0';
        unlink(draft);
    }
}
