/* Level, brightness and timbre: means and deviations over the frames. */
#include "measure.h"

#include <math.h>

/* A running mean and deviation. */
typedef struct {
    double sum, squares;
    size_t n;
} Tally;

static void
tally(Tally *t, float x)
{
    t->sum += (double)x;
    t->squares += (double)x * (double)x;
    t->n++;
}

static float
mean_of(const Tally *t)
{
    return t->n > 0 ? (float)(t->sum / (double)t->n) : 0.0f;
}

static float
deviation_of(const Tally *t)
{
    const double mean = t->n > 0 ? t->sum / (double)t->n : 0.0;

    return t->n > 0 ? (float)sqrt(fmax(0.0, t->squares / (double)t->n - mean * mean)) : 0.0f;
}

/* One frame's shape. */
typedef struct {
    float centroid_hz, spread_hz, rolloff_hz, flatness;
} Shape;

static Shape
shape_of(const float *power, size_t n_bins, float bin_hz)
{
    double total = 1e-12, moment = 0, second = 0, logs = 0, below = 0;
    Shape shape = {0};
    size_t b;

    for (b = 1; b < n_bins; b++) {
        const double p = (double)power[b] + 1e-12, hz = (double)b * (double)bin_hz;

        total += p;
        moment += p * hz;
        second += p * hz * hz;
        logs += log(p);
    }
    const double mean = moment / total, n = (double)(n_bins - 1);

    for (b = 1; b < n_bins && below < 0.85 * total; b++)
        below += (double)power[b] + 1e-12;
    shape.centroid_hz = (float)mean;
    shape.spread_hz = (float)sqrt(fmax(0.0, second / total - mean * mean));
    shape.rolloff_hz = (float)b * bin_hz;
    shape.flatness = (float)(logs / n - log(total / n));
    return shape;
}

static float
crossings_of(const float *pcm, size_t n)
{
    size_t count = 0;

    for (size_t i = 1; i < n; i++)
        count += (pcm[i - 1] < 0.0f) != (pcm[i] < 0.0f);
    return (float)count / (float)n;
}

static float
power_of(const float *pcm, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)pcm[i] * (double)pcm[i];
    return (float)(sum / (double)n);
}

/* Share of the frames whose power lies below the mean of all. */
static float
quiet_share(const float *pcm, size_t n_frames, size_t window, size_t hop)
{
    double mean = 0;
    size_t n_quiet = 0;

    for (size_t f = 0; f < n_frames; f++)
        mean += (double)power_of(pcm + f * hop, window) / (double)n_frames;
    for (size_t f = 0; f < n_frames; f++)
        n_quiet += (double)power_of(pcm + f * hop, window) < mean;
    return (float)n_quiet / (float)n_frames;
}

/* Cepstral coefficients 1..N_MFCC: the cosine transform of the band levels. */
static void
tally_mfcc(const Spectrum *spectrum, size_t frame, Tally *tallies)
{
    float levels[N_BANDS];

    band_levels(spectrum, frame, levels);
    for (int k = 1; k <= N_MFCC; k++) {
        float sum = 0;

        for (int i = 0; i < N_BANDS; i++)
            sum += levels[i] * cosf(3.14159265f * (float)k * ((float)i + 0.5f) / N_BANDS);
        tally(&tallies[k - 1], sum / N_BANDS);
    }
}

void
measure_texture(const Spectrum *spectrum, const float *pcm, size_t window, size_t hop, float *row)
{
    Tally level = {0}, centroid = {0}, spread = {0}, flatness = {0}, rolloff = {0}, crossings = {0};
    Tally mfcc[N_MFCC] = {{0}};

    for (size_t f = 0; f < spectrum->n_frames; f++) {
        const float *frame = pcm + f * hop, power = power_of(frame, window);

        tally(&level, 10.0f * log10f(power + 1e-8f));
        if (power < 1e-7f)
            continue; /* silence has no colour */
        const Shape shape = shape_of(spectrum->power + f * spectrum->n_bins, spectrum->n_bins,
                                     spectrum->bin_hz);

        tally(&centroid, log2f(shape.centroid_hz));
        tally(&spread, log2f(shape.spread_hz + 1.0f));
        tally(&flatness, shape.flatness);
        tally(&rolloff, log2f(shape.rolloff_hz));
        tally(&crossings, crossings_of(frame, window));
        tally_mfcc(spectrum, f, mfcc);
    }
    row[F_LEVEL] = mean_of(&level);
    row[F_LEVEL_SD] = deviation_of(&level);
    row[F_QUIET] = quiet_share(pcm, spectrum->n_frames, window, hop);
    row[F_CENTROID] = mean_of(&centroid);
    row[F_CENTROID_SD] = deviation_of(&centroid);
    row[F_SPREAD] = mean_of(&spread);
    row[F_FLATNESS] = mean_of(&flatness);
    row[F_FLATNESS_SD] = deviation_of(&flatness);
    row[F_ROLLOFF] = mean_of(&rolloff);
    row[F_CROSSINGS] = mean_of(&crossings);
    row[F_CROSSINGS_SD] = deviation_of(&crossings);
    for (int k = 0; k < N_MFCC; k++) {
        row[F_MFCC + k] = mean_of(&mfcc[k]);
        row[F_MFCC_SD + k] = deviation_of(&mfcc[k]);
    }
}
