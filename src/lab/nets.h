/* nets.h - networks by name, for measuring and exporting. */
#pragma once

#include "lilt/nn.h"

/* The weights called `name`: "r1" and "r2" are yardsticks with weights of chance, made here;
 * "mcnn" is the network that Lilt brings along; anything else is the path of a file.
 * Error: as lilt_weights_read(). */
LiltStatus lab_net_open(const char *name, LiltDiag *diag, LiltWeights **ret_weights);
