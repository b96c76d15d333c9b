/* The loops over values for AVX2. */
enum { WIDTH = 8 };
#include "loops.h"

void
lilt_loops_add_avx2(LiltKernels *table)
{
    add_loops(table);
}
