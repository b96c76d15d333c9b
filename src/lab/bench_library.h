/* bench_library.h - how fast the store and the recommender are with many tracks. */
#pragma once

#include "lilt/base.h"

/* Write an invented library into a temporary file and search it as somebody types: print {tracks,
 * insert_per_s, search_p95_ms, search_all_p95_ms, shown_p95_ms, shown_scanning_p95_ms}. All are
 * CPU time: the first searches that of the store alone, for the first songs, albums and artists,
 * and for all of them; the last two that of the window's lists, see bench_search.h. */
LiltStatus lab_bench_store(size_t n_tracks, bool json, LiltDiag *diag);

/* The next 50 of as many invented tracks, all moods: print {tracks, ms, lift_ms, path_ms,
 * known_listener_ms}, medians of CPU time; ms is for a list that matches a mood, the last for a
 * listener of whom a model was learnt. */
LiltStatus lab_bench_recommend(size_t n_tracks, bool json, LiltDiag *diag);
