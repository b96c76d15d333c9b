/* peer.h - what every program that bench.py measures does: make itself ready, then time rounds as
 * it is asked to, so that rounds of several programs can take turns. */
#pragma once

#include "lilt/base.h"
#include "measure.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PEER_MOST = 128 }; /* images in a batch at most */

/* [PEER_MOST,1,48,48] luma 0..1, the same for everybody; release with free(). */
float *peer_faces(void);

/* Say "ready" and the probabilities of the first face, if there are any; then for every line "warm
 * BATCH" or "cold BATCH" on standard input a line with the milliseconds a call took. To be returned
 * from main(). */
int peer_serve(const LabWork *work, const float *probs);

#ifdef __cplusplus
}
#endif
