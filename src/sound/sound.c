/* One sound, measured from all sides. */
#include "measure.h"

#include <math.h>

#include <ebur128.h>

enum {
    WINDOW = 1024, /* 46 ms */
    HOP = 256,     /* 12 ms: fine enough for a tempo */
    LONG_WINDOW = 4096,
    LONG_HOP = 2048, /* 5 Hz apart: fine enough for a semitone from 100 Hz on */
    LEAST_S = 3,
};

static const float SILENCE_LUFS = -70.0f;

static bool
measure_loudness(const float *pcm, size_t n, float *ret_lufs)
{
    ebur128_state *state = ebur128_init(1, LILT_SOUND_RATE_HZ, EBUR128_MODE_I);
    double lufs = 0;
    bool well = state != NULL;

    if (well) {
        ebur128_set_channel(state, 0, EBUR128_DUAL_MONO);
        well = ebur128_add_frames_float(state, pcm, n) == EBUR128_SUCCESS &&
               ebur128_loudness_global(state, &lufs) == EBUR128_SUCCESS;
        ebur128_destroy(&state);
    }
    if (well)
        *ret_lufs = fmaxf((float)lufs, SILENCE_LUFS); /* -infinity for silence */
    return well;
}

static float
share(float x, float low, float high)
{
    return fminf(fmaxf((x - low) / (high - low), 0.0f), 1.0f);
}

static bool
measure_short(const float *pcm, size_t n, float *row, LiltSound *sound)
{
    Spectrum spectrum;

    if (!spectrum_init(&spectrum, pcm, n, WINDOW, HOP))
        return false;
    measure_texture(&spectrum, pcm, WINDOW, HOP, row);
    const bool well = measure_rhythm(&spectrum, row, &sound->tempo_bpm);

    spectrum_clear(&spectrum);
    return well;
}

static bool
measure_long(const float *pcm, size_t n, float *row, LiltSound *sound)
{
    Spectrum spectrum;

    if (!spectrum_init(&spectrum, pcm, n, LONG_WINDOW, LONG_HOP))
        return false;
    measure_harmony(&spectrum, row, &sound->key, &sound->minor);
    spectrum_clear(&spectrum);
    return true;
}

LiltStatus
measure_sound(const float *pcm, size_t n, LiltDiag *diag, float *row, LiltSound *ret_sound)
{
    LiltSound sound = {0};

    if (n < (size_t)LEAST_S * LILT_SOUND_RATE_HZ)
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "less than %d s of sound", LEAST_S);
    if (!measure_short(pcm, n, row, &sound) || !measure_long(pcm, n, row, &sound) ||
        !measure_loudness(pcm, n, &sound.loudness_lufs))
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory while listening");
    row[F_LOUDNESS] = sound.loudness_lufs;
    sound.mode_score = row[F_MODE];
    sound.brightness = share(row[F_CENTROID], log2f(150.0f), log2f(3000.0f));
    sound.energy = 0.5f * share(sound.loudness_lufs, -30.0f, -5.0f) +
                   0.5f * share(row[F_ONSETS], 0.1f, 0.3f);
    *ret_sound = sound;
    return LILT_OK;
}

LiltStatus
lilt_sound_analyse(const float *pcm, size_t n, LiltGenre genre, LiltDiag *diag,
                   LiltSound *ret_sound)
{
    float row[N_FEATURES];
    const LiltStatus status = measure_sound(pcm, n, diag, row, ret_sound);

    if (status == LILT_OK)
        ret_sound->point = mood_from_features(row, genre);
    return status;
}
