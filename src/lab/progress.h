/* progress.h - a training run on the terminal. */
#pragma once

#include "lilt/train.h"

/* Callbacks of LiltTraining; `user` is not used. A line an epoch on stdout; on a terminal, where
 * lab_show_step() is wanted too, it takes the place of the line that moves within the epoch. */
void lab_show_step(void *user, const LiltEpoch *so_far);
void lab_show_epoch(void *user, const LiltEpoch *epoch);
