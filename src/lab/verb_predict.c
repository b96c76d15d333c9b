/* lilt-lab predict: what networks say of every face of a set, averaged over them and over the
 * mirrored face: the teacher's opinions for lilt-lab train --teacher. */
#include "lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/train.h"

enum { MAX_MODELS = 32 };

typedef struct {
    const char *models[MAX_MODELS], *data, *out;
    size_t n_models;
    LiltSplit split;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.split = LILT_SPLIT_TRAIN};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL) {
            if (options->n_models == MAX_MODELS)
                return lab_usage("predict", "more than %d models", MAX_MODELS);
            options->models[options->n_models++] = value;
        } else if ((value = lab_option(argc, argv, &i, "--data")) != NULL) {
            options->data = value;
        } else if ((value = lab_option(argc, argv, &i, "--out")) != NULL) {
            options->out = value;
        } else if ((value = lab_option(argc, argv, &i, "--split")) != NULL) {
            options->split = lilt_split_from_label(value);
            if (options->split != LILT_SPLIT_TRAIN && options->split != LILT_SPLIT_PUBLIC)
                return lab_usage("predict", "--split is train or public, not \"%s\"", value);
        } else {
            return lab_usage("predict", "unknown option \"%s\"", argv[i]);
        }
    }
    if (options->n_models == 0 || options->data == NULL || options->out == NULL)
        return lab_usage("predict", "wants --model MODEL, --data DIR and --out FILE");
    return LAB_DONE;
}

static void
mirror(LiltFaces *faces)
{
    for (size_t row = 0; row < faces->n * LILT_FACE_SIDE; row++) {
        uint8_t *pixels = faces->pixels + row * LILT_FACE_SIDE;

        for (size_t x = 0; x < LILT_FACE_SIDE / 2; x++) {
            const uint8_t other = pixels[x];

            pixels[x] = pixels[LILT_FACE_SIDE - 1 - x];
            pixels[LILT_FACE_SIDE - 1 - x] = other;
        }
    }
}

/* Add `share` of what a head says of the faces, each in its row of the tensor. */
static LiltStatus
add_opinion(const LiltWeights *model, LiltTensor *sum, const LiltFaces *faces, float share,
            LiltPool *pool, LiltDiag *diag)
{
    float *probs = malloc(faces->n * LILT_N_EMOTIONS * sizeof *probs);
    const LiltStatus status = probs != NULL ? lilt_classify_faces(model, sum->spec.name, faces,
                                                                  pool, diag, probs)
                                            : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    for (size_t i = 0; status == LILT_OK && i < faces->n; i++)
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            sum->data[faces->index[i] * LILT_N_EMOTIONS + c] += share *
                                                                probs[i * LILT_N_EMOTIONS + c];
    free(probs);
    return status;
}

/* A tensor for each head of the network, named like it. */
static LiltStatus
add_tensors(const LiltWeights *model, size_t n_items, LiltDiag *diag, LiltWeights *sums,
            LiltTensor *ret_tensors[LILT_MAX_HEADS], size_t *ret_n)
{
    LiltLayers layers;
    LiltStatus status = lilt_weights_layers(model, diag, &layers);
    size_t n = 0;

    for (size_t i = 0; status == LILT_OK && i < layers.n; i++) {
        LiltTensorSpec spec = {.n_dims = 2, .shape = {n_items, LILT_N_EMOTIONS}};

        if (layers.layer[i].kind != LILT_LAYER_HEAD || n == LILT_MAX_HEADS)
            continue;
        strcpy(spec.name, layers.layer[i].name);
        ret_tensors[n] = lilt_weights_add(sums, &spec);
        if (ret_tensors[n++] == NULL)
            status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    }
    *ret_n = n;
    return status;
}

/* Average over networks and mirrored faces. `parts`: the faces of the files. */
static LiltStatus
predict(const Options *options, LiltFaces *const *parts, size_t n_parts, LiltWeights *sums,
        LiltDiag *diag)
{
    const float share = 0.5f / (float)options->n_models;
    LiltTensor *tensors[LILT_MAX_HEADS];
    LiltPool *pool = NULL;
    LiltStatus status = lab_pool_new(diag, &pool);
    size_t n_heads = 0;

    for (size_t m = 0; status == LILT_OK && m < options->n_models; m++) {
        LiltWeights *model = NULL;

        status = lilt_weights_read(options->models[m], diag, &model);
        if (status == LILT_OK && m == 0)
            status = add_tensors(model, parts[0]->n_items, diag, sums, tensors, &n_heads);
        for (size_t view = 0; view < 2; view++) {
            for (size_t i = 0; i < n_parts * n_heads && status == LILT_OK; i++)
                status = add_opinion(model, tensors[i / n_parts], parts[i % n_parts], share, pool,
                                     diag);
            for (size_t p = 0; p < n_parts; p++)
                mirror(parts[p]);
        }
        lilt_weights_free(model);
    }
    lilt_pool_free(pool);
    return status;
}

int
lab_predict(int argc, char **argv)
{
    LiltFaces *parts[2] = {NULL};
    LiltWeights *sums = lilt_weights_new();
    LiltDiag diag = {""};
    Options options;
    const int wrong = read_options(argc, argv, &options);
    const size_t n_parts = options.split == LILT_SPLIT_TRAIN ? 2 : 1; /* and the validation part */

    if (wrong != LAB_DONE) {
        lilt_weights_free(sums);
        return wrong;
    }
    LiltStatus status = sums != NULL ? LILT_OK : lilt_fail(&diag, LILT_E_NOMEM, "out of memory");

    for (size_t i = 0; status == LILT_OK && i < n_parts; i++)
        status = lilt_faces_open(options.data, i == 0 ? options.split : LILT_SPLIT_VALID,
                                 LILT_LABELS_FER, false, &diag, &parts[i]);
    if (status == LILT_OK)
        status = predict(&options, parts, n_parts, sums, &diag);
    if (status == LILT_OK)
        status = lilt_weights_write(sums, options.out, &diag);
    if (status == LILT_OK)
        printf("%s: %zu and %zu faces of %zu\n", options.out, parts[0]->n,
               n_parts > 1 ? parts[1]->n : 0, parts[0]->n_items);
    lilt_faces_free(parts[0]);
    lilt_faces_free(parts[1]);
    lilt_weights_free(sums);
    return status == LILT_OK ? LAB_DONE : lab_fail("predict", "%s", diag.text);
}
