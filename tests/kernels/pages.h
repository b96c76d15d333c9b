/* pages.h - arrays that end where the page ends: a kernel that reads or writes one value too far
 * dies on the spot, whatever the compiler thinks of it. */
#pragma once

#include <stddef.h>

enum { N_PAGES_SLOTS = 16, PAGES_VALUES = 16384 };

/* `n` floats in slot `slot`, the next page forbidden, so that their alignment hangs on n. The
 * values before them are filled with a pattern; see pages_guarded(). */
float *pages_array(size_t slot, size_t n);

/* True while nothing before the array handed out last in `slot` was written. */
int pages_guarded(size_t slot);
