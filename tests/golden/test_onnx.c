/* What `lilt-lab export` writes is the same function: ONNX Runtime reads the file and gives the
 * probabilities that our own network gives. */
#include "chance_net.h"
#include "check.h"
#include "lilt/nn.h"
#include "nets.h"
#include "onnx.h"
#include "ort.h"

enum { N = 100 };

static const double bound = 1e-4;

/* Every kind of layer, without a bias and with, and two heads with temperatures. */
static const char list[] =
    "[{\"kind\":\"normalize\",\"epsilon\":0.02},"
    "{\"kind\":\"conv\",\"name\":\"c1\",\"out\":5,\"size\":3,\"pad\":1,\"bias\":false},"
    "{\"kind\":\"batch_norm\",\"name\":\"n1\",\"epsilon\":0.01},{\"kind\":\"relu\"},"
    "{\"kind\":\"max_pool\",\"size\":2},"
    "{\"kind\":\"conv\",\"name\":\"c2\",\"out\":9,\"size\":3,\"pad\":0},{\"kind\":\"relu\"},"
    "{\"kind\":\"max_pool\",\"size\":2},{\"kind\":\"dropout\",\"rate\":0.5},"
    "{\"kind\":\"linear\",\"name\":\"l1\",\"out\":11,\"bias\":false},"
    "{\"kind\":\"batch_norm\",\"name\":\"n2\"},{\"kind\":\"relu\"},"
    "{\"kind\":\"linear\",\"name\":\"l2\",\"out\":12},{\"kind\":\"relu\"},"
    "{\"kind\":\"head\",\"name\":\"fer\"},{\"kind\":\"head\",\"name\":\"ferplus\"}]";

static LiltWeights *
make_weights(void)
{
    LiltWeights *weights = chance_net(list, lilt_rng_new(5, 5), 0.2f);

    lilt_weights_set_note(weights, "fer.temperature", "1.5");
    lilt_weights_set_note(weights, "ferplus.temperature", "0.8");
    return weights;
}

/* Pictures of chance with light and dark sides, as faces have. */
static void
draw_faces(float *faces)
{
    LiltRng rng = lilt_rng_new(check_seed(), 1);

    for (size_t i = 0; i < N; i++) {
        const float across = lilt_rng_unit(&rng), down = lilt_rng_unit(&rng);

        for (size_t p = 0; p < LILT_FACE_PIXELS; p++)
            faces[i * LILT_FACE_PIXELS + p] = 0.4f * lilt_rng_unit(&rng) +
                                              0.3f * across * (float)(p % 48) / 47.0f +
                                              0.3f * down * (float)(p / 48) / 47.0f;
    }
}

/* The head through ONNX Runtime and by our own network, over N faces. */
static void
compare(const LiltWeights *weights, const char *head, float *faces)
{
    static float ours[N * LILT_N_EMOTIONS], theirs[N * LILT_N_EMOTIONS];
    double largest = 0.0;
    char path[512];
    LiltDiag diag = {""};
    LiltNet *net = NULL;
    Proto model = {0};
    Ort *ort = NULL;

    snprintf(path, sizeof path, "%s/m.onnx", check_temp_dir());
    REQUIRE(lab_onnx_write(weights, head, &diag, &model) == LILT_OK, "%s", diag.text);
    FILE *file = fopen(path, "wb");

    REQUIRE(file != NULL && fwrite(model.bytes, 1, model.n, file) == model.n, "%s", path);
    fclose(file);
    proto_clear(&model);
    REQUIRE(ort_open(check_asset("onnxruntime/libonnxruntime.so"), path, &diag, &ort) == LILT_OK,
            "%s", diag.text);
    REQUIRE(lilt_net_new(weights, &diag, &net) == LILT_OK, "%s", diag.text);
    if (head != NULL)
        REQUIRE(lilt_net_use_head(net, head, &diag) == LILT_OK, "%s", diag.text);
    lilt_net_predict(net, N, faces, ours);
    /* In batches of 1, 2, 3 ... : N is free in the file. */
    for (size_t done = 0, n = 1; done < N; done += n, n = n < N - done ? n + 1 : N - done)
        REQUIRE(ort_predict(ort, n, faces + done * LILT_FACE_PIXELS, &diag,
                            theirs + done * LILT_N_EMOTIONS) == LILT_OK,
                "%s", diag.text);
    for (size_t i = 0; i < N * LILT_N_EMOTIONS; i++)
        largest = fmax(largest, fabs((double)ours[i] - (double)theirs[i]));
    printf("%s: largest difference %.2g\n", head != NULL ? head : "first head", largest);
    CHECK(largest <= bound, "%g", largest);
    lilt_net_free(net);
    ort_close(ort);
}

TEST(every_layer_and_head_is_exported)
{
    static float faces[N * LILT_FACE_PIXELS];
    LiltWeights *weights = make_weights();
    Proto model = {0};
    LiltDiag diag = {""};

    draw_faces(faces);
    compare(weights, NULL, faces);
    compare(weights, "fer", faces);
    compare(weights, "ferplus", faces);
    CHECK(lab_onnx_write(weights, "nobody", &diag, &model) == LILT_E_ABSENT, "no such head");
    CHECK(strstr(diag.text, "nobody") != NULL && model.bytes == NULL, "%s", diag.text);
    lilt_weights_free(weights);
}

TEST(the_networks_of_the_bench_are_exported)
{
    static const char *const names[] = {"r1", "r2", "mcnn"};
    static float faces[N * LILT_FACE_PIXELS];

    draw_faces(faces);
    for (size_t i = 0; i < 3; i++) {
        LiltWeights *weights = NULL;
        LiltDiag diag = {""};

        REQUIRE(lab_net_open(names[i], &diag, &weights) == LILT_OK, "%s", diag.text);
        compare(weights, NULL, faces);
        lilt_weights_free(weights);
    }
}

/* Real faces, for which the differences between the classes are what they are. */
TEST(the_shipped_network_is_exported_for_faces)
{
    enum { IDX_HEADER = 16 };
    static unsigned char pixels[N * LILT_FACE_PIXELS];
    static float faces[N * LILT_FACE_PIXELS];
    LiltWeights *weights = NULL;
    LiltDiag diag = {""};
    FILE *file = fopen(check_shared("data/fer2013/public-images.idx3-ubyte"), "rb");

    REQUIRE(file != NULL && fseek(file, IDX_HEADER, SEEK_SET) == 0 &&
                fread(pixels, 1, sizeof pixels, file) == sizeof pixels,
            "FER-2013");
    fclose(file);
    for (size_t i = 0; i < N * LILT_FACE_PIXELS; i++)
        faces[i] = (float)pixels[i] / 255.0f;
    REQUIRE(lab_net_open("mcnn", &diag, &weights) == LILT_OK, "%s", diag.text);
    compare(weights, NULL, faces);
    lilt_weights_free(weights);
}

TEST_MAIN()
