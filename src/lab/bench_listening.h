/* bench_listening.h - how well what goes together tells what somebody listens to. */
#pragma once

#include "lilt/base.h"

/* Fit to the train.txt of a folder, "user artist count" a line, and find each user's lines of
 * test.txt among the 20 artists that are told: print {recall_at_20, ndcg_at_20, fit_ms}, means over
 * the users of test.txt. */
LiltStatus lab_bench_listening(const char *folder, bool json, LiltDiag *diag);
