/* ort.h - ONNX Runtime, the part of it that runs one of our exported networks. The library comes
 * from npm's onnxruntime-node (tests/support/fetch-assets.sh) and is opened when asked for. */
#pragma once

#include "lilt/base.h"

typedef struct Ort Ort; /* used by one thread at a time */

/* Open the library at `library` and in it the model file at `model`; one thread computes.
 * Error: LILT_E_ABSENT (no such library), LILT_E_FORMAT; `diag` has the library's own words. */
LiltStatus ort_open(const char *library, const char *model, LiltDiag *diag, Ort **ret_ort);

/* faces: [n,1,48,48]; probs: [n,7]. Error: LILT_E_FORMAT. */
LiltStatus ort_predict(Ort *ort, size_t n, float *faces, LiltDiag *diag, float *probs);

void ort_close(Ort *ort); /* NULL is fine */
