/* The conversation with bench.py. */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

float *
peer_faces(void)
{
    float *faces = malloc((size_t)PEER_MOST * LILT_FACE_PIXELS * sizeof *faces);

    for (size_t i = 0; faces != NULL && i < (size_t)PEER_MOST * LILT_FACE_PIXELS; i++)
        faces[i] = (float)(i * 7 % 97) / 96.0f;
    return faces;
}

int
peer_serve(const LabWork *work, const float *probs)
{
    char line[64], how[8];
    unsigned batch;

    work->call(work->user, 1);
    printf("ready");
    for (size_t i = 0; probs != NULL && i < LILT_N_EMOTIONS; i++)
        printf(" %.6f", (double)probs[i]);
    putchar('\n');
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%7s %u", how, &batch) != 2 || batch < 1 || batch > PEER_MOST)
            return 2;
        printf("%.6f\n", lab_measure_ms(work, batch, strcmp(how, "cold") == 0));
        fflush(stdout);
    }
    return 0;
}
