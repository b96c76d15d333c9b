/* The card's words on the network and on its training. */
#include "card.h"

#include <glib.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "history.h"

/* Multiplications for one face. */
static double
count_products(const LiltLayers *layers)
{
    double n = 0.0;

    for (size_t i = 0; i < layers->n; i++)
        n += lilt_layer_products(&layers->layer[i]);
    return n;
}

/* Values that training moves by gradients; running statistics are none. */
static double
count_parameters(const LiltLayers *layers)
{
    double n = 0.0;

    for (size_t i = 0; i < layers->n; i++) {
        LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
        const size_t n_tensors = lilt_layer_tensors(&layers->layer[i], specs);

        for (size_t t = 0; t < n_tensors && t < 2; t++) {
            double size = 1.0;

            for (size_t d = 0; d < specs[t].n_dims; d++)
                size *= (double)specs[t].shape[d];
            n += size;
        }
    }
    return n;
}

/* "conv 3x3 32, pool 2, ...": batch norm and ReLU, which follow nearly every layer, are left out.
 */
static void
print_layers(FILE *out, const LiltLayers *layers)
{
    const char *between = "";

    for (size_t i = 0; i < layers->n; i++) {
        const LiltLayer *layer = &layers->layer[i];

        switch (layer->kind) {
        case LILT_LAYER_NORMALIZE:
            fprintf(out, "%snormalize", between);
            break;
        case LILT_LAYER_CONV:
            fprintf(out, "%sconv %zux%zu %zu", between, layer->size, layer->size, layer->out);
            break;
        case LILT_LAYER_MAX_POOL:
            fprintf(out, "%spool %zu", between, layer->size);
            break;
        case LILT_LAYER_DROPOUT:
            fprintf(out, "%sdropout %g", between, (double)layer->rate);
            break;
        case LILT_LAYER_LINEAR:
            fprintf(out, "%slinear %zu", between, layer->out);
            break;
        case LILT_LAYER_HEAD:
            fprintf(out, "%shead `%s`", between, layer->name);
            break;
        case LILT_LAYER_BATCH_NORM:
        case LILT_LAYER_RELU:
            break;
        }
        between = ", ";
    }
}

LiltStatus
card_network(FILE *out, const char *model, const LiltWeights *weights, LiltDiag *diag)
{
    LiltLayers layers;
    struct stat info;
    const LiltStatus status = lilt_weights_layers(weights, diag, &layers);

    if (status != LILT_OK)
        return status;
    fprintf(out, "**Network.** %.0f million multiplications, %.2f million parameters",
            1e-6 * count_products(&layers), 1e-6 * count_parameters(&layers));
    if (stat(model, &info) == 0)
        fprintf(out, ", %.1f MB", 1e-6 * (double)info.st_size);
    fputs(". Layers, batch norm and ReLU not named: ", out);
    print_layers(out, &layers);
    fputs(".\n\n", out);
    return LILT_OK;
}

static void
print_history(FILE *out, const LabHistory *history)
{
    const double *seconds = history->columns[LAB_SECONDS];
    const size_t best = lab_history_best(history, LAB_VALID_LOSS, 1), last = history->n - 1;

    fprintf(out, " The run had %.0f epochs", history->columns[LAB_EPOCH][last]);
    if (isfinite(seconds[last]))
        fprintf(out, " in %.0f minutes", seconds[last] / 60.0);
    if (best < history->n)
        fprintf(out, "; the least validation loss, %.3f, came in epoch %.0f",
                history->columns[LAB_VALID_LOSS][best], history->columns[LAB_EPOCH][best]);
    fputc('.', out);
}

/* A link to what lies beside the model, if it does. */
static void
print_link(FILE *out, const char *model, const char *ending, const char *words)
{
    g_autofree char *path = g_strconcat(model, ending, NULL);
    g_autofree char *name = g_path_get_basename(path);

    if (g_file_test(path, G_FILE_TEST_EXISTS))
        fprintf(out, " [%s](%s).", words, name);
}

void
card_training(FILE *out, const char *model, const LabRecord *record)
{
    LabHistory history;

    fprintf(out, "**Training.** Recipe `%s`, seed %s: %s steps on %s images.", record->name,
            record->seed, record->steps, record->images);
    if (lab_history_read(model, NULL, &history) == LILT_OK) {
        print_history(out, &history);
        lab_history_free(&history);
    }
    print_link(out, model, ".history.csv", "Every epoch");
    print_link(out, model, ".curves.svg", "Loss and accuracy by epoch");
    print_link(out, model, ".confusion.svg", "Confusion on validation");
    if (record->settings != NULL) {
        g_autofree char *settings = lilt_recipe_print(&record->recipe);

        fprintf(out, " All settings:\n`%s`", settings);
    }
    fputs("\n\n", out);
}
