/* lilt-lab train and predict from outside: networks teach a student, and wrong words are named. */
#include "check.h"
#include "lilt/train.h"
#include "make_faces.h"

#include <sys/wait.h>

/* Run lilt-lab with these words, $D standing for the test's folder; its exit code. What it says is
 * in $D/said. */
static int
lab(const char *words)
{
    char command[2048];

    snprintf(command, sizeof command, "D='%s'; '%s' %s >$D/said 2>&1", check_temp_dir(), LILT_LAB,
             words);
    const int status = system(command);

    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *
said(void)
{
    static char text[4096];
    char path[512];

    snprintf(path, sizeof path, "%s/said", check_temp_dir());
    FILE *file = fopen(path, "r");
    const size_t n = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;

    if (file != NULL)
        fclose(file);
    text[n] = '\0';
    return text;
}

#define SMALL "--recipe fast --set 'layers=pool 2, pool 2, linear 8' --epochs 2 --data $D "

static LiltWeights *
read_weights(const char *name)
{
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    char path[512];

    snprintf(path, sizeof path, "%s/%s", check_temp_dir(), name);
    if (!CHECK(lilt_weights_read(path, &diag, &weights) == LILT_OK, "%s", diag.text))
        exit(1);
    return weights;
}

/* Add what the network says of the faces, mirrored or not, by `share`. */
static void
add_view(const LiltWeights *model, const char *head, const LiltFaces *faces, float share,
         float *sum)
{
    float *probs = malloc(faces->n * LILT_N_EMOTIONS * sizeof *probs);
    LiltPool *pool = lilt_pool_new(1);
    LiltDiag diag = {""};

    CHECK(lilt_classify_faces(model, head, faces, pool, &diag, probs) == LILT_OK, "%s", diag.text);
    for (size_t i = 0; i < faces->n * LILT_N_EMOTIONS; i++)
        sum[i] += share * probs[i];
    lilt_pool_free(pool);
    free(probs);
}

/* Hold the rows of `part`'s faces in the opinions' file against two networks' own words. */
static void
check_opinions(LiltSplit split, const char *head)
{
    LiltWeights *opinions = read_weights("opinions");
    LiltWeights *models[2] = {read_weights("one"), read_weights("two")};
    LiltTensorSpec spec = {.n_dims = 2, .shape = {MADE_FACES, LILT_N_EMOTIONS}};
    LiltFaces *faces = NULL;
    const LiltTensor *tensor;
    LiltDiag diag = {""};

    strcpy(spec.name, head);
    REQUIRE(lilt_faces_open(check_temp_dir(), split, LILT_LABELS_FER, false, &diag, &faces) ==
                    LILT_OK &&
                lilt_weights_find(opinions, &spec, &diag, &tensor) == LILT_OK,
            "%s", diag.text);
    float *want = calloc(faces->n * LILT_N_EMOTIONS, sizeof *want);

    for (int view = 0; view < 2; view++) {
        for (int m = 0; m < 2; m++)
            add_view(models[m], head, faces, 0.25f, want);
        for (size_t row = 0; row < faces->n * LILT_FACE_SIDE; row++)
            for (size_t x = 0; x < LILT_FACE_SIDE / 2; x++) {
                uint8_t *left = faces->pixels + row * LILT_FACE_SIDE + x;
                uint8_t *right = left + LILT_FACE_SIDE - 1 - 2 * x, other = *left;

                *left = *right;
                *right = other;
            }
    }
    for (size_t i = 0; i < faces->n; i++)
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            CHECK_NEAR(want[i * LILT_N_EMOTIONS + c],
                       tensor->data[faces->index[i] * LILT_N_EMOTIONS + c], 1e-5,
                       "%s: face %zu, class %zu", head, i, c);
    free(want);
    lilt_faces_free(faces);
    lilt_weights_free(opinions);
    lilt_weights_free(models[0]);
    lilt_weights_free(models[1]);
}

TEST(networks_teach_a_student)
{
    write_faces(make_faces(), check_temp_dir(), "train");
    REQUIRE(lab("train " SMALL "--out $D/one --seed 1") == 0, "%s", said());
    REQUIRE(lab("train " SMALL "--out $D/two --seed 2") == 0, "%s", said());
    REQUIRE(lab("predict --model $D/one --model $D/two --data $D --out $D/opinions") == 0, "%s",
            said());
    check_opinions(LILT_SPLIT_TRAIN, "fer");
    check_opinions(LILT_SPLIT_TRAIN, "ferplus");
    check_opinions(LILT_SPLIT_VALID, "fer");
    CHECK(lab("train " SMALL "--out $D/student --teacher $D/opinions --set teach=0.5") == 0, "%s",
          said());
    CHECK(lab("train " SMALL "--out $D/student --teacher $D/one --set teach=0.5") == 1 &&
              strstr(said(), "fer") != NULL,
          "a network is no opinion: %s", said());
}

TEST(wrong_words_are_named)
{
    static const struct {
        const char *words, *said;
    } wrong[] = {
        {"train --data /nowhere", "wants --data DIR and --out MODEL"},
        {"train --recipe none --data /nowhere --out x", "no recipe \"none\""},
        {"train --set speed=3 --data /nowhere --out x", "no \"speed\""},
        {"train --target high --data /nowhere --out x", "\"high\" is not a percentage"},
        {"train --target 101 --data /nowhere --out x", "\"101\" is not a percentage"},
        {"train --faster --data /nowhere --out x", "unknown option \"--faster\""},
        {"predict --data /nowhere --out x", "wants --model MODEL"},
        {"predict --split private --model m --data /nowhere --out x", "not \"private\""},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(lab(wrong[i].words) == 2, "%s", wrong[i].words);
        CHECK(strstr(said(), wrong[i].said) != NULL, "%s: %s", wrong[i].words, said());
    }
    CHECK(lab("train --data /nowhere --out x") == 1 && strstr(said(), "/nowhere/train-") != NULL,
          "%s", said());
    write_faces(make_faces(), check_temp_dir(), "train");
    CHECK(lab("train " SMALL "--out $D/set --set 'layers=conv'") == 1 &&
              strstr(said(), "cannot read \"conv\"") != NULL,
          "%s", said());
}

TEST_MAIN()
