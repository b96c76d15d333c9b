/* program.h - the parts of lilt-scan. */
#pragma once

#include "lilt/media.h"
#include "lilt/scan.h"

/* Be polite (low priority) and bounded (memory), and close what was inherited besides the standard
 * streams. Called once, before anything is opened. */
void lilt_scan_guard_process(void);

/* From here on the process may use only so much CPU time before the system ends it. */
void lilt_scan_guard_file(void);

/* Load what is needed to judge sounds; before, and where it cannot be had, which stderr is told,
 * none is heard. */
void lilt_scan_read_begin(void);

/* Read one file. `covers`: the folder for embedded pictures. The record's texts stay valid until
 * the next call; `why` is set when the file cannot be read. */
void lilt_scan_read(const char *path, const char *covers, LiltScanRecord *record);
void lilt_scan_read_end(void); /* release what the records needed */

/* What is done for one file; each gives the exit code. argv: what follows the option. */
int lilt_scan_tell_lyrics(const char *path);
int lilt_scan_tell_shape(const char *path);
int lilt_scan_tell_cover(const char *covers, const char *path);
int lilt_scan_retag(int argc, char **argv);

/* Keep the picture in the file at `path`, which is open, or else the one in its folder, as a small
 * JPEG. Its name is written to `ret_name`; "" when there is none that is whole. */
void lilt_scan_keep_cover(const char *covers, const char *path, const LiltMedia *media,
                          char *ret_name, size_t name_bytes);

/* How bright its lyrics are, beside it or in its tags; 0 when it has none. See words.h. */
float lilt_scan_judge_words(const char *path);

/* How loud the piece is from its begin to its end; see lilt/scan.h.
 * Error: as lilt_media_open() and lilt_media_decode(); LILT_E_UNSUPPORTED: it is too long. */
LiltStatus lilt_scan_shape(const char *path, LiltDiag *diag, uint8_t ret_shape[LILT_SCAN_SHAPE]);
