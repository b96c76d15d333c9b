/* Where the files lie that Lilt brings along: in the source tree while the program runs from the
 * build tree (LILT_BUILD_DIR and LILT_SOURCE_DIR are set by CMake), under its prefix once
 * installed. */
#include "lilt/base.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder of the running program, without the last slash. */
static bool
program_folder(char *folder, size_t bytes)
{
    const ssize_t n = readlink("/proc/self/exe", folder, bytes - 1);

    if (n <= 0)
        return false;
    folder[n] = '\0';
    *strrchr(folder, '/') = '\0';
    return true;
}

/* True, and `path` written, when folder/middle/name can be read. */
static bool
try_place(const char *folder, const char *middle, const char *name, int mode, char *path,
          size_t bytes)
{
    const int n = snprintf(path, bytes, "%s/%s/%s", folder, middle, name);

    return n > 0 && (size_t)n < bytes && access(path, mode) == 0;
}

/* Hand on a found path; a caller's buffer that is too small is a caller's bug, still said. */
static LiltStatus
give(const char *found, LiltDiag *diag, char *ret_path, size_t path_bytes)
{
    if (strlen(found) >= path_bytes)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: path too long", found);
    strcpy(ret_path, found);
    return LILT_OK;
}

LiltStatus
lilt_place_find(const char *kind, const char *name, LiltDiag *diag, char *ret_path,
                size_t path_bytes)
{
    char here[PATH_MAX], middle[64], path[PATH_MAX + 256];
    const char *own = getenv("LILT_DATA_DIR");

    if (own != NULL && try_place(own, kind, ".", F_OK, path, sizeof path)) {
        if (try_place(own, kind, name, R_OK, path, sizeof path))
            return give(path, diag, ret_path, path_bytes);
        return lilt_fail(diag, LILT_E_ABSENT, "%s: not found in %.80s/%s (LILT_DATA_DIR)", name,
                         own, kind);
    }
    if (!program_folder(here, sizeof here))
        return lilt_fail(diag, LILT_E_ABSENT, "%s: cannot tell where this program lies", name);
    if (strncmp(here, LILT_BUILD_DIR "/", sizeof LILT_BUILD_DIR) == 0 &&
        (try_place(LILT_SOURCE_DIR, kind, name, R_OK, path, sizeof path) ||
         try_place(LILT_SOURCE_DIR "/data", kind, name, R_OK, path, sizeof path)))
        return give(path, diag, ret_path, path_bytes);
    for (int i = 0; i < 2; i++) { /* from bin, and from libexec/lilt */
        snprintf(middle, sizeof middle, "%s/share/lilt/%s", i == 0 ? ".." : "../..", kind);
        if (try_place(here, middle, name, R_OK, path, sizeof path))
            return give(path, diag, ret_path, path_bytes);
    }
    return lilt_fail(diag, LILT_E_ABSENT,
                     "%s: not found in the %s folder of Lilt (looked round %.120s)", name, kind,
                     here);
}

LiltStatus
lilt_place_program(const char *name, LiltDiag *diag, char *ret_path, size_t path_bytes)
{
    char here[PATH_MAX], path[PATH_MAX + 256];

    if (!program_folder(here, sizeof here))
        return lilt_fail(diag, LILT_E_ABSENT, "%s: cannot tell where this program lies", name);
    if (try_place(here, ".", name, X_OK, path, sizeof path) ||
        try_place(here, "../libexec/lilt", name, X_OK, path, sizeof path))
        return give(path, diag, ret_path, path_bytes);
    return lilt_fail(diag, LILT_E_ABSENT, "%s: not found beside this program (%.160s)", name, here);
}
