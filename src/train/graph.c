/* The training form of a layer list: made once, then one forward and one backward pass a step. */
#include "graph.h"

#include <math.h>
#include <string.h>

/* ---- groups -------------------------------------------------------------------------------- */

size_t
lilt_graph_n_heads(const LiltGraph *graph)
{
    return graph->n_heads;
}

size_t
lilt_graph_n_groups(const LiltGraph *graph)
{
    return graph->n_groups;
}

void
lilt_graph_group(const LiltGraph *graph, size_t group, size_t *ret_first, size_t *ret_end)
{
    *ret_first = group * graph->options.batch / graph->n_groups;
    *ret_end = (group + 1) * graph->options.batch / graph->n_groups;
}

typedef struct {
    LiltGraph *graph;
    Node *node;
    void (*work)(const Part *part);
} Run;

static void
run_group(void *arg, size_t group)
{
    const Run *run = arg;
    LiltGraph *graph = run->graph;
    Part part = {.graph = graph, .node = run->node, .group = group};
    size_t end;

    lilt_graph_group(graph, group, &part.first, &end);
    part.n = end - part.first;
    part.scratch = graph->scratch + lilt_pool_self() * graph->n_scratch;
    run->work(&part);
}

void
graph_run(LiltGraph *graph, Node *node, void (*work)(const Part *part))
{
    Run run = {graph, node, work};

    lilt_pool_run(graph->pool, graph->n_groups, run_group, &run);
}

float *
graph_group_grad(const LiltGraph *graph, size_t group, size_t offset)
{
    return graph->group_grads + group * graph->n_params + offset;
}

/* ---- making -------------------------------------------------------------------------------- */

static size_t
count(LiltShape shape)
{
    return shape.height * shape.width * shape.channels;
}

/* Head number `index`. */
static Node *
head_at(LiltGraph *graph, size_t index)
{
    return &graph->nodes[graph->n_nodes - graph->n_heads + index];
}

static bool
is_weighted(const Node *node)
{
    return node->layer.kind == LILT_LAYER_CONV || node->layer.kind == LILT_LAYER_LINEAR ||
           node->layer.kind == LILT_LAYER_HEAD;
}

/* Zeroed floats that live as long as the graph. */
static float *
new_floats(LiltGraph *graph, size_t n)
{
    float *values = lilt_arena_alloc(graph->arena, n * sizeof *values);

    return values != NULL ? memset(values, 0, n * sizeof *values) : NULL;
}

/* Give the node its place among parameters and statistics. */
static void
place_params(LiltGraph *graph, Node *node)
{
    node->weight = graph->n_params;
    node->stats = graph->n_stats;
    if (is_weighted(node)) {
        node->conv = lilt_layer_conv(&node->layer);
        node->bias = node->weight + lilt_conv_depth(&node->conv) * node->conv.out;
        graph->n_params = node->bias + (node->layer.bias ? node->conv.out : 0);
    } else if (node->layer.kind == LILT_LAYER_BATCH_NORM) {
        node->bias = node->weight + node->layer.before.channels;
        graph->n_params = node->bias + node->layer.before.channels;
        graph->n_stats += 2 * node->layer.before.channels;
    }
}

/* Lay out what flows up: ReLU and dropout change their input in place. */
static bool
place_values(LiltGraph *graph)
{
    float *x = graph->input;

    for (size_t i = 0; i < graph->n_nodes; i++) {
        Node *node = &graph->nodes[i];
        const bool in_place = node->layer.kind == LILT_LAYER_RELU ||
                              (node->layer.kind == LILT_LAYER_DROPOUT && i > 0);

        node->x = x;
        node->y = in_place ? x : new_floats(graph, graph->options.batch * node->n_out);
        if (node->y == NULL)
            return false;
        if (node->layer.kind != LILT_LAYER_HEAD)
            x = node->y;
    }
    return true;
}

/* The lowest node that anybody asks for a gradient by its parameters has no dx. */
static bool
wants_slope(const LiltGraph *graph, size_t n_below)
{
    return graph->options.with_input_grad ||
           (n_below > 0 && graph->nodes[n_below - 1].layer.kind != LILT_LAYER_NORMALIZE);
}

/* What each head hands down; the first one's place is where all are added up. */
static bool
place_head_slopes(LiltGraph *graph, float *sum)
{
    const size_t n_trunk = graph->n_nodes - graph->n_heads;

    for (size_t i = 0; i < graph->n_heads; i++) {
        Node *head = head_at(graph, i);

        head->dy = new_floats(graph, graph->options.batch * head->n_out);
        if (wants_slope(graph, n_trunk))
            head->dx = i == 0 ? sum : new_floats(graph, graph->options.batch * head->n_in);
        if (head->dy == NULL || (wants_slope(graph, n_trunk) && head->dx == NULL))
            return false;
    }
    return true;
}

/* Lay out what flows down: two buffers in turn, since a gradient is used up by the layer above. */
static bool
place_slopes(LiltGraph *graph)
{
    size_t most = 0, turn = 0;
    float *buffers[2];

    for (size_t i = 0; i < graph->n_nodes; i++)
        most = graph->nodes[i].n_out > most ? graph->nodes[i].n_out : most;
    most = graph->nodes[0].n_in > most ? graph->nodes[0].n_in : most;
    for (int i = 0; i < 2; i++)
        if ((buffers[i] = new_floats(graph, graph->options.batch * most)) == NULL)
            return false;
    if (!place_head_slopes(graph, buffers[0]))
        return false;
    for (size_t i = graph->n_nodes - graph->n_heads; i-- > 0;) {
        Node *node = &graph->nodes[i];
        const bool other = is_weighted(node) || node->layer.kind == LILT_LAYER_MAX_POOL;

        node->dy = buffers[turn];
        turn ^= other;
        node->dx = wants_slope(graph, i) ? buffers[turn] : NULL;
    }
    graph->input_grad = graph->nodes[0].dx;
    return true;
}

/* He's initialisation for weights, scale 1 and shift 0 for batch norm, mean 0 and variance 1. */
static void
draw_params(LiltGraph *graph)
{
    for (size_t i = 0; i < graph->n_nodes; i++) {
        const Node *node = &graph->nodes[i];
        const size_t channels = node->layer.before.channels;
        LiltRng rng = lilt_rng_new(graph->options.seed, i);

        if (is_weighted(node)) {
            /* A head begins timid, near equal probabilities. */
            const float gain = node->layer.kind == LILT_LAYER_HEAD ? 0.01f : 2.0f;
            const float deviation = sqrtf(gain / (float)lilt_conv_depth(&node->conv));

            for (size_t j = node->weight; j < node->bias; j++)
                graph->params[j] = deviation * lilt_rng_normal(&rng);
        } else if (node->layer.kind == LILT_LAYER_BATCH_NORM) {
            for (size_t j = 0; j < channels; j++) {
                graph->params[node->weight + j] = 1.0f;
                graph->stats[node->stats + channels + j] = 1.0f;
            }
        }
    }
}

static bool
setup(LiltGraph *graph)
{
    const size_t batch = graph->options.batch;

    for (size_t i = 0; i < graph->n_nodes; i++)
        place_params(graph, &graph->nodes[i]);
    graph->params = new_floats(graph, graph->n_params);
    graph->grads = new_floats(graph, graph->n_params);
    graph->group_grads = new_floats(graph, graph->n_groups * graph->n_params);
    graph->stats = new_floats(graph, graph->n_stats);
    graph->input = new_floats(graph, batch * graph->nodes[0].n_in);
    graph->losses = lilt_arena_alloc(graph->arena, graph->n_heads * batch * sizeof *graph->losses);
    graph->right = lilt_arena_alloc(graph->arena, graph->n_heads * batch * sizeof *graph->right);
    if (!graph->params || !graph->grads || !graph->group_grads || !graph->stats || !graph->input ||
        !graph->losses || !graph->right || !place_values(graph) || !place_slopes(graph))
        return false;
    for (size_t i = 0; i < graph->n_nodes; i++) {
        Node *node = &graph->nodes[i];
        size_t n = 2 * node->layer.before.channels;

        if (is_weighted(node)) {
            if (!conv_setup(graph, node))
                return false;
            n = conv_scratch(graph, node);
        } else if (node->layer.kind == LILT_LAYER_BATCH_NORM && !norm_setup(graph, node)) {
            return false;
        }
        graph->n_scratch = n > graph->n_scratch ? n : graph->n_scratch;
    }
    graph->scratch = new_floats(graph, lilt_pool_size(graph->pool) * graph->n_scratch);
    return graph->scratch != NULL;
}

LiltStatus
lilt_graph_new(const LiltLayers *layers, const LiltGraphOptions *options, LiltPool *pool,
               LiltDiag *diag, LiltGraph **ret_graph)
{
    LiltArena *arena = lilt_arena_new(1 << 20);
    LiltGraph *graph = arena != NULL ? lilt_arena_alloc(arena, sizeof *graph) : NULL;

    if (graph == NULL) {
        lilt_arena_free(arena);
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    }
    memset(graph, 0, sizeof *graph);
    graph->arena = arena;
    graph->kernels = lilt_kernels_best();
    graph->pool = pool;
    graph->options = *options;
    for (size_t h = 0; h < LILT_MAX_HEADS; h++)
        if (!(options->head_weights[h] > 0.0f))
            graph->options.head_weights[h] = 1.0f;
    graph->n_groups = options->batch < MAX_GROUPS ? options->batch : MAX_GROUPS;
    graph->n_nodes = layers->n;
    for (size_t i = 0; i < layers->n; i++) {
        graph->nodes[i].layer = layers->layer[i];
        graph->nodes[i].n_in = count(layers->layer[i].before);
        graph->nodes[i].n_out = count(layers->layer[i].after);
        graph->n_heads += layers->layer[i].kind == LILT_LAYER_HEAD;
    }
    if (graph->n_heads > LILT_MAX_HEADS) {
        lilt_graph_free(graph);
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "training wants at most %d heads",
                         LILT_MAX_HEADS);
    }
    if (!setup(graph)) {
        lilt_graph_free(graph);
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory for a batch of %zu", options->batch);
    }
    draw_params(graph);
    *ret_graph = graph;
    return LILT_OK;
}

void
lilt_graph_free(LiltGraph *graph)
{
    if (graph != NULL)
        lilt_arena_free(graph->arena); /* the graph itself lies in it */
}

/* ---- a step -------------------------------------------------------------------------------- */

static void
pack_node(void *arg, size_t index)
{
    LiltGraph *graph = arg;

    if (is_weighted(&graph->nodes[index]))
        conv_pack(graph, &graph->nodes[index]);
}

/* Softmax and cross-entropy of one group by one head; its dy becomes the slope of weight * loss,
 * (p * sum(t) - t) * weight / batch. */
static void
judge(const Part *part)
{
    LiltGraph *graph = part->graph;
    const size_t head = (size_t)(part->node - head_at(graph, 0)), batch = graph->options.batch;
    const float share = graph->options.head_weights[head] / (float)batch;

    for (size_t i = part->first; i < part->first + part->n; i++) {
        const float *target = graph->targets + (head * batch + i) * LILT_N_EMOTIONS;
        const float *logits = part->node->y + i * LILT_N_EMOTIONS;
        float *slope = part->node->dy + i * LILT_N_EMOTIONS, whole = target[0];
        size_t said = 0, meant = 0;
        double sum = 0.0, loss = 0.0;

        for (size_t c = 1; c < LILT_N_EMOTIONS; c++) {
            said = logits[c] > logits[said] ? c : said;
            meant = target[c] > target[meant] ? c : meant;
            whole += target[c];
        }
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            sum += exp((double)logits[c] - (double)logits[said]);
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++) {
            const double log_p = (double)logits[c] - (double)logits[said] - log(sum);

            loss -= (double)target[c] * log_p;
            slope[c] = ((float)exp(log_p) * whole - target[c]) * share;
        }
        graph->losses[head * batch + i] = loss;
        graph->right[head * batch + i] = said == meant && whole > 0.0f;
    }
}

/* What a further head hands down comes on top of the first one's. */
static void
add_slope(const Part *part)
{
    const Node *node = part->node;
    const size_t offset = part->first * node->n_in;

    part->graph->kernels->add(part->n * node->n_in, head_at(part->graph, 0)->dx + offset,
                              node->dx + offset);
}

enum { SUM_BLOCK = 16384 };

static void
sum_grads(void *arg, size_t block)
{
    LiltGraph *graph = arg;
    const size_t first = block * SUM_BLOCK, left = graph->n_params - first;
    const size_t n = left < SUM_BLOCK ? left : SUM_BLOCK;

    memcpy(graph->grads + first, graph->group_grads + first, n * sizeof(float));
    for (size_t g = 1; g < graph->n_groups; g++)
        graph->kernels->add(n, graph->grads + first, graph_group_grad(graph, g, first));
}

static void
go_forward(LiltGraph *graph)
{
    for (size_t i = 0; i < graph->n_nodes; i++) {
        Node *node = &graph->nodes[i];

        if (is_weighted(node))
            conv_forward(graph, node);
        else if (node->layer.kind == LILT_LAYER_BATCH_NORM)
            norm_forward(graph, node);
        else
            plain_forward(graph, node);
    }
}

static void
go_backward(LiltGraph *graph)
{
    for (size_t i = 0; i < graph->n_heads; i++) {
        Node *head = head_at(graph, i);

        graph_run(graph, head, judge);
        conv_backward(graph, head);
        if (i > 0 && head->dx != NULL)
            graph_run(graph, head, add_slope);
    }
    for (size_t i = graph->n_nodes - graph->n_heads; i-- > 0;) {
        Node *node = &graph->nodes[i];

        if (is_weighted(node))
            conv_backward(graph, node);
        else if (node->layer.kind == LILT_LAYER_BATCH_NORM)
            norm_backward(graph, node);
        else
            plain_backward(graph, node);
    }
}

LiltStep
lilt_graph_learn(LiltGraph *graph, const float *targets, uint64_t step)
{
    const size_t batch = graph->options.batch;
    LiltStep result = {.loss = 0.0};

    graph->step = step;
    graph->targets = targets;
    lilt_pool_run(graph->pool, graph->n_nodes, pack_node, graph);
    go_forward(graph);
    go_backward(graph);
    lilt_pool_run(graph->pool, (graph->n_params + SUM_BLOCK - 1) / SUM_BLOCK, sum_grads, graph);
    for (size_t h = 0; h < graph->n_heads; h++) {
        for (size_t i = 0; i < batch; i++) {
            result.head_loss[h] += graph->losses[h * batch + i] / (double)batch;
            result.n_right[h] += graph->right[h * batch + i];
        }
        result.loss += (double)graph->options.head_weights[h] * result.head_loss[h];
    }
    return result;
}

void
lilt_graph_descend(LiltGraph *graph, float rate, float momentum, float decay, float *velocity)
{
    for (size_t i = 0; i < graph->n_nodes; i++) {
        const Node *node = &graph->nodes[i];
        const size_t end = i + 1 < graph->n_nodes ? node[1].weight : graph->n_params;
        const size_t middle = is_weighted(node) ? node->bias : node->weight;

        graph->kernels->sgd(middle - node->weight, rate, momentum, decay,
                            graph->grads + node->weight, velocity + node->weight,
                            graph->params + node->weight);
        graph->kernels->sgd(end - middle, rate, momentum, 0.0f, graph->grads + middle,
                            velocity + middle, graph->params + middle);
    }
}

/* ---- what others read ---------------------------------------------------------------------- */

float *
lilt_graph_input(LiltGraph *graph)
{
    return graph->input;
}

float *
lilt_graph_params(LiltGraph *graph, size_t *ret_n)
{
    *ret_n = graph->n_params;
    return graph->params;
}

const float *
lilt_graph_grads(const LiltGraph *graph)
{
    return graph->grads;
}

float *
lilt_graph_stats(LiltGraph *graph, size_t *ret_n)
{
    *ret_n = graph->n_stats;
    return graph->stats;
}

const float *
lilt_graph_input_grad(const LiltGraph *graph)
{
    return graph->input_grad;
}
