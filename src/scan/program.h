/* program.h - the parts of lilt-scan. */
#pragma once

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
int lilt_scan_retag(int argc, char **argv);

/* Keep the picture under a name made of its bytes, so that tracks of an album share one file.
 * The name is written to `ret_name`; "" when it is too large or cannot be written. */
void lilt_scan_keep_cover(const char *covers, const uint8_t *bytes, size_t n, const char *suffix,
                          char *ret_name, size_t name_bytes);
/* The same for the picture in the folder of the file at `path` ("cover.jpg", "Folder.png", ...);
 * the name is left as it is when there is none. */
void lilt_scan_keep_folder_cover(const char *covers, const char *path, char *ret_name,
                                 size_t name_bytes);

/* How loud the piece is from its begin to its end; see lilt/scan.h.
 * Error: as lilt_media_open() and lilt_media_decode(); LILT_E_UNSUPPORTED: it is too long. */
LiltStatus lilt_scan_shape(const char *path, LiltDiag *diag, uint8_t ret_shape[LILT_SCAN_SHAPE]);
