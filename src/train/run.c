/* A training run: epochs of shuffled mini-batches, a schedule, weight averaging, a look at the
 * validation part and a checkpoint after each epoch. Everything drawn by chance comes from (seed,
 * epoch, image), so that a run can stop and go on anywhere. */
#include "run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- making -------------------------------------------------------------------------------- */

static LiltStatus
run_init(Run *run, const LiltTraining *training, LiltDiag *diag)
{
    const size_t n = training->train->n;
    LiltGraphOptions options = {.batch = training->recipe->batch, .seed = training->seed};
    LiltStatus status;

    *run = (Run){.training = training, .best_accuracy = -1.0};
    if (n == 0 || training->valid->n == 0)
        return lilt_fail(diag, LILT_E_FORMAT, "no faces to %s with", n == 0 ? "train" : "validate");
    if (options.batch > n)
        options.batch = n;
    run->batch = options.batch;
    run->steps_per_epoch = n / run->batch; /* the rest of an epoch's shuffle sits it out */
    status = lilt_recipe_layers(training->recipe, diag, &run->layers);
    if (status == LILT_OK)
        status = lilt_graph_new(&run->layers, &options, training->pool, diag, &run->graph);
    if (status != LILT_OK)
        return status;
    lilt_graph_params(run->graph, &run->n_params);
    lilt_graph_stats(run->graph, &run->n_stats);
    run->velocity = calloc(run->n_params, sizeof(float));
    run->average_params = malloc(run->n_params * sizeof(float));
    run->average_stats = malloc((run->n_stats + 1) * sizeof(float));
    run->targets = malloc(run->batch * LILT_N_EMOTIONS * sizeof(float));
    run->order = malloc(n * sizeof *run->order);
    run->history = strdup("");
    if (!run->velocity || !run->average_params || !run->average_stats || !run->targets ||
        !run->order || !run->history)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    return LILT_OK;
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

/* One 64-bit number out of three, well mixed (the finaliser of splitmix64, Steele et al. 2014). */
static uint64_t
mix(uint64_t seed, uint64_t a, uint64_t b)
{
    uint64_t z = seed + 0x9e3779b97f4a7c15u * (a + 1) + 0xd1b54a32d192ed03u * (b + 1);

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* The epoch's order of images (Fisher & Yates). */
static void
shuffle(Run *run, uint64_t epoch)
{
    const size_t n = run->training->train->n;
    LiltRng rng = lilt_rng_new(mix(run->training->seed, epoch, 0), 1);

    for (size_t i = 0; i < n; i++)
        run->order[i] = (uint32_t)i;
    for (size_t i = n - 1; i > 0; i--) {
        const size_t j = lilt_rng_below(&rng, (uint32_t)i + 1);
        const uint32_t other = run->order[i];

        run->order[i] = run->order[j];
        run->order[j] = other;
    }
}

/* Draw the faces of one group into the graph's input, and their targets. */
static void
draw_group(void *arg, size_t group)
{
    Run *run = arg;
    const LiltFaces *faces = run->training->train;
    const LiltRecipe *recipe = run->training->recipe;
    const uint64_t epoch = run->step / run->steps_per_epoch;
    const size_t offset = run->step % run->steps_per_epoch * run->batch;
    const float spread = recipe->smoothing / LILT_N_EMOTIONS;
    size_t first, end;

    lilt_graph_group(run->graph, group, &first, &end);
    for (size_t i = first; i < end; i++) {
        const uint32_t image = run->order[offset + i];
        LiltRng rng = lilt_rng_new(mix(run->training->seed, epoch, image), 2);
        float *target = run->targets + i * LILT_N_EMOTIONS;

        lilt_augment(&recipe->augment, faces->pixels + (size_t)image * LILT_FACE_PIXELS, &rng,
                     lilt_graph_input(run->graph) + i * LILT_FACE_PIXELS);
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            target[c] = spread;
        target[faces->labels[image]] += 1.0f - recipe->smoothing;
    }
}

/* How far the schedule is, 0..1: by steps, or by time where that is further. */
static double
progress(const Run *run, size_t n_epochs)
{
    const double by_steps = (double)run->step / (double)(n_epochs * run->steps_per_epoch);
    const double by_time = run->training->budget_s > 0.0 ? run->elapsed_s / run->training->budget_s
                                                         : 0.0;

    return fmin(1.0, fmax(by_steps, by_time));
}

/* Linear warm-up, then half a cosine down to nothing (Loshchilov & Hutter 2017). */
static float
rate_at(const Run *run, double done)
{
    const LiltRecipe *recipe = run->training->recipe;
    const double warm_up = (double)recipe->warm_up_epochs * (double)run->steps_per_epoch;
    const double warmth = warm_up > 0.0 ? fmin(1.0, (double)(run->step + 1) / warm_up) : 1.0;

    return (float)((double)recipe->rate * warmth * 0.5 * (1.0 + cos(3.14159265358979 * done)));
}

static void
run_step(Run *run, size_t n_epochs)
{
    const LiltKernels *kernels = lilt_kernels_best();
    const LiltRecipe *recipe = run->training->recipe;
    const float rate = rate_at(run, progress(run, n_epochs));
    /* Young averages follow faster: they have little to remember. */
    const double keep = fmin((double)recipe->average,
                             (1.0 + (double)run->step) / (10.0 + (double)run->step));
    size_t n;

    if (run->step % run->steps_per_epoch == 0)
        run->tally = (Tally){.loss = 0.0};
    lilt_pool_run(run->training->pool, lilt_graph_n_groups(run->graph), draw_group, run);
    const LiltStep step = lilt_graph_learn(run->graph, run->targets, run->step);

    lilt_graph_descend(run->graph, rate, recipe->momentum, recipe->decay, run->velocity);
    kernels->follow(run->n_params, (float)(1.0 - keep), lilt_graph_params(run->graph, &n),
                    run->average_params);
    kernels->follow(run->n_stats, (float)(1.0 - keep), lilt_graph_stats(run->graph, &n),
                    run->average_stats);
    run->tally.loss += step.loss * (double)run->batch;
    run->tally.n_right += step.n_right;
    run->tally.n_seen += run->batch;
    run->step++;
}

/* ---- an epoch ------------------------------------------------------------------------------ */

/* Judge the averaged weights; keep them, calibrated, if they are the best so far. */
static LiltStatus
judge(Run *run, LiltWeights *weights, float *probs, LiltEpoch *epoch, LiltDiag *diag)
{
    const LiltTraining *training = run->training;
    const LiltFaces *valid = training->valid;
    LiltMetrics metrics;
    LiltStatus status = lilt_classify_faces(weights, valid, training->pool, diag, probs);

    if (status != LILT_OK)
        return status;
    lilt_metrics_compute(valid->n, probs, valid->labels, &metrics);
    epoch->valid_accuracy = metrics.accuracy;
    epoch->valid_loss = metrics.loss;
    epoch->best = metrics.accuracy >= run->best_accuracy;
    if (!epoch->best)
        return LILT_OK;
    run->best_accuracy = metrics.accuracy;
    status = run_calibrate(run, lilt_fit_temperature(valid->n, probs, valid->labels), weights);
    return status == LILT_OK ? lilt_weights_write(weights, training->out, diag) : status;
}

static LiltStatus
judge_epoch(Run *run, LiltEpoch *epoch, LiltDiag *diag)
{
    float *probs = malloc(run->training->valid->n * LILT_N_EMOTIONS * sizeof *probs);
    LiltWeights *weights = NULL;
    LiltStatus status = probs != NULL ? run_export(run, diag, &weights)
                                      : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK)
        status = judge(run, weights, probs, epoch, diag);
    lilt_weights_free(weights);
    free(probs);
    return status;
}

static LiltStatus
end_epoch(Run *run, size_t n_epochs, double images_per_s, LiltDiag *diag)
{
    const double done = progress(run, n_epochs);
    const Tally *tally = &run->tally;
    LiltEpoch epoch = {
        .epoch = ((size_t)run->step + run->steps_per_epoch - 1) / run->steps_per_epoch,
        .n_epochs = n_epochs,
        .loss = tally->loss / (double)tally->n_seen,
        .train_accuracy = (double)tally->n_right / (double)tally->n_seen,
        .rate = (double)rate_at(run, done),
        .images_per_s = images_per_s,
        .left_s = run->elapsed_s * (1.0 - done) / done,
    };
    LiltStatus status = judge_epoch(run, &epoch, diag);

    if (status == LILT_OK)
        status = run_note_epoch(run, &epoch, diag);
    if (status == LILT_OK)
        status = run_save(run, diag);
    if (status == LILT_OK && run->training->on_epoch != NULL)
        run->training->on_epoch(run->training->user, &epoch);
    return status;
}

static bool
must_stop(const Run *run)
{
    const LiltTraining *training = run->training;

    return (training->stop != NULL && *training->stop) ||
           (training->max_steps > 0 && run->step >= training->max_steps);
}

static LiltStatus
run_epochs(Run *run, LiltDiag *diag)
{
    const LiltTraining *training = run->training;
    const size_t n_epochs = training->n_epochs > 0 ? training->n_epochs : training->recipe->epochs;
    LiltStatus status = LILT_OK;
    int64_t then_us = lilt_clock_us(), epoch_us = then_us;
    size_t n_fresh = 0; /* images since epoch_us */

    shuffle(run, run->step / run->steps_per_epoch);
    while (status == LILT_OK && run->step < n_epochs * run->steps_per_epoch) {
        if (must_stop(run)) {
            status = run_save(run, diag);
            return status != LILT_OK ? status
                                     : lilt_fail(diag, LILT_E_STOPPED, "stopped, checkpoint saved");
        }
        run_step(run, n_epochs);
        n_fresh += run->batch;
        const int64_t now_us = lilt_clock_us();
        const bool over = progress(run, n_epochs) >= 1.0;

        run->elapsed_s += (double)(now_us - then_us) * 1e-6;
        then_us = now_us;
        if (run->step % run->steps_per_epoch != 0 && !over)
            continue;
        status = end_epoch(run, n_epochs, 1e6 * (double)n_fresh / (double)(now_us - epoch_us),
                           diag);
        if (over)
            break;
        shuffle(run, run->step / run->steps_per_epoch);
        epoch_us = lilt_clock_us();
        n_fresh = 0;
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
