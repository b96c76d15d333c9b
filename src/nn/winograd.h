/* winograd.h - 3 x 3 convolutions by Winograd's minimal filtering, for conv.c. Arguments are those
 * of the functions of the same name in lilt/nn.h. */
#pragma once

#include "lilt/nn.h"

/* Side of a tile's output, 2 or 4; 0 where the convolution is not for this way. */
size_t winograd_side(const LiltConv *conv);

size_t winograd_packed_size(const LiltKernels *kernels, const LiltConv *conv);
void winograd_pack(const LiltKernels *kernels, const LiltConv *conv, const float *matrix,
                   float *packed);

size_t winograd_scratch(const LiltConv *conv);
void winograd_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                      const float *x, const float *packed, const float *bias, LiltEnd end, float *y,
                      float *scratch);

size_t winograd_grad_scratch(const LiltKernels *kernels, const LiltConv *conv);
void winograd_weights_grad(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                           const float *x, const float *dy, float *slope, float *scratch);
