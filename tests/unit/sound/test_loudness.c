/* Loudness against libebur128, whose authors measure with it: the same blocks, filters and gates.
 */
#include "check.h"
#include "lilt/media.h"
#include "measure.h"

#include <ebur128.h>

enum { RATE = LILT_SOUND_RATE_HZ, N = 30 * RATE };

static float pcm[N];

static double
by_libebur128(const float *sound, size_t n)
{
    ebur128_state *state = ebur128_init(1, RATE, EBUR128_MODE_I);
    double lufs = 0;

    if (state == NULL)
        return 0;
    ebur128_set_channel(state, 0, EBUR128_DUAL_MONO);
    ebur128_add_frames_float(state, sound, n);
    ebur128_loudness_global(state, &lufs);
    ebur128_destroy(&state);
    return fmax(lufs, -70.0);
}

static void
check_same(const float *sound, size_t n, const char *what)
{
    const double want = by_libebur128(sound, n);
    float have = 0;

    CHECK(measure_loudness(sound, n, &have), "memory");
    CHECK_NEAR(want, (double)have, 0.005, "%s", what);
}

/* Noise whose loudness goes up and down: both gates have blocks to leave out. */
TEST(noise_with_pauses_is_as_loud_as_libebur128_says)
{
    LiltRng rng = lilt_rng_new(check_seed(), 0);

    for (size_t i = 0; i < N; i++) {
        const double swell = pow(10.0, -4.5 * (0.5 + 0.5 * cos((double)i / RATE)));

        pcm[i] = (float)(swell * (double)lilt_rng_normal(&rng));
    }
    for (size_t n = 3 * RATE; n <= N; n += 2 * RATE + 777) /* a step of 100 ms seldom ends there */
        check_same(pcm, n, "swelling noise");
}

TEST(low_and_high_tones_are_weighted_alike)
{
    static const double tones[] = {20, 40, 100, 1000, 2000, 4000, 10000};

    for (size_t k = 0; k < sizeof tones / sizeof *tones; k++) {
        for (size_t i = 0; i < N; i++)
            pcm[i] = (float)(0.3 * sin(2 * 3.14159265358979 * tones[k] * (double)i / RATE));
        check_same(pcm, N, "a tone");
    }
}

TEST(the_ends_of_the_scale_are_the_same)
{
    memset(pcm, 0, sizeof pcm);
    check_same(pcm, N, "silence");
    check_same(pcm, RATE / 5, "less than a block");
    pcm[N / 2] = 1;
    check_same(pcm, N, "a click");
    for (size_t i = 0; i < N; i++)
        pcm[i] = i / 50 % 2 ? 8.0f : -8.0f;
    check_same(pcm, N, "far too loud");
}

TEST(music_is_as_loud_as_libebur128_says)
{
    static const char *const tracks[] = {"music/amoebax-data/menu.ogg",
                                         "music/amoebax-data/Congratulations.ogg",
                                         "music/wizznic-data/Sean Hawk - In Rome.ogg"};

    for (size_t i = 0; i < sizeof tracks / sizeof *tracks; i++) {
        const char *path = check_asset(tracks[i]);
        LiltMedia *media = NULL;
        float *music = NULL;
        size_t n = 0;

        REQUIRE(lilt_media_open(path, NULL, &media) == LILT_OK &&
                    lilt_media_decode(media, 30, NULL, &music, &n) == LILT_OK,
                "%s", path);
        check_same(music, n, path);
        free(music);
        lilt_media_close(media);
    }
}

TEST_MAIN()
