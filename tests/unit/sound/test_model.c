/* The model of a sound's mood: it learns what can be learnt, is the same again from its file, and a
 * file that is none is refused by name. */
#include "check.h"
#include "lilt/sound.h"

#include <stdlib.h>

enum { N = 80 };

static LiltSoundRows rows[N];
static LiltPoint points[N];

/* Rows of chance, of which the first number tells valence and the last arousal. */
static void
make_rows(uint64_t stream)
{
    LiltRng rng = lilt_rng_new(check_seed(), stream);

    for (size_t i = 0; i < N; i++) {
        points[i] = (LiltPoint){i & 1 ? 1.0f : -1.0f, i & 2 ? 1.0f : -1.0f};
        for (size_t p = 0; p < LILT_SOUND_PARTS; p++) {
            float *row = rows[i].part[p];

            for (size_t j = 0; j < LILT_SOUND_FEATURES; j++)
                row[j] = 0.3f * lilt_rng_normal(&rng);
            for (size_t j = 0; j < 20; j++)
                row[j] += points[i].valence;
            for (size_t j = LILT_SOUND_FEATURES - 3; j < LILT_SOUND_FEATURES; j++)
                row[j] += 10.0f + points[i].arousal;
        }
    }
}

static LiltSoundModel *
fit(void)
{
    LiltSoundModel *model = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_sound_model_fit(N, rows, points, &diag, &model) == LILT_OK, "%s", diag.text);
    return model;
}

TEST(what_rows_tell_is_learnt)
{
    make_rows(1);
    LiltSoundModel *model = fit();

    make_rows(2); /* others of the kind */
    for (size_t i = 0; i < N; i++) {
        const LiltPoint said = lilt_sound_model_place(model, &rows[i], LILT_GENRE_UNKNOWN);

        CHECK(said.valence * points[i].valence > 0.1f && said.arousal * points[i].arousal > 0.1f,
              "row %zu of corner %.0f, %.0f at %f, %f", i, (double)points[i].valence,
              (double)points[i].arousal, (double)said.valence, (double)said.arousal);
    }
    lilt_sound_model_free(model);
}

TEST(a_row_like_no_other_stays_in_the_plane)
{
    make_rows(1);
    LiltSoundModel *model = fit();

    for (size_t j = 0; j < LILT_SOUND_FEATURES; j++)
        for (size_t p = 0; p < LILT_SOUND_PARTS; p++)
            rows[0].part[p][j] = j % 2 ? 1e30f : -1e30f;
    const LiltPoint said = lilt_sound_model_place(model, &rows[0], LILT_GENRE_METAL);

    CHECK(fabsf(said.valence) <= 1.0f && fabsf(said.arousal) <= 1.0f, "at %f, %f",
          (double)said.valence, (double)said.arousal);
    lilt_sound_model_free(model);
}

TEST(one_sound_teaches_nothing)
{
    LiltSoundModel *model = NULL;
    LiltDiag diag = {""};

    CHECK(lilt_sound_model_fit(1, rows, points, &diag, &model) == LILT_E_FORMAT && model == NULL,
          "%s", diag.text);
}

static const char *
path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s", check_temp_dir(), name);
    return path;
}

TEST(a_written_model_is_the_same_again)
{
    LiltSoundModel *again = NULL;
    LiltDiag diag = {""};

    make_rows(3);
    LiltSoundModel *model = fit();

    REQUIRE(lilt_sound_model_write(model, path_of("m.model"), &diag) == LILT_OK, "%s", diag.text);
    REQUIRE(lilt_sound_model_load(path_of("m.model"), &diag, &again) == LILT_OK, "%s", diag.text);
    for (size_t i = 0; i < N; i++) {
        const LiltPoint one = lilt_sound_model_place(model, &rows[i], LILT_GENRE_JAZZ);
        const LiltPoint other = lilt_sound_model_place(again, &rows[i], LILT_GENRE_JAZZ);

        CHECK(one.valence == other.valence && one.arousal == other.arousal, "row %zu", i);
    }
    CHECK(lilt_sound_model_write(model, "/nowhere/m.model", &diag) == LILT_E_ABSENT &&
              strstr(diag.text, "/nowhere/m.model") != NULL,
          "%s", diag.text);
    lilt_sound_model_free(again);
    lilt_sound_model_free(model);
    lilt_sound_model_free(NULL);
}

/* The written model with `n` bytes changed at `at`, or cut there where `with` is NULL. */
static void
check_damaged(long at, const void *with, size_t n, const char *what)
{
    static unsigned char bytes[1 << 17];
    LiltSoundModel *model = NULL;
    LiltDiag diag = {""};
    FILE *file = fopen(path_of("m.model"), "rb");

    REQUIRE(file != NULL, "no model");
    size_t length = fread(bytes, 1, sizeof bytes, file);

    fclose(file);
    if (with != NULL)
        memcpy(bytes + at, with, n);
    else
        length = (size_t)at;
    file = fopen(path_of("d.model"), "wb");
    REQUIRE(file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0, "write");
    CHECK(lilt_sound_model_load(path_of("d.model"), &diag, &model) == LILT_E_FORMAT &&
              strstr(diag.text, "d.model") != NULL && model == NULL,
          "%s: %s", what, diag.text);
}

TEST(what_is_no_model_is_refused)
{
    LiltSoundModel *model = NULL, *good;
    LiltDiag diag = {""};

    make_rows(3);
    good = fit();
    REQUIRE(lilt_sound_model_write(good, path_of("m.model"), &diag) == LILT_OK, "%s", diag.text);
    lilt_sound_model_free(good);
    check_damaged(0, "RIFF", 4, "another file");
    check_damaged(8, "\xff\xff\xff\xff", 4, "other features");
    check_damaged(1000, NULL, 0, "cut off");
    check_damaged(16, "\0\0\xc0\x7f", 4, "not a number");
    check_damaged(16 + 4 * LILT_SOUND_FEATURES, "\0\0\0\0", 4, "no deviation");
    CHECK(lilt_sound_model_load(path_of("none.model"), &diag, &model) == LILT_E_ABSENT, "absent");
}

TEST_MAIN()
