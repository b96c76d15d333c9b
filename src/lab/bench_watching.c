/* What watching costs. The pictures of a minute are one photo's, decoded anew for each look as a
 * webcam's are, with times a quarter of a second apart: nothing waits, so a minute takes a second.
 */
#include "bench_watching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lilt/emotion.h"
#include "measure.h"
#include "photo.h"

enum {
    LOOKS_PER_S = 4,
    SETTLING = 10 * LOOKS_PER_S,
    LOOKS = 60 * LOOKS_PER_S,
    ROUNDS = 5,
    MAX_FACES = 64,
    PHOTO_MS = 10000
};

/* ---- face ------------------------------------------------------------------------------------ */

typedef struct {
    LiltDetector *detector;
    LiltGrey picture;
    LiltFace face;
} Search;

static void
search_all(void *user, size_t batch)
{
    const Search *search = user;
    LiltBox faces[MAX_FACES];
    size_t n;

    (void)batch;
    lilt_detector_find(search->detector, search->picture, faces, MAX_FACES, &n);
}

static void
search_near(void *user, size_t batch)
{
    const Search *search = user;
    LiltFace face;

    (void)batch;
    lilt_detector_follow(search->detector, search->picture, search->face, &face);
}

static double
measure(void (*call)(void *user, size_t batch), Search *search)
{
    const LabWork work = {call, search, false};
    double rounds[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++)
        rounds[i] = lab_measure_ms(&work, 1, false);
    return lab_median(rounds, ROUNDS);
}

static LiltStatus
bench_search(const char *photo, Search *search, bool json, LiltDiag *diag)
{
    const int width = search->picture.width_px, height = search->picture.height_px;
    LiltBox faces[MAX_FACES];
    size_t n = 0;
    const LiltStatus status = lilt_detector_find(search->detector, search->picture, faces,
                                                 MAX_FACES, &n);

    if (status != LILT_OK || n == 0)
        return lilt_fail(diag, status != LILT_OK ? status : LILT_E_ABSENT, "%s: no face", photo);
    search->face = (LiltFace){.box = faces[0]};
    const double full_ms = measure(search_all, search), near_ms = measure(search_near, search);

    printf(json ? "{\"width\": %d, \"height\": %d, \"full_ms\": %.3f, \"tracked_ms\": %.3f}\n"
                : "%d x %d pixels: faces found in %.2f ms, one followed in %.2f ms\n",
           width, height, full_ms, near_ms);
    return LILT_OK;
}

LiltStatus
lab_bench_face(const char *photo, bool json, LiltDiag *diag)
{
    Search search = {.detector = NULL};
    LiltCamera *camera = NULL;
    const LiltFrame *frame;
    LiltStatus status = lilt_detector_open(NULL, diag, &search.detector);

    if (status == LILT_OK)
        status = lab_photo_open(photo, diag, &camera, &frame);
    if (status == LILT_OK) {
        search.picture = lilt_frame_grey(frame);
        status = bench_search(photo, &search, json, diag);
        lilt_camera_close(camera);
    }
    lilt_detector_close(search.detector);
    return status;
}

/* ---- pipeline -------------------------------------------------------------------------------- */

/* A look at the photo at that time of the stream; CPU milliseconds. */
static LiltStatus
look(LiltReader *reader, const char *photo, int64_t time_us, LiltDiag *diag, double *ret_ms,
     LiltReading *ret_reading)
{
    const int64_t begun_us = lilt_clock_cpu_us();
    LiltCamera *camera;
    const LiltFrame *frame;
    LiltStatus status = lab_photo_open(photo, diag, &camera, &frame);

    if (status != LILT_OK)
        return status;
    LiltFrame now = *frame;

    now.time_us = time_us;
    status = lilt_reader_read(reader, &now, ret_reading);
    lilt_camera_close(camera);
    *ret_ms = 1e-3 * (double)(lilt_clock_cpu_us() - begun_us);
    return status != LILT_OK ? lilt_fail(diag, status, "%s: cannot be read", photo) : LILT_OK;
}

/* The first look of a new reader, which searches the whole picture. */
static LiltStatus
measure_first(const char *photo, LiltDiag *diag, double *ret_ms)
{
    double rounds[ROUNDS];
    LiltReading reading;

    for (size_t i = 0; i < ROUNDS; i++) {
        LiltReader *reader = NULL;
        LiltStatus status = lilt_reader_new(NULL, diag, &reader);

        if (status == LILT_OK)
            status = look(reader, photo, 0, diag, &rounds[i], &reading);
        lilt_reader_free(reader);
        if (status != LILT_OK)
            return status;
    }
    *ret_ms = lab_median(rounds, ROUNDS);
    return LILT_OK;
}

/* A minute of looks, ten seconds after the first: the middle one's time and that of all of them. */
static LiltStatus
measure_minute(const char *photo, LiltDiag *diag, double *ret_ms, double *ret_sum_ms,
               bool *ret_face)
{
    static double looks[LOOKS];
    LiltReader *reader = NULL;
    LiltReading reading = {.has_face = false};
    LiltStatus status = lilt_reader_new(NULL, diag, &reader);

    *ret_sum_ms = 0.0;
    for (int i = 0; i < SETTLING + LOOKS && status == LILT_OK; i++) {
        double *ms = &looks[i < SETTLING ? 0 : i - SETTLING];

        status = look(reader, photo, i * (int64_t)1000000 / LOOKS_PER_S, diag, ms, &reading);
        *ret_sum_ms += i < SETTLING ? 0.0 : *ms;
    }
    lilt_reader_free(reader);
    *ret_face = reading.has_face;
    *ret_ms = lab_median(looks, LOOKS);
    return status;
}

LiltStatus
lab_bench_pipeline(const char *photo, bool json, LiltDiag *diag)
{
    double full_ms, tracked_ms, sum_ms;
    bool face;
    LiltStatus status = measure_first(photo, diag, &full_ms);

    if (status == LILT_OK)
        status = measure_minute(photo, diag, &tracked_ms, &sum_ms, &face);
    if (status != LILT_OK)
        return status;
    printf(json ? "{\"face\": %s, \"tracked_frame_ms\": %.3f, \"full_frame_ms\": %.3f, "
                  "\"looks_per_s\": %d, \"cpu_percent\": %.2f}\n"
                : "with a face: %s; a picture takes %.2f ms, the first %.2f ms; %d a second take "
                  "%.2f %% of a core\n",
           json   ? face ? "true" : "false"
           : face ? "yes"
                  : "no",
           tracked_ms, full_ms, LOOKS_PER_S, 100.0 * sum_ms / (1e3 * LOOKS / LOOKS_PER_S));
    return LILT_OK;
}
