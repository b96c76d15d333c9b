/* Bounds, so that a hostile file can only end this process and reach nothing but itself, and
 * politeness. */
#include "program.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    FIRST_INHERITED = 3, /* after the standard streams */
    MOST_MEMORY_MB = 1024,
    NICE = 10, /* behind whatever else runs, yet not starved by it: somebody waits for the list */
    CPU_S_A_FILE = 60, /* a healthy file needs well under a second */
};

void
lilt_scan_guard_process(void)
{
    const struct rlimit memory = {(rlim_t)MOST_MEMORY_MB << 20, (rlim_t)MOST_MEMORY_MB << 20};
    const struct rlimit core = {0, 0};

#ifndef __SANITIZE_ADDRESS__ /* which maps terabytes of shadow */
    setrlimit(RLIMIT_AS, &memory);
#else
    (void)memory;
#endif
    setrlimit(RLIMIT_CORE, &core);
    close_range(FIRST_INHERITED, ~0U, 0); /* Lilt starts us by vfork, which closes nothing itself */
    errno = 0;
    if (nice(NICE) == -1 && errno != 0)
        return; /* only politeness */
}

void
lilt_scan_guard_file(void)
{
    struct rusage used;
    struct rlimit limit;

    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0)
        return;
    limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + CPU_S_A_FILE);
    setrlimit(RLIMIT_CPU, &limit);
}
