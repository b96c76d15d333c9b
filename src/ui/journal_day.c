/* A day of the journal, counted and put into words. It says what happened, and nothing of why. */
#include "journal_day.h"

#include <glib/gi18n-lib.h>

#include "moods.h"
#include "text.h"

/* ---- counting -------------------------------------------------------------------------------- */

LiltEmotion
lilt_journal_emotion(const LiltJournalEntry *entry)
{
    const LiltEmotion emotion = lilt_emotion_from_label(entry->label);

    return emotion != LILT_EMOTION_UNKNOWN ? emotion : lilt_emotion_nearest(entry->point);
}

gint64
lilt_journal_begin_of(const GDate *date)
{
    g_autoptr(GDateTime) begin = g_date_time_new_local(
        g_date_get_year(date), (int)g_date_get_month(date), g_date_get_day(date), 0, 0, 0);

    return g_date_time_to_unix(begin);
}

static gboolean
same_song(const LiltJournalEntry *a, const LiltJournalEntry *b)
{
    return g_str_equal(a->title, b->title) && g_str_equal(a->artist, b->artist);
}

static void
count(LiltJournalDay *day, const LiltJournalEntry *entry, const LiltJournalEntry *before)
{
    const gboolean new_song = before == NULL || !same_song(before, entry);

    day->seconds[lilt_journal_emotion(entry)] += (double)entry->lasted_s;
    day->total_s += (double)entry->lasted_s;
    day->n_songs += new_song ? 1 : 0;
    if (day->brightest == NULL || entry->point.valence > day->brightest->point.valence)
        day->brightest = entry;
    if (entry->led) {
        day->n_led += new_song || !before->led ? 1 : 0;
        if (day->first_led == NULL)
            day->first_led = entry;
    }
    if (entry->by_hand) {
        day->by_hand_s += (double)entry->lasted_s;
        if (day->first_by_hand == NULL)
            day->first_by_hand = entry;
    }
}

void
lilt_journal_day_make(const GDate *date, GPtrArray *entries, LiltJournalDay *ret_day)
{
    GDate next = *date;
    LiltJournalDay day = {.date = *date, .entries = g_ptr_array_new()};
    const LiltJournalEntry *before = NULL;

    g_date_add_days(&next, 1);
    const gint64 from_s = lilt_journal_begin_of(date), until_s = lilt_journal_begin_of(&next);

    for (guint i = 0; i < entries->len; i++) {
        LiltJournalEntry *entry = entries->pdata[i];

        if (entry->began_s < from_s || entry->began_s >= until_s)
            continue;
        g_ptr_array_add(day.entries, entry);
        count(&day, entry, before);
        before = entry;
    }
    day.mostly = LILT_EMOTION_UNKNOWN;
    for (int i = 0; i < LILT_N_EMOTIONS; i++)
        if (day.seconds[i] > (day.mostly != LILT_EMOTION_UNKNOWN ? day.seconds[day.mostly] : 0))
            day.mostly = (LiltEmotion)i;
    *ret_day = day;
}

void
lilt_journal_day_clear(LiltJournalDay *day)
{
    g_clear_pointer(&day->entries, g_ptr_array_unref);
}

/* ---- names of days --------------------------------------------------------------------------- */

/* Names of our own: those of the C library are in the system's language, not the window's. */
char *
lilt_journal_day_name(const GDate *date)
{
    static const char *const days[] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                       N_("Sunday")};
    static const char *const months[] = {N_("January"), N_("February"), N_("March"),
                                         N_("April"),   N_("May"),      N_("June"),
                                         N_("July"),    N_("August"),   N_("September"),
                                         N_("October"), N_("November"), N_("December")};

    /* Translators: a day of the week, a day of the month and a month. */
    return g_strdup_printf(_("%s, %d %s"), _(days[g_date_get_weekday(date) - 1]),
                           (int)g_date_get_day(date), _(months[g_date_get_month(date) - 1]));
}

char *
lilt_journal_short_day_name(const GDate *date)
{
    static const char *const days[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                       N_("Fri"), N_("Sat"), N_("Sun")};

    return g_strdup(_(days[g_date_get_weekday(date) - 1]));
}

char *
lilt_journal_time(gint64 at_s)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(at_s);

    return g_strdup_printf("%d:%02d", g_date_time_get_hour(at), g_date_time_get_minute(at));
}

/* ---- words ----------------------------------------------------------------------------------- */

static char *
length_of(double seconds)
{
    return lilt_text_length((guint64)(seconds * 1000));
}

char *
lilt_journal_summary(const LiltJournalDay *day)
{
    if (day->mostly == LILT_EMOTION_UNKNOWN)
        return g_strdup(_("Nothing was written down on this day."));
    g_autofree char *mostly = g_strdup_printf(_("Mostly: %s"), lilt_mood_look(day->mostly).name);
    g_autofree char *songs = lilt_text_songs(day->n_songs);
    g_autofree char *length = length_of(day->total_s);

    return g_strdup_printf("%s · %s · %s", mostly, songs, length);
}

char *
lilt_journal_brightest_words(const LiltJournalDay *day)
{
    if (day->brightest == NULL)
        return g_strdup(_("Nothing yet"));
    g_autofree char *time = lilt_journal_time(day->brightest->began_s);

    if (*day->brightest->artist == '\0')
        return g_strdup_printf(_("%s, with “%s”"), time, day->brightest->title);
    return g_strdup_printf(_("%s, with “%s” by %s"), time, day->brightest->title,
                           day->brightest->artist);
}

char *
lilt_journal_led_words(const LiltJournalDay *day)
{
    if (day->first_led == NULL)
        return g_strdup(_("All songs matched the mood"));
    g_autofree char *time = lilt_journal_time(day->first_led->began_s);

    return g_strdup_printf(ngettext("From %s, %u song to lift it or lead elsewhere",
                                    "From %s, %u songs to lift it or lead elsewhere", day->n_led),
                           time, day->n_led);
}

char *
lilt_journal_by_hand_words(const LiltJournalDay *day)
{
    if (day->first_by_hand == NULL)
        return g_strdup(_("No mood was chosen by hand"));
    g_autofree char *time = lilt_journal_time(day->first_by_hand->began_s);
    g_autofree char *length = length_of(day->by_hand_s);

    return g_strdup_printf(_("From %s, %s in all"), time, length);
}
