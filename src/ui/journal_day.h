/* journal_day.h - what a day was like, by the mood journal, and how days are called. */
#pragma once

#include "lilt/session.h"

typedef struct {
    GDate date;
    GPtrArray *entries; /* of LiltJournalEntry, lent, the oldest first; g_ptr_array_unref() */
    double seconds[LILT_N_EMOTIONS], total_s;
    LiltEmotion mostly; /* the longest; unknown: nothing was written */
    guint n_songs;      /* that played one after the other */
    guint n_led;        /* of them chosen to lift the mood, or to lead elsewhere */
    double by_hand_s;
    const LiltJournalEntry *brightest, *first_led, *first_by_hand; /* lent; NULL: none */
} LiltJournalDay;

/* entries: of LiltJournalEntry, the oldest first; they have to outlive the day. */
void lilt_journal_day_make(const GDate *date, GPtrArray *entries, LiltJournalDay *ret_day);
void lilt_journal_day_clear(LiltJournalDay *day);

/* The emotion an entry is drawn as: of a blend, the nearest. */
LiltEmotion lilt_journal_emotion(const LiltJournalEntry *entry);

/* When the day begins, by the clock on the wall. */
gint64 lilt_journal_begin_of(const GDate *date);

/* "Thursday, 19 November", "Thu", "7:05". g_free(). */
char *lilt_journal_day_name(const GDate *date);
char *lilt_journal_short_day_name(const GDate *date);
char *lilt_journal_time(gint64 at_s);

/* "Mostly: Happy · 46 songs · 3 h 10 min", or that there is nothing. g_free(). */
char *lilt_journal_summary(const LiltJournalDay *day);
/* The facts of the day, a sentence each. g_free(). */
char *lilt_journal_brightest_words(const LiltJournalDay *day);
char *lilt_journal_led_words(const LiltJournalDay *day);
char *lilt_journal_by_hand_words(const LiltJournalDay *day);
