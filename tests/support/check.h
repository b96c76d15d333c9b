/* check.h - a test program in a few words:
 *
 *     TEST(arena_gives_aligned_memory) { CHECK((uintptr_t)p % 64 == 0, "p=%p", p); }
 *     TEST_MAIN()
 *
 * A failed CHECK is printed with file and line and the test goes on; REQUIRE leaves the test;
 * SKIP(why) leaves the program with 77 (ctest: skipped). Arguments of the program choose tests by
 * name. */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct CheckTest {
    const char *name;
    void (*run)(void);
    struct CheckTest *next;
} CheckTest;

void check_register(CheckTest *test);
int check_main(int argc, char **argv);
bool check_report(bool good, const char *file, int line, const char *what, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool check_same_bytes(const void *want, const void *have, size_t n, const char *file, int line,
                      const char *format, ...) __attribute__((format(printf, 6, 7)));
_Noreturn void check_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A seed for this run: $LILT_SEED or the clock's; printed once, so that a failure can be run again.
 */
uint64_t check_seed(void);

/* How often a test of random cases goes round: `usual`, or ten times that in ./dev test --long. */
int check_rounds(int usual);

/* The path of ../shared/<name>, or the program skips with a message. Static storage. */
const char *check_shared(const char *name);

/* The path of <name> ("photos/astronaut.png") among the assets of tests/support/fetch-assets.sh, or
 * the program skips with a message. Static storage. */
const char *check_asset(const char *name);

/* A new empty folder under the system's temporary one, removed when the program ends well. Static
 * storage. */
const char *check_temp_dir(void);

#define TEST(test_name)                                                                            \
    static void test_name(void);                                                                   \
    static CheckTest test_name##_test = {#test_name, test_name, NULL};                             \
    __attribute__((constructor)) static void test_name##_register(void)                            \
    {                                                                                              \
        check_register(&test_name##_test);                                                         \
    }                                                                                              \
    static void test_name(void)

#define CHECK(condition, ...) check_report((condition), __FILE__, __LINE__, #condition, __VA_ARGS__)
#define REQUIRE(condition, ...)                                                                    \
    do {                                                                                           \
        if (!CHECK(condition, __VA_ARGS__))                                                        \
            return;                                                                                \
    } while (0)
#define CHECK_BYTES(want, have, n, ...)                                                            \
    check_same_bytes((want), (have), (n), __FILE__, __LINE__, __VA_ARGS__)
#define CHECK_NEAR(want, have, bound, ...)                                                         \
    check_report(fabs((double)(want) - (double)(have)) <= (double)(bound), __FILE__, __LINE__,     \
                 #have " near " #want, __VA_ARGS__)
#define CHECK_TEXT(want, have)                                                                     \
    check_report(strcmp((want), (have)) == 0, __FILE__, __LINE__, #have,                           \
                 "want \"%s\", have \"%s\"", (want), (have))
#define SKIP(...) check_skip(__VA_ARGS__)
#define TEST_MAIN()                                                                                \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return check_main(argc, argv);                                                             \
    }
