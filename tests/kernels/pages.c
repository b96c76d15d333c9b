/* Arrays at the end of a page. */
#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { GUARD = 64 }; /* values before an array */

static float *ends[N_PAGES_SLOTS], *arrays[N_PAGES_SLOTS];

static float *
map_slot(void)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t bytes = (PAGES_VALUES + GUARD) * sizeof(float) / page * page + page;
    char *start = mmap(NULL, bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                       0);

    if (start == MAP_FAILED || mprotect(start + bytes, page, PROT_NONE) != 0) {
        perror("mmap");
        exit(1);
    }
    return (float *)(void *)(start + bytes);
}

float *
pages_array(size_t slot, size_t n)
{
    if (ends[slot] == NULL)
        ends[slot] = map_slot();
    arrays[slot] = ends[slot] - n;
    memset(arrays[slot] - GUARD, 0xa5, GUARD * sizeof(float));
    return arrays[slot];
}

int
pages_guarded(size_t slot)
{
    unsigned char want[GUARD * sizeof(float)];

    memset(want, 0xa5, sizeof want);
    return memcmp(arrays[slot] - GUARD, want, sizeof want) == 0;
}
