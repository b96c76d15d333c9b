/* The ground floor: statuses, expressions, arena, random numbers, threads, mailbox, catalogue,
 * places. */
#include "check.h"
#include "lilt/base.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

TEST(a_failure_names_the_thing)
{
    LiltDiag diag;

    CHECK(lilt_fail(&diag, LILT_E_IO, "%s: %d", "file.ogg", 7) == LILT_E_IO,
          "status handed through");
    CHECK_TEXT("file.ogg: 7", diag.text);
    CHECK(lilt_fail(NULL, LILT_E_BUSY, "nobody listens") == LILT_E_BUSY, "NULL is fine");
    CHECK(lilt_status_from_errno(ENOENT) == LILT_E_ABSENT, "ENOENT");
    CHECK(lilt_status_from_errno(EBUSY) == LILT_E_BUSY, "EBUSY");
    CHECK_TEXT("unknown status", lilt_status_name((LiltStatus)999));
}

TEST(labels_go_both_ways)
{
    for (int i = 0; i < LILT_N_EMOTIONS; i++) {
        const LiltEmotion e = (LiltEmotion)i;

        CHECK(lilt_emotion_from_label(lilt_emotion_label(e)) == e, "class %d", i);
        CHECK(lilt_emotion_nearest(lilt_emotion_place(e)) == e,
              "class %d is nearest to its own place", i);
    }
    CHECK_TEXT("unknown", lilt_emotion_label(LILT_EMOTION_UNKNOWN));
    CHECK(lilt_emotion_from_label("joyful") == LILT_EMOTION_UNKNOWN, "no such label");
}

TEST(arena_memory_is_aligned_separate_and_reused)
{
    LiltArena *arena = lilt_arena_new(256);
    unsigned char *parts[40];

    REQUIRE(arena != NULL, "memory");
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 40; i++) {
            parts[i] = lilt_arena_alloc(arena, 1 + 37 * i);
            REQUIRE(parts[i] != NULL && (uintptr_t)parts[i] % 64 == 0, "part %zu", i);
            memset(parts[i], (int)i, 1 + 37 * i);
        }
        for (size_t i = 0; i < 40; i++)
            CHECK(parts[i][0] == i && parts[i][37 * i] == i,
                  "part %zu is untouched by its neighbours", i);
        lilt_arena_reset(arena);
    }
    CHECK(lilt_arena_alloc(arena, SIZE_MAX - 10) == NULL, "an absurd size is refused");
    CHECK_TEXT("abc", lilt_arena_strdup(arena, "abc"));
    lilt_arena_free(arena);
    lilt_arena_free(NULL);
}

TEST(random_numbers_are_pcg32)
{
    LiltRng rng = lilt_rng_new(42, 54); /* the reference implementation's demo prints these six */
    const uint32_t want[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                             0x83d2f293, 0xbfa4784b, 0xcbed606e};
    double sum = 0, squares = 0;
    int counts[3] = {0};

    for (size_t i = 0; i < 6; i++)
        CHECK(lilt_rng_u32(&rng) == want[i], "number %zu", i);
    for (int i = 0; i < 100000; i++) {
        const double x = (double)lilt_rng_normal(&rng);

        sum += x, squares += x * x;
        counts[lilt_rng_below(&rng, 3)]++;
    }
    CHECK_NEAR(0, sum / 1e5, 0.02, "mean %f", sum / 1e5);
    CHECK_NEAR(1, squares / 1e5, 0.03, "variance %f", squares / 1e5);
    for (int i = 0; i < 3; i++)
        CHECK_NEAR(33333, counts[i], 800, "below(3) gave %d %d times", i, counts[i]);
}

static void
sleep_a_little(void *arg)
{
    usleep(*(const unsigned *)arg);
}

TEST(joining_has_a_deadline)
{
    LiltThread *thread = NULL;
    static unsigned us = 200000; /* the thread left behind reads it when it likes */

    REQUIRE(lilt_thread_start("a name longer than fifteen", sleep_a_little, &us, &thread) ==
                LILT_OK,
            "start");
    CHECK(lilt_thread_join(thread, 1) == LILT_E_TIMEOUT, "too early");
    CHECK(lilt_thread_join(thread, 10000) == LILT_OK, "in time");
    CHECK(lilt_thread_join(NULL, 0) == LILT_OK, "NULL is fine");
    REQUIRE(lilt_thread_start("left behind", sleep_a_little, &us, &thread) == LILT_OK, "start");
    CHECK(lilt_thread_join(thread, 1) == LILT_E_TIMEOUT, "it does not end");
    lilt_thread_leave(thread);
    usleep(2 * us); /* a sanitizer sees whether it cleans up after itself */
}

static void
count_part(void *arg, size_t index)
{
    atomic_fetch_add(&((atomic_int *)arg)[index], 1);
}

TEST(a_pool_runs_each_part_once)
{
    for (unsigned n_threads = 1; n_threads <= 4; n_threads++) {
        LiltPool *pool = lilt_pool_new(n_threads);
        static atomic_int counts[500];

        REQUIRE(pool != NULL && lilt_pool_size(pool) == n_threads, "%u threads", n_threads);
        memset(counts, 0, sizeof counts);
        for (int round = 1; round <= 50; round++) {
            lilt_pool_run(pool, 500, count_part, counts);
            for (int i = 0; i < 500; i++)
                if (counts[i] != round)
                    CHECK(false, "%u threads, round %d: part %d ran %d times", n_threads, round, i,
                          counts[i]);
        }
        CHECK(counts[499] == 50, "all rounds ran");
        lilt_pool_free(pool);
    }
}

enum { N_ITEMS = 200000, WORDS = 64 };

static void
write_items(void *arg)
{
    LiltLatest *latest = arg;

    for (uint32_t i = 1; i <= N_ITEMS; i++) {
        uint32_t *slot = lilt_latest_write_slot(latest);

        for (int w = 0; w < WORDS; w++)
            slot[w] = i;
        lilt_latest_publish(latest);
    }
}

TEST(the_newest_item_wins_and_is_never_torn)
{
    LiltLatest *latest = lilt_latest_new(WORDS * sizeof(uint32_t));
    LiltThread *writer = NULL;
    uint32_t newest = 0;

    REQUIRE(latest != NULL, "memory");
    CHECK(lilt_latest_take(latest) == NULL, "empty at first");
    REQUIRE(lilt_thread_start("writer", write_items, latest, &writer) == LILT_OK, "start");
    while (newest < N_ITEMS) {
        const uint32_t *item = lilt_latest_take(latest);

        if (item == NULL)
            continue;
        if (item[0] <= newest || memcmp(item, item + 1, (WORDS - 1) * sizeof *item) != 0)
            CHECK(false, "torn or old: %u after %u", item[0], newest);
        newest = item[0];
    }
    CHECK(newest == N_ITEMS, "the last one arrives");
    CHECK(lilt_latest_take(latest) == NULL, "and only once");
    CHECK(lilt_thread_join(writer, 10000) == LILT_OK, "join");
    lilt_latest_free(latest);
}

TEST(a_catalogue_finds_rows_by_id)
{
    LiltCatalogue *catalogue = lilt_catalogue_new(100);

    REQUIRE(catalogue != NULL, "memory");
    CHECK(lilt_catalogue_find(catalogue, 1) == -1, "empty");
    for (int i = 0; i < 100; i++)
        catalogue->id[catalogue->n_tracks++] = 3 * i + 1;
    for (int i = 0; i < 100; i++) {
        CHECK(lilt_catalogue_find(catalogue, 3 * i + 1) == i, "row %d", i);
        CHECK(lilt_catalogue_find(catalogue, 3 * i + 2) == -1, "no such id %d", 3 * i + 2);
    }
    lilt_catalogue_free(catalogue);
}

TEST(genres_are_told_by_their_words)
{
    static const struct {
        const char *text;
        LiltGenre want;
    } tags[] = {
        {"Symphonic Metal", LILT_GENRE_METAL},  {"Pop/Rock", LILT_GENRE_ROCK},
        {"Trip Hop", LILT_GENRE_ELECTRONIC},    {"R&B; Pop", LILT_GENRE_SOUL},
        {"Electronica", LILT_GENRE_ELECTRONIC}, {"CLASSICAL", LILT_GENRE_CLASSICAL},
        {"Classic Rock", LILT_GENRE_ROCK},      {"", LILT_GENRE_UNKNOWN},
        {"Misc", LILT_GENRE_UNKNOWN},
    };

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        CHECK(lilt_genre_from_text(tags[i].text) == tags[i].want, "\"%s\" is taken for %s",
              tags[i].text, lilt_genre_label(lilt_genre_from_text(tags[i].text)));
    CHECK(lilt_genre_from_text(NULL) == LILT_GENRE_UNKNOWN, "no tag");
    for (int g = 1; g < LILT_N_GENRES; g++)
        CHECK(lilt_genre_from_text(lilt_genre_label((LiltGenre)g)) == (LiltGenre)g,
              "the label \"%s\" belongs to its own family", lilt_genre_label((LiltGenre)g));
}

TEST(a_rule_takes_what_can_be_asked_and_nothing_else)
{
    static const struct {
        const char *field, *test, *value;
        bool fine;
    } tries[] = {
        {"genre", "is", "Trip Hop\" OR title : x", true},
        {"genre", "least", "Rock", false},
        {"genre", "is", " \t", false},
        {"mood", "is-not", "happy", true},
        {"mood", "is", "joyful", false},
        {"love", "is", "banned", true},
        {"love", "is", "1", false},
        {"plays", "most", "0", true},
        {"plays", "least", "-1", false},
        {"played", "is", "3", false},
        {"played", "least", "30", true},
        {"added", "most", "1e3", false},
        {"year", "is", "1999", true},
        {"year", "most", "", false},
        {"year", "most", "1234567", false},
        {"titel", "is", "x", false},
        {"genre", "isn't", "x", false},
    };
    LiltRule rule = {0};
    LiltRuleOrder order;
    char long_genre[LILT_RULE_VALUE + 1];

    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        CHECK(lilt_rule_add(&rule, tries[i].field, tries[i].test, tries[i].value) == tries[i].fine,
              "%s %s \"%s\"", tries[i].field, tries[i].test, tries[i].value);
    CHECK(rule.n_conditions == 6, "%zu conditions", rule.n_conditions);
    CHECK_TEXT("banned", rule.conditions[2].value);
    CHECK(lilt_rule_love("banned") == -1 && lilt_rule_love("loved") == 1, "love");
    memset(long_genre, 'x', LILT_RULE_VALUE);
    long_genre[LILT_RULE_VALUE] = '\0';
    CHECK(!lilt_rule_add(&rule, "genre", "is", long_genre), "a value that would not fit");
    while (rule.n_conditions < LILT_RULE_CONDITIONS)
        REQUIRE(lilt_rule_add(&rule, "year", "is", "1999"), "one more");
    CHECK(!lilt_rule_add(&rule, "year", "is", "1999"), "the rule is full");
    for (int i = 0; i < LILT_N_RULE_ORDERS; i++)
        CHECK(lilt_rule_order_from_label(lilt_rule_order_label((LiltRuleOrder)i), &order) &&
                  (int)order == i,
              "order %d", i);
    CHECK(!lilt_rule_order_from_label("random()", &order), "no such order");
}

TEST(places_are_found_or_named)
{
    char path[512];
    LiltDiag diag;

    CHECK(lilt_place_find("tests/unit", "CMakeLists.txt", &diag, path, sizeof path) == LILT_OK,
          "%s", "source tree");
    CHECK(lilt_place_find("models", "no-such-file", &diag, path, sizeof path) == LILT_E_ABSENT,
          "absent");
    CHECK(strstr(diag.text, "no-such-file") != NULL, "the message names it: %s", diag.text);
    snprintf(path, sizeof path, "%s/models", check_temp_dir());
    REQUIRE(mkdir(path, 0700) == 0, "%s", path);
    setenv("LILT_DATA_DIR", check_temp_dir(), 1);
    CHECK(lilt_place_find("models", "README.md", &diag, path, sizeof path) == LILT_E_ABSENT,
          "only looked for in LILT_DATA_DIR");
    CHECK(lilt_place_find("tests/unit", "CMakeLists.txt", &diag, path, sizeof path) == LILT_OK,
          "a kind that is not there is looked for elsewhere");
    unsetenv("LILT_DATA_DIR");
    CHECK(lilt_place_program("no-such-program", &diag, path, sizeof path) == LILT_E_ABSENT,
          "absent");
}

TEST_MAIN()
