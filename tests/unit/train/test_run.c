/* Training runs on a small made-up set: it learns; the number of threads changes no byte; a run
 * that was stopped anywhere and resumed ends with the very weights of an unbroken one. */
#include "check.h"
#include "lilt/train.h"
#include "make_faces.h"

#include <unistd.h>

static const LiltRecipe recipe = {
    .name = "tiny",
    .layers = "conv 4, pool 4, conv 8, pool 2, dropout 0.2, linear 16",
    .batch = 32,
    .epochs = 4,
    .rate = 0.05f,
    .momentum = 0.9f,
    .decay = 1e-4f,
    .warm_up_epochs = 0.5f,
    .smoothing = 0.05f,
    .average = 0.9f,
    .augment = {.flip = true, .shift_px = 1.0f},
};

static LiltFaces *train_faces, *valid_faces;

/* The paths last given out under each name stay good. */
static const char *
out_path(const char *name)
{
    static char paths[8][512];
    static size_t turn;
    char *path = paths[turn++ % 8];

    snprintf(path, sizeof paths[0], "%s/%s", check_temp_dir(), name);
    return path;
}

/* What most runs share; tests change what they are about. */
static LiltTraining
usual(const char *name)
{
    LiltDiag diag = {""};

    if (train_faces == NULL) {
        write_faces(make_faces(), check_temp_dir(), "train");
        if (!CHECK(lilt_faces_open(check_temp_dir(), LILT_SPLIT_TRAIN, LILT_LABELS_FER, false,
                                   &diag, &train_faces) == LILT_OK &&
                       lilt_faces_open(check_temp_dir(), LILT_SPLIT_VALID, LILT_LABELS_FER, false,
                                       &diag, &valid_faces) == LILT_OK,
                   "%s", diag.text))
            exit(1);
    }
    return (LiltTraining){.recipe = &recipe,
                          .train = train_faces,
                          .valid = valid_faces,
                          .out = out_path(name),
                          .seed = 42};
}

static LiltStatus
run(LiltTraining training, unsigned n_threads)
{
    LiltDiag diag = {""};

    training.pool = lilt_pool_new(n_threads);
    const LiltStatus status = lilt_train(&training, &diag);

    CHECK(status == LILT_OK || status == LILT_E_STOPPED || diag.text[0] != '\0', "explained");
    lilt_pool_free(training.pool);
    return status;
}

/* The bytes of a file from its tensors on (the header holds times); *ret_n of them, to be freed. */
static unsigned char *
read_tensors(const char *path, size_t *ret_n)
{
    static const size_t most = 1 << 20;
    unsigned char *bytes = malloc(most);
    FILE *file = fopen(path, "rb");
    size_t n_header = 0;

    if (!CHECK(bytes != NULL && file != NULL, "%s", path))
        exit(1);
    for (size_t i = 0; i < 8; i++)
        n_header |= (size_t)getc(file) << 8 * i;
    fseek(file, (long)n_header, SEEK_CUR);
    *ret_n = fread(bytes, 1, most, file);
    fclose(file);
    return bytes;
}

static void
check_same_tensors(const char *one, const char *other, const char *why)
{
    size_t n, m;
    unsigned char *a = read_tensors(one, &n), *b = read_tensors(other, &m);

    CHECK(n == m && n > 10000, "%zu and %zu bytes", n, m);
    CHECK_BYTES(a, b, n < m ? n : m, "%s", why);
    free(a);
    free(b);
}

static void
keep_last(void *user, const LiltEpoch *epoch)
{
    *(LiltEpoch *)user = *epoch;
}

TEST(a_run_learns_and_leaves_model_and_history)
{
    LiltTraining training = usual("learn");
    LiltEpoch last = {.epoch = 0};
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    char line[256];
    int n_lines = 0;

    training.n_epochs = 12;
    training.on_epoch = keep_last;
    training.user = &last;
    REQUIRE(run(training, 2) == LILT_OK, "run");
    CHECK(last.epoch == 12 && last.n_epochs == 12, "epoch %zu of %zu", last.epoch, last.n_epochs);
    CHECK(last.valid_accuracy > 0.9 && last.train_accuracy > 0.8, "valid %.2f train %.2f",
          last.valid_accuracy, last.train_accuracy);
    CHECK(last.left_s < 1e-6, "nothing left");

    LiltPool *pool = lilt_pool_new(2);
    LiltMetrics metrics;

    REQUIRE(lilt_weights_read(out_path("learn"), &diag, &weights) == LILT_OK, "%s", diag.text);
    CHECK(lilt_evaluate(weights, train_faces, pool, &diag, &metrics) == LILT_OK, "%s", diag.text);
    CHECK(metrics.accuracy > 0.9, "the model file classifies: %.2f", metrics.accuracy);
    CHECK_TEXT("tiny", lilt_weights_note(weights, "recipe"));
    lilt_weights_free(weights);
    lilt_pool_free(pool);

    FILE *history = fopen(out_path("learn.history.csv"), "r");

    REQUIRE(history != NULL, "history");
    while (fgets(line, sizeof line, history) != NULL)
        n_lines++;
    fclose(history);
    CHECK(n_lines == 13, "a heading and a row an epoch: %d", n_lines);
}

TEST(threads_change_no_byte)
{
    REQUIRE(run(usual("one"), 1) == LILT_OK, "one thread");
    REQUIRE(run(usual("two"), 2) == LILT_OK, "two");
    REQUIRE(run(usual("three"), 3) == LILT_OK, "three");
    check_same_tensors(out_path("one.checkpoint"), out_path("two.checkpoint"), "1 and 2 threads");
    check_same_tensors(out_path("one.checkpoint"), out_path("three.checkpoint"), "1 and 3");
}

TEST(another_seed_gives_other_weights)
{
    LiltTraining training = usual("other-seed");
    size_t n, m;

    training.seed = 43;
    REQUIRE(run(training, 2) == LILT_OK && run(usual("two"), 2) == LILT_OK, "run");
    unsigned char *a = read_tensors(out_path("other-seed.checkpoint"), &n);
    unsigned char *b = read_tensors(out_path("two.checkpoint"), &m);

    CHECK(n == m && memcmp(a, b, n) != 0, "they differ");
    free(a);
    free(b);
}

TEST(a_resumed_run_is_an_unbroken_one)
{
    LiltTraining training = usual("broken");

    REQUIRE(run(usual("whole"), 2) == LILT_OK, "unbroken");
    training.resume = true;                           /* there is nothing yet: it begins */
    for (size_t steps = 3; steps <= 27; steps += 6) { /* nine steps an epoch, four epochs */
        training.max_steps = steps;
        REQUIRE(run(training, 2) == LILT_E_STOPPED, "stopped after step %zu", steps);
    }
    training.max_steps = 0;
    REQUIRE(run(training, 1) == LILT_OK, "to the end");
    check_same_tensors(out_path("whole.checkpoint"), out_path("broken.checkpoint"), "state");
    check_same_tensors(out_path("whole"), out_path("broken"), "model");
}

TEST(a_stop_saves_and_a_budget_ends)
{
    const volatile sig_atomic_t stop = 1;
    LiltTraining training = usual("stopped");

    training.stop = &stop;
    CHECK(run(training, 1) == LILT_E_STOPPED, "asked to stop");
    CHECK(access(out_path("stopped.checkpoint"), R_OK) == 0, "a checkpoint is there");
    training = usual("budget");
    training.n_epochs = 100000;
    training.budget_s = 0.05;
    CHECK(run(training, 1) == LILT_OK, "over in time");
    CHECK(access(out_path("budget"), R_OK) == 0, "and the model is there");
}

TEST(a_run_begins_from_other_weights)
{
    LiltTraining training = usual("second");
    LiltEpoch last = {.epoch = 0};

    training.init = out_path("learn");
    training.n_epochs = 1;
    training.on_epoch = keep_last;
    training.user = &last;
    REQUIRE(access(training.init, R_OK) == 0 || run(usual("learn"), 2) == LILT_OK, "a first run");
    CHECK(run(training, 2) == LILT_OK, "run");
    CHECK(last.valid_accuracy > 0.9, "it knows from the start: %.2f", last.valid_accuracy);
}

TEST(what_does_not_fit_is_refused)
{
    LiltTraining training = usual("two");

    training.resume = true;
    training.seed = 44;
    CHECK(run(training, 1) == LILT_E_FORMAT, "a checkpoint of another seed");
    training = usual("nowhere/model");
    CHECK(run(training, 1) == LILT_E_ABSENT, "a place that is not there");
    training = usual("no-init");
    training.init = "/nowhere/weights";
    CHECK(run(training, 1) == LILT_E_ABSENT, "no weights to begin from");
    lilt_faces_free(train_faces);
    lilt_faces_free(valid_faces);
}

TEST_MAIN()
