/* One sound, measured from all sides. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

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
    float onsets = 0;

    if (!spectrum_init(&spectrum, pcm, n, WINDOW, HOP))
        return false;
    float *levels = band_levels(&spectrum);
    const bool well = levels != NULL && measure_rhythm(levels, spectrum.n_frames, spectrum.hop_s,
                                                       row, &sound->tempo_bpm, &onsets);

    if (well)
        measure_timbre(levels, spectrum.n_frames, row);
    sound->brightness = share(measure_centroid(&spectrum), log2f(150.0f), log2f(3000.0f));
    sound->energy = 0.5f * share(sound->loudness_lufs, -30.0f, -5.0f) +
                    0.5f * share(onsets, 0.1f, 0.3f);
    free(levels);
    spectrum_clear(&spectrum);
    return well;
}

static bool
measure_long(const float *pcm, size_t n, float *row, LiltSound *sound)
{
    Spectrum spectrum;

    if (!spectrum_init(&spectrum, pcm, n, LONG_WINDOW, LONG_HOP))
        return false;
    const bool well = measure_harmony(&spectrum, row, sound);

    spectrum_clear(&spectrum);
    return well;
}

LiltStatus
lilt_sound_measure(const float *pcm, size_t n, LiltDiag *diag, float row[LILT_SOUND_FEATURES],
                   LiltSound *ret_sound)
{
    LiltSound sound = {0};

    if (n < (size_t)LEAST_S * LILT_SOUND_RATE_HZ)
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "less than %d s of sound", LEAST_S);
    if (!measure_loudness(pcm, n, &sound.loudness_lufs) || !measure_short(pcm, n, row, &sound) ||
        !measure_long(pcm, n, row, &sound))
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory while listening");
    *ret_sound = sound;
    return LILT_OK;
}

LiltStatus
lilt_sound_analyse(const LiltSoundModel *model, const float *pcm, size_t n, LiltGenre genre,
                   LiltDiag *diag, LiltSound *ret_sound)
{
    float row[LILT_SOUND_FEATURES];
    const LiltStatus status = lilt_sound_measure(pcm, n, diag, row, ret_sound);

    if (status == LILT_OK)
        ret_sound->point = lilt_sound_model_place(model, row, genre);
    return status;
}
