/* Put before a program by LD_PRELOAD: one that dies by its own fault says where on its standard
 * error, first, since where tests run nobody keeps a core. lilt_app.py names the functions. */
#include <execinfo.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum { MOST_FRAMES = 48 };

/* Only what may be called inside a signal handler; the signal's own action is back (SA_RESETHAND),
 * so that the program dies of it all the same. */
static void
tell(int number)
{
    static const char words[] = "died here:\n";
    void *frames[MOST_FRAMES];
    const int n = backtrace(frames, MOST_FRAMES);

    if (write(STDERR_FILENO, words, sizeof words - 1) >= 0)
        backtrace_symbols_fd(frames, n, STDERR_FILENO);
    raise(number);
}

__attribute__((constructor)) static void
watch(void)
{
    static const int deaths[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP};
    void *frame;

    backtrace(&frame, 1); /* it loads a library on its first call, which a handler must not */
    for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
        sigaction(
            deaths[i],
            &(struct sigaction){.sa_handler = tell, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)},
            NULL);
}
