/* onnx.h - a network as an ONNX model, for other programs to run. */
#pragma once

#include "lilt/nn.h"
#include "proto.h"

/* Write the model (operator set 13) with the same function as the head named `head` (NULL: the
 * first): input `face` [N,1,48,48], luma 0..1; output `probs` [N,7]. proto_clear() releases it.
 * Error: LILT_E_FORMAT as lilt_net_new(), LILT_E_ABSENT if there is no such head, LILT_E_NOMEM. */
LiltStatus lab_onnx_write(const LiltWeights *weights, const char *head, LiltDiag *diag,
                          Proto *ret_model);
