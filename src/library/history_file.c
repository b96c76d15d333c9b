/* Listening histories as Last.fm's and ListenBrainz's exporters write them. */
#include "history_file.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static void
play_free(gpointer data)
{
    HistoryPlay *play = data;

    g_free(play->artist);
    g_free(play->title);
    g_free(play);
}

/* Plays without an artist or a time say nothing. */
static void
add_play(GPtrArray *plays, gint64 at_s, const char *artist, const char *title)
{
    HistoryPlay *play;

    if (at_s <= 0 || artist == NULL || *artist == '\0')
        return;
    play = g_new(HistoryPlay, 1);
    *play = (HistoryPlay){at_s, g_strdup(artist), g_strdup(title != NULL ? title : "")};
    g_ptr_array_add(plays, play);
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* Take a record from *at on, as RFC 4180 has it: fields may be quoted and then hold anything. NULL
 * at the end. */
static GPtrArray *
take_record(const char **at)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) field = g_string_new(NULL);
    gboolean quoted = FALSE, going = **at != '\0';

    if (!going) {
        g_ptr_array_unref(fields);
        return NULL;
    }
    while (going) {
        const char c = *(*at)++;

        if (c == '\0' || (!quoted && (c == ',' || c == '\n'))) {
            if (c == '\n' && field->len > 0 && field->str[field->len - 1] == '\r')
                g_string_truncate(field, field->len - 1);
            g_ptr_array_add(fields, g_strdup(field->str));
            g_string_truncate(field, 0);
            going = c == ',';
            *at -= c == '\0';
        } else if (c != '"') {
            g_string_append_c(field, c);
        } else if (quoted && **at == '"') {
            g_string_append_c(field, '"');
            (*at)++;
        } else {
            quoted = !quoted;
        }
    }
    return fields;
}

/* "31 Dec 2020, 23:59" or without the comma, in UTC; 0 when it is no time. */
static gint64
parse_day(const char *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int day, year, hour, minute;
    char month[4];
    const char *found;

    if (sscanf(text, "%d %3s %d%*[ ,]%d:%d", &day, month, &year, &hour, &minute) != 5)
        return 0;
    found = strstr(months, month);
    if (found == NULL || strlen(month) != 3 || (found - months) % 3 != 0)
        return 0;
    g_autoptr(GDateTime)
        time = g_date_time_new_utc(year, (int)(found - months) / 3 + 1, day, hour, minute, 0);

    return time != NULL ? g_date_time_to_unix(time) : 0;
}

/* Where the columns of a head lie; -1: it has none of that name. */
typedef struct {
    int uts, artist, title;
} Columns;

static int
find_column(const GPtrArray *head, const char *name)
{
    for (guint i = 0; i < head->len; i++)
        if (g_ascii_strcasecmp(head->pdata[i], name) == 0)
            return (int)i;
    return -1;
}

static const char *
field_at(const GPtrArray *fields, int column)
{
    return column >= 0 && (guint)column < fields->len ? fields->pdata[column] : "";
}

static void
parse_csv(const char *text, GPtrArray *plays)
{
    g_autoptr(GPtrArray) head = take_record(&text);
    GPtrArray *fields = head != NULL ? g_ptr_array_ref(head) : NULL;
    Columns columns = {-1, 0, 2};

    if (head != NULL && find_column(head, "uts") >= 0 && find_column(head, "artist") >= 0)
        columns = (Columns){find_column(head, "uts"), find_column(head, "artist"),
                            find_column(head, "track")};
    while (fields != NULL) {
        const gint64 at_s = columns.uts >= 0
                                ? g_ascii_strtoll(field_at(fields, columns.uts), NULL, 10)
                                : parse_day(field_at(fields, 3));

        add_play(plays, at_s, field_at(fields, columns.artist), field_at(fields, columns.title));
        g_ptr_array_unref(fields);
        fields = take_record(&text);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static const char *
text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void
add_json(const cJSON *listen, GPtrArray *plays)
{
    const cJSON *at = cJSON_GetObjectItemCaseSensitive(listen, "listened_at");
    const cJSON *track = cJSON_GetObjectItemCaseSensitive(listen, "track_metadata");

    if (cJSON_IsNumber(at) && at->valuedouble < 1e11)
        add_play(plays, (gint64)at->valuedouble, text_of(track, "artist_name"),
                 text_of(track, "track_name"));
}

/* An array of listens, or a listen a line. Lines that are broken are passed over. */
static void
parse_json(const char *text, GPtrArray *plays)
{
    cJSON *whole = cJSON_Parse(text);
    const cJSON *listen;

    if (cJSON_IsArray(whole)) {
        cJSON_ArrayForEach(listen, whole) add_json(listen, plays);
    } else {
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

        for (char **line = lines; *line != NULL; line++) {
            cJSON *one = cJSON_Parse(*line);

            add_json(one, plays);
            cJSON_Delete(one);
        }
    }
    cJSON_Delete(whole);
}

/* ---- both ------------------------------------------------------------------------------------ */

GPtrArray *
history_parse(const char *bytes, gsize n_bytes)
{
    g_autofree char *text = g_utf8_make_valid(bytes, (gssize)n_bytes);
    const char *begin = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
    GPtrArray *plays = g_ptr_array_new_with_free_func(play_free);

    while (g_ascii_isspace(*begin))
        begin++;
    if (*begin == '[' || *begin == '{')
        parse_json(begin, plays);
    else
        parse_csv(begin, plays);
    if (plays->len == 0)
        g_clear_pointer(&plays, g_ptr_array_unref);
    return plays;
}

void
history_append(GString *text, gint64 at_s, const char *artist, const char *title)
{
    cJSON *listen = cJSON_CreateObject(),
          *track = cJSON_AddObjectToObject(listen, "track_metadata");
    char *line;

    cJSON_AddNumberToObject(listen, "listened_at", (double)at_s);
    cJSON_AddStringToObject(track, "artist_name", artist);
    cJSON_AddStringToObject(track, "track_name", title);
    line = cJSON_PrintUnformatted(listen);
    g_string_append_printf(text, "%s\n", line);
    cJSON_free(line);
    cJSON_Delete(listen);
}
