/* One sound, measured from all sides. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

enum {
    WINDOW = 1024, /* 46 ms */
    HOP = 256,     /* 12 ms: fine enough for a tempo */
    LONG_WINDOW = 4096,
    LONG_HOP = 2048, /* 5 Hz apart: fine enough for a semitone from 100 Hz on */
    LEAST_S = 3,
};

/* Part `index` of n_frames: half of them, but no less than LEAST_S where there are as many. */
static Part
part_of(size_t n_frames, float hop_s, size_t index)
{
    const size_t least = (size_t)(LEAST_S / hop_s), half = n_frames / 2;
    const size_t n = half >= least ? half : least < n_frames ? least : n_frames;

    return (Part){index * (n_frames - n) / (LILT_SOUND_PARTS - 1), n};
}

static float
share(float x, float low, float high)
{
    return fminf(fmaxf((x - low) / (high - low), 0.0f), 1.0f);
}

/* Rhythm and timbre of the parts, tempo and energy of the whole. */
static bool
measure_levels(const float *levels, const Frames *frames, LiltSoundRows *rows, LiltSound *sound)
{
    Part parts[LILT_SOUND_PARTS];
    float onsets;

    for (size_t i = 0; i < LILT_SOUND_PARTS; i++) {
        parts[i] = part_of(frames->n_frames, frames->hop_s, i);
        measure_timbre(levels + parts[i].first * N_BANDS, parts[i].n, rows->part[i]);
    }
    if (!measure_rhythm(levels, frames->n_frames, frames->hop_s, parts, rows, &sound->tempo_bpm,
                        &onsets))
        return false;
    sound->energy = 0.5f * share(sound->loudness_lufs, -30.0f, -5.0f) +
                    0.5f * share(onsets, 0.1f, 0.3f);
    return true;
}

static bool
measure_short(const float *pcm, size_t n, LiltSoundRows *rows, LiltSound *sound)
{
    Frames frames;
    float centroid;

    if (!frames_init(&frames, pcm, n, WINDOW, HOP))
        return false;
    float *levels = band_levels(&frames, &centroid);
    const bool well = levels != NULL && measure_levels(levels, &frames, rows, sound);

    sound->brightness = share(centroid, log2f(150.0f), log2f(3000.0f));
    free(levels);
    frames_clear(&frames);
    return well;
}

static bool
measure_long(const float *pcm, size_t n, LiltSoundRows *rows, LiltSound *sound)
{
    Frames frames;
    Harmony harmony;

    if (!frames_init(&frames, pcm, n, LONG_WINDOW, LONG_HOP))
        return false;
    const bool well = harmony_init(&harmony, &frames);

    if (well)
        find_key(&harmony, sound);
    for (size_t i = 0; well && i < LILT_SOUND_PARTS; i++) {
        const Part part = part_of(frames.n_frames, frames.hop_s, i);

        measure_harmony(&harmony, part.first, part.n, rows->part[i]);
    }
    harmony_clear(&harmony);
    frames_clear(&frames);
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
