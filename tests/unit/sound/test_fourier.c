/* The transform against its definition. */
#include "check.h"
#include "fourier.h"
#include "lilt/base.h"

enum { LONGEST = 1024 };

static float signals[PAIRED][LONGEST];

/* The power of a bin by the sum that defines it. */
static double
power_of(const float *signal, size_t n, size_t bin)
{
    double re = 0, im = 0;

    for (size_t i = 0; i < n; i++) {
        const double turn = 2 * 3.14159265358979 * (double)(bin * i % n) / (double)n;

        re += (double)signal[i] * cos(turn);
        im -= (double)signal[i] * sin(turn);
    }
    return re * re + im * im;
}

/* Noise, louder from signal to signal: what leaked from one into another would show. */
static void
make_signals(Fourier *fourier)
{
    LiltRng rng = lilt_rng_new(check_seed(), 0);

    for (size_t k = 0; k < PAIRED; k++)
        for (size_t i = 0; i < fourier->n; i++) {
            signals[k][i] = (float)(k + 1) * lilt_rng_normal(&rng);
            (k < LANES ? fourier->re : fourier->im)[i][k % LANES] = signals[k][i];
        }
}

TEST(powers_are_those_of_the_definition)
{
    static Lanes power[LONGEST / 2 + 1][2];

    for (size_t n = 16; n <= LONGEST; n *= 4) {
        Fourier fourier;

        REQUIRE(fourier_init(&fourier, n), "memory");
        make_signals(&fourier);
        fourier_transform(&fourier);
        fourier_power(&fourier, 0, n / 2 + 1, power);
        for (size_t k = 0; k < PAIRED; k++)
            for (size_t b = 0; b <= n / 2; b++) {
                const double want = power_of(signals[k], n, b);
                const double have = (double)power[b][k / LANES][k % LANES];

                CHECK_NEAR(want, have, 1e-5 * (double)n * (double)(PAIRED * PAIRED),
                           "n=%zu signal %zu bin %zu", n, k, b);
            }
        fourier_clear(&fourier);
    }
}

TEST(some_bins_are_as_they_are_among_all)
{
    Lanes all[33][2], some[7][2];
    Fourier fourier;

    REQUIRE(fourier_init(&fourier, 64), "memory");
    make_signals(&fourier);
    fourier_transform(&fourier);
    fourier_power(&fourier, 0, 33, all);
    fourier_power(&fourier, 26, 7, some);
    CHECK_BYTES(all + 26, some, sizeof some, "bins 26 to 32");
    fourier_clear(&fourier);
}

/* Whatever processor it runs on, a song is heard alike. */
TEST(a_narrow_processor_gives_the_very_same)
{
    static Lanes power[2][LONGEST / 2 + 1][2];

    for (int wide = 0; wide < 2; wide++) {
        Fourier fourier;

        REQUIRE(fourier_init(&fourier, LONGEST), "memory");
        fourier.wide = fourier.wide && wide;
        make_signals(&fourier);
        fourier_transform(&fourier);
        fourier_power(&fourier, 0, LONGEST / 2 + 1, power[wide]);
        fourier_clear(&fourier);
    }
    CHECK_BYTES(power[0], power[1], sizeof power[0], "bins");
}

TEST_MAIN()
