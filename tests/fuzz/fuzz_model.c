/* libFuzzer on the model file: whatever the bytes, an answer, never a crash, never memory without
 * bound; and a network that was accepted gives probabilities or says that it cannot. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "lilt/nn.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* One face through the network. */
static void
predict(LiltNet *net)
{
    static float face[LILT_FACE_PIXELS];
    float probs[LILT_N_EMOTIONS], sum = 0.0f;

    for (size_t i = 0; i < LILT_FACE_PIXELS; i++)
        face[i] = (float)(i % 97) / 96.0f;
    if (lilt_net_predict(net, 1, face, probs) != LILT_OK)
        return;
    for (size_t i = 0; i < LILT_N_EMOTIONS; i++)
        sum += probs[i];
    if (!(fabsf(sum - 1.0f) <= 1e-5f))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    LiltWeights *weights = NULL;
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    LiltStatus status = lilt_weights_parse("fuzz", bytes, n, &diag, &weights);

    if (status == LILT_OK)
        status = lilt_net_new(weights, &diag, &net);
    if (status == LILT_OK)
        predict(net);
    else if (diag.text[0] == '\0') /* every refusal says why */
        abort();
    lilt_net_free(net);
    lilt_weights_free(weights);
    return 0;
}
