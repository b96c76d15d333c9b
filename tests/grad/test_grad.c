/* Every layer's gradient against central differences of the loss, by each parameter and each value
 * of the input, through a small network that holds the layer. */
#include "check.h"
#include "lilt/train.h"

enum { BATCH = 5, COMPARED_OF_LARGE = 60 };

static const LiltShape small = {6, 4, 2}, large = {40, 40, 16};

static const LiltLayer conv3 = {
    .kind = LILT_LAYER_CONV, .name = "conv", .out = 5, .size = 3, .pad = 1, .bias = true};
static const LiltLayer valid_conv = {
    .kind = LILT_LAYER_CONV, .name = "narrow", .out = 3, .size = 3, .pad = 0, .bias = false};
static const LiltLayer wide_conv = {
    .kind = LILT_LAYER_CONV, .name = "wide", .out = 2, .size = 5, .pad = 2, .bias = true};
static const LiltLayer linear = {
    .kind = LILT_LAYER_LINEAR, .name = "linear", .out = 6, .bias = true};
static const LiltLayer norm = {.kind = LILT_LAYER_BATCH_NORM, .name = "norm", .epsilon = 1e-3f};
static const LiltLayer relu = {.kind = LILT_LAYER_RELU};
static const LiltLayer pool = {.kind = LILT_LAYER_MAX_POOL, .size = 2};
static const LiltLayer dropout = {.kind = LILT_LAYER_DROPOUT, .rate = 0.4f};
static const LiltLayer head = {
    .kind = LILT_LAYER_HEAD, .name = "fer", .out = LILT_N_EMOTIONS, .bias = true};
static const LiltLayer crowd_head = {
    .kind = LILT_LAYER_HEAD, .name = "ferplus", .out = LILT_N_EMOTIONS, .bias = true};

typedef struct {
    LiltPool *pool;
    LiltGraph *graph;
    size_t n_in;
    float *params;
    size_t n_params;
    float *input; /* [BATCH, n_in] */
    float targets[LILT_MAX_HEADS][BATCH][LILT_N_EMOTIONS];
} Net;

/* Soft targets, others for each head; beyond the first head some images count by half or nothing.
 */
static void
set_targets(Net *net)
{
    for (size_t h = 0; h < LILT_MAX_HEADS; h++)
        for (size_t i = 0; i < BATCH; i++) {
            const float whole = h > 0 && i < 2 ? 0.5f * (float)i : 1.0f;

            net->targets[h][i][(i + h) % LILT_N_EMOTIONS] = 0.7f * whole;
            net->targets[h][i][(i * 3 + 1) % LILT_N_EMOTIONS] += 0.3f * whole;
        }
}

/* A network of the layers up to the head, or with their own heads, on an input of chance. */
static bool
net_open(Net *net, LiltShape shape, size_t n, const LiltLayer *const *layers)
{
    const bool headed = n > 0 && layers[n - 1]->kind == LILT_LAYER_HEAD;
    LiltLayers list = {.n = n + !headed};
    const LiltGraphOptions options = {
        .batch = BATCH, .seed = 11, .head_weights = {1.0f, 0.6f}, .with_input_grad = true};
    LiltRng rng = lilt_rng_new(5, 5);
    LiltDiag diag = {""};

    *net = (Net){.n_in = shape.height * shape.width * shape.channels};
    for (size_t i = 0; i < n; i++)
        list.layer[i] = *layers[i];
    if (!headed)
        list.layer[n] = head;
    net->pool = lilt_pool_new(2);
    net->input = malloc(BATCH * net->n_in * sizeof *net->input);
    if (!CHECK(net->pool != NULL && net->input != NULL &&
                   lilt_layers_shape(&list, shape, &diag) == LILT_OK &&
                   lilt_graph_new(&list, &options, net->pool, &diag, &net->graph) == LILT_OK,
               "%s", diag.text))
        return false;
    net->params = lilt_graph_params(net->graph, &net->n_params);
    for (size_t i = 0; i < net->n_params; i++)
        net->params[i] += 2.0f / sqrtf((float)net->n_in) * lilt_rng_normal(&rng);
    for (size_t i = 0; i < BATCH * net->n_in; i++)
        net->input[i] = lilt_rng_normal(&rng);
    set_targets(net);
    return true;
}

static void
net_close(Net *net)
{
    lilt_graph_free(net->graph);
    lilt_pool_free(net->pool);
    free(net->input);
}

/* The input is set each time, since layers may work in place. */
static double
loss(Net *net)
{
    memcpy(lilt_graph_input(net->graph), net->input, BATCH * net->n_in * sizeof(float));
    return lilt_graph_learn(net->graph, net->targets[0][0], 3).loss;
}

/* The slope by *value. A kink of ReLU or max between the two points shows as slopes that differ
 * with the distance; such a point says nothing and NAN comes back. */
static double
difference(Net *net, float *value)
{
    const float middle = *value;
    double slopes[2];

    for (int i = 0; i < 2; i++) {
        const float h = i == 0 ? 1.0f / 128.0f : 1.0f / 512.0f;

        *value = middle + h;
        const double up = loss(net);

        *value = middle - h;
        slopes[i] = (up - loss(net)) / (2.0 * (double)h);
    }
    *value = middle;
    return fabs(slopes[0] - slopes[1]) <= 1e-3 + 0.01 * fabs(slopes[1]) ? slopes[1] : NAN;
}

/* Compare `n` slopes, or as many of them as the time allows; `size` is what errors are measured by.
 */
static void
compare(Net *net, const char *what, const char *which, size_t n, float *values, const float *slopes)
{
    const size_t stride = net->n_in > 1000 ? n / COMPARED_OF_LARGE : 1;
    size_t n_kinks = 0;
    double size = 0.0;

    for (size_t i = 0; i < n; i++)
        size = fmax(size, fabs((double)slopes[i]));
    CHECK(size > 1e-3, "%s: the slopes by %s are not all zero", what, which);
    for (size_t i = 0; i < n; i += stride) {
        const double want = difference(net, &values[i]);

        if (isnan(want))
            n_kinks++;
        else if (!(fabs(want - (double)slopes[i]) <= 2e-4 + 0.005 * size))
            CHECK(false, "%s, %s %zu: differences give %g, backward %g", what, which, i, want,
                  (double)slopes[i]);
    }
    CHECK(n_kinks * 10 * stride <= n, "%s, %s: %zu of %zu at kinks", what, which, n_kinks,
          n / stride);
}

static float *
copy(const float *values, size_t n)
{
    float *same = malloc(n * sizeof *same);

    return same != NULL ? memcpy(same, values, n * sizeof *same) : NULL;
}

static void
check_layers(const char *what, LiltShape shape, size_t n, const LiltLayer *const *layers)
{
    Net net;

    if (!net_open(&net, shape, n, layers))
        return;
    loss(&net);
    float *by_params = copy(lilt_graph_grads(net.graph), net.n_params);
    float *by_input = copy(lilt_graph_input_grad(net.graph), BATCH * net.n_in);

    REQUIRE(by_params != NULL && by_input != NULL, "memory");
    compare(&net, what, "parameter", net.n_params, net.params, by_params);
    compare(&net, what, "input", BATCH * net.n_in, net.input, by_input);
    free(by_params);
    free(by_input);
    net_close(&net);
}

#define CHECK_LAYERS(what, shape, ...)                                                             \
    do {                                                                                           \
        const LiltLayer *const layers[] = {__VA_ARGS__};                                           \
        check_layers(what, shape, sizeof layers / sizeof *layers, layers);                         \
    } while (0)

TEST(head_and_cross_entropy)
{
    check_layers("head", small, 0, NULL);
}

TEST(convolution)
{
    CHECK_LAYERS("3x3, same size", small, &conv3);
    CHECK_LAYERS("3x3, smaller", small, &valid_conv);
    CHECK_LAYERS("5x5", small, &wide_conv);
    CHECK_LAYERS("more than one block of lines", large, &valid_conv);
}

TEST(linear_layer)
{
    CHECK_LAYERS("linear", small, &linear);
}

TEST(batch_norm)
{
    CHECK_LAYERS("after conv", small, &valid_conv, &norm);
    CHECK_LAYERS("after linear", small, &linear, &norm);
}

TEST(running_statistics_follow_the_batch)
{
    const LiltLayer *const layers[] = {&linear, &norm};
    const size_t n = LILT_N_EMOTIONS - 1; /* outputs of `linear` */
    Net net;
    size_t n_stats;

    REQUIRE(net_open(&net, small, 2, layers) && linear.out == n, "network");
    const float *stats = lilt_graph_stats(net.graph, &n_stats);

    loss(&net);
    REQUIRE(n_stats == 2 * n, "%zu statistics", n_stats);
    for (size_t o = 0; o < n; o++) {
        double values[BATCH], mean = 0.0, variance = 0.0;

        for (size_t i = 0; i < BATCH; i++) {
            values[i] = (double)net.params[net.n_in * n + o]; /* the bias; then the product */
            for (size_t j = 0; j < net.n_in; j++)
                values[i] += (double)net.input[i * net.n_in + j] * (double)net.params[j * n + o];
            mean += values[i] / BATCH;
        }
        for (size_t i = 0; i < BATCH; i++)
            variance += (values[i] - mean) * (values[i] - mean) / (BATCH - 1);
        CHECK_NEAR(0.1 * mean, stats[o], 1e-5, "a tenth of the mean");
        CHECK_NEAR(0.9 + 0.1 * variance, stats[n + o], 1e-4, "and of the unbiased variance");
    }
    net_close(&net);
}

TEST(relu_layer)
{
    CHECK_LAYERS("relu", small, &conv3, &relu);
}

TEST(max_pooling)
{
    CHECK_LAYERS("pool first", small, &pool);
    CHECK_LAYERS("pool after conv", small, &conv3, &pool);
}

TEST(dropout_layer)
{
    CHECK_LAYERS("dropout first", small, &dropout);
    CHECK_LAYERS("dropout inside", small, &linear, &dropout);
}

TEST(a_whole_network)
{
    CHECK_LAYERS("whole", small, &conv3, &norm, &relu, &pool, &dropout, &linear, &relu);
}

TEST(two_heads)
{
    CHECK_LAYERS("heads alone", small, &head, &crowd_head);
    CHECK_LAYERS("heads on a trunk", small, &conv3, &norm, &relu, &pool, &linear, &relu, &head,
                 &crowd_head);
}

TEST(heads_are_counted_apart)
{
    const LiltLayer *const layers[] = {&linear, &relu, &head, &crowd_head};
    Net net;

    REQUIRE(net_open(&net, small, 4, layers), "network");
    CHECK(lilt_graph_n_heads(net.graph) == 2, "%zu heads", lilt_graph_n_heads(net.graph));
    memcpy(lilt_graph_input(net.graph), net.input, BATCH * net.n_in * sizeof(float));
    const LiltStep step = lilt_graph_learn(net.graph, net.targets[0][0], 3);

    CHECK_NEAR(step.head_loss[0] + 0.6 * step.head_loss[1], step.loss, 1e-6, "the loss in all");
    CHECK(fabs(step.head_loss[0] - step.head_loss[1]) > 1e-3, "two losses");
    memset(net.targets[1], 0, sizeof net.targets[1]); /* nothing is known to the second head */
    memcpy(lilt_graph_input(net.graph), net.input, BATCH * net.n_in * sizeof(float));
    const LiltStep alone = lilt_graph_learn(net.graph, net.targets[0][0], 3);
    const float *slopes = lilt_graph_grads(net.graph);

    CHECK_NEAR(step.head_loss[0], alone.loss, 1e-6, "the first is as it was");
    CHECK(alone.n_right[1] == 0 && alone.n_right[0] == step.n_right[0],
          "nothing to be right about");
    for (size_t i = net.n_params - (linear.out + 1) * LILT_N_EMOTIONS; i < net.n_params; i++)
        CHECK_NEAR(0.0, slopes[i], 1e-9, "parameter %zu of the second head rests", i);
    net_close(&net);
}

TEST(a_step_goes_against_the_slope_and_decays_weights_only)
{
    const LiltLayer *const layers[] = {&linear, &norm};
    const float rate = 0.1f, decay = 0.01f;
    Net net;

    REQUIRE(net_open(&net, small, 2, layers), "network");
    const size_t n_weights = net.n_in * linear.out; /* the linear layer's come first */
    const size_t n_head = LILT_N_EMOTIONS * linear.out;
    float *velocity = calloc(net.n_params, sizeof *velocity);

    loss(&net);
    float *before = copy(net.params, net.n_params);

    REQUIRE(before != NULL && velocity != NULL, "memory");
    const float *slopes = lilt_graph_grads(net.graph);

    lilt_graph_descend(net.graph, rate, 0.9f, decay, velocity);
    for (size_t i = 0; i < net.n_params; i++) {
        const size_t from_end = net.n_params - i; /* the head: weights, then seven biases */
        const bool weight = i < n_weights ||
                            (from_end > LILT_N_EMOTIONS && from_end <= LILT_N_EMOTIONS + n_head);
        const float slope = slopes[i] + (weight ? decay * before[i] : 0.0f);

        CHECK_NEAR(slope, velocity[i], 1e-6, "velocity %zu", i);
        CHECK_NEAR(before[i] - rate * slope, net.params[i], 1e-6, "parameter %zu", i);
    }
    free(before);
    free(velocity);
    net_close(&net);
}

TEST_MAIN()
