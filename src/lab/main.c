/* lilt-lab: the command line for model work and measurement. */
#include "lab.h"

#include <stdio.h>
#include <string.h>

#include "verbs.h"

static void
print_usage(FILE *out)
{
    fputs("usage: lilt-lab VERB ...\n\n", out);
    for (size_t i = 0; i < sizeof lab_verbs / sizeof *lab_verbs; i++)
        fprintf(out, "  lilt-lab %s %s\n", lab_verbs[i].name, lab_verbs[i].synopsis);
}

int
main(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stderr);
        return LAB_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_usage(stdout);
        return LAB_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("lilt-lab " LILT_VERSION);
        return LAB_DONE;
    }
    for (size_t i = 0; i < sizeof lab_verbs / sizeof *lab_verbs; i++)
        if (strcmp(argv[1], lab_verbs[i].name) == 0)
            return lab_verbs[i].run(argc - 1, argv + 1);
    fprintf(stderr, "lilt-lab: unknown verb \"%s\" (lilt-lab --help lists them)\n", argv[1]);
    return LAB_USAGE;
}
