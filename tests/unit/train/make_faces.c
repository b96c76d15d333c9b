/* A small data set. */
#include "make_faces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

MadeFaces *
make_faces(void)
{
    static MadeFaces faces;
    LiltRng rng = lilt_rng_new(17, 17);

    memset(&faces, 0, sizeof faces);
    for (size_t i = 0; i < MADE_FACES; i++) {
        faces.labels[i] = (uint8_t)(i % LILT_N_EMOTIONS);
        faces.votes[i][0] = 10;
        for (size_t p = 0; p < LILT_FACE_PIXELS; p++) {
            const bool bright = p / LILT_FACE_SIDE / 6 == faces.labels[i];

            faces.pixels[i][p] = (uint8_t)((bright ? 150 : 40) + lilt_rng_below(&rng, 80));
        }
    }
    return &faces;
}

void
write_idx(const char *dir, const char *name, int n_dims, const uint32_t *sizes, const void *data,
          size_t n_data)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "wb");

    if (file == NULL) {
        perror(path);
        exit(1);
    }
    putc(0, file);
    putc(0, file);
    putc(8, file);
    putc(n_dims, file);
    for (int d = 0; d < n_dims; d++)
        for (int shift = 24; shift >= 0; shift -= 8)
            putc((int)(sizes[d] >> shift & 0xff), file);
    fwrite(data, 1, n_data, file);
    fclose(file);
}

void
write_faces(const MadeFaces *faces, const char *dir, const char *prefix)
{
    const uint32_t images[] = {MADE_FACES, LILT_FACE_SIDE, LILT_FACE_SIDE};
    const uint32_t votes[] = {MADE_FACES, 10};
    char name[64];

    snprintf(name, sizeof name, "%s-images.idx3-ubyte", prefix);
    write_idx(dir, name, 3, images, faces->pixels, sizeof faces->pixels);
    snprintf(name, sizeof name, "%s-labels.idx1-ubyte", prefix);
    write_idx(dir, name, 1, images, faces->labels, sizeof faces->labels);
    snprintf(name, sizeof name, "%s-flags.idx1-ubyte", prefix);
    write_idx(dir, name, 1, images, faces->flags, sizeof faces->flags);
    snprintf(name, sizeof name, "%s-ferplus-votes.idx2-ubyte", prefix);
    write_idx(dir, name, 2, votes, faces->votes, sizeof faces->votes);
}
