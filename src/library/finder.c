/* A question and its answer. What is asked meanwhile cancels a search and does not wait for it: one
 * that sorts many songs takes a second to notice. Where words find many songs, the first of them
 * are shown at once and the rest is looked for when nothing more is typed. An answer is shown in
 * steps, a few rows of each list in turn, between the window's frames. */
#include "answer.h"
#include "library_private.h"

#include <string.h>

/* Where a machine is so busy that one frame follows the other, what is less urgent than GTK's
 * drawing never has its turn. */
enum { AS_URGENT_AS_FRAMES = G_PRIORITY_HIGH_IDLE + 20 };

enum { N_LISTS = 3, STEPS_US = 6000, PAUSE_MS = 250 };

struct _LiltFinder {
    GObject parent_instance;
    LiltLibrary *library;  /* weak */
    LiltQuery *query;      /* NULL: nothing asked yet */
    GCancellable *running; /* of the search whose answer is wanted, or NULL */
    gboolean again;        /* the songs changed meanwhile: ask once more behind it */
    gboolean first;        /* the first songs are wanted before all of them */
    guint rest;            /* the source that looks for all of them, or 0 */
    LiltSongList *songs, *albums, *artists;
    Answer *answer; /* that is being shown, or NULL */
    Approach approaches[N_LISTS];
    int next_list; /* whose turn it is */
    guint showing; /* the source that shows it, or 0 */
};
G_DEFINE_FINAL_TYPE(LiltFinder, lilt_finder, G_TYPE_OBJECT)

static guint found_signal;

typedef struct {
    char *db_path;
    LiltQuery *query;
    gboolean first;
} Search;

static void
search_free(gpointer data)
{
    Search *search = data;

    g_free(search->db_path);
    query_free(search->query);
    g_free(search);
}

static void
search(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Search *wanted = data;

    (void)source;
    g_task_return_pointer(task,
                          answer_find(wanted->db_path, wanted->query, wanted->first, cancellable),
                          (GDestroyNotify)answer_free);
}

/* ---- showing --------------------------------------------------------------------------------- */

/* Go on with the next list. TRUE when it is as it is to be. */
static gboolean
show_more(LiltFinder *self)
{
    LiltSongList *const lists[N_LISTS] = {self->songs, self->albums, self->artists};
    const GArray *const answers[N_LISTS] = {self->answer->songs, self->answer->albums,
                                            self->answer->artists};
    const int list = self->next_list;
    const SongEntry *entries = (const SongEntry *)(void *)answers[list]->data;

    self->next_list = (list + 1) % N_LISTS;
    return lilt_song_list_approach(lists[list], entries, answers[list]->len,
                                   &self->approaches[list]);
}

static void
stop_showing(LiltFinder *self)
{
    g_clear_handle_id(&self->showing, g_source_remove);
    g_clear_pointer(&self->answer, answer_free);
}

static gboolean
show_rest(gpointer data)
{
    LiltFinder *self = data;
    const gint64 end_us = g_get_monotonic_time() + STEPS_US;
    int n_done = 0; /* lists in a row */

    while (n_done < N_LISTS && g_get_monotonic_time() < end_us)
        n_done = show_more(self) ? n_done + 1 : 0;
    if (n_done < N_LISTS)
        return G_SOURCE_CONTINUE;
    self->showing = 0;
    stop_showing(self);
    g_signal_emit(self, found_signal, 0);
    return G_SOURCE_REMOVE;
}

/* Takes the answer. */
static void
show(LiltFinder *self, Answer *answer)
{
    stop_showing(self);
    self->answer = answer;
    self->next_list = 0;
    memset(self->approaches, 0, sizeof self->approaches);
    self->showing = g_idle_add_full(AS_URGENT_AS_FRAMES, show_rest, self, NULL);
}

/* ---- searching ------------------------------------------------------------------------------- */

static void start(LiltFinder *self);

static gboolean
look_for_rest(gpointer data)
{
    LiltFinder *self = data;

    self->rest = 0;
    start(self);
    return G_SOURCE_REMOVE;
}

/* Takes the answer. Behind the first songs come all of them. */
static void
take(LiltFinder *self, Answer *answer)
{
    const gboolean cut = answer->cut;

    self->first = FALSE;
    show(self, answer);
    if (cut)
        self->rest = g_timeout_add(PAUSE_MS, look_for_rest, self);
}

static void
searched(GObject *source, GAsyncResult *result, gpointer data)
{
    LiltFinder *self = LILT_FINDER(source);
    Answer *answer = g_task_propagate_pointer(G_TASK(result), NULL);
    const gboolean wanted = g_task_get_cancellable(G_TASK(result)) == self->running;

    (void)data;
    if (wanted)
        g_clear_object(&self->running);
    if (wanted && self->library != NULL && answer != NULL)
        take(self, g_steal_pointer(&answer));
    if (wanted && self->again)
        start(self);
    answer_free(answer);
}

static void
stop_searching(LiltFinder *self)
{
    self->again = FALSE;
    g_clear_handle_id(&self->rest, g_source_remove);
    if (self->running != NULL)
        g_cancellable_cancel(self->running);
    g_clear_object(&self->running);
}

static void
start(LiltFinder *self)
{
    g_autoptr(GTask) task = NULL;
    Search *wanted;

    stop_searching(self);
    if (self->library == NULL || self->library->store == NULL)
        return;
    wanted = g_new(Search, 1);
    wanted->db_path = g_strdup(self->library->db_path);
    wanted->query = query_copy(self->query);
    wanted->first = self->first;
    self->running = g_cancellable_new();
    task = g_task_new(self, self->running, searched, NULL);
    g_task_set_check_cancellable(task, FALSE); /* a cancelled search has no answer, which is fine */
    g_task_set_task_data(task, wanted, search_free);
    g_task_run_in_thread(task, search);
}

static void
on_songs_changed(LiltFinder *self)
{
    if (self->running != NULL)
        self->again = TRUE;
    else if (self->query != NULL)
        start(self);
}

static void
lilt_finder_dispose(GObject *object)
{
    LiltFinder *self = LILT_FINDER(object);

    stop_showing(self);
    stop_searching(self);
    g_clear_weak_pointer(&self->library);
    g_clear_object(&self->songs);
    g_clear_object(&self->albums);
    g_clear_object(&self->artists);
    g_clear_pointer(&self->query, query_free);
    G_OBJECT_CLASS(lilt_finder_parent_class)->dispose(object);
}

static void
lilt_finder_class_init(LiltFinderClass *class)
{
    G_OBJECT_CLASS(class)->dispose = lilt_finder_dispose;
    found_signal = g_signal_new("found", LILT_TYPE_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
lilt_finder_init(LiltFinder *self)
{
    (void)self;
}

LiltFinder *
lilt_finder_new(LiltLibrary *library)
{
    LiltFinder *self = g_object_new(LILT_TYPE_FINDER, NULL);

    g_set_weak_pointer(&self->library, library);
    self->songs = lilt_song_list_new(library);
    self->albums = lilt_song_list_new_of_groups(library);
    self->artists = lilt_song_list_new_of_groups(library);
    g_signal_connect_object(library, "songs-changed", G_CALLBACK(on_songs_changed), self,
                            G_CONNECT_SWAPPED);
    return self;
}

void
lilt_finder_ask(LiltFinder *self, const LiltQuery *query)
{
    LiltQuery *copy = query_copy(query);

    g_return_if_fail(LILT_IS_FINDER(self));
    query_free(self->query);
    self->query = copy;
    self->first = TRUE;
    stop_showing(self); /* what was asked before */
    start(self);
}

GListModel *
lilt_finder_get_songs(LiltFinder *self)
{
    g_return_val_if_fail(LILT_IS_FINDER(self), NULL);
    return G_LIST_MODEL(self->songs);
}

GListModel *
lilt_finder_get_albums(LiltFinder *self)
{
    g_return_val_if_fail(LILT_IS_FINDER(self), NULL);
    return G_LIST_MODEL(self->albums);
}

GListModel *
lilt_finder_get_artists(LiltFinder *self)
{
    g_return_val_if_fail(LILT_IS_FINDER(self), NULL);
    return G_LIST_MODEL(self->artists);
}
