/* word.h - waiting for a watcher's wake. */
#pragma once

#include <stdbool.h>

void word_begin(void);            /* none has come yet */
void word_post(void *data);       /* a LiltWatcherOptions.wake; data: anything */
bool word_wait(int most_seconds); /* for the next one */
