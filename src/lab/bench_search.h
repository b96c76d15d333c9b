/* bench_search.h - how soon what somebody types is answered in the window's own lists. */
#pragma once

#include "lilt/base.h"

/* The beginnings of what somebody types, one letter after the other: text i into `text`. False past
 * the last one. */
bool lab_typed(size_t i, char text[16]);

/* Open the library at db_path, and ask a finder as the window does, each letter as soon as the last
 * one was answered: the CPU time that 19 of 20 answers need at most until their first songs stand
 * in the list. It is that of all threads: the search for the rest, which goes on meanwhile, is in
 * it, so that the window is faster than this. Once when nothing else happens, and once while
 * lilt-scan reads short files that are made in `folder`. */
LiltStatus lab_bench_search(const char *db_path, const char *folder, LiltDiag *diag,
                            double *ret_quiet_ms, double *ret_scanning_ms);
