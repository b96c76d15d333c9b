/* numbers.h - the numbers of looking and of moods as the settings have them. */
#pragma once

#include <gio/gio.h>

#include "watching.h"

/* With the listener's leaning. An expression is left at what it is entered at, at most. */
void lilt_numbers_read(GSettings *settings, const LiltPersonal *personal,
                       LiltWatchingNumbers *ret_numbers);
