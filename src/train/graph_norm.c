/* Batch norm (Ioffe & Szegedy 2015): y = scale * (x - mean) / deviation + shift with the batch's
 * mean and deviation of each channel; the gradient takes into account that both hang on x. A ReLU
 * behind it is done on the way, in both passes.
 *
 * Sums over the batch are taken image by image in float, group by group in double, always in the
 * same order. */
#include "graph.h"

#include <math.h>
#include <string.h>

static const double momentum = 0.1; /* share of a batch in the running statistics */

/* Rows of node->factors, [channels] each. */
enum { MEAN, INVERSE, SCALE, SHIFT, OF_DY, OF_X, CONSTANT, N_FACTORS };

static float *
factor(const Node *node, size_t row)
{
    return node->factors + row * node->layer.before.channels;
}

static size_t
count_places(const Node *node)
{
    return node->layer.before.height * node->layer.before.width;
}

bool
norm_setup(LiltGraph *graph, Node *node)
{
    const size_t channels = node->layer.before.channels;

    node->relu = node[1].layer.kind == LILT_LAYER_RELU; /* a head comes last, so there is a next */
    node->sums = lilt_arena_alloc(graph->arena, graph->n_groups * 2 * channels * sizeof(double));
    node->factors = lilt_arena_alloc(graph->arena, N_FACTORS * channels * sizeof(float));
    return node->sums != NULL && node->factors != NULL;
}

/* This group's sums, channel by channel: of x and x * x, or on the way back of dy and dy * x. */
static void
sum_group(const Part *part, void (*sum_image)(const Part *part, size_t image, float *sums))
{
    const size_t n = 2 * part->node->layer.before.channels;
    double *sums = part->node->sums + part->group * n;
    float *of_image = part->scratch;

    memset(sums, 0, n * sizeof *sums);
    for (size_t i = part->first; i < part->first + part->n; i++) {
        memset(of_image, 0, n * sizeof *of_image);
        sum_image(part, i, of_image);
        for (size_t c = 0; c < n; c++)
            sums[c] += (double)of_image[c];
    }
}

/* Sum number `c` over all groups. */
static double
total(const LiltGraph *graph, const Node *node, size_t c)
{
    double sum = 0.0;

    for (size_t g = 0; g < graph->n_groups; g++)
        sum += node->sums[g * 2 * node->layer.before.channels + c];
    return sum;
}

static void
sum_image_values(const Part *part, size_t image, float *sums)
{
    const Node *node = part->node;
    const size_t channels = node->layer.before.channels;
    const float *x = node->x + image * node->n_in;

    part->graph->kernels->moments(count_places(node), channels, x, x, sums, sums + channels);
}

static void
sum_values(const Part *part)
{
    sum_group(part, sum_image_values);
}

static void
apply(const Part *part)
{
    const Node *node = part->node;
    const size_t offset = part->first * node->n_in;

    const LiltKernels *kernels = part->graph->kernels;

    (node->relu ? kernels->affine_relu : kernels->affine)(
        part->n * count_places(node), node->layer.before.channels, factor(node, SCALE),
        factor(node, SHIFT), node->x + offset, node->y + offset);
}

void
norm_forward(LiltGraph *graph, Node *node)
{
    const size_t channels = node->layer.before.channels;
    const double n = (double)(graph->options.batch * count_places(node));
    float *running = graph->stats + node->stats; /* means, then variances */

    graph_run(graph, node, sum_values);
    for (size_t c = 0; c < channels; c++) {
        const double mean = total(graph, node, c) / n;
        const double square = total(graph, node, channels + c) / n - mean * mean;
        const double variance = square > 0.0 ? square : 0.0;
        const double inverse = 1.0 / sqrt(variance + (double)node->layer.epsilon);
        const double scale = (double)graph->params[node->weight + c] * inverse;
        const double unbiased = n > 1.0 ? variance * n / (n - 1.0) : variance;

        factor(node, MEAN)[c] = (float)mean;
        factor(node, INVERSE)[c] = (float)inverse;
        factor(node, SCALE)[c] = (float)scale;
        factor(node, SHIFT)[c] = (float)((double)graph->params[node->bias + c] - mean * scale);
        running[c] += (float)(momentum * (mean - (double)running[c]));
        running[channels + c] += (float)(momentum * (unbiased - (double)running[channels + c]));
    }
    graph_run(graph, node, apply);
}

static void
sum_image_slopes(const Part *part, size_t image, float *sums)
{
    const LiltKernels *kernels = part->graph->kernels;
    const Node *node = part->node;
    const size_t places = count_places(node), channels = node->layer.before.channels;
    const float *x = node->x + image * node->n_in, *dy = node->dy + image * node->n_in;

    if (node->relu)
        kernels->relu_moments(places, channels, factor(node, SCALE), factor(node, SHIFT), x, dy,
                              sums, sums + channels);
    else
        kernels->moments(places, channels, dy, x, sums, sums + channels);
}

static void
sum_slopes(const Part *part)
{
    sum_group(part, sum_image_slopes);
}

static void
blend_slopes(const Part *part)
{
    const LiltKernels *kernels = part->graph->kernels;
    const Node *node = part->node;
    const size_t offset = part->first * node->n_in;
    const LiltBlend factors = {factor(node, OF_DY), factor(node, OF_X), factor(node, CONSTANT),
                               factor(node, SCALE), factor(node, SHIFT)};

    (node->relu ? kernels->relu_blend : kernels->blend)(part->n * count_places(node),
                                                        node->layer.before.channels, &factors,
                                                        node->x + offset, node->dy + offset);
}

/* With h = (x - mean) * inverse: dx = scale * (dy - mean(dy) - h * mean(dy * h)), which is a * dy +
 * b * x + c with the three factors below. The sums are the gradients of scale and shift; they go
 * into group 0's share, the other groups' stay zero. */
void
norm_backward(LiltGraph *graph, Node *node)
{
    const size_t channels = node->layer.before.channels;
    const double n = (double)(graph->options.batch * count_places(node));

    graph_run(graph, node, sum_slopes);
    for (size_t c = 0; c < channels; c++) {
        const double mean = (double)factor(node, MEAN)[c];
        const double inverse = (double)factor(node, INVERSE)[c];
        const double scale = (double)factor(node, SCALE)[c];
        const double sum = total(graph, node, c);
        const double sum_h = (total(graph, node, channels + c) - mean * sum) * inverse;
        const double of_x = -scale * inverse * sum_h / n;

        graph_group_grad(graph, 0, node->weight)[c] = (float)sum_h;
        graph_group_grad(graph, 0, node->bias)[c] = (float)sum;
        factor(node, OF_DY)[c] = (float)scale;
        factor(node, OF_X)[c] = (float)of_x;
        factor(node, CONSTANT)[c] = (float)(-scale * sum / n - of_x * mean);
    }
    if (node->dx != NULL)
        graph_run(graph, node, blend_slopes);
}
