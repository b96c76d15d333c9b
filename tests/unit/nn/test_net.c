/* A network that runs: against a plain double-precision reading of its layer list, in groups and
 * alone, on every instruction set, without asking for memory. */
#include "chance_net.h"
#include "check.h"
#include "lilt/nn.h"

#include <stdatomic.h>

static atomic_size_t n_requests;

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t n, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__real_aligned_alloc(size_t alignment, size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t n, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);

void *
__wrap_malloc(size_t bytes)
{
    n_requests++;
    return __real_malloc(bytes);
}

void *
__wrap_calloc(size_t n, size_t bytes)
{
    n_requests++;
    return __real_calloc(n, bytes);
}

void *
__wrap_realloc(void *old, size_t bytes)
{
    n_requests++;
    return __real_realloc(old, bytes);
}

void *
__wrap_aligned_alloc(size_t alignment, size_t bytes)
{
    n_requests++;
    return __real_aligned_alloc(alignment, bytes);
}

static const char list[] =
    "[{\"kind\":\"normalize\",\"epsilon\":0.01},"
    "{\"kind\":\"conv\",\"name\":\"c1\",\"out\":5,\"size\":3,\"pad\":1,\"bias\":false},"
    "{\"kind\":\"batch_norm\",\"name\":\"n1\"},{\"kind\":\"relu\"},"
    "{\"kind\":\"max_pool\",\"size\":2},"
    "{\"kind\":\"conv\",\"name\":\"c2\",\"out\":9,\"size\":3,\"pad\":0},{\"kind\":\"relu\"},"
    "{\"kind\":\"max_pool\",\"size\":2},{\"kind\":\"dropout\",\"rate\":0.5},"
    "{\"kind\":\"linear\",\"name\":\"l1\",\"out\":11,\"bias\":false},"
    "{\"kind\":\"batch_norm\",\"name\":\"n2\"},{\"kind\":\"relu\"},"
    "{\"kind\":\"head\",\"name\":\"fer\"}]";

static LiltWeights *
make_weights(void)
{
    return chance_net(list, lilt_rng_new(3, 3), 0.3f);
}

static void
fill_faces(size_t n, float *faces)
{
    LiltRng rng = lilt_rng_new(9, 9);

    for (size_t i = 0; i < n * LILT_FACE_PIXELS; i++)
        faces[i] = lilt_rng_unit(&rng);
}

/* ---- the plain reading: images [channels, height, width] in double, as PyTorch has them ---- */

static const float *
tensor_of(const LiltWeights *weights, const LiltLayer *layer, size_t index)
{
    LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];
    const LiltTensor *tensor = NULL;

    if (lilt_layer_tensors(layer, specs) <= index)
        return NULL;
    lilt_weights_find(weights, &specs[index], NULL, &tensor);
    return tensor->data;
}

static double
convolved(const LiltLayer *l, const float *w, const double *x, size_t o, size_t y0, size_t x0)
{
    const LiltShape in = l->before;
    double sum = 0.0;

    for (size_t c = 0; c < in.channels; c++)
        for (size_t ky = 0; ky < l->size; ky++)
            for (size_t kx = 0; kx < l->size; kx++) {
                const size_t yy = y0 + ky - l->pad, xx = x0 + kx - l->pad; /* wrap below zero */

                if (yy < in.height && xx < in.width)
                    sum += (double)w[((o * in.channels + c) * l->size + ky) * l->size + kx] *
                           x[(c * in.height + yy) * in.width + xx];
            }
    return sum;
}

static double
largest(const LiltLayer *l, const double *x, size_t c, size_t y0, size_t x0)
{
    double top = -1e30;

    for (size_t i = 0; i < l->size * l->size; i++)
        top = fmax(top, x[(c * l->before.height + y0 * l->size + i / l->size) * l->before.width +
                          x0 * l->size + i % l->size]);
    return top;
}

static double
normalized(const double *x, size_t n, double epsilon, double v)
{
    double mean = 0.0, variance = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        variance += (x[i] - mean) * (x[i] - mean) / (double)n;
    return (v - mean) / (sqrt(variance) + epsilon);
}

/* Value `i` of what the layer gives for x. */
static double
value(const LiltWeights *weights, const LiltLayer *l, const double *x, size_t i)
{
    const LiltShape in = l->before, out = l->after;
    const size_t area = out.height * out.width, n_in = in.channels * in.height * in.width;
    const size_t c = i / area, y0 = i % area / out.width, x0 = i % out.width;
    const float *w = tensor_of(weights, l, 0), *b = tensor_of(weights, l, 1);
    double sum;

    switch (l->kind) {
    case LILT_LAYER_NORMALIZE:
        return normalized(x, n_in, (double)l->epsilon, x[i]);
    case LILT_LAYER_CONV:
        return convolved(l, w, x, c, y0, x0) + (b != NULL ? (double)b[c] : 0.0);
    case LILT_LAYER_LINEAR:
    case LILT_LAYER_HEAD:
        sum = b != NULL ? (double)b[i] : 0.0;
        for (size_t j = 0; j < n_in; j++)
            sum += (double)w[i * n_in + j] * x[j];
        return sum;
    case LILT_LAYER_BATCH_NORM:
        return (x[i] - (double)tensor_of(weights, l, 2)[c]) * (double)w[c] /
                   sqrt((double)tensor_of(weights, l, 3)[c] + (double)l->epsilon) +
               (double)b[c];
    case LILT_LAYER_MAX_POOL:
        return largest(l, x, c, y0, x0);
    case LILT_LAYER_RELU:
        return fmax(x[i], 0.0);
    case LILT_LAYER_DROPOUT:
        return x[i];
    }
    return NAN;
}

static void
predict_plainly(const LiltWeights *weights, const float *face, double *probs)
{
    static double buffers[2][5 * LILT_FACE_PIXELS];
    double sum = 0.0;
    LiltLayers layers;

    lilt_layers_parse(lilt_weights_note(weights, "layers"), NULL, &layers);
    for (size_t i = 0; i < LILT_FACE_PIXELS; i++)
        buffers[0][i] = (double)face[i];
    for (size_t k = 0; k < layers.n; k++) {
        const LiltShape out = layers.layer[k].after;

        for (size_t i = 0; i < out.channels * out.height * out.width; i++)
            buffers[(k + 1) % 2][i] = value(weights, &layers.layer[k], buffers[k % 2], i);
    }
    for (size_t i = 0; i < LILT_N_EMOTIONS; i++)
        sum += probs[i] = exp(buffers[layers.n % 2][i]);
    for (size_t i = 0; i < LILT_N_EMOTIONS; i++)
        probs[i] /= sum;
}

/* ---- tests --------------------------------------------------------------------------------- */

TEST(a_network_does_what_its_layer_list_says)
{
    static const char *const caps[] = {"scalar", "avx2", "avx512"};
    LiltWeights *weights = make_weights();
    static float faces[3 * LILT_FACE_PIXELS];
    float probs[3 * LILT_N_EMOTIONS];
    double want[LILT_N_EMOTIONS];
    LiltDiag diag = {""};

    fill_faces(3, faces);
    for (size_t cap = 0; cap < 3; cap++) {
        LiltNet *net = NULL;

        setenv("LILT_CPU", caps[cap], 1);
        REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
        REQUIRE(lilt_net_predict(net, 3, faces, probs) == LILT_OK, "predict");
        for (size_t i = 0; i < 3; i++) {
            predict_plainly(weights, faces + i * LILT_FACE_PIXELS, want);
            for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
                CHECK_NEAR(want[c], probs[i * LILT_N_EMOTIONS + c], 1e-5, "%s: face %zu class %zu",
                           caps[cap], i, c);
        }
        lilt_net_free(net);
    }
    unsetenv("LILT_CPU");
    lilt_weights_free(weights);
}

TEST(faces_are_classified_alike_together_and_alone)
{
    enum { N = 19 };
    LiltWeights *weights = make_weights();
    float *faces = malloc((N * LILT_FACE_PIXELS + 1) * sizeof *faces);
    float together[N * LILT_N_EMOTIONS], alone[LILT_N_EMOTIONS];
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    REQUIRE(faces != NULL && lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    fill_faces(N, faces + 1); /* off any alignment */
    const size_t before = n_requests;

    lilt_net_predict(net, N, faces + 1, together);
    for (size_t i = 0; i < N; i++) {
        double sum = 0.0;

        lilt_net_predict(net, 1, faces + 1 + i * LILT_FACE_PIXELS, alone);
        CHECK_BYTES(together + i * LILT_N_EMOTIONS, alone, sizeof alone, "face %zu", i);
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            sum += (double)alone[c];
        CHECK_NEAR(1.0, sum, 1e-5, "face %zu", i);
    }
    CHECK(lilt_net_predict(net, 0, faces, alone) == LILT_OK, "no face is no work");
    CHECK(n_requests == before, "%zu requests for memory", (size_t)n_requests - before);
    CHECK(before > 0, "the counter counts");
    lilt_net_free(net);
    lilt_weights_free(weights);
    free(faces);
}

TEST(a_second_head_answers_without_a_second_walk)
{
    enum { N = LILT_NET_GROUP };
    float *faces = malloc(N * LILT_FACE_PIXELS * sizeof *faces);
    float first[N * LILT_N_EMOTIONS], want[N * LILT_N_EMOTIONS], have[N * LILT_N_EMOTIONS];
    char path[4096];
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    if (lilt_place_find("models", "mcnn.safetensors", &diag, path, sizeof path) != LILT_OK)
        SKIP("%s", diag.text);
    REQUIRE(faces != NULL && lilt_net_load(path, &diag, &net) == LILT_OK, "%s", diag.text);
    fill_faces(N, faces);
    for (size_t n = 1; n <= N; n += 7) {
        lilt_net_use_head(net, "ferplus", NULL);
        lilt_net_predict(net, n, faces, want);
        lilt_net_use_head(net, NULL, NULL);
        lilt_net_predict(net, n, faces, first);
        CHECK(memcmp(first, want, n * LILT_N_EMOTIONS * sizeof *want) != 0, "the heads differ");
        lilt_net_use_head(net, "ferplus", NULL);
        REQUIRE(lilt_net_predict_again(net, have) == LILT_OK, "the second head");
        CHECK_BYTES(want, have, n * LILT_N_EMOTIONS * sizeof *want, "%zu faces", n);
    }
    lilt_net_free(net);
    free(faces);
}

static void
note_layer(void *user, const LiltLayer *layer)
{
    strcat(user, layer->name[0] != '\0' ? layer->name : "-");
    strcat(user, " ");
}

TEST(a_prediction_can_be_watched)
{
    LiltWeights *weights = make_weights();
    static float face[LILT_FACE_PIXELS];
    float probs[LILT_N_EMOTIONS];
    char seen[200] = "";
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    lilt_net_watch(net, note_layer, seen);
    lilt_net_predict(net, 1, face, probs);
    CHECK(strncmp(seen, "- c1 ", 5) == 0 && strstr(seen, "c2 ") != NULL &&
              strcmp(seen + strlen(seen) - 4, "fer ") == 0,
          "%s", seen);
    lilt_net_watch(net, NULL, NULL);
    seen[0] = '\0';
    lilt_net_predict(net, 1, face, probs);
    CHECK_TEXT("", seen);
    lilt_net_free(net);
    lilt_weights_free(weights);
}

TEST(a_temperature_divides_the_logits)
{
    LiltWeights *weights = make_weights();
    static float face[LILT_FACE_PIXELS];
    float sharp[LILT_N_EMOTIONS], soft[LILT_N_EMOTIONS];
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    fill_faces(1, face);
    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    lilt_net_predict(net, 1, face, sharp);
    lilt_net_free(net);
    lilt_weights_set_note(weights, "fer.temperature", "2");
    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    lilt_net_predict(net, 1, face, soft);
    lilt_net_free(net);
    for (size_t c = 1; c < LILT_N_EMOTIONS; c++)
        CHECK_NEAR(0.5f * logf(sharp[c] / sharp[0]), logf(soft[c] / soft[0]), 1e-4, "class %zu", c);
    lilt_weights_free(weights);
}

TEST(a_temperature_is_a_number)
{
    static const char *const wrong[] = {"cold", "", "1.5 or so", "0", "-2", "21", "1e999", "[1]"};
    LiltWeights *weights = make_weights();
    float temperature = 7.0f;
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_weights_temperature(weights, "fer", &diag, &temperature) == LILT_OK &&
              temperature == 1.0f,
          "none is 1");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        lilt_weights_set_note(weights, "fer.temperature", wrong[i]);
        CHECK(lilt_net_new(weights, &diag, &net) == LILT_E_FORMAT && net == NULL, "%s", wrong[i]);
        CHECK(strstr(diag.text, "fer.temperature") != NULL, "%s", diag.text);
    }
    lilt_weights_set_note(weights, "fer.temperature", "1.25");
    CHECK(lilt_weights_temperature(weights, "fer", &diag, &temperature) == LILT_OK &&
              temperature == 1.25f,
          "%g", (double)temperature);
    lilt_weights_free(weights);
}

/* Every weight is finite, what they make of a face is not. */
TEST(numbers_that_overflow_are_an_error)
{
    LiltWeights *weights = make_weights();
    static float face[LILT_FACE_PIXELS];
    float probs[LILT_N_EMOTIONS];
    const LiltTensorSpec spec = {"fer.bias", 1, {7}};
    const LiltTensor *bias = NULL;
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    fill_faces(1, face);
    REQUIRE(lilt_weights_find(weights, &spec, &diag, &bias) == LILT_OK, "%s", diag.text);
    bias->data[3] = 3e38f;
    lilt_weights_set_note(weights, "fer.temperature", "0.5");
    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    CHECK(lilt_net_predict(net, 1, face, probs) == LILT_E_FORMAT, "%g", (double)probs[3]);
    lilt_net_free(net);
    lilt_weights_free(weights);
}

TEST(a_model_file_is_loaded_or_refused_by_name)
{
    LiltWeights *weights = make_weights();
    const LiltTensorSpec wrong = {"c1.weight", 4, {5, 1, 3, 2}};
    char path[512], cut[512];
    LiltNet *net = NULL;
    LiltDiag diag = {""};

    snprintf(path, sizeof path, "%s/m.safetensors", check_temp_dir());
    snprintf(cut, sizeof cut, "%s/cut.safetensors", check_temp_dir());
    REQUIRE(lilt_weights_write(weights, path, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_net_load(path, &diag, &net) == LILT_OK, "%s", diag.text);
    lilt_net_free(net);
    net = NULL;

    FILE *from = fopen(path, "rb"), *to = fopen(cut, "wb");

    REQUIRE(from != NULL && to != NULL, "copy");
    for (int i = 0; i < 4000; i++)
        putc(getc(from), to);
    fclose(from);
    fclose(to);
    CHECK(lilt_net_load(cut, &diag, &net) == LILT_E_FORMAT && net == NULL, "cut short");
    CHECK(strstr(diag.text, "cut.safetensors: tensor ") != NULL, "%s", diag.text);

    lilt_weights_free(weights);
    weights = lilt_weights_new();
    REQUIRE(weights != NULL && lilt_weights_write(weights, path, &diag) == LILT_OK, "empty");
    CHECK(lilt_net_load(path, &diag, &net) == LILT_E_FORMAT, "no list");
    CHECK(strstr(diag.text, path) != NULL && strstr(diag.text, "layer list") != NULL, "%s",
          diag.text);
    lilt_weights_set_note(weights, "layers", list);
    lilt_weights_add(weights, &wrong);
    CHECK(lilt_weights_write(weights, path, &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_net_load(path, &diag, &net) == LILT_E_FORMAT, "wrong shape");
    CHECK(strstr(diag.text, path) != NULL &&
              strstr(diag.text, "c1.weight should be [5, 1, 3, 3] and is [5, 1, 3, 2]") != NULL,
          "%s", diag.text);
    CHECK(net == NULL, "untouched on failure");
    lilt_weights_free(weights);
    lilt_net_free(NULL);
}

TEST_MAIN()
