/* A model's file: eight letters, how many features and waves it has (little-endian, four bytes
 * each), then means, deviations and weights as little-endian floats. */
#include "model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    HEAD = 16,
    N_FLOATS = 2 * LILT_SOUND_FEATURES + N_WAVES * N_TOLD,
    FILE_BYTES = HEAD + 4 * N_FLOATS,
};

static const char MAGIC[9] = "LILTSND1";

static void
put_u32(unsigned char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++, value >>= 8)
        to[i] = (unsigned char)value;
}

static uint32_t
get_u32(const unsigned char *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
           (uint32_t)from[3] << 24;
}

static void
fill_head(unsigned char *bytes)
{
    memcpy(bytes, MAGIC, 8);
    put_u32(bytes + 8, LILT_SOUND_FEATURES);
    put_u32(bytes + 12, N_WAVES);
}

/* Where the i-th float of the file belongs. */
static float *
float_at(LiltSoundModel *model, size_t i)
{
    if (i < LILT_SOUND_FEATURES)
        return &model->mean[i];
    if (i < 2 * LILT_SOUND_FEATURES)
        return &model->deviation[i - LILT_SOUND_FEATURES];
    return &model->weights[0][0] + (i - 2 * LILT_SOUND_FEATURES);
}

static LiltStatus
take(const unsigned char *bytes, const char *path, LiltDiag *diag, LiltSoundModel *model)
{
    for (size_t i = 0; i < N_FLOATS; i++) {
        const uint32_t bits = get_u32(bytes + HEAD + 4 * i);
        float *to = float_at(model, i);

        memcpy(to, &bits, sizeof *to);
        if (!isfinite(*to) || (to >= model->deviation &&
                               to < model->deviation + LILT_SOUND_FEATURES && !(*to > 0.0f)))
            return lilt_fail(diag, LILT_E_FORMAT, "%s: number %zu cannot be", path, i);
    }
    return LILT_OK;
}

static LiltStatus
slurp(const char *path, unsigned char bytes[FILE_BYTES], LiltDiag *diag)
{
    unsigned char head[HEAD];
    FILE *file = fopen(path, "rb");
    const int error = errno;

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(error), "%s: %s", path, strerror(error));
    const bool whole = fread(bytes, 1, FILE_BYTES, file) == FILE_BYTES && getc(file) == EOF;

    fclose(file);
    fill_head(head);
    return whole && memcmp(bytes, head, HEAD) == 0
               ? LILT_OK
               : lilt_fail(diag, LILT_E_FORMAT, "%s: not a sound model of this version", path);
}

LiltStatus
lilt_sound_model_load(const char *path, LiltDiag *diag, LiltSoundModel **ret_model)
{
    char shipped[4096];
    unsigned char bytes[FILE_BYTES];
    LiltStatus status = LILT_OK;

    if (path == NULL) {
        status = lilt_place_find("models", "sound.model", diag, shipped, sizeof shipped);
        path = shipped;
    }
    if (status == LILT_OK)
        status = slurp(path, bytes, diag);
    if (status != LILT_OK)
        return status;
    LiltSoundModel *model = model_new();

    if (model == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    status = take(bytes, path, diag, model);
    if (status == LILT_OK)
        *ret_model = model;
    else
        lilt_sound_model_free(model);
    return status;
}

LiltStatus
lilt_sound_model_write(const LiltSoundModel *model, const char *path, LiltDiag *diag)
{
    unsigned char bytes[FILE_BYTES];
    FILE *file = fopen(path, "wb");

    fill_head(bytes);
    for (size_t i = 0; i < N_FLOATS; i++) {
        uint32_t bits;

        memcpy(&bits, float_at((LiltSoundModel *)model, i), sizeof bits);
        put_u32(bytes + HEAD + 4 * i, bits);
    }
    bool good = file != NULL && fwrite(bytes, 1, FILE_BYTES, file) == FILE_BYTES;

    if (file != NULL)
        good &= fclose(file) == 0;
    const int error = errno;

    return good ? LILT_OK
                : lilt_fail(diag, lilt_status_from_errno(error), "%s: %s", path, strerror(error));
}
