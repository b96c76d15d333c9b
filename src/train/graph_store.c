/* Between a graph's arrays and named tensors in PyTorch's shapes. */
#include "graph.h"

#include <stdio.h>
#include <string.h>

/* Where tensor `index` of the node lies in `params` or `stats`; NULL when that array is not meant.
 * Batch norm's third and fourth tensors are statistics. */
static const float *
place(const Node *node, size_t index, const float *params, const float *stats)
{
    const bool norm = node->layer.kind == LILT_LAYER_BATCH_NORM;

    if (norm && index >= 2)
        return stats != NULL ? stats + node->stats + (index - 2) * node->layer.before.channels
                             : NULL;
    return params != NULL ? params + (index == 0 ? node->weight : node->bias) : NULL;
}

/* The tensor's name in the file is the prefix and its own. */
static LiltTensorSpec
prefixed(const LiltTensorSpec *spec, const char *prefix)
{
    LiltTensorSpec whole = *spec;

    snprintf(whole.name, sizeof whole.name, "%.20s%.43s", prefix, spec->name);
    return whole;
}

LiltStatus
lilt_graph_store(const LiltGraph *graph, const float *params, const float *stats,
                 const char *prefix, LiltWeights *weights)
{
    for (size_t i = 0; i < graph->n_nodes; i++) {
        const Node *node = &graph->nodes[i];
        LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
        const size_t n = lilt_layer_tensors(&node->layer, specs);

        for (size_t t = 0; t < n; t++) {
            const LiltTensorSpec spec = prefixed(&specs[t], prefix);
            const float *from = place(node, t, params, stats);
            LiltTensor *tensor = from != NULL ? lilt_weights_add(weights, &spec) : NULL;

            if (from == NULL)
                continue;
            if (tensor == NULL)
                return LILT_E_NOMEM;
            if (spec.n_dims > 1)
                lilt_layer_from_matrix(&node->layer, from, tensor->data);
            else
                memcpy(tensor->data, from, tensor->n * sizeof *from);
        }
    }
    return LILT_OK;
}

LiltStatus
lilt_graph_recall(const LiltGraph *graph, const LiltWeights *weights, const char *prefix,
                  LiltDiag *diag, float *params, float *stats)
{
    for (size_t i = 0; i < graph->n_nodes; i++) {
        const Node *node = &graph->nodes[i];
        LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
        const size_t n = lilt_layer_tensors(&node->layer, specs);

        for (size_t t = 0; t < n; t++) {
            const LiltTensorSpec spec = prefixed(&specs[t], prefix);
            float *to = (float *)place(node, t, params, stats);
            const LiltTensor *tensor;

            if (to == NULL)
                continue;
            const LiltStatus status = lilt_weights_find(weights, &spec, diag, &tensor);

            if (status != LILT_OK)
                return status;
            if (spec.n_dims > 1)
                lilt_layer_to_matrix(&node->layer, tensor->data, to);
            else
                memcpy(to, tensor->data, tensor->n * sizeof *to);
        }
    }
    return LILT_OK;
}
