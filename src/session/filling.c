/* Lilt's part of Next Up, and the recommended playlist of each mood. Under match Next Up follows
 * the mood's playlist, what was heard lately last; under lift and path, and when other signals
 * shift what is wanted, the recommender is asked for this very moment. */
#include "session_private.h"

#include <stdlib.h>
#include <string.h>

enum {
    LIST_LENGTH = 30, /* tracks in a playlist; a third of a small library */
    LIST_AT_LEAST = 8,
    LOW_BELOW = 5,       /* tracks left in Lilt's part when it is filled up */
    LATELY_S = 2 * 3600, /* heard within: goes last */
    REFRESH_MS = 500,    /* a scan tells of new songs often */
};

/* ---- asking the recommender ----------------------------------------------------------------- */

/* What the picks for a request say of the one at `place`. */
static LiltWhy
explain(const LiltRequest *request, const LiltPick *pick, guint place)
{
    LiltWhy why = {
        .score = pick->score, .place = place, .n_songs = (guint)request->catalogue->n_tracks};

    why.n_reasons = (guint)lilt_recommend_reasons(request, pick, why.reasons, LILT_MAX_REASONS);
    memcpy(why.parts, pick->parts, sizeof why.parts);
    return why;
}

/* At most `limit` picks; ret_n says how many. g_free() them. */
static LiltPick *
recommend(const LiltRequest *request, size_t limit, size_t *ret_n)
{
    LiltPick *picks = g_new0(LiltPick, limit);

    *ret_n = 0;
    if (lilt_recommend(request, limit, picks, ret_n) != LILT_OK)
        *ret_n = 0;
    return picks;
}

/* ---- the moods' playlists ------------------------------------------------------------------- */

static gint64 *
dup_int64(gint64 value)
{
    return g_memdup2(&value, sizeof value);
}

static gint64
key_of(LiltEmotion emotion, gint64 id)
{
    return id * LILT_N_EMOTIONS + (gint64)emotion;
}

static gboolean
is_of_mood(gpointer key, gpointer pick, gpointer emotion)
{
    (void)pick;
    return *(const gint64 *)key % LILT_N_EMOTIONS == GPOINTER_TO_INT(emotion);
}

static gboolean
is_playlist(GListModel *playlist, const gint64 *ids, gsize n)
{
    guint n_old = 0;
    g_autofree gint64 *old = lilt_songs_dup_ids(playlist, &n_old);

    return n == n_old && memcmp(old, ids, n * sizeof *ids) == 0;
}

static LiltRequest
request_for(LiltSession *self, LiltEmotion emotion)
{
    return (LiltRequest){
        .catalogue = lilt_library_get_catalogue(self->library),
        .map = &self->mood_table,
        .mood = emotion,
        .from = lilt_emotion_place(emotion),
        .goal = lilt_emotion_place(emotion),
        .policy = LILT_POLICY_MATCH,
        .now_s = lilt_clock_wall_s(),
        .seed = (uint64_t)emotion,
    };
}

/* Bring a mood's playlist up to date if it is not, and note how its tracks came into it. A pinned
 * one stays; Lilt's picks still say why its songs are there. */
static void
refresh_playlist(LiltSession *self, LiltEmotion emotion)
{
    if ((self->stale_moods & 1u << emotion) == 0)
        return;
    LiltRequest request = request_for(self, emotion);
    const LiltCatalogue *catalogue = request.catalogue;
    const size_t limit = CLAMP(catalogue->n_tracks / 3, LIST_AT_LEAST, LIST_LENGTH);
    size_t n = 0;

    lilt_session_describe_listener(self, &request);
    g_autofree LiltPick *picks = recommend(&request, limit, &n);
    g_autofree gint64 *ids = g_new(gint64, n + 1);

    self->stale_moods &= ~(1u << emotion);
    g_hash_table_foreach_remove(self->picks, is_of_mood, GINT_TO_POINTER(emotion));
    for (size_t i = 0; i < n; i++) {
        ids[i] = catalogue->id[picks[i].row];
        g_hash_table_insert(self->picks, dup_int64(key_of(emotion, ids[i])),
                            g_memdup2(&picks[i], sizeof picks[i]));
    }
    if (!lilt_session_is_pinned(self, emotion) &&
        !is_playlist(lilt_library_get_playlist(self->library, emotion), ids, n))
        lilt_library_set_playlist(self->library, emotion, ids, n);
}

/* One mood a turn, so that the window stays awake. */
static gboolean
refresh_next(gpointer data)
{
    LiltSession *self = data;

    if (self->stale_moods != 0) {
        refresh_playlist(self, (LiltEmotion)g_bit_nth_lsf(self->stale_moods, -1));
        return G_SOURCE_CONTINUE;
    }
    self->refresh_timer = 0;
    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_SONGS});
    if (self->policy.playing) /* Next Up may have been made from the first few songs of a scan */
        lilt_session_top_up(self);
    lilt_session_update_actions(self);
    return G_SOURCE_REMOVE;
}

static gboolean
on_refresh_timer(gpointer data)
{
    LiltSession *self = data;

    self->refresh_timer = g_idle_add(refresh_next, self);
    return G_SOURCE_REMOVE;
}

void
lilt_session_refresh_soon(LiltSession *self)
{
    if (lilt_library_is_loading(self->library)) /* songs-changed will come */
        return;
    lilt_session_update_listener(self);
    self->stale_moods = (1u << LILT_N_EMOTIONS) - 1;
    if (self->refresh_timer == 0)
        self->refresh_timer = g_timeout_add_full(G_PRIORITY_DEFAULT_IDLE, REFRESH_MS,
                                                 on_refresh_timer, self, NULL);
}

static void
on_songs_changed(LiltLibrary *library, gpointer data)
{
    LiltSession *self = data;

    (void)library;
    lilt_session_notify(self, LILT_PROP_NEEDS_MUSIC);
    if (self->listening == NULL)
        lilt_session_listen_anew(self);
    lilt_session_refresh_soon(data);
}

/* ---- Lilt's part of Next Up ----------------------------------------------------------------- */

/* The track begins to sound now. */
void
lilt_session_note_heard(LiltSession *self, gint64 id)
{
    g_hash_table_insert(self->heard_s, dup_int64(id), dup_int64(lilt_clock_wall_s()));
}

/* When the track began to sound in this run; 0: not yet. */
gint64
lilt_session_get_heard_s(LiltSession *self, gint64 id)
{
    const gint64 *heard_s = g_hash_table_lookup(self->heard_s, &id);

    return heard_s != NULL ? *heard_s : 0;
}

/* heard_s: what lilt_session_get_heard_s() said before. */
void
lilt_session_restore_heard(LiltSession *self, gint64 id, gint64 heard_s)
{
    if (heard_s == 0)
        g_hash_table_remove(self->heard_s, &id);
    else
        g_hash_table_insert(self->heard_s, dup_int64(id), dup_int64(heard_s));
}

/* When the track was last heard, seconds since 1970; 0 = not lately. */
static gint64
heard_lately_s(LiltSession *self, gint64 id)
{
    const LiltCatalogue *catalogue = lilt_library_get_catalogue(self->library);
    const ptrdiff_t row = lilt_catalogue_find(catalogue, id);
    const gint64 *here = g_hash_table_lookup(self->heard_s, &id);
    const gint64 last = MAX(row >= 0 ? catalogue->last_play_s[row] : 0, here != NULL ? *here : 0);

    return last > lilt_clock_wall_s() - LATELY_S ? last : 0;
}

static void
add_item(LiltSession *self, GPtrArray *items, gint64 id, const LiltWhy *why)
{
    g_autoptr(LiltSong) song = lilt_library_dup_song(self->library, id);

    if (song != NULL)
        g_ptr_array_add(items, lilt_queue_item_new(song, FALSE, why));
}

static GPtrArray *
items_new(void)
{
    return g_ptr_array_new_with_free_func(g_object_unref);
}

/* The mood's playlist in its own order, without what was banned since it was pinned. asked: by
 * hand, which the reasons then say. */
static GPtrArray *
whole_playlist(LiltSession *self, LiltEmotion emotion, gboolean asked)
{
    GListModel *playlist = lilt_library_get_playlist(self->library, emotion);
    GPtrArray *items = items_new();

    refresh_playlist(self, emotion);
    LiltRequest request = request_for(self, emotion);

    lilt_session_describe_listener(self, &request);
    request.asked = asked;
    for (guint i = 0; i < g_list_model_get_n_items(playlist); i++) {
        g_autoptr(LiltSong) song = g_list_model_get_item(playlist, i);
        const gint64 id = lilt_song_get_id(song), key = key_of(emotion, id);
        const LiltPick *known = g_hash_table_lookup(self->picks, &key);
        const ptrdiff_t row = lilt_catalogue_find(request.catalogue, id);

        if (lilt_library_get_love(self->library, id) < 0)
            continue;
        if (known == NULL || row < 0) {
            add_item(self, items, id, NULL);
            continue;
        }
        LiltPick pick = *known;

        pick.row = (size_t)row;
        const LiltWhy why = explain(&request, &pick, i + 1);

        add_item(self, items, id, &why);
    }
    return items;
}

typedef struct {
    LiltQueueItem *item;
    gint64 heard_s;
    guint place;
} Rested;

static int
compare_rested(gconstpointer a, gconstpointer b)
{
    const Rested *left = a, *right = b;

    if (left->heard_s != right->heard_s)
        return left->heard_s < right->heard_s ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

/* In their order, those heard lately last, the longest ago first. Takes `items`. */
static GPtrArray *
rested_first(LiltSession *self, GPtrArray *items)
{
    g_autofree Rested *order = g_new(Rested, items->len + 1);
    GPtrArray *sorted = items_new();

    for (guint i = 0; i < items->len; i++) {
        LiltQueueItem *item = items->pdata[i];

        order[i] = (Rested){
            item, heard_lately_s(self, lilt_song_get_id(lilt_queue_item_get_song(item))), i};
    }
    qsort(order, items->len, sizeof *order, compare_rested);
    for (guint i = 0; i < items->len; i++)
        g_ptr_array_add(sorted, g_object_ref(order[i].item));
    g_ptr_array_unref(items);
    return sorted;
}

/* Add what the recommender says for now. */
static void
add_recommended(LiltSession *self, LiltRequest *request, size_t limit, GPtrArray *items)
{
    size_t n = 0;

    request->catalogue = lilt_library_get_catalogue(self->library);
    request->map = &self->mood_table;
    request->now_s = lilt_clock_wall_s();
    request->seed = (uint64_t)request->now_s;
    lilt_session_describe_listener(self, request);
    g_autofree LiltPick *picks = recommend(request, limit, &n);

    for (size_t i = 0; i < n; i++) {
        const LiltWhy why = explain(request, &picks[i], (guint)i + 1);

        add_item(self, items, request->catalogue->id[picks[i].row], &why);
    }
}

/* A path is as long as the policy says; then come songs from around its goal. */
static GPtrArray *
recommended(LiltSession *self, LiltRequest *request)
{
    GPtrArray *items = items_new();
    g_autoptr(GArray) ids = NULL;

    if (request->policy != LILT_POLICY_PATH) {
        add_recommended(self, request, LIST_LENGTH, items);
        return items;
    }
    ids = lilt_session_dup_walked(self);
    request->exclude = (const gint64 *)(gpointer)ids->data;
    request->n_exclude = ids->len;
    add_recommended(self, request, self->policy.path_left, items);
    for (guint i = 0; i < items->len; i++) {
        const gint64 id = lilt_song_get_id(lilt_queue_item_get_song(items->pdata[i]));

        g_array_append_val(ids, id);
    }
    LiltRequest there = {.mood = LILT_EMOTION_UNKNOWN,
                         .from = request->goal,
                         .goal = request->goal,
                         .shift = request->shift,
                         .shift_words = request->shift_words,
                         .exclude = (const gint64 *)(gpointer)ids->data,
                         .n_exclude = ids->len};

    add_recommended(self, &there, LIST_LENGTH - items->len, items);
    return items;
}

/* The policy's request, shifted by other signals, which hold does not let in, and with the pace of
 * a workout. TRUE: the mood's playlist is the answer. */
static gboolean
ask_for(LiltSession *self, LiltRequest *request)
{
    const gboolean from_playlist = lilt_policy_aim(&self->policy, request);
    const gboolean shifted = self->policy.policy != LILT_POLICY_HOLD &&
                             lilt_session_signal(self, request);
    const char *label = self->policy.blend;

    if (label != NULL && lilt_blend_from_label(label)->preset == LILT_PRESET_WORKOUT)
        request->pace_bpm = lilt_session_get_pace(self);
    return from_playlist && (!shifted || lilt_session_is_pinned(self, request->mood));
}

/* What the policy asks for. What plays is never next. */
static GPtrArray *
wanted(LiltSession *self)
{
    LiltRequest request = {0};
    GPtrArray *items = ask_for(self, &request)
                           ? rested_first(self, whole_playlist(self, request.mood, request.asked))
                           : recommended(self, &request);
    LiltSong *now = lilt_session_get_song(self);

    for (guint i = items->len; now != NULL && i-- > 0;)
        if (lilt_song_get_id(lilt_queue_item_get_song(items->pdata[i])) == lilt_song_get_id(now))
            g_ptr_array_remove_index(items, i);
    return items;
}

/* A path leads in its order; all else may be shuffled. */
void
lilt_session_shuffle_if_wanted(LiltSession *self)
{
    LiltRng rng = lilt_rng_new((uint64_t)g_get_monotonic_time(), 1);

    if (!lilt_policy_is_on_path(&self->policy) && g_settings_get_boolean(self->settings, "shuffle"))
        lilt_queue_shuffle(self->queue, &rng);
}

void
lilt_session_set_shuffle(LiltSession *self, gboolean shuffle)
{
    g_settings_set_boolean(self->settings, "shuffle", shuffle);
    if (shuffle)
        lilt_session_shuffle_if_wanted(self);
    else if (!self->policy.list_holds)
        lilt_session_refill(self);
}

/* Songs that sound like this one, next in your part; gives how many. `limit` at most. */
guint
lilt_session_add_alike(LiltSession *self, LiltSong *song, guint limit, GPtrArray *ret_items)
{
    const gint64 id = lilt_song_get_id(song);
    LiltRequest request = {.mood = LILT_EMOTION_UNKNOWN,
                           .from = lilt_song_get_point(song),
                           .goal = lilt_song_get_point(song),
                           .exclude = &id,
                           .n_exclude = 1};
    g_autoptr(GPtrArray) found = items_new();

    add_recommended(self, &request, limit, found);
    for (guint i = found->len; i-- > 0;) {
        LiltQueueItem *item = lilt_queue_item_new(lilt_queue_item_get_song(found->pdata[i]), TRUE,
                                                  lilt_queue_item_get_why(found->pdata[i]));

        lilt_queue_prepend(self->queue, item);
        g_ptr_array_add(ret_items, item);
    }
    return found->len;
}

void
lilt_session_refill(LiltSession *self)
{
    g_autoptr(GPtrArray) items = wanted(self);

    lilt_queue_refill(self->queue, items);
    lilt_session_shuffle_if_wanted(self);
}

void
lilt_session_top_up(LiltSession *self)
{
    if (self->policy.list_holds) {
        if (lilt_queue_get_n_lilts(self->queue) == 0)
            lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_LIST_ENDED});
        return;
    }
    if (lilt_queue_get_n_lilts(self->queue) >= LOW_BELOW)
        return;
    g_autoptr(GPtrArray) items = wanted(self);

    for (guint i = 0; i < items->len; i++)
        if (!lilt_queue_has_song(self->queue,
                                 lilt_song_get_id(lilt_queue_item_get_song(items->pdata[i]))))
            lilt_queue_append(self->queue, items->pdata[i]);
}

/* Play a mood's playlist from its beginning to its end. */
void
lilt_session_play_list(LiltSession *self, LiltEmotion emotion)
{
    g_autoptr(GPtrArray) items = whole_playlist(self, emotion, TRUE);

    if (items->len == 0)
        return;
    const guint place = g_settings_get_boolean(self->settings, "shuffle")
                            ? (guint)g_random_int_range(0, (int)items->len)
                            : 0;
    g_autoptr(LiltQueueItem) first = g_ptr_array_steal_index(items, place);

    lilt_session_step(self, (LiltEvent){.kind = LILT_EVENT_LIST_STARTED});
    lilt_queue_refill(self->queue, items);
    lilt_session_shuffle_if_wanted(self);
    lilt_session_play_item(self, first);
}

void
lilt_session_begin_filling(LiltSession *self)
{
    self->heard_s = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    self->picks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_signal_connect_object(self->library, "songs-changed", G_CALLBACK(on_songs_changed), self, 0);
}
