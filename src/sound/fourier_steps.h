/* fourier_steps.h - the steps of fourier.c for one width of the processor: Vector is as wide as it
 * is, STEPS(name) tells the functions of the widths apart, STEPS_FOR names the processor. `re` and
 * `im` point to the first of the lanes that are done; the next sample's are `stride` on. */

enum { STEPS(stride) = sizeof(Lanes) / (sizeof(Vector)) };

/* The transform of four values that lie a quarter apart. */
STEPS_FOR static inline void
STEPS(transform_four)(const Vector *re, const Vector *im, size_t quarter, Vector r[4], Vector i[4])
{
    const size_t q = quarter * STEPS(stride);
    const Vector ar = re[0], br = re[q], cr = re[2 * q], dr = re[3 * q];
    const Vector ai = im[0], bi = im[q], ci = im[2 * q], di = im[3 * q];
    const Vector sum_r = ar + cr, sum_i = ai + ci, gap_r = ar - cr, gap_i = ai - ci;
    const Vector odd_r = br + dr, odd_i = bi + di, turn_r = bi - di, turn_i = dr - br;

    r[0] = sum_r + odd_r, i[0] = sum_i + odd_i;
    r[1] = gap_r + turn_r, i[1] = gap_i + turn_i;
    r[2] = sum_r - odd_r, i[2] = sum_i - odd_i;
    r[3] = gap_r - turn_r, i[3] = gap_i - turn_i;
}

/* Four values, which are bins then. */
STEPS_FOR static inline void
STEPS(transform_last)(Vector *re, Vector *im)
{
    Vector r[4], i[4];

    STEPS(transform_four)(re, im, 1, r, i);
    for (size_t q = 0; q < 4; q++) {
        re[q * STEPS(stride)] = r[q];
        im[q * STEPS(stride)] = i[q];
    }
}

/* A stretch of n values, 16 or more: one value goes to each quarter, turned back; then the
 * quarters. */
STEPS_FOR static void
STEPS(transform)(const Fourier *f, size_t n, Vector *re, Vector *im)
{
    const size_t quarter = n / 4, part = f->n / n;
    Vector r[4], i[4];

    for (size_t p = 0; p < quarter; p++) {
        const size_t at = p * STEPS(stride);

        STEPS(transform_four)(re + at, im + at, quarter, r, i);
        re[at] = r[0];
        im[at] = i[0];
        for (size_t q = 1; q < 4; q++) {
            const float c = f->cosines[q * p * part], s = f->sines[q * p * part];
            const size_t to = (q * quarter + p) * STEPS(stride);

            re[to] = c * r[q] + s * i[q];
            im[to] = c * i[q] - s * r[q];
        }
    }
    for (size_t q = 0; q < quarter && quarter == 4; q++)
        STEPS(transform_last)(re + 4 * q * STEPS(stride), im + 4 * q * STEPS(stride));
    for (size_t q = 0; q < 4 && quarter > 4; q++)
        STEPS(transform)
    (f, quarter, re + q * quarter * STEPS(stride), im + q * quarter * STEPS(stride));
}

/* As fourier_power(), of these lanes. */
STEPS_FOR static void
STEPS(power)(const Fourier *f, size_t first, size_t n, const Vector *re, const Vector *im,
             Vector *power)
{
    for (size_t b = 0; b < n; b++) {
        const size_t here = f->places[first + b] * STEPS(stride);
        const size_t mirror = f->places[(f->n - first - b) % f->n] * STEPS(stride);
        const Vector one_r = re[here] + re[mirror], one_i = im[here] - im[mirror];
        const Vector two_r = im[here] + im[mirror], two_i = re[mirror] - re[here];

        power[2 * b * STEPS(stride)] = 0.25f * (one_r * one_r + one_i * one_i);
        power[(2 * b + 1) * STEPS(stride)] = 0.25f * (two_r * two_r + two_i * two_i);
    }
}
