/* The shape of a piece: how loud it is from its begin to its end, for drawing. */
#include "program.h"

#include <math.h>
#include <stdlib.h>

enum {
    LONGEST_MS = 3600 * 1000
}; /* a longer one is not decoded whole: it would need too much memory */

/* The root of the mean square of samples [begin, end). */
static double
loudness(const float *pcm, size_t begin, size_t end)
{
    double sum = 0;

    for (size_t i = begin; i < end; i++)
        sum += (double)pcm[i] * (double)pcm[i];
    return end > begin ? sqrt(sum / (double)(end - begin)) : 0;
}

static void
measure(const float *pcm, size_t n, uint8_t ret_shape[LILT_SCAN_SHAPE])
{
    double level[LILT_SCAN_SHAPE], most = 0;

    for (size_t i = 0; i < LILT_SCAN_SHAPE; i++) {
        level[i] = loudness(pcm, i * n / LILT_SCAN_SHAPE, (i + 1) * n / LILT_SCAN_SHAPE);
        most = fmax(most, level[i]);
    }
    for (size_t i = 0; i < LILT_SCAN_SHAPE; i++)
        ret_shape[i] = most > 0 ? (uint8_t)lround(255 * level[i] / most) : 0;
}

LiltStatus
lilt_scan_shape(const char *path, LiltDiag *diag, uint8_t ret_shape[LILT_SCAN_SHAPE])
{
    LiltMedia *media;
    float *pcm;
    size_t n;
    LiltStatus status = lilt_media_open(path, diag, &media);

    if (status != LILT_OK)
        return status;
    int64_t ms = lilt_media_get_tags(media)->duration_ms;

    if (ms <= 0)
        ms = LONGEST_MS; /* not known */
    if (ms > LONGEST_MS)
        status = lilt_fail(diag, LILT_E_UNSUPPORTED, "%s: longer than an hour", path);
    else
        status = lilt_media_decode(media, (double)(ms + 1000) / 1e3, diag, &pcm, &n);
    if (status == LILT_OK) {
        measure(pcm, n, ret_shape);
        free(pcm);
    }
    lilt_media_close(media);
    return status;
}
