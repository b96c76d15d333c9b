/* agreement.h - whether the music that is chosen for a mood is of that mood, judged by labels. */
#pragma once

#include "clips.h"

typedef struct {
    double share[LILT_N_EMOTIONS]; /* of the top 20 in the mood's half-planes by label; 1 for
                                      neutral, which has no halves */
    double overlap;   /* the largest share that two of the seven moods' top 30 have in common */
    size_t of_artist; /* most often an artist came in 20 in a row */
} LabAgreement;

/* Choose for each mood from clips that lie at `places`, as a model that has not heard their artists
 * places them. Error: LILT_E_NOMEM. */
LiltStatus lab_agreement_measure(const LabClips *clips, const LiltPoint *places, LiltDiag *diag,
                                 LabAgreement *ret_agreement);
