/* Named tensors and notes in memory. */
#include "weights.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

LiltWeights *
lilt_weights_new(void)
{
    return calloc(1, sizeof(LiltWeights));
}

bool
lilt_is_name(const char *name, size_t capacity)
{
    if (name[0] == '\0' || strlen(name) >= capacity)
        return false;
    for (const char *c = name; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return false;
    return true;
}

const LiltTensor *
lilt_weights_named(const LiltWeights *weights, const char *name)
{
    for (size_t i = 0; i < weights->n_tensors; i++)
        if (strcmp(weights->tensors[i]->spec.name, name) == 0)
            return weights->tensors[i];
    return NULL;
}

LiltTensor *
lilt_weights_add(LiltWeights *weights, const LiltTensorSpec *spec)
{
    LiltTensor **tensors = realloc(weights->tensors, (weights->n_tensors + 1) * sizeof *tensors);
    LiltTensor *tensor = calloc(1, sizeof *tensor);

    if (tensors != NULL)
        weights->tensors = tensors;
    if (tensor != NULL) {
        tensor->spec = *spec;
        tensor->n = 1;
        for (size_t i = 0; i < spec->n_dims; i++)
            tensor->n *= spec->shape[i];
        tensor->data = calloc(tensor->n > 0 ? tensor->n : 1, sizeof(float));
    }
    if (tensors == NULL || tensor == NULL || tensor->data == NULL) {
        if (tensor != NULL)
            free(tensor->data);
        free(tensor);
        return NULL;
    }
    weights->tensors[weights->n_tensors++] = tensor;
    return tensor;
}

/* Values are finite. Half of the last bit kept, less one unless that bit is set, carries upwards.
 */
static float
round_to_bf16(float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void
lilt_weights_round(LiltWeights *weights)
{
    for (size_t i = 0; i < weights->n_tensors; i++) {
        LiltTensor *tensor = weights->tensors[i];

        for (size_t j = 0; tensor->spec.n_dims >= 2 && j < tensor->n; j++)
            tensor->data[j] = round_to_bf16(tensor->data[j]);
    }
}

/* "[64, 32, 3, 3]" */
static const char *
shape_text(const LiltTensorSpec *spec, char text[96])
{
    size_t n = 0;

    for (size_t i = 0; i < spec->n_dims; i++)
        n += (size_t)snprintf(text + n, 96 - n, "%s%zu", i > 0 ? ", " : "[", spec->shape[i]);
    snprintf(text + n, 96 - n, "%s", spec->n_dims > 0 ? "]" : "[]");
    return text;
}

LiltStatus
lilt_weights_find(const LiltWeights *weights, const LiltTensorSpec *spec, LiltDiag *diag,
                  const LiltTensor **ret_tensor)
{
    const char *source = weights->source != NULL ? weights->source : "weights";
    const LiltTensor *tensor = lilt_weights_named(weights, spec->name);
    char want[96], have[96];

    if (tensor == NULL)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: no tensor %s %s", source, spec->name,
                         shape_text(spec, want));
    if (tensor->spec.n_dims != spec->n_dims ||
        memcmp(tensor->spec.shape, spec->shape, spec->n_dims * sizeof *spec->shape) != 0)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: tensor %s should be %s and is %s", source,
                         spec->name, shape_text(spec, want), shape_text(&tensor->spec, have));
    *ret_tensor = tensor;
    return LILT_OK;
}

const char *
lilt_weights_note(const LiltWeights *weights, const char *key)
{
    for (size_t i = 0; i < weights->n_notes; i++)
        if (strcmp(weights->notes[i].key, key) == 0)
            return weights->notes[i].text;
    return NULL;
}

/* The note of that key, a new one without text if there is none; NULL when memory is short. */
static Note *
note_of(LiltWeights *weights, const char *key)
{
    for (size_t i = 0; i < weights->n_notes; i++)
        if (strcmp(weights->notes[i].key, key) == 0)
            return &weights->notes[i];
    Note *notes = realloc(weights->notes, (weights->n_notes + 1) * sizeof *notes);

    if (notes == NULL)
        return NULL;
    weights->notes = notes;
    notes[weights->n_notes] = (Note){.key = strdup(key)};
    return notes[weights->n_notes].key != NULL ? &notes[weights->n_notes++] : NULL;
}

LiltStatus
lilt_weights_layers(const LiltWeights *weights, LiltDiag *diag, LiltLayers *ret_layers)
{
    const char *list = lilt_weights_note(weights, "layers");

    return list != NULL ? lilt_layers_parse(list, diag, ret_layers)
                        : lilt_fail(diag, LILT_E_FORMAT, "the weights carry no layer list");
}

LiltStatus
lilt_weights_temperature(const LiltWeights *weights, const char *head, LiltDiag *diag,
                         float *ret_temperature)
{
    char key[64];

    snprintf(key, sizeof key, "%s.temperature", head);
    const char *text = lilt_weights_note(weights, key);
    /* strtod() would want a comma where the listener's language has one. */
    cJSON *number = text != NULL ? cJSON_ParseWithOpts(text, NULL, true) : NULL;
    const double value = text == NULL ? 1.0 : cJSON_IsNumber(number) ? number->valuedouble : 0.0;

    cJSON_Delete(number);
    if (value < 0.05 || value > 20.0)
        return lilt_fail(diag, LILT_E_FORMAT, "note %s: \"%.20s\" is not a number from 0.05 to 20",
                         key, text);
    *ret_temperature = (float)value;
    return LILT_OK;
}

LiltStatus
lilt_weights_set_note(LiltWeights *weights, const char *key, const char *text)
{
    char *copy = strdup(text);
    Note *note = copy != NULL ? note_of(weights, key) : NULL;

    if (note == NULL) {
        free(copy);
        return LILT_E_NOMEM;
    }
    free(note->text);
    note->text = copy;
    return LILT_OK;
}

void
lilt_weights_free(LiltWeights *weights)
{
    if (weights == NULL)
        return;
    for (size_t i = 0; i < weights->n_tensors; i++) {
        free(weights->tensors[i]->data);
        free(weights->tensors[i]);
    }
    for (size_t i = 0; i < weights->n_notes; i++) {
        free(weights->notes[i].key);
        free(weights->notes[i].text);
    }
    free(weights->tensors);
    free(weights->notes);
    free(weights->source);
    free(weights);
}
