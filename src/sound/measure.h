/* measure.h - what is measured of a part of a sound, as one row of numbers, and who measures it. */
#pragma once

#include <assert.h>

#include "fourier.h"
#include "lilt/sound.h"

enum {
    N_BANDS = 40, /* mel bands, 50 Hz to 9.5 kHz */
    LAGS = 600,   /* frames after which onsets may repeat, 7 s */
};

/* The row, group by group. "Mean" and "deviation" are over frames, or over textures: stretches of
 * TEXTURE_FRAMES frames, about 1.5 s. */
enum {
    N_LEVELS = 20,              /* mean levels of pairs of bands, ln power */
    N_TOGETHER = 45,            /* correlation of the levels of each two of ten broad bands */
    N_CEPSTRUM = 21,            /* of each coefficient from the 0th: */
    N_TEXTURE = 3 * N_CEPSTRUM, /* mean of the deviation within textures, deviation of the mean, of
                                   the deviation */
    N_RHYTHM = 26,              /* see rhythm.c */
    N_HARMONY = 35,             /* see harmony.c */
    N_PITCH = 3,                /* mean and deviation of the partials' pitch, number of partials */

    AT_LEVELS = 0,
    AT_TOGETHER = AT_LEVELS + N_LEVELS,
    AT_TEXTURE = AT_TOGETHER + N_TOGETHER,
    AT_RHYTHM = AT_TEXTURE + N_TEXTURE,
    AT_HARMONY = AT_RHYTHM + N_RHYTHM,
    AT_PITCH = AT_HARMONY + N_HARMONY,
};
static_assert(AT_PITCH + N_PITCH == LILT_SOUND_FEATURES, "the row is as long as the door says");

/* Frames that belong together. */
typedef struct {
    size_t first, n;
} Part;

/* Power spectra of successive windows, PAIRED at a time: each is asked for once, and none kept. */
typedef struct {
    const float *pcm; /* borrowed */
    size_t window, hop, n_frames;
    float hop_s;  /* from frame to frame */
    float bin_hz; /* of bins 0 to window / 2 */
    float *hann;  /* [window] */
    Fourier fourier;
} Frames;

/* Hann windows of `window` samples (a power of four), every `hop`; n >= window. False when memory
 * is short. */
bool frames_init(Frames *frames, const float *pcm, size_t n, size_t window, size_t hop);
void frames_clear(Frames *frames);

/* Power of bins first_bin .. first_bin + n_bins - 1 of the PAIRED frames from `first` on; what is
 * put behind the last frame means nothing. power: [n_bins]. */
void frames_power(Frames *frames, size_t first, size_t first_bin, size_t n_bins, Lanes (*power)[2]);

/* Levels of the bands, ln power, [n_frames][N_BANDS]; release them with free(). NULL when memory is
 * short. *ret_centroid: the mean of log2 of the spectral centroid in Hz over the frames that are
 * not silent. */
float *band_levels(Frames *frames, float *ret_centroid);

/* A running mean and deviation. */
typedef struct {
    double sum, squares;
    size_t n;
} Tally;

static inline void
tally(Tally *t, float x)
{
    t->sum += (double)x;
    t->squares += (double)x * (double)x;
    t->n++;
}

float tally_mean(const Tally *t);
float tally_deviation(const Tally *t);

/* Fill levels, together and texture. `levels` as band_levels() gives them. */
void measure_timbre(const float *levels, size_t n_frames, float *row);

/* Integrated loudness (EBU R128) of a mono sound heard from both sides, -70 for silence. False when
 * memory is short. */
bool measure_loudness(const float *pcm, size_t n, float *ret_lufs);

/* What is known of the onsets in a range of bands: the rises of its levels, the same with their
 * slow changes (1 s) taken out, and how these correlate with themselves. */
typedef struct {
    size_t n;             /* frames */
    float *rises, *clean; /* [n] */
    float correlation[LAGS];
    Tally tally; /* of the rises */
} Onsets;

/* Fill in the correlations of PAIRED onsets or less. False when memory is short. */
bool correlate_onsets(Onsets *onsets, size_t n_onsets);

/* The correlation at a lag that need not be whole; 0 beyond LAGS. */
float repeats_at(const float *correlation, float lag);

/* Beats a minute, 0 without a clear beat. room: for onsets->n values. */
float find_tempo(const Onsets *onsets, float hop_s, float *room);

/* Fill rhythm of the parts. *ret_tempo_bpm is that of the whole, 0 without a beat, *ret_onsets the
 * mean rise of the levels from frame to frame. False when memory is short. */
bool measure_rhythm(const float *levels, size_t n_frames, float hop_s,
                    const Part parts[LILT_SOUND_PARTS], LiltSoundRows *rows, float *ret_tempo_bpm,
                    float *ret_onsets);

/* The partials of each frame and how the twelve pitch classes share them. */
typedef struct {
    struct Partial *partials;
    size_t *ends;         /* [n_frames]: after the partials of the frame */
    float *chroma;        /* [n_frames][12]: shares of the classes; all 0 in silence */
    float tuning_clarity; /* how much the partials agree on a tuning, 0..1 */
    size_t n_frames;
} Harmony;

/* False when memory is short; harmony_clear() is fine then too. */
bool harmony_init(Harmony *harmony, Frames *frames);
void harmony_clear(Harmony *harmony);

/* Key, mode and its score. */
void find_key(const Harmony *harmony, LiltSound *sound);

/* Fill harmony and pitch from frames first .. first + n - 1; n > 0. */
void measure_harmony(const Harmony *harmony, size_t first, size_t n, float *row);
