/* What was listened to, turned into what the recommender takes of a listener. What goes together is
 * worked out on another thread, from sittings of this listener, of the others on this computer and
 * of those whose histories were imported; what is likely to be liked of a row, here, for the mood
 * that is asked for. */
#include "session_private.h"

enum {
    SITTING_ENDS_S = 3600, /* so long without music, and another sitting begins */
    LATELY_PLAYS = 20,     /* what goes with these goes together */
    LEAST_SITTINGS = 4,    /* with fewer nobody can tell what goes together */
    LEAST_VERDICTS = 5,    /* likewise what is liked */
    MOST_VERDICTS = 1000,  /* older ones count for nothing any more */
};

static const float HALF_HEARD = 0.5f; /* a play; less is a skip */
static const float FINISHED = 0.9f;

/* What was read and worked out. */
struct LiltListening {
    GArray *listened;  /* of LiltListened */
    guint8 *day_parts; /* [listened->len]: in which they ended */
    float *goes;       /* by the catalogue's artist; NULL: not known */
    gsize n_goes;
    LiltEmotion mood; /* of the columns below, one for each row of the catalogue; */
    gboolean fresh;   /* they are to be made anew if not */
    LiltPoint lean;   /* of the hour */
    float *personal, *doubt, *together;
    guint16 *finished; /* at this part of the day */
    LiltDayPart day_part;
};

static void
listening_free(gpointer data)
{
    LiltListening *listening = data;

    if (listening == NULL)
        return;
    g_clear_pointer(&listening->listened, g_array_unref);
    g_free(listening->day_parts);
    g_free(listening->goes);
    g_free(listening->personal);
    g_free(listening->doubt);
    g_free(listening->together);
    g_free(listening->finished);
    g_free(listening);
}

static const LiltListened *
play_at(const GArray *listened, guint i)
{
    return &g_array_index(listened, LiltListened, i);
}

static int
hour_of_week(gint64 at_s)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(at_s);

    if (time == NULL) /* no such year */
        return 0;
    return (g_date_time_get_day_of_week(time) - 1) * 24 + g_date_time_get_hour(time);
}

/* ---- what goes together, on another thread --------------------------------------------------- */

/* Artists as the model numbers them: in the order in which they are met. */
static guint32
number_of(GHashTable *numbers, gint64 artist)
{
    gpointer known = g_hash_table_lookup(numbers, GINT_TO_POINTER(artist));

    if (known == NULL) {
        known = GUINT_TO_POINTER(g_hash_table_size(numbers) + 1);
        g_hash_table_insert(numbers, GINT_TO_POINTER(artist), known);
    }
    return GPOINTER_TO_UINT(known) - 1;
}

/* Count a play of an artist in the sitting whose listens begin at `first`. */
static void
count_play(GArray *listens, guint first, guint32 sitting, guint32 artist)
{
    const LiltListen listen = {sitting, artist, 1};

    for (guint i = first; i < listens->len; i++)
        if (g_array_index(listens, LiltListen, i).item == artist) {
            g_array_index(listens, LiltListen, i).plays++;
            return;
        }
    g_array_append_val(listens, listen);
}

/* The newest play comes first. */
static gboolean
begins_sitting(const GArray *listened, guint i)
{
    return i + 1 == listened->len ||
           play_at(listened, i)->whose != play_at(listened, i + 1)->whose ||
           play_at(listened, i)->at_s - play_at(listened, i + 1)->at_s > SITTING_ENDS_S;
}

/* The sittings with more than one artist, the newest of this listener first. *ret_n: how many. */
static GArray *
find_sittings(const GArray *listened, GHashTable *numbers, guint *ret_n)
{
    GArray *listens = g_array_new(FALSE, FALSE, sizeof(LiltListen));
    guint first = 0;

    *ret_n = 0;
    for (guint i = 0; i < listened->len && *ret_n < LILT_TOGETHER_PROFILES; i++) {
        const LiltListened *play = play_at(listened, i);

        if (play->heard >= HALF_HEARD)
            count_play(listens, first, *ret_n, number_of(numbers, play->artist));
        if (!begins_sitting(listened, i))
            continue;
        if (listens->len - first < 2)
            g_array_set_size(listens, first);
        *ret_n += listens->len > first;
        first = listens->len;
    }
    g_array_set_size(listens, first); /* a sitting that was not gone through to its begin */
    return listens;
}

/* What was played last here, an artist once. */
static GArray *
find_lately(const GArray *listened, GHashTable *numbers)
{
    GArray *mine = g_array_new(FALSE, FALSE, sizeof(LiltListen));
    guint n = 0;

    for (guint i = 0; i < listened->len && n < LATELY_PLAYS && play_at(listened, i)->whose == 0;
         i++)
        if (play_at(listened, i)->heard >= HALF_HEARD) {
            count_play(mine, 0, 0, number_of(numbers, play_at(listened, i)->artist));
            n++;
        }
    return mine;
}

/* Scores by the model's numbers become 0..1 by the catalogue's. */
static void
keep_scores(LiltListening *listening, GHashTable *numbers, const float *scores, gsize n)
{
    GHashTableIter iter;
    gpointer artist, number;
    float most = 0;

    for (gsize i = 0; i < n; i++)
        most = MAX(most, scores[i]);
    if (most <= 0)
        return;
    g_hash_table_iter_init(&iter, numbers);
    while (g_hash_table_iter_next(&iter, &artist, NULL))
        listening->n_goes = MAX(listening->n_goes, GPOINTER_TO_SIZE(artist) + 1);
    listening->goes = g_new0(float, listening->n_goes);
    g_hash_table_iter_init(&iter, numbers);
    while (g_hash_table_iter_next(&iter, &artist, &number))
        if (GPOINTER_TO_UINT(number) - 1 < n)
            listening->goes[GPOINTER_TO_SIZE(artist)] = MAX(
                0.0f, scores[GPOINTER_TO_UINT(number) - 1] / most);
}

/* Thousands of times and dates take a while. */
static void
tell_day_parts(LiltListening *listening)
{
    const GArray *listened = listening->listened;

    listening->day_parts = g_new(guint8, listened->len + 1);
    for (guint i = 0; i < listened->len; i++)
        listening->day_parts[i] = (guint8)lilt_day_part(hour_of_week(play_at(listened, i)->at_s) %
                                                        24);
}

static void
work_out(GTask *task, gpointer session, gpointer data, GCancellable *cancellable)
{
    LiltListening *listening = data;
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
    guint n_sittings = 0;
    g_autoptr(GArray) sittings = find_sittings(listening->listened, numbers, &n_sittings);
    g_autoptr(GArray) mine = find_lately(listening->listened, numbers);
    LiltTogether *model = NULL;

    (void)session, (void)cancellable;
    tell_day_parts(listening);
    if (n_sittings >= LEAST_SITTINGS && mine->len > 0 &&
        lilt_together_fit((const LiltListen *)(gpointer)sittings->data, sittings->len, &model) ==
            LILT_OK) {
        const gsize n = lilt_together_n_items(model);
        g_autofree float *scores = g_new0(float, n + 1);

        if (lilt_together_score(model, (const LiltListen *)(gpointer)mine->data, mine->len,
                                scores) == LILT_OK)
            keep_scores(listening, numbers, scores, n);
    }
    lilt_together_free(model);
    g_task_return_boolean(task, TRUE);
}

static void
take_over(GObject *object, GAsyncResult *result, gpointer data)
{
    LiltSession *self = LILT_SESSION(object);
    LiltListening *listening = g_task_get_task_data(G_TASK(result));

    (void)data;
    if (!g_task_propagate_boolean(G_TASK(result), NULL))
        return;
    LiltListening *old = self->listening;

    self->listening = g_new0(LiltListening, 1);
    *self->listening = (LiltListening){.listened = g_steal_pointer(&listening->listened),
                                       .day_parts = g_steal_pointer(&listening->day_parts),
                                       .goes = g_steal_pointer(&listening->goes),
                                       .n_goes = listening->n_goes};
    listening_free(old);
    lilt_session_refresh_soon(self);
}

static void
on_read(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    GArray *listened = lilt_library_read_listened_finish(LILT_LIBRARY(library), result, NULL);
    LiltListening *listening;

    if (listened == NULL)
        return;
    g_autoptr(GTask) task = g_task_new(self, self->cancel, take_over, NULL);

    listening = g_new0(LiltListening, 1);
    listening->listened = listened;
    g_task_set_task_data(task, listening, listening_free);
    g_task_run_in_thread(task, work_out);
}

void
lilt_session_listen_anew(LiltSession *self)
{
    g_auto(GStrv) others = lilt_session_dup_other_folders(self);

    lilt_library_read_listened_async(self->library, (const char *const *)others, on_read,
                                     g_object_ref(self));
}

/* ---- what is likely to be liked, for a mood -------------------------------------------------- */

/* What was loved and banned, then what was heard, the newest last; of LiltVerdict. */
static GArray *
find_verdicts(const LiltCatalogue *catalogue, const GArray *listened)
{
    GArray *verdicts = g_array_new(FALSE, FALSE, sizeof(LiltVerdict));
    guint n = 0;

    for (gsize row = 0; row < catalogue->n_tracks && verdicts->len < MOST_VERDICTS; row++)
        if (catalogue->love[row] != 0) {
            const LiltVerdict verdict = {row, catalogue->love[row], LILT_EMOTION_UNKNOWN, 0};

            g_array_append_val(verdicts, verdict);
        }
    while (n < listened->len && n < MOST_VERDICTS && play_at(listened, n)->whose == 0)
        n++;
    for (guint i = n; i-- > 0;) {
        const LiltListened *play = play_at(listened, i);
        const ptrdiff_t row = lilt_catalogue_find(catalogue, play->id);
        const LiltVerdict verdict = {(size_t)row, 2 * play->heard - 1, play->mood,
                                     hour_of_week(play->at_s)};

        if (row >= 0)
            g_array_append_val(verdicts, verdict);
    }
    return verdicts;
}

static void
fill_together(LiltListening *self, const LiltCatalogue *catalogue)
{
    for (gsize row = 0; row < catalogue->n_tracks; row++) {
        const guint32 artist = catalogue->artist[row];

        self->together[row] = artist > 0 && artist < self->n_goes ? self->goes[artist] : 0;
    }
}

/* How often each row was heard to its end when it was as late in the day as it is now. */
static void
count_finished(LiltListening *self, const LiltCatalogue *catalogue)
{
    g_free(self->finished);
    self->finished = g_new0(guint16, catalogue->n_tracks + 1);
    self->day_part = lilt_day_part(hour_of_week(lilt_clock_wall_s()) % 24);
    for (guint i = 0; i < self->listened->len && play_at(self->listened, i)->whose == 0; i++) {
        const LiltListened *play = play_at(self->listened, i);
        const ptrdiff_t row = lilt_catalogue_find(catalogue, play->id);

        if (row >= 0 && play->heard >= FINISHED && self->day_parts[i] == self->day_part)
            self->finished[row]++;
    }
}

static void
fill_columns(LiltListening *self, const LiltCatalogue *catalogue, LiltEmotion mood,
             float hour_weight)
{
    const gsize n = catalogue->n_tracks + 1;
    g_autoptr(GArray) verdicts = find_verdicts(catalogue, self->listened);
    const LiltVerdict *first = (const LiltVerdict *)(gpointer)verdicts->data;

    g_clear_pointer(&self->personal, g_free);
    g_clear_pointer(&self->doubt, g_free);
    g_clear_pointer(&self->together, g_free);
    self->lean = (LiltPoint){0.0f, 0.0f};
    if (hour_weight > 0.0f) {
        const int hour = hour_of_week(lilt_clock_wall_s());
        const LiltPoint lean = lilt_hour_lean(hour, catalogue, first, verdicts->len);

        self->lean = (LiltPoint){hour_weight * lean.valence, hour_weight * lean.arousal};
    }
    if (verdicts->len >= LEAST_VERDICTS) {
        self->personal = g_new0(float, n);
        self->doubt = g_new0(float, n);
        if (lilt_taste_learn(catalogue, first, verdicts->len, mood, self->personal, self->doubt) !=
            LILT_OK) {
            g_clear_pointer(&self->personal, g_free);
            g_clear_pointer(&self->doubt, g_free);
        }
    }
    count_finished(self, catalogue);
    if (self->goes != NULL) {
        self->together = g_new0(float, n);
        fill_together(self, catalogue);
    }
    self->mood = mood;
    self->fresh = TRUE;
}

void
lilt_session_describe_listener(LiltSession *self, LiltRequest *request)
{
    LiltListening *listening = self->listening;

    if (listening == NULL)
        return;
    if (!listening->fresh || listening->mood != request->mood)
        fill_columns(listening, request->catalogue, request->mood,
                     lilt_session_get_hour_weight(self));
    request->listener = (LiltListener){.personal = listening->personal,
                                       .doubt = listening->doubt,
                                       .together = listening->together,
                                       .finished = listening->finished,
                                       .day_part = listening->day_part};
    request->lean = listening->lean;
}

void
lilt_session_update_listener(LiltSession *self)
{
    if (self->listening != NULL)
        self->listening->fresh = FALSE;
}

void
lilt_session_forget_listening(LiltSession *self)
{
    g_clear_pointer(&self->listening, listening_free);
}
