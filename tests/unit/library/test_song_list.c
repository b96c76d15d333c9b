/* A list that is brought to other entries in steps ends as one that is told all at once, and tells
 * every change truly on the way. */
#include "check.h"
#include "song_list.h"

enum { MOST_ROWS = 700, MOST_STEP = 64 };

/* What a listener makes of a list by what it is told. */
typedef struct {
    GArray *entries;
    guint largest; /* change */
} Mirror;

static void
on_items_changed(LiltSongList *list, guint place, guint n_removed, guint n_added, Mirror *mirror)
{
    if (n_removed > 0)
        g_array_remove_range(mirror->entries, place, n_removed);
    for (guint i = 0; i < n_added; i++) {
        const SongEntry entry = lilt_song_list_get(list, place + i);

        g_array_insert_val(mirror->entries, place + i, entry);
    }
    mirror->largest = MAX(mirror->largest, MAX(n_removed, n_added));
}

/* Rows of chance, many of them as in the list before. */
static GArray *
make_entries(LiltRng *rng, guint n)
{
    GArray *entries = g_array_new(FALSE, TRUE, sizeof(SongEntry));
    const guint from = lilt_rng_below(rng, 20), every = 1 + lilt_rng_below(rng, 3);

    for (guint i = 0; i < n; i++) {
        const SongEntry entry = {.id = from + i * every, .stamp = lilt_rng_below(rng, 50) == 0};

        g_array_append_val(entries, entry);
    }
    return entries;
}

static void
check_same(const GArray *want, const GArray *have, const char *what)
{
    REQUIRE(want->len == have->len, "%s: %u rows, not %u", what, have->len, want->len);
    CHECK(memcmp(want->data, have->data, want->len * sizeof(SongEntry)) == 0, "%s", what);
}

TEST(steps_lead_where_one_step_does)
{
    g_autoptr(LiltSongList) list = lilt_song_list_new(NULL);
    Mirror mirror = {.entries = g_array_new(FALSE, TRUE, sizeof(SongEntry))};
    LiltRng rng = lilt_rng_new(check_seed(), 5);

    g_signal_connect(list, "items-changed", G_CALLBACK(on_items_changed), &mirror);
    for (int round = 0; round < 300; round++) {
        const guint n = round % 7 == 0 ? 0 : lilt_rng_below(&rng, MOST_ROWS);
        g_autoptr(GArray) wanted = make_entries(&rng, n);
        const SongEntry *entries = (const SongEntry *)(void *)wanted->data;
        Approach approach = {0};
        int n_steps = 0;

        if (round % 5 == 4) { /* the last question is no longer asked: on from where it stood */
            lilt_song_list_approach(list, entries, n, &approach);
            continue;
        }
        while (!lilt_song_list_approach(list, entries, n, &approach))
            REQUIRE(++n_steps <= MOST_ROWS, "it comes to an end");
        check_same(wanted, mirror.entries, "what listeners know");
        CHECK(g_list_model_get_n_items(G_LIST_MODEL(list)) == n, "%u rows", n);
        CHECK(lilt_song_list_approach(list, entries, n, &approach), "nothing is left to do");
        check_same(wanted, mirror.entries, "as it was");
    }
    CHECK(mirror.largest <= MOST_STEP, "%u rows in a step", mirror.largest);
    g_array_unref(mirror.entries);
}

TEST_MAIN()
