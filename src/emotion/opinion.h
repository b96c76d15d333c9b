/* opinion.h - what the network says of a single face, asked by both heads. */
#pragma once

#include "lilt/face.h"
#include "lilt/nn.h"

/* The mean over several views of the face and over the network's heads, each head's answer freed of
 * half of what it expects before it looks. The first head answers the net again afterwards.
 * Error: as lilt_net_predict(). */
LiltStatus opinion_of_face(LiltNet *net, LiltGrey picture, LiltFace face,
                           float probs[LILT_N_EMOTIONS]);

/* The same of one view, for a look of many: as sure as it is right. */
LiltStatus opinion_of_look(LiltNet *net, LiltGrey picture, LiltFace face,
                           float probs[LILT_N_EMOTIONS]);
