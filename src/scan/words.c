/* Bright words and heavy words of lyrics, counted. */
#include "words.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef enum { EN, DE, N_LANGUAGES } Language;

typedef enum { BRIGHT_OR_HEAVY, TURNS_ROUND, COMMON_ONE } Sort;

/* A line of data/lyric-words.def. */
typedef struct {
    Sort sort;
    Language language;
    const char *text; /* in small letters; a star at the end stands for any */
    int brightness;   /* -2 .. 2 */
} Entry;

#define WORD(language, text, brightness) {BRIGHT_OR_HEAVY, language, text, brightness},
#define NEGATION(language, text)         {TURNS_ROUND, language, text, 0},
#define COMMON(language, text)           {COMMON_ONE, language, text, 0},
static const Entry entries[] = {
#include "lyric-words.def"
};

enum {
    N_ENTRIES = sizeof entries / sizeof *entries,
    LONGEST = 48,  /* bytes of a word that are looked at */
    FEWEST = 3,    /* words that say something; fewer say nothing */
    N_TURNED = 3,  /* words behind a negation that it turns round */
    BRIGHTEST = 2, /* a word may be */
};

static const float DOUBT = 4.0f;   /* as if that many words had said neither */
static const float TURNED = -0.5f; /* "not happy" is not quite "sad" */

/* ---- words ----------------------------------------------------------------------------------- */

static bool
is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 || c == '\'';
}

/* In small letters, the ones with dots too; a printer's apostrophe becomes a typewriter's. */
static size_t
put_small(const unsigned char *from, size_t n, char *word)
{
    size_t n_word = 0;

    for (size_t i = 0; i < n && n_word + 1 < LONGEST; i++) {
        unsigned char c = from[i];

        if (i + 2 < n && memcmp(from + i, "\xe2\x80\x99", 3) == 0)
            c = '\'', i += 2;
        else if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + 0x20);
        else if (i > 0 && from[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e)
            c = (unsigned char)(c + 0x20);
        word[n_word++] = (char)c;
    }
    word[n_word] = '\0';
    return n_word;
}

/* The next word; passes over it. What stands in brackets is no word: times, and in LRC who sings.
 * False at the end. */
static bool
next_word(const char **text, char word[LONGEST])
{
    const unsigned char *c = (const unsigned char *)*text;

    while (*c != '\0' && !is_letter(*c)) {
        const char *end = *c == '[' ? strchr((const char *)c, ']') : NULL;

        c = end != NULL ? (const unsigned char *)end + 1 : c + 1;
    }
    const unsigned char *first = c;

    while (is_letter(*c))
        c++;
    *text = (const char *)c;
    return c > first && put_small(first, (size_t)(c - first), word) > 0;
}

static bool
is_word(const Entry *entry, const char *word)
{
    const size_t n = strlen(entry->text);

    return entry->text[n - 1] == '*' ? strncmp(entry->text, word, n - 1) == 0
                                     : strcmp(entry->text, word) == 0;
}

static const Entry *
find(Sort sort, Language language, const char *word)
{
    for (size_t i = 0; i < N_ENTRIES; i++)
        if (entries[i].sort == sort && entries[i].language == language &&
            is_word(&entries[i], word))
            return &entries[i];
    return NULL;
}

/* ---- lyrics ---------------------------------------------------------------------------------- */

/* The language whose common words are more. */
static Language
tell_language(const char *lyrics)
{
    size_t n[N_LANGUAGES] = {0};
    char word[LONGEST];

    while (next_word(&lyrics, word))
        for (Language language = EN; language < N_LANGUAGES; language++)
            n[language] += find(COMMON_ONE, language, word) != NULL;
    return n[DE] > n[EN] ? DE : EN;
}

float
lilt_words_brightness(const char *lyrics)
{
    const Language language = tell_language(lyrics);
    size_t n = 0, n_turned = 0;
    char word[LONGEST];
    float sum = 0;

    while (next_word(&lyrics, word)) {
        const Entry *entry = find(BRIGHT_OR_HEAVY, language, word);

        if (entry != NULL) {
            sum += (float)entry->brightness * (n_turned > 0 ? TURNED : 1.0f);
            n++;
        }
        if (find(TURNS_ROUND, language, word) != NULL)
            n_turned = N_TURNED;
        else if (n_turned > 0)
            n_turned--;
    }
    return n >= FEWEST ? sum / BRIGHTEST / ((float)n + DOUBT) : 0.0f;
}
