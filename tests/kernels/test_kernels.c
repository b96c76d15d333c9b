/* Every loop of the kernel table against its scalar twin, byte for byte: all tails, any alignment,
 * NaN and -0, nothing read or written outside. */
#include "check.h"
#include "lilt/nn.h"
#include "pages.h"

enum { LONGEST = 67, MOST_ROWS = 4 };

/* What a loop works on: arrays of one value a column, and two matrices that it may change. */
typedef struct {
    const float *column[5];
    const float *matrix[2];
    float *out[2];
} Work;

typedef struct {
    const char *name;
    void (*run)(const LiltKernels *k, size_t rows, size_t cols, const Work *w);
} Loop;

static void
run_bias(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->bias(rows, cols, w->column[0], w->out[0]);
}

static void
run_bias_relu(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->bias_relu(rows, cols, w->column[0], w->out[0]);
}

static void
run_relu(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->relu(rows * cols, w->out[0]);
}

static void
run_relu_grad(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->relu_grad(rows * cols, w->matrix[0], w->out[0]);
}

/* Of a matrix [4 * rows, cols] the first half is the top line, of [rows, cols] each window one row.
 */
static void
run_pool(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    if (rows % 4 == 0)
        k->pool(rows / 4, cols, w->matrix[0], w->matrix[0] + rows / 2 * cols, w->out[0]);
}

static void
run_pool_grad(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    if (rows % 4 == 0)
        k->pool_grad(rows / 4, cols, w->matrix[0], w->matrix[0] + rows / 2 * cols, w->matrix[1],
                     w->out[0], w->out[0] + rows / 2 * cols);
}

static void
run_add(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->add(rows * cols, w->out[0], w->matrix[0]);
}

static void
run_affine(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->affine(rows, cols, w->column[0], w->column[1], w->matrix[0], w->out[0]);
}

static void
run_affine_relu(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->affine_relu(rows, cols, w->column[0], w->column[1], w->matrix[0], w->out[0]);
}

static LiltBlend
blend_of(const Work *w)
{
    return (LiltBlend){w->column[0], w->column[1], w->column[2], w->column[3], w->column[4]};
}

static void
run_blend(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->blend(rows, cols, &(LiltBlend){w->column[0], w->column[1], w->column[2], NULL, NULL},
             w->matrix[0], w->out[0]);
}

static void
run_relu_blend(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    const LiltBlend factors = blend_of(w);

    k->relu_blend(rows, cols, &factors, w->matrix[0], w->out[0]);
}

/* The first `cols` values of each output are the sums. */
static void
run_moments(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->moments(rows, cols, w->matrix[0], w->matrix[1], w->out[0], w->out[1]);
}

static void
run_relu_moments(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->relu_moments(rows, cols, w->column[0], w->column[1], w->matrix[0], w->matrix[1], w->out[0],
                    w->out[1]);
}

static void
run_sgd(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->sgd(rows * cols, 0.1f, 0.9f, 0.01f, w->matrix[0], w->out[0], w->out[1]);
}

static void
run_follow(const LiltKernels *k, size_t rows, size_t cols, const Work *w)
{
    k->follow(rows * cols, 0.125f, w->matrix[0], w->out[0]);
}

static const Loop loops[] = {
    {"bias", run_bias},
    {"bias_relu", run_bias_relu},
    {"relu", run_relu},
    {"relu_grad", run_relu_grad},
    {"pool", run_pool},
    {"pool_grad", run_pool_grad},
    {"add", run_add},
    {"affine", run_affine},
    {"affine_relu", run_affine_relu},
    {"blend", run_blend},
    {"relu_blend", run_relu_blend},
    {"moments", run_moments},
    {"relu_moments", run_relu_moments},
    {"sgd", run_sgd},
    {"follow", run_follow},
};

/* Ordinary values, and among them NaN, -0 and values that occur twice, so that equality is met. */
static void
fill(float *values, size_t n, LiltRng *rng)
{
    static const float special[] = {NAN, -0.0f, 0.0f, 1.0f, -1.0f};

    for (size_t i = 0; i < n; i++)
        values[i] = lilt_rng_below(rng, 4) == 0 ? special[lilt_rng_below(rng, 5)]
                                                : lilt_rng_normal(rng);
}

/* Arrays 0..6 are read; 7 and 8 are changed by the twin, 9 and 10 by the variant. */
static void
compare(const LiltKernels *twin, const LiltKernels *variant, const Loop *loop, size_t rows,
        size_t cols, LiltRng *rng)
{
    const size_t n = rows * cols;
    Work want, have;

    for (size_t i = 0; i < 5; i++) {
        float *column = pages_array(i, cols);

        fill(column, cols, rng);
        want.column[i] = have.column[i] = column;
    }
    for (size_t i = 0; i < 2; i++) {
        float *matrix = pages_array(5 + i, n);

        fill(matrix, n, rng);
        want.matrix[i] = have.matrix[i] = matrix;
        want.out[i] = pages_array(7 + i, n);
        have.out[i] = pages_array(9 + i, n);
        fill(want.out[i], n, rng);
        memcpy(have.out[i], want.out[i], n * sizeof(float));
    }
    loop->run(twin, rows, cols, &want);
    loop->run(variant, rows, cols, &have);
    for (size_t i = 0; i < 2; i++)
        CHECK_BYTES(want.out[i], have.out[i], n * sizeof(float), "%s %s, %zu x %zu, output %zu",
                    variant->name, loop->name, rows, cols, i);
    for (size_t slot = 0; slot < 11; slot++)
        CHECK(pages_guarded(slot), "%s %s, %zu x %zu wrote before array %zu", variant->name,
              loop->name, rows, cols, slot);
}

TEST(every_loop_gives_the_bytes_of_its_scalar_twin)
{
    const LiltKernels *twin = lilt_kernels_for(LILT_CPU_SCALAR);
    LiltRng rng = lilt_rng_new(check_seed(), 1);

    REQUIRE(twin != NULL, "the scalar table is always there");
    for (int cpu = LILT_CPU_SCALAR; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *variant = lilt_kernels_for((LiltCpu)cpu);

        if (variant == NULL)
            continue;
        printf("%s\n", variant->name);
        for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
            for (size_t rows = 1; rows <= MOST_ROWS; rows++)
                for (size_t cols = 0; cols <= LONGEST; cols++)
                    compare(twin, variant, &loops[i], rows, cols, &rng);
    }
}

TEST(relu_and_its_gradient_are_what_they_say)
{
    const LiltKernels *k = lilt_kernels_best();
    float x[] = {NAN, -0.0f, -2.0f, 3.0f, 0.0f, 1e-30f, -1e-30f, 5.0f, -5.0f};
    const float want[] = {0, 0, 0, 3.0f, 0, 1e-30f, 0, 5.0f, 0};
    float dy[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const float passed[] = {0, 0, 0, 4, 0, 6, 0, 8, 0};

    k->relu(9, x);
    CHECK_BYTES(want, x, sizeof x, "NaN and -0 give +0");
    k->relu_grad(9, x, dy);
    CHECK_BYTES(passed, dy, sizeof dy, "slopes pass where y > 0");
}

TEST(pooling_hands_its_slope_to_the_first_largest)
{
    const LiltKernels *k = lilt_kernels_best();
    const float top[] = {1, 7, 2, 4, 7, 1},
                bottom[] = {4, 0, 9, 3, 7, 9}; /* 2 places, 3 channels */
    const float dy[] = {10, 20, 30};
    float y[3], dtop[6], dbottom[6];

    k->pool(1, 3, top, bottom, y);
    CHECK_BYTES(((float[]){4, 7, 9}), y, sizeof y, "the largest of four");
    k->pool_grad(1, 3, top, bottom, dy, dtop, dbottom);
    CHECK_BYTES(((float[]){0, 20, 0, 10, 0, 0}), dtop, sizeof dtop, "top");
    CHECK_BYTES(((float[]){0, 0, 30, 0, 0, 0}), dbottom, sizeof dbottom, "bottom");
}

TEST(the_environment_caps_the_choice)
{
    setenv("LILT_CPU", "scalar", 1);
    CHECK_TEXT("scalar", lilt_kernels_best()->name);
    setenv("LILT_CPU", "avx2", 1);
    CHECK(lilt_kernels_best() == lilt_kernels_for(LILT_CPU_AVX2) ||
              lilt_kernels_for(LILT_CPU_AVX2) == NULL,
          "avx2 where there is one, have %s", lilt_kernels_best()->name);
    setenv("LILT_CPU", "abacus", 1);
    CHECK(lilt_kernels_best()->name != NULL, "an unknown cap changes nothing");
    unsetenv("LILT_CPU");
    CHECK(lilt_kernels_for(LILT_CPU_AVX512) == NULL ||
              lilt_kernels_best() == lilt_kernels_for(LILT_CPU_AVX512),
          "without a cap the best is taken");
}

TEST_MAIN()
