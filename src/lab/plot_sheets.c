/* Sheets of faces: what training sees, and where the network is most sure and wrong. They show
 * people's photos and stay where the run is (.gitignore). */
#include "plots.h"

#include <cairo.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    N = LILT_N_EMOTIONS,
    ZOOM = 2,
    TILE = ZOOM * LILT_FACE_SIDE,
    GAP = 8,
    TOP = 64,
    PER_CLASS = 3, /* faces of each class on the sheet of samples */
    VARIANTS = 3,  /* of each of them */
    GROUP = (VARIANTS + 1) * (TILE + 2) + GAP,
    NAMES = 80, /* width of the classes' names */
    MISTAKE_ROWS = 5,
    MISTAKE_COLUMNS = 10,
    MISTAKE_WIDTH = TILE + 24,
    MISTAKE_HEIGHT = TILE + 44,
    N_MISTAKES = MISTAKE_ROWS * MISTAKE_COLUMNS,
};

typedef enum { BLACK = 0x222222, GREY = 0x666666, ORANGE = 0xd55e00 } Ink;

/* ---- the page ------------------------------------------------------------------------------ */

static void
set_ink(cairo_t *page, Ink ink)
{
    cairo_set_source_rgb(page, (double)(ink >> 16 & 255) / 255.0, (double)(ink >> 8 & 255) / 255.0,
                         (double)(ink & 255) / 255.0);
}

static void put_text(cairo_t *page, double x, double y, double size_px, Ink ink, const char *format,
                     ...) __attribute__((format(printf, 6, 7)));

static void
put_text(cairo_t *page, double x, double y, double size_px, Ink ink, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    set_ink(page, ink);
    cairo_set_font_size(page, size_px);
    cairo_move_to(page, x, y);
    cairo_show_text(page, text);
}

/* A white page with its title and a line below it. Drawing never fails; page_end() tells. */
static cairo_t *
page_begin(int width, int height, const char *title, const char *below)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *page = cairo_create(surface);

    cairo_surface_destroy(surface); /* the page keeps it */
    cairo_set_source_rgb(page, 1.0, 1.0, 1.0);
    cairo_paint(page);
    cairo_select_font_face(page, "Cantarell", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    put_text(page, GAP, 26.0, 16.0, BLACK, "%s", title);
    cairo_select_font_face(page, "Cantarell", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    put_text(page, GAP, 46.0, 12.0, GREY, "%s", below);
    return page;
}

/* Write the page as PNG and release it. */
static LiltStatus
page_end(cairo_t *page, const char *path, LiltDiag *diag)
{
    cairo_status_t status = cairo_status(page);

    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png(cairo_get_target(page), path);
    cairo_destroy(page);
    return status == CAIRO_STATUS_SUCCESS
               ? LILT_OK
               : lilt_fail(diag, status == CAIRO_STATUS_NO_MEMORY ? LILT_E_NOMEM : LILT_E_IO,
                           "%s: %s", path, cairo_status_to_string(status));
}

/* Put a face [48,48], 0..1, on the page, twice its size and smooth. */
static void
draw_face(cairo_t *page, double x, double y, const float *luma)
{
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, LILT_FACE_SIDE,
                                                          LILT_FACE_SIDE);
    unsigned char *rows = cairo_image_surface_get_data(picture);
    const int stride = cairo_image_surface_get_stride(picture);

    for (int i = 0; rows != NULL && i < LILT_FACE_PIXELS; i++) {
        const uint32_t grey = (uint32_t)lrintf(255.0f * fminf(1.0f, fmaxf(0.0f, luma[i])));
        uint32_t *row = (uint32_t *)(void *)(rows + i / LILT_FACE_SIDE * stride);

        row[i % LILT_FACE_SIDE] = grey << 16 | grey << 8 | grey;
    }
    cairo_surface_mark_dirty(picture);
    cairo_save(page);
    cairo_translate(page, x, y);
    cairo_rectangle(page, 0.0, 0.0, TILE, TILE);
    cairo_clip(page);
    cairo_scale(page, ZOOM, ZOOM);
    cairo_set_source_surface(page, picture, 0.0, 0.0);
    cairo_pattern_set_extend(cairo_get_source(page), CAIRO_EXTEND_PAD);
    cairo_paint(page);
    cairo_restore(page);
    cairo_surface_destroy(picture);
}

/* ---- samples ------------------------------------------------------------------------------- */

/* A face of that label drawn by chance, or train->n when there is none. */
static size_t
draw_index(const LiltFaces *train, size_t label, LiltRng *rng)
{
    const size_t first = lilt_rng_below(rng, (uint32_t)train->n);

    for (size_t i = 0; i < train->n; i++)
        if (train->labels[(first + i) % train->n] == label)
            return (first + i) % train->n;
    return train->n;
}

/* One face as it is, then as training changes it. */
static void
draw_variants(cairo_t *page, double x, double y, const LiltAugment *augment, const uint8_t *pixels,
              LiltRng *rng)
{
    static const LiltAugment nothing;
    float luma[LILT_FACE_PIXELS];

    for (int v = 0; v <= VARIANTS; v++, x += TILE + 2) {
        lilt_augment(v == 0 ? &nothing : augment, pixels, rng, luma);
        draw_face(page, x, y, luma);
        if (v > 0)
            continue;
        set_ink(page, ORANGE);
        cairo_set_line_width(page, 2.0);
        cairo_rectangle(page, x + 1.0, y + 1.0, TILE - 2.0, TILE - 2.0);
        cairo_stroke(page);
    }
}

LiltStatus
lab_plot_samples(const char *model, const LiltAugment *augment, const LiltFaces *train,
                 uint64_t seed, LiltDiag *diag)
{
    LiltRng rng = lilt_rng_new(seed, 3);
    char path[4096];

    snprintf(path, sizeof path, "%s.samples.png", model);
    cairo_t *page = page_begin(
        NAMES + PER_CLASS * GROUP, TOP + N * (TILE + GAP), "Training samples",
        "Framed: faces as they are in the set. Beside each: what training makes of it by chance.");

    for (size_t label = 0; label < N && train->n > 0; label++) {
        const double y = TOP + (double)label * (TILE + GAP);

        put_text(page, GAP, y + TILE / 2.0, 13.0, BLACK, "%s",
                 lilt_emotion_label((LiltEmotion)label));
        for (int k = 0; k < PER_CLASS; k++) {
            const size_t i = draw_index(train, label, &rng);

            if (i < train->n)
                draw_variants(page, NAMES + k * GROUP, y, augment,
                              train->pixels + i * LILT_FACE_PIXELS, &rng);
        }
    }
    return page_end(page, path, diag);
}

/* ---- mistakes ------------------------------------------------------------------------------ */

/* A face classified wrongly. */
typedef struct {
    size_t index, said;
    float p;
} Mistake;

static int
by_confidence(const void *a, const void *b)
{
    const Mistake *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? 1 : -1;
    return x->index > y->index ? 1 : -1;
}

/* All mistakes, most confident first. mistakes: room for [faces->n]; gives their number. */
static size_t
find_mistakes(const LiltFaces *faces, const float *probs, Mistake *mistakes)
{
    size_t n = 0;

    for (size_t i = 0; i < faces->n; i++) {
        const float *p = probs + i * N;
        size_t said = 0;

        for (size_t c = 1; c < N; c++)
            said = p[c] > p[said] ? c : said;
        if (said != faces->labels[i])
            mistakes[n++] = (Mistake){i, said, p[said]};
    }
    qsort(mistakes, n, sizeof *mistakes, by_confidence);
    return n;
}

static void
draw_mistake(cairo_t *page, const LiltFaces *faces, const Mistake *mistake, size_t place)
{
    const double x = GAP + (double)(place % MISTAKE_COLUMNS) * MISTAKE_WIDTH;
    const double y = TOP + (double)(place / MISTAKE_COLUMNS) * MISTAKE_HEIGHT;
    const uint8_t *pixels = faces->pixels + mistake->index * LILT_FACE_PIXELS;
    float luma[LILT_FACE_PIXELS];

    for (int i = 0; i < LILT_FACE_PIXELS; i++)
        luma[i] = (float)pixels[i] / 255.0f;
    draw_face(page, x, y, luma);
    put_text(page, x, y + TILE + 13.0, 11.0, BLACK, "labelled %s",
             lilt_emotion_label((LiltEmotion)faces->labels[mistake->index]));
    put_text(page, x, y + TILE + 27.0, 11.0, ORANGE, "said %s %.0f %%",
             lilt_emotion_label((LiltEmotion)mistake->said), 100.0 * (double)mistake->p);
}

LiltStatus
lab_plot_mistakes(const char *model, const LiltFaces *faces, const float *probs, LiltDiag *diag)
{
    Mistake *mistakes = malloc((faces->n + 1) * sizeof *mistakes);
    char path[4096], below[160];

    if (mistakes == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    const size_t n = find_mistakes(faces, probs, mistakes);

    snprintf(path, sizeof path, "%s.mistakes.png", model);
    snprintf(
        below, sizeof below,
        "Of %zu validation faces %zu were classified wrongly; of these the network was surest.",
        faces->n, n);
    cairo_t *page = page_begin(MISTAKE_COLUMNS * MISTAKE_WIDTH, TOP + MISTAKE_ROWS * MISTAKE_HEIGHT,
                               "The most confident mistakes", below);

    for (size_t i = 0; i < n && i < N_MISTAKES; i++)
        draw_mistake(page, faces, &mistakes[i], i);
    free(mistakes);
    return page_end(page, path, diag);
}
