/* Winograd's way of every variant: its transforms byte for byte against their scalar twins, the
 * passes of a convolution against the definition in double: |a - b| <= n * FLT_EPSILON *
 * sum|x * w|. */
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

/* ---- transforms ---------------------------------------------------------------------------- */

enum { LONGEST = 35, GAP = 3 };

typedef struct {
    const char *name;
    size_t from, to; /* places a side, for tiles of 4; of 2: two less, save for the 3 x 3 weights */
    size_t offset;   /* where the table keeps it */
} Step;

static const Step steps[] = {
    {"input", 6, 6, offsetof(LiltWinograd, input)},
    {"weights", 3, 6, offsetof(LiltWinograd, weights)},
    {"output", 6, 4, offsetof(LiltWinograd, output)},
    {"output_grad", 4, 6, offsetof(LiltWinograd, output_grad)},
    {"weights_grad", 6, 3, offsetof(LiltWinograd, weights_grad)},
};

static size_t
side_for(size_t side, int tile)
{
    return tile == LILT_WINOGRAD_4 || side == 3 ? side : side - 2;
}

/* Values of a patch with `n` channels and a gap behind each place and each line. */
static size_t
patch_size(size_t side, size_t n)
{
    return (side - 1) * (side * (n + GAP) + GAP) + (side - 1) * (n + GAP) + n;
}

static LiltPatch
patch_at(float *at, size_t side, size_t n)
{
    return (LiltPatch){at, side * (n + GAP) + GAP, n + GAP};
}

static LiltTransform *
transform_of(const LiltKernels *k, int tile, const Step *step)
{
    LiltTransform *transform;

    memcpy(&transform, (const char *)&k->winograd[tile] + step->offset, sizeof transform);
    return transform;
}

static void
compare(const LiltKernels *twin, const LiltKernels *k, int tile, const Step *step, size_t n,
        LiltRng *rng)
{
    const size_t from_side = side_for(step->from, tile), to_side = side_for(step->to, tile);
    const size_t n_from = patch_size(from_side, n), n_to = patch_size(to_side, n);
    float *x = pages_array(0, n_from), *want = pages_array(1, n_to), *have = pages_array(2, n_to);
    const LiltPatch from = patch_at(x, from_side, n), to_want = patch_at(want, to_side, n);
    const LiltPatch to_have = patch_at(have, to_side, n);

    fill(x, n_from, rng);
    for (size_t i = 0; i < n_to; i++)
        want[i] = have[i] = -77.0f; /* the gaps have to stay */
    transform_of(twin, tile, step)(n, &from, &to_want);
    transform_of(k, tile, step)(n, &from, &to_have);
    CHECK_BYTES(want, have, n_to * sizeof *have, "%s %s, tile %d, %zu channels", k->name,
                step->name, tile, n);
    CHECK(n_to == n || have[n] == -77.0f, "%s %s wrote into a gap", k->name, step->name);
    for (size_t slot = 0; slot < 3; slot++)
        CHECK(pages_guarded(slot), "%s %s wrote before array %zu", k->name, step->name, slot);
}

static void
compare_finish(const LiltKernels *twin, const LiltKernels *k, int tile, LiltEnd end, size_t n,
               LiltRng *rng)
{
    const size_t from_side = side_for(6, tile);
    const size_t to_side = side_for(4, tile) / (end & LILT_END_POOL ? 2 : 1);
    const size_t n_from = patch_size(from_side, n), n_to = patch_size(to_side, n);
    float *x = pages_array(0, n_from), *want = pages_array(1, n_to), *have = pages_array(2, n_to);
    float *bias = pages_array(3, n);
    const LiltPatch from = patch_at(x, from_side, n), to_want = patch_at(want, to_side, n);
    const LiltPatch to_have = patch_at(have, to_side, n);

    fill(x, n_from, rng);
    fill(bias, n, rng);
    for (size_t i = 0; i < n; i += 3) /* one place of a tile, which spreads */
        x[i] = i % 2 == 0 ? NAN : -0.0f;
    for (size_t i = 0; i < n_to; i++)
        want[i] = have[i] = -77.0f;
    twin->winograd[tile].finish(n, &from, &to_want, bias, end);
    k->winograd[tile].finish(n, &from, &to_have, bias, end);
    for (size_t i = 0; i < n_to; i++) {
        const bool same = want[i] == have[i] || (isnan(want[i]) && isnan(have[i]));

        CHECK(same, "%s finish, tile %d, end %d, %zu channels, value %zu: want %g, have %g",
              k->name, tile, (int)end, n, i, (double)want[i], (double)have[i]);
        CHECK(!(end & LILT_END_RELU) || have[i] >= 0.0f || have[i] == -77.0f, "ReLU let %g pass",
              (double)have[i]);
    }
    CHECK(pages_guarded(2), "%s finish wrote before its array", k->name);
}

TEST(every_transform_gives_the_bytes_of_its_scalar_twin)
{
    const LiltKernels *twin = lilt_kernels_for(LILT_CPU_SCALAR);
    LiltRng rng = lilt_rng_new(check_seed(), 1);

    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);

        for (int tile = 0; k != NULL && tile < LILT_N_WINOGRAD; tile++)
            for (size_t n = 1; n <= LONGEST; n++) {
                for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
                    compare(twin, k, tile, &steps[i], n, &rng);
                for (int end = LILT_END_PLAIN; end <= LILT_END_RELU_POOL; end++)
                    compare_finish(twin, k, tile, (LiltEnd)end, n, &rng);
            }
    }
}

/* <g, T s> == <T' g, s>: the way back through a transform is its transpose. */
static void
check_transpose(LiltTransform *there, LiltTransform *back, size_t from, size_t to, LiltRng *rng,
                const char *name)
{
    float s[36], g[36], ts[36], tg[36];
    double left = 0.0, right = 0.0, size = 0.0;

    fill(s, from * from, rng);
    fill(g, to * to, rng);
    there(1, &(LiltPatch){s, from, 1}, &(LiltPatch){ts, to, 1});
    back(1, &(LiltPatch){g, to, 1}, &(LiltPatch){tg, from, 1});
    for (size_t i = 0; i < to * to; i++) {
        left += (double)g[i] * (double)ts[i];
        size += fabs((double)g[i] * (double)ts[i]);
    }
    for (size_t i = 0; i < from * from; i++)
        right += (double)tg[i] * (double)s[i];
    CHECK(fabs(left - right) <= 64.0 * (double)FLT_EPSILON * (size + 1.0), "%s: %g and %g", name,
          left, right);
}

TEST(the_way_back_is_the_transpose)
{
    LiltRng rng = lilt_rng_new(check_seed(), 2);

    for (int tile = 0; tile < LILT_N_WINOGRAD; tile++)
        for (int round = 0; round < 100; round++) {
            const LiltWinograd *w = &lilt_kernels_best()->winograd[tile];
            const size_t m = tile == LILT_WINOGRAD_4 ? 4 : 2;

            check_transpose(w->output, w->output_grad, m + 2, m, &rng, "output");
            check_transpose(w->weights, w->weights_grad, 3, m + 2, &rng, "weights");
        }
}

/* ---- the passes of a convolution ----------------------------------------------------------- */

/* Sizes of both tiles, whole and cut, channels of all tails, kernel 3 and pad 1. */
static const LiltConv convs[] = {
    {4, 4, 8, 7, 3, 1},    {6, 6, 9, 33, 3, 1},    {5, 7, 17, 16, 3, 1},
    {8, 8, 16, 32, 3, 1},  {12, 12, 33, 5, 3, 1},  {10, 14, 8, 40, 3, 1},
    {9, 11, 31, 18, 3, 1}, {24, 24, 12, 12, 3, 1}, {48, 48, 8, 8, 3, 1},
};

/* Arrays as large as a page slot holds no longer, hence plain memory here. */
static float *
values(size_t n)
{
    float *v = malloc((n + 1) * sizeof *v);

    if (v == NULL) {
        perror("memory");
        exit(1);
    }
    return v;
}

static bool
within(const LiltConv *v, size_t y, size_t x)
{
    return y < v->height && x < v->width; /* below zero wraps above them */
}

/* Output (y0, x0, o) of one image, and the sum of the absolute terms. */
static double
convolved(const LiltConv *v, const float *x, const float *w, size_t y0, size_t x0, size_t o,
          double *size)
{
    double sum = 0.0;

    *size = 0.0;
    for (size_t tap = 0; tap < 9; tap++)
        for (size_t c = 0; within(v, y0 + tap / 3 - 1, x0 + tap % 3 - 1) && c < v->in; c++) {
            const size_t place = (y0 + tap / 3 - 1) * v->width + x0 + tap % 3 - 1;
            const double term = (double)x[place * v->in + c] *
                                (double)w[(tap * v->in + c) * v->out + o];

            sum += term;
            *size += fabs(term);
        }
    return sum;
}

/* The worth of an output place: bias, ReLU and pooling put to it. */
static void
check_forward(const LiltKernels *k, const LiltConv *v, size_t n_images, LiltEnd end, LiltRng *rng)
{
    const size_t shrink = end & LILT_END_POOL ? 2 : 1, n_x = v->height * v->width * v->in;
    const size_t height = v->height / shrink, width = v->width / shrink;
    const size_t n_y = height * width * v->out;
    float *x = values(n_images * n_x), *w = values(9 * v->in * v->out), *bias = values(v->out);
    float *packed = values(lilt_conv_packed_size(k, v)), *y = values(n_images * n_y);
    float *scratch = values(lilt_conv_scratch(v));
    const double n = 9.0 * (double)v->in;

    fill(x, n_images * n_x, rng);
    fill(w, 9 * v->in * v->out, rng);
    fill(bias, v->out, rng);
    y[n_images * n_y] = -77.0f;
    lilt_conv_pack(k, v, w, packed);
    lilt_conv_forward(k, v, n_images, x, packed, end == LILT_END_PLAIN ? NULL : bias, end, y,
                      scratch);
    for (size_t i = 0; i < n_images * n_y; i++) {
        const size_t o = i % v->out, column = i / v->out % width, row = i / v->out / width % height;
        double want = -INFINITY, bound = 0.0;

        for (size_t part = 0; part < shrink * shrink; part++) {
            double size;
            const double sum = convolved(v, x + i / n_y * n_x, w, row * shrink + part / shrink,
                                         column * shrink + part % shrink, o, &size);

            want = fmax(want, sum);
            bound = fmax(bound, n * (double)FLT_EPSILON * size);
        }
        want += end == LILT_END_PLAIN ? 0.0 : (double)bias[o];
        want = end & LILT_END_RELU ? fmax(want, 0.0) : want;
        CHECK(fabs(want - (double)y[i]) <= bound,
              "%s %zu x %zu, %zu to %zu, end %d, value %zu: want %g, have %g", k->name, v->height,
              v->width, v->in, v->out, (int)end, i, want, (double)y[i]);
    }
    CHECK(y[n_images * n_y] == -77.0f, "%s wrote past the output", k->name);
    free(x), free(w), free(bias), free(packed), free(y), free(scratch);
}

TEST(a_forward_pass_is_its_definition)
{
    LiltRng rng = lilt_rng_new(check_seed(), 3);

    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);

        for (size_t i = 0; k != NULL && i < sizeof convs / sizeof *convs; i++) {
            check_forward(k, &convs[i], 1 + i % 3, LILT_END_PLAIN, &rng);
            check_forward(k, &convs[i], 2, LILT_END_RELU, &rng);
            if (lilt_conv_pools(&convs[i]))
                check_forward(k, &convs[i], 1 + i % 2, LILT_END_RELU_POOL, &rng);
        }
    }
}

/* Gradient of weight (tap, c, o): the sum over all output places of input times slope. */
static double
weight_slope(const LiltConv *v, size_t n_images, const float *x, const float *dy, size_t tap,
             size_t c, size_t o, double *size)
{
    const size_t places = v->height * v->width;
    double sum = 0.0;

    *size = 0.0;
    for (size_t i = 0; i < n_images * places; i++) {
        const size_t y0 = i % places / v->width + tap / 3 - 1, x0 = i % v->width + tap % 3 - 1;

        if (!within(v, y0, x0))
            continue;
        const size_t from = i / places * places + y0 * v->width + x0;
        const double term = (double)x[from * v->in + c] * (double)dy[i * v->out + o];

        sum += term;
        *size += fabs(term);
    }
    return sum;
}

static void
check_weights_grad(const LiltKernels *k, const LiltConv *v, size_t n_images, LiltRng *rng)
{
    const size_t places = n_images * v->height * v->width, n_w = 9 * v->in * v->out;
    float *x = values(places * v->in), *dy = values(places * v->out), *slope = values(n_w);
    float *scratch = values(lilt_conv_grad_scratch(k, v));

    fill(x, places * v->in, rng);
    fill(dy, places * v->out, rng);
    slope[n_w] = -77.0f;
    lilt_conv_weights_grad(k, v, n_images, x, dy, slope, scratch);
    for (size_t i = 0; i < n_w; i += 1 + n_w / 997) {
        double size;
        const double want = weight_slope(v, n_images, x, dy, i / v->out / v->in, i / v->out % v->in,
                                         i % v->out, &size);

        CHECK(fabs(want - (double)slope[i]) <= (double)places * (double)FLT_EPSILON * size,
              "%s %zu x %zu, %zu to %zu, weight %zu: want %g, have %g", k->name, v->height,
              v->width, v->in, v->out, i, want, (double)slope[i]);
    }
    CHECK(slope[n_w] == -77.0f, "%s wrote past the gradient", k->name);
    free(x), free(dy), free(slope), free(scratch);
}

TEST(a_weights_gradient_is_its_definition)
{
    LiltRng rng = lilt_rng_new(check_seed(), 4);

    for (int cpu = 0; cpu < LILT_N_CPUS; cpu++) {
        const LiltKernels *k = lilt_kernels_for((LiltCpu)cpu);

        for (size_t i = 0; k != NULL && i < sizeof convs / sizeof *convs; i++)
            check_weights_grad(k, &convs[i], 1 + i % 3, &rng);
    }
}

TEST(an_image_does_not_depend_on_its_neighbours)
{
    static const LiltConv v = {12, 12, 16, 24, 3, 1};
    const LiltKernels *k = lilt_kernels_best();
    const size_t n_x = 12 * 12 * 16, n_y = 12 * 12 * 24;
    float *x = values(7 * n_x), *w = values(9 * 16 * 24), *packed;
    float *all = values(7 * n_y), *one = values(n_y), *scratch = values(lilt_conv_scratch(&v));
    LiltRng rng = lilt_rng_new(check_seed(), 5);

    packed = values(lilt_conv_packed_size(k, &v));
    fill(x, 7 * n_x, &rng);
    fill(w, 9 * 16 * 24, &rng);
    lilt_conv_pack(k, &v, w, packed);
    lilt_conv_forward(k, &v, 7, x, packed, NULL, LILT_END_PLAIN, all, scratch);
    for (size_t i = 0; i < 7; i++) {
        lilt_conv_forward(k, &v, 1, x + i * n_x, packed, NULL, LILT_END_PLAIN, one, scratch);
        CHECK_BYTES(all + i * n_y, one, n_y * sizeof *one, "image %zu", i);
    }
    free(x), free(w), free(packed), free(all), free(one), free(scratch);
}

TEST_MAIN()
