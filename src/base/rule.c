/* The rules of playlists: what can be asked of a song, in names that are kept and sent. */
#include "lilt/base.h"

#include <string.h>

enum { MOST_DIGITS = 6 };

static const char *const fields[LILT_N_RULE_FIELDS] = {
    [LILT_RULE_GENRE] = "genre", [LILT_RULE_MOOD] = "mood",     [LILT_RULE_LOVE] = "love",
    [LILT_RULE_PLAYS] = "plays", [LILT_RULE_PLAYED] = "played", [LILT_RULE_ADDED] = "added",
    [LILT_RULE_YEAR] = "year",
};
static const char *const tests[LILT_N_RULE_TESTS] = {
    [LILT_RULE_IS] = "is",
    [LILT_RULE_IS_NOT] = "is-not",
    [LILT_RULE_LEAST] = "least",
    [LILT_RULE_MOST] = "most",
};
static const char *const orders[LILT_N_RULE_ORDERS] = {
    [LILT_ORDER_ARTIST] = "artist", [LILT_ORDER_TITLE] = "title",   [LILT_ORDER_ADDED] = "added",
    [LILT_ORDER_PLAYS] = "plays",   [LILT_ORDER_PLAYED] = "played", [LILT_ORDER_RESTED] = "rested",
    [LILT_ORDER_YEAR] = "year",
};
static const char *const loves[] = {"banned", "neither", "loved"}; /* -1, 0, 1 */

const char *
lilt_rule_field_label(LiltRuleField field)
{
    return fields[field];
}

const char *
lilt_rule_test_label(LiltRuleTest test)
{
    return tests[test];
}

const char *
lilt_rule_order_label(LiltRuleOrder order)
{
    return orders[order];
}

/* The place of the label, or -1. */
static int
find_label(const char *const *labels, int n, const char *label)
{
    for (int i = 0; i < n; i++)
        if (strcmp(labels[i], label) == 0)
            return i;
    return -1;
}

bool
lilt_rule_order_from_label(const char *label, LiltRuleOrder *ret_order)
{
    const int order = find_label(orders, LILT_N_RULE_ORDERS, label);

    if (order < 0)
        return false;
    *ret_order = (LiltRuleOrder)order;
    return true;
}

bool
lilt_rule_takes(LiltRuleField field, LiltRuleTest test)
{
    switch (field) {
    case LILT_RULE_GENRE:
    case LILT_RULE_MOOD:
    case LILT_RULE_LOVE:
        return test == LILT_RULE_IS || test == LILT_RULE_IS_NOT;
    case LILT_RULE_PLAYED:
    case LILT_RULE_ADDED:
        return test == LILT_RULE_LEAST || test == LILT_RULE_MOST;
    default:
        return test != LILT_RULE_IS_NOT;
    }
}

int
lilt_rule_love(const char *value)
{
    return find_label(loves, 3, value) - 1;
}

static bool
is_value(LiltRuleField field, const char *value)
{
    const size_t n = strlen(value);

    switch (field) {
    case LILT_RULE_GENRE:
        return n < LILT_RULE_VALUE && strspn(value, " \t\r\n") < n;
    case LILT_RULE_MOOD:
        return lilt_emotion_from_label(value) != LILT_EMOTION_UNKNOWN;
    case LILT_RULE_LOVE:
        return find_label(loves, 3, value) >= 0;
    default:
        return n > 0 && n <= MOST_DIGITS && strspn(value, "0123456789") == n;
    }
}

bool
lilt_rule_add(LiltRule *rule, const char *field, const char *test, const char *value)
{
    const int f = find_label(fields, LILT_N_RULE_FIELDS, field);
    const int t = find_label(tests, LILT_N_RULE_TESTS, test);
    LiltCondition *condition = &rule->conditions[rule->n_conditions];

    if (rule->n_conditions == LILT_RULE_CONDITIONS || f < 0 || t < 0 ||
        !lilt_rule_takes((LiltRuleField)f, (LiltRuleTest)t) || !is_value((LiltRuleField)f, value))
        return false;
    *condition = (LiltCondition){.field = (LiltRuleField)f, .test = (LiltRuleTest)t};
    memcpy(condition->value, value, strlen(value) + 1);
    rule->n_conditions++;
    return true;
}
