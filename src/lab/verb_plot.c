/* lilt-lab plot: draw what a training run leaves to be looked at once more. */
#include "lab.h"

#include <stdlib.h>

#include "plots.h"
#include "record.h"

typedef struct {
    const char *model, *data;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){NULL, NULL};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            options->model = value;
        else if ((value = lab_option(argc, argv, &i, "--data")) != NULL)
            options->data = value;
        else
            return lab_usage("plot", "unknown option \"%s\"", argv[i]);
    }
    if (options->model == NULL || options->data == NULL)
        return lab_usage("plot", "wants --model MODEL and --data DIR");
    return LAB_DONE;
}

/* On the split that the run was on. */
static LiltStatus
plot(const Options *options, const LabRecord *record, LiltPool *pool, LiltDiag *diag)
{
    const bool paper = record->recipe.paper;
    LiltFaces *train = NULL, *valid = NULL;
    LiltStatus status = lilt_faces_open(options->data,
                                        paper ? LILT_SPLIT_PAPER_TRAIN : LILT_SPLIT_TRAIN,
                                        LILT_LABELS_FER, false, diag, &train);

    if (status == LILT_OK)
        status = lilt_faces_open(options->data, paper ? LILT_SPLIT_PAPER_VALID : LILT_SPLIT_VALID,
                                 LILT_LABELS_FER, false, diag, &valid);
    if (status == LILT_OK)
        status = lab_plot_run(options->model, &record->recipe.augment, train, valid,
                              strtoull(record->seed, NULL, 10), pool, diag);
    lilt_faces_free(train);
    lilt_faces_free(valid);
    return status;
}

int
lab_plot(int argc, char **argv)
{
    LiltWeights *weights = NULL;
    LabRecord record = {.settings = NULL};
    LiltDiag diag = {""};
    Options options;
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    LiltPool *pool = NULL;
    LiltStatus status = lab_pool_new(&diag, &pool);

    if (status == LILT_OK)
        status = lilt_weights_read(options.model, &diag, &weights);
    if (status == LILT_OK)
        status = lab_record_read(weights, &diag, &record);
    if (status == LILT_OK)
        status = plot(&options, &record, pool, &diag);
    lab_record_free(&record);
    lilt_weights_free(weights);
    lilt_pool_free(pool);
    return status == LILT_OK ? LAB_DONE : lab_fail("plot", "%s", diag.text);
}
