/* lilt-lab watch: what Lilt reads from a webcam, a photo, a folder of photos or a video; or what it
 * makes of readings that were recorded. */
#include "json.h"
#include "lab.h"
#include "lilt/emotion.h"
#include "readings.h"

#include <limits.h>
#include <string.h>

enum { PICTURE_MS = 5000 };

typedef struct {
    const char *source, *model;  /* model NULL: the one Lilt brings along */
    const char *record, *replay; /* files of readings, or NULL */
    bool json;
    long seconds; /* of the source's time; a source may end earlier */
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value;

        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            options->model = value;
        else if ((value = lab_option(argc, argv, &i, "--record")) != NULL)
            options->record = value;
        else if ((value = lab_option(argc, argv, &i, "--replay")) != NULL)
            options->replay = value;
        else if ((value = lab_option(argc, argv, &i, "--seconds")) != NULL)
            options->seconds = lab_number("--seconds", value, 1, INT_MAX);
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (argv[i][0] == '-' || options->source != NULL)
            return lab_usage(argv[0], "what is \"%s\"?", argv[i]);
        else
            options->source = argv[i];
    }
    if (options->replay != NULL)
        return options->source == NULL && options->record == NULL
                   ? LAB_DONE
                   : lab_usage(argv[0], "--replay goes without a source and --record");
    return options->source != NULL ? LAB_DONE : lab_usage(argv[0], "watch which source?");
}

static void
print_json(double t, const LiltReading *reading)
{
    const LiltMood *mood = &reading->mood;

    printf("{\"t\":%.3f,\"n_faces\":%d,\"face\":", t, reading->n_faces);
    if (reading->has_face) {
        printf("[%d,%d,%d,%d],\"probs\":", reading->face.x, reading->face.y, reading->face.width,
               reading->face.height);
        lab_json_floats(stdout, reading->probs, LILT_N_EMOTIONS);
    } else {
        fputs("null,\"probs\":null", stdout);
    }
    printf(",\"quality\":%.3f,\"expression\":", (double)reading->quality);
    lab_json_label(stdout, reading->expression);
    fputs(",\"mood\":{\"label\":", stdout);
    lab_json_label(stdout, mood->label);
    printf(",\"valence\":%.3f,\"arousal\":%.3f,\"confidence\":%.3f}}\n",
           (double)mood->point.valence, (double)mood->point.arousal, (double)mood->confidence);
}

static void
print_words(double t, const LiltReading *reading)
{
    printf("%8.2f s  ", t);
    if (!reading->has_face)
        printf("no face");
    else if (reading->expression == LILT_EMOTION_UNKNOWN)
        printf("looks: cannot tell yet");
    else
        printf("looks %s (%.0f %%)", lilt_emotion_label(reading->expression),
               100.0 * (double)reading->steady[reading->expression]);
    printf("  mood %s (%+.2f, %+.2f; sure %.2f)\n", lilt_emotion_label(reading->mood.label),
           (double)reading->mood.point.valence, (double)reading->mood.point.arousal,
           (double)reading->mood.confidence);
}

static void
tell(const Options *options, double t, const LiltReading *reading)
{
    (options->json ? print_json : print_words)(t, reading);
    fflush(stdout);
}

/* Read picture after picture until the source or the time ends. */
static LiltStatus
watch(LiltCamera *camera, LiltReader *reader, FILE *record, const Options *options, LiltDiag *diag)
{
    int64_t start_us = 0;
    double t = 0;

    for (bool first = true; t < (double)options->seconds; first = false) {
        const LiltFrame *frame;
        LiltReading reading;
        LiltStatus status = lilt_camera_next(camera, PICTURE_MS, diag, &frame);

        if (status == LILT_E_END)
            break;
        if (status == LILT_OK) {
            status = lilt_reader_read(reader, frame, &reading);
            if (status != LILT_OK)
                lilt_fail(diag, status, "reading a picture: %s", lilt_status_name(status));
        }
        if (status != LILT_OK)
            return status;
        if (first && lilt_camera_holds_device(camera)) /* a device's time is the machine's */
            start_us = frame->time_us;
        reading.time_us -= start_us;
        t = (double)reading.time_us * 1e-6;
        tell(options, t, &reading);
        if (record != NULL)
            lab_readings_write(record, &reading);
    }
    return LILT_OK;
}

static int
open_and_watch(const Options *options)
{
    const LiltCameraOptions camera_options = {.live = false};
    LiltReader *reader = NULL;
    LiltCamera *camera = NULL;
    FILE *record = NULL;
    LiltDiag diag = {""};
    LiltStatus status = lilt_reader_new(options->model, &diag, &reader);

    if (status == LILT_OK)
        status = lilt_camera_open(options->source, &camera_options, &diag, &camera);
    if (status == LILT_OK && options->record != NULL)
        status = lab_readings_create(options->record, &diag, &record);
    if (status == LILT_OK)
        status = watch(camera, reader, record, options, &diag);
    if (camera != NULL && lilt_camera_n_corrupt(camera) > 0)
        fprintf(stderr, "lilt-lab watch: %s: %llu pictures could not be decoded\n", options->source,
                (unsigned long long)lilt_camera_n_corrupt(camera));
    if (record != NULL && lab_readings_close(record) != LILT_OK && status == LILT_OK)
        status = lilt_fail(&diag, LILT_E_IO, "%s: could not be written", options->record);
    lilt_camera_close(camera);
    lilt_reader_free(reader);
    return status == LILT_OK ? LAB_DONE : lab_fail("watch", "%s", diag.text);
}

/* The same lines from a record; network and camera are not needed. */
static int
replay(const Options *options)
{
    LiltSteady *steady = NULL;
    FILE *file = NULL;
    LiltDiag diag = {""};
    LiltReading reading;
    LiltStatus status = lab_readings_open(options->replay, &diag, &file);

    if (status == LILT_OK && (steady = lilt_steady_new(NULL)) == NULL)
        status = lilt_fail(&diag, LILT_E_NOMEM, "out of memory");
    for (long line = 2; status == LILT_OK; line++) {
        status = lab_readings_read(file, options->replay, line, &diag, &reading);
        if (status != LILT_OK)
            break;
        lilt_steady_look(steady, &reading);
        tell(options, (double)reading.time_us * 1e-6, &reading);
    }
    lilt_steady_free(steady);
    if (file != NULL)
        fclose(file);
    return status == LILT_E_END ? LAB_DONE : lab_fail("watch", "%s", diag.text);
}

int
lab_watch(int argc, char **argv)
{
    Options options = {.seconds = INT_MAX};
    const int result = read_options(argc, argv, &options);

    if (result != LAB_DONE)
        return result;
    return options.replay != NULL ? replay(&options) : open_and_watch(&options);
}
