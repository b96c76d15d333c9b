/* Key and mode: how the twelve pitch classes sound together, against the profiles of
 * C. L. Krumhansl, E. J. Kessler, "Tracing the dynamic changes in perceived tonal organization",
 * Psychological Review 89, 1982. */
#include "measure.h"

#include <math.h>
#include <string.h>

static const float profiles[2][12] = {
    {6.35f, 2.23f, 3.48f, 2.33f, 4.38f, 4.09f, 2.52f, 5.19f, 2.39f, 3.66f, 2.29f, 2.88f},
    {6.33f, 2.68f, 3.52f, 5.38f, 2.60f, 3.53f, 2.54f, 4.75f, 3.98f, 2.69f, 3.34f, 3.17f},
};

/* Amplitudes of one frame by pitch class, 100 Hz to 2 kHz, of local peaks only; sums to 1 or is all
 * zero. */
static void
chroma_of(const float *power, size_t n_bins, float bin_hz, float *chroma)
{
    float total = 0;

    memset(chroma, 0, 12 * sizeof *chroma);
    for (size_t b = (size_t)(100.0f / bin_hz); b + 1 < n_bins && (float)b * bin_hz < 2000.0f; b++) {
        if (power[b] < power[b - 1] || power[b] <= power[b + 1] || power[b] < 1e-9f)
            continue;
        /* the peak of a parabola through three log powers */
        const float l = logf(power[b - 1] + 1e-12f), m = logf(power[b]);
        const float r = logf(power[b + 1] + 1e-12f), bend = l - 2.0f * m + r;
        const float shift = bend < -1e-6f ? 0.5f * (l - r) / bend : 0.0f;
        const float note = 12.0f * log2f(((float)b + shift) * bin_hz / 261.626f); /* from C */
        const int class = ((int)lroundf(note) % 12 + 12) % 12;

        chroma[class] += sqrtf(power[b]);
        total += sqrtf(power[b]);
    }
    for (int i = 0; i < 12 && total > 0.0f; i++)
        chroma[i] /= total;
}

static float
correlation(const float *a, const float *b, int turn)
{
    float mean_a = 0, mean_b = 0, ab = 0, aa = 1e-12f, bb = 1e-12f;

    for (int i = 0; i < 12; i++)
        mean_a += a[i] / 12.0f, mean_b += b[i] / 12.0f;
    for (int i = 0; i < 12; i++) {
        const float x = a[(i + turn) % 12] - mean_a, y = b[i] - mean_b;

        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / sqrtf(aa * bb);
}

static float
entropy(const float *chroma)
{
    float sum = 0;

    for (int i = 0; i < 12; i++)
        if (chroma[i] > 0.0f)
            sum -= chroma[i] * logf(chroma[i]);
    return sum / logf(12.0f);
}

void
measure_harmony(const Spectrum *spectrum, float *row, int *ret_key, bool *ret_minor)
{
    float mean[12] = {0}, before[12] = {0}, now[12];
    float best[2] = {-1.0f, -1.0f}, change = 0;
    int keys[2] = {0, 0};

    for (size_t f = 0; f < spectrum->n_frames; f++) {
        float distance = 0;

        chroma_of(spectrum->power + f * spectrum->n_bins, spectrum->n_bins, spectrum->bin_hz, now);
        for (int i = 0; i < 12; i++) {
            mean[i] += now[i] / (float)spectrum->n_frames;
            distance += fabsf(now[i] - before[i]);
        }
        change += f > 0 ? distance / (float)spectrum->n_frames : 0.0f;
        memcpy(before, now, sizeof before);
    }
    for (int mode = 0; mode < 2; mode++)
        for (int key = 0; key < 12; key++) {
            const float fit = correlation(mean, profiles[mode], key);

            if (fit > best[mode])
                best[mode] = fit, keys[mode] = key;
        }
    *ret_minor = best[1] > best[0];
    *ret_key = keys[*ret_minor];
    row[F_KEY_CLARITY] = fmaxf(best[0], best[1]);
    row[F_MODE] = best[0] - best[1];
    row[F_CHROMA_SPREAD] = entropy(mean);
    row[F_CHROMA_CHANGE] = change;
}
