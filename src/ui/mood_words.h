/* mood_words.h - what the window says about a mood: always what, how sure, from where, what next.
 * Pure: a view and a clock in, sentences out. */
#pragma once

#include "lilt/session.h"

typedef struct {
    char *word;          /* "Looks happy" */
    char *from;          /* "Quite sure · camera": the button's second line */
    char *detail;        /* "Quite sure · from the camera · 4 min": pane and menu */
    char *sentence;      /* one full sentence: what happens next, or what to do */
    char *spoken;        /* all of it for a screen reader */
    const char *icon;    /* static */
    LiltEmotion mood;    /* the one the words are about, or unknown */
    gboolean has_colour; /* the icon wears its mood's colour, else the text's */
    guint n_bars;        /* 1..4 bars of sureness; 0 = sureness is not meant */
    gboolean reading;    /* a plain reading by the camera: such words must not flicker */
} LiltMoodWords;

/* scanning: songs are still being read. now_us: g_get_monotonic_time(). Fill *ret_words; release
 * with lilt_mood_words_clear(). */
void lilt_mood_words_make(const LiltMoodView *view, gboolean scanning, gint64 now_us,
                          LiltMoodWords *ret_words);
/* When the camera looks, by the rhythm of Preferences; lent by `view`, or static. */
const char *lilt_rhythm_sentence(const LiltMoodView *view);

void lilt_mood_words_clear(LiltMoodWords *words);

/* "Quite sure", "Fairly sure", "Not very sure" or "Can’t tell", for a confidence of 0..1. Static.
 */
const char *lilt_sureness_word(double confidence);

/* What the music is doing, as one line of Pango markup: how a path goes on, or a sentence.
 * g_free().
 */
char *lilt_plan_markup(const LiltMoodView *view);

/* What a policy does to the music, as a sentence. Static. */
const char *lilt_policy_sentence(LiltPolicy policy);
