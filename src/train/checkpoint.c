/* A run's files: OUT, OUT.checkpoint and OUT.history.csv. A checkpoint is a weights file with the
 * parameters, their velocity ("velocity/") and their average ("average/"), and the counters as
 * notes. */
#include "run.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char heading[] = "epoch,step,rate,train_loss,train_accuracy,valid_loss,valid_accuracy,"
                              "valid_ferplus_accuracy,images_per_s,seconds\n";

static void
path_beside(const Run *run, const char *ending, char path[4096])
{
    snprintf(path, 4096, "%.4000s%s", run->training->out, ending);
}

static LiltStatus set_note(LiltWeights *weights, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static LiltStatus
set_note(LiltWeights *weights, const char *key, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return lilt_weights_set_note(weights, key, text);
}

/* ---- the model ----------------------------------------------------------------------------- */

static LiltStatus
set_record(const Run *run, LiltWeights *weights)
{
    const LiltTraining *training = run->training;
    char *list = lilt_layers_print(&run->layers), *settings = lilt_recipe_print(training->recipe);
    LiltStatus status = list != NULL && settings != NULL
                            ? lilt_weights_set_note(weights, "layers", list)
                            : LILT_E_NOMEM;

    if (status == LILT_OK)
        status = lilt_weights_set_note(weights, "settings", settings);
    free(list);
    free(settings);
    if (status == LILT_OK)
        status = set_note(weights, "format", "lilt-net 1");
    if (status == LILT_OK)
        status = set_note(weights, "recipe", "%s", training->recipe->name);
    if (status == LILT_OK)
        status = set_note(weights, "seed", "%" PRIu64, training->seed);
    if (status == LILT_OK)
        status = set_note(weights, "steps", "%" PRIu64, run->step);
    if (status == LILT_OK)
        status = set_note(weights, "images", "%zu", training->train->n);
    return status;
}

LiltStatus
run_export(const Run *run, LiltDiag *diag, LiltWeights **ret_weights)
{
    LiltWeights *weights = lilt_weights_new();

    if (weights == NULL || set_record(run, weights) != LILT_OK ||
        lilt_graph_store(run->graph, run->average_params, run->average_stats, "", weights) !=
            LILT_OK) {
        lilt_weights_free(weights);
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", run->training->out);
    }
    *ret_weights = weights;
    return LILT_OK;
}

LiltStatus
run_calibrate(const char *head, double temperature, LiltWeights *weights)
{
    char key[64];

    snprintf(key, sizeof key, "%s.temperature", head);
    return set_note(weights, key, "%.4f", temperature);
}

/* ---- the checkpoint ------------------------------------------------------------------------ */

static LiltStatus
fill_checkpoint(const Run *run, LiltWeights *weights)
{
    const LiltGraph *graph = run->graph;
    size_t n;
    const float *params = lilt_graph_params(run->graph, &n);
    const float *stats = lilt_graph_stats(run->graph, &n);
    LiltStatus status = set_record(run, weights);

    if (status == LILT_OK)
        status = lilt_graph_store(graph, params, stats, "", weights);
    if (status == LILT_OK)
        status = lilt_graph_store(graph, run->velocity, NULL, "velocity/", weights);
    if (status == LILT_OK)
        status = lilt_graph_store(graph, run->average_params, run->average_stats, "average/",
                                  weights);
    if (status == LILT_OK)
        status = set_note(weights, "state", "%" PRIu64 " %a %zu %zu %a %a %a %zu", run->step,
                          run->tally.loss, run->tally.n_right, run->tally.n_seen, run->elapsed_s,
                          run->best_loss, run->best_accuracy, run->n_waited);
    if (status == LILT_OK)
        status = lilt_weights_set_note(weights, "history", run->history);
    return status;
}

LiltStatus
run_save(const Run *run, LiltDiag *diag)
{
    char path[4096];
    LiltWeights *weights = lilt_weights_new();
    LiltStatus status = weights != NULL ? fill_checkpoint(run, weights) : LILT_E_NOMEM;

    path_beside(run, ".checkpoint", path);
    if (status != LILT_OK)
        lilt_fail(diag, status, "%s: out of memory", path);
    else
        status = lilt_weights_write(weights, path, diag);
    lilt_weights_free(weights);
    return status;
}

/* A checkpoint of another recipe or seed is not continued. */
static LiltStatus
check_record(const Run *run, const LiltWeights *weights, const char *path, LiltDiag *diag)
{
    const LiltTraining *training = run->training;
    const char *seed = lilt_weights_note(weights, "seed");
    const char *before = lilt_weights_note(weights, "settings");
    char *settings = lilt_recipe_print(training->recipe);
    LiltStatus status = LILT_OK;
    size_t n = 0;

    if (settings == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", path);
    if (seed == NULL || before == NULL) {
        status = lilt_fail(diag, LILT_E_FORMAT, "%s: not a checkpoint", path);
    } else if (strtoull(seed, NULL, 10) != training->seed) {
        status = lilt_fail(diag, LILT_E_FORMAT, "%s: was begun with seed %s", path, seed);
    } else if (strcmp(before, settings) != 0) {
        for (size_t i = 0; before[i] == settings[i]; i++) /* n: where the differing entry begins */
            n = before[i] == ';' ? i + 2 : n;
        status = lilt_fail(diag, LILT_E_FORMAT, "%s: was begun with %.*s", path,
                           (int)strcspn(before + n, ";"), before + n);
    }
    free(settings);
    return status;
}

static LiltStatus
read_state(Run *run, const LiltWeights *weights, const char *path, LiltDiag *diag)
{
    const char *state = lilt_weights_note(weights, "state");
    const char *history = lilt_weights_note(weights, "history");

    if (state == NULL || history == NULL ||
        sscanf(state, "%" SCNu64 " %la %zu %zu %la %la %la %zu", &run->step, &run->tally.loss,
               &run->tally.n_right, &run->tally.n_seen, &run->elapsed_s, &run->best_loss,
               &run->best_accuracy, &run->n_waited) != 8)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: not a checkpoint", path);
    free(run->history);
    run->history = strdup(history);
    return run->history != NULL ? LILT_OK : LILT_E_NOMEM;
}

LiltStatus
run_resume(Run *run, LiltDiag *diag)
{
    char path[4096];
    size_t n;
    LiltWeights *weights = NULL;
    const LiltGraph *graph = run->graph;

    path_beside(run, ".checkpoint", path);
    LiltStatus status = lilt_weights_read(path, diag, &weights);

    if (status == LILT_OK)
        status = check_record(run, weights, path, diag);
    if (status == LILT_OK)
        status = read_state(run, weights, path, diag);
    if (status == LILT_OK)
        status = lilt_graph_recall(graph, weights, "", diag, lilt_graph_params(run->graph, &n),
                                   lilt_graph_stats(run->graph, &n));
    if (status == LILT_OK)
        status = lilt_graph_recall(graph, weights, "velocity/", diag, run->velocity, NULL);
    if (status == LILT_OK)
        status = lilt_graph_recall(graph, weights, "average/", diag, run->average_params,
                                   run->average_stats);
    lilt_weights_free(weights);
    return status;
}

LiltStatus
run_take_weights(Run *run, const char *path, LiltDiag *diag)
{
    LiltWeights *weights = NULL;
    size_t n;
    LiltStatus status = lilt_weights_read(path, diag, &weights);

    if (status == LILT_OK)
        status = lilt_graph_recall(run->graph, weights, "", diag, lilt_graph_params(run->graph, &n),
                                   lilt_graph_stats(run->graph, &n));
    lilt_weights_free(weights);
    return status;
}

/* ---- the history --------------------------------------------------------------------------- */

/* Write the text so that the file is whole at any moment. */
static LiltStatus
write_text(const char *path, const char *text, LiltDiag *diag)
{
    char beside[4096 + 8];

    snprintf(beside, sizeof beside, "%s.part", path);
    FILE *file = fopen(beside, "w");
    bool good = file != NULL && fputs(text, file) != EOF;

    if (file != NULL)
        good &= fclose(file) == 0;
    if (good && rename(beside, path) == 0)
        return LILT_OK;
    return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
}

LiltStatus
run_note_epoch(Run *run, const LiltEpoch *e, LiltDiag *diag)
{
    const char *before = run->history[0] != '\0' ? run->history : heading;
    char path[4096], ferplus[16] = "", *text;

    if (!isnan(e->valid_ferplus_accuracy))
        snprintf(ferplus, sizeof ferplus, "%.4f", e->valid_ferplus_accuracy);
    if (asprintf(&text, "%s%zu,%" PRIu64 ",%.5f,%.4f,%.4f,%.4f,%.4f,%s,%.1f,%.1f\n", before,
                 e->epoch, e->all_steps, e->rate, e->loss, e->train_accuracy, e->valid_loss,
                 e->valid_accuracy, ferplus, e->images_per_s, e->seconds) < 0)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    free(run->history);
    run->history = text;
    path_beside(run, ".history.csv", path);
    return write_text(path, text, diag);
}
