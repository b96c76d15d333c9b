/* Networks with weights of chance. */
#include "chance_net.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNNING_VAR = 3 }; /* its place among the tensors of a layer */

LiltWeights *
chance_net(const char *list, LiltRng rng, float deviation)
{
    LiltWeights *weights = lilt_weights_new();
    LiltDiag diag = {"out of memory"};
    LiltLayers layers;

    if (weights == NULL || lilt_weights_set_note(weights, "layers", list) != LILT_OK ||
        lilt_layers_parse(list, &diag, &layers) != LILT_OK) {
        fprintf(stderr, "%s\n", diag.text);
        exit(1);
    }
    for (size_t i = 0; i < layers.n; i++) {
        LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
        const size_t n = lilt_layer_tensors(&layers.layer[i], specs);

        for (size_t t = 0; t < n; t++) {
            LiltTensor *tensor = lilt_weights_add(weights, &specs[t]);

            for (size_t j = 0; j < tensor->n; j++)
                tensor->data[j] = t == RUNNING_VAR ? 0.5f + lilt_rng_unit(&rng)
                                                   : deviation * lilt_rng_normal(&rng);
        }
    }
    return weights;
}
