/* invent.h - a made-up library, and what may be asked of it. */
#pragma once

#include "lilt/recommend.h"

enum { NOW_S = 1800000000 };

/* n tracks by n_artists artists, everything else at random; lilt_catalogue_free(). */
LiltCatalogue *make_library(size_t n, uint32_t n_artists, uint64_t seed);

/* From where the mood lies; a path leads to happy music. */
LiltRequest request_for(const LiltCatalogue *c, LiltEmotion mood, LiltPolicy policy);
