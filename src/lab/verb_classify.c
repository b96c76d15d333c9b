/* lilt-lab classify: the expressions on photos, each photo by itself. Boxes are told in pixels of
 * the photo as it is looked at (upright, if EXIF says how it was held), without what lies outside
 * it. */
#include "json.h"
#include "lab.h"
#include "lilt/emotion.h"
#include "photo.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FACES = 64 };

typedef struct {
    const char *model; /* NULL: the one Lilt brings along */
    bool json;
    const char **photos; /* lent by argv */
    int n_photos;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value;

        if ((value = lab_option(argc, argv, &i, "--model")) != NULL)
            options->model = value;
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (argv[i][0] == '-')
            return lab_usage(argv[0], "unknown option %s", argv[i]);
        else
            options->photos[options->n_photos++] = argv[i];
    }
    return options->n_photos > 0 ? LAB_DONE : lab_usage(argv[0], "which photo?");
}

static void
print_json(const char *path, const LiltFaceReading *faces, size_t n)
{
    fputs("{\"path\":", stdout);
    lab_json_text(stdout, path);
    fputs(",\"faces\":[", stdout);
    for (size_t i = 0; i < n; i++) {
        const LiltBox *box = &faces[i].box;

        printf("%s{\"box\":[%d,%d,%d,%d],\"probs\":", i > 0 ? "," : "", box->x, box->y, box->width,
               box->height);
        lab_json_floats(stdout, faces[i].probs, LILT_N_EMOTIONS);
        fputs(",\"label\":", stdout);
        lab_json_label(stdout, faces[i].label);
        printf(",\"quality\":%.3f}", (double)faces[i].quality);
    }
    puts("]}");
}

static void
print_words(const char *path, const LiltFaceReading *faces, size_t n)
{
    if (n == 0)
        printf("%s: no face\n", path);
    for (size_t i = 0; i < n; i++) {
        const LiltFaceReading *face = &faces[i];

        printf("%s: looks %s (%.0f %%), face %d x %d at %d, %d, quality %.2f\n", path,
               lilt_emotion_label(face->label), 100.0 * (double)face->probs[face->label],
               face->box.width, face->box.height, face->box.x, face->box.y, (double)face->quality);
    }
}

static int
clamp(int value, int limit)
{
    return value < 0 ? 0 : value > limit ? limit : value;
}

/* The part of the box that lies in the picture: a face that fills the picture reaches beyond it. */
static LiltBox
clip(LiltBox box, const LiltFrame *frame)
{
    const int left = clamp(box.x, frame->width_px), top = clamp(box.y, frame->height_px);

    return (LiltBox){left, top, clamp(box.x + box.width, frame->width_px) - left,
                     clamp(box.y + box.height, frame->height_px) - top};
}

static LiltStatus
classify(LiltReader *reader, const char *path, bool json, LiltDiag *diag)
{
    const LiltSourceKind kind = lilt_camera_source_kind(path);
    LiltFaceReading faces[MAX_FACES];
    LiltCamera *camera;
    const LiltFrame *frame;
    size_t n = 0;
    LiltStatus status;

    if (kind != LILT_SOURCE_PHOTO && kind != LILT_SOURCE_UNKNOWN)
        return lilt_fail(diag, LILT_E_FORMAT, "%s: not a photo", path);
    status = lab_photo_open(path, diag, &camera, &frame);
    if (status != LILT_OK)
        return status;
    status = lilt_reader_classify(reader, frame, faces, MAX_FACES, &n);
    for (size_t i = 0; i < n; i++)
        faces[i].box = clip(faces[i].box, frame);
    if (status != LILT_OK)
        lilt_fail(diag, status, "%s: %s", path, lilt_status_name(status));
    else
        (json ? print_json : print_words)(path, faces, n);
    lilt_camera_close(camera);
    return status;
}

static int
classify_all(const Options *options)
{
    LiltReader *reader;
    LiltDiag diag = {""};
    int result = LAB_DONE;

    if (lilt_reader_new(options->model, &diag, &reader) != LILT_OK)
        return lab_fail("classify", "%s", diag.text);
    for (int i = 0; i < options->n_photos; i++)
        if (classify(reader, options->photos[i], options->json, &diag) != LILT_OK)
            result = lab_fail("classify", "%s", diag.text);
    lilt_reader_free(reader);
    return result;
}

int
lab_classify(int argc, char **argv)
{
    Options options = {.photos = calloc((size_t)argc, sizeof(char *))};
    int result;

    if (options.photos == NULL)
        return lab_fail(argv[0], "out of memory");
    result = read_options(argc, argv, &options);
    if (result == LAB_DONE)
        result = classify_all(&options);
    free(options.photos);
    return result;
}
