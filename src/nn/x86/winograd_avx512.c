/* Winograd's transforms for AVX-512. */
enum { WIDTH = 16 };
#include "winograd_tiles.h"

void
lilt_winograd_add_avx512(LiltKernels *table)
{
    add_winograd(table);
}
