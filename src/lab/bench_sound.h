/* bench_sound.h - what it takes to hear how a piece of music sounds. */
#pragma once

#include "lilt/base.h"

/* Decode the excerpt of a file that is analysed, decode and analyse it, and decode all of the file:
 * print {file, seconds, x_realtime, decode_x_realtime, ratio, ratio_to_whole}, the least CPU time
 * of some rounds; the ratios are those of the analysis to the decoding of excerpt and file. */
LiltStatus lab_bench_sound(const char *path, bool json, LiltDiag *diag);
