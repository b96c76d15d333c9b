/* card.h - the parts of a network's card, in Markdown. */
#pragma once

#include <stdio.h>

#include "record.h"

/* One row of the card's figures. */
typedef struct {
    const char *faces; /* what they are, in Markdown */
    LiltMetrics metrics;
} CardRow;

/* Size in multiplications, parameters and bytes, and the layers in short. */
LiltStatus card_network(FILE *out, const char *model, const LiltWeights *weights, LiltDiag *diag);

/* Recipe, seed, steps, settings; how the run went, where its history lies beside the model; its
 * drawings. */
void card_training(FILE *out, const char *model, const LabRecord *record);

/* Accuracy, macro F1 and calibration error, a row each. */
void card_figures(FILE *out, size_t n, const CardRow *rows);

/* Of one row: precision, recall and F1 by class, the confusion, and how confidence and accuracy go
 * together. */
void card_classes(FILE *out, const CardRow *row);

/* What each change brought: the table in ablation.csv beside the model, or nothing. */
void card_ablation(FILE *out, const char *model);

/* Put the text between the lines "<!-- card -->" and "<!-- end of card -->" of a file. Error:
 * LILT_E_FORMAT (no such lines), _ABSENT, _IO. */
LiltStatus card_update(const char *path, const char *text, LiltDiag *diag);
