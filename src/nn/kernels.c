/* The kernel table: scalar loops, which are the definition, and the choice of the best table for
 * this machine. */
#include "kernels.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TILE_ROWS = 4, TILE_COLS = 8 };

static void
gemm_tile_c(size_t m, size_t n, size_t depth, const float *a, size_t a_row, size_t a_step,
            const float *b, float *c, size_t c_row, bool add)
{
    float sum[TILE_ROWS][TILE_COLS] = {{0.0f}};

    if (add)
        for (size_t i = 0; i < m; i++)
            memcpy(sum[i], c + i * c_row, n * sizeof *c);
    for (size_t p = 0; p < depth; p++)
        for (size_t i = 0; i < m; i++) {
            const float v = a[i * a_row + p * a_step];

            for (size_t j = 0; j < TILE_COLS; j++)
                sum[i][j] += v * b[p * TILE_COLS + j];
        }
    for (size_t i = 0; i < m; i++)
        memcpy(c + i * c_row, sum[i], n * sizeof *c);
}

static void
bias_c(size_t rows, size_t cols, const float *bias, float *x)
{
    for (size_t i = 0; i < rows; i++, x += cols)
        for (size_t j = 0; j < cols; j++)
            x[j] += bias[j];
}

static void
bias_relu_c(size_t rows, size_t cols, const float *bias, float *x)
{
    for (size_t i = 0; i < rows; i++, x += cols)
        for (size_t j = 0; j < cols; j++) {
            const float v = x[j] + bias[j];

            x[j] = v > 0.0f ? v : 0.0f;
        }
}

static void
relu_c(size_t n, float *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = x[i] > 0.0f ? x[i] : 0.0f;
}

static void
relu_grad_c(size_t n, const float *y, float *dy)
{
    for (size_t i = 0; i < n; i++)
        dy[i] = y[i] > 0.0f ? dy[i] : 0.0f;
}

static void
pool_c(size_t width, size_t channels, const float *top, const float *bottom, float *y)
{
    for (size_t x = 0; x < width; x++, top += 2 * channels, bottom += 2 * channels, y += channels)
        for (size_t j = 0; j < channels; j++) {
            const float values[4] = {top[j], top[j + channels], bottom[j], bottom[j + channels]};

            y[j] = values[0];
            for (int i = 1; i < 4; i++)
                y[j] = values[i] > y[j] ? values[i] : y[j];
        }
}

static void
pool_grad_c(size_t width, size_t channels, const float *top, const float *bottom, const float *dy,
            float *dtop, float *dbottom)
{
    for (size_t x = 0; x < width; x++, dy += channels)
        for (size_t j = 0; j < channels; j++) {
            const size_t left = 2 * x * channels + j, right = left + channels;
            const float values[4] = {top[left], top[right], bottom[left], bottom[right]};
            float *const to[4] = {&dtop[left], &dtop[right], &dbottom[left], &dbottom[right]};
            float most = values[0], slope = dy[j];

            for (int i = 1; i < 4; i++)
                most = values[i] > most ? values[i] : most;
            for (int i = 0; i < 4; i++) {
                *to[i] = values[i] == most ? slope : 0.0f;
                slope = values[i] == most ? 0.0f : slope;
            }
        }
}

static void
add_c(size_t n, float *dst, const float *src)
{
    for (size_t i = 0; i < n; i++)
        dst[i] += src[i];
}

static void
affine_c(size_t rows, size_t cols, const float *scale, const float *shift, const float *x, float *y)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols)
        for (size_t j = 0; j < cols; j++)
            y[j] = scale[j] * x[j] + shift[j];
}

static void
affine_relu_c(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
              float *y)
{
    affine_c(rows, cols, scale, shift, x, y);
    relu_c(rows * cols, y);
}

static void
blend_c(size_t rows, size_t cols, const LiltBlend *f, const float *x, float *dy)
{
    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
        for (size_t j = 0; j < cols; j++)
            dy[j] = (f->of_dy[j] * dy[j] + f->of_x[j] * x[j]) + f->constant[j];
}

static void
relu_blend_c(size_t rows, size_t cols, const LiltBlend *f, const float *x, float *dy)
{
    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
        for (size_t j = 0; j < cols; j++) {
            const float slope = f->scale[j] * x[j] + f->shift[j] > 0.0f ? dy[j] : 0.0f;

            dy[j] = (f->of_dy[j] * slope + f->of_x[j] * x[j]) + f->constant[j];
        }
}

static void
moments_c(size_t rows, size_t cols, const float *x, const float *y, float *sum, float *sum_product)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols)
        for (size_t j = 0; j < cols; j++) {
            sum[j] += x[j];
            sum_product[j] += x[j] * y[j];
        }
}

static void
relu_moments_c(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
               const float *dy, float *sum, float *sum_product)
{
    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
        for (size_t j = 0; j < cols; j++) {
            const float slope = scale[j] * x[j] + shift[j] > 0.0f ? dy[j] : 0.0f;

            sum[j] += slope;
            sum_product[j] += slope * x[j];
        }
}

static void
sgd_c(size_t n, float rate, float momentum, float decay, const float *g, float *v, float *w)
{
    for (size_t i = 0; i < n; i++) {
        v[i] = momentum * v[i] + (g[i] + decay * w[i]);
        w[i] -= rate * v[i];
    }
}

static void
follow_c(size_t n, float share, const float *w, float *average)
{
    for (size_t i = 0; i < n; i++)
        average[i] += share * (w[i] - average[i]);
}

static const LiltKernels scalar = {
    .name = "scalar",
    .tile_rows = TILE_ROWS,
    .tile_cols = TILE_COLS,
    .gemm_tile = gemm_tile_c,
    .bias = bias_c,
    .bias_relu = bias_relu_c,
    .relu = relu_c,
    .relu_grad = relu_grad_c,
    .pool = pool_c,
    .pool_grad = pool_grad_c,
    .add = add_c,
    .affine = affine_c,
    .affine_relu = affine_relu_c,
    .blend = blend_c,
    .relu_blend = relu_blend_c,
    .moments = moments_c,
    .relu_moments = relu_moments_c,
    .sgd = sgd_c,
    .follow = follow_c,
};

static LiltKernels tables[LILT_N_CPUS]; /* name NULL: not on this machine */
static pthread_once_t filled = PTHREAD_ONCE_INIT;

static void
fill_tables(void)
{
    tables[LILT_CPU_SCALAR] = scalar;
    lilt_winograd_add_c(&tables[LILT_CPU_SCALAR]);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        tables[LILT_CPU_AVX2] = tables[LILT_CPU_SCALAR];
        lilt_kernels_add_avx2(&tables[LILT_CPU_AVX2]);
        if (__builtin_cpu_supports("avx512f")) {
            tables[LILT_CPU_AVX512] = tables[LILT_CPU_AVX2];
            lilt_kernels_add_avx512(&tables[LILT_CPU_AVX512]);
        }
    }
#endif
}

const LiltKernels *
lilt_kernels_for(LiltCpu cpu)
{
    pthread_once(&filled, fill_tables);
    return tables[cpu].name != NULL ? &tables[cpu] : NULL;
}

const LiltKernels *
lilt_kernels_best(void)
{
    static const char *const names[LILT_N_CPUS] = {"scalar", "avx2", "avx512", "neon"};
    const char *cap = getenv("LILT_CPU");
    int best = LILT_N_CPUS - 1;

    for (int i = 0; cap != NULL && i < LILT_N_CPUS; i++)
        if (strcmp(cap, names[i]) == 0)
            best = i;
    while (lilt_kernels_for((LiltCpu)best) == NULL)
        best--;
    return lilt_kernels_for((LiltCpu)best);
}
