/* fourier.h - Fourier transforms of a few signals at once. The signals lie side by side, sample by
 * sample, so that one instruction does the same to all of them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    LANES = 8,         /* complex signals that are transformed together */
    PAIRED = 2 * LANES /* real ones: a lane takes two, as its real and imaginary part */
};

/* A number of each signal. */
typedef float Lanes[LANES] __attribute__((aligned(LANES * sizeof(float))));

/* GCC and clang count with all four of such a one at once, on any processor. */
typedef float Quad __attribute__((vector_size(4 * sizeof(float))));

/* Used by one thread at a time. */
typedef struct {
    size_t n;               /* samples of a signal, a power of four */
    float *cosines, *sines; /* [n]: of the n-th parts of a turn */
    size_t *places;         /* [n]: where each bin lies after the transform */
    Lanes *re, *im;         /* [n]: the signals, and once transformed the bins of their spectra */
    bool wide; /* this processor counts with all lanes at once; what comes is the same */
} Fourier;

/* n: a power of four, 16 or more. False when memory is short. */
bool fourier_init(Fourier *fourier, size_t n);
void fourier_clear(Fourier *fourier); /* fine after a failed fourier_init() */

/* Transform what is in re and im, in place. */
void fourier_transform(Fourier *fourier);

/* The power of PAIRED real signals, the first half of them put into re and the others into im
 * before fourier_transform(): bins first .. first + n - 1, none beyond the n / 2 of the transform.
 * power: [n][2]. */
void fourier_power(const Fourier *fourier, size_t first, size_t n, Lanes (*power)[2]);
