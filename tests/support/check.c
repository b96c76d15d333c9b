/* The few functions behind check.h. */
#include "check.h"

#include <ftw.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

static CheckTest *first, **last = &first;
static int n_checks, n_failures;
static char temp_dir[64];

void
check_register(CheckTest *test)
{
    *last = test;
    last = &test->next;
}

bool
check_report(bool good, const char *file, int line, const char *what, const char *format, ...)
{
    n_checks++;
    if (good)
        return true;
    if (++n_failures <= 50) {
        va_list args;

        fprintf(stderr, "%s:%d: failed: %s: ", file, line, what);
        va_start(args, format);
        vfprintf(stderr, format, args);
        va_end(args);
        fputc('\n', stderr);
    }
    return false;
}

bool
check_same_bytes(const void *want, const void *have, size_t n, const char *file, int line,
                 const char *format, ...)
{
    const unsigned char *a = want, *b = have;
    char words[256];
    va_list args;
    size_t i = 0;

    while (i < n && a[i] == b[i])
        i++;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    return check_report(i == n, file, line, "same bytes", "%s: differ first at byte %zu of %zu",
                        words, i, n);
}

void
check_skip(const char *format, ...)
{
    va_list args;

    fputs("skipped: ", stdout);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    exit(n_failures > 0 ? 1 : 77);
}

uint64_t
check_seed(void)
{
    static uint64_t seed;

    if (seed == 0) {
        const char *given = getenv("LILT_SEED");

        seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
        printf("seed: LILT_SEED=%llu\n", (unsigned long long)seed);
    }
    return seed;
}

int
check_rounds(int usual)
{
    const char *is_long = getenv("LILT_LONG");

    return is_long != NULL && strcmp(is_long, "1") == 0 ? 10 * usual : usual;
}

const char *
check_shared(const char *name)
{
    static char path[1024];
    const char *shared = getenv("LILT_SHARED");

    snprintf(path, sizeof path, "%s/%s", shared != NULL ? shared : LILT_SOURCE_DIR "/../shared",
             name);
    if (access(path, R_OK) != 0)
        check_skip("%s is not here", path);
    return path;
}

const char *
check_asset(const char *name)
{
    static char path[1024];
    const char *assets = getenv("LILT_ASSETS");

    snprintf(path, sizeof path, "%s/%s", assets != NULL ? assets : LILT_BUILD_DIR "/assets", name);
    if (access(path, R_OK) != 0)
        check_skip("%s is not here (tests/support/fetch-assets.sh brings it)", path);
    return path;
}

static int
remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

const char *
check_temp_dir(void)
{
    if (temp_dir[0] == '\0') {
        strcpy(temp_dir, "/tmp/lilt-test-XXXXXX");
        if (mkdtemp(temp_dir) == NULL) {
            perror(temp_dir);
            exit(1);
        }
    }
    return temp_dir;
}

static bool
chosen(const char *name, int argc, char **argv)
{
    bool yes = argc < 2;

    for (int i = 1; i < argc; i++)
        yes |= strcmp(argv[i], name) == 0;
    return yes;
}

int
check_main(int argc, char **argv)
{
    int n_run = 0;

    setvbuf(stdout, NULL, _IOLBF, 0);
    for (const CheckTest *test = first; test != NULL; test = test->next) {
        const int before = n_failures;

        if (!chosen(test->name, argc, argv))
            continue;
        test->run();
        n_run++;
        printf("%s %s\n", n_failures == before ? "ok    " : "FAILED", test->name);
    }
    if (n_run == 0 || n_checks == 0)
        fputs("no test ran\n", stderr);
    if (n_failures == 0 && temp_dir[0] != '\0')
        nftw(temp_dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    printf("%d tests, %d checks, %d failures\n", n_run, n_checks, n_failures);
    return n_failures > 0 || n_run == 0 || n_checks == 0;
}
