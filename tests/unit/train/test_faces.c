/* The data set: what is kept, what is left out, how train is cut, which files are refused. */
#include "check.h"
#include "lilt/train.h"
#include "make_faces.h"

static LiltFaces *
open_faces(LiltSplit split, LiltLabels labels, bool without_twins)
{
    LiltFaces *faces = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_faces_open(check_temp_dir(), split, labels, without_twins, &diag, &faces) == LILT_OK,
          "%s", diag.text);
    if (faces == NULL)
        exit(1);
    return faces;
}

static bool
contains(const LiltFaces *faces, const uint8_t *pixels)
{
    for (size_t i = 0; i < faces->n; i++)
        if (memcmp(faces->pixels + i * LILT_FACE_PIXELS, pixels, LILT_FACE_PIXELS) == 0)
            return true;
    return false;
}

enum { N_MIRRORED = 100 };

static void
mirror(const uint8_t *from, uint8_t *to)
{
    for (size_t i = 0; i < LILT_FACE_PIXELS; i++)
        to[i] = from[i / LILT_FACE_SIDE * LILT_FACE_SIDE + LILT_FACE_SIDE - 1 - i % LILT_FACE_SIDE];
}

TEST(train_is_cut_by_pixels_and_cleaned_by_flags)
{
    MadeFaces *made = make_faces();

    memcpy(made->pixels[200], made->pixels[3], LILT_FACE_PIXELS); /* a copy far away */
    memcpy(made->pixels[319], made->pixels[3], LILT_FACE_PIXELS);
    for (size_t i = 0; i < N_MIRRORED; i++) /* mirror images from 210 on of those from 20 on */
        mirror(made->pixels[20 + i], made->pixels[210 + i]);
    made->flags[10] = 1;
    made->flags[11] = 4;
    made->flags[12] = 32;
    made->flags[13] = 2 | 8 | 16 | 64; /* no reason to leave it out */
    write_faces(made, check_temp_dir(), "train");

    LiltFaces *train = open_faces(LILT_SPLIT_TRAIN, LILT_LABELS_FER, false);
    LiltFaces *valid = open_faces(LILT_SPLIT_VALID, LILT_LABELS_FER, false);

    CHECK(train->n + valid->n == MADE_FACES - 3, "%zu and %zu", train->n, valid->n);
    CHECK(valid->n >= 5 && valid->n <= 50, "about a sixteenth: %zu", valid->n);
    for (size_t i = 0; i < MADE_FACES; i++) {
        const bool left_out = i >= 10 && i <= 12;
        const bool in_train = contains(train, made->pixels[i]);
        const bool in_valid = contains(valid, made->pixels[i]);

        CHECK(in_train + in_valid == !left_out, "image %zu: train %d, valid %d", i, in_train,
              in_valid);
        if (i >= 20 && i < 20 + N_MIRRORED)
            CHECK(in_valid == contains(valid, made->pixels[i + 190]), "image %zu and its mirror",
                  i);
    }
    for (size_t i = 0; i < train->n; i++) /* labels move along with their images */
        for (size_t k = 0; k < MADE_FACES; k++)
            if (memcmp(train->pixels + i * LILT_FACE_PIXELS, made->pixels[k], LILT_FACE_PIXELS) ==
                    0 &&
                k != 200 && k != 319 && k != 3)
                CHECK(train->labels[i] == made->labels[k] && train->index[i] == k, "image %zu", k);
    CHECK(train->n_items == MADE_FACES && valid->n_items == MADE_FACES, "of %zu", train->n_items);
    lilt_faces_free(train);
    lilt_faces_free(valid);
    lilt_faces_free(NULL);
}

TEST(public_is_whole_or_without_twins)
{
    MadeFaces *made = make_faces();
    char path[512];

    made->flags[10] = 1;
    write_faces(made, check_temp_dir(), "public");
    snprintf(path, sizeof path, "%s/public-also-in-train-near.txt", check_temp_dir());
    FILE *file = fopen(path, "w");

    REQUIRE(file != NULL, "%s", path);
    fputs("0\n7\n319\n", file);
    fclose(file);

    LiltFaces *all = open_faces(LILT_SPLIT_PUBLIC, LILT_LABELS_FER, false);
    LiltFaces *some = open_faces(LILT_SPLIT_PUBLIC, LILT_LABELS_FER, true);

    CHECK(all->n == MADE_FACES, "%zu", all->n);
    CHECK(some->n == MADE_FACES - 3, "%zu", some->n);
    CHECK(!contains(some, made->pixels[7]) && contains(some, made->pixels[8]), "which ones");
    CHECK(some->labels[0] == 1 && some->labels[5] == 6, "labels close up too");
    lilt_faces_free(all);
    lilt_faces_free(some);
}

TEST(the_crowd_needs_a_clear_winner_of_the_seven)
{
    /* Columns: neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, NF.
     */
    static const uint8_t votes[][10] = {
        {0, 9, 1, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 6, 4, 0, 0, 0, 0},
        {5, 5, 0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 10, 0, 0},
        {1, 0, 0, 0, 0, 0, 0, 0, 0, 9}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        {2, 1, 1, 1, 1, 1, 3, 0, 0, 0},
    };
    static const LiltEmotion want[] = {LILT_HAPPY, LILT_ANGRY, LILT_FEAR};
    MadeFaces *made = make_faces();

    memcpy(made->votes, votes, sizeof votes);
    write_faces(made, check_temp_dir(), "private");
    LiltFaces *faces = open_faces(LILT_SPLIT_PRIVATE, LILT_LABELS_FERPLUS, false);

    CHECK(faces->n == MADE_FACES - 4, "%zu", faces->n);
    for (size_t i = 0; i < 3; i++)
        CHECK(faces->labels[i] == want[i], "image %zu is %u", i, faces->labels[i]);
    CHECK(faces->labels[3] == LILT_NEUTRAL, "the others are neutral");
    lilt_faces_free(faces);

    faces = open_faces(LILT_SPLIT_PRIVATE, LILT_LABELS_FER, false);
    static const float shares[][LILT_N_EMOTIONS] = {
        {[LILT_HAPPY] = 0.9f, [LILT_SURPRISE] = 0.1f},
        {[LILT_ANGRY] = 0.6f, [LILT_DISGUST] = 0.4f},
        {[LILT_NEUTRAL] = 0.5f, [LILT_HAPPY] = 0.5f},
        {0.0f},
        {[LILT_NEUTRAL] = 1.0f},
        {0.0f},
        {0.1f, 0.1f, 0.3f, 0.1f, 0.1f, 0.1f, 0.2f},
    };
    static const uint8_t labels[] = {LILT_HAPPY,      LILT_ANGRY,      LILT_N_EMOTIONS,
                                     LILT_N_EMOTIONS, LILT_N_EMOTIONS, LILT_N_EMOTIONS,
                                     LILT_FEAR};

    for (size_t i = 0; i < 7; i++) {
        CHECK(faces->crowd_labels[i] == labels[i], "image %zu: %u", i, faces->crowd_labels[i]);
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            CHECK_NEAR(shares[i][c], faces->crowd[i * LILT_N_EMOTIONS + c], 1e-6, "image %zu, %zu",
                       i, c);
    }
    lilt_faces_free(faces);
}

/* The figures are of the set's README. */
TEST(the_papers_split_has_its_counts)
{
    static const size_t want[2][LILT_N_EMOTIONS] = {{3993, 436, 4103, 7164, 4938, 3205, 4982},
                                                    {960, 111, 1018, 1825, 1139, 797, 1216}};
    const char *data = check_shared("data/fer2013");
    LiltFaces *parts[2] = {NULL};
    LiltDiag diag = {""};

    for (int i = 0; i < 2; i++) {
        size_t n[LILT_N_EMOTIONS] = {0};

        REQUIRE(lilt_faces_open(data, i == 0 ? LILT_SPLIT_PAPER_TRAIN : LILT_SPLIT_PAPER_VALID,
                                LILT_LABELS_FER, false, &diag, &parts[i]) == LILT_OK,
                "%s", diag.text);
        for (size_t k = 0; k < parts[i]->n; k++)
            n[parts[i]->labels[k]]++;
        for (int c = 0; c < LILT_N_EMOTIONS; c++)
            CHECK(n[c] == want[i][c], "%s: %zu", lilt_emotion_label((LiltEmotion)c), n[c]);
    }
    CHECK(parts[0]->n == 28821 && parts[1]->n == 7066, "%zu and %zu", parts[0]->n, parts[1]->n);
    bool *taken = calloc(parts[0]->n_items, sizeof *taken);

    for (int i = 0; i < 2; i++) {
        for (size_t k = 0; k < parts[i]->n; k++) {
            CHECK(!taken[parts[i]->index[k]], "image %u comes once", parts[i]->index[k]);
            taken[parts[i]->index[k]] = true;
        }
        lilt_faces_free(parts[i]);
    }
    free(taken);
}

/* Opening `public` must fail with this status and a message that names `word`. */
static void
check_refused(LiltStatus status, const char *word)
{
    LiltFaces *faces = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_faces_open(check_temp_dir(), LILT_SPLIT_PUBLIC, LILT_LABELS_FER, false, &diag,
                          &faces) == status,
          "%s", word);
    CHECK(strstr(diag.text, word) != NULL && faces == NULL, "\"%s\" names %s", diag.text, word);
}

TEST(bad_files_are_refused_by_name)
{
    const MadeFaces *made = make_faces();
    const uint32_t sizes[] = {MADE_FACES, LILT_FACE_SIDE, LILT_FACE_SIDE};
    const uint32_t fewer[] = {MADE_FACES - 1}, small[] = {MADE_FACES, 32, 32};
    const char *dir = check_temp_dir(), *images = "public-images.idx3-ubyte";
    uint8_t labels[MADE_FACES];

    write_faces(made, dir, "public");
    write_idx(dir, images, 3, sizes, made->pixels, 1000);
    check_refused(LILT_E_FORMAT, "public-images.idx3-ubyte: cut short");
    write_idx(dir, images, 3, small, made->pixels, sizeof made->pixels);
    check_refused(LILT_E_FORMAT, images);
    write_idx(dir, images, 1, sizes, made->pixels, sizeof made->pixels);
    check_refused(LILT_E_FORMAT, images);
    write_faces(made, dir, "public");
    write_idx(dir, "public-labels.idx1-ubyte", 1, fewer, made->labels, MADE_FACES - 1);
    check_refused(LILT_E_FORMAT, "public-labels.idx1-ubyte");
    memcpy(labels, made->labels, sizeof labels);
    labels[5] = 7;
    write_idx(dir, "public-labels.idx1-ubyte", 1, sizes, labels, sizeof labels);
    check_refused(LILT_E_FORMAT, "image 5: label 7");
    write_faces(made, dir, "public");
    char path[512];

    snprintf(path, sizeof path, "%s/public-flags.idx1-ubyte", dir);
    remove(path);
    check_refused(LILT_E_ABSENT, "public-flags.idx1-ubyte");
}

TEST(splits_have_labels)
{
    CHECK(lilt_split_from_label("train") == LILT_SPLIT_TRAIN, "train");
    CHECK(lilt_split_from_label("private") == LILT_SPLIT_PRIVATE, "private");
    CHECK(lilt_split_from_label("paper-valid") == LILT_SPLIT_PAPER_VALID, "paper-valid");
    CHECK(lilt_split_from_label("test") == LILT_N_SPLITS, "no such split");
}

TEST_MAIN()
