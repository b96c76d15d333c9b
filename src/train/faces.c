/* The data set: IDX files side by side, item k of each the same image, and what is taken of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "idx.h"
#include "lilt/train.h"

enum {
    NO_FACE = 1, /* flags */
    UNCERTAIN = 4,
    CONTRADICTORY = 32,
    N_VOTES = 10,       /* columns of the votes file */
    N_OF_SEVEN = 7,     /* of them: votes for one of the seven */
    VALID_SHARE = 16,   /* one in so many goes to `valid` */
    UNKNOWN_SIDE = 255, /* of the paper's split */
};

/* How many of a class the paper's training part has, where nobody knows which. */
static const size_t n_paper_train[LILT_N_EMOTIONS] = {[LILT_DISGUST] = 436, [LILT_FEAR] = 4103};

static const char *const split_labels[LILT_N_SPLITS] = {"train",   "valid",       "public",
                                                        "private", "paper-train", "paper-valid"};

LiltSplit
lilt_split_from_label(const char *label)
{
    for (int i = 0; i < LILT_N_SPLITS; i++)
        if (strcmp(label, split_labels[i]) == 0)
            return (LiltSplit)i;
    return LILT_N_SPLITS;
}

static bool
is_paper(LiltSplit split)
{
    return split == LILT_SPLIT_PAPER_TRAIN || split == LILT_SPLIT_PAPER_VALID;
}

static bool
is_of_train(LiltSplit split)
{
    return split == LILT_SPLIT_TRAIN || split == LILT_SPLIT_VALID;
}

/* How the names of an official split's files begin. */
static const char *
prefix_of(LiltSplit split)
{
    return is_of_train(split) ? "train" : split_labels[split];
}

/* ---- the files ----------------------------------------------------------------------------- */

/* What is known of each image, and how its file's name ends. */
enum { PIXELS, LABELS, FLAGS, VOTES, SIDES, N_COLUMNS };

static const struct {
    const char *ending;
    size_t n_dims, item_bytes;
} columns[N_COLUMNS] = {
    [PIXELS] = {"images.idx3-ubyte", 3, LILT_FACE_PIXELS},
    [LABELS] = {"labels.idx1-ubyte", 1, 1},
    [FLAGS] = {"flags.idx1-ubyte", 1, 1},
    [VOTES] = {"ferplus-votes.idx2-ubyte", 2, N_VOTES},
    [SIDES] = {"kagglesplit.idx1-ubyte", 1, 1}, /* the paper's split: 0 training, 1 validation */
};

/* The images of one or several files as they are, and which of them stay. */
typedef struct {
    size_t n;
    uint8_t *columns[N_COLUMNS]; /* SIDES only for the paper's split */
    bool *keep;
} Files;

static void
free_files(Files *files)
{
    for (size_t i = 0; i < N_COLUMNS; i++)
        free(files->columns[i]);
    free(files->keep);
}

/* Read what begins with `prefix` behind what is there. */
static LiltStatus
read_files(const char *dir, const char *prefix, size_t n_columns, LiltDiag *diag, Files *files)
{
    size_t n = 0;
    char name[64];

    for (size_t i = 0; i < n_columns; i++) {
        const size_t item = columns[i].item_bytes;
        uint8_t *more = NULL;

        snprintf(name, sizeof name, "%s-%s", prefix, columns[i].ending);
        const LiltStatus status = idx_read(dir, name, columns[i].n_dims, item, diag, &n, &more);

        if (status != LILT_OK)
            return status;
        for (size_t k = 0; i == LABELS && k < n; k++)
            if (more[k] >= LILT_N_EMOTIONS) {
                const unsigned label = more[k];

                free(more);
                return lilt_fail(diag, LILT_E_FORMAT, "%s/%s: image %zu: label %u", dir, name, k,
                                 label);
            }
        uint8_t *all = realloc(files->columns[i], (files->n + n) * item);

        if (all != NULL) {
            files->columns[i] = all;
            memcpy(all + files->n * item, more, n * item);
        }
        free(more);
        if (all == NULL)
            return lilt_fail(diag, LILT_E_NOMEM, "%s/%s: out of memory", dir, name);
    }
    files->n += n;
    return LILT_OK;
}

/* All files that a split is cut from; every image stays. */
static LiltStatus
read_split(const char *dir, LiltSplit split, LiltDiag *diag, Files *files)
{
    static const char *const all[] = {"train", "public", "private"}; /* as in fer2013.csv */
    LiltStatus status = LILT_OK;

    if (is_paper(split))
        for (size_t i = 0; status == LILT_OK && i < 3; i++)
            status = read_files(dir, all[i], N_COLUMNS, diag, files);
    else
        status = read_files(dir, prefix_of(split), SIDES, diag, files);
    if (status != LILT_OK)
        return status;
    files->keep = malloc(files->n * sizeof *files->keep);
    if (files->keep == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", dir);
    for (size_t i = 0; i < files->n; i++)
        files->keep[i] = true;
    return LILT_OK;
}

/* ---- which images stay --------------------------------------------------------------------- */

/* FNV-1a over the pixels, from left to right or from right to left. */
static uint64_t
hash_pixels(const uint8_t *pixels, bool mirrored)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t y = 0; y < LILT_FACE_SIDE; y++)
        for (size_t x = 0; x < LILT_FACE_SIDE; x++) {
            const size_t column = mirrored ? LILT_FACE_SIDE - 1 - x : x;

            hash = (hash ^ pixels[y * LILT_FACE_SIDE + column]) * 1099511628211u;
        }
    return hash;
}

/* The same for an image, its copies and its mirror images. */
static bool
is_valid_part(const uint8_t *pixels)
{
    const uint64_t one = hash_pixels(pixels, false), other = hash_pixels(pixels, true);

    return ((one < other ? one : other) >> 32) % VALID_SHARE == 0;
}

/* Which side of the cut, and fit to learn from? */
static void
cut_train(LiltSplit split, Files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        const bool valid = is_valid_part(files->columns[PIXELS] + i * LILT_FACE_PIXELS);

        if ((files->columns[FLAGS][i] & (NO_FACE | UNCERTAIN | CONTRADICTORY)) != 0 ||
            valid != (split == LILT_SPLIT_VALID))
            files->keep[i] = false;
    }
}

/* Drop the images whose indices the twins' list names. */
static LiltStatus
drop_twins(const char *dir, LiltSplit split, LiltDiag *diag, Files *files)
{
    char path[4096];
    size_t index;

    snprintf(path, sizeof path, "%s/%s-also-in-train-near.txt", dir, prefix_of(split));
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

/* Draw a side for the images of `label` that have none: `n_left` of `n` go to training, each choice
 * as likely (selection sampling, Knuth 1969, 3.4.2 S). */
static void
draw_sides(Files *files, uint8_t label, size_t n_left)
{
    LiltRng rng = lilt_rng_new(2013, label);
    size_t n = 0;

    for (size_t i = 0; i < files->n; i++)
        n += files->columns[LABELS][i] == label && files->columns[SIDES][i] == UNKNOWN_SIDE;
    for (size_t i = 0; i < files->n; i++) {
        if (files->columns[LABELS][i] != label || files->columns[SIDES][i] != UNKNOWN_SIDE)
            continue;
        files->columns[SIDES][i] = lilt_rng_below(&rng, (uint32_t)n) < n_left ? 0 : 1;
        n_left -= files->columns[SIDES][i] == 0;
        n--;
    }
}

static void
cut_paper(LiltSplit split, Files *files)
{
    const uint8_t side = split == LILT_SPLIT_PAPER_TRAIN ? 0 : 1;

    for (uint8_t label = 0; label < LILT_N_EMOTIONS; label++)
        draw_sides(files, label, n_paper_train[label]);
    for (size_t i = 0; i < files->n; i++)
        files->keep[i] = files->columns[SIDES][i] == side;
}

/* ---- labels -------------------------------------------------------------------------------- */

/* The columns of the votes; the last three are contempt, unknown and no face. */
static const uint8_t vote_order[N_VOTES] = {
    LILT_NEUTRAL, LILT_HAPPY, LILT_SURPRISE,   LILT_SAD,        LILT_ANGRY,
    LILT_DISGUST, LILT_FEAR,  LILT_N_EMOTIONS, LILT_N_EMOTIONS, LILT_N_EMOTIONS};

/* The class with the most of ten votes if it is one alone and one of the seven, else
 * LILT_N_EMOTIONS. */
static uint8_t
majority(const uint8_t *votes)
{
    size_t top = 0, n_top = 0;

    for (size_t i = 1; i < N_VOTES; i++)
        top = votes[i] > votes[top] ? i : top;
    for (size_t i = 0; i < N_VOTES; i++)
        n_top += votes[i] == votes[top];
    return n_top == 1 ? vote_order[top] : LILT_N_EMOTIONS;
}

/* Each of the seven's share of the votes for them. */
static void
share_votes(const uint8_t *votes, float *shares)
{
    unsigned n = 0;

    for (size_t i = 0; i < N_OF_SEVEN; i++)
        n += votes[i];
    for (size_t i = 0; i < N_OF_SEVEN; i++)
        shares[vote_order[i]] = n > 0 ? (float)votes[i] / (float)n : 0.0f;
}

/* The crowd's labels in place of the set's own; images without a clear one go. */
static void
relabel(Files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        const uint8_t label = majority(files->columns[VOTES] + i * N_VOTES);

        if (label == LILT_N_EMOTIONS)
            files->keep[i] = false;
        else
            files->columns[LABELS][i] = label;
    }
}

/* ---- making -------------------------------------------------------------------------------- */

static LiltFaces *
new_faces(size_t n)
{
    LiltFaces *faces = calloc(1, sizeof *faces);

    if (faces == NULL)
        return NULL;
    faces->pixels = malloc((n + 1) * LILT_FACE_PIXELS); /* n may be 0 */
    faces->labels = malloc(n + 1);
    faces->crowd_labels = malloc(n + 1);
    faces->crowd = malloc((n + 1) * LILT_N_EMOTIONS * sizeof *faces->crowd);
    faces->index = malloc((n + 1) * sizeof *faces->index);
    if (faces->pixels != NULL && faces->labels != NULL && faces->crowd_labels != NULL &&
        faces->crowd != NULL && faces->index != NULL)
        return faces;
    lilt_faces_free(faces);
    return NULL;
}

/* Copy the images that stay. */
static void
take(const Files *files, LiltFaces *faces)
{
    faces->n_items = files->n;
    for (size_t i = 0; i < files->n; i++) {
        const uint8_t *votes = files->columns[VOTES] + i * N_VOTES;
        const size_t k = faces->n;

        if (!files->keep[i])
            continue;
        memcpy(faces->pixels + k * LILT_FACE_PIXELS, files->columns[PIXELS] + i * LILT_FACE_PIXELS,
               LILT_FACE_PIXELS);
        faces->labels[k] = files->columns[LABELS][i];
        faces->crowd_labels[k] = majority(votes);
        share_votes(votes, faces->crowd + k * LILT_N_EMOTIONS);
        faces->index[k] = (uint32_t)i;
        faces->n++;
    }
}

LiltStatus
lilt_faces_open(const char *dir, LiltSplit split, LiltLabels labels, bool without_twins,
                LiltDiag *diag, LiltFaces **ret_faces)
{
    Files files = {.n = 0};
    LiltStatus status = read_split(dir, split, diag, &files);

    if (status == LILT_OK && is_of_train(split))
        cut_train(split, &files);
    else if (status == LILT_OK && is_paper(split))
        cut_paper(split, &files);
    else if (status == LILT_OK && without_twins)
        status = drop_twins(dir, split, diag, &files);
    if (status == LILT_OK && labels == LILT_LABELS_FERPLUS)
        relabel(&files);
    LiltFaces *faces = status == LILT_OK ? new_faces(files.n) : NULL;

    if (faces != NULL) {
        take(&files, faces);
        *ret_faces = faces;
    } else if (status == LILT_OK) {
        status = lilt_fail(diag, LILT_E_NOMEM, "%s: out of memory", dir);
    }
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
    free(faces->crowd_labels);
    free(faces->crowd);
    free(faces->index);
    free(faces);
}
