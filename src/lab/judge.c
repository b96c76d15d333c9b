/* Judging a network, with the head that belongs to the labels. */
#include "judge.h"

#include <string.h>

LiltStatus
lab_head_for(const LiltWeights *weights, LiltLabels labels, LiltDiag *diag, char ret_head[32])
{
    const char *found = NULL;
    LiltLayers layers;
    const LiltStatus status = lilt_weights_layers(weights, diag, &layers);

    if (status != LILT_OK)
        return status;
    for (size_t i = 0; i < layers.n; i++) {
        const LiltLayer *layer = &layers.layer[i];
        const bool wanted = labels == LILT_LABELS_FERPLUS && strcmp(layer->name, "ferplus") == 0;

        if (layer->kind == LILT_LAYER_HEAD && (found == NULL || wanted))
            found = layer->name;
    }
    strcpy(ret_head, found); /* a list that parses ends with a head */
    return LILT_OK;
}

LiltStatus
lab_judge(const LiltWeights *weights, const LabQuestion *question, LiltPool *pool, LiltDiag *diag,
          LiltMetrics *ret_metrics)
{
    LiltFaces *faces = NULL;
    char head[32];
    LiltStatus status = lab_head_for(weights, question->labels, diag, head);

    if (status == LILT_OK)
        status = lilt_faces_open(question->data, question->split, question->labels,
                                 question->without_twins, diag, &faces);
    if (status == LILT_OK)
        status = lilt_evaluate(weights, head, faces, pool, diag, ret_metrics);
    lilt_faces_free(faces);
    return status;
}
