/* Writing playlists for other programs: M3U, PLS and XSPF, all in UTF-8. */
#include "list_file.h"

#include <string.h>

/* One line of text, whatever a tag says. g_free(). */
static char *
one_line(const char *text)
{
    char *line = g_utf8_make_valid(text, -1);

    for (char *c = line; *c != '\0'; c++)
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    return line;
}

/* ---- where ----------------------------------------------------------------------------------- */

/* How `path` is reached from `folder`, both absolute; as it is when they share nothing but the
 * root: they are then on different drives, or might be. g_free(). */
static char *
relative_to(const char *folder, const char *path)
{
    gsize shared = 0; /* behind the last slash up to which both are the same */
    g_autofree char *whole = g_str_has_suffix(folder, "/") ? g_strdup(folder)
                                                           : g_strconcat(folder, "/", NULL);
    g_autoptr(GString) relative = g_string_new(NULL);

    for (gsize i = 0; whole[i] != '\0' && whole[i] == path[i]; i++)
        if (whole[i] == '/')
            shared = i + 1;
    if (shared <= 1)
        return g_strdup(path);
    for (const char *c = whole + shared; *c != '\0'; c++)
        if (*c == '/')
            g_string_append(relative, "../");
    g_string_append(relative, path + shared);
    return g_strdup(relative->str);
}

/* For lists that name files by their names. One that would not come back as it is becomes an
 * address. g_free(). */
static char *
name_of(const char *folder, const char *where)
{
    const gsize n = strlen(where);
    g_autofree char *relative = NULL;
    char *address;

    if (where[0] != '/')
        return one_line(where);
    relative = relative_to(folder, where);
    if (!g_utf8_validate(where, -1, NULL) || strpbrk(where, "\r\n\t\f\v") != NULL ||
        relative[0] == ' ' || where[n - 1] == ' ' || strstr(relative, "\\") != NULL) {
        address = g_filename_to_uri(where, NULL, NULL);
        return address != NULL ? address : g_steal_pointer(&relative);
    }
    return relative[0] == '#' || relative[0] == '[' ? g_strconcat("./", relative, NULL)
                                                    : g_steal_pointer(&relative);
}

/* For lists that name files by addresses, from their folder on. g_free(). */
static char *
address_of(const char *folder, const char *where)
{
    g_autofree char *relative = NULL;

    if (where[0] != '/')
        return one_line(where);
    relative = relative_to(folder, where);
    if (relative[0] == '/')
        return g_filename_to_uri(where, NULL, NULL);
    return g_uri_escape_bytes((const guint8 *)relative, strlen(relative), "/!$&'()*+,;=@");
}

/* ---- the formats ----------------------------------------------------------------------------- */

static char *
both_of(const ListEntry *entry)
{
    g_autofree char *both = *entry->artist != '\0'
                                ? g_strjoin(" - ", entry->artist, entry->title, NULL)
                                : g_strdup(entry->title);

    return one_line(both);
}

/* Whole seconds; -1 is what both formats say for "not known". */
static gint64
seconds_of(const ListEntry *entry)
{
    return entry->duration_ms > 0 ? entry->duration_ms / 1000 : -1;
}

static void
write_m3u(GString *text, const char *folder, const GPtrArray *entries)
{
    g_string_append(text, "#EXTM3U\n");
    for (guint i = 0; i < entries->len; i++) {
        const ListEntry *entry = entries->pdata[i];
        g_autofree char *both = both_of(entry), *name = name_of(folder, entry->where);

        g_string_append_printf(text, "#EXTINF:%" G_GINT64_FORMAT ",%s\n%s\n", seconds_of(entry),
                               both, name);
    }
}

static void
write_pls(GString *text, const char *folder, const GPtrArray *entries)
{
    g_string_append(text, "[playlist]\n");
    for (guint i = 0; i < entries->len; i++) {
        const ListEntry *entry = entries->pdata[i];
        g_autofree char *both = both_of(entry), *name = name_of(folder, entry->where);

        g_string_append_printf(text, "File%u=%s\nTitle%u=%s\nLength%u=%" G_GINT64_FORMAT "\n",
                               i + 1, name, i + 1, both, i + 1, seconds_of(entry));
    }
    g_string_append_printf(text, "NumberOfEntries=%u\nVersion=2\n", entries->len);
}

/* An element of that content; none without. */
static void
append_element(GString *text, const char *indent, const char *name, const char *content)
{
    g_autofree char *line = one_line(content);
    g_autofree char *escaped = g_markup_escape_text(line, -1);

    if (*content != '\0')
        g_string_append_printf(text, "%s<%s>%s</%s>\n", indent, name, escaped, name);
}

static void
write_xspf(GString *text, const char *path, const char *folder, const GPtrArray *entries)
{
    g_autofree char *name = g_filename_display_basename(path);
    char *ending = strrchr(name, '.');

    if (ending != NULL)
        *ending = '\0';
    g_string_append(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n");
    append_element(text, "  ", "title", name);
    g_string_append(text, "  <trackList>\n");
    for (guint i = 0; i < entries->len; i++) {
        const ListEntry *entry = entries->pdata[i];
        g_autofree char *address = address_of(folder, entry->where);
        g_autofree char *ms = entry->duration_ms > 0
                                  ? g_strdup_printf("%" G_GINT64_FORMAT, entry->duration_ms)
                                  : g_strdup("");

        g_string_append(text, "    <track>\n");
        append_element(text, "      ", "location", address);
        append_element(text, "      ", "title", entry->title);
        append_element(text, "      ", "creator", entry->artist);
        append_element(text, "      ", "duration", ms);
        g_string_append(text, "    </track>\n");
    }
    g_string_append(text, "  </trackList>\n</playlist>\n");
}

char *
list_file_write(const char *path, const GPtrArray *entries)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    const char *ending = strrchr(whole, '.');
    GString *text = g_string_new(NULL);

    if (ending != NULL && g_ascii_strcasecmp(ending, ".pls") == 0)
        write_pls(text, folder, entries);
    else if (ending != NULL && g_ascii_strcasecmp(ending, ".xspf") == 0)
        write_xspf(text, whole, folder, entries);
    else
        write_m3u(text, folder, entries);
    return g_string_free(text, FALSE);
}
