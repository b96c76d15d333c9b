/* Playlists by rule: a rule is kept row by row, and becomes a statement whose texts are fixed and
 * whose values are bound. */
#include "store_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60 };

/* ---- keeping --------------------------------------------------------------------------------- */

static LiltStatus
put_rule(LiltStore *store, int64_t id, const LiltRule *rule, LiltDiag *diag)
{
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT INTO rules (playlist_id, any_holds, ordered_by, most)"
               " VALUES (?1, ?2, ?3, ?4)");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(put, 1, id);
    sqlite3_bind_int(put, 2, rule->any);
    lilt_store_bind_text(put, 3, lilt_rule_order_label(rule->order));
    sqlite3_bind_int64(put, 4, rule->most);
    return lilt_store_run(store, put, diag);
}

static LiltStatus
put_condition(LiltStore *store, int64_t id, size_t place, const LiltCondition *condition,
              LiltDiag *diag)
{
    sqlite3_stmt *put = lilt_store_prepare(
        store, "INSERT INTO rule_conditions (playlist_id, place, field, test, value)"
               " VALUES (?1, ?2, ?3, ?4, ?5)");

    if (put == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(put, 1, id);
    sqlite3_bind_int64(put, 2, (int64_t)place);
    lilt_store_bind_text(put, 3, lilt_rule_field_label(condition->field));
    lilt_store_bind_text(put, 4, lilt_rule_test_label(condition->test));
    lilt_store_bind_text(put, 5, condition->value);
    return lilt_store_run(store, put, diag);
}

LiltStatus
lilt_store_set_rule(LiltStore *store, int64_t id, const LiltRule *rule, LiltDiag *diag)
{
    LiltStatus status = lilt_store_set_list_tracks(store, id, NULL, 0, diag);

    if (status == LILT_OK)
        status = lilt_store_run_ints(store, "DELETE FROM rules WHERE playlist_id = ?1", diag, 1,
                                     id);
    if (status == LILT_OK)
        status = put_rule(store, id, rule, diag);
    for (size_t i = 0; status == LILT_OK && i < rule->n_conditions; i++)
        status = put_condition(store, id, i, &rule->conditions[i], diag);
    return status;
}

static LiltStatus
unknown_rule(LiltStore *store, int64_t id, LiltDiag *diag)
{
    return lilt_fail(diag, LILT_E_FORMAT, "%s: the rule of playlist %lld is not known here",
                     store->path, (long long)id);
}

static LiltStatus
get_conditions(LiltStore *store, int64_t id, LiltDiag *diag, LiltRule *rule)
{
    sqlite3_stmt *each = lilt_store_prepare(store, "SELECT field, test, value FROM rule_conditions"
                                                   " WHERE playlist_id = ?1 ORDER BY place");
    bool known = true;
    int code;

    if (each == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(each, 1, id);
    while ((code = sqlite3_step(each)) == SQLITE_ROW)
        known = lilt_rule_add(rule, lilt_store_text(each, 0), lilt_store_text(each, 1),
                              lilt_store_text(each, 2)) &&
                known;
    const LiltStatus status = lilt_store_end(store, each, code, diag);

    return status == LILT_OK && !known ? unknown_rule(store, id, diag) : status;
}

LiltStatus
lilt_store_get_rule(LiltStore *store, int64_t id, LiltDiag *diag, LiltRule *ret_rule)
{
    sqlite3_stmt *get = lilt_store_prepare(
        store, "SELECT any_holds, ordered_by, most FROM rules WHERE playlist_id = ?1");
    LiltRule rule = {0};
    bool known = true;

    if (get == NULL)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    sqlite3_bind_int64(get, 1, id);
    const int code = sqlite3_step(get);

    if (code == SQLITE_ROW) {
        rule.any = sqlite3_column_int(get, 0) != 0;
        known = lilt_rule_order_from_label(lilt_store_text(get, 1), &rule.order);
        rule.most = (unsigned)sqlite3_column_int64(get, 2);
    }
    LiltStatus status = lilt_store_end(store, get, code, diag);

    if (status == LILT_OK && code != SQLITE_ROW)
        return lilt_fail(diag, LILT_E_ABSENT, "%s: playlist %lld has no rule", store->path,
                         (long long)id);
    if (status == LILT_OK && !known)
        return unknown_rule(store, id, diag);
    if (status == LILT_OK)
        status = get_conditions(store, id, diag, &rule);
    if (status == LILT_OK)
        *ret_rule = rule;
    return status;
}

/* ---- finding --------------------------------------------------------------------------------- */

#define HAS_WORDS "IN (SELECT rowid FROM words WHERE words MATCH ?)"
#define NEAREST                                                                                    \
    "nearest(coalesce(felt.valence, sounds.valence, 0), coalesce(felt.arousal, sounds.arousal, 0))"

/* Each with one value. */
static const char *const conditions[LILT_N_RULE_FIELDS][LILT_N_RULE_TESTS] = {
    [LILT_RULE_GENRE] =
        {[LILT_RULE_IS] = "tracks.id " HAS_WORDS, [LILT_RULE_IS_NOT] = "tracks.id NOT " HAS_WORDS},
    [LILT_RULE_MOOD] = {[LILT_RULE_IS] = NEAREST " = ?", [LILT_RULE_IS_NOT] = NEAREST " <> ?"},
    [LILT_RULE_LOVE] = {[LILT_RULE_IS] = "love = ?", [LILT_RULE_IS_NOT] = "love <> ?"},
    [LILT_RULE_PLAYS] = {[LILT_RULE_IS] = "n_plays = ?",
                         [LILT_RULE_LEAST] = "n_plays >= ?",
                         [LILT_RULE_MOST] = "n_plays <= ?"},
    [LILT_RULE_PLAYED] =
        {[LILT_RULE_LEAST] = "last_play_s <= ?", [LILT_RULE_MOST] = "last_play_s >= ?"},
    [LILT_RULE_ADDED] = {[LILT_RULE_LEAST] = "added_s <= ?", [LILT_RULE_MOST] = "added_s >= ?"},
    [LILT_RULE_YEAR] = {[LILT_RULE_IS] = "year > 0 AND year = ?",
                        [LILT_RULE_LEAST] = "year > 0 AND year >= ?",
                        [LILT_RULE_MOST] = "year > 0 AND year <= ?"},
};

static const char *const orders[LILT_N_RULE_ORDERS] = {
    [LILT_ORDER_ARTIST] = BY_ARTIST,
    [LILT_ORDER_TITLE] = "title COLLATE names, artists.name COLLATE names, path",
    [LILT_ORDER_ADDED] = "added_s DESC, " BY_ARTIST,
    [LILT_ORDER_PLAYS] = "n_plays DESC, last_play_s DESC, " BY_ARTIST,
    [LILT_ORDER_PLAYED] = "last_play_s DESC, " BY_ARTIST,
    [LILT_ORDER_RESTED] = "last_play_s, " BY_ARTIST,
    [LILT_ORDER_YEAR] = "year DESC, " BY_ARTIST,
};

static bool
asks_for_love(const LiltRule *rule)
{
    for (size_t i = 0; i < rule->n_conditions; i++)
        if (rule->conditions[i].field == LILT_RULE_LOVE)
            return true;
    return false;
}

/* The statement's text into `sql`. Its values: one for each condition, then the number of songs. */
static void
write_statement(const LiltRule *rule, char *sql, size_t bytes)
{
    int n = snprintf(sql, bytes,
                     "SELECT tracks.id FROM tracks JOIN artists ON artists.id = artist_id"
                     " LEFT JOIN sounds ON sounds.track_id = tracks.id"
                     " LEFT JOIN felt ON felt.track_id = tracks.id WHERE NOT missing%s",
                     asks_for_love(rule) ? "" : " AND love >= 0");

    for (size_t i = 0; i < rule->n_conditions; i++) {
        const LiltCondition *condition = &rule->conditions[i];

        n += snprintf(sql + n, bytes - (size_t)n, "%s(%s)",
                      i == 0      ? " AND ("
                      : rule->any ? " OR "
                                  : " AND ",
                      conditions[condition->field][condition->test]);
    }
    snprintf(sql + n, bytes - (size_t)n, "%s ORDER BY %s LIMIT ?",
             rule->n_conditions > 0 ? ")" : "", orders[rule->order]);
}

/* The words as one phrase to be found in genres; no sign in them is a command. */
static void
bind_words(sqlite3_stmt *find, int place, const char *words)
{
    char phrase[LILT_RULE_VALUE + 16];
    size_t n = (size_t)snprintf(phrase, sizeof phrase, "{genre} : \"");

    for (; *words != '\0'; words++)
        phrase[n++] = *words == '"' ? ' ' : *words;
    phrase[n++] = '"';
    sqlite3_bind_text(find, place, phrase, (int)n, SQLITE_TRANSIENT);
}

static void
bind_value(sqlite3_stmt *find, int place, const LiltCondition *condition, int64_t now_s)
{
    const long long number = strtoll(condition->value, NULL, 10);

    switch (condition->field) {
    case LILT_RULE_GENRE:
        bind_words(find, place, condition->value);
        break;
    case LILT_RULE_MOOD:
        sqlite3_bind_int(find, place, lilt_emotion_from_label(condition->value));
        break;
    case LILT_RULE_LOVE:
        sqlite3_bind_int(find, place, lilt_rule_love(condition->value));
        break;
    case LILT_RULE_PLAYED:
    case LILT_RULE_ADDED:
        sqlite3_bind_int64(find, place, now_s - number * DAY_S);
        break;
    default:
        sqlite3_bind_int64(find, place, number);
    }
}

LiltStatus
lilt_store_find_by_rule(LiltStore *store, const LiltRule *rule, int64_t now_s, LiltDiag *diag,
                        int64_t **ret_ids, size_t *ret_n)
{
    sqlite3_stmt *find = NULL;
    IdList list = {0};
    char sql[4096]; /* twelve of the longest conditions take half of it */

    write_statement(rule, sql, sizeof sql);
    if (sqlite3_prepare_v2(store->db, sql, -1, &find, NULL) != SQLITE_OK)
        return lilt_store_fail(store, sqlite3_errcode(store->db), diag);
    const int n = (int)rule->n_conditions;

    for (int i = 0; i < n; i++)
        bind_value(find, i + 1, &rule->conditions[i], now_s);
    sqlite3_bind_int64(find, n + 1, rule->most > 0 ? (sqlite3_int64)rule->most : -1);
    const LiltStatus status = lilt_store_collect(store, find, diag, &list);

    sqlite3_finalize(find);
    if (status == LILT_OK) {
        *ret_ids = list.ids;
        *ret_n = list.n;
    }
    return status;
}

/* ---- nearest(valence, arousal) --------------------------------------------------------------- */

static void
nearest(sqlite3_context *context, int n_values, sqlite3_value **values)
{
    (void)n_values;
    sqlite3_result_int(context,
                       lilt_emotion_nearest((LiltPoint){(float)sqlite3_value_double(values[0]),
                                                        (float)sqlite3_value_double(values[1])}));
}

int
lilt_store_add_nearest(sqlite3 *db)
{
    return sqlite3_create_function(db, "nearest", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                   nearest, NULL, NULL);
}
