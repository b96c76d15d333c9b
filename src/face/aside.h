/* aside.h - whether a face looks past the camera. */
#pragma once

#include "lilt/face.h"

/* Whether windows of the profile cascade agree on the face nearly as well as those of the
 * frontal one do. Cost: about three milliseconds. False, too, where the cascade is not there. */
bool face_is_aside(LiltDetector *detector, LiltGrey picture, LiltFace face);
