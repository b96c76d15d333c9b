/* weights.h - what weights.c keeps and safetensors.c reads and writes. */
#pragma once

#include "lilt/nn.h"

typedef struct {
    char *key, *text;
} Note;

struct LiltWeights {
    char *source; /* the file they were read from, for messages; NULL */
    size_t n_tensors, n_notes;
    LiltTensor **tensors; /* each its own memory, so that lent pointers stay good */
    Note *notes;
};

/* Whether a name out of a file is short enough for `capacity` bytes and fit for a message. */
bool lilt_is_name(const char *name, size_t capacity);

/* The tensor of that name, whatever its shape, or NULL. */
const LiltTensor *lilt_weights_named(const LiltWeights *weights, const char *name);
