/* scan.h - the form of what crosses the pipes between library and its helper lilt-scan. Plain C11.
 *
 * To the helper, on its standard input: paths, each ended by a zero byte; it answers one after the
 * other and ends when its input does. From the helper, on its standard output, for each path:
 *
 *     begin <path>            written out before the file is touched: if nothing follows, it is
 *     <name> <value>          this file that killed the helper
 *     ...
 *     end                     the file was read; or "failed <why>"
 *
 * With --tags it does not listen to the sound, which takes most of the time.
 *
 * Started for one file instead, as `lilt-scan --lyrics PATH`, it writes the file's lyrics and ends;
 * as `lilt-scan --shape PATH`, how loud the piece is from its begin to its end, in LILT_SCAN_SHAPE
 * equal parts, two hexadecimal digits each, ff the loudest part; as `lilt-scan --cover DIR PATH` it
 * keeps the cover of the file, or of its folder, in DIR and writes its name, an empty line when
 * there is none; as `lilt-scan --retag MARK PATH TAG=TEXT...` it changes tags (MARK: see
 * lilt_media_retag()) and writes a line for each that tells what was there. When it fails it writes
 * one line on its standard error, and ends with 1.
 *
 * A record is lines of text; in values a backslash stands before n (new line), r (return) and a
 * backslash. Numbers are whole, so that no locale can change them: reals are in millionths. Names
 * that are not known are passed over, so that either side may be the newer one. */
#pragma once

#include <stdio.h>

#include "lilt/base.h"

enum {
    LILT_SCAN_ANALYSER = 5,            /* what `analyser` of a record is these days */
    LILT_SCAN_SHAPE = 240,             /* parts of a song's shape */
    LILT_SCAN_NO_COVER = 4,            /* what lilt_scan_rank_cover() calls no cover */
    LILT_SCAN_COVER_BYTES = 256 << 10, /* of a cover that is kept; a larger file is none */
};

/* What was found in one file. Texts are never NULL, "" and 0 stand for what is not known. */
typedef struct {
    const char *path;
    const char *why; /* why it could not be read, or NULL */
    const char *title, *artist, *album_artist, *album, *genre;
    int disc, track, year;
    int64_t duration_ms;
    uint64_t fingerprint;
    const char *cover; /* its name in the folder of covers */
    int analyser; /* version of the analysis of the sound; 0: it was not heard; below 0: version
                   * -analyser could not judge it; the rest is 0 then */
    float tempo_bpm, loudness_lufs, energy, brightness;
    LiltPoint point;
    float mode;  /* how much clearer major is than minor; below 0: minor */
    float words; /* how bright its lyrics are, -1..1; 0: it has none, or they do not say */
} LiltScanRecord;

/* How good a name for the picture of an album that is, 0 the best; LILT_SCAN_NO_COVER: it is none.
 * *ret_suffix: ".jpg" or ".png", static; NULL when it has neither. */
size_t lilt_scan_rank_cover(const char *name, const char **ret_suffix);

/* The line that says which file comes now; it is flushed. */
void lilt_scan_write_begin(FILE *out, const char *path);

/* The rest of the record; it is flushed. */
void lilt_scan_write_record(FILE *out, const LiltScanRecord *record);

/* A tag's text as the helper tells what it was before it was changed: "<label> <text>". */
void lilt_scan_write_tag(FILE *out, LiltTag tag, const char *text);
/* Such a line without its end; the caller frees *ret_text. False when it is none. */
bool lilt_scan_read_tag(const char *line, LiltTag *ret_tag, char **ret_text);

/* Puts records together from lines. Owned by one thread at a time. */
typedef struct LiltScanReader LiltScanReader;

LiltScanReader *lilt_scan_reader_new(void); /* NULL when memory is short */

/* One line without its end. *ret_record is set when the line completes a record, else NULL; it is
 * lent until the next call.
 * Error: LILT_E_FORMAT: this is not a line the helper writes; LILT_E_NOMEM. */
LiltStatus lilt_scan_reader_line(LiltScanReader *reader, const char *line,
                                 const LiltScanRecord **ret_record);

void lilt_scan_reader_free(LiltScanReader *reader); /* NULL is fine */
