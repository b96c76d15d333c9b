/* Reading IDX files. */
#include "idx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ITEMS = 1 << 20 };

LiltStatus
idx_read(const char *dir, const char *name, size_t n_dims, size_t item_bytes, LiltDiag *diag,
         size_t *ret_n, uint8_t **ret_bytes)
{
    char path[4096];
    uint8_t head[16];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    const size_t n_head = 4 + 4 * n_dims;
    const bool headed = fread(head, 1, n_head, file) == n_head && head[0] == 0 && head[1] == 0 &&
                        head[2] == 8 && head[3] == n_dims;
    size_t sizes[3] = {0}, per_item = 1;

    for (size_t d = 0; headed && d < n_dims; d++)
        for (size_t i = 0; i < 4; i++)
            sizes[d] = sizes[d] << 8 | head[4 + 4 * d + i];
    for (size_t d = 1; d < n_dims; d++)
        per_item *= sizes[d];
    if (!headed || per_item != item_bytes || sizes[0] == 0 || sizes[0] > MAX_ITEMS ||
        (*ret_n != 0 && *ret_n != sizes[0])) {
        fclose(file);
        return lilt_fail(diag, LILT_E_FORMAT,
                         "%s: not an IDX file of bytes, %zu an image, as many as its neighbours",
                         path, item_bytes);
    }
    uint8_t *bytes = malloc(sizes[0] * item_bytes);
    const bool whole = bytes != NULL && fread(bytes, item_bytes, sizes[0], file) == sizes[0];

    fclose(file);
    if (!whole) {
        free(bytes);
        return lilt_fail(diag, bytes == NULL ? LILT_E_NOMEM : LILT_E_FORMAT, "%s: cut short", path);
    }
    *ret_n = sizes[0];
    *ret_bytes = bytes;
    return LILT_OK;
}
