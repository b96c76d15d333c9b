/* The mood journal: while it is on, each stretch of time with one song and one mood is written
 * down: soon after it began, so that it is not lost if the program is, then now and again, and as
 * it ends. Off, nothing is. */
#include <glib/gi18n-lib.h>

#include "session_private.h"

enum {
    SECONDS_A_DAY = 24 * 60 * 60,
    SOON_S = 4,   /* a stretch is written down for the first time after that, */
    AGAIN_S = 30, /* and again each time after that */
};

/* The stretch that goes on. */
struct LiltJournal {
    LiltJournalEntry entry; /* label static */
    char *title, *artist;
    gint64 song_id, begun_us;
    guint timer; /* that writes it down as far as it has come */
};

static void
journal_free(LiltJournal *stretch)
{
    g_source_remove(stretch->timer);
    g_free(stretch->title);
    g_free(stretch->artist);
    g_free(stretch);
}

/* Once a day: a number that is being set in Preferences is not gone by at once. */
static void
forget_old(LiltSession *self)
{
    const gint64 days = g_settings_get_int(self->settings, "journal-days");
    const gint64 now_s = lilt_clock_wall_s();

    if (now_s / SECONDS_A_DAY == self->journal_forgot_day)
        return;
    self->journal_forgot_day = now_s / SECONDS_A_DAY;
    if (days > 0)
        lilt_library_forget_journal(self->library, now_s - days * SECONDS_A_DAY);
}

/* Write down the stretch as far as it has come; what was over at once is left out. */
static void
write_stretch(LiltSession *self, LiltJournal *stretch)
{
    const gint64 lasted_us = g_get_monotonic_time() - stretch->begun_us;

    stretch->entry.lasted_s = (float)lasted_us / (float)G_USEC_PER_SEC;
    if (lasted_us < G_USEC_PER_SEC)
        return;
    lilt_library_add_journal(self->library, &stretch->entry);
    forget_old(self);
    lilt_session_tell_journal(self);
}

static gboolean
on_time_passed(gpointer data)
{
    LiltSession *self = data;

    write_stretch(self, self->journal);
    self->journal->timer = g_timeout_add_seconds(AGAIN_S, on_time_passed, self);
    return G_SOURCE_REMOVE;
}

/* The stretch that went on, if any, is over. */
static void
close_stretch(LiltSession *self)
{
    LiltJournal *stretch = g_steal_pointer(&self->journal);

    if (stretch == NULL)
        return;
    write_stretch(self, stretch);
    journal_free(stretch);
}

/* What an entry would say now. FALSE: nothing, since no song plays or no mood is known. */
static gboolean
entry_now(LiltSession *self, LiltJournalEntry *ret_entry)
{
    const LiltMoodView *view = &self->view;
    LiltSong *song = lilt_session_get_song(self);

    if (song == NULL || !lilt_player_get_playing(self->player) ||
        view->source == LILT_FROM_NOTHING || view->mood.label == LILT_EMOTION_UNKNOWN)
        return FALSE;
    *ret_entry = (LiltJournalEntry){
        .began_s = lilt_clock_wall_s(),
        .label = view->blend != NULL ? view->blend->label : lilt_emotion_label(view->mood.label),
        .point = view->mood.point,
        .by_hand = view->source == LILT_FROM_HAND,
        .led = view->policy == LILT_POLICY_LIFT || view->policy == LILT_POLICY_PATH,
        .title = lilt_song_get_title(song),
        .artist = lilt_song_get_artist(song),
    };
    return TRUE;
}

static void
open_stretch(LiltSession *self, const LiltJournalEntry *entry)
{
    LiltJournal *stretch = g_new(LiltJournal, 1);

    *stretch = (LiltJournal){.entry = *entry,
                             .title = g_strdup(entry->title),
                             .artist = g_strdup(entry->artist),
                             .song_id = lilt_song_get_id(lilt_session_get_song(self)),
                             .begun_us = g_get_monotonic_time(),
                             .timer = g_timeout_add_seconds(SOON_S, on_time_passed, self)};
    stretch->entry.title = stretch->title;
    stretch->entry.artist = stretch->artist;
    self->journal = stretch;
}

/* The song, the mood or whether it plays may be another one now. */
static void
follow(LiltSession *self)
{
    const LiltJournal *stretch = self->journal;
    LiltJournalEntry entry;

    if (self->watching == NULL)
        return; /* it is just being made, or has ended */
    if (!g_settings_get_boolean(self->settings, "journal") || !entry_now(self, &entry)) {
        close_stretch(self);
        return;
    }
    if (stretch != NULL && g_str_equal(stretch->entry.label, entry.label) &&
        stretch->entry.by_hand == entry.by_hand && stretch->entry.led == entry.led &&
        stretch->song_id == lilt_song_get_id(lilt_session_get_song(self)))
        return;
    close_stretch(self);
    open_stretch(self, &entry);
}

/* ---- commands -------------------------------------------------------------------------------- */

static void
erase_journal(GSimpleAction *action, GVariant *nothing, gpointer data)
{
    LiltSession *self = data;

    (void)action, (void)nothing;
    g_clear_pointer(&self->journal, journal_free);
    lilt_library_erase_journal(self->library);
    lilt_session_say(self, _("The journal is erased."));
    lilt_session_tell_journal(self);
    follow(self);
}

static void
on_exported(GObject *library, GAsyncResult *result, gpointer data)
{
    g_autoptr(LiltSession) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray)
        entries = lilt_library_journal_finish(LILT_LIBRARY(library), result, &error);
    const guint n = entries != NULL ? entries->len : 0;
    g_autofree char *sentence =
        error != NULL ? g_strdup_printf(_("The journal could not be saved: %s"), error->message)
                      : g_strdup_printf(ngettext("%u entry saved.", "%u entries saved.", n), n);

    lilt_session_say(self, sentence);
}

static void
export_journal(GSimpleAction *action, GVariant *path, gpointer data)
{
    LiltSession *self = data;

    (void)action;
    lilt_library_export_journal_async(self->library, g_variant_get_bytestring(path), on_exported,
                                      g_object_ref(self));
}

/* ---- the door -------------------------------------------------------------------------------- */

void
lilt_session_read_journal_async(LiltSession *self, gint64 from_s, gint64 until_s,
                                GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(LILT_IS_SESSION(self));
    lilt_library_read_journal_async(self->library, from_s, until_s, callback, user_data);
}

GPtrArray *
lilt_session_read_journal_finish(LiltSession *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), NULL);
    return lilt_library_journal_finish(self->library, result, error);
}

gboolean
lilt_session_get_journal_filled(LiltSession *self)
{
    g_return_val_if_fail(LILT_IS_SESSION(self), FALSE);
    return lilt_library_get_journal_filled(self->library);
}

/* ---- beginning and end ----------------------------------------------------------------------- */

void
lilt_session_begin_journal(LiltSession *self)
{
    static const GActionEntry entries[] = {
        {"erase-journal", erase_journal, NULL, NULL, NULL, {0}},
        {"export-journal", export_journal, "ay", NULL, NULL, {0}},
    };
    static const char *const settings[] = {"journal", "journal-days"};

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                    self);
    lilt_session_add_settings(self, settings, G_N_ELEMENTS(settings));
    g_signal_connect(self, "notify::song", G_CALLBACK(follow), NULL);
    g_signal_connect(self, "notify::playing", G_CALLBACK(follow), NULL);
    g_signal_connect(self, "mood-changed", G_CALLBACK(follow), NULL);
    g_signal_connect_object(self->settings, "changed::journal", G_CALLBACK(follow), self,
                            G_CONNECT_SWAPPED);
}

void
lilt_session_start_journal(LiltSession *self)
{
    forget_old(self);
    follow(self);
}

void
lilt_session_end_journal(LiltSession *self)
{
    close_stretch(self);
}
