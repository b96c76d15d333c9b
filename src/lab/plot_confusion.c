/* Which expression is taken for which: a table shaded by share of the row. */
#include "plots.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "svg.h"

enum { N = LILT_N_EMOTIONS, CELL_WIDTH = 76, CELL_HEIGHT = 54, LEFT = 150, TOP = 110 };

static size_t
row_total(const LiltMetrics *m, size_t label)
{
    size_t total = 0;

    for (size_t said = 0; said < N; said++)
        total += m->confusion[label][said];
    return total;
}

/* White to blue by share of the row. */
static void
draw_cell(FILE *svg, const LiltMetrics *m, size_t label, size_t said)
{
    const size_t total = row_total(m, label), count = m->confusion[label][said];
    const double share = total > 0 ? (double)count / (double)total : 0.0;
    const double x = LEFT + CELL_WIDTH * (double)said, y = TOP + CELL_HEIGHT * (double)label;
    const char *ink = share > 0.6 ? "#ffffff" : SVG_BLACK;

    fprintf(svg, "<rect x=\"%g\" y=\"%g\" width=\"%d\" height=\"%d\" fill=\"#%02x%02x%02x\"/>\n", x,
            y, CELL_WIDTH - 1, CELL_HEIGHT - 1, (unsigned)(255.0 * (1.0 - share)),
            (unsigned)(255.0 * (1.0 - 0.55 * share)), (unsigned)(255.0 * (1.0 - 0.3 * share)));
    svg_text(svg, x + CELL_WIDTH / 2.0, y + 25.0,
             (SvgText){15.0, ink, SVG_CENTRED, label == said, false}, "%.0f %%", 100.0 * share);
    svg_text(svg, x + CELL_WIDTH / 2.0, y + 42.0, (SvgText){11.0, ink, SVG_CENTRED, false, false},
             "%zu", count);
}

static void
draw_table(FILE *svg, const LiltMetrics *m)
{
    for (size_t i = 0; i < N; i++) {
        const char *name = lilt_emotion_label((LiltEmotion)i);
        const double x = LEFT + CELL_WIDTH * ((double)i + 0.5);
        const double y = TOP + CELL_HEIGHT * ((double)i + 0.5);

        svg_text(svg, x, TOP - 10.0, (SvgText){13.0, SVG_BLACK, SVG_CENTRED, false, false}, "%s",
                 name);
        svg_text(svg, LEFT - 12.0, y, (SvgText){13.0, SVG_BLACK, SVG_ENDS, false, false}, "%s",
                 name);
        svg_text(svg, LEFT - 12.0, y + 16.0, (SvgText){11.0, SVG_GREY, SVG_ENDS, false, false},
                 "%zu faces", row_total(m, i));
        for (size_t said = 0; said < N; said++)
            draw_cell(svg, m, i, said);
    }
}

static void
draw(FILE *svg, const LiltMetrics *m, const char *faces)
{
    const SvgText small = {12.0, SVG_GREY, SVG_BEGINS, false, false};
    const SvgText across = {13.0, SVG_BLACK, SVG_CENTRED, true, false};
    const SvgText upwards = {13.0, SVG_BLACK, SVG_CENTRED, true, true};

    svg_text(svg, 20.0, 30.0, (SvgText){16.0, SVG_BLACK, SVG_BEGINS, true, false},
             "%s: %zu faces, %.1f %% correct", faces, m->n, 100.0 * m->accuracy);
    svg_text(svg, 20.0, 50.0, small,
             "Each row: the faces of one label, and what the network said.");
    svg_text(svg, LEFT + N * CELL_WIDTH / 2.0, TOP - 34.0, across, "the network said");
    svg_text(svg, 28.0, TOP + N * CELL_HEIGHT / 2.0, upwards, "the label is");
    draw_table(svg, m);
    svg_text(svg, LEFT, TOP + N * CELL_HEIGHT + 22.0, small,
             "Shade and percentage: share of the row. Below: number of faces.");
}

static LiltStatus
write_csv(const char *path, const LiltMetrics *m, LiltDiag *diag)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    fputs("label\\said", file);
    for (int c = 0; c < N; c++)
        fprintf(file, ",%s", lilt_emotion_label((LiltEmotion)c));
    for (int label = 0; label < N; label++) {
        fprintf(file, "\n%s", lilt_emotion_label((LiltEmotion)label));
        for (int said = 0; said < N; said++)
            fprintf(file, ",%zu", m->confusion[label][said]);
    }
    fputc('\n', file);
    const bool good = !ferror(file);

    return fclose(file) == 0 && good ? LILT_OK
                                     : lilt_fail(diag, LILT_E_IO, "%s: %s", path, strerror(errno));
}

LiltStatus
lab_plot_confusion(const char *model, const LiltMetrics *m, const char *faces, LiltDiag *diag)
{
    char path[4096];
    FILE *svg;

    snprintf(path, sizeof path, "%s.confusion.svg", model);
    LiltStatus status = svg_begin(path, LEFT + N * CELL_WIDTH + 20.0, TOP + N * CELL_HEIGHT + 40.0,
                                  diag, &svg);

    if (status != LILT_OK)
        return status;
    draw(svg, m, faces);
    status = svg_end(svg, path, diag);
    if (status != LILT_OK)
        return status;
    snprintf(path, sizeof path, "%s.confusion.csv", model);
    return write_csv(path, m, diag);
}
