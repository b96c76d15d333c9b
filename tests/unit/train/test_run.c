/* Training runs on a small made-up set: it learns what its targets say; the number of threads
 * changes no byte; a run that was stopped anywhere and resumed ends with the very weights of an
 * unbroken one. */
#include "check.h"
#include "lilt/train.h"
#include "make_faces.h"

#include <unistd.h>

static const LiltRecipe recipe = {
    .name = "tiny",
    .layers = "conv 4, pool 2, pool 2, conv 8, pool 2, dropout 0.2, linear 16",
    .batch = 32,
    .epochs = 4,
    .rate = 0.05f,
    .momentum = 0.9f,
    .decay = 1e-4f,
    .warm_up_epochs = 0.5f,
    .average = 0.9f,
    .smoothing = 0.05f,
    .crowd = 0.2f,
    .ferplus_weight = 0.5f,
    .mixup = 0.2f,
    .augment = {.flip = true,
                .shift_px = 1.0f,
                .turn_rad = 0.05f,
                .noise = 0.02f,
                .erase = 0.2f,
                .erase_area = 0.1f},
};

/* Nothing is left to chance but the first weights and the order. */
static const LiltRecipe plain = {
    .name = "plain",
    .layers = "conv 4, pool 2, pool 2, conv 8, pool 2, linear 16",
    .batch = 32,
    .epochs = 8,
    .rate = 0.05f,
    .momentum = 0.9f,
    .average = 0.9f,
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

/* Eight of ten votes for the label, one for neutral, one for contempt; none for every tenth image.
 */
static void
vote(MadeFaces *faces)
{
    static const uint8_t columns[LILT_N_EMOTIONS] = {4, 5, 6, 1, 3, 2, 0};

    memset(faces->votes, 0, sizeof faces->votes);
    for (size_t i = 0; i < MADE_FACES; i++) {
        if (i % 10 == 0)
            continue;
        faces->votes[i][0] = 1;
        faces->votes[i][7] = 1;
        faces->votes[i][columns[faces->labels[i]]] += 8;
    }
}

/* What most runs share; tests change what they are about. */
static LiltTraining
usual(const char *name)
{
    LiltDiag diag = {""};

    if (train_faces == NULL) {
        MadeFaces *made = make_faces();

        vote(made);
        write_faces(made, check_temp_dir(), "train");
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
    LiltRecipe longer = recipe;
    LiltEpoch last = {.epoch = 0};
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    char line[256];
    int n_lines = 0;

    longer.epochs = 16;
    training.recipe = &longer;
    training.on_epoch = keep_last;
    training.user = &last;
    REQUIRE(run(training, 2) == LILT_OK, "run");
    CHECK(last.epoch == 16 && last.n_epochs == 16, "epoch %zu of %zu", last.epoch, last.n_epochs);
    CHECK(last.step == 9 && last.n_steps == 9 && last.all_steps == 16 * 9, "step %zu", last.step);
    CHECK(last.valid_accuracy > 0.9 && last.train_accuracy > 0.7, "valid %.2f train %.2f",
          last.valid_accuracy, last.train_accuracy);
    CHECK(last.valid_ferplus_accuracy > 0.9, "ferplus %.2f", last.valid_ferplus_accuracy);
    CHECK(last.left_s < 1e-6, "nothing left");

    LiltPool *pool = lilt_pool_new(2);
    LiltMetrics metrics;

    REQUIRE(lilt_weights_read(out_path("learn"), &diag, &weights) == LILT_OK, "%s", diag.text);
    CHECK(lilt_evaluate(weights, NULL, train_faces, pool, &diag, &metrics) == LILT_OK, "%s",
          diag.text);
    CHECK(metrics.accuracy > 0.9, "the model file classifies: %.2f", metrics.accuracy);
    CHECK(lilt_evaluate(weights, "ferplus", train_faces, pool, &diag, &metrics) == LILT_OK &&
              metrics.accuracy > 0.85,
          "and by its second head: %.2f", metrics.accuracy);
    CHECK_TEXT("tiny", lilt_weights_note(weights, "recipe"));
    CHECK(strstr(lilt_weights_note(weights, "settings"), "mixup=0.2; ") != NULL, "settings: %s",
          lilt_weights_note(weights, "settings"));
    CHECK(lilt_weights_note(weights, "fer.temperature") != NULL &&
              lilt_weights_note(weights, "ferplus.temperature") != NULL,
          "both heads are calibrated");
    lilt_weights_free(weights);
    lilt_pool_free(pool);

    FILE *history = fopen(out_path("learn.history.csv"), "r");

    REQUIRE(history != NULL && fgets(line, sizeof line, history) != NULL, "history");
    CHECK_TEXT("epoch,step,rate,train_loss,train_accuracy,valid_loss,valid_accuracy,"
               "valid_ferplus_accuracy,images_per_s,seconds\n",
               line);
    while (fgets(line, sizeof line, history) != NULL)
        n_lines++;
    fclose(history);
    CHECK(n_lines == 16, "a row an epoch: %d", n_lines);
    CHECK(strncmp(line, "16,144,", 7) == 0, "the last one: %s", line);
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

enum { N_AT_REST = 4 };

static void
keep_loss(void *user, const LiltEpoch *epoch)
{
    ((double *)user)[epoch->epoch - 1] = epoch->loss;
}

/* The losses of some epochs of a network that does not move, so that only what is drawn for an
 * epoch can make them differ. */
static void
losses_at_rest(LiltRecipe still, size_t n_faces, double losses[N_AT_REST])
{
    LiltTraining training = usual("at-rest");
    LiltFaces faces = *train_faces;

    still.rate = 0.0f;
    still.epochs = N_AT_REST;
    faces.n = n_faces;
    training.train = &faces;
    training.recipe = &still;
    training.on_epoch = keep_loss;
    training.user = losses;
    CHECK(run(training, 2) == LILT_OK, "run");
}

static void
check_all_differ(const double losses[N_AT_REST], const char *why)
{
    for (size_t i = 0; i < N_AT_REST; i++)
        for (size_t j = 0; j < i; j++)
            CHECK(fabs(losses[i] - losses[j]) > 1e-5, "%s: epochs %zu and %zu: %g", why, j + 1,
                  i + 1, losses[i]);
}

TEST(each_epoch_is_drawn_anew)
{
    const size_t n = usual("at-rest").train->n;
    LiltRecipe still = plain;
    double losses[N_AT_REST];

    still.batch = MADE_FACES; /* as one batch, so that order makes no difference */
    losses_at_rest(still, n, losses);
    for (size_t i = 1; i < N_AT_REST; i++)
        CHECK_NEAR(losses[0], losses[i], 1e-6, "the same faces, the same loss");
    still.augment.shift_px = 4.0f;
    losses_at_rest(still, n, losses);
    check_all_differ(losses, "faces are moved");
    still.augment.shift_px = 0.0f;
    still.batch = 32; /* batch norm sees who is in a batch with whom */
    losses_at_rest(still, n, losses);
    check_all_differ(losses, "the order");
    still.mixup = 0.5f;
    losses_at_rest(still, 2, losses); /* two faces make only one pair, or two by order */
    check_all_differ(losses, "pairs are blended");
}

/* A finished network's share of training faces of which it says (label + turn) % 7. */
static double
share_turned(const char *name, size_t turn)
{
    LiltPool *pool = lilt_pool_new(2);
    float *probs = malloc(train_faces->n * LILT_N_EMOTIONS * sizeof *probs);
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    size_t n = 0;

    if (!CHECK(lilt_weights_read(out_path(name), &diag, &weights) == LILT_OK &&
                   lilt_classify_faces(weights, NULL, train_faces, pool, &diag, probs) == LILT_OK,
               "%s", diag.text))
        exit(1);
    for (size_t i = 0; i < train_faces->n; i++) {
        const float *p = probs + i * LILT_N_EMOTIONS;
        size_t said = 0;

        for (size_t c = 1; c < LILT_N_EMOTIONS; c++)
            said = p[c] > p[said] ? c : said;
        n += said == (train_faces->labels[i] + turn) % LILT_N_EMOTIONS;
    }
    lilt_weights_free(weights);
    lilt_pool_free(pool);
    free(probs);
    return (double)n / (double)train_faces->n;
}

TEST(labels_crowd_and_teacher_are_heard_by_their_shares)
{
    LiltTraining training = usual("labels");
    LiltWeights *teacher = lilt_weights_new();
    LiltTensorSpec spec = {.name = "fer", .n_dims = 2, .shape = {MADE_FACES, LILT_N_EMOTIONS}};
    LiltTensor *opinions = lilt_weights_add(teacher, &spec);
    LiltRecipe taught = plain;
    LiltFaces turned = *train_faces;

    taught.paper = true; /* the last weights, whatever they are worth */
    training.recipe = &taught;
    REQUIRE(run(training, 2) == LILT_OK, "labels");
    CHECK(share_turned("labels", 0) > 0.9, "%.2f", share_turned("labels", 0));

    float *crowd = calloc(turned.n * LILT_N_EMOTIONS, sizeof *crowd);

    for (size_t i = 0; i < turned.n; i++) {
        const size_t label = turned.labels[i];

        crowd[i * LILT_N_EMOTIONS + (label + 1) % LILT_N_EMOTIONS] = 1.0f;
        opinions->data[turned.index[i] * LILT_N_EMOTIONS + (label + 2) % LILT_N_EMOTIONS] = 1.0f;
    }
    turned.crowd = crowd;
    training.train = &turned;
    taught.crowd = 0.9f;
    training.out = out_path("crowd");
    REQUIRE(run(training, 2) == LILT_OK, "crowd");
    CHECK(share_turned("crowd", 1) > 0.9, "%.2f", share_turned("crowd", 1));
    taught.teach = 0.9f;
    training.out = out_path("taught");
    CHECK(run(training, 2) == LILT_E_FORMAT, "nobody teaches");
    training.teacher = teacher;
    REQUIRE(run(training, 2) == LILT_OK, "teacher");
    CHECK(share_turned("taught", 2) > 0.9, "%.2f", share_turned("taught", 2));
    free(crowd);
    lilt_weights_free(teacher);
}

TEST(patience_and_target_end_a_run)
{
    LiltTraining training = usual("patient");
    LiltRecipe idle = plain;
    LiltEpoch last = {.epoch = 0};

    idle.rate = 0.0f; /* nothing gets better */
    idle.average = 0.0f;
    idle.layers = "linear 4";
    idle.patience = 3;
    idle.epochs = 50;
    training.recipe = &idle;
    training.on_epoch = keep_last;
    training.user = &last;
    CHECK(run(training, 2) == LILT_OK && last.epoch < 25, "ended after %zu epochs", last.epoch);
    CHECK(!last.best, "the last epochs were in vain");
    training = usual("aimed");
    LiltRecipe quick = plain;

    quick.epochs = 50;
    training.recipe = &quick;
    training.target = 0.8;
    training.on_epoch = keep_last;
    training.user = &last;
    CHECK(run(training, 2) == LILT_OK && last.epoch < 50, "ended after %zu epochs", last.epoch);
    CHECK(last.valid_accuracy >= 0.8, "at %.2f", last.valid_accuracy);
}

TEST(the_papers_model_is_the_last_one)
{
    LiltTraining training = usual("best");
    LiltRecipe wild = plain;
    LiltEpoch last = {.epoch = 0};
    size_t n, m;

    wild.rate = 0.5f; /* up and down */
    wild.average = 0.0f;
    wild.epochs = 5;
    training.recipe = &wild;
    training.max_steps = 45;
    REQUIRE(run(training, 2) == LILT_OK, "run");
    wild.paper = true;
    training.out = out_path("last");
    training.on_epoch = keep_last;
    training.user = &last;
    REQUIRE(run(training, 2) == LILT_OK, "run");
    CHECK(last.best, "every epoch's model is written");
    unsigned char *model = read_tensors(out_path("last"), &n);
    unsigned char *state = read_tensors(out_path("last.checkpoint"), &m);

    CHECK(n > 0 && m > n, "%zu and %zu bytes", n, m);
    CHECK_BYTES(state + m - n, model, n,
                "the checkpoint ends with the average, which is the model");
    free(model);
    free(state);
}

TEST(a_stop_saves_and_a_budget_ends)
{
    const volatile sig_atomic_t stop = 1;
    LiltTraining training = usual("stopped");
    LiltRecipe endless = recipe;

    training.stop = &stop;
    CHECK(run(training, 1) == LILT_E_STOPPED, "asked to stop");
    CHECK(access(out_path("stopped.checkpoint"), R_OK) == 0, "a checkpoint is there");
    training = usual("budget");
    endless.epochs = 100000;
    training.recipe = &endless;
    training.budget_s = 0.05;
    CHECK(run(training, 1) == LILT_OK, "over in time");
    CHECK(access(out_path("budget"), R_OK) == 0, "and the model is there");
}

TEST(a_run_begins_from_other_weights)
{
    LiltTraining training = usual("second");
    LiltEpoch last = {.epoch = 0};

    LiltRecipe brief = recipe;

    brief.epochs = 1;
    training.recipe = &brief;
    training.init = out_path("learn");
    training.on_epoch = keep_last;
    training.user = &last;
    REQUIRE(access(training.init, R_OK) == 0 || run(usual("learn"), 2) == LILT_OK, "a first run");
    CHECK(run(training, 2) == LILT_OK, "run");
    CHECK(last.valid_accuracy > 0.9, "it knows from the start: %.2f", last.valid_accuracy);
}

TEST(what_does_not_fit_is_refused)
{
    LiltTraining training = usual("two");

    LiltRecipe other = recipe;
    LiltDiag diag = {""};

    training.resume = true;
    training.seed = 44;
    CHECK(run(training, 1) == LILT_E_FORMAT, "a checkpoint of another seed");
    training = usual("two");
    other.decay = 0.5f;
    training.recipe = &other;
    training.resume = true;
    training.pool = lilt_pool_new(1);
    CHECK(lilt_train(&training, &diag) == LILT_E_FORMAT, "a checkpoint of another recipe");
    CHECK(strstr(diag.text, "was begun with decay=0.0001") != NULL, "\"%s\"", diag.text);
    lilt_pool_free(training.pool);
    training = usual("nowhere/model");
    CHECK(run(training, 1) == LILT_E_ABSENT, "a place that is not there");
    training = usual("no-init");
    training.init = "/nowhere/weights";
    CHECK(run(training, 1) == LILT_E_ABSENT, "no weights to begin from");
    lilt_faces_free(train_faces);
    lilt_faces_free(valid_faces);
}

TEST_MAIN()
