/* detector.h - one look at a picture with one cascade, for the parts of this room that are plain C.
 */
#pragma once

#include "lilt/face.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    CASCADE_FRONT,   /* frontalface_alt2: the first choice everywhere */
    CASCADE_SECOND,  /* frontalface_alt: trained apart, so its mistakes are others */
    CASCADE_PROFILE, /* faces turned to the left of the picture */
    CASCADE_EYE,     /* an eye, open or not, at least 20 pixels wide */
    N_CASCADES,
} Cascade;

/* Where windows of the cascade agree that a face is. */
typedef struct {
    LiltBox box;
    int n_agree; /* how many of them */
} Sighting;

/* Sizes of faces to look for, of at least `min_agree` windows. */
typedef struct {
    int min_px, max_px; /* max_px 0: as large as the picture */
    int min_agree;
} LookFor;

/* Look once at the whole picture. Gives at most `max` sightings, in no order. A cascade is loaded
 * when it is first asked for. Error: LILT_E_ABSENT, _FORMAT, _NOMEM. */
LiltStatus detector_look(LiltDetector *detector, Cascade cascade, LiltGrey picture, LookFor what,
                         Sighting *sightings, size_t max, size_t *ret_n);

#ifdef __cplusplus
}
#endif
