/* Lilt's networks against golden outputs, made once by PyTorch in double precision and kept beside
 * this file (make_golden.py): the largest error stays within 1e-5 of the largest logit. */
#include "check.h"
#include "lilt/nn.h"

enum { N_FACES = 6, N = LILT_N_EMOTIONS };

static float faces[N_FACES * LILT_FACE_PIXELS];

static LiltWeights *
read_golden(const char *name)
{
    char path[4096];
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};

    snprintf(path, sizeof path, "%s/%s.safetensors", GOLDEN_DIR, name);
    CHECK(lilt_weights_read(path, &diag, &weights) == LILT_OK, "%s", diag.text);
    return weights;
}

static const float *
golden_tensor(const LiltWeights *weights, const LiltTensorSpec *spec)
{
    const LiltTensor *tensor = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_weights_find(weights, spec, &diag, &tensor) == LILT_OK, "%s", diag.text);
    return tensor != NULL ? tensor->data : NULL;
}

static bool
read_faces(const LiltWeights *weights)
{
    const LiltTensorSpec spec = {"faces", 4, {N_FACES, 1, LILT_FACE_SIDE, LILT_FACE_SIDE}};
    const float *golden = golden_tensor(weights, &spec);

    if (golden != NULL)
        memcpy(faces, golden, sizeof faces);
    return golden != NULL;
}

/* The largest error of the logits that these probabilities come from, as a share of the largest
 * golden one. A logit is known from its probability up to one constant a face, so both sides are
 * taken about their mean. */
static double
logit_error(const float *golden, const float *probs)
{
    double worst = 0.0, largest = 0.0;

    for (size_t i = 0; i < N_FACES; i++, golden += N, probs += N) {
        double golden_mean = 0.0, mean = 0.0;

        for (size_t c = 0; c < N; c++) {
            golden_mean += (double)golden[c] / N;
            mean += log((double)probs[c]) / N;
            largest = fmax(largest, fabs((double)golden[c]));
        }
        for (size_t c = 0; c < N; c++)
            worst = fmax(worst,
                         fabs(log((double)probs[c]) - mean - ((double)golden[c] - golden_mean)));
    }
    return worst / largest;
}

/* Hold a head of the network against the golden logits: all faces together, and one by one. */
static void
check_head(const LiltWeights *weights, const char *head, const float *golden, const char *name)
{
    float probs[N_FACES * N];
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s: %s", name, diag.text);
    REQUIRE(lilt_net_use_head(net, head, &diag) == LILT_OK, "%s: %s", name, diag.text);
    for (size_t at_once = 1; at_once <= N_FACES; at_once += N_FACES - 1) {
        for (size_t i = 0; i < N_FACES; i += at_once)
            CHECK(lilt_net_predict(net, at_once, faces + i * LILT_FACE_PIXELS, probs + i * N) ==
                      LILT_OK,
                  "%s", name);
        const double error = logit_error(golden, probs);

        printf("%s, %s, %s, %zu at once: error %.1e of the largest logit\n",
               lilt_kernels_best()->name, name, head, at_once, error);
        CHECK(error <= 1e-5, "%s, head %s: %.1e", name, head, error);
    }
    lilt_net_free(net);
}

static void
check_network(const char *name, const LiltWeights *weights, const LiltWeights *golden,
              size_t n_heads)
{
    static const char *const heads[] = {"fer", "ferplus"};

    for (size_t i = 0; i < n_heads; i++) {
        LiltTensorSpec spec = {.n_dims = 2, .shape = {N_FACES, N}};

        snprintf(spec.name, sizeof spec.name, "golden.%s", heads[i]);
        const float *logits = golden_tensor(golden, &spec);

        if (logits != NULL)
            check_head(weights, heads[i], logits, name);
    }
}

TEST(small_networks_answer_as_pytorch_does)
{
    static const struct {
        const char *name;
        size_t n_heads;
    } networks[] = {{"deep", 2}, {"plain", 1}, {"odd", 2}};
    LiltWeights *pictures = read_golden("faces");

    REQUIRE(pictures != NULL && read_faces(pictures), "no faces");
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        LiltWeights *weights = read_golden(networks[i].name);

        if (weights != NULL)
            check_network(networks[i].name, weights, weights, networks[i].n_heads);
        lilt_weights_free(weights);
    }
    lilt_weights_free(pictures);
}

/* Fails after a change of models/mcnn.safetensors until make_golden.py has been run again. */
TEST(the_shipped_network_answers_as_pytorch_does)
{
    char path[4096];
    LiltDiag diag = {""};
    LiltWeights *weights = NULL, *golden = read_golden("faces");
    LiltLayers layers;

    REQUIRE(golden != NULL && read_faces(golden), "no faces");
    REQUIRE(lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) == LILT_OK &&
                lilt_weights_read(path, &diag, &weights) == LILT_OK &&
                lilt_layers_parse(lilt_weights_note(weights, "layers"), &diag, &layers) == LILT_OK,
            "%s", diag.text);
    check_network("mcnn", weights, golden,
                  layers.layer[layers.n - 2].kind == LILT_LAYER_HEAD ? 2 : 1);
    lilt_weights_free(weights);
    lilt_weights_free(golden);
}

TEST_MAIN()
