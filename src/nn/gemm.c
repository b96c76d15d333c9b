/* The packed matrix product: B lies in panels as wide as a tile, so that the micro-kernel walks
 * through it without gaps; A is read where it is. */
#include "lilt/nn.h"

#include <string.h>

/* Depth worked on at a time: a panel of it (256 x 32 floats) and a tile's rows of A stay in the L1
 * cache. A constant, since the order of additions hangs on it. */
enum { DEPTH_BLOCK = 256 };

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t
lilt_gemm_packed_size(const LiltKernels *kernels, size_t depth, size_t cols)
{
    const size_t width = kernels->tile_cols;

    return (cols + width - 1) / width * width * depth;
}

void
lilt_gemm_pack(const LiltKernels *kernels, size_t depth, size_t cols, const float *b, size_t b_row,
               size_t b_step, float *packed)
{
    const size_t width = kernels->tile_cols;

    for (size_t j = 0; j < cols; j += width) {
        const size_t n = smaller(width, cols - j);

        for (size_t p = 0; p < depth; p++, packed += width) {
            const float *row = b + p * b_row + j * b_step;

            if (b_step == 1)
                memcpy(packed, row, n * sizeof *packed);
            else
                for (size_t i = 0; i < n; i++)
                    packed[i] = row[i * b_step];
            for (size_t i = n; i < width; i++)
                packed[i] = 0.0f;
        }
    }
}

void
lilt_gemm(const LiltKernels *kernels, size_t rows, size_t cols, size_t depth, const float *a,
          size_t a_row, size_t a_step, const float *packed, float *c, size_t c_row, bool add)
{
    const size_t height = kernels->tile_rows, width = kernels->tile_cols;

    for (size_t p = 0; p < depth; p += DEPTH_BLOCK) {
        const size_t n_deep = smaller(DEPTH_BLOCK, depth - p);

        for (size_t j = 0; j < cols; j += width)
            for (size_t i = 0; i < rows; i += height)
                kernels->gemm_tile(smaller(height, rows - i), smaller(width, cols - j), n_deep,
                                   a + i * a_row + p * a_step, a_row, a_step,
                                   packed + j * depth + p * width, c + i * c_row + j, c_row,
                                   add || p > 0);
    }
}
