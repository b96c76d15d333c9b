/* kernels.h - where the instruction sets hang their entries into the table. */
#pragma once

#include "lilt/nn.h"

void lilt_winograd_add_c(LiltKernels *table);
#if defined(__x86_64__)
void lilt_kernels_add_avx2(LiltKernels *table);
void lilt_kernels_add_avx512(LiltKernels *table); /* on top of AVX2 */
void lilt_loops_add_avx2(LiltKernels *table);
void lilt_loops_add_avx512(LiltKernels *table);
void lilt_winograd_add_avx2(LiltKernels *table);
void lilt_winograd_add_avx512(LiltKernels *table);
#endif
