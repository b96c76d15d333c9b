/* lilt-lab simulate: listeners with a hidden taste, to see whether what they say is learnt from.
 *
 * The world is invented: artists with a place in the plane and a timbre, tracks round them. A
 * listener likes a track with a probability that is logistic in three things: how near it lies to a
 * point in the plane, how near its timbre is to theirs, and how much they are drawn to its artist.
 * These affinities are what users of a listening data set played, or else drawn by chance with the
 * same long tail. */
#include "lab.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "listens.h"
#include "lilt/recommend.h"

enum { ARTISTS = 150, TRACKS = 3000, PLAYS = 50, MOST_LISTENERS = 1000 };

typedef struct {
    LiltPoint point;
    float energy, brightness, tempo_bpm;
    float affinity[ARTISTS]; /* 0..1 */
} Hidden;

typedef struct {
    LiltCatalogue *c;
    const LabListens *listens; /* of users one after the other; or NULL */
    LiltRng rng;
    Hidden hidden;
    LiltVerdict verdicts[2 * PLAYS];
    size_t n_verdicts;
    int64_t heard[2 * PLAYS];
    float personal[TRACKS], doubt[TRACKS];
} World;

static float
within(float x, float low, float high)
{
    return fmaxf(low, fminf(x, high));
}

static void
invent_tracks(World *w)
{
    LiltCatalogue *c = w->c;

    c->n_tracks = TRACKS;
    for (size_t row = 0; row < TRACKS; row++) {
        const uint32_t artist = (uint32_t)(row * ARTISTS / TRACKS);
        LiltRng home = lilt_rng_new(w->rng.state, artist); /* the same for all of the artist's */

        c->id[row] = (int64_t)row + 1;
        c->artist[row] = artist + 1;
        c->genre[row] = lilt_rng_below(&home, LILT_N_GENRES);
        c->valence[row] = 1.6f * lilt_rng_unit(&home) - 0.8f;
        c->arousal[row] = 1.6f * lilt_rng_unit(&home) - 0.8f;
        c->energy[row] = lilt_rng_unit(&home);
        c->brightness[row] = lilt_rng_unit(&home);
        c->tempo_bpm[row] = 70.0f + 80.0f * lilt_rng_unit(&home);
    }
    for (size_t row = 0; row < TRACKS; row++) {
        c->valence[row] = within(c->valence[row] + 0.3f * lilt_rng_normal(&w->rng), -1, 1);
        c->arousal[row] = within(c->arousal[row] + 0.3f * lilt_rng_normal(&w->rng), -1, 1);
        c->energy[row] = within(c->energy[row] + 0.15f * lilt_rng_normal(&w->rng), 0.01f, 1);
        c->brightness[row] = within(c->brightness[row] + 0.15f * lilt_rng_normal(&w->rng), 0, 1);
        c->tempo_bpm[row] *= exp2f(0.15f * lilt_rng_normal(&w->rng));
    }
}

/* A user whom the world's artists, the first ones of the data set's, mean something to. */
static void
draw_affinities(World *w)
{
    float *affinity = w->hidden.affinity, most = 0.0f;

    memset(affinity, 0, sizeof w->hidden.affinity);
    if (w->listens == NULL) {
        for (int i = 0; i < ARTISTS / 8; i++)
            affinity[lilt_rng_below(&w->rng, ARTISTS)] = lilt_rng_unit(&w->rng);
        return;
    }
    while (most == 0.0f) {
        const size_t any = lilt_rng_below(&w->rng, (uint32_t)w->listens->n);
        const uint32_t user = w->listens->listens[any].profile;

        for (size_t i = 0; i < w->listens->n; i++) {
            const LiltListen *listen = &w->listens->listens[i];

            if (listen->profile == user) {
                float *of = &affinity[listen->item % ARTISTS];

                *of = fmaxf(*of, log2f(1.0f + listen->plays));
                most = fmaxf(most, *of);
            }
        }
    }
    for (int i = 0; i < ARTISTS; i++)
        affinity[i] /= most;
}

static void
draw_taste(World *w)
{
    w->hidden.point = (LiltPoint){1.6f * lilt_rng_unit(&w->rng) - 0.8f,
                                  1.6f * lilt_rng_unit(&w->rng) - 0.8f};
    w->hidden.energy = lilt_rng_unit(&w->rng);
    w->hidden.brightness = lilt_rng_unit(&w->rng);
    w->hidden.tempo_bpm = 70.0f + 80.0f * lilt_rng_unit(&w->rng);
    draw_affinities(w);
}

static float
likes(const World *w, size_t row)
{
    const LiltCatalogue *c = w->c;
    const Hidden *h = &w->hidden;
    const float dv = c->valence[row] - h->point.valence, da = c->arousal[row] - h->point.arousal;
    const float de = c->energy[row] - h->energy, db = c->brightness[row] - h->brightness;
    const float dt = log2f(c->tempo_bpm[row] / h->tempo_bpm);
    const float place = expf(-2.0f * (dv * dv + da * da));
    const float timbre = expf(-3.0f * (de * de + db * db + dt * dt));

    return 1.0f / (1.0f + expf(3.5f - 3.0f * place - 2.5f * timbre -
                               2.5f * h->affinity[c->artist[row] - 1]));
}

/* The next `limit` tracks in a mood, with what was learnt or by content alone. */
static LiltStatus
ask(World *w, LiltEmotion mood, bool learnt, size_t limit, LiltPick *picks)
{
    LiltRequest request = {.catalogue = w->c,
                           .mood = mood,
                           .from = lilt_emotion_place(mood),
                           .exclude = w->heard,
                           .n_exclude = w->n_verdicts,
                           .seed = lilt_rng_u32(&w->rng)};
    LiltStatus status = LILT_OK;
    size_t n = 0;

    if (learnt) {
        status = lilt_taste_learn(w->c, w->verdicts, w->n_verdicts, mood, w->personal, w->doubt);
        request.listener = (LiltListener){.personal = w->personal, .doubt = w->doubt};
    }
    return status == LILT_OK ? lilt_recommend(&request, limit, picks, &n) : status;
}

static LiltStatus
play(World *w)
{
    LiltStatus status = LILT_OK;

    for (int i = 0; i < PLAYS && status == LILT_OK; i++) {
        const LiltEmotion mood = (LiltEmotion)(i % LILT_N_EMOTIONS);
        LiltPick pick;

        status = ask(w, mood, true, 1, &pick);
        if (status != LILT_OK)
            break;
        const bool liked = lilt_rng_unit(&w->rng) < likes(w, pick.row);

        w->heard[w->n_verdicts] = w->c->id[pick.row];
        w->verdicts[w->n_verdicts++] = (LiltVerdict){pick.row, liked ? 1.0f : -1.0f, mood, 12};
    }
    return status;
}

/* The share of the next tracks of all moods that the listener likes. */
static LiltStatus
judge(World *w, bool learnt, double *ret_share)
{
    enum { A_MOOD = 10 };
    LiltStatus status = LILT_OK;
    double sum = 0.0;

    for (int mood = 0; mood < LILT_N_EMOTIONS && status == LILT_OK; mood++) {
        LiltPick picks[A_MOOD];

        status = ask(w, (LiltEmotion)mood, learnt, A_MOOD, picks);
        for (int i = 0; i < A_MOOD && status == LILT_OK; i++)
            sum += (double)likes(w, picks[i].row);
    }
    *ret_share = sum / (A_MOOD * LILT_N_EMOTIONS);
    return status;
}

/* Shares of liked tracks: by content alone and with what was learnt, before and after a change. */
typedef struct {
    double content, learnt, content_after, stale, learnt_after;
} Shares;

static LiltStatus
simulate(World *w, Shares *sums)
{
    Shares s = {0};
    LiltStatus status;

    w->n_verdicts = 0;
    invent_tracks(w);
    draw_taste(w);
    status = play(w);
    if (status == LILT_OK)
        status = judge(w, false, &s.content);
    if (status == LILT_OK)
        status = judge(w, true, &s.learnt);
    draw_taste(w);
    if (status == LILT_OK)
        status = judge(w, true, &s.stale);
    if (status == LILT_OK)
        status = play(w);
    if (status == LILT_OK)
        status = judge(w, false, &s.content_after);
    if (status == LILT_OK)
        status = judge(w, true, &s.learnt_after);
    sums->content += s.content, sums->learnt += s.learnt, sums->stale += s.stale;
    sums->content_after += s.content_after, sums->learnt_after += s.learnt_after;
    return status;
}

static LiltStatus
simulate_all(size_t n, uint64_t seed, const LabListens *listens, Shares *ret_means)
{
    World *w = calloc(1, sizeof *w);
    LiltStatus status = w != NULL ? LILT_OK : LILT_E_NOMEM;

    *ret_means = (Shares){0};
    if (w != NULL && (w->c = lilt_catalogue_new(TRACKS)) == NULL)
        status = LILT_E_NOMEM;
    for (size_t i = 0; i < n && status == LILT_OK; i++) {
        w->rng = lilt_rng_new(seed + i, 5);
        w->listens = listens;
        status = simulate(w, ret_means);
    }
    if (w != NULL)
        lilt_catalogue_free(w->c);
    free(w);
    return status;
}

int
lab_simulate(int argc, char **argv)
{
    size_t n = 20;
    uint64_t seed = 1;
    const char *folder = NULL, *value;
    bool json = false;
    LiltDiag diag = {"out of memory"};
    LabListens listens = {0};
    Shares s;

    for (int i = 1; i < argc; i++) {
        if ((value = lab_option(argc, argv, &i, "--listeners")) != NULL)
            n = (size_t)lab_number("--listeners", value, 1, MOST_LISTENERS);
        else if ((value = lab_option(argc, argv, &i, "--seed")) != NULL)
            seed = (uint64_t)lab_number("--seed", value, 0, INT32_MAX);
        else if ((value = lab_option(argc, argv, &i, "--listening")) != NULL)
            folder = value;
        else if (strcmp(argv[i], "--json") == 0)
            json = true;
        else
            return lab_usage("simulate", "unknown option %s", argv[i]);
    }
    LiltStatus status = folder != NULL ? lab_listens_read(folder, "train.txt", &diag, &listens)
                                       : LILT_OK;

    if (status == LILT_OK)
        status = simulate_all(n, seed, folder != NULL ? &listens : NULL, &s);
    free(listens.listens);
    if (status != LILT_OK)
        return lab_fail("simulate", "%s", diag.text);
    printf(json ? "{\"listeners\": %zu, \"plays\": %d, \"content\": %.3f, \"learnt\": %.3f, "
                  "\"gain\": %.3f, \"stale\": %.3f, \"content_after\": %.3f, "
                  "\"learnt_after\": %.3f, \"gain_after\": %.3f}\n"
                : "%zu listeners like, after %d plays, %.3f of what is chosen by content alone and "
                  "%.3f of what is learnt (%+.0f %%).\nWith another taste they like %.3f of it, "
                  "and after as many plays again %.3f by content and %.3f as learnt (%+.0f %%).\n",
           n, PLAYS, s.content / (double)n, s.learnt / (double)n,
           (json ? 1.0 : 100.0) * (s.learnt / s.content - 1.0), s.stale / (double)n,
           s.content_after / (double)n, s.learnt_after / (double)n,
           (json ? 1.0 : 100.0) * (s.learnt_after / s.content_after - 1.0));
    return LAB_DONE;
}
