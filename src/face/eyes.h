/* eyes.h - how a face leans by its eyes. */
#pragma once

#include "lilt/face.h"

/* How far the face leans clockwise, by the line through its eyes. picture, face: as found upright,
 * or by a turned look within 20 degrees. Cost: about a millisecond.
 * Error: LILT_E_ABSENT when not both eyes are found where those of a face are, or the cascade is
 * not there; _FORMAT, _NOMEM. *ret_turn_deg is then untouched. */
LiltStatus eyes_level(LiltDetector *detector, LiltGrey picture, LiltFace face, float *ret_turn_deg);
