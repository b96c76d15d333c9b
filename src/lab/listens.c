/* Reading who listened to what. */
#include "listens.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

static int
compare_users(const void *a, const void *b)
{
    const LiltListen *x = a, *y = b;

    return x->profile != y->profile ? (x->profile > y->profile) - (x->profile < y->profile)
                                    : (x->item > y->item) - (x->item < y->item);
}

static LiltStatus
add_line(LabListens *lines, const LiltListen *listen)
{
    if ((lines->n & (lines->n - 1)) == 0) { /* room for a power of two */
        const size_t capacity = lines->n > 0 ? 2 * lines->n : 1;
        LiltListen *grown = realloc(lines->listens, capacity * sizeof *grown);

        if (grown == NULL)
            return LILT_E_NOMEM;
        lines->listens = grown;
    }
    lines->listens[lines->n++] = *listen;
    return LILT_OK;
}

LiltStatus
lab_listens_read(const char *folder, const char *name, LiltDiag *diag, LabListens *ret_lines)
{
    char path[PATH_BYTES];
    LiltStatus status = LILT_OK;
    unsigned user, artist;
    float count;
    int n_read = 3;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    while (status == LILT_OK && (n_read = fscanf(file, "%u %u %f", &user, &artist, &count)) == 3)
        status = user > 0 && user <= LILT_TOGETHER_PROFILES && artist > 0 && artist <= INT16_MAX
                     ? add_line(ret_lines, &(LiltListen){user - 1, artist - 1, count})
                     : LILT_E_FORMAT;
    fclose(file);
    if (status == LILT_E_FORMAT || (status == LILT_OK && (n_read != EOF || ret_lines->n == 0)))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: line %zu is not \"user artist count\"", path,
                         ret_lines->n + 1);
    if (status == LILT_OK)
        qsort(ret_lines->listens, ret_lines->n, sizeof *ret_lines->listens, compare_users);
    return status;
}
