/* winograd_tiles.h - the transforms of Winograd's minimal filtering F(m x m, 3 x 3), for m = 2 and
 * 4 (Lavin & Gray 2016), written once for vectors of WIDTH channels. The scalar table includes it
 * with WIDTH 1, the instruction sets with theirs; nothing is fused or reordered, so all give the
 * same bytes.
 *
 * A transform takes a patch of R x R places to one of S x S by a matrix T from both sides: first
 * down the columns, then along the rows. A place is `n` channels side by side. */
#include "kernels.h"
#include "vec.h"

/* ---- one dimension: d = T s ---------------------------------------------------------------- */

/* m = 4, points 0, 1, -1, 2, -2 and infinity. */

INLINE void
input4(const Vec s[6], Vec d[6])
{
    const Vec even = s[4] - 4.0f * s[2], odd = s[3] - 4.0f * s[1];
    const Vec far = s[4] - s[2], twice = 2.0f * (s[3] - s[1]);

    d[0] = (4.0f * s[0] - 5.0f * s[2]) + s[4];
    d[1] = even + odd;
    d[2] = even - odd;
    d[3] = far + twice;
    d[4] = far - twice;
    d[5] = (4.0f * s[1] - 5.0f * s[3]) + s[5];
}

INLINE void
weights4(const Vec s[3], Vec d[6])
{
    const Vec even = (s[0] + s[2]) * (-1.0f / 6.0f), odd = s[1] * (1.0f / 6.0f);
    const Vec far = s[0] * (1.0f / 24.0f) + s[2] * (1.0f / 6.0f), half = s[1] * (1.0f / 12.0f);

    d[0] = 0.25f * s[0];
    d[1] = even - odd;
    d[2] = even + odd;
    d[3] = far + half;
    d[4] = far - half;
    d[5] = s[2];
}

INLINE void
output4(const Vec s[6], Vec d[4])
{
    const Vec near_sum = s[1] + s[2], near_gap = s[1] - s[2];
    const Vec far_sum = s[3] + s[4], far_gap = s[3] - s[4];

    d[0] = (s[0] + near_sum) + far_sum;
    d[1] = near_gap + 2.0f * far_gap;
    d[2] = near_sum + 4.0f * far_sum;
    d[3] = (near_gap + 8.0f * far_gap) + s[5];
}

/* The way back through output4. */
INLINE void
output_grad4(const Vec s[4], Vec d[6])
{
    const Vec even = s[0] + s[2], odd = s[1] + s[3];
    const Vec far_even = s[0] + 4.0f * s[2], far_odd = 2.0f * s[1] + 8.0f * s[3];

    d[0] = s[0];
    d[1] = even + odd;
    d[2] = even - odd;
    d[3] = far_even + far_odd;
    d[4] = far_even - far_odd;
    d[5] = s[3];
}

/* The way back through weights4. */
INLINE void
weights_grad4(const Vec s[6], Vec d[3])
{
    const Vec near_sum = (s[1] + s[2]) * (1.0f / 6.0f), near_gap = (s[2] - s[1]) * (1.0f / 6.0f);
    const Vec far_sum = s[3] + s[4], far_gap = s[3] - s[4];

    d[0] = (0.25f * s[0] - near_sum) + (1.0f / 24.0f) * far_sum;
    d[1] = near_gap + (1.0f / 12.0f) * far_gap;
    d[2] = ((1.0f / 6.0f) * far_sum - near_sum) + s[5];
}

/* m = 2, points 0, 1, -1 and infinity. */

INLINE void
input2(const Vec s[4], Vec d[4])
{
    d[0] = s[0] - s[2];
    d[1] = s[1] + s[2];
    d[2] = s[2] - s[1];
    d[3] = s[3] - s[1];
}

INLINE void
weights2(const Vec s[3], Vec d[4])
{
    const Vec even = 0.5f * (s[0] + s[2]), odd = 0.5f * s[1];

    d[0] = s[0];
    d[1] = even + odd;
    d[2] = even - odd;
    d[3] = s[2];
}

INLINE void
output2(const Vec s[4], Vec d[2])
{
    d[0] = (s[0] + s[1]) + s[2];
    d[1] = (s[1] - s[2]) + s[3];
}

INLINE void
output_grad2(const Vec s[2], Vec d[4])
{
    d[0] = s[0];
    d[1] = s[0] + s[1];
    d[2] = s[0] - s[1];
    d[3] = s[1];
}

INLINE void
weights_grad2(const Vec s[4], Vec d[3])
{
    const Vec sum = 0.5f * (s[1] + s[2]);

    d[0] = s[0] + sum;
    d[1] = 0.5f * (s[1] - s[2]);
    d[2] = sum + s[3];
}

/* ---- two dimensions ------------------------------------------------------------------------ */

typedef void Transform1(const Vec *s, Vec *d);

/* All arguments but the patches are constants at every call, so that everything unrolls. */
INLINE void
transform2(Transform1 *transform, size_t r, size_t s, LiltPatch from, LiltPatch to, size_t at,
           size_t count)
{
    Vec column[6], between[6][6], row[6];

    UNROLL
    for (size_t x = 0; x < r; x++) {
        UNROLL
        for (size_t y = 0; y < r; y++)
            column[y] = vec_load(from.at + y * from.line + x * from.step + at, count);
        transform(column, row);
        UNROLL
        for (size_t y = 0; y < s; y++)
            between[y][x] = row[y];
    }
    UNROLL
    for (size_t y = 0; y < s; y++) {
        transform(between[y], row);
        UNROLL
        for (size_t x = 0; x < s; x++)
            vec_store(to.at + y * to.line + x * to.step + at, row[x], count);
    }
}

#define TRANSFORM(name, r, s)                                                                      \
    static void name##_tile(size_t n, const LiltPatch *from, const LiltPatch *to)                  \
    {                                                                                              \
        size_t at = 0;                                                                             \
                                                                                                   \
        for (; at + WIDTH <= n; at += WIDTH)                                                       \
            transform2(name, r, s, *from, *to, at, WIDTH);                                         \
        if (at < n)                                                                                \
            transform2(name, r, s, *from, *to, at, n - at);                                        \
    }

TRANSFORM(input4, 6, 6)
TRANSFORM(weights4, 3, 6)
TRANSFORM(output4, 6, 4)
TRANSFORM(output_grad4, 4, 6)
TRANSFORM(weights_grad4, 6, 3)
TRANSFORM(input2, 4, 4)
TRANSFORM(weights2, 3, 4)
TRANSFORM(output2, 4, 2)
TRANSFORM(output_grad2, 2, 4)
TRANSFORM(weights_grad2, 4, 3)

/* ---- the end of a layer -------------------------------------------------------------------- */

/* output, then bias, ReLU and the maximum of 2 x 2 as `end` says. */
INLINE void
finish2(Transform1 *transform, size_t m, LiltPatch from, LiltPatch to, const float *bias,
        LiltEnd end, size_t at, size_t count)
{
    const size_t r = m + 2;
    const Vec shift = vec_load(bias + at, count), zero = {0.0f};
    Vec column[6], between[4][6], row[2][4];

    UNROLL
    for (size_t x = 0; x < r; x++) {
        UNROLL
        for (size_t y = 0; y < r; y++)
            column[y] = vec_load(from.at + y * from.line + x * from.step + at, count);
        transform(column, row[0]);
        UNROLL
        for (size_t y = 0; y < m; y++)
            between[y][x] = row[0][y];
    }
    UNROLL
    for (size_t y = 0; y < m; y++) {
        Vec *values = row[y % 2];

        transform(between[y], values);
        UNROLL
        for (size_t x = 0; x < m; x++) {
            values[x] += shift;
            if (end & LILT_END_RELU)
                values[x] = vec_max(values[x], zero);
            if (!(end & LILT_END_POOL))
                vec_store(to.at + y * to.line + x * to.step + at, values[x], count);
        }
        if ((end & LILT_END_POOL) && y % 2 == 1)
            UNROLL
        for (size_t x = 0; x < m; x += 2) {
            const Vec top = vec_max(vec_max(row[0][x], row[0][x + 1]),
                                    vec_max(row[1][x], row[1][x + 1]));

            vec_store(to.at + y / 2 * to.line + x / 2 * to.step + at, top, count);
        }
    }
}

#define FINISH_AS(transform, m, end)                                                               \
    for (; at + WIDTH <= n; at += WIDTH)                                                           \
        finish2(transform, m, *from, *to, bias, end, at, WIDTH);                                   \
    if (at < n)                                                                                    \
        finish2(transform, m, *from, *to, bias, end, at, n - at);                                  \
    break

#define FINISH(name, m)                                                                            \
    static void name##_finish(size_t n, const LiltPatch *from, const LiltPatch *to,                \
                              const float *bias, LiltEnd end)                                      \
    {                                                                                              \
        size_t at = 0;                                                                             \
                                                                                                   \
        switch (end) {                                                                             \
        case LILT_END_PLAIN:                                                                       \
            FINISH_AS(name, m, LILT_END_PLAIN);                                                    \
        case LILT_END_RELU:                                                                        \
            FINISH_AS(name, m, LILT_END_RELU);                                                     \
        case LILT_END_POOL:                                                                        \
            FINISH_AS(name, m, LILT_END_POOL);                                                     \
        case LILT_END_RELU_POOL:                                                                   \
            FINISH_AS(name, m, LILT_END_RELU_POOL);                                                \
        }                                                                                          \
    }

FINISH(output4, 4)
FINISH(output2, 2)

static void
add_winograd(LiltKernels *table)
{
    const LiltWinograd two = {
        .input = input2_tile,
        .weights = weights2_tile,
        .output = output2_tile,
        .output_grad = output_grad2_tile,
        .weights_grad = weights_grad2_tile,
        .finish = output2_finish,
    };
    const LiltWinograd four = {
        .input = input4_tile,
        .weights = weights4_tile,
        .output = output4_tile,
        .output_grad = output_grad4_tile,
        .weights_grad = weights_grad4_tile,
        .finish = output4_finish,
    };

    table->winograd[LILT_WINOGRAD_2] = two;
    table->winograd[LILT_WINOGRAD_4] = four;
}
