/* The matrix product of every variant against sums in double: |a - b| <= n * FLT_EPSILON *
 * sum|x*w|. Then convolution against its definition. */
#include "check.h"
#include "lilt/nn.h"
#include "pages.h"

#include <float.h>

static void
fill(float *values, size_t n, LiltRng *rng)
{
    for (size_t i = 0; i < n; i++)
        values[i] = lilt_rng_normal(rng);
}

/* A product as a caller states it. */
typedef struct {
    size_t m, n, depth;
    bool turned; /* A is stored [depth, m] */
    bool add;
} Product;

/* Element (i, j) in double, and the sum of the absolute terms. */
static double
element(const Product *p, const float *a, const float *b, double start, size_t i, size_t j,
        double *ret_bound)
{
    double sum = start, size = fabs(start);

    for (size_t q = 0; q < p->depth; q++) {
        const double x = (double)(p->turned ? a[q * p->m + i] : a[i * p->depth + q]);
        const double term = x * (double)b[q * p->n + j];

        sum += term;
        size += fabs(term);
    }
    *ret_bound = (double)(p->depth + 1) * (double)FLT_EPSILON * size;
    return sum;
}

/* C has one column more than the product, which must stay as it is. */
static void
check_product(const LiltKernels *k, const Product *p, LiltRng *rng)
{
    const size_t c_row = p->n + 1, n_c = p->m * c_row;
    float *a = pages_array(0, p->m * p->depth), *b = pages_array(1, p->depth * p->n);
    float *packed = pages_array(2, lilt_gemm_packed_size(k, p->depth, p->n));
    float *before = pages_array(3, n_c), *c = pages_array(4, n_c);

    fill(a, p->m * p->depth, rng);
    fill(b, p->depth * p->n, rng);
    fill(before, n_c, rng);
    memcpy(c, before, n_c * sizeof *c);
    lilt_gemm_pack(k, p->depth, p->n, b, p->n, 1, packed);
    lilt_gemm(k, p->m, p->n, p->depth, a, p->turned ? 1 : p->depth, p->turned ? p->m : 1, packed, c,
              c_row, p->add);
    for (size_t i = 0; i < p->m; i++) {
        for (size_t j = 0; j < p->n; j++) {
            const double start = p->add ? (double)before[i * c_row + j] : 0.0;
            double bound;
            const double want = element(p, a, b, start, i, j, &bound);

            if (!(fabs(want - (double)c[i * c_row + j]) <= bound))
                CHECK(false, "%s %zu x %zu x %zu%s%s, element %zu %zu: want %g, have %g", k->name,
                      p->m, p->n, p->depth, p->turned ? " turned" : "", p->add ? " add" : "", i, j,
                      want, (double)c[i * c_row + j]);
        }
        CHECK_BYTES(&before[i * c_row + p->n], &c[i * c_row + p->n], sizeof *c,
                    "%s: the column beside the product", k->name);
    }
    for (size_t slot = 0; slot < 5; slot++)
        CHECK(pages_guarded(slot), "%s wrote before array %zu", k->name, slot);
}

TEST(products_of_all_sizes_are_right)
{
    static const size_t depths[] = {1, 2, 7, 33, 256, 259};
    LiltRng rng = lilt_rng_new(check_seed(), 2);

    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);

        if (k == NULL)
            continue;
        for (size_t m = 1; m <= 27; m++)
            for (size_t n = 1; n <= 67; n += m % 3 + 1)
                for (int way = 0; way < 4; way++) {
                    const Product p = {m, n, depths[(m + n) % 4], way % 2 == 1, way / 2 == 1};

                    check_product(k, &p, &rng);
                }
        for (size_t d = 4; d < 6; d++) /* more than one block of depth */
            check_product(k, &(Product){13, 33, depths[d], true, false}, &rng);
    }
}

TEST(a_packed_matrix_is_filled_up_with_zeros)
{
    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);
        static const float b[3 * 5] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        float packed[3 * 32];

        if (k == NULL || !CHECK(k->tile_cols >= 8 && k->tile_cols <= 32, "%s", k->name))
            continue;
        memset(packed, 0xff, sizeof packed);
        lilt_gemm_pack(k, 3, 5, b, 5, 1, packed);
        for (size_t p = 0; p < 3; p++)
            for (size_t j = 0; j < k->tile_cols; j++)
                CHECK(packed[p * k->tile_cols + j] == (j < 5 ? b[p * 5 + j] : 0.0f),
                      "%s row %zu column %zu", k->name, p, j);
    }
}

TEST(rows_do_not_depend_on_their_neighbours)
{
    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);
        static float a[25 * 300], b[300 * 40], packed[300 * 64], all[25 * 40], one[40];
        LiltRng rng = lilt_rng_new(7, 7);

        if (k == NULL)
            continue;
        fill(a, 25 * 300, &rng);
        fill(b, 300 * 40, &rng);
        lilt_gemm_pack(k, 300, 40, b, 40, 1, packed);
        lilt_gemm(k, 25, 40, 300, a, 300, 1, packed, all, 40, false);
        for (size_t i = 0; i < 25; i++) {
            lilt_gemm(k, 1, 40, 300, a + i * 300, 300, 1, packed, one, 40, false);
            CHECK_BYTES(all + i * 40, one, sizeof one, "%s row %zu", k->name, i);
        }
    }
}

/* One output value of a convolution, straight from the definition. */
static double
convolved(const LiltConv *v, const float *x, const float *w, size_t y0, size_t x0, size_t o)
{
    double sum = 0.0;

    for (size_t ky = 0; ky < v->kernel; ky++)
        for (size_t kx = 0; kx < v->kernel; kx++)
            for (size_t c = 0; c < v->in; c++) {
                const size_t y = y0 + ky - v->pad, xx = x0 + kx - v->pad; /* wrap below zero */

                if (y < v->height && xx < v->width)
                    sum += (double)x[(y * v->width + xx) * v->in + c] *
                           (double)w[((ky * v->kernel + kx) * v->in + c) * v->out + o];
            }
    return sum;
}

static void
check_conv(const LiltKernels *k, const LiltConv *v, size_t n_images, LiltRng *rng)
{
    const size_t height = lilt_conv_height(v), width = lilt_conv_width(v);
    const size_t n_x = v->height * v->width * v->in, n_y = height * width * v->out;
    const size_t depth = lilt_conv_depth(v);
    float *x = pages_array(0, n_images * n_x), *w = pages_array(1, depth * v->out);
    float *packed = pages_array(2, lilt_conv_packed_size(k, v));
    float *y = pages_array(3, n_images * n_y), *bias = pages_array(4, v->out);
    float *scratch = malloc((lilt_conv_scratch(v) + 1) * sizeof *scratch);

    REQUIRE(scratch != NULL, "memory");
    fill(x, n_images * n_x, rng);
    fill(w, depth * v->out, rng);
    fill(bias, v->out, rng);
    lilt_conv_pack(k, v, w, packed);
    lilt_conv_forward(k, v, n_images, x, packed, bias, LILT_END_RELU, y, scratch);
    for (size_t i = 0; i < n_images * n_y; i++) {
        const size_t o = i % v->out, column = i / v->out % width, row = i / v->out / width % height;
        const double sum = convolved(v, x + i / n_y * n_x, w, row, column, o) + (double)bias[o];

        if (!(fabs(fmax(sum, 0.0) - (double)y[i]) <= 1e-4))
            CHECK(false, "%s %zux%zux%zu, kernel %zu pad %zu, value %zu: want %g, have %g", k->name,
                  v->height, v->width, v->in, v->kernel, v->pad, i, sum, (double)y[i]);
    }
    for (size_t slot = 0; slot < 5; slot++)
        CHECK(pages_guarded(slot), "%s wrote before array %zu", k->name, slot);
    free(scratch);
}

TEST(convolution_is_its_definition)
{
    static const LiltConv convs[] = {
        {5, 7, 3, 4, 3, 1}, {6, 6, 2, 33, 3, 1}, {4, 4, 8, 7, 1, 0}, {7, 5, 1, 5, 5, 2},
        {5, 5, 2, 3, 3, 0}, {1, 1, 50, 7, 1, 0}, {3, 3, 2, 2, 3, 2}, {48, 48, 2, 1, 3, 1},
    };
    LiltRng rng = lilt_rng_new(check_seed(), 3);

    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);

        for (size_t i = 0; k != NULL && i < sizeof convs / sizeof *convs; i++)
            check_conv(k, &convs[i], 1 + i % 3, &rng);
    }
}

TEST_MAIN()
