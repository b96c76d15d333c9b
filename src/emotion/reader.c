/* One picture after the other: find the face or follow it, cut it out, ask the network, steady. */
#include "lilt/emotion.h"

#include <stdlib.h>
#include <string.h>

#include "lilt/nn.h"
#include "opinion.h"
#include "scene.h"
#include "smooth.h"

enum {
    MAX_FACES = 64,
    FINE_SCAN_PX = 240,      /* a stream's picture is shrunk to about this height for a full scan */
    COARSE_SCAN_PX = 160,    /* or this, two times of three: it costs less than half */
    RESCAN_FACE_PX = 30,     /* or until the face that is followed is about so high */
    RESCAN_US = 3000000,     /* while a face is followed, look for others so often, */
    ASIDE_US = 1500000,      /* and so often while it looks aside */
    LONELY_US = 3000000,     /* without a face for so long, */
    LONELY_SCAN_US = 900000, /* scan only so often, */
    EMPTY_US = 9000000,      /* and after so long */
    EMPTY_SCAN_US = 3000000, /* only so often: an empty room shall cost nearly nothing, */
    STILL_SCAN_US = 9000000, /* and so often as long as nothing moves in it */
    PAUSE_US = 2000000,      /* between two pictures: the camera was closed */
    MAX_UNCONFIRMED = 3,     /* scans that may miss the face followed before it is given up */
};

static const float taller = 1.25f; /* a face so much taller than the one followed takes over */
static const float alike = 1.1f;   /* two that differ less are about as near */

/* While nobody is found, each scan also looks for faces that lean by one of these. */
static const float leanings_deg[] = {-15.0f, 15.0f, -30.0f, 30.0f};
enum { N_LEANINGS = sizeof leanings_deg / sizeof *leanings_deg };

struct LiltReader {
    LiltNet *net;
    LiltDetector *detector;
    Smoother smoother;
    uint8_t *small; /* the shrunk picture */
    size_t small_bytes;

    bool following;
    LiltFace face;     /* while following */
    int n_unconfirmed; /* scans since one last saw it */
    int n_faces;       /* at the last scan */
    bool rival;        /* a second face of nearly the same size, at the last scan */
    unsigned n_scans;
    bool scanned;         /* the times below are meant */
    int64_t picture_us;   /* of the last picture */
    int64_t scan_us;      /* of the last scan */
    int64_t last_face_us; /* or of the first picture */
    int64_t alone_us;     /* since then */
    Scene scene;          /* as it was at the last scan */
};

LiltStatus
lilt_reader_new(const char *model, LiltDiag *diag, LiltReader **ret_reader)
{
    char path[4096];
    LiltReader *reader = calloc(1, sizeof *reader);
    LiltStatus status = LILT_OK;

    if (reader == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    smooth_reset(&reader->smoother);
    if (model == NULL) {
        status = lilt_place_find("models", "mcnn.safetensors", diag, path, sizeof path);
        model = path;
    }
    if (status == LILT_OK)
        status = lilt_net_load(model, diag, &reader->net);
    if (status == LILT_OK)
        status = lilt_detector_open(NULL, diag, &reader->detector);
    if (status != LILT_OK) {
        lilt_reader_free(reader);
        return status;
    }
    *ret_reader = reader;
    return LILT_OK;
}

static void
wipe_small(LiltReader *reader)
{
    if (reader->small != NULL)
        explicit_bzero(reader->small, reader->small_bytes);
    free(reader->small);
}

void
lilt_reader_free(LiltReader *reader)
{
    if (reader == NULL)
        return;
    lilt_net_free(reader->net);
    lilt_detector_close(reader->detector);
    wipe_small(reader);
    scene_clear(&reader->scene);
    free(reader);
}

void
lilt_reader_set_steadying(LiltReader *reader, const LiltSteadying *steadying)
{
    smooth_set_numbers(&reader->smoother, steadying);
}

LiltGrey
lilt_frame_grey(const LiltFrame *frame)
{
    return (LiltGrey){frame->grey, frame->width_px, frame->height_px, frame->width_px};
}

/* ---- finding the face ------------------------------------------------------------------------ */

/* The picture with `n` x `n` pixels averaged to one; NULL when memory is short. */
static const uint8_t *
shrink(LiltReader *reader, const LiltFrame *frame, int n)
{
    const int width = frame->width_px / n, height = frame->height_px / n;
    const size_t bytes = (size_t)width * (size_t)height;

    if (reader->small_bytes < bytes) {
        uint8_t *larger = malloc(bytes);

        if (larger == NULL)
            return NULL;
        wipe_small(reader);
        reader->small = larger;
        reader->small_bytes = bytes;
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const uint8_t *block = frame->grey + (ptrdiff_t)y * n * frame->width_px + x * n;
            int sum = n * n / 2;

            for (int j = 0; j < n; j++)
                for (int i = 0; i < n; i++)
                    sum += block[j * frame->width_px + i];
            reader->small[y * width + x] = (uint8_t)(sum / (n * n));
        }
    return reader->small;
}

static int
at_least(int value, int least)
{
    return value > least ? value : least;
}

/* How many pixels become one for the next scan. A listener is near, and others matter while they
 * are about as near, so that small faces may be missed. */
static int
shrink_factor(const LiltReader *reader, int height_px)
{
    const int fine = at_least(height_px / FINE_SCAN_PX, 1);

    if (reader->following)
        return at_least(reader->face.box.height / RESCAN_FACE_PX, fine);
    return reader->n_scans % 3 == 0 ? fine : at_least(height_px / COARSE_SCAN_PX, 1);
}

static LiltBox
enlarged(LiltBox box, int n)
{
    return (LiltBox){box.x * n, box.y * n, box.width * n, box.height * n};
}

/* One that leans, in the copy that is `n` times smaller. */
static LiltStatus
scan_leaning(LiltReader *reader, LiltGrey copy, int n, LiltFace *face, size_t *ret_n)
{
    const float turn_deg = leanings_deg[reader->n_scans % N_LEANINGS];
    const LiltStatus status = lilt_detector_find_leaning(reader->detector, copy, turn_deg, face);

    if (status != LILT_OK)
        return status == LILT_E_ABSENT ? LILT_OK : status;
    face->box = enlarged(face->box, n);
    *ret_n = 1;
    return LILT_OK;
}

/* The faces of the picture, largest first, found in a shrunk copy. While nobody is followed, one
 * that leans is found as well. */
static LiltStatus
scan(LiltReader *reader, const LiltFrame *frame, LiltFace *faces, size_t *ret_n)
{
    LiltBox boxes[MAX_FACES];
    const int n = shrink_factor(reader, frame->height_px);
    LiltGrey picture = lilt_frame_grey(frame);
    LiltStatus status;

    if (n > 1) {
        const uint8_t *small = shrink(reader, frame, n);

        if (small == NULL)
            return LILT_E_NOMEM;
        picture = (LiltGrey){small, frame->width_px / n, frame->height_px / n, frame->width_px / n};
    }
    reader->n_scans++;
    status = lilt_detector_find(reader->detector, picture, boxes, MAX_FACES, ret_n);
    for (size_t i = 0; status == LILT_OK && i < *ret_n; i++)
        faces[i] = (LiltFace){.box = enlarged(boxes[i], n)};
    if (status == LILT_OK && *ret_n == 0 && !reader->following)
        status = scan_leaning(reader, picture, n, faces, ret_n);
    return status;
}

/* Do the boxes' middles lie within half a face of each other? */
static bool
same_place(LiltBox a, LiltBox b)
{
    return 2 * abs(2 * a.x + a.width - 2 * b.x - b.width) < a.width + b.width &&
           2 * abs(2 * a.y + a.height - 2 * b.y - b.height) < a.height + b.height;
}

/* Turn the cut so that the face followed stands upright in it. */
static LiltStatus
level(LiltReader *reader, LiltGrey picture)
{
    const LiltStatus status = lilt_detector_level(reader->detector, picture, reader->face,
                                                  &reader->face);

    return status == LILT_E_ABSENT ? LILT_OK : status;
}

/* Did the scan see the face that is followed, or, if it leans too much for that, does the other
 * cascade? The closer look is easily content with a pattern on the wall, so a face that is missed
 * several times in a row is given up. */
static LiltStatus
confirm(LiltReader *reader, LiltGrey picture, const LiltFace *faces, size_t n)
{
    bool seen = false;
    LiltStatus status = LILT_OK;

    for (size_t i = 0; i < n; i++)
        seen |= same_place(faces[i].box, reader->face.box);
    if (!seen && reader->face.turn_deg != 0.0f)
        status = lilt_detector_agree(reader->detector, picture, reader->face, &seen);
    reader->n_unconfirmed = seen ? 0 : reader->n_unconfirmed + 1;
    reader->following = reader->n_unconfirmed < MAX_UNCONFIRMED;
    return status == LILT_E_ABSENT ? LILT_OK : status;
}

/* How far the face is from the middle of the picture, in pixels; twice that. */
static int
off_middle(const LiltFrame *frame, LiltBox box)
{
    return abs(2 * box.x + box.width - frame->width_px) +
           abs(2 * box.y + box.height - frame->height_px);
}

/* Of the faces that are about as large as the largest one, which comes first, the most central. */
static LiltFace
choose(const LiltFrame *frame, const LiltFace *faces, size_t n)
{
    LiltFace best = faces[0];

    for (size_t i = 1; i < n; i++)
        if ((float)faces[i].box.height * alike > (float)faces[0].box.height &&
            off_middle(frame, faces[i].box) < off_middle(frame, best.box))
            best = faces[i];
    return best;
}

/* Is there another face of nearly the size of the one that is read? */
static bool
has_rival(const LiltReader *reader, const LiltFace *faces, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!same_place(faces[i].box, reader->face.box) &&
            (float)faces[i].box.height * taller > (float)reader->face.box.height)
            return true;
    return false;
}

/* Scan, and decide whom to follow: the one followed so far, unless another face is clearly larger,
 * which is to say nearer to the screen; at first the largest, or of some the most central. It is
 * levelled then. */
static LiltStatus
rescan(LiltReader *reader, const LiltFrame *frame)
{
    LiltFace faces[MAX_FACES];
    size_t n = 0;
    LiltStatus status = scan(reader, frame, faces, &n);

    reader->scanned = true;
    reader->scan_us = frame->time_us;
    scene_remember(&reader->scene, lilt_frame_grey(frame));
    if (status == LILT_OK && reader->following)
        status = confirm(reader, lilt_frame_grey(frame), faces, n);
    if (status != LILT_OK)
        return status;
    if (n > 0 || !reader->following)
        reader->n_faces = (int)n;
    if (n > 0 && (!reader->following ||
                  (float)faces[0].box.height > taller * (float)reader->face.box.height)) {
        reader->face = choose(frame, faces, n);
        reader->following = true;
        reader->n_unconfirmed = 0;
    }
    if (n > 0)
        reader->rival = has_rival(reader, faces, n);
    return reader->following ? level(reader, lilt_frame_grey(frame)) : LILT_OK;
}

bool
lilt_reader_is_alone(const LiltReader *reader)
{
    return reader->alone_us >= EMPTY_US;
}

/* How long a scan that found nobody is enough: who comes in moves something. */
static int64_t
scan_lasts_us(const LiltReader *reader, const LiltFrame *frame)
{
    if (reader->alone_us < LONELY_US)
        return 0;
    if (!lilt_reader_is_alone(reader))
        return LONELY_SCAN_US;
    return scene_has_changed(&reader->scene, lilt_frame_grey(frame)) ? EMPTY_SCAN_US
                                                                     : STILL_SCAN_US;
}

/* Is it time for a full scan? Nearly always when no face is followed, seldom in an empty room. */
static bool
scan_is_due(const LiltReader *reader, const LiltFrame *frame)
{
    const int64_t since_us = frame->time_us - reader->scan_us;

    if (!reader->scanned || since_us < 0)
        return true;
    if (!reader->following)
        return since_us >= scan_lasts_us(reader, frame);
    return since_us >= (reader->face.aside ? ASIDE_US : RESCAN_US);
}

/* Bring reader->following and reader->face up to date with the picture. */
static LiltStatus
locate(LiltReader *reader, const LiltFrame *frame)
{
    LiltStatus status = LILT_OK;

    if (!reader->scanned || frame->time_us - reader->picture_us > PAUSE_US)
        reader->last_face_us = frame->time_us; /* whoever may have come shall be found as soon */
    reader->picture_us = frame->time_us;
    if (reader->following) {
        status = lilt_detector_follow(reader->detector, lilt_frame_grey(frame), reader->face,
                                      &reader->face);
        reader->following = status == LILT_OK;
        if (status == LILT_E_ABSENT) {
            reader->scanned = false; /* look for it at once */
            status = LILT_OK;
        }
    }
    reader->alone_us = reader->following ? 0 : frame->time_us - reader->last_face_us;
    if (status == LILT_OK && scan_is_due(reader, frame))
        status = rescan(reader, frame);
    if (reader->following) {
        reader->last_face_us = frame->time_us;
        reader->alone_us = 0;
    } else {
        reader->n_faces = 0;
    }
    return status;
}

/* ---- reading it ------------------------------------------------------------------------------ */

LiltStatus
lilt_reader_read(LiltReader *reader, const LiltFrame *frame, LiltReading *ret_reading)
{
    LiltReading reading = {
        .sequence = frame->sequence,
        .time_us = frame->time_us,
        .width_px = frame->width_px,
        .height_px = frame->height_px,
    };
    LiltStatus status = locate(reader, frame);

    if (status == LILT_OK && reader->following) {
        reading.has_face = true;
        reading.face = reader->face.box;
        reading.quality = lilt_face_quality(lilt_frame_grey(frame), reader->face, &reading.hints);
        reading.hints |= reader->rival ? LILT_HINT_TWO_FACES : 0u;
        status = opinion_of_look(reader->net, lilt_frame_grey(frame), reader->face, reading.probs);
    }
    if (status == LILT_OK && !reading.has_face && scene_is_blank(lilt_frame_grey(frame)))
        reading.hints = LILT_HINT_COVERED;
    if (status != LILT_OK)
        return status;
    reading.n_faces = reader->n_faces;
    smooth_reading(&reader->smoother, &reading);
    *ret_reading = reading;
    return LILT_OK;
}

LiltStatus
lilt_reader_classify(LiltReader *reader, const LiltFrame *frame, LiltFaceReading *faces, size_t max,
                     size_t *ret_n)
{
    const LiltGrey picture = lilt_frame_grey(frame);
    LiltFace found[MAX_FACES];
    size_t n = 0;
    LiltStatus status = lilt_detector_find_still(reader->detector, picture, found,
                                                 max < MAX_FACES ? max : MAX_FACES, &n);

    for (size_t i = 0; status == LILT_OK && i < n; i++) {
        LiltFaceReading *face = &faces[i];

        *face = (LiltFaceReading){.box = found[i].box,
                                  .quality = lilt_face_quality(picture, found[i], NULL)};
        status = opinion_of_face(reader->net, picture, found[i], face->probs);
        for (int k = 0; k < LILT_N_EMOTIONS; k++)
            if (face->probs[k] > face->probs[face->label])
                face->label = (LiltEmotion)k;
    }
    if (status == LILT_OK)
        *ret_n = n;
    return status;
}
