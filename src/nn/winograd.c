/* 3 x 3 convolutions by Winograd's minimal filtering (Lavin & Gray 2016): pictures fall into tiles,
 * each place of a tile becomes one of s x s matrix products over the channels, and these are what
 * costs. Worked off in blocks of tiles, counted through all pictures, that stay in cache.
 *
 * Buffers: v [s * s][tiles][in], the transformed input; m [s * s][tiles][out], the products; the
 * weights u [s * s][packed in x out]. Between the s * s planes lie PLANE_GAP values, lest they fall
 * into the same cache sets. */
#include "winograd.h"

#include <string.h>

enum {
    PLANE_GAP = 16,
    BLOCK_VALUES = 96 *
                   1024, /* of v and m together: 384 KB, so that weights fit beside them in L2 */
    LEAST_BLOCK = 36,    /* tiles; weights that come from further away want to be used that often */
};

typedef struct {
    size_t m, s;            /* side of a tile's output and input */
    size_t across, n_tiles; /* tiles in a line, in a picture */
    size_t block;           /* tiles worked on together */
} Grid;

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static Grid
grid_of(const LiltConv *conv)
{
    Grid grid = {.m = winograd_side(conv)};

    grid.s = grid.m + 2;
    grid.across = (conv->width + grid.m - 1) / grid.m;
    grid.n_tiles = grid.across * ((conv->height + grid.m - 1) / grid.m);
    grid.block = BLOCK_VALUES / (grid.s * grid.s * (conv->in + conv->out)) / 12 * 12;
    if (grid.block < LEAST_BLOCK)
        grid.block = LEAST_BLOCK;
    return grid;
}

size_t
winograd_side(const LiltConv *conv)
{
    const size_t side = smaller(conv->height, conv->width);

    if (conv->kernel != 3 || conv->pad != 1 || conv->in < 8 || side < 4)
        return 0;
    return side >= 8 ? 4 : 2;
}

static const LiltWinograd *
transforms(const LiltKernels *kernels, const Grid *grid)
{
    return &kernels->winograd[grid->m == 4 ? LILT_WINOGRAD_4 : LILT_WINOGRAD_2];
}

static size_t
plane(size_t n_tiles, size_t channels)
{
    return n_tiles * channels + PLANE_GAP;
}

/* ---- weights ------------------------------------------------------------------------------- */

/* A plane of a matrix [rows, out] packed for the product. */
static size_t
packed_plane(const LiltKernels *kernels, const LiltConv *conv, size_t rows)
{
    return lilt_gemm_packed_size(kernels, rows, conv->out) + PLANE_GAP;
}

size_t
winograd_packed_size(const LiltKernels *kernels, const LiltConv *conv)
{
    const size_t s = winograd_side(conv) + 2;

    return s * s * packed_plane(kernels, conv, conv->in);
}

void
winograd_pack(const LiltKernels *kernels, const LiltConv *conv, const float *matrix, float *packed)
{
    const Grid grid = grid_of(conv);
    const LiltWinograd *winograd = transforms(kernels, &grid);
    const size_t step = packed_plane(kernels, conv, conv->in), width = kernels->tile_cols;

    for (size_t j = 0; j < conv->out; j += width) {
        const size_t n = smaller(width, conv->out - j);

        for (size_t i = 0; i < conv->in; i++, packed += width) {
            const LiltPatch from = {(float *)matrix + i * conv->out + j, 3 * conv->in * conv->out,
                                    conv->in * conv->out};
            const LiltPatch to = {packed, grid.s * step, step};

            winograd->weights(n, &from, &to);
            for (size_t p = 0; n < width && p < grid.s * grid.s; p++)
                memset(packed + p * step + n, 0, (width - n) * sizeof *packed);
        }
    }
}

/* ---- tiles --------------------------------------------------------------------------------- */

/* A square of `side` places of a picture, whose top left is at line y, column x, which may lie
 * outside. */
typedef struct {
    size_t image, y, x, side; /* y, x: plus 1, so that they do not go below zero */
} Place;

static Place
place_of(const Grid *grid, size_t tile, size_t side)
{
    const size_t within = tile % grid->n_tiles;

    return (Place){tile / grid->n_tiles, within / grid->across * grid->m,
                   within % grid->across * grid->m, side};
}

/* The places of a picture under a square: where they are, or, at the edge, a copy in `spare` [side
 * * side * channels] with zeros outside the picture. `border`: 1 if y and x are plus one. */
static LiltPatch
look(const LiltConv *conv, size_t channels, Place place, size_t border, float *x, float *spare)
{
    const size_t line = conv->width * channels;
    float *image = x + place.image * conv->height * line;
    const size_t end_y = place.y + place.side, end_x = place.x + place.side;

    if (place.y >= border && place.x >= border && end_y <= conv->height + border &&
        end_x <= conv->width + border)
        return (LiltPatch){image + (place.y - border) * line + (place.x - border) * channels, line,
                           channels};

    const size_t left = place.x < border ? border - place.x : 0;
    const size_t right = end_x > conv->width + border ? end_x - conv->width - border : 0;
    const size_t n = (place.side - left - right) * channels;
    float *to = spare;

    for (size_t y = place.y; y < end_y; y++, to += place.side * channels) {
        if (y < border || y >= conv->height + border) {
            memset(to, 0, place.side * channels * sizeof *to);
            continue;
        }
        memset(to, 0, left * channels * sizeof *to);
        memcpy(to + left * channels,
               image + (y - border) * line + (place.x + left - border) * channels, n * sizeof *to);
        memset(to + left * channels + n, 0, right * channels * sizeof *to);
    }
    return (LiltPatch){spare, place.side * channels, channels};
}

/* Transform the input of tiles first .. first + n - 1 into v. */
static void
read_tiles(const LiltKernels *kernels, const LiltConv *conv, const Grid *grid, size_t first,
           size_t n, const float *x, float *v, float *spare)
{
    const size_t step = plane(n, conv->in);

    for (size_t t = 0; t < n; t++) {
        const LiltPatch from = look(conv, conv->in, place_of(grid, first + t, grid->s), 1,
                                    (float *)x, spare);
        const LiltPatch to = {v + t * conv->in, grid->s * step, step};

        transforms(kernels, grid)->input(conv->in, &from, &to);
    }
}

/* Copy what of a tile, from `spare`, lies within a picture of that many lines and columns. */
static void
clip_tile(const LiltPatch *tile, size_t lines, size_t columns, size_t channels, const LiltPatch *to)
{
    for (size_t y = 0; y < lines; y++)
        memcpy(to->at + y * to->line, tile->at + y * tile->line,
               columns * channels * sizeof(float));
}

/* Transform the products of tiles first .. first + n - 1 into the output. */
static void
write_tiles(const LiltKernels *kernels, const LiltConv *conv, const Grid *grid, size_t first,
            size_t n, float *m, const float *bias, LiltEnd end, float *y, float *spare)
{
    const size_t step = plane(n, conv->out), shrink = end & LILT_END_POOL ? 2 : 1;
    const size_t height = conv->height / shrink, width = conv->width / shrink;
    const size_t side = grid->m / shrink, line = width * conv->out;

    for (size_t t = 0; t < n; t++) {
        const Place place = place_of(grid, first + t, grid->m);
        const size_t top = place.y / shrink, left = place.x / shrink;
        const LiltPatch from = {m + t * conv->out, grid->s * step, step};
        const LiltPatch there = {y + (place.image * height + top) * line + left * conv->out, line,
                                 conv->out};
        const LiltPatch aside = {spare, side * conv->out, conv->out};
        const bool whole = top + side <= height && left + side <= width;
        const LiltPatch *to = whole ? &there : &aside;

        if (bias != NULL)
            transforms(kernels, grid)->finish(conv->out, &from, to, bias, end);
        else
            transforms(kernels, grid)->output(conv->out, &from, to);
        if (!whole)
            clip_tile(&aside, smaller(side, height - top), smaller(side, width - left), conv->out,
                      &there);
    }
}

/* ---- the passes ---------------------------------------------------------------------------- */

size_t
winograd_scratch(const LiltConv *conv)
{
    const Grid grid = grid_of(conv);
    const size_t most = conv->in > conv->out ? conv->in : conv->out;

    return grid.s * grid.s * (plane(grid.block, conv->in) + plane(grid.block, conv->out) + most);
}

void
winograd_forward(const LiltKernels *kernels, const LiltConv *conv, size_t n_images, const float *x,
                 const float *packed, const float *bias, LiltEnd end, float *y, float *scratch)
{
    const Grid grid = grid_of(conv);
    const size_t n_planes = grid.s * grid.s, n_tiles = n_images * grid.n_tiles;
    float *v = scratch, *m = v + n_planes * plane(grid.block, conv->in);
    float *spare = m + n_planes * plane(grid.block, conv->out);

    for (size_t first = 0; first < n_tiles; first += grid.block) {
        const size_t n = smaller(grid.block, n_tiles - first);

        read_tiles(kernels, conv, &grid, first, n, x, v, spare);
        for (size_t p = 0; p < n_planes; p++)
            lilt_gemm(kernels, n, conv->out, conv->in, v + p * plane(n, conv->in), conv->in, 1,
                      packed + p * packed_plane(kernels, conv, conv->in),
                      m + p * plane(n, conv->out), conv->out, false);
        write_tiles(kernels, conv, &grid, first, n, m, bias, end, y, spare);
    }
}

/* dy's tiles, spread over s x s places, as panels of tile_cols channels: what lilt_gemm() takes for
 * B with `n` rows. */
static void
read_slopes(const LiltKernels *kernels, const LiltConv *conv, const Grid *grid, size_t first,
            size_t n, const float *dy, float *d, float *spare)
{
    const size_t width = kernels->tile_cols;
    const size_t step = packed_plane(kernels, conv, n);

    for (size_t t = 0; t < n; t++) {
        LiltPatch from = look(conv, conv->out, place_of(grid, first + t, grid->m), 0, (float *)dy,
                              spare);
        float *row = d + t * width;

        for (size_t j = 0; j < conv->out; j += width, row += n * width, from.at += width) {
            const LiltPatch to = {row, grid->s * step, step};
            const size_t count = smaller(width, conv->out - j);

            transforms(kernels, grid)->output_grad(count, &from, &to);
            for (size_t p = 0; count < width && p < grid->s * grid->s; p++)
                memset(row + p * step + count, 0, (width - count) * sizeof *row);
        }
    }
}

size_t
winograd_grad_scratch(const LiltKernels *kernels, const LiltConv *conv)
{
    const Grid grid = grid_of(conv);
    const size_t most = conv->in > conv->out ? conv->in : conv->out;

    return grid.s * grid.s *
           (plane(grid.block, conv->in) + plane(conv->in, conv->out) + most +
            packed_plane(kernels, conv, grid.block));
}

void
winograd_weights_grad(const LiltKernels *kernels, const LiltConv *conv, size_t n_images,
                      const float *x, const float *dy, float *slope, float *scratch)
{
    const Grid grid = grid_of(conv);
    const size_t n_planes = grid.s * grid.s, n_tiles = n_images * grid.n_tiles;
    const size_t u_step = plane(conv->in, conv->out);
    float *u = scratch, *v = u + n_planes * u_step;
    float *d = v + n_planes * plane(grid.block, conv->in);
    float *spare = d + n_planes * packed_plane(kernels, conv, grid.block);

    for (size_t first = 0; first < n_tiles; first += grid.block) {
        const size_t n = smaller(grid.block, n_tiles - first);
        const size_t d_step = packed_plane(kernels, conv, n);

        read_tiles(kernels, conv, &grid, first, n, x, v, spare);
        read_slopes(kernels, conv, &grid, first, n, dy, d, spare);
        for (size_t p = 0; p < n_planes; p++)
            lilt_gemm(kernels, conv->in, conv->out, n, v + p * plane(n, conv->in), 1, conv->in,
                      d + p * d_step, u + p * u_step, conv->out, first > 0);
    }
    for (size_t i = 0; i < conv->in; i++) {
        const LiltPatch from = {u + i * conv->out, grid.s * u_step, u_step};
        const LiltPatch to = {slope + i * conv->out, 3 * conv->in * conv->out,
                              conv->in * conv->out};

        transforms(kernels, &grid)->weights_grad(conv->out, &from, &to);
    }
}
