/* svg.h - a drawing as SVG, and a chart's axes and lines on it. Units are pixels from the top left
 * corner; colours are CSS texts. Writing errors are told at the end. */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "lilt/base.h"

/* Told apart without red and green (Okabe & Ito 2008), on white. */
#define SVG_BLACK  "#222222"
#define SVG_GREY   "#666666"
#define SVG_PALE   "#dddddd"
#define SVG_BLUE   "#0072b2"
#define SVG_ORANGE "#d55e00"
#define SVG_GREEN  "#009e73"

/* A white page. Error: LILT_E_IO and others; `diag` names the file. */
LiltStatus svg_begin(const char *path, double width, double height, LiltDiag *diag, FILE **ret_svg);

/* Finish the file and close it. Error: LILT_E_IO. */
LiltStatus svg_end(FILE *svg, const char *path, LiltDiag *diag);

typedef enum { SVG_BEGINS, SVG_CENTRED, SVG_ENDS } SvgAlign; /* at x */

/* How a text looks. */
typedef struct {
    double size_px;
    const char *colour;
    SvgAlign align;
    bool bold, upwards;
} SvgText;

/* A line of text with its base line at y, or with `upwards` at x. */
void svg_text(FILE *svg, double x, double y, SvgText look, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

void svg_line(FILE *svg, double x1, double y1, double x2, double y2, double width,
              const char *colour);

/* A chart with straight scales; along x things are counted. */
typedef struct {
    double left, top, width, height;     /* of the area that lines are drawn in */
    double x_low, x_high, y_low, y_high; /* what its edges stand for */
} SvgChart;

/* Frame, grid, ticks at round numbers, what the axes mean, and 90 pixels above the frame the title.
 */
void svg_chart_axes(FILE *svg, const SvgChart *chart, const char *title, const char *x_label,
                    const char *y_label);

/* A line through n points; those that are no number are left out. */
void svg_chart_line(FILE *svg, const SvgChart *chart, size_t n, const double *x, const double *y,
                    const char *colour);

/* A point on a line. */
void svg_chart_mark(FILE *svg, const SvgChart *chart, double x, double y, const char *colour);

/* Entry `row` of the legend, which stands between title and frame; counted from 0. */
void svg_chart_legend(FILE *svg, const SvgChart *chart, size_t row, const char *colour,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));
