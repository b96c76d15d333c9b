/* How onsets repeat: their correlation with themselves, for several at once. The correlation is the
 * transform of the power spectrum (N. Wiener, 1930; A. Khinchin, 1934); zeros behind the onsets
 * keep their end from meeting their beginning. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>

/* A power of four with room for n frames and the lags. */
static size_t
room_for(size_t n)
{
    size_t size = 16;

    while (size < n + LAGS)
        size *= 4;
    return size;
}

static void
put_onsets(Fourier *fourier, const Onsets *onsets, size_t n_onsets)
{
    memset(fourier->re, 0, fourier->n * sizeof *fourier->re);
    memset(fourier->im, 0, fourier->n * sizeof *fourier->im);
    for (size_t k = 0; k < n_onsets; k++) {
        Lanes *to = k < LANES ? fourier->re : fourier->im;

        for (size_t f = 0; f < onsets[k].n; f++)
            to[f][k % LANES] = onsets[k].clean[f];
    }
}

/* Power is the same forwards and backwards, and so is what becomes of it: real for real parts. */
static void
put_power(Fourier *fourier, Lanes (*power)[2])
{
    for (size_t b = 0; b <= fourier->n / 2; b++) {
        const size_t mirror = (fourier->n - b) % fourier->n;

        memcpy(fourier->re[b], power[b][0], sizeof(Lanes));
        memcpy(fourier->re[mirror], power[b][0], sizeof(Lanes));
        memcpy(fourier->im[b], power[b][1], sizeof(Lanes));
        memcpy(fourier->im[mirror], power[b][1], sizeof(Lanes));
    }
}

/* The mean product at each lag, as a share of that at lag 0. */
static void
take_correlation(const Fourier *fourier, size_t k, Onsets *onsets)
{
    Lanes *products = k < LANES ? fourier->re : fourier->im;
    const double of_all = 1.0 / (double)fourier->n;

    for (size_t lag = 0; lag < LAGS; lag++) {
        const double sum = of_all * (double)products[fourier->places[lag]][k % LANES];

        onsets->correlation[lag] = lag < onsets->n ? (float)(sum / (double)(onsets->n - lag))
                                                   : 0.0f;
    }
    for (size_t lag = LAGS; lag-- > 0;)
        onsets->correlation[lag] /= onsets->correlation[0] + 1e-9f;
}

bool
correlate_onsets(Onsets *onsets, size_t n_onsets)
{
    size_t longest = 0;
    Fourier fourier;

    assert(n_onsets <= PAIRED);
    for (size_t k = 0; k < n_onsets; k++)
        longest = onsets[k].n > longest ? onsets[k].n : longest;
    if (!fourier_init(&fourier, room_for(longest)))
        return false;
    put_onsets(&fourier, onsets, n_onsets);
    fourier_transform(&fourier);
    const size_t n_bins = fourier.n / 2 + 1;
    Lanes(*power)[2] = aligned_alloc(sizeof(Lanes), n_bins * sizeof *power);

    if (power != NULL) {
        fourier_power(&fourier, 0, n_bins, power);
        put_power(&fourier, power);
        fourier_transform(&fourier);
        for (size_t k = 0; k < n_onsets; k++)
            take_correlation(&fourier, k, &onsets[k]);
    }
    free(power);
    fourier_clear(&fourier);
    return power != NULL;
}
