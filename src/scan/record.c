/* Records on the pipe: writing them, and putting them together again. */
#include "lilt/scan.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The fields, by name and kind. Both directions go by this table. */
typedef enum { TEXT, INT, SIGNED, INT64, HASH, REAL } FieldKind; /* INT: of what is counted */

static const struct {
    const char *name;
    FieldKind kind;
    size_t offset;
} fields[] = {
    {"title", TEXT, offsetof(LiltScanRecord, title)},
    {"artist", TEXT, offsetof(LiltScanRecord, artist)},
    {"album-artist", TEXT, offsetof(LiltScanRecord, album_artist)},
    {"album", TEXT, offsetof(LiltScanRecord, album)},
    {"genre", TEXT, offsetof(LiltScanRecord, genre)},
    {"disc", INT, offsetof(LiltScanRecord, disc)},
    {"track", INT, offsetof(LiltScanRecord, track)},
    {"year", INT, offsetof(LiltScanRecord, year)},
    {"duration-ms", INT64, offsetof(LiltScanRecord, duration_ms)},
    {"fingerprint", HASH, offsetof(LiltScanRecord, fingerprint)},
    {"cover", TEXT, offsetof(LiltScanRecord, cover)},
    {"analyser", SIGNED, offsetof(LiltScanRecord, analyser)},
    {"tempo-bpm", REAL, offsetof(LiltScanRecord, tempo_bpm)},
    {"loudness-lufs", REAL, offsetof(LiltScanRecord, loudness_lufs)},
    {"energy", REAL, offsetof(LiltScanRecord, energy)},
    {"brightness", REAL, offsetof(LiltScanRecord, brightness)},
    {"valence", REAL, offsetof(LiltScanRecord, point.valence)},
    {"arousal", REAL, offsetof(LiltScanRecord, point.arousal)},
    {"mode", REAL, offsetof(LiltScanRecord, mode)},
    {"words", REAL, offsetof(LiltScanRecord, words)},
};

enum { N_FIELDS = sizeof fields / sizeof *fields };

/* ---- writing --------------------------------------------------------------------------------- */

static void
write_text(FILE *out, const char *name, const char *value)
{
    fprintf(out, "%s ", name);
    for (; *value != '\0'; value++)
        switch (*value) {
        case '\n':
            fputs("\\n", out);
            break;
        case '\r':
            fputs("\\r", out);
            break;
        case '\\':
            fputs("\\\\", out);
            break;
        default:
            putc(*value, out);
        }
    putc('\n', out);
}

static void
write_field(FILE *out, const LiltScanRecord *record, size_t i)
{
    const char *name = fields[i].name;
    const void *value = (const char *)record + fields[i].offset;

    switch (fields[i].kind) {
    case TEXT:
        write_text(out, name, *(const char *const *)value);
        break;
    case INT:
    case SIGNED:
        fprintf(out, "%s %d\n", name, *(const int *)value);
        break;
    case INT64:
        fprintf(out, "%s %" PRId64 "\n", name, *(const int64_t *)value);
        break;
    case HASH:
        fprintf(out, "%s %" PRIu64 "\n", name, *(const uint64_t *)value);
        break;
    case REAL:
        fprintf(out, "%s %lld\n", name, llround((double)*(const float *)value * 1e6));
        break;
    }
}

void
lilt_scan_write_begin(FILE *out, const char *path)
{
    write_text(out, "begin", path);
    fflush(out);
}

void
lilt_scan_write_record(FILE *out, const LiltScanRecord *record)
{
    if (record->why != NULL) {
        write_text(out, "failed", record->why);
    } else {
        for (size_t i = 0; i < N_FIELDS; i++)
            write_field(out, record, i);
        fputs("end\n", out);
    }
    fflush(out);
}

void
lilt_scan_write_tag(FILE *out, LiltTag tag, const char *text)
{
    write_text(out, lilt_tag_label(tag), text);
}

/* ---- reading --------------------------------------------------------------------------------- */

struct LiltScanReader {
    LiltScanRecord record; /* being put together; path NULL between records */
    LiltArena *texts;      /* of this record */
};

LiltScanReader *
lilt_scan_reader_new(void)
{
    LiltScanReader *reader = calloc(1, sizeof *reader);

    if (reader == NULL)
        return NULL;
    reader->texts = lilt_arena_new(4096);
    if (reader->texts == NULL) {
        free(reader);
        return NULL;
    }
    return reader;
}

void
lilt_scan_reader_free(LiltScanReader *reader)
{
    if (reader == NULL)
        return;
    lilt_arena_free(reader->texts);
    free(reader);
}

/* Resolve backslashes in place. */
static void
resolve(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '\\' && from[1] != '\0') {
            from++;
            *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* A copy of the value with its backslashes resolved; NULL when memory is short. */
static const char *
read_text(LiltScanReader *reader, const char *value)
{
    char *copy = lilt_arena_strdup(reader->texts, value);

    if (copy != NULL)
        resolve(copy);
    return copy;
}

static LiltStatus
read_field(LiltScanReader *reader, size_t i, const char *value)
{
    void *to = (char *)&reader->record + fields[i].offset;
    char *end = NULL;

    if (fields[i].kind == TEXT) {
        *(const char **)to = read_text(reader, value);
        return *(const char **)to != NULL ? LILT_OK : LILT_E_NOMEM;
    }
    const unsigned long long whole = fields[i].kind == HASH ? strtoull(value, &end, 10) : 0;
    const long long number = fields[i].kind == HASH ? 0 : strtoll(value, &end, 10);

    if (end == value || *end != '\0')
        return LILT_E_FORMAT;
    if (fields[i].kind == HASH)
        *(uint64_t *)to = whole;
    else if (fields[i].kind == INT)
        *(int *)to = number >= 0 && number < 1000000 ? (int)number : 0;
    else if (fields[i].kind == SIGNED)
        *(int *)to = number > -1000000 && number < 1000000 ? (int)number : 0;
    else if (fields[i].kind == INT64)
        *(int64_t *)to = number > 0 ? number : 0;
    else
        *(float *)to = (float)((double)number / 1e6);
    return LILT_OK;
}

static LiltStatus
begin_record(LiltScanReader *reader, const char *path)
{
    lilt_arena_reset(reader->texts);
    reader->record = (LiltScanRecord){
        .title = "", .artist = "", .album_artist = "", .album = "", .genre = "", .cover = ""};
    reader->record.path = read_text(reader, path);
    return reader->record.path != NULL ? LILT_OK : LILT_E_NOMEM;
}

/* True when the line is `name`, alone or with a value; *ret_value is then the value or "". */
static bool
is_line(const char *line, const char *name, const char **ret_value)
{
    const size_t n = strlen(name);

    if (strncmp(line, name, n) != 0 || (line[n] != ' ' && line[n] != '\0'))
        return false;
    *ret_value = line[n] == ' ' ? line + n + 1 : "";
    return true;
}

LiltStatus
lilt_scan_reader_line(LiltScanReader *reader, const char *line, const LiltScanRecord **ret_record)
{
    const char *value;

    *ret_record = NULL;
    if (is_line(line, "begin", &value))
        return begin_record(reader, value);
    if (reader->record.path == NULL)
        return LILT_E_FORMAT;
    if (is_line(line, "end", &value)) {
        *ret_record = &reader->record;
        return LILT_OK;
    }
    if (is_line(line, "failed", &value)) {
        reader->record.why = read_text(reader, value);
        *ret_record = &reader->record;
        return reader->record.why != NULL ? LILT_OK : LILT_E_NOMEM;
    }
    for (size_t i = 0; i < N_FIELDS; i++)
        if (is_line(line, fields[i].name, &value))
            return read_field(reader, i, value);
    return LILT_OK;
}

bool
lilt_scan_read_tag(const char *line, LiltTag *ret_tag, char **ret_text)
{
    const char *value;

    for (int tag = 0; tag < LILT_N_TAGS; tag++) {
        if (!is_line(line, lilt_tag_label((LiltTag)tag), &value))
            continue;
        char *text = strdup(value);

        if (text == NULL)
            return false;
        resolve(text);
        *ret_tag = (LiltTag)tag;
        *ret_text = text;
        return true;
    }
    return false;
}
