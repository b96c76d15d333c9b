/* Convolutions and linear layers, both ways. Backward, two products: the weights' gradient is the
 * unrolled input, transposed, times dy; the input's is a convolution of dy with the kernel turned
 * by half a turn and its channels exchanged. */
#include "graph.h"

#include <string.h>

/* The convolution that takes dy to dx. */
static LiltConv
backward_conv(const LiltConv *conv)
{
    return (LiltConv){
        .height = lilt_conv_height(conv),
        .width = lilt_conv_width(conv),
        .in = conv->out,
        .out = conv->in,
        .kernel = conv->kernel,
        .pad = conv->kernel - 1 - conv->pad,
    };
}

bool
conv_setup(LiltGraph *graph, Node *node)
{
    const LiltKernels *kernels = graph->kernels;
    const LiltConv *conv = &node->conv, back = backward_conv(conv);
    const size_t n = lilt_conv_packed_size(kernels, conv);
    const size_t n_back = lilt_conv_packed_size(kernels, &back);

    node->packed = lilt_arena_alloc(graph->arena, n * sizeof(float));
    if (node->packed == NULL || node->dx == NULL)
        return node->packed != NULL;
    node->turned = lilt_arena_alloc(graph->arena,
                                    lilt_conv_depth(&back) * back.out * sizeof(float));
    node->packed_back = lilt_arena_alloc(graph->arena, n_back * sizeof(float));
    return node->turned != NULL && node->packed_back != NULL;
}

/* The most that a pass over one group needs. */
size_t
conv_scratch(const LiltGraph *graph, const Node *node)
{
    const LiltConv back = backward_conv(&node->conv);
    const size_t passes[] = {lilt_conv_scratch(&node->conv), lilt_conv_scratch(&back),
                             lilt_conv_grad_scratch(graph->kernels, &node->conv)};
    size_t most = passes[0];

    for (size_t i = 1; i < 3; i++)
        most = passes[i] > most ? passes[i] : most;
    return most;
}

void
conv_pack(LiltGraph *graph, Node *node)
{
    const LiltConv *conv = &node->conv, back = backward_conv(conv);
    const size_t in = conv->in, out = conv->out, n_places = conv->kernel * conv->kernel;
    const float *weight = graph->params + node->weight;

    lilt_conv_pack(graph->kernels, conv, weight, node->packed);
    if (node->dx == NULL)
        return;
    for (size_t p = 0; p < n_places; p++) { /* weight[p, i, o] to turned[n_places - 1 - p, o, i] */
        const float *from = weight + p * in * out;
        float *to = node->turned + (n_places - 1 - p) * in * out;

        for (size_t i = 0; i < in; i++)
            for (size_t o = 0; o < out; o++)
                to[o * in + i] = from[i * out + o];
    }
    lilt_conv_pack(graph->kernels, &back, node->turned, node->packed_back);
}

static void
forward(const Part *part)
{
    const LiltGraph *graph = part->graph;
    const Node *node = part->node;
    const float *bias = node->layer.bias ? graph->params + node->bias : NULL;

    lilt_conv_forward(graph->kernels, &node->conv, part->n, node->x + part->first * node->n_in,
                      node->packed, bias, LILT_END_PLAIN, node->y + part->first * node->n_out,
                      part->scratch);
}

void
conv_forward(LiltGraph *graph, Node *node)
{
    graph_run(graph, node, forward);
}

/* This group's share of the gradient of weights and bias. */
static void
find_weight_slope(const Part *part)
{
    const LiltKernels *kernels = part->graph->kernels;
    const Node *node = part->node;
    const LiltConv *conv = &node->conv;
    const size_t n_places = part->n * lilt_conv_height(conv) * lilt_conv_width(conv);
    const float *x = node->x + part->first * node->n_in, *dy = node->dy + part->first * node->n_out;
    float *slope = graph_group_grad(part->graph, part->group, node->weight);

    lilt_conv_weights_grad(kernels, conv, part->n, x, dy, slope, part->scratch);
    if (!node->layer.bias)
        return;
    slope = graph_group_grad(part->graph, part->group, node->bias);
    memset(slope, 0, conv->out * sizeof *slope);
    for (size_t i = 0; i < n_places; i++)
        kernels->add(conv->out, slope, dy + i * conv->out);
}

static void
find_input_slope(const Part *part)
{
    const Node *node = part->node;
    const LiltConv back = backward_conv(&node->conv);

    lilt_conv_forward(part->graph->kernels, &back, part->n, node->dy + part->first * node->n_out,
                      node->packed_back, NULL, LILT_END_PLAIN, node->dx + part->first * node->n_in,
                      part->scratch);
}

void
conv_backward(LiltGraph *graph, Node *node)
{
    graph_run(graph, node, find_weight_slope);
    if (node->dx != NULL)
        graph_run(graph, node, find_input_slope);
}
