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

/* Frames that belong together. */
typedef struct {
    size_t first, n;
} Part;

/* Part `index` of n_frames: half of them, but no less than LEAST_S where there are as many. */
static Part
part_of(size_t n_frames, float hop_s, size_t index)
{
    const size_t least = (size_t)(LEAST_S / hop_s), half = n_frames / 2;
    const size_t n = half >= least ? half : least < n_frames ? least : n_frames;

    return (Part){index * (n_frames - n) / (LILT_SOUND_PARTS - 1), n};
}

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

/* Rhythm and timbre of the parts. */
static bool
measure_levels_of_parts(const float *levels, size_t n_frames, float hop_s, LiltSoundRows *rows)
{
    for (size_t i = 0; i < LILT_SOUND_PARTS; i++) {
        const Part part = part_of(n_frames, hop_s, i);
        const float *there = levels + part.first * N_BANDS;

        if (!measure_rhythm(there, part.n, hop_s, rows->part[i]))
            return false;
        measure_timbre(there, part.n, rows->part[i]);
    }
    return true;
}

static bool
measure_short(const float *pcm, size_t n, LiltSoundRows *rows, LiltSound *sound)
{
    float onsets = 0;
    Spectrum spectrum;

    if (!spectrum_init(&spectrum, pcm, n, WINDOW, HOP))
        return false;
    float *levels = band_levels(&spectrum);
    const bool well = levels != NULL &&
                      measure_tempo(levels, spectrum.n_frames, spectrum.hop_s, &sound->tempo_bpm,
                                    &onsets) &&
                      measure_levels_of_parts(levels, spectrum.n_frames, spectrum.hop_s, rows);

    sound->brightness = share(measure_centroid(&spectrum), log2f(150.0f), log2f(3000.0f));
    sound->energy = 0.5f * share(sound->loudness_lufs, -30.0f, -5.0f) +
                    0.5f * share(onsets, 0.1f, 0.3f);
    free(levels);
    spectrum_clear(&spectrum);
    return well;
}

static bool
measure_long(const float *pcm, size_t n, LiltSoundRows *rows, LiltSound *sound)
{
    Spectrum spectrum;
    Harmony harmony;

    if (!spectrum_init(&spectrum, pcm, n, LONG_WINDOW, LONG_HOP))
        return false;
    const bool well = harmony_init(&harmony, &spectrum);

    if (well)
        find_key(&harmony, sound);
    for (size_t i = 0; well && i < LILT_SOUND_PARTS; i++) {
        const Part part = part_of(spectrum.n_frames, spectrum.hop_s, i);

        measure_harmony(&harmony, part.first, part.n, rows->part[i]);
    }
    harmony_clear(&harmony);
    spectrum_clear(&spectrum);
    return well;
}

LiltStatus
lilt_sound_measure(const float *pcm, size_t n, LiltDiag *diag, LiltSoundRows *ret_rows,
                   LiltSound *ret_sound)
{
    LiltSound sound = {0};

    if (n < (size_t)LEAST_S * LILT_SOUND_RATE_HZ)
        return lilt_fail(diag, LILT_E_UNSUPPORTED, "less than %d s of sound", LEAST_S);
    if (!measure_loudness(pcm, n, &sound.loudness_lufs) ||
        !measure_short(pcm, n, ret_rows, &sound) || !measure_long(pcm, n, ret_rows, &sound))
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory while listening");
    *ret_sound = sound;
    return LILT_OK;
}

LiltStatus
lilt_sound_analyse(const LiltSoundModel *model, const float *pcm, size_t n, LiltGenre genre,
                   LiltDiag *diag, LiltSound *ret_sound)
{
    LiltSoundRows rows;
    const LiltStatus status = lilt_sound_measure(pcm, n, diag, &rows, ret_sound);

    if (status == LILT_OK)
        ret_sound->point = lilt_sound_model_place(model, &rows, genre);
    return status;
}
