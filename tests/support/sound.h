/* sound.h - tones to play and ears to hear them with, inside with-sound.sh. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOUND_RATE = 44100 };

/* Write a sine of half the full scale to a WAV file, mono, without fades. */
void sound_write_tone(const char *path, double hz, double seconds);

/* Record what plays on the null sink "lilt". */
typedef struct {
    int pid, pipe;
    int16_t *samples; /* mono, SOUND_RATE; after sound_stop() */
    size_t n_samples;
} SoundRecorder;

bool sound_record(SoundRecorder *recorder);
void sound_stop(SoundRecorder *recorder); /* reads what was recorded so far */
void sound_free(SoundRecorder *recorder);

/* The largest |sample|, 0..1. */
double sound_peak(const SoundRecorder *recorder);

/* The longest silence between the first and the last sound, in seconds; -1 when there is none. */
double sound_longest_gap(const SoundRecorder *recorder);

/* From the first sound to the last, in seconds. */
double sound_length(const SoundRecorder *recorder);
