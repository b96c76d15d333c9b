/* listens.h - reading who listened to what, in the form of GOALS.md's data/listening. */
#pragma once

#include "lilt/recommend.h"

typedef struct {
    LiltListen *listens; /* users one after the other; free() */
    size_t n;
} LabListens;

/* Read "user artist count" lines, numbered from 1, of folder/name. *ret_listens: empty before, and
 * to be freed after a failure too. Error: LILT_E_ABSENT and others; LILT_E_FORMAT; LILT_E_NOMEM. */
LiltStatus lab_listens_read(const char *folder, const char *name, LiltDiag *diag,
                            LabListens *ret_listens);
