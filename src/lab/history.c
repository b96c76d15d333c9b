/* Reading MODEL.history.csv. */
#include "history.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const headings[LAB_N_COLUMNS] = {
    [LAB_EPOCH] = "epoch",
    [LAB_TRAIN_LOSS] = "train_loss",
    [LAB_TRAIN_ACCURACY] = "train_accuracy",
    [LAB_VALID_LOSS] = "valid_loss",
    [LAB_VALID_ACCURACY] = "valid_accuracy",
    [LAB_VALID_FERPLUS] = "valid_ferplus_accuracy",
    [LAB_RATE] = "rate",
    [LAB_IMAGES_PER_S] = "images_per_s",
    [LAB_SECONDS] = "seconds",
};

enum { MAX_FIELDS = 32 };

/* Cut a line at its commas, in place; returns how many fields there are. */
static size_t
split(char *line, char *fields[MAX_FIELDS])
{
    size_t n = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *rest = line; rest != NULL && n < MAX_FIELDS; n++)
        fields[n] = strsep(&rest, ",");
    return n;
}

static bool
add_row(LabHistory *history, char *const *fields, size_t n_fields, const LabColumn *of_field)
{
    const size_t row = history->n;

    for (size_t c = 0; c < LAB_N_COLUMNS; c++) {
        double *column = realloc(history->columns[c], (row + 1) * sizeof *column);

        if (column == NULL)
            return false;
        history->columns[c] = column;
        column[row] = NAN;
    }
    for (size_t f = 0; f < n_fields; f++) {
        char *end;
        const double value = strtod(fields[f], &end);

        if (of_field[f] != LAB_N_COLUMNS && end != fields[f])
            history->columns[of_field[f]][row] = value;
    }
    history->n++;
    return true;
}

/* Which column each field of the heading is; LAB_N_COLUMNS for those that are not asked for. */
static size_t
read_heading(char *line, LabColumn of_field[MAX_FIELDS])
{
    char *fields[MAX_FIELDS];
    const size_t n = split(line, fields);

    for (size_t f = 0; f < n; f++) {
        size_t c = 0;

        while (c < LAB_N_COLUMNS && strcmp(fields[f], headings[c]) != 0)
            c++;
        of_field[f] = (LabColumn)c;
    }
    return n;
}

static LiltStatus
read_rows(FILE *file, const char *path, LiltDiag *diag, LabHistory *history)
{
    LabColumn of_field[MAX_FIELDS];
    char line[1024], *fields[MAX_FIELDS];

    if (fgets(line, sizeof line, file) == NULL)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: is empty", path);
    const size_t n_fields = read_heading(line, of_field);

    while (fgets(line, sizeof line, file) != NULL)
        if (split(line, fields) != n_fields)
            return lilt_fail(diag, LILT_E_FORMAT, "%s: row %zu has not %zu fields", path,
                             history->n + 1, n_fields);
        else if (!add_row(history, fields, n_fields, of_field))
            return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    if (history->n == 0 || isnan(history->columns[LAB_EPOCH][0]))
        return lilt_fail(diag, LILT_E_FORMAT, "%s: has no epochs", path);
    return LILT_OK;
}

LiltStatus
lab_history_read(const char *model, LiltDiag *diag, LabHistory *ret_history)
{
    char path[4096];
    LabHistory history = {.n = 0};

    snprintf(path, sizeof path, "%s.history.csv", model);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    const LiltStatus status = read_rows(file, path, diag, &history);

    fclose(file);
    if (status == LILT_OK)
        *ret_history = history;
    else
        lab_history_free(&history);
    return status;
}

size_t
lab_history_best(const LabHistory *history, LabColumn column, int sign)
{
    const double *values = history->columns[column];
    size_t best = history->n;

    for (size_t i = 0; i < history->n; i++)
        if (isfinite(values[i]) && (best == history->n || sign * values[i] < sign * values[best]))
            best = i;
    return best;
}

void
lab_history_free(LabHistory *history)
{
    for (size_t c = 0; c < LAB_N_COLUMNS; c++)
        free(history->columns[c]);
}
