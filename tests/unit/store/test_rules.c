/* Playlists by rule: what is kept comes back, what is found is what the rule says, and no value is
 * ever a command. */
#include "fresh.h"

#include <sqlite3.h>

enum { DAY_S = 86400 };
static const int64_t now_s = INT64_C(1800000000);

/* A track whose title is a letter, the first free one. */
static int64_t
put(LiltStore *store, const char *genre, int year, LiltPoint point, int days_old)
{
    static char path[] = "/m/?.ogg";
    const LiltStoreTrack track = {.path = path,
                                  .title = path,
                                  .artist = "Somebody",
                                  .album_artist = "",
                                  .album = "",
                                  .genre = genre,
                                  .year = year,
                                  .cover = "",
                                  .sound = {.analyser = 1, .point = point}};
    int64_t id = 0, other;

    for (path[3] = 'a'; lilt_store_find_path(store, path, NULL, &other) == LILT_OK; path[3]++)
        ;
    CHECK(lilt_store_put_track(store, &track, now_s - days_old * DAY_S, NULL, &id) == LILT_OK,
          "put %s", path);
    return id;
}

static void
play(LiltStore *store, int64_t id, int times, int days_ago)
{
    for (int i = 0; i < times; i++)
        CHECK(lilt_store_add_play(store, id, now_s - days_ago * DAY_S - i, 1, LILT_HAPPY, "hand",
                                  NULL) == LILT_OK,
              "play");
}

/* Six tracks: a a loved rock song, b trip hop, c folk, d nothing known, e banned, f away. */
static LiltStore *
open_six(void)
{
    LiltStore *store = open_store(fresh_path());
    int64_t a, b, c, e, f;

    if (store == NULL)
        return NULL;
    a = put(store, "Classic Rock", 1971, (LiltPoint){0.8f, 0.5f}, 400);
    b = put(store, "Tríp Hop", 1994, (LiltPoint){-0.6f, -0.3f}, 20);
    c = put(store, "Folk; Hop", 2010, (LiltPoint){0.0f, 0.0f}, 3);
    put(store, "", 0, (LiltPoint){0.8f, 0.5f}, 1);
    e = put(store, "Rock", 1999, (LiltPoint){0.8f, 0.5f}, 5);
    f = put(store, "Rock", 1999, (LiltPoint){0.8f, 0.5f}, 5);
    CHECK(lilt_store_set_love(store, a, 1, NULL) == LILT_OK, "love");
    CHECK(lilt_store_set_love(store, e, -1, NULL) == LILT_OK, "ban");
    CHECK(lilt_store_set_missing(store, f, true, NULL) == LILT_OK, "away");
    play(store, a, 5, 40);
    play(store, b, 2, 2);
    play(store, c, 1, 100);
    play(store, f, 9, 1);
    return store;
}

/* The letters of what is found, in order; static. */
static const char *
found(LiltStore *store, const LiltRule *rule)
{
    static char letters[32];
    LiltStoreTrack track;
    LiltDiag diag = {""};
    int64_t *ids = NULL;
    size_t n = 0;

    CHECK(lilt_store_find_by_rule(store, rule, now_s, &diag, &ids, &n) == LILT_OK, "%s", diag.text);
    for (size_t i = 0; i < n && i + 1 < sizeof letters; i++)
        letters[i] = lilt_store_get_track(store, ids[i], NULL, &track) == LILT_OK ? track.path[3]
                                                                                  : '?';
    letters[n < sizeof letters ? n : sizeof letters - 1] = '\0';
    free(ids);
    return letters;
}

static LiltRule
rule_of(const char *field, const char *test, const char *value)
{
    LiltRule rule = {.order = LILT_ORDER_TITLE};

    CHECK(lilt_rule_add(&rule, field, test, value), "%s %s %s", field, test, value);
    return rule;
}

TEST(each_condition_finds_what_it_says)
{
    static const struct {
        const char *field, *test, *value, *want;
    } tries[] = {
        {"genre", "is", "ROCK", "a"},        {"genre", "is", "trip hop", "b"},
        {"genre", "is", "hop", "bc"},        {"genre", "is-not", "hop", "ad"},
        {"genre", "is", "hop trip", ""},     {"mood", "is", "happy", "ad"},
        {"mood", "is", "sad", "b"},          {"mood", "is-not", "happy", "bc"},
        {"love", "is", "loved", "a"},        {"love", "is", "banned", "e"},
        {"love", "is-not", "loved", "bcde"}, {"love", "is", "neither", "bcd"},
        {"plays", "is", "2", "b"},           {"plays", "least", "2", "ab"},
        {"plays", "most", "1", "cd"},        {"plays", "most", "0", "d"},
        {"played", "most", "30", "b"},       {"played", "least", "30", "acd"},
        {"added", "most", "7", "cd"},        {"added", "least", "20", "ab"},
        {"year", "is", "1994", "b"},         {"year", "least", "1994", "bc"},
        {"year", "most", "1994", "ab"},
    };
    LiltStore *store = open_six();

    REQUIRE(store != NULL, "open");
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const LiltRule rule = rule_of(tries[i].field, tries[i].test, tries[i].value);

        CHECK(strcmp(found(store, &rule), tries[i].want) == 0, "%s %s %s: \"%s\", not \"%s\"",
              tries[i].field, tries[i].test, tries[i].value, found(store, &rule), tries[i].want);
    }
    lilt_store_close(store);
}

TEST(conditions_are_joined_ordered_and_cut)
{
    static const char *const orders[LILT_N_RULE_ORDERS] = {
        [LILT_ORDER_ARTIST] = "abcd", [LILT_ORDER_TITLE] = "abcd",  [LILT_ORDER_ADDED] = "dcba",
        [LILT_ORDER_PLAYS] = "abcd",  [LILT_ORDER_PLAYED] = "bacd", [LILT_ORDER_RESTED] = "dcab",
        [LILT_ORDER_YEAR] = "cbad",
    };
    LiltStore *store = open_six();
    LiltRule rule = rule_of("genre", "is", "hop");

    REQUIRE(store != NULL, "open");
    CHECK(lilt_rule_add(&rule, "year", "least", "2000"), "and");
    CHECK_TEXT("c", found(store, &rule));
    rule.any = true;
    CHECK_TEXT("bc", found(store, &rule));
    rule = rule_of("love", "is", "loved");
    rule.any = true;
    CHECK(lilt_rule_add(&rule, "genre", "is", "rock"), "or");
    CHECK_TEXT("ae", found(store, &rule)); /* never one that is away */
    for (int order = 0; order < LILT_N_RULE_ORDERS; order++) {
        rule = (LiltRule){.order = (LiltRuleOrder)order};
        CHECK(strcmp(found(store, &rule), orders[order]) == 0, "order %s: %s",
              lilt_rule_order_label(rule.order), found(store, &rule));
        rule.most = 2;
        CHECK(strncmp(found(store, &rule), orders[order], 2) == 0 && found(store, &rule)[2] == '\0',
              "the first two of order %s: %s", lilt_rule_order_label(rule.order),
              found(store, &rule));
    }
    lilt_store_close(store);
}

TEST(no_value_is_a_command)
{
    static const char *const hostile[] = {
        "'; DROP TABLE tracks; --",
        "\" OR title : a",
        "*",
        "NEAR(a b)",
        "{title} : a",
        "-",
        "\"\"",
        "%",
        "?1",
        "\xff\xfe",
        "genre AND",
        "^rock",
    };
    const char *path = fresh_path();
    LiltStore *store = open_store(path);
    LiltRule rule = {.any = true, .most = 7}, kept = {0};
    int64_t *ids = NULL;
    size_t n = 0;

    REQUIRE(store != NULL, "open");
    put(store, "Rock", 1999, (LiltPoint){0}, 0);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        LiltRule one = {0};
        const bool finds = strcmp(hostile[i], "^rock") == 0;

        CHECK(lilt_rule_add(&one, "genre", "is", hostile[i]) &&
                  lilt_rule_add(&rule, "genre", "is-not", hostile[i]),
              "%s", hostile[i]);
        CHECK_TEXT(finds ? "a" : "", found(store, &one));
    }
    CHECK(rule.n_conditions == LILT_RULE_CONDITIONS, "the longest statement there is");
    CHECK_TEXT("a", found(store, &rule));
    CHECK(lilt_store_put_list(store, 70, "'); DROP TABLE rules; --", 1, NULL) == LILT_OK, "list");
    CHECK(lilt_store_set_rule(store, 70, &rule, NULL) == LILT_OK, "keep");
    lilt_store_close(store);

    store = open_store(path);
    REQUIRE(store != NULL, "open again");
    CHECK(lilt_store_get_rule(store, 70, NULL, &kept) == LILT_OK, "get");
    CHECK(memcmp(&kept, &rule, sizeof rule) == 0, "as it was kept, byte by byte");
    CHECK(lilt_store_find_by_rule(store, &kept, now_s, NULL, &ids, &n) == LILT_OK && n == 1, "%zu",
          n);
    free(ids);
    lilt_store_close(store);
}

TEST(a_rule_is_changed_dropped_and_told_from_none)
{
    const char *path = fresh_path();
    LiltStore *store = open_store(path);
    LiltRule rule = rule_of("mood", "is", "sad"), got = {.most = 99};
    LiltDiag diag = {""};
    sqlite3 *db = NULL;

    REQUIRE(store != NULL, "open");
    CHECK(lilt_store_put_list(store, 70, "Rule", 1, NULL) == LILT_OK, "list");
    CHECK(lilt_store_get_rule(store, 70, &diag, &got) == LILT_E_ABSENT && got.most == 99,
          "made by hand: %s", diag.text);
    CHECK(lilt_store_set_rule(store, 70, &rule, NULL) == LILT_OK, "keep");
    rule = rule_of("year", "is", "1999");
    CHECK(lilt_store_set_rule(store, 70, &rule, NULL) == LILT_OK, "another");
    CHECK(lilt_store_get_rule(store, 70, NULL, &got) == LILT_OK && got.n_conditions == 1 &&
              got.conditions[0].field == LILT_RULE_YEAR,
          "only the last one counts");
    REQUIRE(sqlite3_open(path, &db) == SQLITE_OK, "open beside");
    CHECK(sqlite3_exec(db, "UPDATE rule_conditions SET field = 'title'", NULL, NULL, NULL) ==
              SQLITE_OK,
          "a field of a later Lilt");
    CHECK(lilt_store_get_rule(store, 70, &diag, &got) == LILT_E_FORMAT, "status");
    CHECK(strstr(diag.text, path) != NULL, "named: %s", diag.text);
    CHECK(lilt_store_drop_list(store, 70, NULL) == LILT_OK, "drop");
    CHECK(lilt_store_get_rule(store, 70, &diag, &got) == LILT_E_ABSENT, "gone with its list");
    sqlite3_close(db);
    lilt_store_close(store);
}

TEST_MAIN()
