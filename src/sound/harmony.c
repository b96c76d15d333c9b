/* Key, mode and pitch: how the twelve pitch classes sound together, once the tuning is known,
 * against the profiles of C. L. Krumhansl, E. J. Kessler, "Tracing the dynamic changes in perceived
 * tonal organization", Psychological Review 89, 1982. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAJOR, MINOR, CLASSES = 12, PASSAGE = 60, PASSAGE_STEP = 20 }; /* 5.6 s and a third of it */

static const float LOWEST_HZ = 80.0f, HIGHEST_HZ = 2500.0f, MIDDLE_C_HZ = 261.626f;
static const float TURN = 6.28318531f;

static const float profiles[2][CLASSES] = {
    {6.35f, 2.23f, 3.48f, 2.33f, 4.38f, 4.09f, 2.52f, 5.19f, 2.39f, 3.66f, 2.29f, 2.88f},
    {6.33f, 2.68f, 3.52f, 5.38f, 2.60f, 3.53f, 2.54f, 4.75f, 3.98f, 2.69f, 3.34f, 3.17f},
};

/* A local peak of a spectrum: semitones from middle C, and how much it counts. */
typedef struct Partial {
    float note, weight;
} Partial;

/* Frames first .. first + n - 1. */
typedef struct {
    const Harmony *of;
    const float *chroma; /* [n][CLASSES] */
    size_t first, n;
} Stretch;

/* ---- partials and chroma ------------------------------------------------------------------- */

/* The bins that may be partials, and one on either side, of PAIRED frames. */
typedef struct {
    size_t first, n;
    float bin_hz;
    Lanes (*power)[2];              /* [n] */
    unsigned char (*peaks)[PAIRED]; /* [n]: is it above its neighbours, and not silent? */
} Range;

static void
find_peaks(const Range *range)
{
    for (size_t b = 1; b + 1 < range->n; b++) {
        const float *below = range->power[b - 1][0], *here = range->power[b][0];
        const float *above = range->power[b + 1][0];

        for (size_t i = 0; i < PAIRED; i++)
            range->peaks[b][i] = (here[i] >= below[i]) & (here[i] > above[i]) & (here[i] >= 1e-10f);
    }
}

static float
power_at(const Range *range, size_t bin, size_t frame)
{
    return range->power[bin][frame / LANES][frame % LANES];
}

/* The partials of a frame; gives how many. */
static size_t
find_partials(const Range *range, size_t frame, Partial *partials)
{
    size_t n = 0;

    for (size_t b = 1; b + 1 < range->n; b++) {
        if (!range->peaks[b][frame])
            continue;
        const float below = power_at(range, b - 1, frame), here = power_at(range, b, frame);
        const float above = power_at(range, b + 1, frame);
        /* the peak of a parabola through three log powers */
        const float l = logf(below + 1e-12f), m = logf(here);
        const float r = logf(above + 1e-12f), bend = l - 2.0f * m + r;
        const float shift = bend < -1e-6f ? 0.5f * (l - r) / bend : 0.0f;

        partials[n++] = (Partial){
            .note = 12.0f *
                    log2f(((float)(range->first + b) + shift) * range->bin_hz / MIDDLE_C_HZ),
            .weight = sqrtf(sqrtf(here)),
        };
    }
    return n;
}

/* How far from the tempered notes the music is tuned, -.5 to .5 semitones; *ret_clarity says how
 * much the partials agree on it, 0..1. */
static float
find_tuning(const Partial *partials, size_t n, float *ret_clarity)
{
    double x = 0, y = 0, total = 1e-9;

    for (size_t i = 0; i < n; i++) {
        x += (double)(partials[i].weight * cosf(TURN * partials[i].note));
        y += (double)(partials[i].weight * sinf(TURN * partials[i].note));
        total += (double)partials[i].weight;
    }
    *ret_clarity = (float)(sqrt(x * x + y * y) / total);
    return (float)atan2(y, x) / TURN;
}

static void
fill_chroma(Harmony *h, float tuning)
{
    size_t i = 0;

    for (size_t f = 0; f < h->n_frames; f++) {
        float *chroma = h->chroma + f * CLASSES, total = 1e-9f;

        memset(chroma, 0, CLASSES * sizeof *chroma);
        for (; i < h->ends[f]; i++) {
            const int note = (int)lroundf(h->partials[i].note - tuning);

            chroma[(note % CLASSES + CLASSES) % CLASSES] += h->partials[i].weight;
            total += h->partials[i].weight;
        }
        for (int c = 0; c < CLASSES; c++)
            chroma[c] /= total;
    }
}

/* ---- keys ---------------------------------------------------------------------------------- */

static float
correlation(const float *a, const float *b, int turn)
{
    float mean_a = 0, mean_b = 0, ab = 0, aa = 1e-12f, bb = 1e-12f;

    for (int i = 0; i < CLASSES; i++)
        mean_a += a[i] / CLASSES, mean_b += b[i] / CLASSES;
    for (int i = 0; i < CLASSES; i++) {
        const float x = a[(i + turn) % CLASSES] - mean_a, y = b[i] - mean_b;

        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / sqrtf(aa * bb);
}

/* The best key of each mode, and how well it fits. */
static void
fit_keys(const float *chroma, int *keys, float *fits)
{
    for (int mode = MAJOR; mode <= MINOR; mode++) {
        fits[mode] = -1.0f;
        for (int key = 0; key < CLASSES; key++) {
            const float fit = correlation(chroma, profiles[mode], key);

            if (fit > fits[mode])
                fits[mode] = fit, keys[mode] = key;
        }
    }
}

static void
mean_chroma(const float *chroma, size_t n, float *mean)
{
    memset(mean, 0, CLASSES * sizeof *mean);
    for (size_t f = 0; f < n; f++)
        for (int c = 0; c < CLASSES; c++)
            mean[c] += chroma[f * CLASSES + (size_t)c] / (float)n;
}

/* ---- the row ------------------------------------------------------------------------------- */

static float
entropy(const float *chroma)
{
    float sum = 0;

    for (int i = 0; i < CLASSES; i++)
        sum -= chroma[i] * logf(chroma[i] + 1e-9f);
    return sum;
}

/* Cosines and sines of the twelfths of a turn. */
typedef struct {
    float cosines[CLASSES], sines[CLASSES];
} Circle;

static void
circle_init(Circle *circle)
{
    for (int i = 0; i < CLASSES; i++) {
        circle->cosines[i] = cosf(TURN * (float)i / CLASSES);
        circle->sines[i] = sinf(TURN * (float)i / CLASSES);
    }
}

/* How strongly the classes repeat every 12 / k semitones (Lewin 1959, Quinn 2006). */
static float
cycle(const Circle *circle, const float *chroma, int k)
{
    float x = 0, y = 0;

    for (int c = 0; c < CLASSES; c++) {
        x += chroma[c] * circle->cosines[c * k % CLASSES];
        y += chroma[c] * circle->sines[c * k % CLASSES];
    }
    return sqrtf(x * x + y * y);
}

static float
interval(const float *chroma, int semitones)
{
    float sum = 0;

    for (int c = 0; c < CLASSES; c++)
        sum += chroma[c] * chroma[(c + semitones) % CLASSES];
    return sum;
}

static float
change(const float *chroma)
{
    float sum = 0;

    for (int c = 0; c < CLASSES; c++)
        sum += (chroma[CLASSES + c] - chroma[c]) * (chroma[CLASSES + c] - chroma[c]);
    return sqrtf(sum);
}

/* Of short passages: how much clearer major is than minor, and how clear the key. */
static float *
put_passages(const Stretch *s, float *row)
{
    Tally brighter = {0}, clarity = {0};

    for (size_t from = 0; from == 0 || from + PASSAGE <= s->n; from += PASSAGE_STEP) {
        const size_t n = from + PASSAGE < s->n ? PASSAGE : s->n - from;
        float mean[CLASSES], fits[2];
        int keys[2];

        mean_chroma(s->chroma + from * CLASSES, n, mean);
        fit_keys(mean, keys, fits);
        tally(&brighter, fits[MAJOR] - fits[MINOR]);
        tally(&clarity, fmaxf(fits[MAJOR], fits[MINOR]));
    }
    *row++ = tally_mean(&brighter);
    *row++ = tally_mean(&clarity);
    return row;
}

/* Six numbers of each sort: of the frames' cycles mean and deviation, of the mean's cycles, of the
 * frames' intervals. */
static void
put_cycles(const Stretch *s, const float *mean, float *row)
{
    Circle circle;

    circle_init(&circle);
    for (int k = 1; k <= 6; k++) {
        Tally of_frames = {0}, intervals = {0};

        for (size_t f = 0; f < s->n; f++) {
            tally(&of_frames, cycle(&circle, s->chroma + f * CLASSES, k));
            tally(&intervals, interval(s->chroma + f * CLASSES, k));
        }
        row[k - 1] = tally_mean(&of_frames);
        row[k + 5] = tally_deviation(&of_frames);
        row[k + 11] = cycle(&circle, mean, k);
        row[k + 17] = tally_mean(&intervals);
    }
}

static void
put_harmony(const Stretch *s, float *row)
{
    Tally spread = {0}, changes = {0};
    float mean[CLASSES], fits[2];
    int keys[2];

    mean_chroma(s->chroma, s->n, mean);
    fit_keys(mean, keys, fits);
    for (size_t f = 0; f < s->n; f++) {
        tally(&spread, entropy(s->chroma + f * CLASSES));
        if (f + 1 < s->n)
            tally(&changes, change(s->chroma + f * CLASSES));
    }
    *row++ = fits[MAJOR];
    *row++ = fits[MINOR];
    *row++ = fits[MAJOR] - fits[MINOR];
    *row++ = s->of->tuning_clarity;
    *row++ = tally_mean(&spread);
    *row++ = tally_deviation(&spread);
    *row++ = entropy(mean);
    *row++ = tally_mean(&changes);
    *row++ = tally_deviation(&changes);
    put_cycles(s, mean, put_passages(s, row));
}

static void
put_pitch(const Stretch *s, float *row)
{
    const size_t from = s->first > 0 ? s->of->ends[s->first - 1] : 0;
    const size_t to = s->of->ends[s->first + s->n - 1];
    double sum = 0, squares = 0, total = 1e-9;

    for (size_t i = from; i < to; i++) {
        const Partial *partial = &s->of->partials[i];
        const double weight = (double)partial->weight, note = (double)partial->note;

        sum += weight * note;
        squares += weight * note * note;
        total += weight;
    }
    const double mean = sum / total;

    row[0] = (float)mean;
    row[1] = (float)sqrt(fmax(0.0, squares / total - mean * mean));
    row[2] = 0.01f * (float)(to - from) / (float)s->n;
}

void
measure_harmony(const Harmony *harmony, size_t first, size_t n, float *row)
{
    const Stretch stretch = {harmony, harmony->chroma + first * CLASSES, first, n};

    put_harmony(&stretch, row + AT_HARMONY);
    put_pitch(&stretch, row + AT_PITCH);
}

/* ---- the whole ----------------------------------------------------------------------------- */

void
find_key(const Harmony *harmony, LiltSound *sound)
{
    float mean[CLASSES], fits[2];
    int keys[2];

    mean_chroma(harmony->chroma, harmony->n_frames, mean);
    fit_keys(mean, keys, fits);
    sound->minor = fits[MINOR] > fits[MAJOR];
    sound->key = keys[sound->minor];
    sound->mode_score = fits[MAJOR] - fits[MINOR];
}

/* The partials of all frames, in order. */
static void
find_all_partials(Harmony *harmony, Frames *frames, Range *range)
{
    size_t end = 0;

    for (size_t f = 0; f < harmony->n_frames; f++) {
        if (f % PAIRED == 0) {
            frames_power(frames, f, range->first, range->n, range->power);
            find_peaks(range);
        }
        end += find_partials(range, f % PAIRED, harmony->partials + end);
        harmony->ends[f] = end;
    }
}

bool
harmony_init(Harmony *harmony, Frames *frames)
{
    const size_t n = frames->n_frames;
    const size_t lowest = (size_t)(LOWEST_HZ / frames->bin_hz);
    const size_t highest = (size_t)(HIGHEST_HZ / frames->bin_hz);
    Range range = {.first = lowest - 1, .n = highest - lowest + 3, .bin_hz = frames->bin_hz};

    range.power = aligned_alloc(sizeof(Lanes), range.n * sizeof *range.power);
    range.peaks = malloc(range.n * sizeof *range.peaks);
    *harmony = (Harmony){
        .partials = malloc(n * (range.n / 2) * sizeof *harmony->partials),
        .ends = malloc(n * sizeof *harmony->ends),
        .chroma = malloc(n * CLASSES * sizeof *harmony->chroma),
        .n_frames = n,
    };
    const bool well = range.power != NULL && range.peaks != NULL && harmony->partials != NULL &&
                      harmony->ends != NULL && harmony->chroma != NULL;

    if (well) {
        find_all_partials(harmony, frames, &range);
        fill_chroma(harmony,
                    find_tuning(harmony->partials, harmony->ends[n - 1], &harmony->tuning_clarity));
    }
    free(range.power);
    free(range.peaks);
    return well;
}

void
harmony_clear(Harmony *harmony)
{
    free(harmony->partials);
    free(harmony->ends);
    free(harmony->chroma);
}
