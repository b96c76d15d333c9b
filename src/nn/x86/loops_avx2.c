/* The loops over values for AVX2. No multiplication is fused with an addition, so that every entry
 * gives the bytes of its scalar twin. */
#include "kernels.h"

#include <immintrin.h>

enum { WIDTH = 8 };

/* Lanes below n are on. */
static inline __m256i
lanes(size_t n)
{
    const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);

    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), index);
}

/* The next eight values of an array of which `left` are left; nothing past them is touched. */
static inline __m256
load(const float *p, size_t left)
{
    return left >= WIDTH ? _mm256_loadu_ps(p) : _mm256_maskload_ps(p, lanes(left));
}

static inline void
store(float *p, size_t left, __m256 v)
{
    if (left >= WIDTH)
        _mm256_storeu_ps(p, v);
    else
        _mm256_maskstore_ps(p, lanes(left), v);
}

static void
bias_avx2(size_t rows, size_t cols, const float *bias, float *x)
{
    for (size_t i = 0; i < rows; i++, x += cols)
        for (size_t j = 0; j < cols; j += WIDTH) {
            const size_t left = cols - j;

            store(x + j, left, _mm256_add_ps(load(x + j, left), load(bias + j, left)));
        }
}

static void
bias_relu_avx2(size_t rows, size_t cols, const float *bias, float *x)
{
    const __m256 zero = _mm256_setzero_ps();

    for (size_t i = 0; i < rows; i++, x += cols)
        for (size_t j = 0; j < cols; j += WIDTH) {
            const size_t left = cols - j;
            const __m256 v = _mm256_add_ps(load(x + j, left), load(bias + j, left));

            store(x + j, left, _mm256_max_ps(v, zero));
        }
}

static void
relu_avx2(size_t n, float *x)
{
    for (size_t i = 0; i < n; i += WIDTH)
        store(x + i, n - i, _mm256_max_ps(load(x + i, n - i), _mm256_setzero_ps()));
}

static void
relu_grad_avx2(size_t n, const float *y, float *dy)
{
    for (size_t i = 0; i < n; i += WIDTH) {
        const __m256 on = _mm256_cmp_ps(load(y + i, n - i), _mm256_setzero_ps(), _CMP_GT_OQ);

        store(dy + i, n - i, _mm256_and_ps(load(dy + i, n - i), on));
    }
}

static void
max_avx2(size_t n, float *dst, const float *src)
{
    for (size_t i = 0; i < n; i += WIDTH)
        store(dst + i, n - i, _mm256_max_ps(load(src + i, n - i), load(dst + i, n - i)));
}

static void
max_grad_avx2(size_t n, const float *x, const float *top, float *dy, float *dx)
{
    for (size_t i = 0; i < n; i += WIDTH) {
        const size_t left = n - i;
        const __m256 here = _mm256_cmp_ps(load(x + i, left), load(top + i, left), _CMP_EQ_OQ);
        const __m256 slope = load(dy + i, left);

        store(dx + i, left, _mm256_and_ps(here, slope));
        store(dy + i, left, _mm256_andnot_ps(here, slope));
    }
}

static void
add_avx2(size_t n, float *dst, const float *src)
{
    for (size_t i = 0; i < n; i += WIDTH)
        store(dst + i, n - i, _mm256_add_ps(load(dst + i, n - i), load(src + i, n - i)));
}

static void
affine_avx2(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
            float *y)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols)
        for (size_t j = 0; j < cols; j += WIDTH) {
            const size_t left = cols - j;
            const __m256 v = _mm256_mul_ps(load(scale + j, left), load(x + j, left));

            store(y + j, left, _mm256_add_ps(v, load(shift + j, left)));
        }
}

static void
blend_avx2(size_t rows, size_t cols, const float *a, const float *b, const float *c, const float *x,
           float *dy)
{
    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
        for (size_t j = 0; j < cols; j += WIDTH) {
            const size_t left = cols - j;
            const __m256 u = _mm256_mul_ps(load(a + j, left), load(dy + j, left));
            const __m256 v = _mm256_mul_ps(load(b + j, left), load(x + j, left));

            store(dy + j, left, _mm256_add_ps(_mm256_add_ps(u, v), load(c + j, left)));
        }
}

/* Column by column of vectors, so that the sums stay in registers; each still adds row by row. */
static void
moments_avx2(size_t rows, size_t cols, const float *x, const float *y, float *sum,
             float *sum_product)
{
    for (size_t j = 0; j < cols; j += WIDTH) {
        const size_t left = cols - j;
        __m256 s = load(sum + j, left), q = load(sum_product + j, left);

        for (size_t i = 0; i < rows; i++) {
            const __m256 v = load(x + i * cols + j, left);

            s = _mm256_add_ps(s, v);
            q = _mm256_add_ps(q, _mm256_mul_ps(v, load(y + i * cols + j, left)));
        }
        store(sum + j, left, s);
        store(sum_product + j, left, q);
    }
}

static void
sgd_avx2(size_t n, float rate, float momentum, float decay, const float *g, float *v, float *w)
{
    const __m256 r = _mm256_set1_ps(rate), m = _mm256_set1_ps(momentum), d = _mm256_set1_ps(decay);

    for (size_t i = 0; i < n; i += WIDTH) {
        const size_t left = n - i;
        const __m256 weight = load(w + i, left);
        const __m256 slope = _mm256_add_ps(load(g + i, left), _mm256_mul_ps(d, weight));
        const __m256 speed = _mm256_add_ps(_mm256_mul_ps(m, load(v + i, left)), slope);

        store(v + i, left, speed);
        store(w + i, left, _mm256_sub_ps(weight, _mm256_mul_ps(r, speed)));
    }
}

static void
follow_avx2(size_t n, float share, const float *w, float *average)
{
    const __m256 s = _mm256_set1_ps(share);

    for (size_t i = 0; i < n; i += WIDTH) {
        const size_t left = n - i;
        const __m256 old = load(average + i, left);
        const __m256 way = _mm256_sub_ps(load(w + i, left), old);

        store(average + i, left, _mm256_add_ps(old, _mm256_mul_ps(s, way)));
    }
}

void
lilt_loops_add_avx2(LiltKernels *table)
{
    table->bias = bias_avx2;
    table->bias_relu = bias_relu_avx2;
    table->relu = relu_avx2;
    table->relu_grad = relu_grad_avx2;
    table->max = max_avx2;
    table->max_grad = max_grad_avx2;
    table->add = add_avx2;
    table->affine = affine_avx2;
    table->blend = blend_avx2;
    table->moments = moments_avx2;
    table->sgd = sgd_avx2;
    table->follow = follow_avx2;
}
