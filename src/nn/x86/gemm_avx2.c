/* The micro-kernel for AVX2 with FMA: 6 rows by 16 columns in 12 registers. */
#include "kernels.h"

#include <immintrin.h>

enum { ROWS = 6, COLS = 16, AHEAD = 64 * COLS };

/* Lanes below n are on. */
static __m256i
lanes(size_t n)
{
    const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);

    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), index);
}

/* The next eight of `n` columns; masked moves are slow, so only where they must be. */
__attribute__((always_inline)) static inline __m256
load_columns(const float *c, size_t n)
{
    return n >= 8 ? _mm256_loadu_ps(c) : _mm256_maskload_ps(c, lanes(n));
}

__attribute__((always_inline)) static inline void
store_columns(float *c, size_t n, __m256 v)
{
    if (n >= 8)
        _mm256_storeu_ps(c, v);
    else
        _mm256_maskstore_ps(c, lanes(n), v);
}

/* `m` is a constant at every call, so the loops unroll and the sums stay in registers. */
__attribute__((always_inline)) static inline void
tile(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step, const float *b,
     float *c, size_t c_row, bool add)
{
    const size_t n_high = n > 8 ? n - 8 : 0;
    __m256 sum[ROWS][2];

#pragma GCC unroll 6
    for (size_t i = 0; i < m; i++) {
        sum[i][0] = add ? load_columns(c + i * c_row, n) : _mm256_setzero_ps();
        sum[i][1] = add ? load_columns(c + i * c_row + 8, n_high) : _mm256_setzero_ps();
    }
    for (size_t p = 0; p < depth; p++, a += a_step, b += COLS) {
        const __m256 b0 = _mm256_loadu_ps(b), b1 = _mm256_loadu_ps(b + 8);

        /* Weights of deep layers come from far: call them a page before the hardware would. */
        _mm_prefetch((const char *)(b + AHEAD), _MM_HINT_T0);

#pragma GCC unroll 6
        for (size_t i = 0; i < m; i++) {
            const __m256 v = _mm256_broadcast_ss(a + i * a_row);

            sum[i][0] = _mm256_fmadd_ps(v, b0, sum[i][0]);
            sum[i][1] = _mm256_fmadd_ps(v, b1, sum[i][1]);
        }
    }
#pragma GCC unroll 6
    for (size_t i = 0; i < m; i++) {
        store_columns(c + i * c_row, n, sum[i][0]);
        store_columns(c + i * c_row + 8, n_high, sum[i][1]);
    }
}

static void
gemm_tile_avx2(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step,
               const float *b, float *c, size_t c_row, bool add)
{
#define CASE(count)                                                                                \
    case count:                                                                                    \
        tile(count, n, depth, a, a_row, a_step, b, c, c_row, add);                                 \
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
