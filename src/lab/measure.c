/* Measuring: CPU time leaves out what other programs take; medians of many rounds leave out what
 * they disturb. */
#include "measure.h"

#include <stdlib.h>

#include "lilt/base.h"

enum { ROUND_US = 20000, CACHE_LINE = 64, COLD_BYTES = 192 << 20 };

static void
empty_caches(void)
{
    static volatile unsigned char *memory; /* kept to the end of the program */

    if (memory == NULL)
        memory = calloc(COLD_BYTES, 1);
    for (size_t i = 0; memory != NULL && i < COLD_BYTES; i += CACHE_LINE)
        memory[i]++;
}

double
lab_measure_ms(const LabWork *work, size_t batch, bool cold)
{
    int64_t (*now_us)(void) = work->wall ? lilt_clock_us : lilt_clock_cpu_us;
    int64_t taken_us;
    size_t n = 0;

    if (cold)
        empty_caches();
    const int64_t begun_us = now_us();

    do {
        work->call(work->user, batch);
        n++;
        taken_us = now_us() - begun_us;
    } while (!cold && taken_us < ROUND_US);
    return (double)taken_us * 1e-3 / (double)n;
}

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double
lab_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, compare);
    return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}
