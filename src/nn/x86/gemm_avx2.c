/* The micro-kernel for AVX2 with FMA: 6 rows by 16 columns in 12 registers. */
#include "kernels.h"

#include <immintrin.h>

enum { ROWS = 6, COLS = 16 };

/* Lanes below n are on. */
static __m256i
lanes(size_t n)
{
    const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);

    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), index);
}

/* `m` is a constant at every call, so the loops unroll and the sums stay in registers. */
__attribute__((always_inline)) static inline void
tile(size_t m, size_t depth, const float *a, size_t a_row, size_t a_step, const float *b, float *c,
     size_t c_row, __m256i low, __m256i high, bool add)
{
    __m256 sum[ROWS][2];

#pragma GCC unroll 6
    for (size_t i = 0; i < m; i++) {
        sum[i][0] = add ? _mm256_maskload_ps(c + i * c_row, low) : _mm256_setzero_ps();
        sum[i][1] = add ? _mm256_maskload_ps(c + i * c_row + 8, high) : _mm256_setzero_ps();
    }
    for (size_t p = 0; p < depth; p++, a += a_step, b += COLS) {
        const __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);

#pragma GCC unroll 6
        for (size_t i = 0; i < m; i++) {
            const __m256 v = _mm256_broadcast_ss(a + i * a_row);

            sum[i][0] = _mm256_fmadd_ps(v, b0, sum[i][0]);
            sum[i][1] = _mm256_fmadd_ps(v, b1, sum[i][1]);
        }
    }
#pragma GCC unroll 6
    for (size_t i = 0; i < m; i++) {
        _mm256_maskstore_ps(c + i * c_row, low, sum[i][0]);
        _mm256_maskstore_ps(c + i * c_row + 8, high, sum[i][1]);
    }
}

static void
gemm_tile_avx2(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step,
               const float *b, float *c, size_t c_row, bool add)
{
    const __m256i low = lanes(n), high = lanes(n > 8 ? n - 8 : 0);

#define CASE(count)                                                                                \
    case count:                                                                                    \
        tile(count, depth, a, a_row, a_step, b, c, c_row, low, high, add);                         \
        break
    switch (m) {
        CASE(1);
        CASE(2);
        CASE(3);
        CASE(4);
        CASE(5);
        CASE(6);
    }
#undef CASE
}

void
lilt_kernels_add_avx2(LiltKernels *table)
{
    table->name = "avx2";
    table->tile_rows = ROWS;
    table->tile_cols = COLS;
    table->gemm_tile = gemm_tile_avx2;
    lilt_loops_add_avx2(table);
    lilt_winograd_add_avx2(table);
}
