/* The transform of J. W. Cooley and J. W. Tukey (1965) in steps of four, decimated in frequency:
 * each step turns a stretch into four of a quarter of its length, which are done one after the
 * other while they are near. The bins come out in the order of their digits read backwards. */
#include "fourier.h"

#include <math.h>
#include <stdlib.h>

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
#ifdef __x86_64__
    fourier->wide = __builtin_cpu_supports("avx2");
#endif
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

/* ---- as wide as the processor is ------------------------------------------------------------- */

#define Vector      Quad
#define STEPS(name) quad_##name
#define STEPS_FOR
#include "fourier_steps.h"
#undef Vector
#undef STEPS
#undef STEPS_FOR

#ifdef __x86_64__
typedef float Whole __attribute__((vector_size(sizeof(Lanes))));

/* Without fused products: the numbers are the same to the last bit. */
#define Vector      Whole
#define STEPS(name) whole_##name
#define STEPS_FOR   __attribute__((target("avx2")))
#include "fourier_steps.h"
#endif

void
fourier_transform(Fourier *f)
{
#ifdef __x86_64__
    if (f->wide) {
        whole_transform(f, f->n, (Whole *)f->re, (Whole *)f->im);
        return;
    }
#endif
    for (size_t half = 0; half < quad_stride; half++)
        quad_transform(f, f->n, (Quad *)f->re + half, (Quad *)f->im + half);
}

void
fourier_power(const Fourier *f, size_t first, size_t n, Lanes (*power)[2])
{
#ifdef __x86_64__
    if (f->wide) {
        whole_power(f, first, n, (Whole *)f->re, (Whole *)f->im, (Whole *)power);
        return;
    }
#endif
    for (size_t half = 0; half < quad_stride; half++)
        quad_power(f, first, n, (Quad *)f->re + half, (Quad *)f->im + half, (Quad *)power + half);
}
