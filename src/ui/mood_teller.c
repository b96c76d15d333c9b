/* When new words about the mood are said. */
#include "mood_teller.h"

#include "calm.h"

enum { AGE_S = 30 };

struct _LiltMoodTeller {
    GObject parent_instance;
    LiltSession *session; /* or NULL */

    LiltMoodView view, next; /* told, and to be told */
    gboolean next_scanning;
    LiltMoodWords words;
    gint64 told_us; /* when the words last changed; 0 = never */
    guint waiting;  /* the source that tells `next`, or 0 */
    guint ageing;   /* the source that keeps "4 min" true, or 0 */
};
G_DEFINE_FINAL_TYPE(LiltMoodTeller, lilt_mood_teller, G_TYPE_OBJECT)

static guint told_signal;

static gboolean
tell_next(gpointer data)
{
    LiltMoodTeller *self = data;
    LiltMoodWords words;

    self->waiting = 0;
    lilt_mood_words_make(&self->next, self->next_scanning, g_get_monotonic_time(), &words);
    if (g_strcmp0(words.word, self->words.word) != 0 ||
        g_strcmp0(words.from, self->words.from) != 0)
        self->told_us = g_get_monotonic_time();
    lilt_mood_words_clear(&self->words);
    self->words = words;
    self->view = self->next;
    g_signal_emit(self, told_signal, 0);
    return G_SOURCE_REMOVE;
}

void
lilt_mood_teller_tell(LiltMoodTeller *self, const LiltMoodView *view, gboolean scanning)
{
    const gint64 now_us = g_get_monotonic_time();
    const LiltSaid shown = {self->words.word, self->words.from, self->words.reading};
    LiltMoodWords words;
    gint64 wait_us;

    g_return_if_fail(LILT_IS_MOOD_TELLER(self));
    self->next = *view;
    self->next_scanning = scanning;
    lilt_mood_words_make(view, scanning, now_us, &words);
    wait_us = lilt_calm_wait_us(&shown, self->told_us,
                                &(LiltSaid){words.word, words.from, words.reading}, now_us);
    lilt_mood_words_clear(&words);
    g_clear_handle_id(&self->waiting, g_source_remove);
    if (wait_us > 0)
        self->waiting = g_timeout_add((guint)(wait_us / 1000 + 1), tell_next, self);
    else
        tell_next(self);
}

static gboolean
keep_age(gpointer data)
{
    LiltMoodTeller *self = data;

    if (self->waiting == 0)
        lilt_mood_teller_tell(self, &self->view, self->next_scanning);
    return G_SOURCE_CONTINUE;
}

static void
tell_session(LiltMoodTeller *self)
{
    gboolean scanning;

    g_object_get(self->session, "scanning", &scanning, NULL);
    lilt_mood_teller_tell(self, lilt_session_get_mood(self->session), scanning);
}

static void
lilt_mood_teller_dispose(GObject *object)
{
    LiltMoodTeller *self = LILT_MOOD_TELLER(object);

    g_clear_handle_id(&self->waiting, g_source_remove);
    g_clear_handle_id(&self->ageing, g_source_remove);
    lilt_mood_words_clear(&self->words);
    g_clear_object(&self->session);
    G_OBJECT_CLASS(lilt_mood_teller_parent_class)->dispose(object);
}

static void
lilt_mood_teller_class_init(LiltMoodTellerClass *klass)
{
    G_OBJECT_CLASS(klass)->dispose = lilt_mood_teller_dispose;
    told_signal = g_signal_new("told", LILT_TYPE_MOOD_TELLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
lilt_mood_teller_init(LiltMoodTeller *self)
{
    self->view.mood.label = LILT_EMOTION_UNKNOWN;
}

LiltMoodTeller *
lilt_mood_teller_new(void)
{
    return g_object_new(LILT_TYPE_MOOD_TELLER, NULL);
}

void
lilt_mood_teller_follow(LiltMoodTeller *self, LiltSession *session)
{
    g_return_if_fail(LILT_IS_MOOD_TELLER(self));
    g_set_object(&self->session, session);
    g_signal_connect_object(session, "mood-changed", G_CALLBACK(tell_session), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::scanning", G_CALLBACK(tell_session), self,
                            G_CONNECT_SWAPPED);
    self->ageing = g_timeout_add_seconds(AGE_S, keep_age, self);
    tell_session(self);
}

const LiltMoodWords *
lilt_mood_teller_get_words(LiltMoodTeller *self)
{
    g_return_val_if_fail(LILT_IS_MOOD_TELLER(self), NULL);
    return &self->words;
}

const LiltMoodView *
lilt_mood_teller_get_view(LiltMoodTeller *self)
{
    g_return_val_if_fail(LILT_IS_MOOD_TELLER(self), NULL);
    return &self->view;
}
