/* The transform of J. W. Cooley and J. W. Tukey (1965) in steps of four, decimated in frequency:
 * each step turns a stretch into four of a quarter of its length, which are done one after the
 * other while they are near. The bins come out in the order of their digits read backwards. */
#include "fourier.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where bin k lies: its digits to the base of four, read backwards. */
static size_t
place_of(size_t k, size_t n)
{
    size_t place = 0;

    for (; n > 1; n /= 4, k /= 4)
        place = 4 * place + k % 4;
    return place;
}

/* The n-th parts of a turn: those of the first quarter, and the others by a quarter turn more. */
static void
fill_circle(size_t n, float *cosines, float *sines)
{
    const size_t quarter = n / 4;

    for (size_t i = 0; i < quarter; i++) {
        const double turn = 6.283185307179586 * (double)i / (double)n;

        cosines[i] = (float)cos(turn);
        sines[i] = (float)sin(turn);
    }
    for (size_t i = quarter; i < n; i++) {
        cosines[i] = -sines[i - quarter];
        sines[i] = cosines[i - quarter];
    }
}

bool
fourier_init(Fourier *fourier, size_t n)
{
    *fourier = (Fourier){
        .n = n,
        .cosines = malloc(n * sizeof *fourier->cosines),
        .sines = malloc(n * sizeof *fourier->sines),
        .places = malloc(n * sizeof *fourier->places),
        .re = aligned_alloc(sizeof(Lanes), n * sizeof *fourier->re),
        .im = aligned_alloc(sizeof(Lanes), n * sizeof *fourier->im),
    };
    if (!fourier->cosines || !fourier->sines || !fourier->places || !fourier->re || !fourier->im) {
        fourier_clear(fourier);
        return false;
    }
    fill_circle(n, fourier->cosines, fourier->sines);
    for (size_t i = 0; i < n; i++)
        fourier->places[i] = place_of(i, n);
    return true;
}

void
fourier_clear(Fourier *fourier)
{
    free(fourier->cosines);
    free(fourier->sines);
    free(fourier->places);
    free(fourier->re);
    free(fourier->im);
    *fourier = (Fourier){0};
}

/* The transform of four values that lie a quarter apart. */
static inline void
transform_four(const Lanes *re, const Lanes *im, size_t quarter, Lanes r[4], Lanes i[4])
{
    const Lanes ar = re[0], br = re[quarter], cr = re[2 * quarter], dr = re[3 * quarter];
    const Lanes ai = im[0], bi = im[quarter], ci = im[2 * quarter], di = im[3 * quarter];
    const Lanes sum_r = ar + cr, sum_i = ai + ci, gap_r = ar - cr, gap_i = ai - ci;
    const Lanes odd_r = br + dr, odd_i = bi + di, turn_r = bi - di, turn_i = dr - br;

    r[0] = sum_r + odd_r, i[0] = sum_i + odd_i;
    r[1] = gap_r + turn_r, i[1] = gap_i + turn_i;
    r[2] = sum_r - odd_r, i[2] = sum_i - odd_i;
    r[3] = gap_r - turn_r, i[3] = gap_i - turn_i;
}

/* Four values, which are bins then. */
static inline void
transform_last(Lanes *re, Lanes *im)
{
    Lanes r[4], i[4];

    transform_four(re, im, 1, r, i);
    memcpy(re, r, sizeof r);
    memcpy(im, i, sizeof i);
}

/* A stretch of n values, 16 or more: one value goes to each quarter, turned back; then the
 * quarters. */
static void
transform(const Fourier *f, size_t n, Lanes *re, Lanes *im)
{
    const size_t quarter = n / 4, part = f->n / n;
    Lanes r[4], i[4];

    for (size_t p = 0; p < quarter; p++) {
        transform_four(re + p, im + p, quarter, r, i);
        re[p] = r[0];
        im[p] = i[0];
        for (size_t q = 1; q < 4; q++) {
            const float c = f->cosines[q * p * part], s = f->sines[q * p * part];

            re[q * quarter + p] = c * r[q] + s * i[q];
            im[q * quarter + p] = c * i[q] - s * r[q];
        }
    }
    if (quarter > 4)
        for (size_t q = 0; q < 4; q++)
            transform(f, quarter, re + q * quarter, im + q * quarter);
    else
        for (size_t q = 0; q < quarter; q++)
            transform_last(re + 4 * q, im + 4 * q);
}

void
fourier_transform(Fourier *fourier)
{
    transform(fourier, fourier->n, fourier->re, fourier->im);
}

void
fourier_power(const Fourier *f, size_t first, size_t n, Lanes (*power)[2])
{
    for (size_t b = 0; b < n; b++) {
        const size_t here = f->places[first + b], mirror = f->places[(f->n - first - b) % f->n];
        const Lanes one_r = f->re[here] + f->re[mirror], one_i = f->im[here] - f->im[mirror];
        const Lanes two_r = f->im[here] + f->im[mirror], two_i = f->re[mirror] - f->re[here];

        power[b][0] = 0.25f * (one_r * one_r + one_i * one_i);
        power[b][1] = 0.25f * (two_r * two_r + two_i * two_i);
    }
}
