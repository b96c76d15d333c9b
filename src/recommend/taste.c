/* What a listener is likely to say of a track: ridge regression of what they said on how music
 * sounds, then what is left of that by genre, then by artist, each drawn towards nothing while
 * little was said. */
#include "lilt/recommend.h"

#include <math.h>
#include <stdlib.h>

enum { TERMS = 13 };

static const double RIDGE = 1.0;         /* verdicts' worth of caution, on every term */
static const double HALF_AFTER = 60.0;   /* verdicts: a taste may change */
static const double OTHER_MOOD = 0.5;    /* what was said in another mood counts so much */
static const float GENRE_CAUTION = 4.0f; /* verdicts, as above */
static const float ARTIST_CAUTION = 2.0f;

/* How a row sounds: linear and, since what is liked is a place rather than a direction, quadratic.
 * What is not known lies in the middle. */
static void
describe(const LiltCatalogue *c, size_t row, double x[TERMS])
{
    const double v = (double)c->valence[row], a = (double)c->arousal[row];
    const double tempo = c->tempo_bpm[row] > 0.0f ? log2((double)c->tempo_bpm[row] / 110.0) : 0.0;
    const bool heard = c->energy[row] > 0.0f || c->brightness[row] > 0.0f;
    const double energy = heard ? 2.0 * (double)c->energy[row] - 1.0 : 0.0;
    const double brightness = heard ? 2.0 * (double)c->brightness[row] - 1.0 : 0.0;
    const double terms[TERMS] = {1.0,
                                 v,
                                 a,
                                 v * a,
                                 v * v,
                                 a * a,
                                 tempo,
                                 tempo * tempo,
                                 energy,
                                 energy * energy,
                                 brightness,
                                 brightness * brightness,
                                 energy * brightness};

    for (int i = 0; i < TERMS; i++)
        x[i] = terms[i];
}

/* Solve a x = x in place, a positive definite: its lower triangle becomes its factor. */
static void
solve(double a[TERMS][TERMS], double x[TERMS])
{
    for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j <= i; j++) {
            double rest = a[i][j];

            for (int k = 0; k < j; k++)
                rest -= a[i][k] * a[j][k];
            a[i][j] = i == j ? sqrt(rest) : rest / a[j][j];
        }
        for (int k = 0; k < i; k++)
            x[i] -= a[i][k] * x[k];
        x[i] /= a[i][i];
    }
    for (int i = TERMS; i-- > 0;) {
        for (int k = i + 1; k < TERMS; k++)
            x[i] -= a[k][i] * x[k];
        x[i] /= a[i][i];
    }
}

static double
tell(const double weights[TERMS], const LiltCatalogue *c, size_t row)
{
    double x[TERMS], sum = 0.0;

    describe(c, row, x);
    for (int i = 0; i < TERMS; i++)
        sum += weights[i] * x[i];
    return sum;
}

/* How much verdict i of n counts. */
static double
count_of(const LiltVerdict *verdicts, size_t i, size_t n, LiltEmotion mood)
{
    const bool same = mood == LILT_EMOTION_UNKNOWN || verdicts[i].mood == mood;

    return exp2(-(double)(n - 1 - i) / HALF_AFTER) * (same ? 1.0 : OTHER_MOOD);
}

static void
fit_sound(const LiltCatalogue *c, const LiltVerdict *verdicts, size_t n, LiltEmotion mood,
          double weights[TERMS])
{
    double gram[TERMS][TERMS] = {{0.0}}, x[TERMS];

    for (int i = 0; i < TERMS; i++)
        gram[i][i] = RIDGE, weights[i] = 0.0;
    for (size_t v = 0; v < n; v++) {
        const double count = count_of(verdicts, v, n, mood);

        describe(c, verdicts[v].row, x);
        for (int i = 0; i < TERMS; i++) {
            weights[i] += count * x[i] * (double)verdicts[v].liked;
            for (int j = 0; j <= i; j++)
                gram[i][j] += count * x[i] * x[j];
        }
    }
    solve(gram, weights);
}

/* What is said of a group beyond what is told without it. */
typedef struct {
    float rest, count;
} Group;

static float
rest_of(const Group *group, float caution)
{
    return group->rest / (caution + group->count);
}

static void
add_rest(Group *group, double count, double rest)
{
    group->rest += (float)(count * rest);
    group->count += (float)count;
}

typedef struct {
    double weights[TERMS];
    Group genres[LILT_N_GENRES];
    Group *artists; /* by the catalogue's numbers */
} Taste;

static void
fit_groups(Taste *taste, const LiltCatalogue *c, const LiltVerdict *verdicts, size_t n,
           LiltEmotion mood)
{
    for (size_t v = 0; v < n; v++) {
        const size_t row = verdicts[v].row;

        add_rest(&taste->genres[c->genre[row]], count_of(verdicts, v, n, mood),
                 (double)verdicts[v].liked - tell(taste->weights, c, row));
    }
    for (size_t v = 0; v < n; v++) {
        const size_t row = verdicts[v].row;
        const float genre = rest_of(&taste->genres[c->genre[row]], GENRE_CAUTION);

        if (c->artist[row] != 0) /* unknown artists are not one artist */
            add_rest(&taste->artists[c->artist[row]], count_of(verdicts, v, n, mood),
                     (double)verdicts[v].liked - tell(taste->weights, c, row) - (double)genre);
    }
}

static void
tell_all(const Taste *taste, const LiltCatalogue *c, float *personal, float *doubt)
{
    for (size_t row = 0; row < c->n_tracks; row++) {
        const Group *artist = &taste->artists[c->artist[row]];
        const float liked = (float)tell(taste->weights, c, row) +
                            rest_of(&taste->genres[c->genre[row]], GENRE_CAUTION) +
                            rest_of(artist, ARTIST_CAUTION);

        personal[row] = fmaxf(-1.0f, fminf(liked, 1.0f));
        doubt[row] = 1.0f / (1.0f + artist->count);
    }
}

LiltStatus
lilt_taste_learn(const LiltCatalogue *catalogue, const LiltVerdict *verdicts, size_t n,
                 LiltEmotion mood, float *personal, float *doubt)
{
    Taste taste = {.artists = NULL};
    uint32_t last = 0;

    for (size_t row = 0; row < catalogue->n_tracks; row++)
        last = catalogue->artist[row] > last ? catalogue->artist[row] : last;
    taste.artists = calloc((size_t)last + 1, sizeof *taste.artists);
    if (taste.artists == NULL)
        return LILT_E_NOMEM;
    fit_sound(catalogue, verdicts, n, mood, taste.weights);
    fit_groups(&taste, catalogue, verdicts, n, mood);
    tell_all(&taste, catalogue, personal, doubt);
    free(taste.artists);
    return LILT_OK;
}
