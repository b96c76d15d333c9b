/* ONNX Runtime through its C library, one thread. usage: peer_ort LIBRARY MODEL.onnx */
#include <stdio.h>

#include "ort.h"
#include "peer.h"

typedef struct {
    Ort *ort;
    float *faces;
    float probs[PEER_MOST * LILT_N_EMOTIONS];
    LiltDiag diag;
} Reading;

static void
predict(void *user, size_t batch)
{
    Reading *r = user;

    ort_predict(r->ort, batch, r->faces, &r->diag, r->probs);
}

int
main(int argc, char **argv)
{
    static Reading reading;
    const LabWork work = {predict, &reading, false};

    if (argc != 3 || (reading.faces = peer_faces()) == NULL)
        return 2;
    if (ort_open(argv[1], argv[2], &reading.diag, &reading.ort) != LILT_OK) {
        fprintf(stderr, "peer_ort: %s\n", reading.diag.text);
        return 1;
    }
    return peer_serve(&work, reading.probs);
}
