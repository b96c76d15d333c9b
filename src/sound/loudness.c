/* Integrated loudness as EBU R128 and ITU-R BS.1770-4 have it: the power of the sound behind two
 * filters, in blocks of 400 ms that overlap by three quarters, the mean over those that are not
 * much softer than the rest. The filters cannot see far back, so that STRETCHES parts of the
 * sound are filtered side by side; a test holds the result against libebur128's. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

static const double SILENCE_LUFS = -70.0; /* also: what is softer is never counted */
static const double SOFTER_LU = -10.0;    /* than the mean of the rest: not counted */

enum {
    STRETCHES = 4,
    STEP = LILT_SOUND_RATE_HZ / 10,
    STEPS_A_BLOCK = 4,
    BEFORE = 2, /* steps after which the filters have forgotten how they began */
};

/* A filter of second order, as y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2. */
typedef struct {
    double b0, b1, b2, a1, a2;
} Filter;

/* What a filter remembers of each stretch. */
typedef struct {
    double one[STRETCHES], two[STRETCHES];
} Memory;

static const double PI = 3.14159265358979323846;

/* The head: what is above some 1.7 kHz comes 4 dB louder. BS.1770 states its filters for 48 kHz;
 * these are the analogue ones they come from, as B. De Man works them out in "Evaluation of
 * implementations of the EBU R128 loudness measurement", AES 145th Convention, 2018. */
static Filter
shelf(void)
{
    const double k = tan(PI * 1681.974450955533 / LILT_SOUND_RATE_HZ), q = 0.7071752369554196;
    const double high = pow(10.0, 3.999843853973347 / 20.0), band = pow(high, 0.4996667741545416);
    const double whole = 1.0 + k / q + k * k;

    return (Filter){
        (high + band * k / q + k * k) / whole, 2.0 * (k * k - high) / whole,
        (high - band * k / q + k * k) / whole, 2.0 * (k * k - 1.0) / whole,
        (1.0 - k / q + k * k) / whole,
    };
}

/* The ear: nothing below some 38 Hz. */
static Filter
high_pass(void)
{
    const double k = tan(PI * 38.13547087602444 / LILT_SOUND_RATE_HZ), q = 0.5003270373238773;
    const double whole = 1.0 + k / q + k * k;

    return (Filter){1.0, -2.0, 1.0, 2.0 * (k * k - 1.0) / whole, (1.0 - k / q + k * k) / whole};
}

/* x becomes y, in each stretch */
static inline void
filter(const Filter *f, Memory *restrict m, double *restrict x)
{
    for (int i = 0; i < STRETCHES; i++) {
        const double y = f->b0 * x[i] + m->one[i];

        m->one[i] = f->b1 * x[i] - f->a1 * y + m->two[i];
        m->two[i] = f->b2 * x[i] - f->a2 * y;
        x[i] = y;
    }
}

/* The power of one step of each stretch. */
static void
hear_step(const float *const from[STRETCHES], const Filter filters[2], Memory memories[2],
          double power[STRETCHES])
{
    Memory first = memories[0], second = memories[1];
    double sums[STRETCHES] = {0};

    for (size_t s = 0; s < STEP; s++) {
        double x[STRETCHES];

        for (int i = 0; i < STRETCHES; i++)
            x[i] = (double)from[i][s];
        filter(&filters[0], &first, x);
        filter(&filters[1], &second, x);
        for (int i = 0; i < STRETCHES; i++)
            sums[i] += x[i] * x[i];
    }
    memories[0] = first;
    memories[1] = second;
    for (int i = 0; i < STRETCHES; i++)
        power[i] = sums[i] / STEP;
}

/* The power of all whole steps; before and behind the sound all is still. */
static void
hear_steps(const float *pcm, size_t n_steps, double *powers)
{
    static const float still[STEP];
    const size_t n = (n_steps + STRETCHES - 1) / STRETCHES; /* of a stretch */
    const Filter filters[2] = {shelf(), high_pass()};
    Memory memories[2] = {{{0}, {0}}, {{0}, {0}}};

    for (size_t step = 0; step < n + BEFORE; step++) {
        const float *from[STRETCHES];
        double power[STRETCHES];

        for (size_t i = 0; i < STRETCHES; i++) {
            const size_t at = i * n + step; /* and BEFORE more than meant */

            from[i] = at >= BEFORE && at - BEFORE < n_steps ? pcm + (at - BEFORE) * STEP : still;
        }
        hear_step(from, filters, memories, power);
        for (size_t i = 0; step >= BEFORE && i < STRETCHES; i++)
            if (i * n + step - BEFORE < n_steps)
                powers[i * n + step - BEFORE] = power[i];
    }
}

/* A mono sound that comes from both sides has twice the power. */
static double
to_lufs(double power)
{
    return -0.691 + 10.0 * log10(2.0 * power);
}

/* The mean power of the blocks that are louder than that; 0 when none is. */
static double
mean_above(const double *powers, size_t n_steps, double least_lufs)
{
    double sum = 0;
    size_t n = 0;

    for (size_t first = 0; first + STEPS_A_BLOCK <= n_steps; first++) {
        double power = 0;

        for (size_t i = 0; i < STEPS_A_BLOCK; i++)
            power += powers[first + i] / STEPS_A_BLOCK;
        if (to_lufs(power) >= least_lufs)
            sum += power, n++;
    }
    return n > 0 ? sum / (double)n : 0.0;
}

bool
measure_loudness(const float *pcm, size_t n, float *ret_lufs)
{
    const size_t n_steps = n / STEP;
    double *powers = malloc((n_steps > 0 ? n_steps : 1) * sizeof *powers);

    if (powers == NULL)
        return false;
    hear_steps(pcm, n_steps, powers);
    const double rough = mean_above(powers, n_steps, SILENCE_LUFS);
    const double fine = mean_above(powers, n_steps, fmax(to_lufs(rough) + SOFTER_LU, SILENCE_LUFS));

    free(powers);
    *ret_lufs = (float)fmax(to_lufs(fine), SILENCE_LUFS); /* -infinity for silence */
    return true;
}
