/* face.h - find faces in a grey picture, follow one, cut it out as the network was trained to see
 * it. Detector: OpenCV's Haar cascades, the only C++ behind a C door. */
#pragma once

#include "lilt/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A grey picture that is only looked at. */
typedef struct {
    const uint8_t *pixels;
    int width_px, height_px;
    ptrdiff_t stride; /* bytes from row to row */
} LiltGrey;

/* Pixels from the top left; may reach past the picture's edges by a few pixels. */
typedef struct {
    int x, y, width, height;
} LiltBox;

/* A face, and how far it leans to the right of the picture. */
typedef struct {
    LiltBox box;    /* round the face's middle, as large as if it stood upright */
    float turn_deg; /* clockwise; 0 for all that are found as upright as most are */
    bool aside;     /* looks past the camera, as lilt_detector_level() saw it last */
} LiltFace;

typedef struct LiltDetector LiltDetector; /* used by one thread at a time */

/* cascade: a file, or NULL for haarcascade_frontalface_alt2.xml in the standard places of package
 * opencv-data. Error: LILT_E_ABSENT (names file and package), _FORMAT, _NOMEM. */
LiltStatus lilt_detector_open(const char *cascade, LiltDiag *diag, LiltDetector **ret_detector);

/* All faces, largest first, at most `max`. Looks again with the border repeated round the picture
 * when nothing is found, since faces that fill the picture are missed otherwise. Cost: about 26 ms
 * for 640x480. */
LiltStatus lilt_detector_find(LiltDetector *detector, LiltGrey picture, LiltBox *boxes, size_t max,
                              size_t *ret_n);

/* The same for a photo that is looked at by itself: also faces that fill the photo, that lean by up
 * to 40 degrees, or are seen from the side, while no other is found; and small ones only when a
 * second cascade agrees. Cost for 640x480: 0.1 s with a face, 0.2 s without; larger photos are
 * shrunk. Error: LILT_E_ABSENT (a cascade of opencv-data), _NOMEM. */
LiltStatus lilt_detector_find_still(LiltDetector *detector, LiltGrey photo, LiltFace *faces,
                                    size_t max, size_t *ret_n);

/* The face near `last` (box + 50 %, sizes x0.7 to x1.4), leaning as it did or, when none is there,
 * by 15 degrees less or more, up to 30: a tenth of the cost. Error: LILT_E_ABSENT when it is not
 * there any more; _NOMEM. */
LiltStatus lilt_detector_follow(LiltDetector *detector, LiltGrey picture, LiltFace last,
                                LiltFace *ret_face);

/* The same, but how it leans is decided anew, and by its eyes where both are found, to a few
 * degrees: five times the cost. */
LiltStatus lilt_detector_level(LiltDetector *detector, LiltGrey picture, LiltFace last,
                               LiltFace *ret_face);

/* Does a cascade that was trained apart, and so takes other patterns for faces, see it as well?
 * Error: LILT_E_ABSENT (a cascade of opencv-data), _NOMEM. */
LiltStatus lilt_detector_agree(LiltDetector *detector, LiltGrey picture, LiltFace face,
                               bool *ret_face);

/* The largest face that leans clockwise by about turn_deg and that two cascades agree on. Cost: as
 * lilt_detector_find(). Error: LILT_E_ABSENT when there is none; _NOMEM. */
LiltStatus lilt_detector_find_leaning(LiltDetector *detector, LiltGrey picture, float turn_deg,
                                      LiltFace *ret_face);

void lilt_detector_close(LiltDetector *detector); /* NULL is fine */

/* Cut the face out upright, framed as FER-2013 frames faces, and scale it by area averaging or
 * bilinear interpolation. Pixels outside the picture repeat its edge. A dark face is brightened.
 * face: [48][48] luma in 0..1. */
void lilt_face_crop(LiltGrey picture, LiltFace face, float cut[LILT_FACE_PIXELS]);

/* Cut a face out upright, in a few sizes and each mirrored, for a network whose answers are then
 * averaged. */
enum { LILT_FACE_VIEWS = 6 };
void lilt_face_views(LiltGrey picture, LiltFace face,
                     float views[LILT_FACE_VIEWS][LILT_FACE_PIXELS]);

/* Why a reading may not be trusted. */
typedef enum {
    LILT_HINT_DARK = 1 << 0,
    LILT_HINT_BLURRED = 1 << 1,
    LILT_HINT_SMALL = 1 << 2,
    LILT_HINT_TWO_FACES = 1 << 3,
    LILT_HINT_COVERED = 1 << 4, /* no face, and nothing else to see: the lens seems covered */
    LILT_HINT_ASIDE = 1 << 5,   /* turned to one side */
} LiltHint;

/* How well a face can be read: 0 not at all .. 1 well, from size, light, sharpness and pose.
 * ret_hints (may be NULL): LiltHint bits. */
float lilt_face_quality(LiltGrey picture, LiltFace face, unsigned *ret_hints);

#ifdef __cplusplus
}
#endif
