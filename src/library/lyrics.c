/* Lyrics: telling LRC from plain text, and the line that is sung. LRC has no standard; this reads
 * what is found in the wild: [mm:ss], [mm:ss.x] to [mm:ss.xxx] and [mm:ss:xx], several before one
 * line, [offset:±ms], and <mm:ss.xx> before words. */
#include "lilt/library.h"

#include <string.h>

enum { MOST_LINES = 1500, MOST_STAMPS = 64, MOST_MINUTES = 9999 };

typedef struct {
    gint64 at_us;
    const char *text; /* in `texts` */
} Line;

struct _LiltLyrics {
    GObject parent_instance;
    gboolean timed;
    GArray *lines;       /* Line; by time where timed */
    GStringChunk *texts; /* what they lie in */
};
G_DEFINE_FINAL_TYPE(LiltLyrics, lilt_lyrics, G_TYPE_OBJECT)

static void
lilt_lyrics_finalize(GObject *object)
{
    LiltLyrics *self = LILT_LYRICS(object);

    g_array_unref(self->lines);
    g_string_chunk_free(self->texts);
    G_OBJECT_CLASS(lilt_lyrics_parent_class)->finalize(object);
}

static void
lilt_lyrics_class_init(LiltLyricsClass *class)
{
    G_OBJECT_CLASS(class)->finalize = lilt_lyrics_finalize;
}

static void
lilt_lyrics_init(LiltLyrics *self)
{
    self->lines = g_array_new(FALSE, FALSE, sizeof(Line));
    self->texts = g_string_chunk_new(1024);
}

/* ---- reading LRC ----------------------------------------------------------------------------- */

/* Digits at *at, at most `most` of them; passes over them. FALSE when there are none. */
static gboolean
read_digits(const char **at, int most, gint64 *ret_number, int *ret_n)
{
    gint64 number = 0;
    int n = 0;

    for (; n < most && g_ascii_isdigit(**at); n++)
        number = number * 10 + g_ascii_digit_value(*(*at)++);
    *ret_number = number;
    *ret_n = n;
    return n > 0;
}

/* "mm:ss.xx" and its kin up to `end`; passes over it. */
static gboolean
read_stamp(const char **at, char end, gint64 *ret_us)
{
    const char *c = *at;
    gint64 minutes, seconds, part = 0;
    int n;

    if (!read_digits(&c, 4, &minutes, &n) || *c++ != ':' || !read_digits(&c, 2, &seconds, &n))
        return FALSE;
    gint64 us = (MIN(minutes, (gint64)MOST_MINUTES) * 60 + seconds) * G_USEC_PER_SEC;

    if (*c == '.' || *c == ':' || *c == ',') {
        gint64 worth = G_USEC_PER_SEC;

        c++;
        if (!read_digits(&c, 6, &part, &n))
            return FALSE;
        for (int i = 0; i < n; i++)
            worth /= 10;
        us += part * worth;
    }
    if (*c++ != end)
        return FALSE;
    *at = c;
    *ret_us = us;
    return TRUE;
}

/* "[offset:+250]": in thousandths of a second, forward means that the words come sooner. */
static gboolean
read_offset(const char *line, gint64 *ret_us)
{
    const char *c = line + strlen("[offset:");
    gint64 ms;
    int n, sign = 1;

    if (g_ascii_strncasecmp(line, "[offset:", strlen("[offset:")) != 0)
        return FALSE;
    while (*c == ' ')
        c++;
    if (*c == '+' || *c == '-')
        sign = *c++ == '-' ? -1 : 1;
    if (!read_digits(&c, 7, &ms, &n))
        return FALSE;
    *ret_us = sign * ms * 1000;
    return TRUE;
}

/* "[ar:Somebody]" says something of the file and is no line. */
static gboolean
is_about_file(const char *line)
{
    const char *c = line + 1;

    if (*line != '[')
        return FALSE;
    while (g_ascii_isalpha(*c) || *c == '#')
        c++;
    return c > line + 1 && *c == ':' && strchr(c, ']') != NULL;
}

/* Take the stamps of words out, and space at both ends. */
static void
tidy(char *text)
{
    char *to = text;
    gint64 us;

    for (const char *c = text; *c != '\0';) {
        const char *after = c + 1;

        if (*c == '<' && read_stamp(&after, '>', &us))
            c = after;
        else
            *to++ = *c++;
    }
    *to = '\0';
    g_strstrip(text);
}

static void
add_line(LiltLyrics *self, gint64 at_us, const char *text)
{
    const Line line = {at_us, text};

    if (self->lines->len < MOST_LINES)
        g_array_append_val(self->lines, line);
}

/* A line of a timed text, once for each of its stamps; without any it is passed over. */
static void
add_timed(LiltLyrics *self, char *line)
{
    gint64 stamps[MOST_STAMPS];
    guint n = 0;
    const char *c = line;

    while (n < MOST_STAMPS) {
        const char *after = c + strspn(c, " \t");

        if (*after++ != '[' || !read_stamp(&after, ']', &stamps[n]))
            break;
        c = after;
        n++;
    }
    if (n == 0)
        return;
    g_autofree char *words = g_strdup(c);

    tidy(words);
    const char *text = g_string_chunk_insert(self->texts, words);

    for (guint i = 0; i < n; i++)
        add_line(self, stamps[i], text);
}

static gint
compare_times(gconstpointer a, gconstpointer b)
{
    const gint64 x = ((const Line *)a)->at_us, y = ((const Line *)b)->at_us;

    return (x > y) - (x < y);
}

static gboolean
read_timed(LiltLyrics *self, char **lines)
{
    gint64 offset_us = 0;

    for (gsize i = 0; lines[i] != NULL; i++)
        if (!read_offset(lines[i], &offset_us))
            add_timed(self, lines[i]);
    g_array_sort(self->lines,
                 compare_times); /* stable: verses of the same moment keep their order */
    for (guint i = 0; i < self->lines->len; i++) {
        Line *line = &g_array_index(self->lines, Line, i);

        line->at_us = MAX(0, line->at_us - offset_us);
    }
    return self->lines->len > 0;
}

/* ---- reading plain text ---------------------------------------------------------------------- */

/* Empty lines at both ends are no words. */
static void
read_plain(LiltLyrics *self, char **lines)
{
    guint n = 0;

    for (gsize i = 0; lines[i] != NULL; i++) {
        if (is_about_file(lines[i]))
            continue;
        g_strchomp(lines[i]);
        if (*lines[i] != '\0' || self->lines->len > 0)
            add_line(self, 0, g_string_chunk_insert(self->texts, lines[i]));
        if (*lines[i] != '\0')
            n = self->lines->len;
    }
    g_array_set_size(self->lines, MIN(n, self->lines->len));
}

static gboolean
any_words(LiltLyrics *self)
{
    for (guint i = 0; i < self->lines->len; i++)
        if (*g_array_index(self->lines, Line, i).text != '\0')
            return TRUE;
    return FALSE;
}

/* ---- the bytes ------------------------------------------------------------------------------- */

/* As UTF-8 without a mark; NULL when it is nothing of the kind. */
static char *
decode(const char *bytes, gsize n)
{
    const gboolean marked = n >= 2 && ((guchar)bytes[0] ^ (guchar)bytes[1]) == (0xff ^ 0xfe) &&
                            MAX((guchar)bytes[0], (guchar)bytes[1]) == 0xff;

    if (marked)
        return g_convert(bytes, (gssize)(n - n % 2), "UTF-8", "UTF-16", NULL, NULL, NULL);
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    if (g_utf8_validate(bytes, (gssize)n, NULL))
        return g_strndup(bytes, n);
    return g_convert(bytes, (gssize)n, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}

/* All three ends of lines become one, control characters spaces. */
static void
plain_ends(char *text)
{
    char *to = text;

    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\r' && c[1] == '\n')
            continue;
        *to++ = *c == '\r' ? '\n' : g_ascii_iscntrl(*c) && *c != '\n' ? ' ' : *c;
    }
    *to = '\0';
}

LiltLyrics *
lilt_lyrics_parse(const char *bytes, gsize n_bytes)
{
    g_autofree char *text = decode(bytes, MIN(n_bytes, (gsize)LILT_LYRICS_BYTES));
    g_autoptr(LiltLyrics) self = NULL;
    g_auto(GStrv) lines = NULL;

    if (text == NULL)
        return NULL;
    plain_ends(text);
    lines = g_strsplit(text, "\n", -1);
    self = g_object_new(LILT_TYPE_LYRICS, NULL);
    self->timed = read_timed(self, lines);
    if (!self->timed)
        read_plain(self, lines);
    return any_words(self) ? g_steal_pointer(&self) : NULL;
}

/* ---- the door -------------------------------------------------------------------------------- */

gboolean
lilt_lyrics_get_timed(LiltLyrics *self)
{
    return self->timed;
}

guint
lilt_lyrics_get_n_lines(LiltLyrics *self)
{
    return self->lines->len;
}

const char *
lilt_lyrics_get_line(LiltLyrics *self, guint i)
{
    g_return_val_if_fail(i < self->lines->len, "");
    return g_array_index(self->lines, Line, i).text;
}

gint64
lilt_lyrics_get_line_us(LiltLyrics *self, guint i)
{
    g_return_val_if_fail(i < self->lines->len, 0);
    return g_array_index(self->lines, Line, i).at_us;
}

/* The last line that has begun; of several at once the first, which the others stand below. */
int
lilt_lyrics_find(LiltLyrics *self, gint64 position_us)
{
    guint low = 0, high = self->lines->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;

        if (lilt_lyrics_get_line_us(self, middle) <= position_us)
            low = middle + 1;
        else
            high = middle;
    }
    while (low > 1 &&
           lilt_lyrics_get_line_us(self, low - 2) == lilt_lyrics_get_line_us(self, low - 1))
        low--;
    return (int)low - 1;
}
