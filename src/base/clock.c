/* Time, as integers. */
#include "lilt/base.h"

#include <time.h>

static int64_t
read_us(clockid_t which)
{
    struct timespec now;

    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
lilt_clock_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

int64_t
lilt_clock_cpu_us(void)
{
    return read_us(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t
lilt_clock_wall_s(void)
{
    return (int64_t)time(NULL);
}
