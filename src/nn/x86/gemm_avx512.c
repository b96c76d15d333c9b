/* The micro-kernel for AVX-512: 12 rows by 32 columns in 24 registers, which divides the usual
 * picture widths 48, 24, 12 and 6 x 6 = 36. */
#include "kernels.h"

#include <immintrin.h>

enum { ROWS = 12, COLS = 32, AHEAD = 32 * COLS };

/* `m` is a constant at every call, so the loops unroll and the sums stay in registers. */
__attribute__((always_inline)) static inline void
tile(size_t m, size_t depth, const float *a, size_t a_row, size_t a_step, const float *b, float *c,
     size_t c_row, __mmask16 low, __mmask16 high, bool add)
{
    __m512 sum[ROWS][2];

#pragma GCC unroll 12
    for (size_t i = 0; i < m; i++) {
        sum[i][0] = add ? _mm512_maskz_loadu_ps(low, c + i * c_row) : _mm512_setzero_ps();
        sum[i][1] = add ? _mm512_maskz_loadu_ps(high, c + i * c_row + 16) : _mm512_setzero_ps();
    }
    for (size_t p = 0; p < depth; p++, a += a_step, b += COLS) {
        const __m512 b0 = _mm512_loadu_ps(b), b1 = _mm512_loadu_ps(b + 16);

        /* Weights of deep layers come from far: call them a page before the hardware would. */
        _mm_prefetch((const char *)(b + AHEAD), _MM_HINT_T0);
        _mm_prefetch((const char *)(b + AHEAD + 16), _MM_HINT_T0);
#pragma GCC unroll 12
        for (size_t i = 0; i < m; i++) {
            const __m512 v = _mm512_set1_ps(a[i * a_row]);

            sum[i][0] = _mm512_fmadd_ps(v, b0, sum[i][0]);
            sum[i][1] = _mm512_fmadd_ps(v, b1, sum[i][1]);
        }
    }
#pragma GCC unroll 12
    for (size_t i = 0; i < m; i++) {
        _mm512_mask_storeu_ps(c + i * c_row, low, sum[i][0]);
        _mm512_mask_storeu_ps(c + i * c_row + 16, high, sum[i][1]);
    }
}

static void
gemm_tile_avx512(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step,
                 const float *b, float *c, size_t c_row, bool add)
{
    const unsigned mask = n == COLS ? ~0u : (1u << n) - 1;
    const __mmask16 low = (__mmask16)(mask & 0xffff), high = (__mmask16)(mask >> 16);

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
        CASE(7);
        CASE(8);
        CASE(9);
        CASE(10);
        CASE(11);
        CASE(12);
    }
#undef CASE
}

void
lilt_kernels_add_avx512(LiltKernels *table)
{
    table->name = "avx512";
    table->tile_rows = ROWS;
    table->tile_cols = COLS;
    table->gemm_tile = gemm_tile_avx512;
    lilt_loops_add_avx512(table);
    lilt_winograd_add_avx512(table);
}
