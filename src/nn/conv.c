/* Convolution as a matrix product over the unrolled input (im2col), and the small layers that go
 * with it. Images are [height, width, channels], so a line under the kernel is one copy. */
#include "lilt/nn.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { BLOCK_VALUES = 128 * 1024 }; /* 512 KB of unrolled input: half of a usual L2 cache */

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

static bool
is_matrix_already(const LiltConv *conv)
{
    return conv->kernel == 1 && conv->pad == 0;
}

size_t
lilt_conv_block(const LiltConv *conv)
{
    const size_t n = BLOCK_VALUES / (lilt_conv_width(conv) * lilt_conv_depth(conv));

    return n > 0 ? n : 1;
}

size_t
lilt_conv_scratch(const LiltConv *conv)
{
    return is_matrix_already(conv)
               ? 0
               : lilt_conv_block(conv) * lilt_conv_width(conv) * lilt_conv_depth(conv);
}

/* Copy what lies under one line of the kernel at output column `x`: kernel * in values, zero
 * outside the picture. line: the input line, or NULL above and below the picture. */
static void
copy_line(const LiltConv *conv, const float *line, size_t x, float *dst)
{
    const size_t left = x < conv->pad ? conv->pad - x : 0;
    const size_t end = x + conv->kernel, limit = conv->width + conv->pad;
    const size_t right = end > limit ? end - limit : 0;
    const size_t n = conv->kernel - left - right;

    if (line == NULL) {
        memset(dst, 0, conv->kernel * conv->in * sizeof *dst);
        return;
    }
    if (left > 0)
        memset(dst, 0, left * conv->in * sizeof *dst);
    memcpy(dst + left * conv->in, line + (x + left - conv->pad) * conv->in,
           n * conv->in * sizeof *dst);
    if (right > 0)
        memset(dst + (left + n) * conv->in, 0, right * conv->in * sizeof *dst);
}

const float *
lilt_im2col(const LiltConv *conv, size_t first, size_t n, const float *x, float *scratch)
{
    const size_t height = lilt_conv_height(conv), width = lilt_conv_width(conv);
    const size_t line = conv->width * conv->in, span = conv->kernel * conv->in;
    float *dst = scratch;

    if (is_matrix_already(conv))
        return x + first * line;
    for (size_t r = first; r < first + n; r++) {
        const float *image = x + r / height * conv->height * line;
        const size_t y = r % height;

        for (size_t column = 0; column < width; column++)
            for (size_t ky = 0; ky < conv->kernel; ky++, dst += span) {
                const size_t from = y + ky - conv->pad; /* wraps above the picture */

                copy_line(conv, from < conv->height ? image + from * line : NULL, column, dst);
            }
    }
    return scratch;
}

void
lilt_conv_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images, const float *x,
                  const float *packed, const float *bias, bool relu, float *y, float *scratch)
{
    const size_t n_rows = n_images * lilt_conv_height(conv), width = lilt_conv_width(conv);
    const size_t depth = lilt_conv_depth(conv), block = lilt_conv_block(conv);

    assert(bias != NULL || !relu);
    for (size_t first = 0; first < n_rows; first += block) {
        const size_t n = n_rows - first < block ? n_rows - first : block;
        const float *a = lilt_im2col(conv, first, n, x, scratch);
        float *out = y + first * width * conv->out;

        lilt_gemm(kernels, n * width, conv->out, depth, a, depth, 1, packed, out, conv->out, false);
        if (relu)
            kernels->bias_relu(n * width, conv->out, bias, out);
        else if (bias != NULL)
            kernels->bias(n * width, conv->out, bias, out);
    }
}

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
lilt_max_pool(const LiltKernels *kernels, LiltShape shape, size_t size, const float *x, float *y)
{
    const size_t c = shape.channels;

    for (size_t oy = 0; oy < shape.height / size; oy++)
        for (size_t ox = 0; ox < shape.width / size; ox++, y += c) {
            const float *corner = x + (oy * size * shape.width + ox * size) * c;

            memcpy(y, corner, c * sizeof *y);
            for (size_t i = 1; i < size * size; i++)
                kernels->max(c, y, corner + (i / size * shape.width + i % size) * c);
        }
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
