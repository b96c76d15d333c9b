/* sound.h - how a piece of music sounds: from PCM to tempo, key, loudness, brightness, and from
 * these to a first place in the plane of valence and arousal. Plain C11 over kissfft and
 * libebur128; pure functions of their arguments, any thread. */
#pragma once

#include "lilt/base.h"

enum {
    LILT_SOUND_RATE_HZ = 22050, /* of the PCM taken here */
    LILT_SOUND_ANALYSER = 1,    /* grows whenever the numbers below come out differently */
};

typedef struct {
    float tempo_bpm;     /* 0 = no beat found */
    float loudness_lufs; /* integrated (EBU R128), mono heard from both sides; -70 for silence */
    float energy;        /* 0 still .. 1 dense and loud */
    float brightness;    /* 0 dark .. 1 bright: the spectral centroid, 150 Hz .. 3 kHz */
    int key;             /* 0 C .. 11 B */
    bool minor;
    float mode_score; /* how much clearer major is than minor; below 0: minor */
    LiltPoint point;  /* where its mood lies, a first estimate */
} LiltSound;

/* Analyse mono PCM, at best 30 s from the middle of a track. `genre` nudges the estimate.
 * Error: LILT_E_UNSUPPORTED: less than 3 s of sound; LILT_E_NOMEM. */
LiltStatus lilt_sound_analyse(const float *pcm, size_t n, LiltGenre genre, LiltDiag *diag,
                              LiltSound *ret_sound);
