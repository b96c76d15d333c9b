/* What the verbs share: reading options, saying what is wrong with them, threads. */
#include "lab.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
lab_option(int argc, char **argv, int *index, const char *name)
{
    const char *arg = argv[*index];
    const size_t n = strlen(name);

    if (strncmp(arg, name, n) != 0)
        return NULL;
    if (arg[n] == '=')
        return arg + n + 1;
    if (arg[n] != '\0')
        return NULL;
    if (*index + 1 >= argc)
        exit(lab_usage(argv[0], "%s wants a value", name));
    return argv[++*index];
}

long
lab_number(const char *option, const char *text, long low, long high)
{
    char *end;

    errno = 0;
    const long value = strtol(text, &end, 10);

    if (errno != 0 || end == text || *end != '\0' || value < low || value > high) {
        fprintf(stderr, "lilt-lab: %s: \"%s\" is not a whole number from %ld to %ld\n", option,
                text, low, high);
        exit(LAB_USAGE);
    }
    return value;
}

LiltStatus
lab_pool_new(LiltDiag *diag, LiltPool **ret_pool)
{
    LiltPool *pool = lilt_pool_new((unsigned)sysconf(_SC_NPROCESSORS_ONLN));

    if (pool == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "cannot start threads");
    *ret_pool = pool;
    return LILT_OK;
}

static void
complain(const char *verb, const char *format, va_list args)
{
    fprintf(stderr, "lilt-lab %s: ", verb);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

int
lab_fail(const char *verb, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(verb, format, args);
    va_end(args);
    return LAB_FAILED;
}

int
lab_usage(const char *verb, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(verb, format, args);
    va_end(args);
    return LAB_USAGE;
}
