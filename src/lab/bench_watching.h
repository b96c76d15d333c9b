/* bench_watching.h - what watching a face costs, for lilt-lab bench. */
#pragma once

#include <stdbool.h>

#include "lilt/base.h"

/* Print how long a search of the whole photo for faces takes, and one round its largest face. */
LiltStatus lab_bench_face(const char *photo, bool json, LiltDiag *diag);

/* Print what a minute of watching costs, after ten seconds, if every picture is this photo: reading
 * the file, decoding, following, asking the network, and every look round in between. */
LiltStatus lab_bench_pipeline(const char *photo, bool json, LiltDiag *diag);
