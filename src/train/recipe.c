/* Named recipes, and the short form in which they tell a network's shape: layers by commas, each a
 * word and a number. "conv N": 3x3 convolution to N channels, batch norm, ReLU. "pool N": max
 * pooling. "dropout R". "linear N": with batch norm and ReLU. The input's normalisation in front
 * and the heads at the end, `fer` and, where its loss has a weight, `ferplus`, are understood. */
#include "lilt/train.h"

#include <stdio.h>
#include <string.h>

static const LiltRecipe recipes[] = {
    {
        .name = "mcnn",
        .summary = "the shipped network: 168 MMAC, 2.2 M parameters",
        .layers = "conv 32, conv 32, pool 2, conv 80, conv 80, pool 2, conv 160, conv 160, pool 2, "
                  "conv 320, conv 320, pool 2, dropout 0.3, linear 128, dropout 0.2",
        .batch = 128,
        .epochs = 120,
        .rate = 0.05f,
        .momentum = 0.9f,
        .decay = 5e-4f,
        .warm_up_epochs = 2.0f,
        .average = 0.999f,
        .smoothing = 0.03f,
        .crowd = 0.1f,
        .ferplus_weight = 0.7f,
        .augment = {.flip = true,
                    .shift_px = 4.0f,
                    .turn_rad = 0.2f,
                    .stretch = 0.12f,
                    .squeeze = 0.08f,
                    .brightness = 0.15f,
                    .contrast = 0.2f,
                    .gamma = 0.4f,
                    .coarse = 1.0f,
                    .blur_px = 1.0f,
                    .noise = 0.06f,
                    .erase = 0.25f,
                    .erase_area = 0.2f},
    },
    {
        .name = "table1",
        .summary = "the paper's 15 epochs, without augmentation, on its split",
        .layers =
            "conv 32, pool 2, conv 64, pool 2, conv 128, pool 2, conv 256, pool 2, linear 256",
        .batch = 64,
        .epochs = 15,
        .rate = 0.05f,
        .momentum = 0.9f,
        .decay = 1e-4f,
        .warm_up_epochs = 1.0f,
        .average = 0.99f,
        .paper = true,
    },
    {
        .name = "fast",
        .summary = "a small network for tests and first looks: 5 MMAC",
        .layers = "conv 8, pool 2, conv 16, pool 2, conv 32, pool 2, dropout 0.2, linear 32",
        .batch = 64,
        .epochs = 6,
        .rate = 0.05f,
        .momentum = 0.9f,
        .decay = 5e-4f,
        .warm_up_epochs = 0.5f,
        .average = 0.99f,
        .smoothing = 0.05f,
        .ferplus_weight = 1.0f,
        .augment = {.flip = true, .shift_px = 2.0f},
    },
};

const LiltRecipe *
lilt_recipe_at(size_t index)
{
    return index < sizeof recipes / sizeof *recipes ? &recipes[index] : NULL;
}

const LiltRecipe *
lilt_recipe_find(const char *name)
{
    const LiltRecipe *recipe;

    for (size_t i = 0; (recipe = lilt_recipe_at(i)) != NULL; i++)
        if (strcmp(recipe->name, name) == 0)
            return recipe;
    return NULL;
}

/* A weighted layer, batch norm and ReLU. */
static bool
add_block(LiltLayers *layers, LiltLayerKind kind, unsigned number, size_t out)
{
    const bool conv = kind == LILT_LAYER_CONV;
    LiltLayer *layer = &layers->layer[layers->n];

    if (layers->n + 3 > LILT_MAX_LAYERS)
        return false;
    layer[0] = (LiltLayer){.kind = kind, .out = out, .size = conv ? 3 : 0, .pad = conv ? 1 : 0};
    snprintf(layer[0].name, sizeof layer->name, "%s%u", conv ? "conv" : "linear", number);
    layer[1] = (LiltLayer){.kind = LILT_LAYER_BATCH_NORM, .epsilon = 1e-5f};
    snprintf(layer[1].name, sizeof layer->name, "norm%u", number);
    layer[2] = (LiltLayer){.kind = LILT_LAYER_RELU};
    layers->n += 3;
    return true;
}

/* One word of the short form; `number` counts weighted layers. */
static bool
add_word(LiltLayers *layers, const char *word, double value, unsigned *number)
{
    if (layers->n >= LILT_MAX_LAYERS)
        return false;
    if (strcmp(word, "conv") == 0)
        return add_block(layers, LILT_LAYER_CONV, ++*number, (size_t)value);
    if (strcmp(word, "linear") == 0)
        return add_block(layers, LILT_LAYER_LINEAR, ++*number, (size_t)value);
    if (strcmp(word, "pool") == 0)
        layers->layer[layers->n++] = (LiltLayer){.kind = LILT_LAYER_MAX_POOL,
                                                 .size = (size_t)value};
    else if (strcmp(word, "dropout") == 0)
        layers->layer[layers->n++] = (LiltLayer){.kind = LILT_LAYER_DROPOUT, .rate = (float)value};
    else
        return false;
    return true;
}

static void
add_head(LiltLayers *layers, const char *name)
{
    LiltLayer *head = &layers->layer[layers->n++];

    *head = (LiltLayer){.kind = LILT_LAYER_HEAD, .out = LILT_N_EMOTIONS, .bias = true};
    snprintf(head->name, sizeof head->name, "%s", name);
}

LiltStatus
lilt_recipe_layers(const LiltRecipe *recipe, LiltDiag *diag, LiltLayers *ret_layers)
{
    LiltLayers layers = {.n = 1};
    const char *rest = recipe->layers;
    unsigned number = 0;
    char word[16];
    double value;
    int used;

    layers.layer[0] = (LiltLayer){.kind = LILT_LAYER_NORMALIZE, .epsilon = 0.01f};
    while (*rest != '\0') {
        used = 0;
        if (sscanf(rest, " %15[a-z] %lf%n", word, &value, &used) != 2 || value < 0.0 ||
            value > 4096.0 || !add_word(&layers, word, value, &number))
            return lilt_fail(diag, LILT_E_FORMAT, "recipe %s: cannot read \"%.60s\"", recipe->name,
                             rest);
        rest += used;
        rest += *rest == ',';
    }
    if (layers.n + 2 > LILT_MAX_LAYERS)
        return lilt_fail(diag, LILT_E_FORMAT, "recipe %s: too many layers", recipe->name);
    add_head(&layers, "fer");
    if (recipe->ferplus_weight > 0.0f)
        add_head(&layers, "ferplus");
    const LiltStatus status = lilt_layers_shape(
        &layers, (LiltShape){LILT_FACE_SIDE, LILT_FACE_SIDE, 1}, diag);

    if (status == LILT_OK)
        *ret_layers = layers;
    return status;
}
