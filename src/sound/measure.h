/* measure.h - what is measured of a sound, as one row of numbers, and who measures it. */
#pragma once

#include "lilt/sound.h"

enum { N_MFCC = 12 };

/* The row. Means and deviations are over frames of 46 ms. */
typedef enum {
    F_LEVEL, /* mean level of the frames, dB */
    F_LEVEL_SD,
    F_QUIET,    /* share of frames below the mean power */
    F_CENTROID, /* log2 Hz */
    F_CENTROID_SD,
    F_SPREAD,   /* log2 Hz */
    F_FLATNESS, /* ln of geometric over arithmetic mean of the spectrum */
    F_FLATNESS_SD,
    F_ROLLOFF,   /* log2 Hz, below which 85 % of the power lies */
    F_CROSSINGS, /* share of samples at which the sign changes */
    F_CROSSINGS_SD,
    F_ONSETS, /* mean rise of the band levels from frame to frame */
    F_ONSETS_SD,
    F_PULSE,         /* how regular the onsets are, 0..1 */
    F_TEMPO,         /* log2 beats a minute; of 120 when there is no beat */
    F_KEY_CLARITY,   /* best correlation with a key's profile */
    F_MODE,          /* best major less best minor correlation */
    F_CHROMA_SPREAD, /* entropy of the mean chroma, 0..1 */
    F_CHROMA_CHANGE, /* mean distance of chroma from one frame to the next */
    F_LOUDNESS,      /* LUFS */
    F_MFCC,          /* N_MFCC means, from the first coefficient on */
    F_MFCC_SD = F_MFCC + N_MFCC,
    N_FEATURES = F_MFCC_SD + N_MFCC,
} Feature;

/* Power spectra of successive windows. */
typedef struct {
    size_t n_frames, n_bins; /* n_bins = window / 2 + 1 */
    float hop_s;             /* from frame to frame */
    float bin_hz;
    float *power; /* [n_frames][n_bins] */
} Spectrum;

/* Hann windows of `window` samples (even), every `hop`. False when memory is short. */
bool spectrum_init(Spectrum *spectrum, const float *pcm, size_t n, size_t window, size_t hop);
void spectrum_clear(Spectrum *spectrum);

/* Fill F_LEVEL..F_CROSSINGS_SD and the MFCCs. `hop`, `window`: those of the spectrum. */
void measure_texture(const Spectrum *spectrum, const float *pcm, size_t window, size_t hop,
                     float *row);

/* Fill F_ONSETS..F_TEMPO; *ret_tempo_bpm is 0 without a beat. False when memory is short. */
bool measure_rhythm(const Spectrum *spectrum, float *row, float *ret_tempo_bpm);

/* Fill F_KEY_CLARITY..F_CHROMA_CHANGE. */
void measure_harmony(const Spectrum *spectrum, float *row, int *ret_key, bool *ret_minor);

/* All of the row, and what is given out of it; `ret_sound->point` is left alone. */
LiltStatus measure_sound(const float *pcm, size_t n, LiltDiag *diag, float *row,
                         LiltSound *ret_sound);

/* The place in the plane for a row. */
LiltPoint mood_from_features(const float *row, LiltGenre genre);

/* Levels of N_BANDS mel bands of one frame, natural logarithm of power. */
enum { N_BANDS = 26 };
void band_levels(const Spectrum *spectrum, size_t frame, float *levels);
