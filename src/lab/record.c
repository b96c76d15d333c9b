/* Reading the training record. */
#include "record.h"

#include <stdlib.h>
#include <string.h>

static const char *
note_or(const LiltWeights *weights, const char *key, const char *otherwise)
{
    const char *text = lilt_weights_note(weights, key);

    return text != NULL ? text : otherwise;
}

/* "rate=0.1; layers=conv 8, pool 2": each assignment becomes a text of its own, in place. */
static LiltStatus
set_all(LiltRecipe *recipe, char *settings, LiltDiag *diag)
{
    LiltStatus status = LILT_OK;

    for (char *next; settings != NULL && status == LILT_OK; settings = next) {
        next = strstr(settings, "; ");
        if (next != NULL) {
            *next = '\0';
            next += 2;
        }
        status = lilt_recipe_set(recipe, settings, diag);
    }
    return status;
}

LiltStatus
lab_record_read(const LiltWeights *weights, LiltDiag *diag, LabRecord *ret_record)
{
    const char *settings = lilt_weights_note(weights, "settings");
    LabRecord record = {
        .name = note_or(weights, "recipe", "?"),
        .seed = note_or(weights, "seed", "?"),
        .steps = note_or(weights, "steps", "?"),
        .images = note_or(weights, "images", "?"),
    };
    const LiltRecipe *recipe = lilt_recipe_find(record.name);

    if (recipe != NULL)
        record.recipe = *recipe;
    if (settings != NULL && (record.settings = strdup(settings)) == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    const LiltStatus status = set_all(&record.recipe, record.settings, diag);

    if (status == LILT_OK)
        *ret_record = record;
    else
        lab_record_free(&record);
    return status;
}

void
lab_record_free(LabRecord *record)
{
    free(record->settings);
}
