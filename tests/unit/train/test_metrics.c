/* Metrics against figures worked out by hand. */
#include "chance_net.h"
#include "check.h"
#include "lilt/train.h"

enum { N = 6 };

/* Six faces: label, said, with which probability; the rest is spread over the other classes. */
static const struct {
    uint8_t label, said;
    float top;
} cases[N] = {{0, 0, 0.9f}, {0, 1, 0.5f}, {1, 1, 0.9f}, {3, 3, 1.0f}, {3, 3, 0.5f}, {3, 0, 0.9f}};

static LiltMetrics
compute(void)
{
    float probs[N * LILT_N_EMOTIONS];
    uint8_t labels[N];
    LiltMetrics metrics;

    for (size_t i = 0; i < N; i++) {
        labels[i] = cases[i].label;
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            probs[i * LILT_N_EMOTIONS + c] = c == cases[i].said ? cases[i].top
                                                                : (1.0f - cases[i].top) / 6.0f;
    }
    lilt_metrics_compute(N, probs, labels, &metrics);
    return metrics;
}

TEST(figures_by_hand)
{
    const LiltMetrics m = compute();

    CHECK(m.n == N, "%zu", m.n);
    CHECK_NEAR(4.0 / 6.0, m.accuracy, 1e-9, "accuracy");
    CHECK(m.confusion[0][0] == 1 && m.confusion[0][1] == 1 && m.confusion[3][0] == 1 &&
              m.confusion[3][3] == 2 && m.confusion[1][1] == 1,
          "confusion is [label][said]");
    CHECK_NEAR(0.5, m.precision[0], 1e-9, "angry: said twice, right once");
    CHECK_NEAR(0.5, m.recall[0], 1e-9, "angry: there twice, found once");
    CHECK_NEAR(0.5, m.precision[1], 1e-9, "disgust");
    CHECK_NEAR(1.0, m.recall[1], 1e-9, "disgust");
    CHECK_NEAR(2.0 / 3.0, m.f1[1], 1e-9, "disgust");
    CHECK_NEAR(1.0, m.precision[3], 1e-9, "happy");
    CHECK_NEAR(0.8, m.f1[3], 1e-9, "happy");
    CHECK_NEAR(0.0, m.f1[6], 1e-9, "a class nobody has counts 0");
    CHECK_NEAR((0.5 + 2.0 / 3.0 + 0.8) / 7.0, m.macro_f1, 1e-9, "macro F1");
}

TEST(calibration_error_by_hand)
{
    const LiltMetrics m = compute();
    /* Bins of a fifteenth: .9 (three, two right), .5 (two, one right), 1 (one, right). */
    const double want = (fabs(3 * 0.9 - 2) + fabs(2 * 0.5 - 1) + 0) / 6.0;

    CHECK_NEAR(want, m.ece, 1e-6, "ece %f", m.ece);
    CHECK(m.bins[13].n == 3 && m.bins[13].n_right == 2, "%zu of %zu", m.bins[13].n_right,
          m.bins[13].n);
    CHECK_NEAR(0.9, m.bins[13].confidence, 1e-6, "their mean confidence");
    CHECK(m.bins[7].n == 2 && m.bins[14].n == 1 && m.bins[0].n == 0, "the others");
}

TEST(loss_by_hand)
{
    const LiltMetrics m = compute();
    const double want = -(log(0.9) + log(0.5 / 6) + log(0.9) + 0 + log(0.5) + log(0.1 / 6)) / 6.0;

    CHECK_NEAR(want, m.loss, 1e-5, "loss %f", m.loss);
}

/* Labels drawn from the very probabilities, which are then sharpened by a known temperature. */
TEST(a_known_temperature_is_found)
{
    enum { MANY = 20000 };
    static float probs[MANY * LILT_N_EMOTIONS];
    static uint8_t labels[MANY];
    LiltRng rng = lilt_rng_new(4, 4);

    for (size_t i = 0; i < MANY; i++) {
        float *p = probs + i * LILT_N_EMOTIONS, logits[LILT_N_EMOTIONS];

        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            p[c] = logits[c] = 1.5f * lilt_rng_normal(&rng);
        lilt_softmax(LILT_N_EMOTIONS, p);
        float rest = lilt_rng_unit(&rng);

        while (labels[i] < LILT_N_EMOTIONS - 1 && (rest -= p[labels[i]]) >= 0.0f)
            labels[i]++;
        for (size_t c = 0; c < LILT_N_EMOTIONS; c++)
            p[c] = 2.5f * logits[c];
        lilt_softmax(LILT_N_EMOTIONS, p);
    }
    const double temperature = lilt_fit_temperature(MANY, probs, labels);

    CHECK_NEAR(2.5, temperature, 0.1, "have %f", temperature);
}

TEST(nothing_gives_zeros)
{
    LiltMetrics m;

    lilt_metrics_compute(0, NULL, NULL, &m);
    CHECK(m.n == 0 && m.accuracy == 0.0 && m.ece == 0.0 && m.macro_f1 == 0.0, "zeros");
}

/* Weights so large that sums overflow are finite, and so pass the reader; their answers are not. */
TEST(a_network_without_a_finite_answer_is_not_judged)
{
    static const char list[] = "[{\"kind\":\"conv\",\"name\":\"a\",\"out\":8,\"size\":3,\"pad\":1},"
                               "{\"kind\":\"conv\",\"name\":\"b\",\"out\":4,\"size\":3,\"pad\":1},"
                               "{\"kind\":\"head\",\"name\":\"fer\",\"out\":7}]";
    static uint8_t pixels[3 * LILT_FACE_PIXELS];
    uint8_t labels[3] = {0, 1, 2};
    const LiltFaces faces = {.n = 3, .n_items = 3, .pixels = pixels, .labels = labels};
    LiltWeights *weights = chance_net(list, lilt_rng_new(check_seed(), 1), 1e30f);
    LiltPool *pool = lilt_pool_new(2);
    LiltMetrics metrics;
    LiltDiag diag = {""};

    memset(pixels, 128, sizeof pixels);
    REQUIRE(pool != NULL, "pool");
    CHECK(lilt_evaluate(weights, NULL, &faces, pool, &diag, &metrics) == LILT_E_FORMAT, "judged");
    CHECK(strstr(diag.text, "finite") != NULL, "%s", diag.text);
    lilt_pool_free(pool);
    lilt_weights_free(weights);
}

TEST_MAIN()
