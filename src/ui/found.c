/* The letters of a text that a search found, told the way the database tells words: by letters and
 * digits, without case and accents. */
#include "found.h"

#include <glib.h>

/* The letter without case and accents; 0 for what is no part of a word. */
static gunichar
plain(gunichar c)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

    if (!g_unichar_isalnum(c))
        return 0;
    g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
    return g_unichar_tolower(parts[0]);
}

/* The end of the letters of `text` that are those of the word; NULL when it begins otherwise. Marks
 * that follow a letter belong to it. */
static const char *
match(const char *text, const char *word, const char *word_end)
{
    while (word < word_end) {
        const gunichar wanted = plain(g_utf8_get_char(word));

        if (wanted == 0 && g_unichar_ismark(g_utf8_get_char(word))) {
            word = g_utf8_next_char(word);
            continue;
        }
        if (*text == '\0' || plain(g_utf8_get_char(text)) != wanted)
            return NULL;
        text = g_utf8_next_char(text);
        while (*text != '\0' && g_unichar_ismark(g_utf8_get_char(text)))
            text = g_utf8_next_char(text);
        word = g_utf8_next_char(word);
    }
    return text;
}

static void
mark(PangoAttrList *list, gsize from, gsize to, const PangoColor *colour)
{
    PangoAttribute *attributes[2] = {pango_attr_weight_new(PANGO_WEIGHT_BOLD), NULL};

    if (colour != NULL)
        attributes[1] = pango_attr_foreground_new(colour->red, colour->green, colour->blue);
    for (int i = 0; i < 2 && attributes[i] != NULL; i++) {
        attributes[i]->start_index = (guint)from;
        attributes[i]->end_index = (guint)to;
        pango_attr_list_insert(list, attributes[i]);
    }
}

/* Mark the longest beginning at `at`; gives its end, or NULL. */
static const char *
mark_at(PangoAttrList *list, const char *text, const char *at, const char *words,
        const PangoColor *colour)
{
    const char *longest = NULL;

    while (*words != '\0') {
        const char *end = words;

        while (*end != '\0' && !g_unichar_isspace(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        if (end > words) {
            const char *to = match(at, words, end);

            longest = to != NULL && to > at && (longest == NULL || to > longest) ? to : longest;
        }
        words = *end != '\0' ? g_utf8_next_char(end) : end;
    }
    if (longest != NULL)
        mark(list, (gsize)(at - text), (gsize)(longest - text), colour);
    return longest;
}

PangoAttrList *
lilt_found_letters(const char *text, const char *words, const PangoColor *colour)
{
    PangoAttrList *list = pango_attr_list_new();
    gboolean any = FALSE, in_word = FALSE;

    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        const gboolean letter = plain(g_utf8_get_char(at)) != 0;

        if (letter && !in_word && mark_at(list, text, at, words, colour) != NULL)
            any = TRUE;
        in_word = letter || (in_word && g_unichar_ismark(g_utf8_get_char(at)));
    }
    if (!any)
        g_clear_pointer(&list, pango_attr_list_unref);
    return list;
}
