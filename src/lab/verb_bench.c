/* lilt-lab bench: how fast this machine runs a network and trains it, which ./dev bench sets
 * against other programs; what watching costs; and how fast the store and the recommender are. */
#include "lab.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_library.h"
#include "bench_listening.h"
#include "bench_sound.h"
#include "bench_watching.h"
#include "json.h"
#include "lilt/train.h"
#include "measure.h"
#include "nets.h"
#include "training.h"

enum { ROUNDS = 15, TRAIN_ROUNDS = 5, TRAIN_BATCH = 128, MAX_THREADS = 64, MAX_TRACKS = 10000000 };

typedef struct {
    const char *work, *net, *photo, *listening, *music;
    size_t threads, batch, tracks;
    bool layers, json;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.net = "mcnn", .threads = 1, .tracks = 100000};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--net")) != NULL)
            options->net = value;
        else if ((value = lab_option(argc, argv, &i, "--threads")) != NULL)
            options->threads = (size_t)lab_number("--threads", value, 1, MAX_THREADS);
        else if ((value = lab_option(argc, argv, &i, "--batch")) != NULL)
            options->batch = (size_t)lab_number("--batch", value, 1, 4096);
        else if ((value = lab_option(argc, argv, &i, "--tracks")) != NULL)
            options->tracks = (size_t)lab_number("--tracks", value, 1, MAX_TRACKS);
        else if ((value = lab_option(argc, argv, &i, "--photo")) != NULL)
            options->photo = value;
        else if ((value = lab_option(argc, argv, &i, "--listening")) != NULL)
            options->listening = value;
        else if ((value = lab_option(argc, argv, &i, "--music")) != NULL)
            options->music = value;
        else if (strcmp(argv[i], "--layers") == 0)
            options->layers = true;
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (argv[i][0] != '-' && options->work == NULL)
            options->work = argv[i];
        else
            return lab_usage("bench", "unknown option \"%s\"", argv[i]);
    }
    if (options->work == NULL)
        return lab_usage("bench", "wants nn, train, face, pipeline, store, recommend or sound");
    return LAB_DONE;
}

/* Faces of chance: no time here depends on what is in them. Release with free(). */
static float *
make_faces(size_t n)
{
    float *faces = malloc(n * LILT_FACE_PIXELS * sizeof *faces);
    LiltRng rng = lilt_rng_new(1, 2);

    for (size_t i = 0; faces != NULL && i < n * LILT_FACE_PIXELS; i++)
        faces[i] = lilt_rng_unit(&rng);
    return faces;
}

/* ---- nn ------------------------------------------------------------------------------------ */

/* A network for each thread, since one is used by one thread at a time. */
typedef struct {
    LiltPool *pool;
    LiltNet *nets[MAX_THREADS];
    size_t threads, batch;
    float *faces, *probs;
} Reading;

/* The share of thread `index`. */
static void
read_part(void *user, size_t index)
{
    Reading *r = user;
    const size_t first = r->batch * index / r->threads;
    const size_t n = r->batch * (index + 1) / r->threads - first;

    lilt_net_predict(r->nets[index], n, r->faces + first * LILT_FACE_PIXELS,
                     r->probs + first * LILT_N_EMOTIONS);
}

static void
read_faces(void *user, size_t batch)
{
    Reading *r = user;

    r->batch = batch;
    lilt_pool_run(r->pool, r->threads, read_part, r);
}

static double
count_products(const LiltWeights *weights)
{
    LiltLayers layers = {.n = 0};
    double sum = 0.0;

    if (lilt_weights_layers(weights, NULL, &layers) != LILT_OK)
        return 0.0;
    for (size_t i = 0; i < layers.n; i++)
        sum += lilt_layer_products(&layers.layer[i]);
    return sum;
}

static void
print_reading(const Options *options, double ms, double cold_ms, double products)
{
    const double gflops = 2e-6 * products * (double)options->batch / ms;

    if (options->json) {
        fputs("{\"net\": ", stdout);
        lab_json_text(stdout, options->net);
        printf(", \"cpu\": \"%s\", \"threads\": %zu, \"batch\": %zu, \"ms\": %.4f, "
               "\"cold_ms\": %.4f, \"gflops\": %.1f}\n",
               lilt_kernels_best()->name, options->threads, options->batch, ms, cold_ms, gflops);
    } else {
        printf("%s, %s, %zu threads, %zu faces: %.3f ms, with cold caches %.3f ms, %.0f GFLOP/s of "
               "direct convolution\n",
               options->net, lilt_kernels_best()->name, options->threads, options->batch, ms,
               cold_ms, gflops);
    }
}

/* Where the time of many calls went. */
typedef struct {
    size_t n_steps, n_calls, step;
    LiltLayer layers[LILT_MAX_LAYERS];
    int64_t us[LILT_MAX_LAYERS], last_us;
} Profile;

static void
note_step(void *user, const LiltLayer *layer)
{
    Profile *p = user;
    const int64_t now_us = lilt_clock_cpu_us();

    p->layers[p->step] = *layer;
    p->us[p->step++] += now_us - p->last_us;
    p->last_us = now_us;
    if (layer->kind == LILT_LAYER_HEAD) {
        p->n_steps = p->step;
        p->step = 0;
    }
}

/* A line a layer: means over many calls, on one thread. */
static void
print_layers(const Options *options, Reading *reading)
{
    enum { CALLS = 300 };
    static Profile profile;
    const double n = CALLS * (double)options->batch;

    lilt_net_watch(reading->nets[0], note_step, &profile);
    for (size_t i = 0; i < CALLS; i++) {
        profile.last_us = lilt_clock_cpu_us();
        lilt_net_predict(reading->nets[0], options->batch, reading->faces, reading->probs);
    }
    lilt_net_watch(reading->nets[0], NULL, NULL);
    for (size_t i = 0; i < profile.n_steps; i++) {
        const LiltLayer *layer = &profile.layers[i];
        const double ms = (double)profile.us[i] * 1e-3 / CALLS;
        const double gflops = ms > 0.0 ? 2e-6 * lilt_layer_products(layer) * n / CALLS / ms : 0.0;
        const LiltShape out = layer->after;

        if (options->json)
            printf("{\"layer\": \"%s\", \"shape\": [%zu, %zu, %zu], \"ms\": %.4f, "
                   "\"gflops\": %.1f}\n",
                   layer->name, out.channels, out.height, out.width, ms, gflops);
        else
            printf("  %-10s gives %4zu x %2zu x %2zu: %8.4f ms, %5.0f GFLOP/s\n", layer->name,
                   out.channels, out.height, out.width, ms, gflops);
    }
}

static LiltStatus
bench_nn(const Options *options, const LiltWeights *weights, LiltPool *pool, LiltDiag *diag)
{
    Reading reading = {.pool = pool, .threads = options->threads};
    const LabWork work = {read_faces, &reading, options->threads > 1};
    double warm[ROUNDS], cold[ROUNDS];
    LiltStatus status = LILT_OK;

    reading.faces = make_faces(options->batch);
    reading.probs = malloc(options->batch * LILT_N_EMOTIONS * sizeof(float));
    if (reading.faces == NULL || reading.probs == NULL)
        status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    for (size_t i = 0; i < options->threads && status == LILT_OK; i++)
        status = lilt_net_new(weights, diag, &reading.nets[i]);
    if (status == LILT_OK) {
        lab_measure_ms(&work, options->batch, false); /* memory is touched, the clock rises */
        for (size_t i = 0; i < ROUNDS; i++) {
            warm[i] = lab_measure_ms(&work, options->batch, false);
            cold[i] = lab_measure_ms(&work, options->batch, true);
        }
        print_reading(options, lab_median(warm, ROUNDS), lab_median(cold, ROUNDS),
                      count_products(weights));
        if (options->layers)
            print_layers(options, &reading);
    }
    for (size_t i = 0; i < options->threads; i++)
        lilt_net_free(reading.nets[i]);
    free(reading.faces);
    free(reading.probs);
    return status;
}

/* ---- train --------------------------------------------------------------------------------- */

static void
print_training(const Options *options, double images_per_s)
{
    if (options->json) {
        fputs("{\"net\": ", stdout);
        lab_json_text(stdout, options->net);
        printf(", \"cpu\": \"%s\", \"threads\": %zu, \"batch\": %zu, \"images_per_s\": %.1f}\n",
               lilt_kernels_best()->name, options->threads, options->batch, images_per_s);
    } else {
        printf("%s, %s, %zu threads, batches of %zu: %.0f images/s\n", options->net,
               lilt_kernels_best()->name, options->threads, options->batch, images_per_s);
    }
}

static LiltStatus
bench_train(const Options *options, const LiltWeights *weights, LiltPool *pool, LiltDiag *diag)
{
    LabTraining *training = NULL;
    LiltStatus status = lab_training_new(weights, options->batch, pool, diag, &training);
    double rounds[TRAIN_ROUNDS];

    if (status != LILT_OK)
        return status;
    const LabWork work = {lab_training_step, training, options->threads > 1};

    lab_measure_ms(&work, options->batch, false);
    for (size_t i = 0; i < TRAIN_ROUNDS; i++)
        rounds[i] = lab_measure_ms(&work, options->batch, false);
    print_training(options, 1e3 * (double)options->batch / lab_median(rounds, TRAIN_ROUNDS));
    lab_training_free(training);
    return LILT_OK;
}

/* ---- the verb ------------------------------------------------------------------------------ */

/* Measure a network. */
static LiltStatus
bench_net(Options *options, LiltDiag *diag)
{
    const bool train = strcmp(options->work, "train") == 0;
    LiltWeights *weights = NULL;
    LiltPool *pool = NULL;
    LiltStatus status = lab_net_open(options->net, diag, &weights);

    if (options->batch == 0)
        options->batch = train ? TRAIN_BATCH : 1;
    if (status == LILT_OK && (pool = lilt_pool_new((unsigned)options->threads)) == NULL)
        status = lilt_fail(diag, LILT_E_NOMEM, "cannot start %zu threads", options->threads);
    if (status == LILT_OK)
        status = train ? bench_train(options, weights, pool, diag)
                       : bench_nn(options, weights, pool, diag);
    lilt_pool_free(pool);
    lilt_weights_free(weights);
    return status;
}

/* The portrait that tests use; NULL, and `diag` says what to do, where nobody has fetched it. */
static const char *
test_portrait(LiltDiag *diag)
{
    static const char portrait[] = LILT_BUILD_DIR "/assets/photos/grace_hopper.jpg";

    if (access(portrait, R_OK) == 0)
        return portrait;
    lilt_fail(diag, LILT_E_ABSENT, "wants --photo FILE, a photo with a face");
    return NULL;
}

/* Measure what watching takes. */
static LiltStatus
bench_watching(const Options *options, LiltDiag *diag)
{
    const char *photo = options->photo != NULL ? options->photo : test_portrait(diag);

    if (photo == NULL)
        return LILT_E_ABSENT;
    return strcmp(options->work, "face") == 0 ? lab_bench_face(photo, options->json, diag)
                                              : lab_bench_pipeline(photo, options->json, diag);
}

int
lab_bench(int argc, char **argv)
{
    LiltDiag diag = {""};
    Options options;
    LiltStatus status;
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    if (strcmp(options.work, "nn") == 0 || strcmp(options.work, "train") == 0)
        status = bench_net(&options, &diag);
    else if (strcmp(options.work, "face") == 0 || strcmp(options.work, "pipeline") == 0)
        status = bench_watching(&options, &diag);
    else if (strcmp(options.work, "store") == 0)
        status = lab_bench_store(options.tracks, options.json, &diag);
    else if (strcmp(options.work, "recommend") == 0)
        status = options.listening != NULL
                     ? lab_bench_listening(options.listening, options.json, &diag)
                     : lab_bench_recommend(options.tracks, options.json, &diag);
    else if (strcmp(options.work, "sound") == 0 && options.music == NULL)
        return lab_usage("bench", "sound wants --music FILE");
    else if (strcmp(options.work, "sound") == 0)
        status = lab_bench_sound(options.music, options.json, &diag);
    else
        return lab_usage(
            "bench",
            "nothing is called \"%s\"; there are nn, train, face, pipeline, store, recommend and sound",
            options.work);
    return status == LILT_OK ? LAB_DONE : lab_fail("bench", "%s", diag.text);
}
