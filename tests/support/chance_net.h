/* chance_net.h - networks with weights of chance. */
#pragma once

#include "lilt/nn.h"

/* Weights for the layer list, which they note: normal ones of that deviation, running variances
 * from .5 to 1.5. What goes wrong is said and ends the test. Release it with lilt_weights_free().
 */
LiltWeights *chance_net(const char *list, LiltRng rng, float deviation);
