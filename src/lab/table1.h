/* table1.h - the report on a run of the recipe table1. */
#pragma once

#include "lilt/train.h"

/* Print the paper's Table 1 beside the run's history, what the finished network knows of its
 * training images and of the others, and what that is worth. Error: as reading and
 * lilt_evaluate(). */
LiltStatus lab_print_table1(const char *model, const LiltFaces *train, const LiltFaces *valid,
                            LiltPool *pool, LiltDiag *diag);
