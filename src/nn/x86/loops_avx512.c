/* The loops over values for AVX-512. */
enum { WIDTH = 16 };
#include "loops.h"

void
lilt_loops_add_avx512(LiltKernels *table)
{
    add_loops(table);
}
