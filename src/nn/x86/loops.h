/* loops.h - the loops over values, written once for vectors of WIDTH. No multiplication is fused
 * with an addition and every sum keeps its order, so that each entry gives the bytes of its scalar
 * twin in kernels.c. */
#include "kernels.h"
#include "vec.h"

/* `step` once for every full vector of n values, with `count` WIDTH, and once for the rest. */
#define FOR_VECTORS(at, n, step)                                                                   \
    do {                                                                                           \
        size_t at = 0;                                                                             \
                                                                                                   \
        for (; at + WIDTH <= (n); at += WIDTH)                                                     \
            step(WIDTH);                                                                           \
        if (at < (n))                                                                              \
            step((n)-at);                                                                          \
    } while (0)

static void
bias_v(size_t rows, size_t cols, const float *bias, float *x)
{
    for (size_t i = 0; i < rows; i++, x += cols)
#define STEP(count) vec_store(x + j, vec_load(x + j, count) + vec_load(bias + j, count), count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

static void
bias_relu_v(size_t rows, size_t cols, const float *bias, float *x)
{
    const Vec zero = {0.0f};

    for (size_t i = 0; i < rows; i++, x += cols)
#define STEP(count)                                                                                \
    vec_store(x + j, vec_max(vec_load(x + j, count) + vec_load(bias + j, count), zero), count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

static void
relu_v(size_t n, float *x)
{
    const Vec zero = {0.0f};

#define STEP(count) vec_store(x + i, vec_max(vec_load(x + i, count), zero), count)
    FOR_VECTORS(i, n, STEP);
#undef STEP
}

static void
relu_grad_v(size_t n, const float *y, float *dy)
{
#define STEP(count)                                                                                \
    vec_store(dy + i, vec_where(vec_load(y + i, count) > 0.0f, vec_load(dy + i, count)), count)
    FOR_VECTORS(i, n, STEP);
#undef STEP
}

/* The four values of a window, in the order that decides which of equal ones is the first. */
INLINE void
window(const float *top, const float *bottom, size_t right, size_t count, Vec values[4])
{
    values[0] = vec_load(top, count);
    values[1] = vec_load(top + right, count);
    values[2] = vec_load(bottom, count);
    values[3] = vec_load(bottom + right, count);
}

INLINE Vec
highest(const Vec values[4])
{
    return vec_max(values[3], vec_max(values[2], vec_max(values[1], values[0])));
}

INLINE void
pool_step(const float *top, const float *bottom, size_t right, float *y, size_t count)
{
    Vec values[4];

    window(top, bottom, right, count, values);
    vec_store(y, highest(values), count);
}

static void
pool_v(size_t width, size_t channels, const float *top, const float *bottom, float *y)
{
    for (size_t x = 0; x < width; x++, top += 2 * channels, bottom += 2 * channels, y += channels)
#define STEP(count) pool_step(top + j, bottom + j, channels, y + j, count)
        FOR_VECTORS(j, channels, STEP);
#undef STEP
}

INLINE void
pool_grad_step(const float *top, const float *bottom, size_t right, const float *dy, float *dtop,
               float *dbottom, size_t count)
{
    float *const to[4] = {dtop, dtop + right, dbottom, dbottom + right};
    Vec values[4], slope = vec_load(dy, count);

    window(top, bottom, right, count, values);
    const Vec most = highest(values);

    UNROLL
    for (int i = 0; i < 4; i++) {
        const VecBits here = values[i] == most;

        vec_store(to[i], vec_where(here, slope), count);
        slope = vec_where(~here, slope);
    }
}

static void
pool_grad_v(size_t width, size_t channels, const float *top, const float *bottom, const float *dy,
            float *dtop, float *dbottom)
{
    const size_t next = 2 * channels;

    for (size_t x = 0; x < width;
         x++, top += next, bottom += next, dtop += next, dbottom += next, dy += channels)
#define STEP(count)                                                                                \
    pool_grad_step(top + j, bottom + j, channels, dy + j, dtop + j, dbottom + j, count)
        FOR_VECTORS(j, channels, STEP);
#undef STEP
}

static void
add_v(size_t n, float *dst, const float *src)
{
#define STEP(count) vec_store(dst + i, vec_load(dst + i, count) + vec_load(src + i, count), count)
    FOR_VECTORS(i, n, STEP);
#undef STEP
}

/* scale * x + shift in the columns from j on. */
INLINE Vec
affine_step(const float *scale, const float *shift, const float *x, size_t j, size_t count)
{
    return vec_load(scale + j, count) * vec_load(x + j, count) + vec_load(shift + j, count);
}

static void
affine_v(size_t rows, size_t cols, const float *scale, const float *shift, const float *x, float *y)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols)
#define STEP(count) vec_store(y + j, affine_step(scale, shift, x, j, count), count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

static void
affine_relu_v(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
              float *y)
{
    const Vec zero = {0.0f};

    for (size_t i = 0; i < rows; i++, x += cols, y += cols)
#define STEP(count) vec_store(y + j, vec_max(affine_step(scale, shift, x, j, count), zero), count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

/* dy = (of_dy * slope + of_x * x) + constant in the columns from j on. */
INLINE void
blend_step(const LiltBlend *f, Vec slope, const float *x, float *dy, size_t j, size_t count)
{
    const Vec of_slope = vec_load(f->of_dy + j, count) * slope;
    const Vec of_value = vec_load(f->of_x + j, count) * vec_load(x + j, count);

    vec_store(dy + j, (of_slope + of_value) + vec_load(f->constant + j, count), count);
}

static void
blend_v(size_t rows, size_t cols, const LiltBlend *factors, const float *x, float *dy)
{
    const LiltBlend f = *factors; /* a copy, which nothing written can change */

    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
#define STEP(count) blend_step(&f, vec_load(dy + j, count), x, dy, j, count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

/* Column by column of vectors, so that the sums stay in registers; each still adds row by row. */
INLINE void
moments_step(size_t rows, size_t cols, const float *x, const float *y, float *sum,
             float *sum_product, size_t count)
{
    Vec s = vec_load(sum, count), q = vec_load(sum_product, count);

    for (size_t i = 0; i < rows; i++) {
        const Vec v = vec_load(x + i * cols, count);

        s += v;
        q += v * vec_load(y + i * cols, count);
    }
    vec_store(sum, s, count);
    vec_store(sum_product, q, count);
}

static void
moments_v(size_t rows, size_t cols, const float *x, const float *y, float *sum, float *sum_product)
{
#define STEP(count) moments_step(rows, cols, x + j, y + j, sum + j, sum_product + j, count)
    FOR_VECTORS(j, cols, STEP);
#undef STEP
}

/* dy where scale * x + shift > 0, else 0, in the columns from j on: the way back through the ReLU
 * of affine_relu. */
INLINE Vec
passed(const float *scale, const float *shift, const float *x, const float *dy, size_t j,
       size_t count)
{
    return vec_where(affine_step(scale, shift, x, j, count) > 0.0f, vec_load(dy + j, count));
}

INLINE void
relu_moments_step(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
                  const float *dy, float *sum, float *sum_product, size_t count)
{
    Vec s = vec_load(sum, count), q = vec_load(sum_product, count);

    for (size_t i = 0; i < rows; i++, x += cols, dy += cols) {
        const Vec slope = passed(scale, shift, x, dy, 0, count);

        s += slope;
        q += slope * vec_load(x, count);
    }
    vec_store(sum, s, count);
    vec_store(sum_product, q, count);
}

static void
relu_moments_v(size_t rows, size_t cols, const float *scale, const float *shift, const float *x,
               const float *dy, float *sum, float *sum_product)
{
#define STEP(count)                                                                                \
    relu_moments_step(rows, cols, scale + j, shift + j, x + j, dy + j, sum + j, sum_product + j,   \
                      count)
    FOR_VECTORS(j, cols, STEP);
#undef STEP
}

static void
relu_blend_v(size_t rows, size_t cols, const LiltBlend *factors, const float *x, float *dy)
{
    const LiltBlend f = *factors; /* a copy, which nothing written can change */

    for (size_t i = 0; i < rows; i++, x += cols, dy += cols)
#define STEP(count) blend_step(&f, passed(f.scale, f.shift, x, dy, j, count), x, dy, j, count)
        FOR_VECTORS(j, cols, STEP);
#undef STEP
}

INLINE void
sgd_step(float rate, float momentum, float decay, const float *g, float *v, float *w, size_t count)
{
    const Vec weight = vec_load(w, count);
    const Vec slope = vec_load(g, count) + decay * weight;
    const Vec speed = momentum * vec_load(v, count) + slope;

    vec_store(v, speed, count);
    vec_store(w, weight - rate * speed, count);
}

static void
sgd_v(size_t n, float rate, float momentum, float decay, const float *g, float *v, float *w)
{
#define STEP(count) sgd_step(rate, momentum, decay, g + i, v + i, w + i, count)
    FOR_VECTORS(i, n, STEP);
#undef STEP
}

INLINE void
follow_step(float share, const float *w, float *average, size_t count)
{
    const Vec old = vec_load(average, count);

    vec_store(average, old + share * (vec_load(w, count) - old), count);
}

static void
follow_v(size_t n, float share, const float *w, float *average)
{
#define STEP(count) follow_step(share, w + i, average + i, count)
    FOR_VECTORS(i, n, STEP);
#undef STEP
}

static void
add_loops(LiltKernels *table)
{
    table->bias = bias_v;
    table->bias_relu = bias_relu_v;
    table->relu = relu_v;
    table->relu_grad = relu_grad_v;
    table->pool = pool_v;
    table->pool_grad = pool_grad_v;
    table->add = add_v;
    table->affine = affine_v;
    table->affine_relu = affine_relu_v;
    table->blend = blend_v;
    table->relu_blend = relu_blend_v;
    table->moments = moments_v;
    table->relu_moments = relu_moments_v;
    table->sgd = sgd_v;
    table->follow = follow_v;
}
