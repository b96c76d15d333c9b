/* tagfile.h - TagLib behind a C door: the texts of a file's tags, read and written in place. Safety
 * is retag.c's affair. Nothing here throws. */
#pragma once

#include "lilt/media.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All tags of the file; the caller clears them.
 * Error: LILT_E_UNSUPPORTED: TagLib does not know this kind of file; _NOMEM. */
LiltStatus lilt_tagfile_read(const char *path, LiltDiag *diag, LiltMediaTexts *ret_texts);

/* The picture in the file's ID3v2 tag, that of the front cover preferred; the caller frees it.
 * Error: LILT_E_ABSENT, _NOMEM. */
LiltStatus lilt_tagfile_dup_picture(const char *path, uint8_t **ret_bytes, size_t *ret_n);

/* Write the tags that are not NULL into the file, and nothing else. Error: also LILT_E_IO. */
LiltStatus lilt_tagfile_write(const char *path, const LiltMediaTexts *texts, LiltDiag *diag);

#ifdef __cplusplus
}
#endif
