/* sound.h - how a piece of music sounds: from PCM to tempo, key, loudness, brightness, and from
 * these and many more numbers to a first place in the plane of valence and arousal. Plain C11 over
 * the C library alone; pure functions of their arguments, any thread. */
#pragma once

#include "lilt/base.h"

enum {
    LILT_SOUND_RATE_HZ = 22050, /* of the PCM taken here */
    LILT_SOUND_EXCERPT_S = 30,  /* of it, best taken from the middle of a track */
    LILT_SOUND_FEATURES = 192,  /* numbers that are measured of a part of a sound */
    LILT_SOUND_PARTS = 3,       /* halves of it: first, middle and last */
    LILT_SOUND_ANALYSER = 5,    /* grows whenever more is told, or other numbers */
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

/* What a point is told from: a row of numbers for each part. */
typedef struct {
    float part[LILT_SOUND_PARTS][LILT_SOUND_FEATURES];
} LiltSoundRows;

/* Measure mono PCM: all of *ret_sound but its point, and the rows that its point is told from.
 * Error: LILT_E_UNSUPPORTED: less than 3 s of sound; LILT_E_NOMEM. */
LiltStatus lilt_sound_measure(const float *pcm, size_t n, LiltDiag *diag, LiltSoundRows *ret_rows,
                              LiltSound *ret_sound);

/* ---- the model: from the rows to a point --------------------------------------------------- */

typedef struct LiltSoundModel LiltSoundModel; /* does not change once it is made */

/* Read a model; NULL: the one Lilt brings along. Error: LILT_E_ABSENT, _DENIED, _IO, _NOMEM;
 * LILT_E_FORMAT: this is no model, or not one of this version's rows; `diag` names the file. */
LiltStatus lilt_sound_model_load(const char *path, LiltDiag *diag, LiltSoundModel **ret_model);

/* Fit a model to n sounds whose points lie in the corners of the plane (-1 or 1). The same rows
 * give the same model. Error: LILT_E_NOMEM; LILT_E_FORMAT: fewer than two sounds. */
LiltStatus lilt_sound_model_fit(size_t n, const LiltSoundRows *rows, const LiltPoint *points,
                                LiltDiag *diag, LiltSoundModel **ret_model);

/* Error: LILT_E_IO and others; `diag` names the file. */
LiltStatus lilt_sound_model_write(const LiltSoundModel *model, const char *path, LiltDiag *diag);

/* Where a sound lies; `genre` nudges it. */
LiltPoint lilt_sound_model_place(const LiltSoundModel *model, const LiltSoundRows *rows,
                                 LiltGenre genre);

void lilt_sound_model_free(LiltSoundModel *model); /* NULL is fine */

/* Measure and place. Error: as lilt_sound_measure(). */
LiltStatus lilt_sound_analyse(const LiltSoundModel *model, const float *pcm, size_t n,
                              LiltGenre genre, LiltDiag *diag, LiltSound *ret_sound);
