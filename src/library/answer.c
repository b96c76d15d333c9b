/* Finding: the database is asked once for each list whose words or order differ; albums and artists
 * are gathered from the songs. */
#include "answer.h"

#include "lilt/store.h"

enum { SONGS = 1, ALBUMS = 2, ARTISTS = 4 };
enum { FIRST_SONGS = 400 };

/* One run through the songs of a question. */
typedef struct {
    Answer *answer;
    int lists; /* which of them it fills */
    LiltEmotion mood;
    GCancellable *cancellable;
    gsize n_rows;
    GHashTable *album_places;  /* album key -> its place in `albums` + 1 */
    GHashTable *artist_places; /* artist id -> its place in `artists` + 1 */
    GHashTable *pairs;         /* set of (album, artist) seen */
    GArray *covered;           /* gboolean a place: albums, whose song has a cover */
    GArray *covered_artists;
} Run;

LiltQuery *
query_copy(const LiltQuery *query)
{
    LiltQuery *copy = g_memdup2(query, sizeof *query);

    copy->text = g_strdup(query->text);
    return copy;
}

void
query_free(LiltQuery *query)
{
    if (query == NULL)
        return;
    g_free((char *)query->text);
    g_free(query);
}

/* The place of the group, which is made if need be. A song with a cover stands for it rather than
 * one without. */
static guint
place_in(GArray *groups, GArray *covered, GHashTable *places, gpointer key, const LiltStoreRow *row)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, key));
    const gboolean has_cover = row->has_cover;

    if (place == 0) {
        const SongEntry entry = {.id = row->id, .stamp = row->stamp};

        g_array_append_val(groups, entry);
        g_array_append_val(covered, has_cover);
        place = groups->len;
    } else if (has_cover && !g_array_index(covered, gboolean, place - 1)) {
        g_array_index(groups, SongEntry, place - 1).id = row->id;
        g_array_index(groups, SongEntry, place - 1).stamp = row->stamp;
        g_array_index(covered, gboolean, place - 1) = TRUE;
    }
    g_array_index(groups, SongEntry, place - 1).n_songs++;
    return place;
}

/* The album of the row, or 0; the number is the same for the whole run. */
static guint
add_to_album(Run *run, const LiltStoreRow *row)
{
    const gboolean known = g_hash_table_contains(run->album_places, row->album_key);
    guint place;

    if (*row->album_key == '\0')
        return 0;
    place = place_in(run->answer->albums, run->covered, run->album_places, (gpointer)row->album_key,
                     row);
    if (!known)
        g_hash_table_insert(run->album_places, g_strdup(row->album_key), GUINT_TO_POINTER(place));
    g_array_index(run->answer->albums, SongEntry, place - 1).n_albums = 1;
    return place;
}

static guint
add_to_artist(Run *run, const LiltStoreRow *row)
{
    const gint64 id = row->artist_id;
    const gboolean known = g_hash_table_contains(run->artist_places, &id);
    const guint place = place_in(run->answer->artists, run->covered_artists, run->artist_places,
                                 (gpointer)&id, row);

    if (!known)
        g_hash_table_insert(run->artist_places, g_memdup2(&id, sizeof id), GUINT_TO_POINTER(place));
    g_array_index(run->answer->artists, SongEntry, place - 1).n_artists = 1;
    return place;
}

/* Count an artist on an album, and an album of an artist, once. */
static void
count_pair(Run *run, guint album, guint artist)
{
    const gint64 pair = (gint64)album << 32 | artist;

    if (album == 0 || !g_hash_table_add(run->pairs, g_memdup2(&pair, sizeof pair)))
        return;
    g_array_index(run->answer->albums, SongEntry, album - 1).n_artists++;
    g_array_index(run->answer->artists, SongEntry, artist - 1).n_albums++;
}

static bool
add_row(void *data, const LiltStoreRow *row)
{
    Run *run = data;
    guint album, artist;

    if (g_cancellable_is_cancelled(run->cancellable))
        return false;
    run->n_rows++;
    if (run->mood != LILT_EMOTION_UNKNOWN && lilt_emotion_nearest(row->point) != run->mood)
        return true;
    if (run->lists & SONGS) {
        const SongEntry entry = {.id = row->id, .stamp = row->stamp};

        g_array_append_val(run->answer->songs, entry);
    }
    if ((run->lists & (ALBUMS | ARTISTS)) == 0)
        return true;
    album = add_to_album(run, row);
    artist = add_to_artist(run, row);
    count_pair(run, album, artist);
    return true;
}

static Answer *
answer_new(void)
{
    Answer *answer = g_new0(Answer, 1);

    answer->songs = g_array_new(FALSE, TRUE, sizeof(SongEntry));
    answer->albums = g_array_new(FALSE, TRUE, sizeof(SongEntry));
    answer->artists = g_array_new(FALSE, TRUE, sizeof(SongEntry));
    return answer;
}

/* Go through the songs of `query` and move what `lists` names into `answer`. */
static LiltStatus
run_query(LiltStore *store, const LiltStoreQuery *query, LiltEmotion mood, int lists,
          GCancellable *cancellable, Answer *answer)
{
    Run run = {
        .answer = answer_new(),
        .lists = lists,
        .mood = mood,
        .cancellable = cancellable,
        .album_places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .artist_places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
        .pairs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
        .covered = g_array_new(FALSE, FALSE, sizeof(gboolean)),
        .covered_artists = g_array_new(FALSE, FALSE, sizeof(gboolean)),
    };
    const LiltStatus status = lilt_store_find(store, query, add_row, &run, NULL);

    if (lists & SONGS)
        g_array_append_vals(answer->songs, run.answer->songs->data, run.answer->songs->len);
    if (lists & ALBUMS)
        g_array_append_vals(answer->albums, run.answer->albums->data, run.answer->albums->len);
    if (lists & ARTISTS)
        g_array_append_vals(answer->artists, run.answer->artists->data, run.answer->artists->len);
    answer->cut = answer->cut || (query->most > 0 && run.n_rows >= query->most);
    answer_free(run.answer);
    g_hash_table_unref(run.album_places);
    g_hash_table_unref(run.artist_places);
    g_hash_table_unref(run.pairs);
    g_array_unref(run.covered);
    g_array_unref(run.covered_artists);
    return status;
}

/* Names of albums and artists are in the order of names where the songs' order says nothing of
 * them. */
static LiltSort
sort_of_albums(LiltSort sort)
{
    return sort == LILT_SORT_TITLE    ? LILT_SORT_ALBUM
           : sort == LILT_SORT_LENGTH ? LILT_SORT_ARTIST
                                      : sort;
}

static LiltSort
sort_of_artists(LiltSort sort)
{
    return sort == LILT_SORT_ADDED || sort == LILT_SORT_PLAYS ? sort : LILT_SORT_ARTIST;
}

static gboolean
same(const LiltStoreQuery *a, const LiltStoreQuery *b)
{
    return a->field == b->field && a->sort == b->sort;
}

static LiltStatus
find_all(LiltStore *store, const LiltQuery *query, gboolean first, GCancellable *cancellable,
         Answer *answer)
{
    const gboolean words = query->text != NULL && *query->text != '\0';
    const LiltStoreQuery all = {
        .text = query->text,
        .album_of = query->album_of,
        .artist_of = query->artist_of,
        .most = first && words ? FIRST_SONGS : 0, /* without words all come at once */
    };
    LiltStoreQuery kinds[3] = {all, all, all};
    LiltStatus status = LILT_OK;
    int done = 0;

    kinds[0].sort = query->sort;
    kinds[1].sort = sort_of_albums(query->sort);
    kinds[2].sort = sort_of_artists(query->sort);
    kinds[1].field = words ? LILT_STORE_IN_ALBUM : LILT_STORE_IN_ALL;
    kinds[2].field = words ? LILT_STORE_IN_ARTIST : LILT_STORE_IN_ALL;
    for (int i = 0; i < 3 && status == LILT_OK; i++) {
        int lists = 0;

        for (int j = i; j < 3; j++)
            if (same(&kinds[i], &kinds[j]))
                lists |= 1 << j;
        if (!(done & 1 << i))
            status = run_query(store, &kinds[i], query->mood, lists, cancellable, answer);
        done |= lists;
    }
    return status;
}

/* On the thread that cancels; sorting many songs would go on for a second. */
static void
interrupt(GCancellable *cancellable, gpointer store)
{
    (void)cancellable;
    lilt_store_interrupt(store);
}

Answer *
answer_find(const char *db_path, const LiltQuery *query, gboolean first, GCancellable *cancellable)
{
    LiltStore *store = NULL;
    Answer *answer;
    gulong handler;

    if (lilt_store_open(db_path, LILT_STORE_READ, NULL, &store) != LILT_OK)
        return NULL;
    answer = answer_new();
    handler = g_cancellable_connect(cancellable, G_CALLBACK(interrupt), store, NULL);
    if (find_all(store, query, first, cancellable, answer) != LILT_OK ||
        g_cancellable_is_cancelled(cancellable))
        g_clear_pointer(&answer, answer_free);
    g_cancellable_disconnect(cancellable, handler);
    lilt_store_close(store);
    return answer;
}

void
answer_free(Answer *answer)
{
    if (answer == NULL)
        return;
    g_array_unref(answer->songs);
    g_array_unref(answer->albums);
    g_array_unref(answer->artists);
    g_free(answer);
}
