/* history.h - what a training run wrote down, an epoch a row: MODEL.history.csv. */
#pragma once

#include <stddef.h>

#include "lilt/base.h"

typedef enum {
    LAB_EPOCH,
    LAB_TRAIN_LOSS,
    LAB_TRAIN_ACCURACY,
    LAB_VALID_LOSS,
    LAB_VALID_ACCURACY,
    LAB_VALID_FERPLUS,
    LAB_RATE,
    LAB_IMAGES_PER_S,
    LAB_SECONDS,
    LAB_N_COLUMNS,
} LabColumn;

typedef struct {
    size_t n;                       /* rows, at least 1 */
    double *columns[LAB_N_COLUMNS]; /* [n]; NAN where the file has nothing */
} LabHistory;

/* Read MODEL.history.csv; columns are known by their heading. Error: LILT_E_ABSENT, _IO, _FORMAT,
 * _NOMEM; `diag` names the file. */
LiltStatus lab_history_read(const char *model, LiltDiag *diag, LabHistory *ret_history);

/* The row where the column is smallest (`sign` 1) or largest (-1); n where it is empty. */
size_t lab_history_best(const LabHistory *history, LabColumn column, int sign);

void lab_history_free(LabHistory *history);
