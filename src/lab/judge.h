/* judge.h - a network judged on a split of a data set; and the record of who looked at `private`.
 */
#pragma once

#include "lilt/train.h"

/* Which faces, by which labels. */
typedef struct {
    const char *data; /* folder */
    LiltSplit split;
    LiltLabels labels;
    bool without_twins;
} LabQuestion;

/* The name of the head that answers for these labels: `ferplus` for the crowd's where the network
 * has one, else its first. Error: LILT_E_FORMAT. */
LiltStatus lab_head_for(const LiltWeights *weights, LiltLabels labels, LiltDiag *diag,
                        char ret_head[32]);

/* Run the network over the faces with that head. Error: as lilt_faces_open() and lilt_evaluate().
 */
LiltStatus lab_judge(const LiltWeights *weights, const LabQuestion *question, LiltPool *pool,
                     LiltDiag *diag, LiltMetrics *ret_metrics);

/* Whether the split has images of `private`: itself, and the paper's, which mix all files. */
bool lab_reads_private(LiltSplit split);

/* Networks are chosen on `valid` and `public`; every look at `private` is counted, in
 * MODEL.private-reads.csv: date, verb, and the file it was by its SHA-256. Where that cannot be
 * written, a line on stderr says so and the work goes on. */
void lab_note_private_read(const char *model, const char *verb);

/* How often this very file was asked, and all files of its name. */
void lab_count_private_reads(const char *model, size_t *ret_this, size_t *ret_all);
