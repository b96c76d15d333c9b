/* The layer list: JSON both ways, shapes, and what is refused. */
#include "check.h"
#include "lilt/nn.h"

static const char good[] =
    "[{\"kind\":\"normalize\",\"epsilon\":0.01},"
    "{\"kind\":\"conv\",\"name\":\"c1\",\"out\":8,\"size\":3,\"pad\":1,\"bias\":false},"
    "{\"kind\":\"batch_norm\",\"name\":\"n1\"},{\"kind\":\"relu\"},"
    "{\"kind\":\"max_pool\",\"size\":2},{\"kind\":\"dropout\",\"rate\":0.25},"
    "{\"kind\":\"linear\",\"name\":\"l1\",\"out\":20},{\"kind\":\"relu\"},"
    "{\"kind\":\"head\",\"name\":\"fer\"},{\"kind\":\"head\",\"name\":\"ferplus\"}]";

TEST(a_list_is_read_and_shaped)
{
    LiltLayers layers;
    LiltDiag diag = {""};

    REQUIRE(lilt_layers_parse(good, &diag, &layers) == LILT_OK, "%s", diag.text);
    CHECK(layers.n == 10, "%zu layers", layers.n);
    CHECK(layers.layer[1].after.channels == 8 && layers.layer[1].after.height == 48, "conv");
    CHECK(!layers.layer[1].bias && layers.layer[6].bias, "bias by default");
    CHECK(layers.layer[4].after.height == 24 && layers.layer[4].after.channels == 8, "pool");
    CHECK(layers.layer[6].before.height == 24 && layers.layer[6].after.channels == 20, "linear");
    CHECK(layers.layer[9].before.channels == 20, "the second head reads the trunk");
    CHECK_NEAR(1e-5, layers.layer[2].epsilon, 1e-12, "epsilon by default");

    LiltTensorSpec specs[LILT_MAX_LAYER_TENSORS];

    CHECK(lilt_layer_tensors(&layers.layer[1], specs) == 1, "a conv without bias");
    CHECK_TEXT("c1.weight", specs[0].name);
    CHECK(specs[0].n_dims == 4 && specs[0].shape[0] == 8 && specs[0].shape[1] == 1 &&
              specs[0].shape[2] == 3 && specs[0].shape[3] == 3,
          "as PyTorch has it");
    CHECK(lilt_layer_tensors(&layers.layer[2], specs) == 4, "batch norm");
    CHECK_TEXT("n1.running_var", specs[3].name);
    CHECK(lilt_layer_tensors(&layers.layer[6], specs) == 2, "linear");
    CHECK(specs[0].n_dims == 2 && specs[0].shape[1] == 24 * 24 * 8, "linear");
    CHECK(lilt_layer_tensors(&layers.layer[3], specs) == 0, "relu");
}

TEST(printing_and_reading_agree)
{
    LiltLayers once, twice;
    LiltDiag diag = {""};

    REQUIRE(lilt_layers_parse(good, &diag, &once) == LILT_OK, "%s", diag.text);
    char *text = lilt_layers_print(&once);

    REQUIRE(text != NULL && lilt_layers_parse(text, &diag, &twice) == LILT_OK, "%s", diag.text);
    CHECK(once.n == twice.n, "%zu and %zu", once.n, twice.n);
    for (size_t i = 0; i < once.n; i++) {
        const LiltLayer *a = &once.layer[i], *b = &twice.layer[i];

        CHECK(a->kind == b->kind && strcmp(a->name, b->name) == 0 && a->out == b->out &&
                  a->size == b->size && a->pad == b->pad && a->after.channels == b->after.channels,
              "layer %zu", i);
        if (a->kind == LILT_LAYER_NORMALIZE || a->kind == LILT_LAYER_BATCH_NORM)
            CHECK_NEAR(a->epsilon, b->epsilon, 1e-9, "layer %zu", i);
        if (a->kind == LILT_LAYER_DROPOUT)
            CHECK_NEAR(a->rate, b->rate, 1e-9, "layer %zu", i);
        if (a->kind == LILT_LAYER_CONV || a->kind == LILT_LAYER_LINEAR)
            CHECK(a->bias == b->bias, "layer %zu", i);
    }
    free(text);
}

static void
check_refused(const char *json, const char *word)
{
    LiltLayers layers = {.n = 99};
    LiltDiag diag = {""};

    CHECK(lilt_layers_parse(json, &diag, &layers) == LILT_E_FORMAT, "%s", json);
    CHECK(strstr(diag.text, word) != NULL, "%s: \"%s\" names \"%s\"", json, diag.text, word);
    CHECK(layers.n == 99, "untouched on failure");
}

#define HEAD "{\"kind\":\"head\",\"name\":\"fer\"}"

TEST(lists_that_make_no_network_are_refused)
{
    check_refused("", "layer list");
    check_refused("{}", "layer list");
    check_refused("[]", "head");
    check_refused("[7]", "layer 1");
    check_refused("[{\"kind\":\"magic\"}," HEAD "]", "layer 1");
    check_refused("[{\"kind\":\"relu\",\"name\":\"\\u001b[2J\"}," HEAD "]",
                  "layer 1: unknown kind");
    check_refused("[{\"kind\":\"relu\",\"name\":\"123456789012345678901234567890123\"}," HEAD "]",
                  "layer 1: unknown kind");
    check_refused("[{\"kind\":\"relu\"}," HEAD "]", "layer 1 (relu ) does not follow");
    check_refused("[{\"kind\":\"batch_norm\",\"name\":\"n\"}," HEAD "]", "layer 1 (batch_norm n)");
    check_refused("[{\"kind\":\"max_pool\",\"size\":2},{\"kind\":\"normalize\"}," HEAD "]",
                  "not the first");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":2,\"size\":2,\"pad\":0},"
                  "{\"kind\":\"max_pool\",\"size\":2}," HEAD "]",
                  "does not divide");
    check_refused("[{\"kind\":\"max_pool\",\"size\":3}," HEAD "]", "2 x 2");
    check_refused("[{\"kind\":\"max_pool\",\"size\":0}," HEAD "]", "2 x 2");
    check_refused("[{\"kind\":\"dropout\",\"rate\":1}," HEAD "]", "rate");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":8}," HEAD "]", "size");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":8,\"size\":3,\"pad\":3}," HEAD "]",
                  "pad");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":8,\"size\":4,\"pad\":2}," HEAD "]",
                  "pad");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":1e9,\"size\":3}," HEAD "]", "out");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":8.5,\"size\":3}," HEAD "]", "out");
    check_refused("[{\"kind\":\"conv\",\"name\":\"c\",\"out\":-8,\"size\":3}," HEAD "]", "out");
    check_refused("[{\"kind\":\"conv\",\"out\":8,\"size\":3}," HEAD "]", "no name");
    check_refused("[{\"kind\":\"linear\",\"name\":\"fer\",\"out\":8}," HEAD "]", "earlier layer");
    check_refused("[{\"kind\":\"head\",\"name\":\"fer\",\"out\":8}]", "out of 7");
    check_refused("[" HEAD ",{\"kind\":\"dropout\"}]", "after a head");
    check_refused("[{\"kind\":\"normalize\",\"epsilon\":-1}," HEAD "]", "layer 1");
    check_refused("[{\"kind\":\"normalize\",\"epsilon\":1e999}," HEAD "]", "layer 1");
}

/* Few bytes of text must not make a network of gigabytes. */
TEST(lists_that_ask_for_too_much_are_refused)
{
    enum { N = 100, DEEP = 100000 };
    static char many[N * 40], deep[DEEP + 1];
    char *end = many;

    check_refused("[{\"kind\":\"conv\",\"name\":\"wide\",\"out\":1024,\"size\":1}," HEAD "]",
                  "layer 1 (conv wide) gives more than 1048576 values");
    end += sprintf(end, "[");
    for (int i = 0; i < N; i++)
        end += sprintf(end, "{\"kind\":\"dropout\"},");
    sprintf(end, HEAD "]");
    check_refused(many, "64 layers");
    memset(deep, '[', DEEP);
    check_refused(deep, "layer list");
}

/* Any list is read or refused; what is read has shapes that fit together. */
TEST(a_damaged_list_is_read_or_refused)
{
    static const char bytes[] = "[]{}\",:0123456789-.eE abcdefnorz_";
    char damaged[sizeof good];
    LiltRng rng = lilt_rng_new(check_seed(), 1);
    int n_read = 0, n_refused = 0;

    for (int round = 0; round < check_rounds(20000); round++) {
        LiltLayers layers;
        LiltDiag diag = {""};

        memcpy(damaged, good, sizeof good);
        for (uint32_t i = lilt_rng_below(&rng, 3); i > 0; i--)
            damaged[lilt_rng_below(&rng, sizeof good - 1)] =
                bytes[lilt_rng_below(&rng, sizeof bytes - 1)];
        if (lilt_layers_parse(damaged, &diag, &layers) != LILT_OK) {
            n_refused++;
            continue;
        }
        n_read++;
        for (size_t i = 1; i < layers.n; i++) {
            const LiltShape shape = layers.layer[i].before;

            if (shape.height * shape.width * shape.channels == 0 || shape.height > LILT_FACE_SIDE)
                CHECK(false, "layer %zu of %s", i, damaged);
        }
    }
    CHECK(n_read > 1000 && n_refused > 1000, "%d read, %d refused", n_read, n_refused);
}

TEST(weights_go_to_a_matrix_and_back)
{
    const LiltLayer layer = {.kind = LILT_LAYER_CONV, .out = 2, .size = 2, .before = {4, 4, 3}};
    float weight[2 * 3 * 4], matrix[24], back[24];

    for (size_t i = 0; i < 24; i++)
        weight[i] = (float)i;
    lilt_layer_to_matrix(&layer, weight, matrix);
    /* Out 1, channel 2, place 3 (y 1, x 1): row (3 * 3 + 2), column 1. */
    CHECK(matrix[(3 * 3 + 2) * 2 + 1] == weight[(1 * 3 + 2) * 4 + 3], "one place");
    lilt_layer_from_matrix(&layer, matrix, back);
    CHECK_BYTES(weight, back, sizeof weight, "and back");
}

TEST_MAIN()
