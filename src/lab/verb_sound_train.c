/* lilt-lab sound-train: fit the model that tells a sound's mood to labelled clips, and say by
 * cross-validation how well it tells that of clips of artists it has not heard, and how well the
 * music fits that is chosen by it. */
#include "agreement.h"
#include "clips.h"
#include "lab.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 10, ROUNDS = 3 };

typedef struct {
    const char *data, *out;
    long seed;
    bool json;
} Options;

static int
read_options(int argc, char **argv, Options *options)
{
    const char *value;

    *options = (Options){.seed = 1};
    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--data")) != NULL)
            options->data = value;
        else if ((value = lab_option(argc, argv, &i, "--out")) != NULL)
            options->out = value;
        else if ((value = lab_option(argc, argv, &i, "--seed")) != NULL)
            options->seed = lab_number("--seed", value, 0, 1 << 30);
        else if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else
            return lab_usage("sound-train", "unknown option \"%s\"", argv[i]);
    }
    return options->data != NULL
               ? LAB_DONE
               : lab_usage("sound-train", "wants --data DIR and may have --out MODEL");
}

/* ---- cross-validation ---------------------------------------------------------------------- */

/* What was said of clips that the model had not learnt from. */
typedef struct {
    size_t n, n_valence, n_arousal;
    size_t confusion[4][4]; /* [quadrant][said] */
} Score;

static int
quadrant_of(LiltPoint point)
{
    return point.valence > 0.0f ? (point.arousal > 0.0f ? 0 : 3) : (point.arousal > 0.0f ? 1 : 2);
}

static double
macro_f1(const Score *score)
{
    double sum = 0;

    for (int c = 0; c < 4; c++) {
        size_t said = 0, is = 0;

        for (int other = 0; other < 4; other++) {
            said += score->confusion[other][c];
            is += score->confusion[c][other];
        }
        sum += said + is > 0 ? 2.0 * (double)score->confusion[c][c] / (double)(said + is) : 0.0;
    }
    return sum / 4.0;
}

static void
note(Score *score, LiltPoint is, LiltPoint said)
{
    score->n++;
    score->n_valence += (is.valence > 0.0f) == (said.valence > 0.0f);
    score->n_arousal += (is.arousal > 0.0f) == (said.arousal > 0.0f);
    score->confusion[quadrant_of(is)][quadrant_of(said)]++;
}

/* Learn from all folds but one and judge that one: where its clips lie goes into `places`. `rows`
 * and `points` are room for all clips. */
static LiltStatus
judge_fold(const LabClips *clips, const int *folds, int fold, LiltSoundRows *rows,
           LiltPoint *points, LiltDiag *diag, Score *score, LiltPoint *places)
{
    LiltSoundModel *model;
    size_t n = 0;

    for (size_t i = 0; i < clips->n; i++)
        if (folds[i] != fold) {
            rows[n] = clips->rows[i];
            points[n++] = clips->points[i];
        }
    const LiltStatus status = lilt_sound_model_fit(n, rows, points, diag, &model);

    if (status != LILT_OK)
        return status;
    for (size_t i = 0; i < clips->n; i++)
        if (folds[i] == fold) {
            places[i] = lilt_sound_model_place(model, &clips->rows[i], LILT_GENRE_UNKNOWN);
            note(score, clips->points[i], places[i]);
        }
    lilt_sound_model_free(model);
    return LILT_OK;
}

/* The clips of an artist go to one fold, which chance decides. */
static void
draw_folds(const LabClips *clips, uint64_t seed, int *folds)
{
    LiltRng rng = lilt_rng_new(seed, 1);

    for (size_t i = 0; i < clips->n; i++) {
        folds[i] = (int)lilt_rng_below(&rng, FOLDS);
        for (size_t j = 0; j < i; j++)
            if (clips->artists[j] == clips->artists[i]) {
                folds[i] = folds[j];
                break;
            }
    }
}

/* *ret_agreement: of the first round. */
static LiltStatus
cross_validate(const LabClips *clips, uint64_t seed, LiltDiag *diag, Score *score,
               LabAgreement *ret_agreement)
{
    LiltSoundRows *rows = malloc(clips->n * sizeof *rows);
    LiltPoint *points = malloc(clips->n * sizeof *points);
    LiltPoint *places = malloc(clips->n * sizeof *places);
    int *folds = malloc(clips->n * sizeof *folds);
    LiltStatus status = LILT_OK;

    if (rows == NULL || points == NULL || places == NULL || folds == NULL)
        status = lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    for (uint64_t round = 0; status == LILT_OK && round < ROUNDS; round++) {
        draw_folds(clips, seed + round, folds);
        for (int fold = 0; status == LILT_OK && fold < FOLDS; fold++)
            status = judge_fold(clips, folds, fold, rows, points, diag, score, places);
        if (status == LILT_OK && round == 0)
            status = lab_agreement_measure(clips, places, diag, ret_agreement);
    }
    free(rows);
    free(points);
    free(places);
    free(folds);
    return status;
}

static void
print_score(const LabClips *clips, const Score *score, const LabAgreement *agreement, bool json)
{
    const double n = (double)score->n, valence = (double)score->n_valence / n;
    const double arousal = (double)score->n_arousal / n, f1 = macro_f1(score);

    if (json)
        printf("{\"clips\":%zu,\"folds\":%d,\"rounds\":%d,\"macro_f1\":%.4f,\"arousal\":%.4f,"
               "\"valence\":%.4f,\"overlap\":%.4f,\"of_artist\":%zu,\"agreement\":{",
               clips->n, FOLDS, ROUNDS, f1, arousal, valence, agreement->overlap,
               agreement->of_artist);
    else
        printf(
            "%zu clips, %d rounds of %d folds that keep artists together:\n"
            "macro F1 over the quadrants %.3f, right half by arousal %.3f, by valence %.3f\n"
            "two moods' lists of 30 share at most %.2f, an artist comes at most %zu times in 20\n"
            "of the 20 chosen for a mood fit it by label:\n",
            clips->n, ROUNDS, FOLDS, f1, arousal, valence, agreement->overlap,
            agreement->of_artist);
    for (int mood = 0; mood < LILT_NEUTRAL; mood++) /* the last one, which has no halves */
        printf(json ? "%s\"%s\":%.2f" : "%s%s %.2f",
               mood == 0 ? ""
               : json    ? ","
                         : "  ",
               lilt_emotion_label((LiltEmotion)mood), agreement->share[mood]);
    puts(json ? "}}" : "");
}

/* ---- the verb ------------------------------------------------------------------------------ */

static LiltStatus
fit_all(const LabClips *clips, const char *out, LiltDiag *diag)
{
    LiltSoundModel *model;
    LiltStatus status = lilt_sound_model_fit(clips->n, clips->rows, clips->points, diag, &model);

    if (status != LILT_OK)
        return status;
    status = lilt_sound_model_write(model, out, diag);
    lilt_sound_model_free(model);
    return status;
}

int
lab_sound_train(int argc, char **argv)
{
    Options options;
    LabClips clips;
    Score score = {0};
    LabAgreement agreement;
    LiltDiag diag = {""};
    const int code = read_options(argc, argv, &options);

    if (code != LAB_DONE)
        return code;
    LiltStatus status = lab_clips_open(options.data, &diag, &clips);

    if (status != LILT_OK)
        return lab_fail("sound-train", "%s", diag.text);
    status = cross_validate(&clips, (uint64_t)options.seed, &diag, &score, &agreement);
    if (status == LILT_OK) {
        print_score(&clips, &score, &agreement, options.json);
        if (options.out != NULL)
            status = fit_all(&clips, options.out, &diag);
    }
    lab_clips_free(&clips);
    return status == LILT_OK ? LAB_DONE : lab_fail("sound-train", "%s", diag.text);
}
