/* The layers without parameters: normalisation of the input, ReLU, max pooling, dropout. */
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
        lilt_max_pool(part->graph->kernels, node->layer.before, node->layer.size,
                      node->x + i * node->n_in, node->y + i * node->n_out);
}

/* The gradient goes to the first largest value of each window. dy is used up; top: [channels] of
 * scratch, since y may have been changed in place by the layer above. */
static void
spread(const LiltKernels *kernels, const LiltLayer *layer, const float *x, float *dy, float *dx,
       float *top)
{
    const LiltShape in = layer->before;
    const size_t size = layer->size, c = in.channels;

    for (size_t oy = 0; oy < in.height / size; oy++)
        for (size_t ox = 0; ox < in.width / size; ox++, dy += c) {
            const size_t corner = (oy * size * in.width + ox * size) * c;

            memcpy(top, x + corner, c * sizeof *top);
            for (size_t i = 1; i < size * size; i++)
                kernels->max(c, top, x + corner + (i / size * in.width + i % size) * c);
            for (size_t i = 0; i < size * size; i++) {
                const size_t at = corner + (i / size * in.width + i % size) * c;

                kernels->max_grad(c, x + at, top, dy, dx + at);
            }
        }
}

static void
max_pool_backward(const Part *part)
{
    const Node *node = part->node;

    for (size_t i = part->first; i < part->first + part->n; i++)
        spread(part->graph->kernels, &node->layer, node->x + i * node->n_in,
               node->dy + i * node->n_out, node->dx + i * node->n_in, part->scratch);
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

void
plain_forward(LiltGraph *graph, Node *node)
{
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
    if (node->dx == NULL)
        return;
    if (node->layer.kind == LILT_LAYER_RELU)
        graph_run(graph, node, relu_backward);
    else if (node->layer.kind == LILT_LAYER_MAX_POOL)
        graph_run(graph, node, max_pool_backward);
    else if (node->layer.kind == LILT_LAYER_DROPOUT)
        graph_run(graph, node, dropout_backward);
}
