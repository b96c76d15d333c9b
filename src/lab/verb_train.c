/* lilt-lab train: make a network from a data set. A line an epoch; Ctrl-C saves a checkpoint. */
#include "lab.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lilt/train.h"

typedef struct {
    const char *data, *out, *recipe, *init;
    long epochs, budget_min, seed, threads;
    bool resume;
} Options;

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.recipe = "mcnn", .seed = 1, .threads = sysconf(_SC_NPROCESSORS_ONLN)};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--data")) != NULL)
            options->data = value;
        else if ((value = lab_option(argc, argv, &i, "--out")) != NULL)
            options->out = value;
        else if ((value = lab_option(argc, argv, &i, "--recipe")) != NULL)
            options->recipe = value;
        else if ((value = lab_option(argc, argv, &i, "--init")) != NULL)
            options->init = value;
        else if ((value = lab_option(argc, argv, &i, "--epochs")) != NULL)
            options->epochs = lab_number("--epochs", value, 1, 100000);
        else if ((value = lab_option(argc, argv, &i, "--time-budget")) != NULL)
            options->budget_min = lab_number("--time-budget", value, 1, 100000);
        else if ((value = lab_option(argc, argv, &i, "--seed")) != NULL)
            options->seed = lab_number("--seed", value, 0, 2147483647);
        else if ((value = lab_option(argc, argv, &i, "--threads")) != NULL)
            options->threads = lab_number("--threads", value, 1, 256);
        else if (strcmp(argv[i], "--resume") == 0)
            options->resume = true;
        else
            return lab_usage("train", "unknown option \"%s\"", argv[i]);
    }
    if (options->data == NULL || options->out == NULL)
        return lab_usage("train", "wants --data DIR and --out MODEL");
    if (lilt_recipe_find(options->recipe) == NULL)
        return lab_usage("train", "no recipe \"%s\"", options->recipe);
    return LAB_DONE;
}

static void
print_epoch(void *user, const LiltEpoch *e)
{
    const long left = (long)e->left_s;

    (void)user;
    printf("epoch %zu/%zu  loss %.4f  train %.2f %%  valid %.2f %%%s  %.0f images/s  "
           "%ld:%02ld:%02ld left\n",
           e->epoch, e->n_epochs, e->loss, 100.0 * e->train_accuracy, 100.0 * e->valid_accuracy,
           e->best ? " *" : "", e->images_per_s, left / 3600, left / 60 % 60, left % 60);
    fflush(stdout);
}

static LiltStatus
train(const Options *options, const LiltFaces *faces, const LiltFaces *valid, LiltDiag *diag)
{
    LiltPool *pool = lilt_pool_new((unsigned)options->threads);
    const LiltTraining training = {
        .recipe = lilt_recipe_find(options->recipe),
        .train = faces,
        .valid = valid,
        .out = options->out,
        .init = options->init,
        .n_epochs = (size_t)options->epochs,
        .budget_s = 60.0 * (double)options->budget_min,
        .seed = (uint64_t)options->seed,
        .resume = options->resume,
        .pool = pool,
        .stop = &interrupted,
        .on_epoch = print_epoch,
    };

    if (pool == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "cannot start %ld threads", options->threads);
    printf("%zu faces to train, %zu to validate; recipe %s, kernels %s, %ld threads\n", faces->n,
           valid->n, options->recipe, lilt_kernels_best()->name, options->threads);
    fflush(stdout);
    const LiltStatus status = lilt_train(&training, diag);

    lilt_pool_free(pool);
    return status;
}

int
lab_train(int argc, char **argv)
{
    const struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    LiltFaces *faces = NULL, *valid = NULL;
    LiltDiag diag = {""};
    Options options;
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    LiltStatus status = lilt_faces_open(options.data, LILT_SPLIT_TRAIN, LILT_LABELS_FER, false,
                                        &diag, &faces);

    if (status == LILT_OK)
        status = lilt_faces_open(options.data, LILT_SPLIT_VALID, LILT_LABELS_FER, false, &diag,
                                 &valid);
    if (status == LILT_OK)
        status = train(&options, faces, valid, &diag);
    lilt_faces_free(faces);
    lilt_faces_free(valid);
    return status == LILT_OK ? LAB_DONE : lab_fail("train", "%s", diag.text);
}
