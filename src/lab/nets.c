/* Networks by name. */
#include "nets.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The yardsticks as rows of numbers: 3x3 convolutions with that many channels, p for 2x2 maximum,
 * after the bar linear layers; each but the head with bias and ReLU. */
static const struct {
    const char *name, *rows;
} yardsticks[] = {
    {"r1", "64 64 p 128 128 p 256 256 p 512 512 p | 512 512"}, /* 471 million multiplications */
    {"r2", "32 32 p 64 64 p 128 128 p | 128"},                 /* 86 million */
};

static void
list_layers(const char *rows, LiltLayers *layers)
{
    LiltLayer *layer = layers->layer;
    bool linear = false;

    for (const char *c = rows; *c != '\0'; c++) {
        if (*c == 'p')
            *layer++ = (LiltLayer){.kind = LILT_LAYER_MAX_POOL, .size = 2};
        linear |= *c == '|';
        if (!isdigit((unsigned char)*c))
            continue;
        char *end;

        layer->kind = linear ? LILT_LAYER_LINEAR : LILT_LAYER_CONV;
        layer->out = strtoul(c, &end, 10);
        layer->size = linear ? 0 : 3;
        layer->pad = linear ? 0 : 1;
        layer->bias = true;
        snprintf(layer->name, sizeof layer->name, "layer%d", (int)(layer - layers->layer) + 1);
        layer[1].kind = LILT_LAYER_RELU;
        layer += 2;
        c = end - 1;
    }
    *layer++ = (LiltLayer){
        .kind = LILT_LAYER_HEAD, .name = "fer", .out = LILT_N_EMOTIONS, .bias = true};
    layers->n = (size_t)(layer - layers->layer);
}

/* He et al. 2015: what flows through keeps its size. Biases are small, so that they count. */
static bool
draw_weights(const LiltLayers *layers, LiltWeights *weights)
{
    LiltRng rng = lilt_rng_new(1, 1);

    for (size_t i = 0; i < layers->n; i++) {
        LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
        const size_t n = lilt_layer_tensors(&layers->layer[i], specs);

        for (size_t t = 0; t < n; t++) {
            LiltTensor *tensor = lilt_weights_add(weights, &specs[t]);
            const float size = t == 0 && tensor != NULL
                                   ? sqrtf(2.0f * (float)specs[0].shape[0] / (float)tensor->n)
                                   : 0.1f;

            if (tensor == NULL)
                return false;
            for (size_t j = 0; j < tensor->n; j++)
                tensor->data[j] = size * lilt_rng_normal(&rng);
        }
    }
    return true;
}

static LiltStatus
make_yardstick(const char *rows, LiltDiag *diag, LiltWeights **ret_weights)
{
    LiltWeights *weights = lilt_weights_new();
    LiltLayers layers = {.n = 0};

    list_layers(rows, &layers);
    const LiltShape face = {LILT_FACE_SIDE, LILT_FACE_SIDE, 1};
    const LiltStatus status = lilt_layers_shape(&layers, face, diag);
    char *text = status == LILT_OK ? lilt_layers_print(&layers) : NULL;
    const bool good = weights != NULL && text != NULL && draw_weights(&layers, weights) &&
                      lilt_weights_set_note(weights, "layers", text) == LILT_OK;

    free(text);
    if (good) {
        *ret_weights = weights;
        return LILT_OK;
    }
    lilt_weights_free(weights);
    return status != LILT_OK ? status : lilt_fail(diag, LILT_E_NOMEM, "out of memory");
}

LiltStatus
lab_net_open(const char *name, LiltDiag *diag, LiltWeights **ret_weights)
{
    char path[4096];

    for (size_t i = 0; i < sizeof yardsticks / sizeof *yardsticks; i++)
        if (strcmp(name, yardsticks[i].name) == 0)
            return make_yardstick(yardsticks[i].rows, diag, ret_weights);
    if (strcmp(name, "mcnn") != 0)
        return lilt_weights_read(name, diag, ret_weights);
    const LiltStatus status = lilt_place_find("models", "mcnn.safetensors", diag, path,
                                              sizeof path);

    return status == LILT_OK ? lilt_weights_read(path, diag, ret_weights) : status;
}
