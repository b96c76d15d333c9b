/* The paper's Table 1 is a training curve: here it is one, beside the figure that counts. */
#include "table1.h"

#include <stdio.h>

#include "history.h"

/* All that is known of the paper's table. */
static const struct {
    double epoch, loss, accuracy;
} paper[] = {{1.0, 0.7393, 0.5879}, {15.0, 0.0691, 0.9741}};

static void
print_rows(const LabHistory *h)
{
    puts("\n          the paper            ours, training       ours, held out\n"
         "epoch     loss   accuracy      loss   accuracy      loss   accuracy");
    for (size_t i = 0; i < h->n; i++) {
        char of_paper[32] = "-         -     ";

        for (size_t p = 0; p < sizeof paper / sizeof *paper; p++)
            if (h->columns[LAB_EPOCH][i] == paper[p].epoch)
                snprintf(of_paper, sizeof of_paper, "%.4f  %6.2f %%", paper[p].loss,
                         100.0 * paper[p].accuracy);
        printf("%5.0f   %-17s   %.4f  %6.2f %%    %.4f  %6.2f %%\n", h->columns[LAB_EPOCH][i],
               of_paper, h->columns[LAB_TRAIN_LOSS][i], 100.0 * h->columns[LAB_TRAIN_ACCURACY][i],
               h->columns[LAB_VALID_LOSS][i], 100.0 * h->columns[LAB_VALID_ACCURACY][i]);
    }
}

static void
print_worth(const LiltMetrics *train, const LiltMetrics *valid)
{
    printf("\nThe finished network, by a pass in evaluation mode:\n"
           "  %5zu training images   %.2f %% correct, loss %.4f (the paper: 97.41 %%)\n"
           "  %5zu held-out images   %.2f %% correct, loss %.4f, macro F1 %.3f\n",
           train->n, 100.0 * train->accuracy, train->loss, valid->n, 100.0 * valid->accuracy,
           valid->loss, valid->macro_f1);
    puts(
        "\n"
        "Training loss and accuracy by epoch are those of the images as they were learnt from, each\n"
        "before its step. Of the paper's table we know the first and the last row; its split is not\n"
        "named, and no held-out figure goes with it.\n"
        "\n"
        "The split is the common one of 28,821 and 7,066 images, which mixes the three official\n"
        "parts: 24,282 and 5,937 images whose side is known, and fear and disgust, whose side nobody\n"
        "has published, drawn by a fixed seed to 4,103 and 436 for training. It is not the official\n"
        "split, and copies of one photo lie on both sides of it.\n"
        "\n"
        "A network that may look at the same images fifteen times, unchanged, learns them by heart:\n"
        "its training accuracy says that it has enough parameters, not that it can read a face. The\n"
        "figure that belongs to it is the held-out one.");
}

LiltStatus
lab_print_table1(const char *model, const LiltFaces *train, const LiltFaces *valid, LiltPool *pool,
                 LiltDiag *diag)
{
    LiltWeights *weights = NULL;
    LabHistory history = {.n = 0};
    LiltMetrics of_train, of_valid;
    LiltStatus status = lilt_weights_read(model, diag, &weights);

    if (status == LILT_OK)
        status = lab_history_read(model, diag, &history);
    if (status == LILT_OK)
        status = lilt_evaluate(weights, NULL, train, pool, diag, &of_train);
    if (status == LILT_OK)
        status = lilt_evaluate(weights, NULL, valid, pool, diag, &of_valid);
    if (status == LILT_OK) {
        print_rows(&history);
        print_worth(&of_train, &of_valid);
    }
    lab_history_free(&history);
    lilt_weights_free(weights);
    return status;
}
