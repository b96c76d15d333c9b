/* A recipe's entries by name: changing one, and writing all down. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/train.h"

typedef enum { TEXT, COUNT, NUMBER, SWITCH } Kind;

typedef struct {
    const char *name;
    Kind kind;
    size_t offset; /* in LiltRecipe */
    double low, high;
} Entry;

#define AT(member) offsetof(LiltRecipe, member)

static const Entry entries[] = {
    {"layers", TEXT, AT(layers), 0, 0},
    {"batch", COUNT, AT(batch), 1, 4096},
    {"epochs", COUNT, AT(epochs), 1, 100000},
    {"rate", NUMBER, AT(rate), 0, 10},
    {"momentum", NUMBER, AT(momentum), 0, 0.9999},
    {"decay", NUMBER, AT(decay), 0, 1},
    {"warm_up", NUMBER, AT(warm_up_epochs), 0, 1000},
    {"average", NUMBER, AT(average), 0, 0.99999},
    {"patience", COUNT, AT(patience), 0, 100000},
    {"smoothing", NUMBER, AT(smoothing), 0, 1},
    {"crowd", NUMBER, AT(crowd), 0, 1},
    {"ferplus_weight", NUMBER, AT(ferplus_weight), 0, 100},
    {"teach", NUMBER, AT(teach), 0, 1},
    {"mixup", NUMBER, AT(mixup), 0, 1},
    {"flip", SWITCH, AT(augment.flip), 0, 1},
    {"shift", NUMBER, AT(augment.shift_px), 0, 24},
    {"turn", NUMBER, AT(augment.turn_rad), 0, 3.2},
    {"stretch", NUMBER, AT(augment.stretch), 0, 0.9},
    {"squeeze", NUMBER, AT(augment.squeeze), 0, 0.9},
    {"brightness", NUMBER, AT(augment.brightness), 0, 1},
    {"contrast", NUMBER, AT(augment.contrast), 0, 1},
    {"gamma", NUMBER, AT(augment.gamma), 0, 10},
    {"coarse", NUMBER, AT(augment.coarse), 0, 10},
    {"blur", NUMBER, AT(augment.blur_px), 0, 10},
    {"noise", NUMBER, AT(augment.noise), 0, 1},
    {"erase", NUMBER, AT(augment.erase), 0, 1},
    {"erase_area", NUMBER, AT(augment.erase_area), 0, 1},
    {"paper", SWITCH, AT(paper), 0, 1},
};

enum { N_ENTRIES = sizeof entries / sizeof *entries };

static LiltStatus
fail_by_name(const char *name, LiltDiag *diag)
{
    char names[256] = "";

    for (size_t i = 0; i < N_ENTRIES; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), " %s", entries[i].name);
    return lilt_fail(diag, LILT_E_FORMAT, "a recipe has no \"%.30s\"; it has%s", name, names);
}

LiltStatus
lilt_recipe_set(LiltRecipe *recipe, const char *assignment, LiltDiag *diag)
{
    const size_t n_name = strcspn(assignment, "=");
    const char *text = assignment + n_name + (assignment[n_name] == '=');
    const Entry *entry = entries, *end = entries + N_ENTRIES;
    char name[32], *rest;

    snprintf(name, sizeof name, "%.*s", (int)(n_name < 31 ? n_name : 31), assignment);
    while (entry < end && strcmp(entry->name, name) != 0)
        entry++;
    if (entry == end)
        return fail_by_name(name, diag);
    char *place = (char *)recipe + entry->offset;

    if (entry->kind == TEXT) {
        memcpy(place, &text, sizeof text);
        return LILT_OK;
    }
    const double value = strtod(text, &rest);
    const bool whole = fabs(value - floor(value)) < 1e-12;

    if (rest == text || *rest != '\0' || !(value >= entry->low && value <= entry->high) ||
        (entry->kind != NUMBER && !whole))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: \"%.30s\" is not a %snumber from %g to %g", name,
                         text, entry->kind == NUMBER ? "" : "whole ", entry->low, entry->high);
    if (entry->kind == COUNT)
        *(size_t *)(void *)place = (size_t)value;
    else if (entry->kind == NUMBER)
        *(float *)(void *)place = (float)value;
    else
        *(bool *)place = value > 0.0;
    return LILT_OK;
}

char *
lilt_recipe_print(const LiltRecipe *recipe)
{
    char *all = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&all, &n);

    if (out == NULL)
        return NULL;
    for (const Entry *entry = entries; entry < entries + N_ENTRIES; entry++) {
        const char *place = (const char *)recipe + entry->offset;

        fprintf(out, "%s%s=", entry > entries ? "; " : "", entry->name);
        if (entry->kind == TEXT)
            fputs(*(const char *const *)(const void *)place, out);
        else if (entry->kind == COUNT)
            fprintf(out, "%zu", *(const size_t *)(const void *)place);
        else if (entry->kind == NUMBER)
            fprintf(out, "%.7g", (double)*(const float *)(const void *)place);
        else
            fprintf(out, "%d", *(const bool *)place);
    }
    if (fclose(out) == 0)
        return all;
    free(all);
    return NULL;
}
