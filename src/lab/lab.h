/* lab.h - what the verbs of lilt-lab share. Each verb is one file, verb_<name>.c, under 200 lines.
 */
#pragma once

#include <stdbool.h>

#include "lilt/base.h"

/* Exit codes: done, the work failed (one line on stderr says what and where), wrong usage. */
enum { LAB_DONE = 0, LAB_FAILED = 1, LAB_USAGE = 2 };

/* A verb gets the arguments after its name; argv[0] is the name. It gives an exit code. */
typedef struct {
    const char *name;
    const char *synopsis; /* the options, one line */
    int (*run)(int argc, char **argv);
} LabVerb;

/* The value of option `name` ("--data") as "--data X" or "--data=X" at argv[*index]; *index then
 * stands on the last argument used. NULL when argv[*index] is another option. A missing value is
 * reported and leaves with LAB_USAGE. */
const char *lab_option(int argc, char **argv, int *index, const char *name);

/* A whole number within [low, high], or the program says what is wrong with `option` and leaves
 * with LAB_USAGE. */
long lab_number(const char *option, const char *text, long low, long high);

/* A thread for every core; release it with lilt_pool_free(). Error: LILT_E_NOMEM. */
LiltStatus lab_pool_new(LiltDiag *diag, LiltPool **ret_pool);

/* "lilt-lab <verb>: <what>" on stderr; LAB_FAILED or LAB_USAGE comes back, to be returned. */
int lab_fail(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));
int lab_usage(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));
