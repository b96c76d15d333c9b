/* scene.h - the picture as a whole: whether there is anything to see in it, and whether it is still
 * the same room. */
#pragma once

#include "lilt/face.h"

/* A room as it looked once; {0}: none yet. Coarser than a picture, but a picture. */
typedef struct {
    float *means; /* of blocks of pixels, row by row */
    int columns, rows;
} Scene;

/* Whether all of the picture is of nearly the same grey, as no room is, be it ever so dim. */
bool scene_is_blank(LiltGrey picture);

/* Keep what the picture shows. Without memory nothing is kept, which counts as changed. */
void scene_remember(Scene *scene, LiltGrey picture);

/* Whether the picture shows something else than what was kept: a part about as large as a small
 * face is brighter or darker by more than a sensor's noise, apart from what all of it is. */
bool scene_has_changed(const Scene *scene, LiltGrey picture);

/* Wipe and free. */
void scene_clear(Scene *scene);
