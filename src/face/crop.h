/* crop.h - the cut as it is, for those who judge its light. */
#pragma once

#include "lilt/face.h"

/* lilt_face_crop() without the brightening. */
void crop_unlit(LiltGrey picture, LiltFace face, float cut[LILT_FACE_PIXELS]);
