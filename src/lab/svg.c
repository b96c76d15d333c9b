/* Writing SVG: texts stay texts, so that a chart is small, searchable and read aloud. */
#include "svg.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

/* ---- the page ------------------------------------------------------------------------------ */

LiltStatus
svg_begin(const char *path, double width, double height, LiltDiag *diag, FILE **ret_svg)
{
    FILE *svg = fopen(path, "w");

    if (svg == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    fprintf(svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" "
            "viewBox=\"0 0 %g %g\" font-family=\"Cantarell, 'DejaVu Sans', sans-serif\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
            width, height, width, height);
    *ret_svg = svg;
    return LILT_OK;
}

LiltStatus
svg_end(FILE *svg, const char *path, LiltDiag *diag)
{
    const bool good = fputs("</svg>\n", svg) != EOF && !ferror(svg);

    return fclose(svg) == 0 && good ? LILT_OK
                                    : lilt_fail(diag, LILT_E_IO, "%s: cannot be written", path);
}

static void
put_escaped(FILE *svg, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '<')
            fputs("&lt;", svg);
        else if (*text == '&')
            fputs("&amp;", svg);
        else
            putc(*text, svg);
}

void
svg_text(FILE *svg, double x, double y, SvgText look, const char *format, ...)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(svg, "<text x=\"%.4g\" y=\"%.4g\" font-size=\"%g\" fill=\"%s\"", x, y, look.size_px,
            look.colour);
    if (look.align != SVG_BEGINS)
        fprintf(svg, " text-anchor=\"%s\"", anchors[look.align]);
    if (look.bold)
        fputs(" font-weight=\"bold\"", svg);
    if (look.upwards)
        fprintf(svg, " transform=\"rotate(-90 %.4g %.4g)\"", x, y);
    putc('>', svg);
    put_escaped(svg, text);
    fputs("</text>\n", svg);
}

void
svg_line(FILE *svg, double x1, double y1, double x2, double y2, double width, const char *colour)
{
    fprintf(svg,
            "<line x1=\"%.4g\" y1=\"%.4g\" x2=\"%.4g\" y2=\"%.4g\" stroke=\"%s\" "
            "stroke-width=\"%g\"/>\n",
            x1, y1, x2, y2, colour, width);
}

/* ---- the chart ----------------------------------------------------------------------------- */

/* A round step, 1, 2 or 5 times a power of ten, of which about `wanted` fill the range. */
static double
round_step(double range, double wanted)
{
    const double raw = range / wanted, power = pow(10.0, floor(log10(raw)));
    const double lead = raw / power;

    return power * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
}

static double
place_x(const SvgChart *c, double x)
{
    return c->left + c->width * (x - c->x_low) / (c->x_high - c->x_low);
}

static double
place_y(const SvgChart *c, double y)
{
    return c->top + c->height * (c->y_high - y) / (c->y_high - c->y_low);
}

/* Grid lines and numbers across: `low` to `high` lie along the bottom or, upwards, on the left. */
static void
ticks(FILE *svg, const SvgChart *c, double low, double high, bool upwards)
{
    double step = round_step(high - low, upwards ? c->height / 40.0 : c->width / 60.0);

    if (!upwards && step < 1.0)
        step = 1.0;
    const int decimals = step < 1.0 ? (int)ceil(-log10(step) - 1e-9) : 0;
    const double bottom = c->top + c->height, right = c->left + c->width;

    for (double k = ceil(low / step - 1e-9) + 0.0; k * step <= high + 1e-9 * step; k++) {
        const double x = upwards ? c->left : place_x(c, k * step);
        const double y = upwards ? place_y(c, k * step) : bottom;

        svg_line(svg, x, y, upwards ? right : x, upwards ? y : c->top, 1.0, SVG_PALE);
        svg_text(svg, upwards ? x - 8.0 : x, upwards ? y + 4.0 : y + 18.0,
                 (SvgText){12.0, SVG_GREY, upwards ? SVG_ENDS : SVG_CENTRED, false, false}, "%.*f",
                 decimals, k * step);
    }
}

void
svg_chart_axes(FILE *svg, const SvgChart *c, const char *title, const char *x_label,
               const char *y_label)
{
    const SvgText centred = {12.0, SVG_BLACK, SVG_CENTRED, false, false};
    const SvgText upwards = {12.0, SVG_BLACK, SVG_CENTRED, false, true};
    const double bottom = c->top + c->height;

    ticks(svg, c, c->x_low, c->x_high, false);
    ticks(svg, c, c->y_low, c->y_high, true);
    svg_line(svg, c->left, c->top, c->left, bottom, 1.0, SVG_GREY);
    svg_line(svg, c->left, bottom, c->left + c->width, bottom, 1.0, SVG_GREY);
    svg_text(svg, c->left + c->width / 2.0, bottom + 40.0, centred, "%s", x_label);
    svg_text(svg, c->left - 46.0, c->top + c->height / 2.0, upwards, "%s", y_label);
    svg_text(svg, c->left, c->top - 80.0, (SvgText){16.0, SVG_BLACK, SVG_BEGINS, true, false}, "%s",
             title);
}

void
svg_chart_line(FILE *svg, const SvgChart *c, size_t n, const double *x, const double *y,
               const char *colour)
{
    fputs("<polyline points=\"", svg);
    for (size_t i = 0; i < n; i++)
        if (isfinite(y[i]))
            fprintf(svg, "%.1f,%.1f ", place_x(c, x[i]), place_y(c, y[i]));
    fprintf(svg, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>\n",
            colour);
}

void
svg_chart_mark(FILE *svg, const SvgChart *c, double x, double y, const char *colour)
{
    fprintf(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"%s\"/>\n", place_x(c, x),
            place_y(c, y), colour);
}

void
svg_chart_legend(FILE *svg, const SvgChart *c, size_t row, const char *colour, const char *format,
                 ...)
{
    const double y = c->top - 58.0 + 18.0 * (double)row;
    char text[128];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    svg_line(svg, c->left, y - 4.0, c->left + 22.0, y - 4.0, 3.0, colour);
    svg_text(svg, c->left + 30.0, y, (SvgText){12.0, SVG_BLACK, SVG_BEGINS, false, false}, "%s",
             text);
}
