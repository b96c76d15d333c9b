/* make_faces.h - a small data set in the IDX layout, so that tests need nobody's photos. */
#pragma once

#include <stdint.h>

#include "lilt/nn.h"

enum { MADE_FACES = 320 };

/* What the files hold; tests change it before they write. */
typedef struct {
    uint8_t pixels[MADE_FACES][LILT_FACE_PIXELS];
    uint8_t labels[MADE_FACES], flags[MADE_FACES], votes[MADE_FACES][10];
} MadeFaces;

/* Images whose class shows as a bright bar in one of seven places, with noise; label i % 7, no
 * flags, all ten votes for neutral. Static storage, made anew by each call. */
MadeFaces *make_faces(void);

/* Write them as DIR/<prefix>-images.idx3-ubyte and so on. */
void write_faces(const MadeFaces *faces, const char *dir, const char *prefix);

/* Write one IDX file of `n_dims` sizes; the data may be shorter than they say. */
void write_idx(const char *dir, const char *name, int n_dims, const uint32_t *sizes,
               const void *data, size_t n_data);
