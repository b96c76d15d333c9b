/* Loss and accuracy by epoch, side by side: Figures 4 and 5 of the paper. */
#include "plots.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "history.h"
#include "svg.h"

enum { WIDTH = 1000, HEIGHT = 440 };

/* A curve of a panel: its column, as shown. */
typedef struct {
    LabColumn column;
    const char *colour;
    const char *word;
} Curve;

/* The smallest and largest value of the curves, times `scale`. */
static void
find_range(const LabHistory *history, const Curve *curves, size_t n_curves, double scale,
           double *ret_low, double *ret_high)
{
    *ret_low = INFINITY;
    *ret_high = -INFINITY;
    for (size_t c = 0; c < n_curves; c++)
        for (size_t i = 0; i < history->n; i++) {
            *ret_low = fmin(*ret_low, scale * history->columns[curves[c].column][i]);
            *ret_high = fmax(*ret_high, scale * history->columns[curves[c].column][i]);
        }
    const double margin = fmax(0.05 * (*ret_high - *ret_low), 0.01 * scale);

    *ret_low = fmax(0.0, *ret_low - margin);
    *ret_high += margin;
}

static void
draw_curve(FILE *svg, const SvgChart *chart, const LabHistory *history, const Curve *curve,
           double scale)
{
    double *scaled = malloc(history->n * sizeof *scaled);

    if (scaled == NULL)
        return;
    for (size_t i = 0; i < history->n; i++)
        scaled[i] = scale * history->columns[curve->column][i];
    svg_chart_line(svg, chart, history->n, history->columns[LAB_EPOCH], scaled, curve->colour);
    free(scaled);
}

/* Axes, legend and curves; the best epoch of each validation curve is marked and told. */
static void
draw_panel(FILE *svg, const LabHistory *history, SvgChart chart, const char *title,
           const char *y_label, const Curve *curves, size_t n_curves, bool percent)
{
    const double scale = percent ? 100.0 : 1.0;

    find_range(history, curves, n_curves, scale, &chart.y_low, &chart.y_high);
    svg_chart_axes(svg, &chart, title, "epoch", y_label);
    for (size_t c = 0; c < n_curves; c++) {
        const Curve *curve = &curves[c];
        const size_t best = lab_history_best(history, curve->column, percent ? -1 : 1);

        if (best == history->n)
            continue; /* nothing there: the network has no such head */
        draw_curve(svg, &chart, history, curve, scale);
        if (c == 0) {
            svg_chart_legend(svg, &chart, c, curve->colour, "%s", curve->word);
            continue;
        }
        const double epoch = history->columns[LAB_EPOCH][best];
        const double value = scale * history->columns[curve->column][best];

        svg_chart_mark(svg, &chart, epoch, value, curve->colour);
        svg_chart_legend(svg, &chart, c, curve->colour,
                         percent ? "%s: highest %.1f %%, epoch %.0f"
                                 : "%s: lowest %.3f, epoch %.0f",
                         curve->word, value, epoch);
    }
}

LiltStatus
lab_plot_curves(const char *model, LiltDiag *diag)
{
    static const Curve losses[] = {
        {LAB_TRAIN_LOSS, SVG_BLUE, "training, while it learns"},
        {LAB_VALID_LOSS, SVG_ORANGE, "validation"},
    };
    static const Curve accuracies[] = {
        {LAB_TRAIN_ACCURACY, SVG_BLUE, "training, while it learns"},
        {LAB_VALID_ACCURACY, SVG_ORANGE, "validation"},
        {LAB_VALID_FERPLUS, SVG_GREEN, "validation, crowd's labels"},
    };
    LabHistory history;
    char path[4096];
    FILE *svg;

    snprintf(path, sizeof path, "%s.curves.svg", model);
    LiltStatus status = lab_history_read(model, diag, &history);

    if (status != LILT_OK)
        return status;
    status = svg_begin(path, WIDTH, HEIGHT, diag, &svg);
    if (status == LILT_OK) {
        SvgChart chart = {
            .left = 70.0,
            .top = 100.0,
            .width = 405.0,
            .height = HEIGHT - 160.0,
            .x_low = fmin(1.0, history.columns[LAB_EPOCH][0]),
            .x_high = fmax(2.0, history.columns[LAB_EPOCH][history.n - 1]),
        };

        draw_panel(svg, &history, chart, "Loss", "mean cross-entropy (nats)", losses, 2, false);
        chart.left += 500.0;
        draw_panel(svg, &history, chart, "Accuracy", "faces classified correctly (%)", accuracies,
                   3, true);
        status = svg_end(svg, path, diag);
    }
    lab_history_free(&history);
    return status;
}
