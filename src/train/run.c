/* A training run: epochs of mini-batches, a schedule, weight averaging, a look at the validation
 * part and a checkpoint after each epoch. Everything drawn by chance comes from (seed, epoch,
 * image), so that a run can stop and go on anywhere. */
#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- making -------------------------------------------------------------------------------- */

/* Where the teacher's opinions of the training images lie. */
static LiltStatus
find_teacher(Run *run, LiltDiag *diag)
{
    const LiltTraining *training = run->training;

    for (size_t h = 0; h < run->n_heads; h++) {
        const LiltTensor *tensor;
        LiltTensorSpec spec = {.n_dims = 2, .shape = {training->train->n_items, LILT_N_EMOTIONS}};

        strcpy(spec.name, run->layers.layer[run->layers.n - run->n_heads + h].name);
        const LiltStatus status = lilt_weights_find(training->teacher, &spec, diag, &tensor);

        if (status != LILT_OK)
            return status;
        run->teacher[h] = tensor->data;
    }
    return LILT_OK;
}

static LiltStatus
make_arrays(Run *run, LiltDiag *diag)
{
    const size_t n_targets = run->n_heads * run->batch * LILT_N_EMOTIONS;
    const bool mixed = run->training->recipe->mixup > 0.0f;

    run->velocity = calloc(run->n_params, sizeof(float));
    run->average_params = malloc(run->n_params * sizeof(float));
    run->average_stats = malloc((run->n_stats + 1) * sizeof(float)); /* there may be none */
    run->targets = malloc(n_targets * sizeof(float));
    run->order = malloc(run->training->train->n * sizeof *run->order);
    run->history = strdup("");
    if (mixed) {
        run->drawn_faces = malloc(run->batch * LILT_FACE_PIXELS * sizeof(float));
        run->drawn_targets = malloc(n_targets * sizeof(float));
    }
    if (!run->velocity || !run->average_params || !run->average_stats || !run->targets ||
        !run->order || !run->history || (mixed && !(run->drawn_faces && run->drawn_targets)))
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    return LILT_OK;
}

static LiltStatus
run_init(Run *run, const LiltTraining *training, LiltDiag *diag)
{
    const size_t n = training->train->n;
    LiltGraphOptions options = {.batch = training->recipe->batch, .seed = training->seed};

    *run = (Run){.training = training,
                 .order_epoch = UINT64_MAX,
                 .best_loss = (double)INFINITY,
                 .best_accuracy = 0.0};
    if (n == 0 || training->valid->n == 0)
        return lilt_fail(diag, LILT_E_FORMAT, "no faces to %s with", n == 0 ? "train" : "validate");
    if (options.batch > n)
        options.batch = n;
    options.head_weights[HEAD_FERPLUS] = training->recipe->ferplus_weight;
    run->batch = options.batch;
    run->steps_per_epoch = n / run->batch; /* the rest of an epoch's shuffle sits it out */
    LiltStatus status = lilt_recipe_layers(training->recipe, diag, &run->layers);

    if (status == LILT_OK)
        status = lilt_graph_new(&run->layers, &options, training->pool, diag, &run->graph);
    if (status != LILT_OK)
        return status;
    run->n_heads = lilt_graph_n_heads(run->graph);
    lilt_graph_params(run->graph, &run->n_params);
    lilt_graph_stats(run->graph, &run->n_stats);
    status = make_arrays(run, diag);
    if (status == LILT_OK && (training->recipe->teach > 0.0f) != (training->teacher != NULL))
        return lilt_fail(diag, LILT_E_FORMAT, "a teacher and teach above 0 go together");
    if (status == LILT_OK && training->teacher != NULL)
        status = find_teacher(run, diag);
    return status;
}

static void
run_close(Run *run)
{
    lilt_graph_free(run->graph);
    free(run->velocity);
    free(run->average_params);
    free(run->average_stats);
    free(run->targets);
    free(run->order);
    free(run->drawn_faces);
    free(run->drawn_targets);
    free(run->history);
}

/* Take up a checkpoint if asked and there is one, else other weights if given. */
static LiltStatus
run_begin(Run *run, LiltDiag *diag)
{
    LiltStatus status = LILT_E_ABSENT;

    if (run->training->resume)
        status = run_resume(run, diag);
    if (status != LILT_E_ABSENT)
        return status;
    if (run->training->init != NULL) {
        status = run_take_weights(run, run->training->init, diag);
        if (status != LILT_OK)
            return status;
    }
    memcpy(run->average_params, lilt_graph_params(run->graph, &run->n_params),
           run->n_params * sizeof(float));
    memcpy(run->average_stats, lilt_graph_stats(run->graph, &run->n_stats),
           run->n_stats * sizeof(float));
    return LILT_OK;
}

/* ---- a step -------------------------------------------------------------------------------- */

/* How far the schedule is, 0..1: by steps, or by time where that is further. */
static double
progress(const Run *run)
{
    const LiltTraining *training = run->training;
    const double n_steps = (double)(training->recipe->epochs * run->steps_per_epoch);
    const double by_time = training->budget_s > 0.0 ? run->elapsed_s / training->budget_s : 0.0;

    return fmin(1.0, fmax((double)run->step / n_steps, by_time));
}

/* Linear warm-up, then half a cosine down to nothing (Loshchilov & Hutter 2017). */
static float
rate_now(const Run *run)
{
    const LiltRecipe *recipe = run->training->recipe;
    const double warm_up = (double)recipe->warm_up_epochs * (double)run->steps_per_epoch;
    const double warmth = warm_up > 0.0 ? fmin(1.0, (double)(run->step + 1) / warm_up) : 1.0;

    return (float)((double)recipe->rate * warmth * 0.5 *
                   (1.0 + cos(3.14159265358979 * progress(run))));
}

static void
run_step(Run *run)
{
    const LiltKernels *kernels = lilt_kernels_best();
    const LiltRecipe *recipe = run->training->recipe;
    const float rate = rate_now(run);
    /* Young averages follow faster: they have little to remember. */
    const double keep = fmin((double)recipe->average,
                             (1.0 + (double)run->step) / (10.0 + (double)run->step));
    size_t n;

    if (run->step % run->steps_per_epoch == 0)
        run->tally = (Tally){.loss = 0.0};
    batch_draw(run);
    const LiltStep step = lilt_graph_learn(run->graph, run->targets, run->step);

    lilt_graph_descend(run->graph, rate, recipe->momentum, recipe->decay, run->velocity);
    kernels->follow(run->n_params, (float)(1.0 - keep), lilt_graph_params(run->graph, &n),
                    run->average_params);
    kernels->follow(run->n_stats, (float)(1.0 - keep), lilt_graph_stats(run->graph, &n),
                    run->average_stats);
    run->tally.loss += step.head_loss[HEAD_FER] * (double)run->batch;
    run->tally.n_right += step.n_right[HEAD_FER];
    run->tally.n_seen += run->batch;
    run->step++;
}

/* ---- an epoch ------------------------------------------------------------------------------ */

/* Where the run is after a step; `images_per_s` of late. */
static LiltEpoch
describe(const Run *run, double images_per_s)
{
    const size_t last = (size_t)(run->step - 1), done_steps = last % run->steps_per_epoch + 1;
    const Tally *tally = &run->tally;
    const double done = progress(run);

    return (LiltEpoch){
        .epoch = last / run->steps_per_epoch + 1,
        .n_epochs = run->training->recipe->epochs,
        .step = done_steps,
        .n_steps = run->steps_per_epoch,
        .all_steps = run->step,
        .loss = tally->loss / (double)tally->n_seen,
        .train_accuracy = (double)tally->n_right / (double)tally->n_seen,
        .rate = (double)rate_now(run),
        .images_per_s = images_per_s,
        .left_s = run->elapsed_s * (1.0 - done) / done,
        .seconds = run->elapsed_s,
    };
}

static LiltStatus
end_epoch(Run *run, LiltEpoch *epoch, LiltDiag *diag)
{
    LiltStatus status = run_validate(run, epoch, diag);

    if (status == LILT_OK)
        status = run_note_epoch(run, epoch, diag);
    if (status == LILT_OK)
        status = run_save(run, diag);
    if (status == LILT_OK && run->training->on_epoch != NULL)
        run->training->on_epoch(run->training->user, epoch);
    return status;
}

static bool
must_stop(const Run *run)
{
    const LiltTraining *training = run->training;

    return (training->stop != NULL && *training->stop) ||
           (training->max_steps > 0 && run->step >= training->max_steps);
}

/* By epochs or time, patience, or target. */
static bool
is_over(const Run *run)
{
    const LiltTraining *training = run->training;
    const size_t patience = training->recipe->patience;

    return progress(run) >= 1.0 || (patience > 0 && run->n_waited >= patience) ||
           (training->target > 0.0 && run->best_accuracy >= training->target);
}

static LiltStatus
run_epochs(Run *run, LiltDiag *diag)
{
    const LiltTraining *training = run->training;
    LiltStatus status = LILT_OK;
    int64_t then_us = lilt_clock_us(), epoch_us = then_us;
    size_t n_fresh = 0; /* images since epoch_us */

    while (status == LILT_OK && !is_over(run)) {
        if (must_stop(run)) {
            status = run_save(run, diag);
            return status != LILT_OK ? status
                                     : lilt_fail(diag, LILT_E_STOPPED, "stopped, checkpoint saved");
        }
        run_step(run);
        n_fresh += run->batch;
        const int64_t now_us = lilt_clock_us();

        run->elapsed_s += (double)(now_us - then_us) * 1e-6;
        then_us = now_us;
        LiltEpoch epoch = describe(run, 1e6 * (double)n_fresh / (double)(now_us - epoch_us + 1));

        if (training->on_step != NULL)
            training->on_step(training->user, &epoch);
        if (run->step % run->steps_per_epoch == 0 || progress(run) >= 1.0) {
            status = end_epoch(run, &epoch, diag);
            epoch_us = lilt_clock_us();
            n_fresh = 0;
        }
    }
    return status;
}

LiltStatus
lilt_train(const LiltTraining *training, LiltDiag *diag)
{
    Run run;
    LiltStatus status = run_init(&run, training, diag);

    if (status == LILT_OK)
        status = run_begin(&run, diag);
    if (status == LILT_OK)
        status = run_epochs(&run, diag);
    run_close(&run);
    return status;
}
