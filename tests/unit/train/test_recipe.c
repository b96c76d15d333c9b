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
        CHECK_TEXT("fer", layers.layer[layers.n - 1 - (recipe->ferplus_weight > 0.0f)].name);
        CHECK((strcmp(layers.layer[layers.n - 1].name, "ferplus") == 0) ==
                  (recipe->ferplus_weight > 0.0f),
              "%s: a second head where it is to learn", recipe->name);
    }
    CHECK(n >= 3, "%zu recipes", n);
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

TEST(entries_are_set_by_name)
{
    LiltRecipe recipe = *lilt_recipe_find("fast");
    LiltDiag diag = {""};

    CHECK(lilt_recipe_set(&recipe, "rate=0.125", &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_recipe_set(&recipe, "epochs=7", &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_recipe_set(&recipe, "flip=0", &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_recipe_set(&recipe, "erase_area=0.25", &diag) == LILT_OK, "%s", diag.text);
    CHECK(lilt_recipe_set(&recipe, "layers=pool 2, linear 3", &diag) == LILT_OK, "%s", diag.text);
    CHECK_NEAR(0.125, recipe.rate, 1e-9, "a number");
    CHECK(recipe.epochs == 7 && !recipe.augment.flip, "a count and a switch");
    CHECK_NEAR(0.25, recipe.augment.erase_area, 1e-9, "within augmentation");
    CHECK_TEXT("pool 2, linear 3", recipe.layers);
}

TEST(what_cannot_be_set_is_named)
{
    static const struct {
        const char *assignment, *said;
    } wrong[] = {
        {"speed=3", "no \"speed\"; it has layers batch epochs rate"},
        {"rate", "rate: \"\" is not a number"},
        {"rate=fast", "rate: \"fast\" is not a number from 0 to 10"},
        {"rate=0.1x", "\"0.1x\""},
        {"momentum=1", "from 0 to 0.9999"},
        {"smoothing=nan", "smoothing"},
        {"epochs=0", "epochs: \"0\" is not a whole number from 1"},
        {"epochs=2.5", "\"2.5\" is not a whole number"},
        {"flip=2", "flip: \"2\" is not a whole number from 0 to 1"},
    };
    const LiltRecipe *fast = lilt_recipe_find("fast");

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        LiltRecipe recipe = *fast;
        LiltDiag diag = {""};

        CHECK(lilt_recipe_set(&recipe, wrong[i].assignment, &diag) == LILT_E_FORMAT, "%s",
              wrong[i].assignment);
        CHECK(strstr(diag.text, wrong[i].said) != NULL, "\"%s\" says \"%s\"", diag.text,
              wrong[i].said);
        CHECK(recipe.rate == fast->rate && recipe.epochs == fast->epochs, "nothing has changed");
    }
}

/* What is printed, set entry by entry in an empty recipe, gives the same text: none is left out. */
TEST(a_printed_recipe_can_be_read_back)
{
    const LiltRecipe *recipe;

    for (size_t n = 0; (recipe = lilt_recipe_at(n)) != NULL; n++) {
        char *text = lilt_recipe_print(recipe), *copy = strdup(text), *rest = copy, *entry;
        LiltRecipe again = {.name = recipe->name, .summary = recipe->summary};
        LiltDiag diag = {""};

        while ((entry = strsep(&rest, ";")) != NULL) {
            entry += entry[0] == ' ';
            CHECK(lilt_recipe_set(&again, entry, &diag) == LILT_OK, "%s", diag.text);
        }
        CHECK_TEXT(recipe->layers, again.layers);
        again.layers = recipe->layers;
        CHECK_BYTES(&recipe->batch, &again.batch, sizeof again - offsetof(LiltRecipe, batch),
                    "%s: every entry", recipe->name);
        free(text);
        free(copy);
    }
}

TEST_MAIN()
