/* The layers without parameters: normalisation of the input, ReLU (where batch norm has not done
 * it), max pooling, dropout. */
#include "graph.h"

#include <string.h>

static void
normalize(const Part *part)
{
    const Node *node = part->node;

    for (size_t i = part->first; i < part->first + part->n; i++)
        lilt_normalize(node->n_in, node->layer.epsilon, node->x + i * node->n_in,
                       node->y + i * node->n_out);
}

static void
relu(const Part *part)
{
    const Node *node = part->node;

    part->graph->kernels->relu(part->n * node->n_out, node->y + part->first * node->n_out);
}

static void
relu_backward(const Part *part)
{
    const Node *node = part->node;
    const size_t offset = part->first * node->n_out;

    part->graph->kernels->relu_grad(part->n * node->n_out, node->y + offset, node->dy + offset);
}

static void
max_pool(const Part *part)
{
    const Node *node = part->node;

    for (size_t i = part->first; i < part->first + part->n; i++)
        lilt_max_pool(part->graph->kernels, node->layer.before, node->x + i * node->n_in,
                      node->y + i * node->n_out);
}

/* One image's way back. */
static void
spread(const LiltKernels *kernels, LiltShape in, const float *x, const float *dy, float *dx)
{
    const size_t line = in.width * in.channels, width = in.width / 2;

    for (size_t i = 0; i < in.height / 2; i++, dy += width * in.channels) {
        const size_t top = 2 * i * line, bottom = top + line;

        kernels->pool_grad(width, in.channels, x + top, x + bottom, dy, dx + top, dx + bottom);
    }
}

static void
max_pool_backward(const Part *part)
{
    const Node *node = part->node;

    for (size_t i = part->first; i < part->first + part->n; i++)
        spread(part->graph->kernels, node->layer.before, node->x + i * node->n_in,
               node->dy + i * node->n_out, node->dx + i * node->n_in);
}

/* Zero a share of the values and scale the others up, so that the mean stays. Both passes draw the
 * same numbers from (seed, step, layer, image), so no mask is kept. */
static void
drop(const Part *part, const float *from, float *to)
{
    const Node *node = part->node;
    const LiltGraph *graph = part->graph;
    const float rate = node->layer.rate, scale = 1.0f / (1.0f - rate);
    const uint64_t layer = (uint64_t)(node - graph->nodes);

    for (size_t i = part->first; i < part->first + part->n; i++) {
        const uint64_t image = graph->step * graph->options.batch + i;
        LiltRng rng = lilt_rng_new(graph->options.seed ^ image << 8, layer);

        for (size_t j = i * node->n_in; j < (i + 1) * node->n_in; j++)
            to[j] = lilt_rng_unit(&rng) < rate ? 0.0f : from[j] * scale;
    }
}

static void
dropout(const Part *part)
{
    drop(part, part->node->x, part->node->y);
}

static void
dropout_backward(const Part *part)
{
    drop(part, part->node->dy, part->node->dx);
}

/* Whether the batch norm in front does this ReLU on its way. */
static bool
is_done_already(const LiltGraph *graph, const Node *node)
{
    return node->layer.kind == LILT_LAYER_RELU && node > graph->nodes && node[-1].relu;
}

void
plain_forward(LiltGraph *graph, Node *node)
{
    if (is_done_already(graph, node))
        return;
    switch (node->layer.kind) {
    case LILT_LAYER_NORMALIZE:
        graph_run(graph, node, normalize);
        break;
    case LILT_LAYER_RELU:
        graph_run(graph, node, relu);
        break;
    case LILT_LAYER_MAX_POOL:
        graph_run(graph, node, max_pool);
        break;
    default:
        graph_run(graph, node, dropout);
    }
}

/* The input's normalisation has nothing below that would learn from it. */
void
plain_backward(LiltGraph *graph, Node *node)
{
    if (node->dx == NULL || is_done_already(graph, node))
        return;
    if (node->layer.kind == LILT_LAYER_RELU)
        graph_run(graph, node, relu_backward);
    else if (node->layer.kind == LILT_LAYER_MAX_POOL)
        graph_run(graph, node, max_pool_backward);
    else if (node->layer.kind == LILT_LAYER_DROPOUT)
        graph_run(graph, node, dropout_backward);
}
