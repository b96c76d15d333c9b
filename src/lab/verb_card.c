/* lilt-lab card: the figures of models/README.md, in Markdown. */
#include "lab.h"

#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "judge.h"

typedef struct {
    const char *model, *data, *update;
    bool with_private;
} Options;

/* What the card tells, in order. */
static const struct {
    const char *faces;
    LiltSplit split;
    LiltLabels labels;
    bool without_twins;
} rows[] = {
    {"validation", LILT_SPLIT_VALID, LILT_LABELS_FER, false},
    {"validation, the crowd's labels", LILT_SPLIT_VALID, LILT_LABELS_FERPLUS, false},
    {"`public`", LILT_SPLIT_PUBLIC, LILT_LABELS_FER, false},
    {"`public` without twins", LILT_SPLIT_PUBLIC, LILT_LABELS_FER, true},
    {"`public`, the crowd's labels", LILT_SPLIT_PUBLIC, LILT_LABELS_FERPLUS, false},
    {"`private`", LILT_SPLIT_PRIVATE, LILT_LABELS_FER, false},
    {"`private` without twins", LILT_SPLIT_PRIVATE, LILT_LABELS_FER, true},
    {"`private`, the crowd's labels", LILT_SPLIT_PRIVATE, LILT_LABELS_FERPLUS, false},
};

enum { N_ROWS = sizeof rows / sizeof *rows, PUBLIC_ROW = 2, PRIVATE_ROW = 5 };

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.with_private = true};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            options->model = value;
        else if ((value = lab_option(argc, argv, &i, "--data")) != NULL)
            options->data = value;
        else if ((value = lab_option(argc, argv, &i, "--update")) != NULL)
            options->update = value;
        else if (strcmp(argv[i], "--without-private") == 0)
            options->with_private = false;
        else
            return lab_usage("card", "unknown option \"%s\"", argv[i]);
    }
    if (options->model == NULL || options->data == NULL)
        return lab_usage("card", "wants --model MODEL and --data DIR");
    return LAB_DONE;
}

static LiltStatus
judge_all(const Options *options, const LiltWeights *weights, LiltPool *pool, LiltDiag *diag,
          size_t n, CardRow *figures)
{
    LiltStatus status = LILT_OK;

    for (size_t i = 0; i < n && status == LILT_OK; i++) {
        const LabQuestion question = {options->data, rows[i].split, rows[i].labels,
                                      rows[i].without_twins};

        figures[i].faces = rows[i].faces;
        status = lab_judge(weights, &question, pool, diag, &figures[i].metrics);
    }
    return status;
}

static void
print_reads(FILE *out, const Options *options)
{
    size_t n_this, n_all;

    lab_count_private_reads(options->model, &n_this, &n_all);
    if (n_all == 0)
        fputs("`private` has not been looked at.\n\n", out);
    else
        fprintf(out,
                "`private` has been looked at %zu times with this network, %zu times with any that "
                "had its name.\n\n",
                n_this, n_all);
}

static LiltStatus
print_card(FILE *out, const Options *options, const LiltWeights *weights, const CardRow *figures,
           size_t n, LiltDiag *diag)
{
    LabRecord record;
    LiltStatus status = lab_record_read(weights, diag, &record);

    if (status != LILT_OK)
        return status;
    fputc('\n', out);
    status = card_network(out, options->model, weights, diag);
    card_training(out, options->model, &record);
    lab_record_free(&record);
    if (status != LILT_OK)
        return status;
    fputs(
        "**Figures.** Twins are images that also occur in `train`. The crowd's labels are FER+'s: "
        "images whose most voted class\nis one of the seven, told by the head that learnt them where "
        "there is one.\n\n",
        out);
    card_figures(out, n, figures);
    print_reads(out, options);
    card_classes(out, &figures[n > PRIVATE_ROW ? PRIVATE_ROW : PUBLIC_ROW]);
    card_ablation(out, options->model);
    return LILT_OK;
}

/* The card as a text; release it with free(). */
static LiltStatus
make_card(const Options *options, LiltPool *pool, LiltDiag *diag, char **ret_text)
{
    const size_t n = options->with_private ? N_ROWS : PRIVATE_ROW;
    CardRow figures[N_ROWS];
    LiltWeights *weights = NULL;
    char *text = NULL;
    size_t n_text;
    FILE *out = open_memstream(&text, &n_text);
    LiltStatus status = out != NULL ? lilt_weights_read(options->model, diag, &weights)
                                    : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    if (status == LILT_OK)
        status = judge_all(options, weights, pool, diag, n, figures);
    if (status == LILT_OK && options->with_private)
        lab_note_private_read(options->model, "card");
    if (status == LILT_OK)
        status = print_card(out, options, weights, figures, n, diag);
    if (out != NULL)
        fclose(out);
    lilt_weights_free(weights);
    *ret_text = text;
    return status;
}

int
lab_card(int argc, char **argv)
{
    LiltDiag diag = {""};
    Options options;
    char *text = NULL;
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    LiltPool *pool = NULL;
    LiltStatus status = lab_pool_new(&diag, &pool);

    if (status == LILT_OK)
        status = make_card(&options, pool, &diag, &text);
    if (status == LILT_OK && options.update != NULL)
        status = card_update(options.update, text, &diag);
    else if (status == LILT_OK)
        fputs(text, stdout);
    free(text);
    lilt_pool_free(pool);
    return status == LILT_OK ? LAB_DONE : lab_fail("card", "%s", diag.text);
}
