/* Reading playlists that other programs wrote. They are taken as they are found: with a mark of
 * UTF-8 or in the encoding of old Windows, with its ends of lines and its slashes, with names that
 * are encoded as addresses where the format does not ask for that. */
#include "list_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 16 << 20, MOST_ENTRIES = 100000 };

/* ---- entries --------------------------------------------------------------------------------- */

ListEntry *
list_entry_new(const char *where, const char *title, const char *artist, gint64 duration_ms)
{
    ListEntry *entry = g_new(ListEntry, 1);

    *entry = (ListEntry){g_strdup(where), g_strdup(title), g_strdup(artist), MAX(duration_ms, 0)};
    return entry;
}

void
list_entry_free(gpointer data)
{
    ListEntry *entry = data;

    if (entry == NULL)
        return;
    g_free(entry->where);
    g_free(entry->title);
    g_free(entry->artist);
    g_free(entry);
}

void
list_file_free(ListFile *list)
{
    if (list == NULL)
        return;
    g_free(list->name);
    g_ptr_array_unref(list->entries);
    g_free(list);
}

/* A list while it is read. */
typedef struct {
    ListFile *list;
    const char *folder; /* that its names begin from */
} Reader;

/* "Artist - Title", as M3U and PLS have both in one. */
static void
split_title(ListEntry *entry)
{
    const char *middle = strstr(entry->title, " - ");
    g_autofree char *both = NULL;

    if (middle == NULL)
        return;
    both = entry->title;
    g_free(entry->artist);
    entry->artist = g_strndup(both, (gsize)(middle - both));
    entry->title = g_strdup(middle + strlen(" - "));
}

/* ---- where ----------------------------------------------------------------------------------- */

/* Whether `text` is an address. A name may have a colon, and a drive is a letter with one. */
static gboolean
is_address(const char *text, gboolean encoded)
{
    const char *scheme = g_uri_peek_scheme(text);

    return scheme != NULL && scheme[1] != '\0' && (encoded || strstr(text, "://") != NULL);
}

/* The path that an address of a file means; an address of another machine's file stays one. */
static char *
path_of_address(const char *address)
{
    g_autofree char *host = NULL;
    char *path = g_filename_from_uri(address, &host, NULL);

    if (path != NULL && (host == NULL || *host == '\0' || g_str_equal(host, "localhost")))
        return path;
    g_free(path);
    return g_strdup(path == NULL && g_str_has_prefix(address, "file:///")
                        ? address + strlen("file://")
                        : address);
}

/* The path of a name that may be meant in several ways: the one that is there, else the likeliest.
 */
static char *
path_of_name(const char *folder, const char *name)
{
    g_autofree char *as_it_is = g_canonicalize_filename(name, folder);
    g_autofree char *decoded = g_uri_unescape_string(name, "/");
    g_autofree char *slashed = g_strdelimit(g_strdup(name), "\\", '/');
    g_autofree char *by_slashes = g_canonicalize_filename(slashed, folder);
    g_autofree char *by_decoding = decoded != NULL ? g_canonicalize_filename(decoded, folder)
                                                   : NULL;

    if (g_file_test(as_it_is, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&as_it_is);
    if (by_decoding != NULL && g_file_test(by_decoding, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&by_decoding);
    return strchr(name, '/') == NULL ? g_steal_pointer(&by_slashes) : g_steal_pointer(&as_it_is);
}

/* encoded: the format says that it is an address, whole or from the folder on. g_free(). */
static char *
resolve(const Reader *reader, const char *text, gboolean encoded)
{
    g_autofree char *decoded = NULL;

    if (is_address(text, encoded))
        return g_ascii_strncasecmp(text, "file:", 5) == 0 ? path_of_address(text) : g_strdup(text);
    if (!encoded)
        return path_of_name(reader->folder, text);
    decoded = g_uri_unescape_string(text, NULL);
    return g_canonicalize_filename(decoded != NULL ? decoded : text, reader->folder);
}

/* Takes the entry; one that names nothing goes. */
static void
add_entry(Reader *reader, ListEntry *entry, gboolean encoded)
{
    g_autofree char *named = g_strstrip(entry->where);

    if (*named == '\0') {
        entry->where = g_steal_pointer(&named);
        list_entry_free(entry);
        return;
    }
    entry->where = resolve(reader, named, encoded);
    g_ptr_array_add(reader->list->entries, entry);
}

/* ---- M3U ------------------------------------------------------------------------------------- */

static const char *
after_prefix(const char *line, const char *prefix)
{
    const gsize n = strlen(prefix);

    return g_ascii_strncasecmp(line, prefix, n) == 0 ? line + n : NULL;
}

/* "123,Artist - Title"; players put more between number and comma. */
static void
read_extinf(ListEntry *about, const char *text)
{
    const char *comma = strchr(text, ',');

    about->duration_ms = (gint64)CLAMP(g_ascii_strtod(text, NULL), 0.0, 1e9) * 1000;
    g_free(about->title);
    about->title = g_strdup(comma != NULL ? comma + 1 : "");
    split_title(about);
}

static void
read_m3u(Reader *reader, char **lines)
{
    ListEntry *about = list_entry_new(NULL, "", "", 0);

    for (; *lines != NULL; lines++) {
        const char *line = g_strstrip(*lines);
        const char *text;

        if ((text = after_prefix(line, "#EXTINF:")) != NULL) {
            read_extinf(about, text);
        } else if ((text = after_prefix(line, "#PLAYLIST:")) != NULL && *text != '\0') {
            g_free(reader->list->name);
            reader->list->name = g_strstrip(g_strdup(text));
        } else if (*line != '#' && *line != '\0') {
            about->where = g_strdup(line);
            add_entry(reader, about, FALSE);
            about = list_entry_new(NULL, "", "", 0);
        }
    }
    list_entry_free(about);
}

/* ---- PLS ------------------------------------------------------------------------------------- */

/* The entry with that number, made if need be; lent. */
static ListEntry *
numbered(GTree *entries, guint64 number)
{
    ListEntry *entry = g_tree_lookup(entries, &number);

    if (entry == NULL) {
        entry = list_entry_new("", "", "", 0);
        g_tree_insert(entries, g_memdup2(&number, sizeof number), entry);
    }
    return entry;
}

static gint
compare_numbers(gconstpointer a, gconstpointer b, gpointer data)
{
    const guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;

    (void)data;
    return left < right ? -1 : left > right;
}

static void
read_pls_line(GTree *entries, const char *line)
{
    const char *number, *value = strchr(line, '=');

    if (value == NULL)
        return;
    value++;
    if ((number = after_prefix(line, "File")) != NULL) {
        ListEntry *entry = numbered(entries, g_ascii_strtoull(number, NULL, 10));

        g_free(entry->where);
        entry->where = g_strdup(value);
    } else if ((number = after_prefix(line, "Title")) != NULL) {
        ListEntry *entry = numbered(entries, g_ascii_strtoull(number, NULL, 10));

        g_free(entry->title);
        entry->title = g_strdup(value);
        split_title(entry);
    } else if ((number = after_prefix(line, "Length")) != NULL) {
        numbered(entries, g_ascii_strtoull(number, NULL, 10))->duration_ms =
            CLAMP(g_ascii_strtoll(value, NULL, 10), 0, 1000000000) * 1000;
    }
}

static gboolean
add_numbered(gpointer number, gpointer entry, gpointer reader)
{
    (void)number;
    add_entry(reader, entry, FALSE);
    return FALSE;
}

static void
read_pls(Reader *reader, char **lines)
{
    g_autoptr(GTree) entries = g_tree_new_full(compare_numbers, NULL, g_free, NULL);

    for (; *lines != NULL; lines++)
        read_pls_line(entries, g_strstrip(*lines));
    g_tree_foreach(entries, add_numbered, reader);
}

/* ---- XSPF ------------------------------------------------------------------------------------ */

typedef struct {
    Reader *reader;
    ListEntry *track; /* NULL: outside */
    GString *text;    /* of the element that is read, or NULL */
} Xspf;

static const char *
local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

static gboolean
is_element(const char *name, const char *wanted)
{
    return g_ascii_strcasecmp(local_name(name), wanted) == 0;
}

static gboolean
is_in(GMarkupParseContext *context, const char *wanted)
{
    const GSList *stack = g_markup_parse_context_get_element_stack(context);

    return stack->next != NULL && is_element(stack->next->data, wanted);
}

static void
on_element(GMarkupParseContext *context, const char *name, const char **names, const char **values,
           gpointer data, GError **error)
{
    Xspf *xspf = data;

    (void)names, (void)values, (void)error;
    if (is_element(name, "track") && xspf->track == NULL)
        xspf->track = list_entry_new("", "", "", 0);
    else if (is_in(context, "track") || (is_in(context, "playlist") && is_element(name, "title")))
        g_string_truncate(xspf->text, 0);
}

static void
set_text(char **where, const GString *text)
{
    if (*where != NULL && **where != '\0')
        return; /* of several the first counts */
    g_free(*where);
    *where = g_strstrip(g_strdup(text->str));
}

static void
on_element_end(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
    Xspf *xspf = data;

    (void)error;
    if (is_element(name, "track") && xspf->track != NULL) {
        add_entry(xspf->reader, g_steal_pointer(&xspf->track), TRUE);
    } else if (xspf->track == NULL) {
        if (is_element(name, "title") && is_in(context, "playlist"))
            set_text(&xspf->reader->list->name, xspf->text);
    } else if (is_in(context, "track")) {
        if (is_element(name, "location"))
            set_text(&xspf->track->where, xspf->text);
        else if (is_element(name, "title"))
            set_text(&xspf->track->title, xspf->text);
        else if (is_element(name, "creator"))
            set_text(&xspf->track->artist, xspf->text);
        else if (is_element(name, "duration"))
            xspf->track->duration_ms = CLAMP(g_ascii_strtoll(xspf->text->str, NULL, 10), 0,
                                             1000000000000);
    }
}

static void
on_text(GMarkupParseContext *context, const char *text, gsize n, gpointer data, GError **error)
{
    (void)context, (void)error;
    g_string_append_len(((Xspf *)data)->text, text, (gssize)n);
}

/* GMarkup knows no entities but XML's own five and opens nothing, so that none can grow or reach
 * out. */
static gboolean
read_xspf(Reader *reader, const char *text, GError **error)
{
    static const GMarkupParser parser = {on_element, on_element_end, on_text, NULL, NULL};
    Xspf xspf = {reader, NULL, g_string_new(NULL)};
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT,
                                                              &xspf, NULL);
    const gboolean good = g_markup_parse_context_parse(context, text, -1, error) &&
                          g_markup_parse_context_end_parse(context, error);

    g_markup_parse_context_free(context);
    list_entry_free(xspf.track);
    g_string_free(xspf.text, TRUE);
    return good;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* As UTF-8, without its mark. Before it became usual lists were written in the encoding of Western
 * Windows, which takes nearly any bytes. NULL: it is no text. */
static char *
text_of(const char *bytes, gsize n)
{
    char *text = NULL;

    for (gsize i = 0; i < n; i++)
        if ((guchar)bytes[i] < ' ' && strchr("\t\n\f\r", bytes[i]) == NULL)
            return NULL;
    if (memchr(bytes, '\0', n) != NULL)
        return NULL;
    if (g_utf8_validate_len(bytes, n, NULL))
        text = g_strndup(bytes, n);
    else
        text = g_convert(bytes, (gssize)n, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
    if (text != NULL && g_str_has_prefix(text, "\xef\xbb\xbf"))
        memmove(text, text + 3, strlen(text + 3) + 1);
    return text;
}

static gboolean
read_text(Reader *reader, const char *text, GError **error)
{
    while (g_ascii_isspace(*text))
        text++;
    if (*text == '<')
        return read_xspf(reader, text, error);
    g_auto(GStrv) lines = g_strsplit_set(text, "\r\n", -1);

    if (after_prefix(text, "[playlist]") != NULL)
        read_pls(reader, lines);
    else
        read_m3u(reader, lines);
    return TRUE;
}

static char *
read_bytes(const char *path, gsize *ret_n, GError **error)
{
    char *bytes = NULL;
    GStatBuf info;

    if (g_stat(path, &info) != 0)
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno), "%s: %s", path,
                    g_strerror(errno));
    else if (!S_ISREG(info.st_mode))
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: no file", path);
    else if (info.st_size > MOST_BYTES)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s: too large", path);
    else
        g_file_get_contents(path, &bytes, ret_n, error);
    return bytes;
}

ListFile *
list_file_read(const char *path, GError **error)
{
    gsize n = 0;
    g_autofree char *bytes = read_bytes(path, &n, error);
    g_autofree char *text = bytes != NULL ? text_of(bytes, n) : NULL;
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) why = NULL;
    Reader reader = {NULL, folder};

    if (bytes == NULL)
        return NULL;
    reader.list = g_new0(ListFile, 1);
    reader.list->entries = g_ptr_array_new_with_free_func(list_entry_free);
    if (text == NULL || !read_text(&reader, text, &why) || reader.list->entries->len == 0)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: no playlist%s%s", path,
                    why != NULL ? ": " : "", why != NULL ? why->message : "");
    else if (reader.list->entries->len > MOST_ENTRIES)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s: too large", path);
    else
        return reader.list;
    list_file_free(reader.list);
    return NULL;
}
