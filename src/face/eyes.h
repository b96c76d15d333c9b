/* eyes.h - how a face leans by its eyes. */
#pragma once

#include "lilt/face.h"

/* Both eyes of a face. */
typedef struct {
    float lean_deg; /* of the line through them, clockwise */
    float apart;    /* their middles, in the face's side: .4 for most that look at the camera */
} Eyes;

/* Find both eyes. picture, face: as found upright, or by a turned look within 20 degrees. Cost:
 * about two milliseconds. Error: LILT_E_ABSENT when not both eyes are found where those of a face
 * are, or the cascade is not there; _FORMAT, _NOMEM. *ret_eyes is then untouched. */
LiltStatus eyes_find(LiltDetector *detector, LiltGrey picture, LiltFace face, Eyes *ret_eyes);
