/* Ours. usage: peer_lilt nn NET | train NET THREADS BATCH | write NET FILE */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nets.h"
#include "peer.h"
#include "training.h"

typedef struct {
    LiltNet *net;
    float *faces;
    float probs[PEER_MOST * LILT_N_EMOTIONS];
} Reading;

static void
predict(void *user, size_t batch)
{
    Reading *r = user;

    lilt_net_predict(r->net, batch, r->faces, r->probs);
}

static LiltStatus
serve_nn(const LiltWeights *weights, LiltDiag *diag)
{
    static Reading reading;
    const LabWork work = {predict, &reading, false};

    reading.faces = peer_faces();
    const LiltStatus status = lilt_net_new(weights, diag, &reading.net);

    if (status == LILT_OK)
        exit(peer_serve(&work, reading.probs));
    return status;
}

static LiltStatus
serve_train(const LiltWeights *weights, int threads, int batch, LiltDiag *diag)
{
    LiltPool *pool = lilt_pool_new((unsigned)threads);
    LabTraining *training = NULL;
    const LiltStatus status = lab_training_new(weights, (size_t)batch, pool, diag, &training);

    if (status == LILT_OK)
        exit(peer_serve(&(LabWork){lab_training_step, training, threads > 1}, NULL));
    return status;
}

int
main(int argc, char **argv)
{
    LiltWeights *weights = NULL;
    LiltDiag diag = {"usage: peer_lilt nn NET | train NET THREADS BATCH | write NET FILE"};
    LiltStatus status = LILT_E_UNSUPPORTED;

    if (argc >= 3)
        status = lab_net_open(argv[2], &diag, &weights);
    if (status == LILT_OK && argc == 3 && strcmp(argv[1], "nn") == 0)
        status = serve_nn(weights, &diag);
    else if (status == LILT_OK && argc == 5 && strcmp(argv[1], "train") == 0)
        status = serve_train(weights, atoi(argv[3]), atoi(argv[4]), &diag);
    else if (status == LILT_OK && argc == 4 && strcmp(argv[1], "write") == 0)
        status = lilt_weights_write(weights, argv[3], &diag);
    if (status != LILT_OK)
        fprintf(stderr, "peer_lilt: %s\n", diag.text);
    return status != LILT_OK;
}
