/* The data set: IDX files (two zero bytes, type 8, number of dimensions, big-endian sizes, bytes)
 * side by side, item k of each the same image. */
#include "lilt/train.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NO_FACE = 1, /* flags */
    UNCERTAIN = 4,
    CONTRADICTORY = 32,
    N_VOTES = 10,     /* columns of the votes file */
    VALID_SHARE = 16, /* one in so many goes to `valid` */
    MAX_IMAGES = 1 << 20,
};

static const char *const split_labels[LILT_N_SPLITS] = {"train", "valid", "public", "private"};

LiltSplit
lilt_split_from_label(const char *label)
{
    for (int i = 0; i < LILT_N_SPLITS; i++)
        if (strcmp(label, split_labels[i]) == 0)
            return (LiltSplit)i;
    return LILT_N_SPLITS;
}

/* Read DIR/NAME whose items have `item_bytes` bytes each. *ret_n: 0 takes the file's count, else it
 * must agree. *ret_bytes is the caller's to free. */
static LiltStatus
read_idx(const char *dir, const char *name, size_t n_dims, size_t item_bytes, LiltDiag *diag,
         size_t *ret_n, uint8_t **ret_bytes)
{
    char path[4096];
    uint8_t head[16];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    const size_t n_head = 4 + 4 * n_dims;
    const bool headed = fread(head, 1, n_head, file) == n_head && head[0] == 0 && head[1] == 0 &&
                        head[2] == 8 && head[3] == n_dims;
    size_t sizes[3] = {0}, per_item = 1;

    for (size_t d = 0; headed && d < n_dims; d++)
        for (size_t i = 0; i < 4; i++)
            sizes[d] = sizes[d] << 8 | head[4 + 4 * d + i];
    for (size_t d = 1; d < n_dims; d++)
        per_item *= sizes[d];
    if (!headed || per_item != item_bytes || sizes[0] == 0 || sizes[0] > MAX_IMAGES ||
        (*ret_n != 0 && *ret_n != sizes[0])) {
        fclose(file);
        return lilt_fail(diag, LILT_E_FORMAT,
                         "%s: not an IDX file of bytes, %zu an image, as many as its neighbours",
                         path, item_bytes);
    }
    uint8_t *bytes = malloc(sizes[0] * item_bytes);
    const bool whole = bytes != NULL && fread(bytes, item_bytes, sizes[0], file) == sizes[0];

    fclose(file);
    if (!whole) {
        free(bytes);
        return lilt_fail(diag, bytes == NULL ? LILT_E_NOMEM : LILT_E_FORMAT, "%s: cut short", path);
    }
    *ret_n = sizes[0];
    *ret_bytes = bytes;
    return LILT_OK;
}

/* FNV-1a over the pixels: identical images fall on the same side of the cut. */
static bool
is_valid_part(const uint8_t *pixels)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < LILT_FACE_PIXELS; i++)
        hash = (hash ^ pixels[i]) * 1099511628211u;
    return (hash >> 32) % VALID_SHARE == 0;
}

/* The class with the most of ten votes if it is one alone and one of the seven, else unknown. */
static LiltEmotion
majority(const uint8_t *votes)
{
    static const LiltEmotion order[N_VOTES] = {
        LILT_NEUTRAL,         LILT_HAPPY,          LILT_SURPRISE, LILT_SAD,
        LILT_ANGRY,           LILT_DISGUST,        LILT_FEAR,     LILT_EMOTION_UNKNOWN,
        LILT_EMOTION_UNKNOWN, LILT_EMOTION_UNKNOWN};
    size_t top = 0, n_top = 0;

    for (size_t i = 1; i < N_VOTES; i++)
        top = votes[i] > votes[top] ? i : top;
    for (size_t i = 0; i < N_VOTES; i++)
        n_top += votes[i] == votes[top];
    return n_top == 1 ? order[top] : LILT_EMOTION_UNKNOWN;
}

/* The files of a split as they are, and which images stay. */
typedef struct {
    size_t n;
    uint8_t *pixels, *labels, *flags, *votes;
    bool *keep;
} Files;

static void
free_files(Files *files)
{
    free(files->pixels);
    free(files->labels);
    free(files->flags);
    free(files->votes);
    free(files->keep);
}

static LiltStatus
read_files(const char *dir, const char *prefix, LiltLabels labels, LiltDiag *diag, Files *files)
{
    char name[64];
    LiltStatus status;

    snprintf(name, sizeof name, "%s-images.idx3-ubyte", prefix);
    status = read_idx(dir, name, 3, LILT_FACE_PIXELS, diag, &files->n, &files->pixels);
    snprintf(name, sizeof name, "%s-labels.idx1-ubyte", prefix);
    if (status == LILT_OK)
        status = read_idx(dir, name, 1, 1, diag, &files->n, &files->labels);
    snprintf(name, sizeof name, "%s-flags.idx1-ubyte", prefix);
    if (status == LILT_OK)
        status = read_idx(dir, name, 1, 1, diag, &files->n, &files->flags);
    snprintf(name, sizeof name, "%s-ferplus-votes.idx2-ubyte", prefix);
    if (status == LILT_OK && labels == LILT_LABELS_FERPLUS)
        status = read_idx(dir, name, 2, N_VOTES, diag, &files->n, &files->votes);
    for (size_t i = 0; status == LILT_OK && i < files->n; i++)
        if (files->labels[i] >= LILT_N_EMOTIONS)
            status = lilt_fail(diag, LILT_E_FORMAT, "%s/%s-labels.idx1-ubyte: image %zu: label %u",
                               dir, prefix, i, files->labels[i]);
    if (status != LILT_OK)
        return status;
    files->keep = malloc(files->n * sizeof *files->keep);
    if (files->keep == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", dir);
    for (size_t i = 0; i < files->n; i++)
        files->keep[i] = true;
    return LILT_OK;
}

/* Drop the images whose indices the twins' list names. */
static LiltStatus
drop_twins(const char *dir, const char *prefix, LiltDiag *diag, Files *files)
{
    char path[4096];
    size_t index;

    snprintf(path, sizeof path, "%s/%s-also-in-train-near.txt", dir, prefix);
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return lilt_fail(diag, lilt_status_from_errno(errno), "%s: %s", path, strerror(errno));
    while (fscanf(file, "%zu", &index) == 1)
        if (index < files->n)
            files->keep[index] = false;
    const bool whole = feof(file);

    fclose(file);
    return whole ? LILT_OK : lilt_fail(diag, LILT_E_FORMAT, "%s: not a list of indices", path);
}

/* Which side of the cut, and fit to learn from? */
static void
cut_train(LiltSplit split, Files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        const bool valid = is_valid_part(files->pixels + i * LILT_FACE_PIXELS);

        if ((files->flags[i] & (NO_FACE | UNCERTAIN | CONTRADICTORY)) != 0 ||
            valid != (split == LILT_SPLIT_VALID))
            files->keep[i] = false;
    }
}

/* The crowd's labels in place of the set's own; images without a clear one go. */
static void
relabel(Files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        const LiltEmotion label = majority(files->votes + i * N_VOTES);

        if (label == LILT_EMOTION_UNKNOWN)
            files->keep[i] = false;
        else
            files->labels[i] = (uint8_t)label;
    }
}

/* Close the gaps and hand pixels and labels over. */
static LiltStatus
take(Files *files, LiltDiag *diag, LiltFaces **ret_faces)
{
    LiltFaces *faces = calloc(1, sizeof *faces);

    if (faces == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    for (size_t i = 0; i < files->n; i++) {
        if (!files->keep[i])
            continue;
        memmove(files->pixels + faces->n * LILT_FACE_PIXELS, files->pixels + i * LILT_FACE_PIXELS,
                LILT_FACE_PIXELS);
        files->labels[faces->n++] = files->labels[i];
    }
    faces->pixels = files->pixels;
    faces->labels = files->labels;
    files->pixels = files->labels = NULL;
    *ret_faces = faces;
    return LILT_OK;
}

LiltStatus
lilt_faces_open(const char *dir, LiltSplit split, LiltLabels labels, bool without_twins,
                LiltDiag *diag, LiltFaces **ret_faces)
{
    const bool of_train = split == LILT_SPLIT_TRAIN || split == LILT_SPLIT_VALID;
    const char *prefix = of_train ? "train" : split_labels[split];
    Files files = {.n = 0};
    LiltStatus status = read_files(dir, prefix, labels, diag, &files);

    if (status == LILT_OK && of_train)
        cut_train(split, &files);
    else if (status == LILT_OK && without_twins)
        status = drop_twins(dir, prefix, diag, &files);
    if (status == LILT_OK && labels == LILT_LABELS_FERPLUS)
        relabel(&files);
    if (status == LILT_OK)
        status = take(&files, diag, ret_faces);
    free_files(&files);
    return status;
}

void
lilt_faces_free(LiltFaces *faces)
{
    if (faces == NULL)
        return;
    free(faces->pixels);
    free(faces->labels);
    free(faces);
}
