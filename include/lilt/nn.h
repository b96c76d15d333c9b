/* nn.h - run a small convolutional network. Plain C11. */
#pragma once

#include <stddef.h>

#include "lilt/base.h"

typedef struct LiltNet LiltNet; /* opaque; used by one thread at a time */

/* Load weights from `path` (format: models/README.md).
 * Owner: *ret_net becomes the caller's; release it with lilt_net_free().
 * Error: LILT_E_ABSENT, _IO, _FORMAT, _NOMEM. *ret_net is then untouched, and `diag`
 *        (may be NULL) names the file, the layer and the shape that was expected. */
LiltStatus lilt_net_load(const char *path, LiltDiag *diag, LiltNet **ret_net);

/* Classify `n` faces.
 * faces: [n,1,48,48] row-major luma in 0..1, any alignment, only read.
 * probs: [n,7] in LiltEmotion order; each row sums to 1 within 1e-5.
 * Cost:  allocates nothing while `n` stays within the largest seen so far. */
LiltStatus lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs);

void lilt_net_free(LiltNet *net); /* NULL is fine */
