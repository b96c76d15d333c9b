/* The layer list: its JSON text, its shapes, the tensors each layer keeps. */
#include "weights.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {
    [LILT_LAYER_NORMALIZE] = "normalize",   [LILT_LAYER_CONV] = "conv",
    [LILT_LAYER_BATCH_NORM] = "batch_norm", [LILT_LAYER_RELU] = "relu",
    [LILT_LAYER_MAX_POOL] = "max_pool",     [LILT_LAYER_DROPOUT] = "dropout",
    [LILT_LAYER_LINEAR] = "linear",         [LILT_LAYER_HEAD] = "head",
};

/* MOST_VALUES is what one image may become on its way: a short list must not ask for gigabytes. */
enum {
    N_KINDS = sizeof kind_names / sizeof *kind_names,
    LARGEST = 1024,
    MOST_VALUES = 1 << 20,
};

static bool
has_weights(const LiltLayer *layer)
{
    return layer->kind == LILT_LAYER_CONV || layer->kind == LILT_LAYER_LINEAR ||
           layer->kind == LILT_LAYER_HEAD;
}

/* ---- shapes -------------------------------------------------------------------------------- */

/* What is wrong with the layer in its place, or NULL. `last` is the one before it in the list, NULL
 * for the first. */
static const char *
fault(const LiltLayer *layer, const LiltLayer *last)
{
    const LiltShape in = layer->before;
    const bool weighed = last != NULL && has_weights(last);

    if (last != NULL && last->kind == LILT_LAYER_HEAD && layer->kind != LILT_LAYER_HEAD)
        return "stands after a head";
    if ((has_weights(layer) || layer->kind == LILT_LAYER_BATCH_NORM) && layer->name[0] == '\0')
        return "has no name";
    switch (layer->kind) {
    case LILT_LAYER_NORMALIZE:
        return last == NULL ? NULL : "is not the first layer";
    case LILT_LAYER_CONV:
        if (layer->size < 1 || layer->size > 15 || 2 * layer->pad >= layer->size)
            return "wants a size of 1 to 15 and a pad below half of it";
        if (layer->size > in.height + 2 * layer->pad || layer->size > in.width + 2 * layer->pad)
            return "has a kernel larger than its input";
        /* fall through */
    case LILT_LAYER_LINEAR:
        return layer->out >= 1 && layer->out <= LARGEST ? NULL : "wants an out of 1 to 1024";
    case LILT_LAYER_HEAD:
        return layer->out == LILT_N_EMOTIONS ? NULL : "wants an out of 7";
    case LILT_LAYER_BATCH_NORM:
        return weighed ? NULL : "does not follow conv or linear";
    case LILT_LAYER_RELU:
        return weighed || (last != NULL && last->kind == LILT_LAYER_BATCH_NORM)
                   ? NULL
                   : "does not follow conv, linear or batch_norm";
    case LILT_LAYER_MAX_POOL:
        return layer->size != 2                          ? "wants windows of 2 x 2"
               : in.height % 2 != 0 || in.width % 2 != 0 ? "does not divide its input"
                                                         : NULL;
    case LILT_LAYER_DROPOUT:
        return layer->rate >= 0.0f && layer->rate < 1.0f ? NULL : "wants a rate from 0 to below 1";
    }
    return "is of no known kind";
}

static LiltShape
shape_after(const LiltLayer *layer)
{
    LiltShape shape = layer->before;

    switch (layer->kind) {
    case LILT_LAYER_CONV:
        shape.height += 2 * layer->pad - layer->size + 1;
        shape.width += 2 * layer->pad - layer->size + 1;
        shape.channels = layer->out;
        break;
    case LILT_LAYER_LINEAR:
    case LILT_LAYER_HEAD:
        shape = (LiltShape){1, 1, layer->out};
        break;
    case LILT_LAYER_MAX_POOL:
        shape.height /= 2;
        shape.width /= 2;
        break;
    default:
        break;
    }
    return shape;
}

/* Names must differ, or two layers would share tensors. */
static bool
name_is_taken(const LiltLayers *layers, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (layers->layer[index].name[0] != '\0' &&
            strcmp(layers->layer[i].name, layers->layer[index].name) == 0)
            return true;
    return false;
}

LiltStatus
lilt_layers_shape(LiltLayers *layers, LiltShape input, LiltDiag *diag)
{
    LiltShape shape = input; /* of the trunk so far */

    for (size_t i = 0; i < layers->n; i++) {
        LiltLayer *layer = &layers->layer[i];

        layer->before = shape;
        const char *wrong = name_is_taken(layers, i) ? "has the name of an earlier layer"
                                                     : fault(layer, i > 0 ? layer - 1 : NULL);

        if (wrong != NULL)
            return lilt_fail(diag, LILT_E_FORMAT, "layer %zu (%s %s) %s", i + 1,
                             kind_names[layer->kind], layer->name, wrong);
        layer->after = shape_after(layer);
        if (layer->after.height * layer->after.width * layer->after.channels > MOST_VALUES)
            return lilt_fail(diag, LILT_E_FORMAT, "layer %zu (%s %s) gives more than %d values",
                             i + 1, kind_names[layer->kind], layer->name, MOST_VALUES);
        if (layer->kind != LILT_LAYER_HEAD)
            shape = layer->after;
    }
    if (layers->n == 0 || layers->layer[layers->n - 1].kind != LILT_LAYER_HEAD)
        return lilt_fail(diag, LILT_E_FORMAT, "the layer list does not end with a head");
    return LILT_OK;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static size_t
get_count(const cJSON *object, const char *key, size_t otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (item == NULL)
        return otherwise;
    /* What is no count becomes 0, which fault() refuses where it matters. */
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble <= LARGEST &&
                   item->valuedouble == floor(item->valuedouble)
               ? (size_t)item->valuedouble
               : 0;
}

static float
get_float(const cJSON *object, const char *key, double otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsNumber(item) ? (float)item->valuedouble : (float)otherwise;
}

static bool
read_layer(const cJSON *object, LiltLayer *layer)
{
    const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "kind"));
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "name"));
    const cJSON *bias = cJSON_GetObjectItemCaseSensitive(object, "bias");
    size_t k = 0;

    while (kind != NULL && k < N_KINDS && strcmp(kind, kind_names[k]) != 0)
        k++;
    if (kind == NULL || k == N_KINDS || (name != NULL && !lilt_is_name(name, sizeof layer->name)))
        return false;
    *layer = (LiltLayer){
        .kind = (LiltLayerKind)k,
        .out = get_count(object, "out", k == LILT_LAYER_HEAD ? LILT_N_EMOTIONS : 0),
        .size = get_count(object, "size", 0),
        .pad = get_count(object, "pad", 0),
        .bias = k == LILT_LAYER_HEAD || bias == NULL || cJSON_IsTrue(bias),
        .epsilon = get_float(object, "epsilon", k == LILT_LAYER_NORMALIZE ? 0.01 : 1e-5),
        .rate = get_float(object, "rate", 0.5),
    };
    if (name != NULL)
        strcpy(layer->name, name);
    return layer->epsilon > 0.0f && layer->epsilon <= 1.0f;
}

LiltStatus
lilt_layers_parse(const char *json, LiltDiag *diag, LiltLayers *ret_layers)
{
    const LiltShape face = {LILT_FACE_SIDE, LILT_FACE_SIDE, 1};
    LiltLayers layers = {.n = 0};
    LiltStatus status = LILT_OK;
    cJSON *list = cJSON_Parse(json);
    const cJSON *object;

    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > LILT_MAX_LAYERS) {
        cJSON_Delete(list);
        return lilt_fail(diag, LILT_E_FORMAT, "the layer list is no JSON list of 1 to %d layers",
                         LILT_MAX_LAYERS);
    }
    cJSON_ArrayForEach(object, list)
    {
        if (status == LILT_OK && !read_layer(object, &layers.layer[layers.n++]))
            status = lilt_fail(diag, LILT_E_FORMAT, "layer %zu: unknown kind, or a bad value",
                               layers.n);
    }
    cJSON_Delete(list);
    if (status == LILT_OK)
        status = lilt_layers_shape(&layers, face, diag);
    if (status == LILT_OK)
        *ret_layers = layers;
    return status;
}

static bool
print_layer(const LiltLayer *layer, cJSON *object)
{
    bool good = cJSON_AddStringToObject(object, "kind", kind_names[layer->kind]) != NULL;

    if (layer->name[0] != '\0')
        good &= cJSON_AddStringToObject(object, "name", layer->name) != NULL;
    if (has_weights(layer))
        good &= cJSON_AddNumberToObject(object, "out", (double)layer->out) != NULL;
    if (layer->kind == LILT_LAYER_CONV || layer->kind == LILT_LAYER_MAX_POOL)
        good &= cJSON_AddNumberToObject(object, "size", (double)layer->size) != NULL;
    if (layer->kind == LILT_LAYER_CONV)
        good &= cJSON_AddNumberToObject(object, "pad", (double)layer->pad) != NULL;
    if (layer->kind == LILT_LAYER_CONV || layer->kind == LILT_LAYER_LINEAR)
        good &= cJSON_AddBoolToObject(object, "bias", layer->bias) != NULL;
    if (layer->kind == LILT_LAYER_NORMALIZE || layer->kind == LILT_LAYER_BATCH_NORM)
        good &= cJSON_AddNumberToObject(object, "epsilon", (double)layer->epsilon) != NULL;
    if (layer->kind == LILT_LAYER_DROPOUT)
        good &= cJSON_AddNumberToObject(object, "rate", (double)layer->rate) != NULL;
    return good;
}

char *
lilt_layers_print(const LiltLayers *layers)
{
    cJSON *list = cJSON_CreateArray();
    bool good = list != NULL;

    for (size_t i = 0; good && i < layers->n; i++) {
        cJSON *object = cJSON_CreateObject();

        good = cJSON_AddItemToArray(list, object) && print_layer(&layers->layer[i], object);
    }
    char *text = good ? cJSON_PrintUnformatted(list) : NULL;

    cJSON_Delete(list);
    return text;
}

/* ---- tensors ------------------------------------------------------------------------------- */

static LiltTensorSpec
named(const LiltLayer *layer, const char *what)
{
    LiltTensorSpec spec = {.n_dims = 1};

    snprintf(spec.name, sizeof spec.name, "%s.%s", layer->name, what);
    return spec;
}

size_t
lilt_layer_tensors(const LiltLayer *layer, LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS])
{
    static const char *const of_norm[] = {"weight", "bias", "running_mean", "running_var"};
    const LiltShape in = layer->before;
    size_t n = 0;

    if (layer->kind == LILT_LAYER_BATCH_NORM)
        for (; n < 4; n++) {
            specs[n] = named(layer, of_norm[n]);
            specs[n].shape[0] = in.channels;
        }
    if (!has_weights(layer))
        return n;
    specs[0] = named(layer, "weight");
    specs[0].shape[0] = layer->out;
    if (layer->kind == LILT_LAYER_CONV) {
        specs[0].n_dims = 4;
        specs[0].shape[1] = in.channels;
        specs[0].shape[2] = specs[0].shape[3] = layer->size;
    } else {
        specs[0].n_dims = 2;
        specs[0].shape[1] = in.channels * in.height * in.width;
    }
    if (layer->bias) {
        specs[1] = named(layer, "bias");
        specs[1].shape[0] = layer->out;
    }
    return layer->bias ? 2 : 1;
}

/* ---- weights as a matrix ------------------------------------------------------------------- */

/* Places of the picture that a weighted layer tells apart. */
static size_t
count_places(const LiltLayer *layer)
{
    return layer->kind == LILT_LAYER_CONV ? layer->size * layer->size
                                          : layer->before.height * layer->before.width;
}

void
lilt_layer_to_matrix(const LiltLayer *layer, const float *weight, float *matrix)
{
    const size_t channels = layer->before.channels, n_places = count_places(layer);

    for (size_t o = 0; o < layer->out; o++)
        for (size_t c = 0; c < channels; c++)
            for (size_t p = 0; p < n_places; p++)
                matrix[(p * channels + c) * layer->out + o] = *weight++;
}

void
lilt_layer_from_matrix(const LiltLayer *layer, const float *matrix, float *weight)
{
    const size_t channels = layer->before.channels, n_places = count_places(layer);

    for (size_t o = 0; o < layer->out; o++)
        for (size_t c = 0; c < channels; c++)
            for (size_t p = 0; p < n_places; p++)
                *weight++ = matrix[(p * channels + c) * layer->out + o];
}

LiltConv
lilt_layer_conv(const LiltLayer *layer)
{
    const LiltShape in = layer->before;

    if (layer->kind != LILT_LAYER_CONV)
        return (LiltConv){1, 1, in.height * in.width * in.channels, layer->out, 1, 0};
    return (LiltConv){in.height, in.width, in.channels, layer->out, layer->size, layer->pad};
}

double
lilt_layer_products(const LiltLayer *layer)
{
    const LiltConv conv = lilt_layer_conv(layer);

    if (layer->kind != LILT_LAYER_CONV && layer->kind != LILT_LAYER_LINEAR &&
        layer->kind != LILT_LAYER_HEAD)
        return 0.0;
    return (double)(lilt_conv_height(&conv) * lilt_conv_width(&conv) * conv.out) *
           (double)lilt_conv_depth(&conv);
}
