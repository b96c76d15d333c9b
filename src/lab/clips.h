/* clips.h - labelled music: ../shared/data/mood-clips or a folder like it. */
#pragma once

#include "lilt/sound.h"

typedef struct {
    size_t n;
    LiltSoundRows *rows; /* [n] */
    LiltPoint *points;   /* [n]: the corner that the label names */
    uint64_t *artists;   /* [n]: the same number, the same artist */
    LiltGenre *genres;   /* [n]: by the list */
    float *tempos;       /* [n]: beats a minute; 0 = not known */
    float *modes;        /* [n]: how much clearer major is than minor */
} LabClips;

/* Decode and measure a file as lilt-scan does. `ret_genre` (may be NULL) is that of its tags.
 * Error: what media and sound say; `diag` names the file. */
LiltStatus lab_clip_measure(const char *path, LiltDiag *diag, LiltSoundRows *ret_rows,
                            LiltSound *ret_sound, LiltGenre *ret_genre);

/* Measure every file that DIR/labels.csv names (file,quadrant,artist_id,genres; Q1 = valence +,
 * arousal +; then against the clock). Progress goes to stderr if that is a terminal.
 * Error: LILT_E_ABSENT, _FORMAT and others; `diag` names file or line. */
LiltStatus lab_clips_open(const char *dir, LiltDiag *diag, LabClips *ret_clips);
void lab_clips_free(LabClips *clips);
