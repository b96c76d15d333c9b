/* record.h - the training record that a model's notes hold. */
#pragma once

#include "lilt/train.h"

typedef struct {
    LiltRecipe recipe; /* as it was set, where the notes say; texts are lent by `settings` */
    char *settings;    /* owned; NULL in files of before settings were noted */
    const char *name;  /* of the recipe; lent by the weights, as all below; "?" when not noted */
    const char *seed, *steps, *images;
} LabRecord;

/* Error: LILT_E_FORMAT, _NOMEM; `diag` names the entry. The weights must outlive the record. */
LiltStatus lab_record_read(const LiltWeights *weights, LiltDiag *diag, LabRecord *ret_record);

void lab_record_free(LabRecord *record);
