/* policy.h - what a request aims at, step by step. */
#pragma once

#include "lilt/recommend.h"

/* True when the policy is lift and the mood is one to be lifted. */
bool lilt_request_lifts(const LiltRequest *request);

/* The class whose genres and tempo count for a track that aims at `aim`; LILT_EMOTION_UNKNOWN when
 * only the point counts. */
LiltEmotion lilt_request_class(const LiltRequest *request, LiltPoint aim);
