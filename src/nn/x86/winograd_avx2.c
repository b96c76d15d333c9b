/* Winograd's transforms for AVX2. */
enum { WIDTH = 8 };
#include "winograd_tiles.h"

void
lilt_winograd_add_avx2(LiltKernels *table)
{
    add_winograd(table);
}
