/* Recipes: every one makes a network; the short form is read or refused. */
#include "check.h"
#include "lilt/train.h"

TEST(every_recipe_makes_a_network)
{
    const LiltRecipe *recipe;
    size_t n = 0;

    for (; (recipe = lilt_recipe_at(n)) != NULL; n++) {
        LiltLayers layers;
        LiltDiag diag = {""};

        CHECK(lilt_recipe_layers(recipe, &diag, &layers) == LILT_OK, "%s", diag.text);
        CHECK(lilt_recipe_find(recipe->name) == recipe, "%s is found by name", recipe->name);
        CHECK(layers.layer[0].kind == LILT_LAYER_NORMALIZE, "%s normalises", recipe->name);
        CHECK_TEXT("fer", layers.layer[layers.n - 1].name);
    }
    CHECK(n >= 2, "%zu recipes", n);
    CHECK(lilt_recipe_find("mcnn") != NULL && lilt_recipe_find("no such") == NULL, "by name");
}

TEST(the_short_form_is_read_word_by_word)
{
    const LiltRecipe recipe = {.name = "r", .layers = "conv 6, pool 2,dropout 0.25, linear 9"};
    static const LiltLayerKind want[] = {
        LILT_LAYER_NORMALIZE, LILT_LAYER_CONV,    LILT_LAYER_BATCH_NORM, LILT_LAYER_RELU,
        LILT_LAYER_MAX_POOL,  LILT_LAYER_DROPOUT, LILT_LAYER_LINEAR,     LILT_LAYER_BATCH_NORM,
        LILT_LAYER_RELU,      LILT_LAYER_HEAD,
    };
    LiltLayers layers;
    LiltDiag diag = {""};

    REQUIRE(lilt_recipe_layers(&recipe, &diag, &layers) == LILT_OK, "%s", diag.text);
    REQUIRE(layers.n == sizeof want / sizeof *want, "%zu layers", layers.n);
    for (size_t i = 0; i < layers.n; i++)
        CHECK(layers.layer[i].kind == want[i], "layer %zu", i);
    CHECK(layers.layer[1].out == 6 && layers.layer[1].size == 3 && !layers.layer[1].bias, "conv");
    CHECK_NEAR(0.25, layers.layer[5].rate, 1e-9, "dropout");
    CHECK(layers.layer[6].out == 9, "linear");
}

TEST(what_cannot_be_read_is_named)
{
    static const char *const wrong[] = {"conv",           "conv x", "cov 8",
                                        "conv 8; pool 2", "pool 5", "conv -8"};
    LiltLayers layers;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const LiltRecipe recipe = {.name = "r", .layers = wrong[i]};
        LiltDiag diag = {""};

        CHECK(lilt_recipe_layers(&recipe, &diag, &layers) == LILT_E_FORMAT, "\"%s\"", wrong[i]);
        CHECK(diag.text[0] != '\0', "\"%s\" is explained", wrong[i]);
    }
}

TEST_MAIN()
