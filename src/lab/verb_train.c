/* lilt-lab train: make a network from a data set. Ctrl-C saves a checkpoint. */
#include "lab.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plots.h"
#include "progress.h"
#include "table1.h"

typedef struct {
    const char *data, *out, *init, *teacher;
    LiltRecipe recipe;
    double target;
    long budget_min, seed, threads;
    bool resume;
} Options;

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* ---- options ------------------------------------------------------------------------------- */

/* --recipe comes before all --set, wherever it stands. */
static int
take_recipe(int argc, char **argv, LiltRecipe *recipe)
{
    const char *name = "mcnn", *value;

    for (int i = 1; i < argc; i++)
        if ((value = lab_option(argc, argv, &i, "--recipe")) != NULL)
            name = value;
    if (lilt_recipe_find(name) == NULL)
        return lab_usage("train", "no recipe \"%s\"", name);
    *recipe = *lilt_recipe_find(name);
    return LAB_DONE;
}

static int
set_entry(Options *options, const char *assignment)
{
    LiltDiag diag = {""};

    if (lilt_recipe_set(&options->recipe, assignment, &diag) != LILT_OK)
        return lab_usage("train", "--set %s: %s", assignment, diag.text);
    return LAB_DONE;
}

/* Percent, as people say it: "66.5". */
static int
set_target(Options *options, const char *text)
{
    char *end;

    options->target = strtod(text, &end) / 100.0;
    if (end == text || *end != '\0' || !(options->target > 0.0 && options->target <= 1.0))
        return lab_usage("train", "--target: \"%s\" is not a percentage", text);
    return LAB_DONE;
}

/* Take argv[*i], and its value, if it is an option with one. */
static bool
take_valued(int argc, char **argv, int *i, Options *options, int *ret_wrong)
{
    const char *value;

    if ((value = lab_option(argc, argv, i, "--data")) != NULL)
        options->data = value;
    else if ((value = lab_option(argc, argv, i, "--out")) != NULL)
        options->out = value;
    else if ((value = lab_option(argc, argv, i, "--init")) != NULL)
        options->init = value;
    else if ((value = lab_option(argc, argv, i, "--teacher")) != NULL)
        options->teacher = value;
    else if ((value = lab_option(argc, argv, i, "--set")) != NULL)
        *ret_wrong = set_entry(options, value);
    else if ((value = lab_option(argc, argv, i, "--epochs")) != NULL)
        options->recipe.epochs = (size_t)lab_number("--epochs", value, 1, 100000);
    else if ((value = lab_option(argc, argv, i, "--patience")) != NULL)
        options->recipe.patience = (size_t)lab_number("--patience", value, 0, 100000);
    else if ((value = lab_option(argc, argv, i, "--target")) != NULL)
        *ret_wrong = set_target(options, value);
    else if ((value = lab_option(argc, argv, i, "--time-budget")) != NULL)
        options->budget_min = lab_number("--time-budget", value, 1, 100000);
    else if ((value = lab_option(argc, argv, i, "--seed")) != NULL)
        options->seed = lab_number("--seed", value, 0, 2147483647);
    else if ((value = lab_option(argc, argv, i, "--threads")) != NULL)
        options->threads = lab_number("--threads", value, 1, 256);
    else
        return lab_option(argc, argv, i, "--recipe") != NULL;
    return true;
}

static int
read_options(int argc, char **argv, Options *options)
{
    *options = (Options){.seed = 1, .threads = sysconf(_SC_NPROCESSORS_ONLN)};
    int wrong = take_recipe(argc, argv, &options->recipe);

    for (int i = 1; i < argc && wrong == LAB_DONE; i++) {
        if (strcmp(argv[i], "--resume") == 0)
            options->resume = true;
        else if (!take_valued(argc, argv, &i, options, &wrong))
            return lab_usage("train", "unknown option \"%s\"", argv[i]);
    }
    if (wrong == LAB_DONE && (options->data == NULL || options->out == NULL))
        return lab_usage("train", "wants --data DIR and --out MODEL");
    return wrong;
}

/* ---- the run ------------------------------------------------------------------------------- */

/* What a finished run leaves to be looked at and read. */
static LiltStatus
report(const LiltTraining *training, LiltDiag *diag)
{
    LiltStatus status = lab_plot_run(training->out, &training->recipe->augment, training->train,
                                     training->valid, training->seed, training->pool, diag);

    if (status == LILT_OK && training->recipe->paper)
        status = lab_print_table1(training->out, training->train, training->valid, training->pool,
                                  diag);
    return status;
}

static LiltStatus
train(const Options *options, const LiltFaces *faces, const LiltFaces *valid,
      const LiltWeights *teacher, LiltDiag *diag)
{
    LiltPool *pool = lilt_pool_new((unsigned)options->threads);
    const bool on_terminal = isatty(STDOUT_FILENO) == 1;
    const LiltTraining training = {
        .recipe = &options->recipe,
        .train = faces,
        .valid = valid,
        .teacher = teacher,
        .out = options->out,
        .init = options->init,
        .budget_s = 60.0 * (double)options->budget_min,
        .target = options->target,
        .seed = (uint64_t)options->seed,
        .resume = options->resume,
        .pool = pool,
        .stop = &interrupted,
        .on_step = on_terminal ? lab_show_step : NULL,
        .on_epoch = lab_show_epoch,
    };

    if (pool == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "cannot start %ld threads", options->threads);
    printf("%zu faces to train, %zu to validate; recipe %s, kernels %s, %ld threads\n", faces->n,
           valid->n, options->recipe.name, lilt_kernels_best()->name, options->threads);
    fflush(stdout);
    LiltStatus status = lilt_train(&training, diag);

    if (status == LILT_OK)
        status = report(&training, diag);
    if (status == LILT_E_STOPPED && on_terminal)
        puts("");
    lilt_pool_free(pool);
    return status;
}

int
lab_train(int argc, char **argv)
{
    const struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    LiltFaces *faces = NULL, *valid = NULL;
    LiltWeights *teacher = NULL;
    LiltDiag diag = {""};
    LiltStatus status = LILT_OK;
    Options options;
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    const LiltSplit splits[] = {options.recipe.paper ? LILT_SPLIT_PAPER_TRAIN : LILT_SPLIT_TRAIN,
                                options.recipe.paper ? LILT_SPLIT_PAPER_VALID : LILT_SPLIT_VALID};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (options.teacher != NULL)
        status = lilt_weights_read(options.teacher, &diag, &teacher);
    if (status == LILT_OK)
        status = lilt_faces_open(options.data, splits[0], LILT_LABELS_FER, false, &diag, &faces);
    if (status == LILT_OK)
        status = lilt_faces_open(options.data, splits[1], LILT_LABELS_FER, false, &diag, &valid);
    if (status == LILT_OK)
        status = train(&options, faces, valid, teacher, &diag);
    lilt_faces_free(faces);
    lilt_faces_free(valid);
    lilt_weights_free(teacher);
    return status == LILT_OK ? LAB_DONE : lab_fail("train", "%s", diag.text);
}
