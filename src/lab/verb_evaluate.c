/* lilt-lab evaluate: how good a network is on one split of a data set. */
#include "lab.h"

#include <stdio.h>
#include <string.h>

#include "judge.h"

typedef struct {
    const char *model;
    LabQuestion question;
    bool json;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.question = {.split = LILT_N_SPLITS}};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--model")) != NULL) {
            options->model = value;
        } else if ((value = lab_option(argc, argv, &i, "--data")) != NULL) {
            options->question.data = value;
        } else if ((value = lab_option(argc, argv, &i, "--split")) != NULL) {
            options->question.split = lilt_split_from_label(value);
            if (options->question.split == LILT_N_SPLITS)
                return lab_usage("evaluate", "no split \"%s\"", value);
        } else if ((value = lab_option(argc, argv, &i, "--labels")) != NULL) {
            if (strcmp(value, "fer") != 0 && strcmp(value, "ferplus") != 0)
                return lab_usage("evaluate", "no labels \"%s\"", value);
            options->question.labels = strcmp(value, "fer") == 0 ? LILT_LABELS_FER
                                                                 : LILT_LABELS_FERPLUS;
        } else if (strcmp(argv[i], "--without-twins") == 0) {
            options->question.without_twins = true;
        } else if (strcmp(argv[i], "--json") == 0) {
            options->json = true;
        } else {
            return lab_usage("evaluate", "unknown option \"%s\"", argv[i]);
        }
    }
    if (options->model == NULL || options->question.data == NULL ||
        options->question.split == LILT_N_SPLITS)
        return lab_usage("evaluate", "wants --model MODEL, --data DIR and --split NAME");
    return LAB_DONE;
}

static void
print_json(const LiltMetrics *m, const char *head)
{
    printf("{\"head\": \"%s\", \"n\": %zu, \"accuracy\": %.6f, \"macro_f1\": %.6f, \"ece\": %.6f, "
           "\"loss\": %.6f, \"per_class\": {",
           head, m->n, m->accuracy, m->macro_f1, m->ece, m->loss);
    for (int c = 0; c < LILT_N_EMOTIONS; c++)
        printf("%s\"%s\": {\"precision\": %.6f, \"recall\": %.6f, \"f1\": %.6f}", c > 0 ? ", " : "",
               lilt_emotion_label((LiltEmotion)c), m->precision[c], m->recall[c], m->f1[c]);
    printf("}, \"confusion\": [");
    for (int c = 0; c < LILT_N_EMOTIONS; c++) {
        printf("%s[", c > 0 ? ", " : "");
        for (int said = 0; said < LILT_N_EMOTIONS; said++)
            printf("%s%zu", said > 0 ? ", " : "", m->confusion[c][said]);
        printf("]");
    }
    puts("]}");
}

static void
print_table(const LiltMetrics *m, const char *head)
{
    printf("%zu faces, head %s: accuracy %.2f %%, macro F1 %.3f, calibration error %.3f\n\n", m->n,
           head, 100.0 * m->accuracy, m->macro_f1, m->ece);
    printf("%-10s%10s%8s%8s   said:", "class", "precision", "recall", "F1");
    for (int c = 0; c < LILT_N_EMOTIONS; c++)
        printf("%10s", lilt_emotion_label((LiltEmotion)c));
    puts("");
    for (int c = 0; c < LILT_N_EMOTIONS; c++) {
        printf("%-10s%10.3f%8.3f%8.3f        ", lilt_emotion_label((LiltEmotion)c), m->precision[c],
               m->recall[c], m->f1[c]);
        for (int said = 0; said < LILT_N_EMOTIONS; said++)
            printf("%10zu", m->confusion[c][said]);
        puts("");
    }
}

int
lab_evaluate(int argc, char **argv)
{
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    LiltMetrics metrics;
    Options options;
    char head[32];
    const int wrong = read_options(argc, argv, &options);

    if (wrong != LAB_DONE)
        return wrong;
    LiltPool *pool = NULL;
    LiltStatus status = lab_pool_new(&diag, &pool);

    if (status == LILT_OK)
        status = lilt_weights_read(options.model, &diag, &weights);
    if (status == LILT_OK)
        status = lab_head_for(weights, options.question.labels, &diag, head);
    if (status == LILT_OK)
        status = lab_judge(weights, &options.question, pool, &diag, &metrics);
    if (status == LILT_OK && lab_reads_private(options.question.split))
        lab_note_private_read(options.model, "evaluate");
    if (status == LILT_OK && options.json)
        print_json(&metrics, head);
    else if (status == LILT_OK)
        print_table(&metrics, head);
    lilt_weights_free(weights);
    lilt_pool_free(pool);
    return status == LILT_OK ? LAB_DONE : lab_fail("evaluate", "%s", diag.text);
}
