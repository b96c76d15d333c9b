/* Convolution: by Winograd's way where that is for it (winograd.c), else as a matrix product over
 * the unrolled input; and the small layers that go with it. Images are [height, width, channels],
 * so a line under the kernel is one copy. */
#include "winograd.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { BLOCK_VALUES = 16 * 1024 }; /* 64 KB of input and output in work: about the L1 cache */

size_t
lilt_conv_height(const LiltConv *conv)
{
    return conv->height + 2 * conv->pad - conv->kernel + 1;
}

size_t
lilt_conv_width(const LiltConv *conv)
{
    return conv->width + 2 * conv->pad - conv->kernel + 1;
}

size_t
lilt_conv_depth(const LiltConv *conv)
{
    return conv->kernel * conv->kernel * conv->in;
}

/* ---- by unrolling the input (im2col) ------------------------------------------------------- */

static bool
is_matrix_already(const LiltConv *conv)
{
    return conv->kernel == 1 && conv->pad == 0;
}

/* Output rows (lines of pixels) worked on at a time. */
static size_t
block_rows(const LiltConv *conv)
{
    const size_t values = is_matrix_already(conv) ? conv->out : lilt_conv_depth(conv) + conv->out;
    const size_t n = BLOCK_VALUES / (lilt_conv_width(conv) * values);

    return n > 0 ? n : 1;
}

static size_t
unrolled_size(const LiltConv *conv)
{
    return is_matrix_already(conv)
               ? 0
               : block_rows(conv) * lilt_conv_width(conv) * lilt_conv_depth(conv);
}

/* The unrolled input, [places, depth]: element (i, p) at a[i * row + p * step]. */
typedef struct {
    const float *a;
    size_t row, step;
} Unrolled;

/* One line of output places under one tap of the kernel, one channel; zero outside the picture.
 * line: the input line, or NULL above and below the picture. */
static void
copy_line(const LiltConv *conv, const float *line, size_t kx, float *dst)
{
    const size_t width = lilt_conv_width(conv), limit = conv->width + conv->pad - kx;
    const size_t left = kx < conv->pad ? conv->pad - kx : 0;
    const size_t right = line == NULL || limit <= left ? left : limit < width ? limit : width;

    for (size_t x = 0; x < left; x++)
        dst[x] = 0.0f;
    for (size_t x = left; x < right; x++)
        dst[x] = line[(x + kx - conv->pad) * conv->in];
    for (size_t x = right; x < width; x++)
        dst[x] = 0.0f;
}

/* Unroll the input under output rows first .. first + n - 1, counted through all images: into
 * `scratch`, tap by tap and channel by channel, so that with few channels lines are copied whole;
 * or not at all, where it is a matrix already. */
static Unrolled
unroll(const LiltConv *conv, size_t first, size_t n, const float *x, float *scratch)
{
    const size_t height = lilt_conv_height(conv), width = lilt_conv_width(conv);
    const size_t line = conv->width * conv->in, depth = lilt_conv_depth(conv);
    float *dst = scratch;

    if (is_matrix_already(conv))
        return (Unrolled){x + first * line, depth, 1};
    for (size_t p = 0; p < depth; p++) {
        const size_t tap = p / conv->in, ky = tap / conv->kernel, kx = tap % conv->kernel;

        for (size_t r = first; r < first + n; r++, dst += width) {
            const float *image = x + r / height * conv->height * line + p % conv->in;
            const size_t from = r % height + ky - conv->pad; /* wraps above the picture */

            copy_line(conv, from < conv->height ? image + from * line : NULL, kx, dst);
        }
    }
    return (Unrolled){scratch, 1, n * width};
}

static void
unrolled_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images, const float *x,
                 const float *packed, const float *bias, LiltEnd end, float *y, float *scratch)
{
    const size_t n_rows = n_images * lilt_conv_height(conv), width = lilt_conv_width(conv);
    const size_t depth = lilt_conv_depth(conv), block = block_rows(conv);

    for (size_t first = 0; first < n_rows; first += block) {
        const size_t n = n_rows - first < block ? n_rows - first : block;
        const Unrolled u = unroll(conv, first, n, x, scratch);
        float *out = y + first * width * conv->out;

        lilt_gemm(kernels, n * width, conv->out, depth, u.a, u.row, u.step, packed, out, conv->out,
                  false);
        if (end == LILT_END_RELU)
            kernels->bias_relu(n * width, conv->out, bias, out);
        else if (bias != NULL)
            kernels->bias(n * width, conv->out, bias, out);
    }
}

/* The unrolled input, transposed, times dy. */
static void
unrolled_grad(const LiltKernels *kernels, const LiltConv *conv, size_t n_images, const float *x,
              const float *dy, float *slope, float *scratch)
{
    const size_t n_rows = n_images * lilt_conv_height(conv), block = block_rows(conv);
    const size_t width = lilt_conv_width(conv), depth = lilt_conv_depth(conv), out = conv->out;
    float *packed = scratch + unrolled_size(conv);

    for (size_t first = 0; first < n_rows; first += block) {
        const size_t n = n_rows - first < block ? n_rows - first : block;
        const Unrolled u = unroll(conv, first, n, x, scratch);

        lilt_gemm_pack(kernels, n * width, out, dy + first * width * out, out, 1, packed);
        lilt_gemm(kernels, depth, out, n * width, u.a, u.step, u.row, packed, slope, out,
                  first > 0);
    }
}

/* ---- either way ---------------------------------------------------------------------------- */

size_t
lilt_conv_packed_size(const LiltKernels *kernels, const LiltConv *conv)
{
    return winograd_side(conv) > 0
               ? winograd_packed_size(kernels, conv)
               : lilt_gemm_packed_size(kernels, lilt_conv_depth(conv), conv->out);
}

void
lilt_conv_pack(const LiltKernels *kernels, const LiltConv *conv, const float *matrix, float *packed)
{
    if (winograd_side(conv) > 0)
        winograd_pack(kernels, conv, matrix, packed);
    else
        lilt_gemm_pack(kernels, lilt_conv_depth(conv), conv->out, matrix, conv->out, 1, packed);
}

bool
lilt_conv_pools(const LiltConv *conv)
{
    return winograd_side(conv) > 0 && conv->height % 2 == 0 && conv->width % 2 == 0;
}

size_t
lilt_conv_scratch(const LiltConv *conv)
{
    return winograd_side(conv) > 0 ? winograd_scratch(conv) : unrolled_size(conv);
}

void
lilt_conv_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images, const float *x,
                  const float *packed, const float *bias, LiltEnd end, float *y, float *scratch)
{
    assert(bias != NULL || end == LILT_END_PLAIN);
    assert(!(end & LILT_END_POOL) || lilt_conv_pools(conv));
    if (winograd_side(conv) > 0)
        winograd_forward(kernels, conv, n_images, x, packed, bias, end, y, scratch);
    else
        unrolled_forward(kernels, conv, n_images, x, packed, bias, end, y, scratch);
}

size_t
lilt_conv_grad_scratch(const LiltKernels *kernels, const LiltConv *conv)
{
    const size_t pixels = block_rows(conv) * lilt_conv_width(conv);

    return winograd_side(conv) > 0
               ? winograd_grad_scratch(kernels, conv)
               : unrolled_size(conv) + lilt_gemm_packed_size(kernels, pixels, conv->out);
}

void
lilt_conv_weights_grad(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                       const float *x, const float *dy, float *slope, float *scratch)
{
    if (winograd_side(conv) > 0)
        winograd_weights_grad(kernels, conv, n_images, x, dy, slope, scratch);
    else
        unrolled_grad(kernels, conv, n_images, x, dy, slope, scratch);
}

/* ---- the small layers ---------------------------------------------------------------------- */

void
lilt_normalize(size_t n, float epsilon, const float *x, float *y)
{
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += (double)x[i];
    const double mean = sum / (double)n;

    for (size_t i = 0; i < n; i++)
        squares += ((double)x[i] - mean) * ((double)x[i] - mean);
    const float scale = (float)(1.0 / (sqrt(squares / (double)n) + (double)epsilon));

    for (size_t i = 0; i < n; i++)
        y[i] = (x[i] - (float)mean) * scale;
}

void
lilt_max_pool(const LiltKernels *kernels, LiltShape shape, const float *x, float *y)
{
    const size_t line = shape.width * shape.channels, width = shape.width / 2;

    for (size_t i = 0; i < shape.height / 2; i++, x += 2 * line, y += width * shape.channels)
        kernels->pool(width, shape.channels, x, x + line, y);
}

void
lilt_softmax(size_t n, float *logits)
{
    float top = logits[0], sum = 0.0f;

    for (size_t i = 1; i < n; i++)
        top = logits[i] > top ? logits[i] : top;
    for (size_t i = 0; i < n; i++) {
        logits[i] = expf(logits[i] - top);
        sum += logits[i];
    }
    for (size_t i = 0; i < n; i++)
        logits[i] /= sum;
}
