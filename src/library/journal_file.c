/* The mood journal as CSV (RFC 4180) and as JSON. */
#include "journal_file.h"

#include <cjson/cJSON.h>

static char *
dup_time(gint64 at_s)
{
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(at_s);

    return at != NULL ? g_date_time_format_iso8601(at) : g_strdup("");
}

JournalFormat
journal_format_of(const char *path)
{
    g_autofree char *lower = g_ascii_strdown(path, -1);

    return g_str_has_suffix(lower, ".csv") ? JOURNAL_CSV : JOURNAL_JSON;
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* In quotes; a text that a spreadsheet would take for a formula begins with an apostrophe. */
static void
append_text(GString *csv, const char *text)
{
    g_string_append(csv, strchr("=+-@", *text) != NULL && *text != '\0' ? "\"'" : "\"");
    for (; *text != '\0'; text++)
        g_string_append_len(csv, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    g_string_append_c(csv, '"');
}

static void
append_number(GString *csv, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(csv, g_ascii_formatd(digits, sizeof digits, "%.3f", number));
}

static void
append_row(GString *csv, const LiltJournalEntry *entry)
{
    g_autofree char *time = dup_time(entry->began_s);

    g_string_append_printf(csv, "%s,%.0f,%s,", time, (double)entry->lasted_s, entry->label);
    append_number(csv, (double)entry->point.valence);
    g_string_append_c(csv, ',');
    append_number(csv, (double)entry->point.arousal);
    g_string_append_printf(csv, ",%s,%s,", entry->by_hand ? "hand" : "camera",
                           entry->led ? "led" : "matched");
    append_text(csv, entry->title);
    g_string_append_c(csv, ',');
    append_text(csv, entry->artist);
    g_string_append(csv, "\r\n");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static cJSON *
object_of(const LiltJournalEntry *entry)
{
    g_autofree char *time = dup_time(entry->began_s);
    cJSON *object = cJSON_CreateObject();

    cJSON_AddStringToObject(object, "time", time);
    cJSON_AddNumberToObject(object, "seconds", (double)entry->lasted_s);
    cJSON_AddStringToObject(object, "mood", entry->label);
    cJSON_AddNumberToObject(object, "valence", (double)entry->point.valence);
    cJSON_AddNumberToObject(object, "arousal", (double)entry->point.arousal);
    cJSON_AddStringToObject(object, "from", entry->by_hand ? "hand" : "camera");
    cJSON_AddStringToObject(object, "music", entry->led ? "led" : "matched");
    cJSON_AddStringToObject(object, "title", entry->title);
    cJSON_AddStringToObject(object, "artist", entry->artist);
    return object;
}

GString *
journal_print(GPtrArray *entries, JournalFormat format)
{
    GString *text = g_string_new(NULL);

    if (format == JOURNAL_CSV) {
        g_string_append(text, "time,seconds,mood,valence,arousal,from,music,title,artist\r\n");
        for (guint i = 0; i < entries->len; i++)
            append_row(text, entries->pdata[i]);
        return text;
    }
    g_string_append(text, "[");
    for (guint i = 0; i < entries->len; i++) {
        cJSON *object = object_of(entries->pdata[i]);
        char *line = cJSON_PrintUnformatted(object);

        g_string_append_printf(text, i > 0 ? ",\n%s" : "\n%s", line);
        cJSON_free(line);
        cJSON_Delete(object);
    }
    g_string_append(text, "\n]\n");
    return text;
}
