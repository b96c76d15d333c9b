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
    const LiltConv *conv = &node->conv, back = backward_conv(conv);
    const size_t depth = lilt_conv_depth(conv), deep_back = lilt_conv_depth(&back);

    node->packed = lilt_arena_alloc(
        graph->arena, lilt_gemm_packed_size(graph->kernels, depth, conv->out) * sizeof(float));
    if (node->packed == NULL || node->dx == NULL)
        return node->packed != NULL;
    node->turned = lilt_arena_alloc(graph->arena, deep_back * back.out * sizeof(float));
    node->packed_back = lilt_arena_alloc(
        graph->arena, lilt_gemm_packed_size(graph->kernels, deep_back, back.out) * sizeof(float));
    return node->turned != NULL && node->packed_back != NULL;
}

/* A pass needs the unrolled input, and the weights' gradient a packed block of dy beside it. */
size_t
conv_scratch(const LiltGraph *graph, const Node *node)
{
    const LiltConv *conv = &node->conv, back = backward_conv(conv);
    const size_t pixels = lilt_conv_block(conv) * lilt_conv_width(conv);
    const size_t up = lilt_conv_scratch(conv) +
                      lilt_gemm_packed_size(graph->kernels, pixels, conv->out);
    const size_t down = lilt_conv_scratch(&back);

    return up > down ? up : down;
}

void
conv_pack(LiltGraph *graph, Node *node)
{
    const LiltConv *conv = &node->conv, back = backward_conv(conv);
    const size_t in = conv->in, out = conv->out, n_places = conv->kernel * conv->kernel;
    const float *weight = graph->params + node->weight;

    lilt_gemm_pack(graph->kernels, lilt_conv_depth(conv), out, weight, out, 1, node->packed);
    if (node->dx == NULL)
        return;
    for (size_t p = 0; p < n_places; p++) { /* weight[p, i, o] to turned[n_places - 1 - p, o, i] */
        const float *from = weight + p * in * out;
        float *to = node->turned + (n_places - 1 - p) * in * out;

        for (size_t i = 0; i < in; i++)
            for (size_t o = 0; o < out; o++)
                to[o * in + i] = from[i * out + o];
    }
    lilt_gemm_pack(graph->kernels, lilt_conv_depth(&back), in, node->turned, in, 1,
                   node->packed_back);
}

static void
forward(const Part *part)
{
    const LiltGraph *graph = part->graph;
    const Node *node = part->node;
    const float *bias = node->layer.bias ? graph->params + node->bias : NULL;

    lilt_conv_forward(graph->kernels, &node->conv, part->n, node->x + part->first * node->n_in,
                      node->packed, bias, false, node->y + part->first * node->n_out,
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
    const size_t n_rows = part->n * lilt_conv_height(conv), block = lilt_conv_block(conv);
    const size_t width = lilt_conv_width(conv), depth = lilt_conv_depth(conv), out = conv->out;
    const float *x = node->x + part->first * node->n_in, *dy = node->dy + part->first * node->n_out;
    float *slope = graph_group_grad(part->graph, part->group, node->weight);
    float *packed = part->scratch + lilt_conv_scratch(conv);

    for (size_t first = 0; first < n_rows; first += block) {
        const size_t n = n_rows - first < block ? n_rows - first : block;
        const float *a = lilt_im2col(conv, first, n, x, part->scratch);

        lilt_gemm_pack(kernels, n * width, out, dy + first * width * out, out, 1, packed);
        lilt_gemm(kernels, depth, out, n * width, a, 1, depth, packed, slope, out, first > 0);
    }
    if (!node->layer.bias)
        return;
    slope = graph_group_grad(part->graph, part->group, node->bias);
    memset(slope, 0, out * sizeof *slope);
    for (size_t i = 0; i < n_rows * width; i++)
        kernels->add(out, slope, dy + i * out);
}

static void
find_input_slope(const Part *part)
{
    const Node *node = part->node;
    const LiltConv back = backward_conv(&node->conv);

    lilt_conv_forward(part->graph->kernels, &back, part->n, node->dy + part->first * node->n_out,
                      node->packed_back, NULL, false, node->dx + part->first * node->n_in,
                      part->scratch);
}

void
conv_backward(LiltGraph *graph, Node *node)
{
    graph_run(graph, node, find_weight_slope);
    if (node->dx != NULL)
        graph_run(graph, node, find_input_slope);
}
