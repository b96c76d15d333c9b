/* Winograd's transforms for the scalar table, the definition. */
enum { WIDTH = 1 };
#include "winograd_tiles.h"

void
lilt_winograd_add_c(LiltKernels *table)
{
    add_winograd(table);
}
