/* A network that runs: the layer list turned into steps at load, with batch norm folded into the
 * weights before it, ReLU fused into the product, and weights packed for this machine's kernels. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/nn.h"

enum { GROUP = LILT_NET_GROUP }; /* faces taken through the steps together */

/* One step of the plan. `weights` are packed once all folding is done. */
typedef struct {
    LiltLayer layer; /* normalize, conv, max_pool, linear or head */
    LiltConv conv;   /* conv, linear and head */
    float *matrix;   /* [depth, out] while loading, then NULL */
    float *packed;
    float *bias; /* [out] */
    LiltEnd end; /* ReLU and pooling, taken over from the layers behind it */
} Step;

struct LiltNet {
    const LiltKernels *kernels;
    size_t n_steps; /* the trunk's, then the heads' */
    Step steps[LILT_MAX_LAYERS];
    const Step *head;   /* the one that answers */
    float *values[2];   /* GROUP images of the largest shape each, used in turn */
    const float *trunk; /* what the last group of faces came to before the heads, */
    size_t n_trunk;     /* and how many they were */
    float *scratch;
    void (*on_step)(void *user, const LiltLayer *layer); /* or NULL */
    void *user;
};

static size_t
count(LiltShape shape)
{
    return shape.height * shape.width * shape.channels;
}

/* ---- loading ------------------------------------------------------------------------------- */

/* Tensor `index` of the layer. */
static LiltStatus
get_tensor(const LiltWeights *weights, const LiltLayer *layer, size_t index, LiltDiag *diag,
           const float **ret_data)
{
    LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
    const LiltTensor *tensor;

    lilt_layer_tensors(layer, specs);
    const LiltStatus status = lilt_weights_find(weights, &specs[index], diag, &tensor);

    if (status == LILT_OK)
        *ret_data = tensor->data;
    return status;
}

/* A head's calibration: its logits are divided by the temperature (Guo et al. 2017). */
static LiltStatus
cool(Step *step, const LiltWeights *weights, LiltDiag *diag)
{
    const size_t n = lilt_conv_depth(&step->conv) * step->conv.out;
    float temperature = 1.0f;
    const LiltStatus status = lilt_weights_temperature(weights, step->layer.name, diag,
                                                       &temperature);

    if (status != LILT_OK || temperature == 1.0f)
        return status;
    for (size_t i = 0; i < n; i++)
        step->matrix[i] /= temperature;
    for (size_t o = 0; o < step->conv.out; o++)
        step->bias[o] /= temperature;
    return LILT_OK;
}

static LiltStatus
add_weighted(LiltNet *net, const LiltWeights *weights, const LiltLayer *layer, LiltDiag *diag)
{
    Step *step = &net->steps[net->n_steps++];
    const float *weight, *bias = NULL;
    LiltStatus status;

    step->layer = *layer;
    step->conv = lilt_layer_conv(layer);
    status = get_tensor(weights, layer, 0, diag, &weight);
    if (status == LILT_OK && layer->bias)
        status = get_tensor(weights, layer, 1, diag, &bias);
    if (status != LILT_OK)
        return status;
    step->matrix = malloc(lilt_conv_depth(&step->conv) * layer->out * sizeof(float));
    step->bias = calloc(layer->out, sizeof(float));
    if (step->matrix == NULL || step->bias == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "layer %s: out of memory", layer->name);
    lilt_layer_to_matrix(layer, weight, step->matrix);
    if (bias != NULL)
        memcpy(step->bias, bias, layer->out * sizeof(float));
    return layer->kind == LILT_LAYER_HEAD ? cool(step, weights, diag) : LILT_OK;
}

/* y = (Wx + b - mean) * g + shift with g = scale / sqrt(variance + epsilon): W and b take it in. */
static LiltStatus
fold(LiltNet *net, const LiltWeights *weights, const LiltLayer *layer, LiltDiag *diag)
{
    Step *step = &net->steps[net->n_steps - 1];
    const size_t out = step->conv.out, depth = lilt_conv_depth(&step->conv);
    const float *tensors[4]; /* scale, shift, mean, variance */
    LiltStatus status = LILT_OK;

    for (size_t i = 0; i < 4 && status == LILT_OK; i++)
        status = get_tensor(weights, layer, i, diag, &tensors[i]);
    if (status != LILT_OK)
        return status;
    for (size_t o = 0; o < out; o++) {
        const double variance = (double)tensors[3][o] + (double)layer->epsilon;
        const double g = (double)tensors[0][o] / sqrt(variance);

        if (!(variance > 0.0))
            return lilt_fail(diag, LILT_E_FORMAT, "tensor %s.running_var: value %zu is negative",
                             layer->name, o);
        for (size_t p = 0; p < depth; p++)
            step->matrix[p * out + o] = (float)((double)step->matrix[p * out + o] * g);
        step->bias[o] = (float)(((double)step->bias[o] - (double)tensors[2][o]) * g +
                                (double)tensors[1][o]);
    }
    return LILT_OK;
}

/* Let the convolution before a 2 x 2 pooling do it on its way, where it can. */
static bool
take_over_pool(LiltNet *net, const LiltLayer *layer)
{
    Step *step = net->n_steps > 0 ? &net->steps[net->n_steps - 1] : NULL;

    if (step == NULL || step->layer.kind != LILT_LAYER_CONV || (step->end & LILT_END_POOL) ||
        !lilt_conv_pools(&step->conv))
        return false;
    step->end |= LILT_END_POOL;
    step->layer.after = layer->after;
    return true;
}

static LiltStatus
add_layer(LiltNet *net, const LiltWeights *weights, const LiltLayer *layer, LiltDiag *diag)
{
    switch (layer->kind) {
    case LILT_LAYER_CONV:
    case LILT_LAYER_LINEAR:
    case LILT_LAYER_HEAD:
        return add_weighted(net, weights, layer, diag);
    case LILT_LAYER_BATCH_NORM:
        return fold(net, weights, layer, diag);
    case LILT_LAYER_RELU:
        net->steps[net->n_steps - 1].end |= LILT_END_RELU;
        return LILT_OK;
    case LILT_LAYER_MAX_POOL:
        if (take_over_pool(net, layer))
            return LILT_OK;
        net->steps[net->n_steps++].layer = *layer;
        return LILT_OK;
    case LILT_LAYER_NORMALIZE:
        net->steps[net->n_steps++].layer = *layer;
        return LILT_OK;
    case LILT_LAYER_DROPOUT:
        return LILT_OK;
    }
    return LILT_OK;
}

/* Memory for n floats, aligned to a cache line; NULL when it is short. */
static float *
new_floats(size_t n)
{
    return aligned_alloc(64, (n * sizeof(float) + 63) / 64 * 64);
}

/* Pack the matrices and make room for what flows between the steps. */
static bool
prepare(LiltNet *net)
{
    size_t most_values = LILT_FACE_PIXELS, most_scratch = 1;

    for (size_t i = 0; i < net->n_steps; i++) {
        Step *step = &net->steps[i];
        const LiltConv *conv = &step->conv;

        if (count(step->layer.after) > most_values)
            most_values = count(step->layer.after);
        if (step->matrix == NULL)
            continue;
        const size_t scratch = lilt_conv_scratch(conv);

        if (scratch > most_scratch)
            most_scratch = scratch;
        step->packed = new_floats(lilt_conv_packed_size(net->kernels, conv));
        if (step->packed == NULL)
            return false;
        lilt_conv_pack(net->kernels, conv, step->matrix, step->packed);
        free(step->matrix);
        step->matrix = NULL;
    }
    for (int i = 0; i < 2; i++)
        net->values[i] = new_floats(GROUP * most_values);
    net->scratch = new_floats(most_scratch);
    return net->values[0] != NULL && net->values[1] != NULL && net->scratch != NULL;
}

LiltStatus
lilt_net_new(const LiltWeights *weights, LiltDiag *diag, LiltNet **ret_net)
{
    LiltLayers layers;
    LiltNet *net;
    LiltStatus status = lilt_weights_layers(weights, diag, &layers);

    if (status != LILT_OK)
        return status;
    net = calloc(1, sizeof *net);
    if (net == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    net->kernels = lilt_kernels_best();
    for (size_t i = 0; i < layers.n && status == LILT_OK; i++)
        status = add_layer(net, weights, &layers.layer[i], diag);
    if (status == LILT_OK)
        status = lilt_net_use_head(net, NULL, diag);
    if (status == LILT_OK && !prepare(net))
        status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    if (status == LILT_OK)
        *ret_net = net;
    else
        lilt_net_free(net);
    return status;
}

LiltStatus
lilt_net_load(const char *path, LiltDiag *diag, LiltNet **ret_net)
{
    LiltWeights *weights = NULL;
    LiltDiag inner = {""};
    LiltStatus status = lilt_weights_read(path, diag, &weights);

    if (status != LILT_OK)
        return status;
    status = lilt_net_new(weights, &inner, ret_net);
    lilt_weights_free(weights);
    if (status != LILT_OK) {
        const bool named = strncmp(inner.text, path, strlen(path)) == 0;

        return lilt_fail(diag, status, "%s%s%s", named ? "" : path, named ? "" : ": ", inner.text);
    }
    return LILT_OK;
}

LiltStatus
lilt_net_use_head(LiltNet *net, const char *head, LiltDiag *diag)
{
    for (size_t i = 0; i < net->n_steps; i++) {
        const LiltLayer *layer = &net->steps[i].layer;

        if (layer->kind == LILT_LAYER_HEAD && (head == NULL || strcmp(layer->name, head) == 0)) {
            net->head = &net->steps[i];
            return LILT_OK;
        }
    }
    return lilt_fail(diag, LILT_E_ABSENT, "the network has no head \"%s\"", head ? head : "");
}

/* ---- running ------------------------------------------------------------------------------- */

static void
run_step(LiltNet *net, const Step *step, size_t n, const float *x, float *y)
{
    const size_t in = count(step->layer.before), out = count(step->layer.after);

    switch (step->layer.kind) {
    case LILT_LAYER_NORMALIZE:
        for (size_t i = 0; i < n; i++)
            lilt_normalize(in, step->layer.epsilon, x + i * in, y + i * in);
        break;
    case LILT_LAYER_MAX_POOL:
        for (size_t i = 0; i < n; i++)
            lilt_max_pool(net->kernels, step->layer.before, x + i * in, y + i * out);
        break;
    default:
        lilt_conv_forward(net->kernels, &step->conv, n, x, step->packed, step->bias, step->end, y,
                          net->scratch);
    }
    if (net->on_step != NULL)
        net->on_step(net->user, &step->layer);
}

void
lilt_net_watch(LiltNet *net, void (*on_step)(void *user, const LiltLayer *layer), void *user)
{
    net->on_step = on_step;
    net->user = user;
}

static void
run_trunk(LiltNet *net, size_t n, const float *x)
{
    for (size_t i = 0; net->steps[i].layer.kind != LILT_LAYER_HEAD; i++) {
        float *y = net->values[i % 2];

        run_step(net, &net->steps[i], n, x, y);
        x = y;
    }
    net->trunk = x;
    net->n_trunk = n;
}

LiltStatus
lilt_net_predict_again(LiltNet *net, float *probs)
{
    run_step(net, net->head, net->n_trunk, net->trunk, probs);
    for (size_t i = 0; i < net->n_trunk; i++, probs += LILT_N_EMOTIONS) {
        lilt_softmax(LILT_N_EMOTIONS, probs);
        if (!isfinite(probs[0])) /* then none is: each was divided by their sum */
            return LILT_E_FORMAT;
    }
    return LILT_OK;
}

LiltStatus
lilt_net_predict(LiltNet *net, size_t n, const float *faces, float *probs)
{
    LiltStatus status = LILT_OK;

    for (size_t done = 0; done < n && status == LILT_OK; done += GROUP) {
        run_trunk(net, n - done < GROUP ? n - done : GROUP, faces + done * LILT_FACE_PIXELS);
        status = lilt_net_predict_again(net, probs + done * LILT_N_EMOTIONS);
    }
    return status;
}

void
lilt_net_free(LiltNet *net)
{
    if (net == NULL)
        return;
    for (size_t i = 0; i < net->n_steps; i++) {
        free(net->steps[i].matrix);
        free(net->steps[i].packed);
        free(net->steps[i].bias);
    }
    free(net->values[0]);
    free(net->values[1]);
    free(net->scratch);
    free(net);
}
