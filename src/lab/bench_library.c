/* The store and the recommender with many tracks. */
#include "bench_library.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_search.h"
#include "invent.h"
#include "lilt/recommend.h"
#include "measure.h"

enum { FIRST_SONGS = 400 }; /* as the window shows them at once */

/* ---- the store ------------------------------------------------------------------------------- */

static bool
count_row(void *data, const LiltStoreRow *row)
{
    (void)row;
    ++*(size_t *)data;
    return true;
}

/* What the window asks for when a letter was typed: songs, albums, artists. most: only so many. */
static LiltStatus
search(LiltStore *store, const char *text, size_t most, LiltDiag *diag, double *ret_ms)
{
    const int64_t began_us = lilt_clock_cpu_us();
    LiltStatus status = LILT_OK;
    size_t n = 0;

    for (int field = LILT_STORE_IN_ALL; field <= LILT_STORE_IN_ARTIST && status == LILT_OK;
         field++) {
        const LiltStoreQuery query = {.text = text, .field = (LiltStoreField)field, .most = most};

        status = lilt_store_find(store, &query, count_row, &n, diag);
    }
    *ret_ms = (double)(lilt_clock_cpu_us() - began_us) * 1e-3;
    return status;
}

/* The time that 19 of 20 searches need at most, of all beginnings of these words. */
static LiltStatus
measure_search(LiltStore *store, size_t most, LiltDiag *diag, double *ret_p95_ms)
{
    double ms[64];
    char text[16];
    size_t n = 0;
    LiltStatus status = LILT_OK;

    for (; lab_typed(n, text) && status == LILT_OK; n++)
        status = search(store, text, most, diag, &ms[n]);
    lab_median(ms, n); /* puts them in order */
    *ret_p95_ms = ms[(n - 1) * 95 / 100];
    return status;
}

static LiltStatus
measure_store(const char *path, size_t n_tracks, LiltDiag *diag, double *ret_per_s,
              double *ret_p95_ms, double *ret_all_p95_ms)
{
    LiltStore *store = NULL;
    LiltStatus status = lilt_store_open(path, LILT_STORE_WRITE, diag, &store);
    const int64_t began_us = lilt_clock_cpu_us();

    if (status == LILT_OK)
        status = lab_invent_tracks(store, (int64_t)n_tracks, diag);
    *ret_per_s = 1e6 * (double)n_tracks / (double)(lilt_clock_cpu_us() - began_us);
    if (status == LILT_OK)
        status = measure_search(store, FIRST_SONGS, diag, ret_p95_ms);
    if (status == LILT_OK)
        status = measure_search(store, 0, diag, ret_all_p95_ms);
    lilt_store_close(store);
    return status;
}

LiltStatus
lab_bench_store(size_t n_tracks, bool json, LiltDiag *diag)
{
    const char *tmp = getenv("TMPDIR");
    char folder[256], path[300];
    double per_s = 0, p95_ms = 0, all_p95_ms = 0, shown_ms = 0, scanning_ms = 0;
    LiltStatus status;

    snprintf(folder, sizeof folder, "%s/lilt-bench-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(folder) == NULL)
        return lilt_fail(diag, LILT_E_IO, "%s: %s", folder, strerror(errno));
    snprintf(path, sizeof path, "%s/library.db", folder);
    status = measure_store(path, n_tracks, diag, &per_s, &p95_ms, &all_p95_ms);
    if (status == LILT_OK)
        status = lab_bench_search(path, folder, diag, &shown_ms, &scanning_ms);
    unlink(path);
    rmdir(folder);
    if (status == LILT_OK && json)
        printf("{\"tracks\": %zu, \"insert_per_s\": %.0f, \"search_p95_ms\": %.1f,"
               " \"search_all_p95_ms\": %.1f, \"shown_p95_ms\": %.1f,"
               " \"shown_scanning_p95_ms\": %.1f}\n",
               n_tracks, per_s, p95_ms, all_p95_ms, shown_ms, scanning_ms);
    else if (status == LILT_OK)
        printf("%zu tracks: %.0f written a second, of 20 searches 19 find the first songs within"
               " %.1f ms of CPU, all within %.1f ms; the first stand in the list after %.1f ms,"
               " while files are read after %.1f ms\n",
               n_tracks, per_s, p95_ms, all_p95_ms, shown_ms, scanning_ms);
    return status;
}

/* ---- the recommender ------------------------------------------------------------------------- */

/* Tracks spread over the plane, one in three played, one in twenty loved, one in ten with words. */
static void
invent_rows(LiltCatalogue *c)
{
    enum { PER_ARTIST = 40 };
    LiltRng rng = lilt_rng_new(1, 3);

    for (size_t i = 0; i < c->capacity; i++) {
        const uint32_t luck = lilt_rng_below(&rng, 60);

        c->id[i] = (int64_t)i + 1;
        c->valence[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->arousal[i] = 2.0f * lilt_rng_unit(&rng) - 1.0f;
        c->tempo_bpm[i] = 60.0f + 120.0f * lilt_rng_unit(&rng);
        c->artist[i] = (uint32_t)(i / PER_ARTIST) + 1;
        c->genre[i] = lilt_rng_below(&rng, LILT_N_GENRES);
        c->n_plays[i] = luck < 20 ? 1 + lilt_rng_below(&rng, 30) : 0;
        c->last_play_s[i] = luck < 20 ? 1700000000 - (int64_t)lilt_rng_below(&rng, 10000000) : 0;
        c->love[i] = luck % 20 == 0;
        c->mode[i] = lilt_rng_unit(&rng) - 0.5f;
        c->words[i] = luck % 10 == 0 ? 2.0f * lilt_rng_unit(&rng) - 1.0f : 0.0f;
    }
    c->n_tracks = c->capacity;
}

/* What the model says of a listener who has heard a lot: something of every track, and of one in
 * fifty that it goes with what played. NULL when memory is short; free(). */
static float *
invent_listener(size_t n_tracks, LiltListener *ret_listener)
{
    LiltRng rng = lilt_rng_new(2, 3);
    float *columns = malloc(3 * n_tracks * sizeof *columns);
    float *personal = columns, *doubt = columns + n_tracks, *together = columns + 2 * n_tracks;

    for (size_t i = 0; columns != NULL && i < n_tracks; i++) {
        personal[i] = 0.5f * (lilt_rng_unit(&rng) + lilt_rng_unit(&rng)) - 0.5f;
        doubt[i] = lilt_rng_unit(&rng);
        together[i] = lilt_rng_below(&rng, 50) == 0 ? lilt_rng_unit(&rng) : 0.0f;
    }
    *ret_listener = (LiltListener){.personal = personal, .doubt = doubt, .together = together};
    return columns;
}

static LiltStatus
measure_policy(const LiltCatalogue *c, LiltPolicy policy, const LiltListener *listener,
               LiltDiag *diag, double *ret_ms)
{
    enum { LIMIT = 50, ROUNDS = 3 };
    LiltPick picks[LIMIT];
    double ms[ROUNDS * LILT_N_EMOTIONS];
    size_t n = 0;

    for (int i = 0; i < ROUNDS * LILT_N_EMOTIONS; i++) {
        const LiltEmotion mood = (LiltEmotion)(i % LILT_N_EMOTIONS);
        const LiltRequest request = {.catalogue = c,
                                     .listener = *listener,
                                     .mood = mood,
                                     .from = lilt_emotion_place(mood),
                                     .goal = lilt_emotion_place(LILT_HAPPY),
                                     .policy = policy,
                                     .now_s = 1700000000,
                                     .seed = (uint64_t)i};
        const int64_t began_us = lilt_clock_cpu_us();

        if (lilt_recommend(&request, LIMIT, picks, &n) != LILT_OK)
            return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
        ms[i] = (double)(lilt_clock_cpu_us() - began_us) * 1e-3;
    }
    *ret_ms = lab_median(ms, ROUNDS * LILT_N_EMOTIONS);
    return LILT_OK;
}

enum { N_TIMED = LILT_POLICY_PATH + 1 }; /* hold asks for nothing */

/* Of each policy, for a stranger and for a listener who is known. */
static LiltStatus
measure_policies(const LiltCatalogue *c, LiltDiag *diag, double stranger_ms[N_TIMED],
                 double known_ms[N_TIMED])
{
    const LiltListener stranger = {.personal = NULL};
    LiltListener known;
    float *columns = invent_listener(c->n_tracks, &known);
    LiltStatus status = columns != NULL ? LILT_OK : lilt_fail(diag, LILT_E_NOMEM, "out of memory");

    for (int policy = 0; policy < N_TIMED && status == LILT_OK; policy++) {
        status = measure_policy(c, (LiltPolicy)policy, &stranger, diag, &stranger_ms[policy]);
        if (status == LILT_OK)
            status = measure_policy(c, (LiltPolicy)policy, &known, diag, &known_ms[policy]);
    }
    free(columns);
    return status;
}

static void
print_times(size_t n_tracks, bool json, const double stranger_ms[N_TIMED],
            const double known_ms[N_TIMED])
{
    const char *format = json ? "{\"tracks\": %zu, \"ms\": %.2f, \"lift_ms\": %.2f,"
                                " \"path_ms\": %.2f, \"known_listener_ms\": %.2f,"
                                " \"known_listener_lift_ms\": %.2f,"
                                " \"known_listener_path_ms\": %.2f}\n"
                              : "the next 50 of %zu tracks: match %.2f ms, lift %.2f ms, path %.2f"
                                " ms; for a listener who is known %.2f, %.2f and %.2f ms\n";

    printf(format, n_tracks, stranger_ms[LILT_POLICY_MATCH], stranger_ms[LILT_POLICY_LIFT],
           stranger_ms[LILT_POLICY_PATH], known_ms[LILT_POLICY_MATCH], known_ms[LILT_POLICY_LIFT],
           known_ms[LILT_POLICY_PATH]);
}

LiltStatus
lab_bench_recommend(size_t n_tracks, bool json, LiltDiag *diag)
{
    LiltCatalogue *c = lilt_catalogue_new(n_tracks);
    double stranger_ms[N_TIMED], known_ms[N_TIMED];

    if (c == NULL)
        return lilt_fail(diag, LILT_E_NOMEM, "out of memory");
    invent_rows(c);
    const LiltStatus status = measure_policies(c, diag, stranger_ms, known_ms);

    lilt_catalogue_free(c);
    if (status == LILT_OK)
        print_times(n_tracks, json, stranger_ms, known_ms);
    return status;
}
